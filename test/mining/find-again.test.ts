import { describe, expect, test } from "vitest";
import type { Profile } from "../../src/core/instagram/profile.js";
import { findAgain } from "../../src/core/mining/find-again.js";
import { saveRefreshed } from "../../src/core/mining/save-refreshed.js";
import { SourceError, type SourceErrorKind } from "../../src/core/source-error.js";
import type { ProfileSource } from "../../src/core/sources/source.js";
import { profileOf } from "../support/profiles.js";
import { migratedStore, STORES } from "../support/stores.js";

const signal = new AbortController().signal;
const SEEN = new Date("2026-01-01");
const ANNA = {
  id: 1n,
  username: "anna",
  pace: 0,
  seen_at: SEEN,
  posts_count: null,
  profile_pic_url: null,
  posts_seen_at: SEEN,
  related_seen_at: SEEN,
  missing_parts: [],
  is_missing_only: false,
};
const NOTHING_BOUGHT = { only: null, postsAfterMs: 1, relatedAfterMs: 1, isFrontierShort: false };
type Said = Profile | SourceErrorKind;
const saying = (said: Said) =>
  typeof said === "string" ? Promise.reject(new SourceError(said, said)) : Promise.resolve(said);
const sourceOf = (byName: Said, byId?: Said): ProfileSource => ({
  name: "hiker",
  profile: () => saying(byName),
  ...(byId !== undefined && { profileById: () => saying(byId) }),
  close: async () => {},
});
const anna = profileOf(1, { username: "anna" });
const renamed = profileOf(1, { username: "anna.new" });
const stranger = profileOf(9, { username: "anna" });

describe("an account that is looked for again", () => {
  test.each<[string, ProfileSource, unknown]>([
    ["is where it was", sourceOf(anna), { profile: anna, stranger: null }],
    [
      "has a new name, found by its number",
      sourceOf("not_found", renamed),
      { profile: renamed, stranger: null },
    ],
    ["has left its name to another", sourceOf(stranger, renamed), { profile: renamed, stranger }],
    ["is gone, and another has its name", sourceOf(stranger, "not_found"), { profile: null, stranger }],
    ["may be anywhere, where only names can be asked", sourceOf(stranger), { profile: null, stranger }],
    ["is gone, by name and number", sourceOf("not_found", "not_found"), "not_found"],
    ["is gone by name, where only names can be asked", sourceOf("not_found"), "not_found"],
    ["is gone by name, and the number tells nothing", sourceOf("not_found", "bad_response"), "not_found"],
    [
      "is not there by name, and the number could not be asked",
      sourceOf("not_found", "transient"),
      "transient",
    ],
    ["could not be asked for", sourceOf("blocked", renamed), "blocked"],
  ])("%s", async (_what, source, outcome) => {
    const found = await findAgain(ANNA, source, signal, NOTHING_BOUGHT).catch(
      (error: SourceError) => error.kind,
    );
    expect(found).toEqual(outcome);
  });
});

describe.each(STORES)("on %s", (store) => {
  test("whose name is another's now stays, is looked for again, and that other is saved", async () => {
    const { kysely: db } = await migratedStore(store);
    const save = (found: { profile: Profile | null; stranger: Profile | null }) =>
      db
        .transaction()
        .execute((tx) =>
          saveRefreshed(tx, [{ item: ANNA, result: found }], { runId: 7n, rowIds: [1n] }, 1_000),
        );
    await save({ profile: anna, stranger: null });
    await db.updateTable("RefreshSchedule").set({ claimed_by: 7n }).execute();
    const saved = await save({ profile: null, stranger });
    expect(saved).toMatchObject({
      closed: 0,
      settlements: [
        { id: 1n, outcome: "unavailable", error: expect.stringContaining("another account now (9)") },
      ],
    });
    const accounts = await db
      .selectFrom("InstagramAccountBase")
      .select(["id", "username"])
      .orderBy("id")
      .execute();
    expect(accounts).toEqual([
      { id: 1n, username: "anna" },
      { id: 9n, username: "anna" },
    ]);
  });
});
