import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CommandDefinition, command, valuesOf } from "../cli/command.js";
import { demoContext } from "../cli/demo-context.js";
import { EXIT } from "../core/failure.js";
import { startSandbox } from "../sandbox/server.js";
import importComments from "./import-comments.js";
import mineManual from "./mine-manual.js";
import mineNew from "./mine-new.js";
import queueAdd from "./queue-add.js";
import queueList from "./queue-list.js";
import refresh from "./refresh.js";
import seed from "./seed.js";
import status from "./status.js";

interface Step {
  command: CommandDefinition;
  options?: Record<string, unknown>;
  names?: string[];
  /** The command line that a user would type. */
  words: string;
  /** Settings in addition to those of all steps. */
  settings?: Record<string, string>;
  /** The day of the simulated world on which it runs. */
  day?: number;
}

const STEPS: Step[] = [
  { command: seed, words: "igminer seed" },
  {
    command: mineNew,
    options: { batch: 60, concurrency: 8 },
    words: "igminer mine-new --batch 60 --concurrency 8",
  },
  {
    command: mineNew,
    options: { batch: 300, concurrency: 8 },
    words: "igminer mine-new --batch 300 --concurrency 8",
  },
  {
    command: importComments,
    options: { batch: 5, maxPages: 2 },
    words: "igminer import-comments --batch 5 --max-pages 2",
    settings: { IGMINER_HIKER_KEY: "demo" },
  },
  {
    command: queueAdd,
    names: ["natgeo", "somebody.who.is.not.there"],
    words: "igminer queue add natgeo somebody.who.is.not.there",
  },
  { command: mineManual, words: "igminer mine-manual" },
  { command: queueList, words: "igminer queue list" },
  {
    command: refresh,
    options: { batch: 100, concurrency: 8, force: true },
    words: "igminer refresh --force --batch 100 --concurrency 8     # ten days later",
    day: 10,
  },
  { command: status, words: "igminer status" },
];

export default command({
  name: "demo",
  group: "start",
  summary: "See igminer at work in a simulated world; makes no external requests",
  options: {},
  examples: ["igminer demo"],
  async run(_options, _names, context) {
    const folder = await mkdtemp(join(tmpdir(), "igminer-demo-"));
    const sandbox = await startSandbox({ accounts: 100_000, seed: 1, latencyMs: 20 });
    try {
      for (const { command: definition, options = {}, names = [], words, settings = {}, day = 0 } of STEPS) {
        if (context.interruption.aborted)
          return context.interruption.reason === "SIGINT" ? EXIT.sigint : EXIT.sigterm;
        sandbox.setDay(day);
        context.output.text(`\n$ ${words}`);
        const exitCode = await definition.run(
          valuesOf(definition, options),
          names,
          demoContext(context, definition, { folder, url: sandbox.url, settings }),
        );
        if (exitCode !== EXIT.done) return exitCode;
      }
      context.output.text(
        [
          "",
          "All of this was simulated and is now deleted. To continue with real accounts:",
          ...(process.env.npm_lifecycle_event === undefined
            ? []
            : ["  npm install --global .        # puts igminer on your PATH"]),
          "  igminer init                  # asks for database, source and mail, and mines a first account",
          "  igminer schedule install      # adds the commands to your crontab",
        ].join("\n"),
      );
      return EXIT.done;
    } finally {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
});
