import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { PACKAGE_FOLDER } from "../package-folder.js";

const SQL_FOLDER = fileURLToPath(new URL("sql/", PACKAGE_FOLDER));

export interface Migration {
  id: number;
  /** File name without its extension, such as `000001_house`. */
  name: string;
  /** Hash of the file's text. */
  digest: string;
}

export interface Script extends Migration {
  text: string;
}

/** The migrations in the build output (scripts/build.js); not defined when igminer runs from its source. */
declare const MIGRATIONS_OF_BUILD: readonly Migration[] | undefined;

/** The migrations that this igminer includes, in order. */
export async function knownMigrations(): Promise<readonly Migration[]> {
  const built = typeof MIGRATIONS_OF_BUILD === "undefined" ? [] : MIGRATIONS_OF_BUILD;
  const names = (await scriptFiles()).map(nameOf);
  // A clone may have got new migrations since it was built.
  if (names.length === built.length && built.every(({ name }, at) => name === names[at])) return built;
  return (await readScripts()).map(({ id, name, digest }) => ({ id, name, digest }));
}

async function scriptFiles(): Promise<string[]> {
  return (await readdir(SQL_FOLDER)).filter((file) => /^\d{6}_.+\.sql$/.test(file)).sort();
}

const nameOf = (file: string) => file.slice(0, -".sql".length);

/** The migrations with their texts, in order. */
export async function readScripts(): Promise<Script[]> {
  const files = await scriptFiles();
  return Promise.all(
    files.map(async (file) => {
      const text = (await readFile(`${SQL_FOLDER}${file}`, "utf8")).replaceAll("\r\n", "\n");
      const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
      return { id: Number(file.slice(0, 6)), name: nameOf(file), digest, text };
    }),
  );
}
