import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** One question of `igminer init`. */
export interface Question {
  /** The environment name of the setting. */
  setting: string;
  /** The flag that answers it. */
  flag: "database" | "hikerKey" | "mailFrom" | "slackWebhook";
  text: string;
  isSecret: boolean;
}

export const QUESTIONS: readonly Question[] = [
  {
    setting: "DATABASE_URL",
    flag: "database",
    text: "PostgreSQL, as postgres://user:password@host:5432/name (empty: a database in your data folder)",
    isSecret: true,
  },
  {
    setting: "IGMINER_HIKER_KEY",
    flag: "hikerKey",
    text: "Key of HikerAPI, a paid source (empty: Instagram's public web pages are used, which is slow)",
    isSecret: true,
  },
  {
    setting: "IGMINER_MAIL_FROM",
    flag: "mailFrom",
    text: "Your e-mail address, given to mail hosts as the sender during verification (empty: none)",
    isSecret: false,
  },
  {
    setting: "IGMINER_SLACK_WEBHOOK_URL",
    flag: "slackWebhook",
    text: "Slack webhook for alerts (empty: none)",
    isSecret: true,
  },
];

/** Asks on the terminal; typed secrets are not shown. @returns the answer without surrounding spaces. */
export async function ask(
  { text, isSecret }: Pick<Question, "text" | "isSecret">,
  signal: AbortSignal,
): Promise<string> {
  let isMuted = false;
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!isMuted) process.stderr.write(chunk);
      done();
    },
  });
  const reader = createInterface({ input: process.stdin, output, terminal: true });
  try {
    const answered = reader.question(`${text}: `, { signal });
    isMuted = isSecret;
    const answer = await answered;
    if (isMuted) process.stderr.write("\n");
    return answer.trim();
  } finally {
    reader.close();
  }
}
