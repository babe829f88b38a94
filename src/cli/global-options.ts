import { type Command, InvalidArgumentError, Option } from "commander";
import { readTrusted } from "../core/config/trust.js";
import { EXIT, Failure, messageOf } from "../core/failure.js";
import { secretsInUrl } from "../core/settings/secret-urls.js";
import { allSettings } from "../core/settings/settings.js";

export interface GlobalOptions {
  json?: true;
  quiet?: true;
  verbose?: true;
  logFormat: "text" | "json";
  set?: Record<string, string>;
  setFile?: Record<string, string>;
}

/** Adds the flags that every command takes. */
export function addGlobalOptions(target: Command): void {
  target
    .option("--json", "print one JSON object on stdout")
    .option("--quiet", "print only results and problems")
    .option("--verbose", "print more, and the stack trace of an error")
    .addOption(
      new Option("--log-format <format>", "format of the messages on stderr")
        .choices(["text", "json"])
        .default("text"),
    )
    .option("--set <NAME=VALUE>", "a setting for this call only, not a secret; may be repeated", addSetting)
    .option(
      "--set-file <NAME=FILE>",
      "a setting whose value is read from a file; may be repeated",
      addSetting,
    );
}

/**
 * The settings given by flags. A secret on the command line is visible in the process list and in the shell's history.
 * @throws Failure (exit 2) for a secret given by --set, and for a file that cannot be read.
 */
export function settingsOfFlags({ set = {}, setFile = {} }: GlobalOptions): Record<string, string> {
  const secretOf = new Map(allSettings().map(({ setting }) => [setting.environment, setting.secret]));
  for (const [name, value] of Object.entries(set)) {
    if (secretOf.get(name) !== true && secretsInUrl(value).length === 0) continue;
    throw new Failure(
      EXIT.usage,
      `--set ${name}: a secret on the command line can be seen by other users in the process list.`,
      `Set ${name} in the environment, or keep it in a file of your own: --set-file ${name}=FILE`,
    );
  }
  const read = Object.entries(setFile).map(([name, path]) => [name, textOf(name, path)]);
  return { ...set, ...Object.fromEntries(read) };
}

function textOf(name: string, path: string): string {
  try {
    return readTrusted(path).trim();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      EXIT.usage,
      `--set-file ${name}: ${path} cannot be read: ${messageOf(error)}`,
      "Give a file that contains only the value.",
      error,
    );
  }
}

function addSetting(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1)
    throw new InvalidArgumentError(
      "Write --set NAME=VALUE, such as IGMINER_HTTP_TIMEOUT_MS=5000, or --set-file NAME=FILE.",
    );
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
