// Writes batches of names into the embedded store until it is killed. It prints to stdout what it found, then the
// number of each batch before it is written and after its commit is confirmed: `found {"1":20}`, `begins 2`, `committed
// 2`.
import { writeSync } from "node:fs";
import { openDatabase } from "../src/core/db/database.js";
import { addToFrontier } from "../src/core/mining/seed-frontier.js";
import { POOL } from "../test/support/template.js";
import { NAMES_A_BATCH } from "./embedded-oracle.js";

const [dataDir, from] = process.argv.slice(2);
const { kysely: db } = await openDatabase({
  settings: { url: null, dataDir: dataDir as string, pool: POOL },
  notify: () => {},
});
const tell = (line: string) => writeSync(1, `${line}\n`);
const found = await db
  .selectFrom("InitialInstagramAccount")
  .select((row) => ["source_tag as batch", row.fn.countAll<bigint>().as("names")])
  .groupBy("source_tag")
  .execute();
tell(`found ${JSON.stringify(Object.fromEntries(found.map(({ batch, names }) => [batch, Number(names)])))}`);
for (let batch = Number(from); ; batch++) {
  tell(`begins ${batch}`);
  await addToFrontier(
    db,
    Array.from({ length: NAMES_A_BATCH }, (_, at) => ({
      username: `name${batch}.${at}`,
      source: "SEED",
      sourceTag: String(batch),
    })),
  );
  tell(`committed ${batch}`);
}
