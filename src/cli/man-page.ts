import { COMMAND_GROUPS } from "./command.js";
import { type CommandReference, type FlagReference, globalFlags } from "./reference.js";

/** Exit codes with their meaning (design §6). */
const EXIT_CODES: readonly [code: string, meaning: string][] = [
  ["0", "Done; also when there was nothing to do."],
  ["1", "Failed."],
  ["2", "Wrong usage or settings."],
  ["3", "Partly done; some items failed or will be tried again."],
  [
    "4",
    "The source must not be asked further: rate limit, block, circuit breaker or budget. Finished work is saved.",
  ],
  ["5", "The database cannot be reached, or its schema is out of date."],
  ["130, 143", "Interrupted; finished work is saved."],
];

/** @returns the manual page in the format of man(7). */
export function manPage(commands: readonly CommandReference[], version: string): string {
  const groups = Object.entries(COMMAND_GROUPS).flatMap(([group, heading]) => {
    const members = commands.filter((command) => command.group === group);
    return members.length === 0
      ? []
      : [`.SH ${text(heading.toUpperCase())}`, ...members.flatMap(commandLines)];
  });
  const lines = [
    `.TH IGMINER 1 "" "igminer ${version}" "User Commands"`,
    ".SH NAME",
    "igminer \\- mine public Instagram profiles into PostgreSQL, one bounded batch a command",
    ".SH SYNOPSIS",
    ".B igminer",
    ".I command",
    "[options]",
    ".SH DESCRIPTION",
    text(
      "Each command takes one bounded batch of work out of the database, does it, saves the result, reports and exits. cron or systemd starts them: igminer schedule print writes the configuration of either. Data goes to standard output, everything else to standard error.",
    ),
    ".SH GLOBAL OPTIONS",
    ...globalFlags().flatMap(flagLines),
    ...groups,
    ".SH EXIT STATUS",
    ...EXIT_CODES.flatMap(([code, meaning]) => [".TP", `.B ${text(code)}`, text(meaning)]),
    ".SH FILES",
    ".TP",
    ".I .env, igminer.config.json",
    text(
      "Settings; flags and the environment take precedence. igminer config shows each setting with its origin.",
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function commandLines({ name, summary, details, examples, flags, ...command }: CommandReference): string[] {
  const usage = `igminer ${name}${command.arguments ? ` ${command.arguments.name}` : ""} [options]`;
  return [
    `.SS "${text(usage)}"`,
    text(`${summary}.`),
    ...(details === null ? [] : [".PP", text(details)]),
    ".PP",
    ".nf",
    ...examples.map((example) => text(example)),
    ".fi",
    ...flags.flatMap(flagLines),
  ];
}

function flagLines({ flag, value, summary }: FlagReference): string[] {
  return [".TP", `.B ${text(flag)}${value === null ? "" : ` ${text(value)}`}`, text(summary)];
}

/** Escapes a line of text, so that backslashes and hyphens stay as they are and no line is read as a request. */
function text(words: string): string {
  const escaped = words
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll('"', "\\(dq")
    .replaceAll("…", "...")
    .replaceAll("\n", " ");
  return /^[.']/.test(escaped) ? `\\&${escaped}` : escaped;
}
