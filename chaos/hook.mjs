// Loaded into each process that the harness disturbs (`node --import`). At the nth passing of a step it writes a file for the
// harness to see and stops the whole process, heart and all; the harness does to it what it means to do, and lets it go on.
// Steps are counted from the run's row on: what comes before it has nothing to lose.
import { writeFileSync } from "node:fs";

const { step, nth, file } = JSON.parse(process.env.IGMINER_CHAOS);
const passed = {};
let isBegun = false;

globalThis[Symbol.for("igminer.fault-point")] = (point) => {
  isBegun ||= point === "begun";
  if (!isBegun) return;
  passed[point] = (passed[point] ?? 0) + 1;
  if (point !== step || passed[point] !== nth) return;
  writeFileSync(file, "stopped");
  process.kill(process.pid, "SIGSTOP");
};
process.once("exit", () => {
  if (step === null) writeFileSync(file, JSON.stringify(passed));
});
