import { expect, test } from "vitest";
import { LOCKS, lockNumber, takeLock, tryLock } from "../../src/core/db/locks.js";
import { migratedStore } from "../support/stores.js";

test("no two advisory locks are one number, and each excludes only itself", async () => {
  expect(new Set(LOCKS.map(lockNumber)).size).toBe(LOCKS.length);
  const { kysely: db } = await migratedStore("postgres");
  await db.transaction().execute(async (tx) => {
    await takeLock(tx, "permission to send");
    await db.transaction().execute(async (other) => {
      expect(await tryLock(other, "permission to send")).toBe(false);
      expect(await tryLock(other, "refresh views")).toBe(true);
    });
  });
});
