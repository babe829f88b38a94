import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CommandContext, type CommandDefinition, command } from "../cli/command.js";
import { loadConfig } from "../core/config.js";
import { EXIT } from "../core/failure.js";
import { startSandbox } from "../sandbox/server.js";
import mineNew from "./mine-new.js";
import seed from "./seed.js";
import status from "./status.js";

const STEPS: [CommandDefinition, Record<string, unknown>, string][] = [
  [seed, {}, "igminer seed"],
  [mineNew, { batch: 60, concurrency: 8 }, "igminer mine-new --batch 60 --concurrency 8"],
  [mineNew, { batch: 300, concurrency: 8 }, "igminer mine-new --batch 300 --concurrency 8"],
  [status, {}, "igminer status"],
];

export default command({
  name: "demo",
  group: "start",
  summary: "Watch igminer at work in a made-up world: nothing outside this machine is asked",
  options: {},
  examples: ["igminer demo"],
  async run(_options, _names, context) {
    const folder = await mkdtemp(join(tmpdir(), "igminer-demo-"));
    const sandbox = await startSandbox({ accounts: 100_000, seed: 1, latencyMs: 20 });
    try {
      for (const [definition, options, words] of STEPS) {
        if (context.interruption.aborted)
          return context.interruption.reason === "SIGINT" ? EXIT.sigint : EXIT.sigterm;
        context.output.text(`\n$ ${words}`);
        const exitCode = await definition.run(
          valuesOf(definition, options),
          [],
          demoContext(context, definition, folder, sandbox.url),
        );
        if (exitCode !== EXIT.done) return exitCode;
      }
      context.output.text(
        [
          "",
          "That was a world of made-up people, gone when this ends. To go on for real:",
          "  1. export DATABASE_URL=postgres://…     (or leave it out: an embedded database is used)",
          "  2. export IGMINER_HIKER_KEY=…           (or leave it out: Instagram's public web is asked, politely)",
          "  3. igminer migrate && igminer seed && igminer mine-new, then put it into cron: see crontab.example",
        ].join("\n"),
      );
      return EXIT.done;
    } finally {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
});

/** The demo's own settings: nothing of this machine's environment or files reaches it. */
function demoContext(
  context: CommandContext,
  definition: CommandDefinition,
  folder: string,
  url: string,
): CommandContext {
  const settings = loadConfig({
    environment: { XDG_CONFIG_HOME: folder },
    folder,
    flags: {
      IGMINER_DATA_DIR: folder,
      IGMINER_WEB_BASE_URL: url,
      IGMINER_WEB_RATE_PER_MINUTE: "60000",
      IGMINER_WEB_MAX_RATE_PER_MINUTE: "60000",
    },
  });
  return { ...context, command: definition.name, settings };
}

function valuesOf(definition: CommandDefinition, given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(definition.options).map(([name, { schema }]) => [name, schema.parse(given[name])]),
  );
}
