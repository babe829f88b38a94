import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import type { CommandDefinition } from "./cli/command.js";
import { addGlobalOptions } from "./cli/global-options.js";
import { EXIT, type ExitCode } from "./core/failure.js";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};
/** Written by the build, so that only the command that is called has to be loaded. */
const manifest = JSON.parse(
  readFileSync(new URL("./commands/manifest.json", import.meta.url), "utf8"),
) as Pick<CommandDefinition, "name" | "summary">[];

const program = new Command("igminer")
  .description("Mines public Instagram profiles into PostgreSQL, one bounded batch a command.")
  .version(version, "-V, --version", "print the version")
  .helpOption("-h, --help", "print the help of a command")
  .helpCommand(false)
  .showHelpAfterError("See: igminer --help")
  .exitOverride();

const called = process.argv.slice(2).find((word) => manifest.some(({ name }) => name === word));
if (called === undefined) {
  addGlobalOptions(program);
  for (const { name, summary } of manifest) program.command(name).description(summary);
  await guarded(async () => {
    if (process.argv.length === 2) program.outputHelp();
    else await program.parseAsync();
  });
} else {
  const { addCommand, reportFailure } = await import("./cli/program.js");
  const { default: definition } = (await import(`./commands/${called}.js`)) as { default: CommandDefinition };
  addCommand(program.command(called), definition, version);
  await guarded(
    () => program.parseAsync(),
    (error) => reportFailure(error, called, process.argv.includes("--verbose")),
  );
}

/** Runs commander; what it says of wrong usage has been printed by it. */
async function guarded(
  parse: () => Promise<unknown>,
  onFailure?: (error: unknown) => ExitCode,
): Promise<void> {
  try {
    await parse();
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    else if (onFailure) process.exitCode = onFailure(error);
    else throw error;
  }
}
