import * as z from "zod";
import { command } from "../cli/command.js";
import { formatBytes } from "../cli/format.js";
import { databaseSettings } from "../core/db/database-settings.js";
import { backUp } from "../core/exchange/backup/back-up.js";
import { EXIT, Failure } from "../core/failure.js";

export default command({
  name: "backup",
  group: "operations",
  summary: "Back up the whole store, with its pictures, into one file",
  details:
    "The file is a compressed tar archive of an embedded database, complete or absent, and readable by you alone: it holds personal data and is not encrypted. Of PostgreSQL every row is copied from one snapshot, which suits moving a store; back up a large one with pg_dump. igminer restore reads it into either kind of store.",
  arguments: { name: "<file...>", summary: "The file to write, as igminer.tar.gz" },
  options: {},
  json: z.strictObject({ command: z.string(), file: z.string(), bytes: z.int() }),
  examples: [
    "igminer backup igminer.tar.gz",
    "DATABASE_URL=postgres:///igminer igminer backup igminer.tar.gz",
  ],
  async run(_options, files, { settings, output, log, interruption }) {
    const file = oneFile(files);
    const access = { notify: (message: string) => log.warn(message), signal: interruption };
    const bytes = await backUp(databaseSettings(settings.config), file, access);
    if (output.isJson) output.json({ command: "backup", file, bytes });
    else output.summary(`backup: ${formatBytes(bytes)} in ${file}`);
    return EXIT.done;
  },
});

function oneFile(files: readonly string[]): string {
  const [file] = files;
  if (file !== undefined && files.length === 1) return file;
  throw new Failure(EXIT.usage, "A backup is one file.", "For example: igminer backup igminer.tar.gz");
}
