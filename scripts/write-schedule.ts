// Writes crontab.example and systemd/: the output of "igminer schedule print" with all settings given. A test fails if
// they are out of date.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { exampleSchedule } from "./example-schedule.js";

rmSync("systemd", { recursive: true, force: true });
for (const { path, text } of exampleSchedule()) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
