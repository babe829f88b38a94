import * as z from "zod";
import { command } from "../cli/command.js";
import { isAttended, isConfirmed } from "../cli/confirm.js";
import { counted } from "../cli/format.js";
import { isGiven } from "../cli/options.js";
import { databaseSettings } from "../cli/store.js";
import { restore, wouldReplace } from "../core/exchange/backup/restore.js";
import { EXIT, Failure } from "../core/failure.js";

export default command({
  name: "restore",
  group: "operations",
  summary: "Restore a backup into the store that the settings name",
  details:
    "Takes what igminer backup wrote, of either kind of store. An embedded database that is there is moved aside, after a question on a terminal, or with --yes; a PostgreSQL database must be empty. A backup of an older igminer is migrated, one of a newer igminer is refused. People who were erased or opted out since the backup are in it again: repeat forget and suppress before anything is sent.",
  arguments: { name: "<file...>", summary: "A file that igminer backup has written" },
  options: {
    yes: { summary: "Move the present embedded database aside without a question", schema: isGiven },
  },
  json: z.strictObject({
    command: z.string(),
    file: z.string(),
    accounts: z.int(),
    moved_aside: z.string().nullable().describe("where the database lies that was there before"),
  }),
  examples: [
    "igminer restore igminer.tar.gz",
    "DATABASE_URL=postgres:///igminer igminer restore igminer.tar.gz",
  ],
  async run({ yes }, [file = "", ...others], { settings, output, log, interruption }) {
    if (others.length > 0)
      throw new Failure(EXIT.usage, "One backup is restored at a time.", "Name one file.");
    const store = databaseSettings(settings.config);
    if (wouldReplace(store) && !yes) {
      if (!isAttended())
        throw new Failure(
          EXIT.usage,
          `There is a store in ${store.dataDir} already. Nothing was changed.`,
          "Add --yes to move it aside and restore the backup in its place.",
        );
      const question = `Move the store in ${store.dataDir} aside, and restore ${file} in its place?`;
      if (!(await isConfirmed(question, interruption))) {
        log.warn("Nothing was changed.");
        return EXIT.failed;
      }
    }
    const access = { notify: (message: string) => log.warn(message), signal: interruption };
    const { accounts, movedAside } = await restore(store, file, access);
    if (output.isJson) output.json({ command: "restore", file, accounts, moved_aside: movedAside });
    else {
      output.summary(`restore: ${counted(accounts, "account")} from ${file}`);
      if (movedAside !== null)
        output.summary(
          `The store that was there is in ${movedAside}; delete it once it is not needed: it holds personal data.`,
        );
    }
    return EXIT.done;
  },
});
