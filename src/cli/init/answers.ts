import { readFileSync } from "node:fs";
import type { LoadedConfig } from "../../core/config/config.js";
import { EXIT, Failure, messageOf } from "../../core/failure.js";
import { secretsInUrl } from "../../core/settings/secret-urls.js";
import type { Setting } from "../../core/settings/setting.js";
import { isAttended } from "../confirm.js";
import { flagOf } from "../options.js";
import { ask, QUESTIONS, type Question } from "./questions.js";

export type AnswerFlags = { [Flag in Question["flag"]]?: string | undefined };

/**
 * Collects the settings to write, by environment name: from flags including `--set`, from the environment for those
 * that init asks about, and on a terminal from the user's answers.
 * @throws Failure (exit 2) if a secret is given on the command line, or its file cannot be read.
 */
export async function collectAnswers(
  flags: AnswerFlags,
  { entries }: LoadedConfig,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const { setting, value, origin } of entries)
    if (origin === "flag")
      answers[setting.environment] = Array.isArray(value) ? value.join(",") : String(value);
  for (const question of QUESTIONS) {
    const { setting, flag } = question;
    const given = flags[flag];
    const present = entries.find((entry) => entry.setting.environment === setting);
    if (given !== undefined) answers[setting] = answerGiven(question, given);
    else if (present?.origin === "environment") answers[setting] = String(present.value);
    else if (present?.origin === "default" && isAttended())
      answers[setting] = await askUntilValid(question, present.setting, signal);
  }
  return Object.fromEntries(
    Object.entries(answers).filter(
      ([name, value]) => value !== "" && !(name === "DATABASE_URL" && value === "embedded"),
    ),
  );
}

/** Repeats a question until the answer is valid, so that a typing error does not lose the earlier answers. */
async function askUntilValid(question: Question, { schema }: Setting, signal: AbortSignal): Promise<string> {
  for (;;) {
    const answer = await ask(question, signal);
    if (answer === "" || (question.flag === "database" && answer === "embedded")) return answer;
    const read = schema.safeParse(answer);
    if (read.success) return answer;
    process.stderr.write(
      `  This is not valid: ${read.error.issues[0]?.message ?? "wrong form"}. Please try again.\n`,
    );
  }
}

/** `@FILE` stands for the contents of a file, as in curl: a secret given as a flag would be visible in the process list. */
function answerGiven({ setting, flag, isSecret }: Question, given: string): string {
  if (given.startsWith("@")) {
    try {
      return readFileSync(given.slice(1), "utf8").trim();
    } catch (error) {
      throw new Failure(
        EXIT.usage,
        `${flagOf(flag)}: ${given.slice(1)} cannot be read: ${messageOf(error)}`,
        "Give @ and the name of a file that contains only the value.",
        error,
      );
    }
  }
  const isBareSecret = flag === "database" ? secretsInUrl(given).length > 0 : isSecret;
  if (!isBareSecret) return given;
  throw new Failure(
    EXIT.usage,
    `${flagOf(flag)}: a secret on the command line can be seen by other users in the process list.`,
    `Keep it in a file of your own: ${flagOf(flag)} @FILE; or set ${setting} in the environment.`,
  );
}
