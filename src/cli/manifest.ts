import { readFileSync } from "node:fs";
import { PACKAGE_FOLDER } from "../core/package-folder.js";
import type { CommandGroup } from "./command.js";

/** What the build writes down of each command, so that only the one that is called has to be loaded. */
export interface ManifestEntry {
  name: string;
  summary: string;
  group: CommandGroup;
}

/** The commands of this igminer, in the order in which help lists them. */
export function readManifest(): ManifestEntry[] {
  const file = new URL("dist/commands/manifest.json", PACKAGE_FOLDER);
  return JSON.parse(readFileSync(file, "utf8")) as ManifestEntry[];
}
