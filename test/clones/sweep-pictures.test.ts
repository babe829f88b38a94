import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pictureFiles } from "../../src/core/clones/picture-files.js";
import { savePictures } from "../../src/core/clones/save-pictures.js";
import { sweepPictures } from "../../src/core/clones/sweep-pictures.js";
import { watchAccounts } from "../../src/core/clones/watch.js";
import { inTransaction } from "../../src/core/db/transaction.js";
import { observe, profileOf } from "../support/profiles.js";
import { emptyFolder, migratedStore } from "../support/stores.js";

const pictureOf = (letter: string) => ({
  sha256: letter.repeat(64),
  phash: "0123456789abcdef",
  variants: [],
  quality: 90,
  mark: null,
  width: 100,
  height: 100,
  bytes: Buffer.from("JPEG"),
});

test("a former picture goes with its file, one that another account shows stays, and files of nobody are swept", async () => {
  const { kysely: db } = await migratedStore("postgres");
  const folder = await emptyFolder();
  const files = pictureFiles(folder);
  await observe(db, profileOf(1, { username: "one" }), profileOf(2, { username: "two" }));
  await watchAccounts(db, ["one", "two"]);
  const show = async (accounts: Record<number, string>) => {
    await db.updateTable("AccountPicture").set({ claimed_by: 7n }).execute();
    const done = await Promise.all(
      Object.entries(accounts).map(async ([id, letter]) => {
        const picture = pictureOf(letter);
        await files.keep(picture);
        return {
          item: { id: BigInt(id), username: "", profile_pic_url: null, link_key: null, sha256: null },
          result: { picture, linkKey: letter, renewed: null },
        };
      }),
    );
    await inTransaction(db, (tx) => savePictures(tx, done, { runId: 7n, rowIds: [] }));
  };
  const kept = async () =>
    (await readdir(join(folder, "pictures"), { recursive: true }))
      .filter((name) => name.endsWith(".jpg"))
      .sort();
  await show({ 1: "a", 2: "a" });
  await show({ 1: "b" });
  expect(await sweepPictures(db, files)).toEqual({ rows: 0, files: 0 });
  await show({ 2: "c" });
  expect(await sweepPictures(db, files)).toEqual({ rows: 1, files: 1 });
  expect(await kept()).toEqual(["b", "c"].map((letter) => `${letter}${letter}/${letter.repeat(64)}.jpg`));

  const lost = join(folder, "pictures", "ee", `${"e".repeat(64)}.jpg`);
  await mkdir(join(lost, ".."));
  // A run that is killed while it writes leaves the second.
  const left = [lost, `${lost}.f6a1`];
  for (const file of left) await writeFile(file, "JPEG");
  expect(await sweepPictures(db, files)).toEqual({ rows: 0, files: 0 });
  const yesterday = new Date(Date.now() - 86_400_000);
  for (const file of left) await utimes(file, yesterday, yesterday);
  expect(await sweepPictures(db, files)).toEqual({ rows: 0, files: 2 });
  expect(await readdir(join(lost, ".."))).toEqual([]);

  // After a power cut a file may be there, and empty.
  const shown = "b".repeat(64);
  expect(await files.has(shown)).toBe(true);
  await writeFile(join(folder, "pictures", "bb", `${shown}.jpg`), "");
  expect(await files.has(shown)).toBe(false);
});
