import { type Command, Option } from "commander";
import { type LoadedConfig, loadConfig } from "../core/config/config.js";
import { troubleFailure } from "../core/db/trouble.js";
import { EXIT, type ExitCode, Failure, messageOf } from "../core/failure.js";
import { kindOf } from "../core/record/error-log.js";
import { type Mask, maskOf, secretsIn } from "../core/record/secrets.js";
import { isSetUp, serviceOf } from "../core/schedule/services.js";
import { visible } from "../core/text/visible.js";
import type { CommandContext, CommandDefinition, OptionDefinition } from "./command.js";
import { addGlobalOptions, type GlobalOptions, settingsOfFlags } from "./global-options.js";
import { installationOf } from "./installation.js";
import { endProcess, listenForSignals } from "./interruption.js";
import { openLog } from "./log.js";
import { flagOf } from "./options.js";
import { openOutput } from "./output.js";
import { Paused, showPaused } from "./paused.js";
import { pinged } from "./pinged.js";

/** How long a finished command may keep its process alive. */
const LINGERS_FOR_MS = 5_000;

/** Gives a commander command the arguments, flags, help and action of a definition. */
export function addCommand(target: Command, definition: CommandDefinition, version: string): void {
  const options = Object.entries(definition.options);
  if (definition.details !== undefined) target.description(`${definition.summary}.\n\n${definition.details}`);
  if (definition.arguments) target.argument(definition.arguments.name, definition.arguments.summary);
  for (const [name, { value, summary, formerly }] of options) {
    const asWritten = (flag: string) => (value === undefined ? flag : `${flag} <${value}>`);
    target.option(asWritten(flagOf(name)), summary);
    if (formerly !== undefined) target.addOption(new Option(asWritten(flagOf(formerly))).hideHelp());
  }
  addGlobalOptions(target);
  target.showHelpAfterError(`See: igminer ${definition.name} --help`);
  target.addHelpText(
    "before",
    `Examples:\n${definition.examples.map((example) => `  ${example}`).join("\n")}\n`,
  );
  target.action(async (...given: unknown[]) => {
    const names = definition.arguments ? (given[0] as string[]) : [];
    const flags = target.optsWithGlobals<GlobalOptions & Record<string, unknown>>();
    const values = Object.fromEntries(
      options.map(([name, option]) => [
        name,
        valueOfFlag(name, option, rawOf(name, flags) ?? (option.formerly && flags[option.formerly])),
      ]),
    );
    const settings = loadConfig({
      environment: process.env,
      folder: process.cwd(),
      flags: settingsOfFlags(flags),
    });
    const mask = maskOf(secretsIn(settings.entries));
    const log = openLog(process.stderr, {
      command: definition.name,
      format: flags.logFormat,
      isQuiet: flags.quiet === true,
      isVerbose: flags.verbose === true,
      mask,
    });
    for (const warning of settings.warnings) log.warn(warning);
    const context: CommandContext = {
      command: definition.name,
      version,
      settings,
      output: openOutput(process.stdout, { isJson: flags.json === true, isQuiet: flags.quiet === true }),
      log,
      mask,
      isService: isService(definition.name, settings) && values.dryRun !== true,
      interruption: listenForSignals(process),
    };
    process.exitCode = await pinged(context, () =>
      runReported(definition, { values, names, isVerbose: flags.verbose === true }, context),
    );
    // Ends the process even if a service has left something open.
    setTimeout(() => endProcess(process, context.interruption), LINGERS_FOR_MS).unref();
  });
}

/** Whether this is a scheduled command whose settings are present; without them it neither pings nor alerts. */
function isService(name: string, settings: LoadedConfig): boolean {
  const service = serviceOf(name);
  return service !== undefined && isSetUp(service, installationOf(settings).isSet);
}

/** Runs a command and reports the error it throws, if any. @returns the exit code. */
async function runReported(
  { run }: CommandDefinition,
  given: { values: Record<string, unknown>; names: string[]; isVerbose: boolean },
  context: CommandContext,
): Promise<ExitCode> {
  try {
    return await run(given.values, given.names, context);
  } catch (thrown) {
    const { interruption } = context;
    // Waits inside Node (a question, a timer, a stream) throw an error of their own when aborted, with the signal as
    // the cause; a question handles Ctrl-C itself and aborts without a signal.
    const isAbort = thrown instanceof Error && thrown.name === "AbortError";
    const isCtrlC = isAbort && thrown.message.includes("Ctrl+C");
    const error: unknown = isCtrlC
      ? "SIGINT"
      : isAbort && interruption.aborted
        ? interruption.reason
        : thrown;
    if (error instanceof Paused) return showPaused(error, context);
    if (context.log.format === "text")
      return reportFailure(error, context.command, given.isVerbose, context.mask);
    const { message, hint, exitCode } = asFailure(error);
    const stack = given.isVerbose ? { stack: stackOf(error) } : {};
    context.log.error(message, { kind: kindOf(error), hint, exit_code: exitCode, ...stack });
    return exitCode;
  }
}

/** Prints in two lines, without secrets, what failed, for what, and what to do. @returns the exit code for it. */
export function reportFailure(
  error: unknown,
  command: string,
  isVerbose: boolean,
  mask: Mask = maskOf([]),
): ExitCode {
  const failure = asFailure(error);
  const text = `igminer ${command}: ${failure.message}\n  ${failure.hint}\n${isVerbose ? `${stackOf(error)}\n` : ""}`;
  process.stderr.write(visible(mask.text(text)));
  return failure.exitCode;
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const trouble = troubleFailure(error);
  if (trouble !== null) return trouble;
  if (error === "SIGINT" || error === "SIGTERM") {
    return new Failure(
      error === "SIGINT" ? EXIT.sigint : EXIT.sigterm,
      `interrupted by ${error}`,
      "Finished work is saved; run it again to continue.",
    );
  }
  return new Failure(
    EXIT.failed,
    `Unexpected error: ${messageOf(error)}`,
    "Run it again with --verbose for the stack trace.",
    error,
  );
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined
    ? String(error.stack)
    : `${error.stack}\nCaused by: ${stackOf(error.cause)}`;
}

/** Commander parses `--no-link` as "link: false". */
function rawOf(name: string, flags: Record<string, unknown>): unknown {
  const negated = /^no([A-Z].*)$/.exec(name)?.[1];
  if (negated === undefined) return flags[name];
  return flags[negated.charAt(0).toLowerCase() + negated.slice(1)] === false ? true : undefined;
}

function valueOfFlag(name: string, { schema }: OptionDefinition, raw: unknown): unknown {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const given = raw === undefined ? flagOf(name) : `${flagOf(name)} ${String(raw)}`;
  throw new Failure(
    EXIT.usage,
    sentence(`${given}: ${parsed.error.issues[0]?.message ?? "not valid"}`),
    "See the command's --help.",
  );
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
