// Loaded into each process that the harness disturbs (`node --import`). The nth time it passes a step, it writes a file
// for the harness and stops the whole process, including the heartbeat; the harness applies the disturbance and lets it
// continue. In a run, steps only count once its row exists, since there is nothing to lose before.
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
