import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import type { CommandDefinition } from "./cli/command.js";
import { addCommand, addGlobalOptions, reportFailure } from "./cli/program.js";
import { EXIT } from "./core/failure.js";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };
/** Written by the build, so that only the command that is called has to be loaded. */
const manifest = JSON.parse(readFileSync(new URL("./commands/manifest.json", import.meta.url), "utf8")) as Pick<
  CommandDefinition,
  "name" | "summary"
>[];

const program = new Command("igminer")
  .description("Mines public Instagram profiles into PostgreSQL, one bounded batch a command.")
  .version(version, "-V, --version", "Print the version")
  .helpOption("-h, --help", "Print the help of a command")
  .helpCommand(false)
  .exitOverride();
addGlobalOptions(program);

const called = process.argv.slice(2).find((word) => manifest.some(({ name }) => name === word));
for (const { name, summary } of manifest) {
  const subcommand = program.command(name).summary(summary).description(summary);
  if (name !== called) continue;
  const { default: definition } = (await import(`./commands/${name}.js`)) as { default: CommandDefinition };
  addCommand(subcommand, definition, version);
}

try {
  if (process.argv.length === 2) program.outputHelp();
  else await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  else process.exitCode = reportFailure(error, called ?? "igminer", process.argv.includes("--verbose"));
}
