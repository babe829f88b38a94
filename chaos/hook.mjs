// Loaded into each process that the harness disturbs (`node --import`). At the nth passing of a step it writes a file for the
// harness to see and stops the whole process, heart and all; the harness does to it what it means to do, and lets it go on.
// Of a run, steps are counted from its row on: what comes before it has nothing to lose.
import { writeFileSync } from "node:fs";

const { step, nth, file, hasRun } = JSON.parse(process.env.CHAOS_PLAN);
const steps = {};
let before = {};
let isCounting = !hasRun;

globalThis[Symbol.for("igminer.fault-point")] = (point) => {
  if (point === "begun") {
    isCounting = true;
    before = { ...steps };
  }
  if (!isCounting) return;
  steps[point] = (steps[point] ?? 0) + 1;
  if (point !== step || steps[point] !== nth) return;
  writeFileSync(file, "stopped");
  process.kill(process.pid, "SIGSTOP");
};
process.once("exit", () => {
  if (step === null) writeFileSync(file, JSON.stringify({ before, steps }));
});
