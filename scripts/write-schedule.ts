// Writes crontab.example and systemd/: what "igminer schedule print" writes where all settings are given. A test says when they are old.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { exampleSchedule } from "./example-schedule.js";

rmSync("systemd", { recursive: true, force: true });
for (const { path, text } of exampleSchedule()) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
