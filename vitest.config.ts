import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    // Processes, databases and kills take their time on a busy machine; a test that hangs still ends.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Worker threads share the process: a signal or exit that a test provokes must hit that test alone.
    pool: "forks",
    // As bin/igminer.js: the embedded PostgreSQL opens in two thirds of the processor time.
    execArgv: ["--wasm-tiering-budget=50000000"],
    // What is built already is loaded as it is.
    server: { deps: { external: [/\/dist\//] } },
    // Most tests wait for processes and databases: as many files at once as there are cores, on the smallest machine too.
    maxWorkers: Math.max(2, availableParallelism()),
  },
});
