import { readManifest } from "../src/cli/manifest.js";
import { crontabOf } from "../src/core/schedule/crontab.js";
import { configuredServices } from "../src/core/schedule/services.js";
import { unitFilesOf } from "../src/core/schedule/units.js";

/** Typical paths of an installation by a package manager. */
const EXAMPLE = {
  node: "/usr/bin/node",
  launcher: "/usr/lib/node_modules/igminer/bin/igminer.js",
  folder: "/home/you/igminer",
  mailTo: null,
};

/** @returns the repository's example schedule files, by path. */
export function exampleSchedule(): { path: string; text: string }[] {
  const services = configuredServices({
    commands: readManifest().map(({ name }) => name),
    isSet: () => true,
  });
  return [
    { path: "crontab.example", text: crontabOf(services, EXAMPLE) },
    ...unitFilesOf(services, "/usr/bin/env igminer").map(({ path, text }) => ({
      path: `systemd/${path}`,
      text,
    })),
  ];
}
