import * as z from "zod";
import { command } from "../cli/command.js";
import { isAttended, isConfirmed } from "../cli/confirm.js";
import { counted } from "../cli/format.js";
import { isGiven } from "../cli/options.js";
import { pictureFiles } from "../core/clones/picture-files.js";
import { type DatabaseSettings, openDatabase } from "../core/db/database.js";
import { databaseSettings } from "../core/db/database-settings.js";
import { restore, wouldReplace } from "../core/exchange/backup/restore.js";
import { EXIT, Failure, messageOf } from "../core/failure.js";
import { type Objections, readObjections, repeatObjections } from "../core/privacy/objections.js";

export default command({
  name: "restore",
  group: "operations",
  summary: "Restore a backup into the store that the settings name",
  details:
    "Takes what igminer backup wrote, of either kind of store. An embedded database that is there is moved aside, after a question on a terminal, or with --yes; a PostgreSQL database must be empty. A backup of an older igminer is migrated, one of a newer igminer is refused. Whoever was erased or suppressed in the embedded database that is there is erased and suppressed in the restored one too. A PostgreSQL database is empty and knows nobody: people who were erased or opted out since the backup are in it again; repeat forget and suppress before anything is sent.",
  arguments: { name: "<file...>", summary: "A file that igminer backup has written" },
  options: {
    yes: { summary: "Move the present embedded database aside without a question", schema: isGiven },
  },
  json: z.strictObject({
    command: z.string(),
    file: z.string(),
    accounts: z.int(),
    moved_aside: z.string().nullable().describe("where the database lies that was there before"),
    erased: z.int().describe("people erased again, whom the database that was there before had erased"),
    suppressed: z.int().describe("suppressions added, which the database that was there before had"),
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
    const objections = wouldReplace(store) ? await objectionsOf(store, access) : null;
    let repeated = { erased: 0, suppressed: 0 };
    const { accounts, movedAside } = await restore(store, file, access, async (db, folder) => {
      if (objections !== null) repeated = await repeatObjections(db, objections, pictureFiles(folder));
    });
    if (output.isJson)
      output.json({ command: "restore", file, accounts, moved_aside: movedAside, ...repeated });
    else {
      output.summary(`restore: ${counted(accounts, "account")} from ${file}`);
      if (repeated.erased + repeated.suppressed > 0)
        output.summary(
          `Repeated from the store that was there: ${counted(repeated.erased, "erasure")}, ${counted(repeated.suppressed, "suppression")}.`,
        );
      if (movedAside !== null)
        output.summary(
          `The store that was there is in ${movedAside}; delete it once it is not needed: it holds personal data.`,
        );
    }
    return EXIT.done;
  },
});

/**
 * Objections made since the backup, from the current store; null if it cannot be read, which may be why it is being
 * replaced.
 */
async function objectionsOf(
  settings: DatabaseSettings,
  access: { notify(message: string): void; signal: AbortSignal },
): Promise<Objections | null> {
  try {
    const { kysely: db, close } = await openDatabase({ settings, ...access });
    return await readObjections(db).finally(close);
  } catch (error) {
    access.signal.throwIfAborted();
    access.notify(
      `The present store cannot be read (${messageOf(error)}): repeat forget and suppress for whoever asked since the backup, before anything is sent.`,
    );
    return null;
  }
}
