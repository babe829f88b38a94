import { join } from "node:path";
import * as z from "zod";
import { type CommandContext, command, valuesOf } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { healthText } from "../cli/health-text.js";
import { collectAnswers } from "../cli/init/answers.js";
import { textOfDotenv, withValues } from "../cli/init/dotenv-file.js";
import { requireWell } from "../cli/init/require-well.js";
import { replaceFile } from "../cli/replace-file.js";
import { withUncheckedDatabase } from "../cli/store.js";
import { loadConfig } from "../core/config/config.js";
import { migrate } from "../core/db/migrate.js";
import { EXIT, type ExitCode } from "../core/failure.js";
import { parseUsername } from "../core/instagram/username.js";
import { addToQueue } from "../core/mining/manual/queue.js";
import { runChecks } from "../core/observe/health/check.js";
import { configuredChecks } from "../core/observe/health/checks.js";
import { maskOf, secretsIn } from "../core/record/secrets.js";
import mineManual from "./mine-manual.js";

const CHECK_TIMEOUT_MS = 10_000;
const text = z.string().min(1).optional();

export default command({
  name: "init",
  group: "start",
  summary: "Set up igminer: ask for database, source, mail and alerts, check each, and mine a first account",
  details:
    "Asks on a terminal for everything that is not given by flags; elsewhere it uses flags, --set and the environment. Give a secret as @FILE or in the environment. Each answer is checked as by igminer health; then .env is written into this folder, readable by you only, and its other lines are kept.",
  options: {
    database: { value: "URL", summary: "PostgreSQL as postgres://…, @FILE, or embedded", schema: text },
    hikerKey: { value: "@FILE", summary: "Key of HikerAPI", schema: text },
    mailFrom: { value: "ADDRESS", summary: "Sender address for SMTP verification", schema: text },
    slackWebhook: { value: "@FILE", summary: "Slack webhook for alerts", schema: text },
    account: {
      value: "NAME",
      summary: "First account to mine (default instagram)",
      schema: z
        .string()
        .default("instagram")
        .transform((name) => parseUsername(name))
        .refine((name) => name !== null, "not a username"),
    },
  },
  examples: [
    "igminer init",
    "igminer init --database embedded --hiker-key @hiker.key --mail-from me@example.com",
    "igminer init --set IGMINER_HTTP_TIMEOUT_MS=20000 --account natgeo",
  ],
  async run({ account, ...flags }, _names, context) {
    const file = join(process.cwd(), ".env");
    const answers = await collectAnswers(flags, context.settings, context.interruption);
    const settings = loadConfig({ environment: process.env, folder: process.cwd(), flags: answers });
    const asked = { ...context, settings, mask: maskOf(secretsIn(settings.entries)) };
    return withUncheckedDatabase(asked, async (database) => {
      await migrate(database.kysely, { signal: context.interruption });
      const results = await runChecks(await configuredChecks(settings, database), CHECK_TIMEOUT_MS);
      if (!context.output.isJson) context.output.summary(healthText(results, asked.mask));
      await requireWell(results, context.interruption);
      const written = Object.keys(answers).length;
      if (written > 0) await replaceFile(file, withValues(textOfDotenv(file), answers));
      if (!context.output.isJson)
        context.output.summary(
          written > 0
            ? `\ninit: wrote ${counted(written, "setting")} into ${file}\n`
            : "\ninit: all settings keep their defaults; no .env is needed.\n",
        );
      await addToQueue(database.kysely, [account as string], "igminer init");
    }).then(() => mineFirst(asked));
  },
});

/** Setup ends with one account mined into the store. */
async function mineFirst(context: CommandContext): Promise<ExitCode> {
  const exitCode = await mineManual.run(valuesOf(mineManual, { batch: "1" }), [], {
    ...context,
    command: mineManual.name,
    isService: false,
  });
  if (!context.output.isJson && exitCode === EXIT.done)
    context.output.summary(
      "\nNext: igminer seed NAME… and igminer mine-new; to run the commands automatically: igminer schedule install",
    );
  return exitCode;
}
