import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { COMMAND_GROUPS, type CommandDefinition } from "./cli/command.js";
import { addGlobalOptions } from "./cli/global-options.js";
import { readManifest } from "./cli/manifest.js";
import { nearestCommands } from "./cli/nearest-commands.js";
import { EXIT, type ExitCode } from "./core/failure.js";
import { PACKAGE_FOLDER } from "./core/package-folder.js";
import { visible } from "./core/text/visible.js";

// Files may hold personal data, so only this user can read them, whatever the umask was. Files for others (the metrics'
// textfile) are made readable where they are written.
process.umask(0o077);

const { version } = JSON.parse(readFileSync(new URL("package.json", PACKAGE_FOLDER), "utf8")) as {
  version: string;
};
const manifest = readManifest();

// Log and progress lines that cannot be written are dropped: the work matters more than its messages.
process.stderr.on("error", () => {});
// If the reader closes the pipe (`| head`), the rest is dropped silently. Any other reason why output cannot be written
// is reported after the command has ended, with its run and rows in order.
let unwritten: Error | null = null;
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") unwritten ??= error;
});
process.once("exit", (code) => {
  if (unwritten === null) return;
  process.stderr.write(
    `igminer: standard output could not be written: ${unwritten.message}\n  The work of the command is saved; only its output is incomplete.\n`,
  );
  if (code === EXIT.done) process.exitCode = EXIT.failed;
});

const program = new Command("igminer")
  .description("Mines public Instagram profiles into PostgreSQL, one bounded batch a command.")
  .version(version, "-V, --version", "print the version")
  .helpOption("-h, --help", "print the help of a command")
  .helpCommand(false)
  .showHelpAfterError("See: igminer --help")
  .configureOutput({ outputError: (text, write) => write(visible(text)) })
  .exitOverride();

const words = inOrder(process.argv.slice(2));
const called = calledCommand();
const family = manifest.some(({ name }) => name.startsWith(`${words[0]} `)) ? words[0] : undefined;
const firstWord = words[0]?.startsWith("-") ? undefined : words[0];
if (firstWord === "version") {
  process.stdout.write(`${version}\n`);
} else if (called !== undefined) {
  const { addCommand, reportFailure } = await import("./cli/program.js");
  const file = `./commands/${called.replaceAll(" ", "-")}.js`;
  const { default: definition } = (await import(file)) as { default: CommandDefinition };
  const target = called.split(" ").reduce((parent, word) => parent.command(word), program);
  addCommand(target, definition, version);
  await guarded(
    () => program.parseAsync(words, { from: "user" }),
    (error) => reportFailure(error, called, process.argv.includes("--verbose")),
  );
} else if (family !== undefined) {
  list(
    program
      .command(family)
      .helpCommand(false)
      .description(`Choose one of these commands; for details: igminer ${family} COMMAND --help`),
    `${family} `,
  );
  await guarded(() => program.parseAsync(words, { from: "user" }));
} else if (firstWord !== undefined) {
  const meant = nearestCommands(
    words.filter((word) => !word.startsWith("-")),
    manifest.map(({ name }) => name),
  );
  const question = meant.length === 0 ? "" : `(Did you mean ${meant.join(", or ")}?)\n`;
  process.stderr.write(visible(`error: unknown command '${firstWord}'\n${question}See: igminer --help\n`));
  process.exitCode = EXIT.usage;
} else {
  addGlobalOptions(program);
  list(program, "");
  await guarded(async () => {
    if (words.length === 0) program.outputHelp();
    else await program.parseAsync(words, { from: "user" });
  });
}

/** Puts the command first: common flags may come before it, and "help COMMAND" becomes "COMMAND --help". */
function inOrder(given: readonly string[]): string[] {
  const flags: string[] = [];
  let at = 0;
  while (given[at]?.startsWith("--") || given[at] === "-V" || given[at] === "-h") {
    const takesValue = ["--set", "--set-file", "--log-format"].includes(given[at] as string);
    flags.push(...given.slice(at, at + (takesValue ? 2 : 1)));
    at += takesValue ? 2 : 1;
  }
  const rest = given.slice(at);
  return rest[0] === "help" ? [...rest.slice(1), ...flags, "--help"] : [...rest, ...flags];
}

/** @returns the name of the command that the words begin with; the longest if several match. */
function calledCommand(): string | undefined {
  return manifest
    .map(({ name }) => name)
    .filter((name) => name.split(" ").every((word, step) => words[step] === word))
    .sort((one, other) => other.length - one.length)
    .at(0);
}

/** Adds the commands whose names start with a prefix to a help listing, family by family. */
function list(parent: Command, prefix: string): void {
  for (const [group, heading] of Object.entries(COMMAND_GROUPS)) {
    for (const command of manifest.filter((entry) => entry.group === group)) {
      if (!command.name.startsWith(prefix)) continue;
      parent.addCommand(
        new Command(command.name.slice(prefix.length))
          .description(command.summary)
          .helpOption(false)
          .helpGroup(`${heading}:`),
      );
    }
  }
}

/** Runs commander, which prints usage errors itself. */
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
