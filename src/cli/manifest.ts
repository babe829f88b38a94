import { readFileSync } from "node:fs";
import { PACKAGE_FOLDER } from "../core/package-folder.js";
import type { CommandGroup } from "./command.js";

/** What the build records about each command, so that only the called one has to be loaded. */
export interface ManifestEntry {
  name: string;
  summary: string;
  group: CommandGroup;
}

/** The commands of this igminer, in the order of the help. */
export function readManifest(): ManifestEntry[] {
  const file = new URL("dist/commands/manifest.json", PACKAGE_FOLDER);
  return JSON.parse(readFileSync(file, "utf8")) as ManifestEntry[];
}
