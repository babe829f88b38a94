import { type Command, InvalidArgumentError, Option } from "commander";

export interface GlobalOptions {
  json?: true;
  quiet?: true;
  verbose?: true;
  logFormat: "text" | "json";
  set?: Record<string, string>;
}

/** Adds the flags that every command takes. */
export function addGlobalOptions(target: Command): void {
  target
    .option("--json", "print one JSON object on stdout")
    .option("--quiet", "print only what was asked for and what went wrong")
    .option("--verbose", "print more, and the stack trace of an error")
    .addOption(
      new Option("--log-format <format>", "form of what goes to stderr")
        .choices(["text", "json"])
        .default("text"),
    )
    .option("--set <NAME=VALUE>", "a setting for this call alone; may be repeated", addSetting);
}

function addSetting(text: string, before: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("It takes NAME=VALUE, as IGMINER_HTTP_TIMEOUT_MS=5000.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
