import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Schema } from "../../src/core/db/schema.js";
import { measure } from "../../src/core/enrichment/measure.js";
import type { Post } from "../../src/core/instagram/profile.js";
import { observe, postOf, profileOf } from "../support/profiles.js";
import { migratedStore, STORES } from "../support/stores.js";
import { swept } from "../support/sweeps.js";

const DAY_MS = 86_400_000;
const NOW = Date.parse("2026-03-01T12:00:00Z");
const daysAgo = (days: number) => new Date(NOW - days * DAY_MS);

const DETAILS = {
  videoViews: null,
  productType: null,
  isPinned: null,
  coauthors: null,
  taggedUsers: null,
  locationId: null,
  isPaidPartnership: null,
  altText: null,
};

async function metricsOf(db: Kysely<Schema>, id: number) {
  await swept(db, measure);
  const row = await db
    .selectFrom("CreatorMetrics")
    .selectAll()
    .where("id", "=", BigInt(id))
    .executeTakeFirstOrThrow();
  return row;
}

/** A post of this age in days. */
const aged = (id: number, days: number, changes: Partial<Post> = {}) =>
  postOf(id, { takenAt: daysAgo(days), caption: null, ...changes });

describe.each(STORES)("measure, on %s", (store) => {
  test("takes medians over posts that show likes; hidden likes are not 0", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(
      db,
      profileOf(1, {
        followersCount: 1_000,
        observedAt: daysAgo(0),
        posts: [
          aged(1, 1, { likeCount: null, commentCount: 50 }),
          aged(2, 8, { likeCount: 10, commentCount: 0, mediaType: "video" }),
          aged(3, 15, { likeCount: 30, commentCount: 10, caption: "New! #ad" }),
          aged(4, 29, {
            likeCount: 900,
            commentCount: 100,
            details: { ...DETAILS, videoViews: 7_000, productType: "clips", isPaidPartnership: true },
          }),
        ],
      }),
    );
    expect(await metricsOf(db, 1)).toMatchObject({
      posts_used: 3,
      engagement_rate: 0.04,
      median_likes: 30,
      median_comments: 30,
      median_views: 7_000,
      posts_per_week: 3 / (29 / 7),
      last_post_at: daysAgo(1),
      reel_share: 0.5,
      sponsored_share: 0.5,
      growth_7d: null,
    });
  });

  test("counts the last twelve posts alone, and no pinned one for the rhythm", async () => {
    const { kysely: db } = await migratedStore(store);
    const posts = Array.from({ length: 14 }, (_, index) =>
      aged(index + 1, index + 1, { likeCount: index < 12 ? 10 : 5_000, commentCount: 0 }),
    );
    posts[11] = aged(12, 900, { likeCount: 10, details: { ...DETAILS, isPinned: true } });
    await observe(db, profileOf(1, { followersCount: 100, observedAt: daysAgo(0), posts }));
    const { median_likes, posts_per_week } = await metricsOf(db, 1);
    // The pinned post is older than the thirteenth and fourteenth, which are therefore among the last twelve.
    expect(median_likes).toBe(10);
    expect(posts_per_week).toBeCloseTo((12 - 1) / (13 / 7));
  });

  test("tells growth from the last count before the span, and nothing from one that is too old", async () => {
    const { kysely: db } = await migratedStore(store);
    for (const [days, followers] of [
      [100, 500],
      [40, 800],
      [9, 1_000],
      [0, 1_100],
    ] as const)
      await observe(db, profileOf(1, { followersCount: followers, observedAt: daysAgo(days) }));
    const grown = await metricsOf(db, 1);
    expect(grown.growth_7d).toBeCloseTo(0.1);
    expect(grown.growth_30d).toBeCloseTo(0.375);
    expect(grown.growth_90d).toBeCloseTo(1.2);
    // Seen again much later: a value of 9 days ago is no evidence for the last 7.
    await observe(db, profileOf(1, { followersCount: 2_000, observedAt: daysAgo(-30) }));
    expect(await metricsOf(db, 1)).toMatchObject({ growth_7d: null });
  });

  test("an account without followers, without posts or without likes has no engagement rate", async () => {
    const { kysely: db } = await migratedStore(store);
    await observe(
      db,
      profileOf(1, { followersCount: 0, posts: [aged(1, 1), aged(2, 2)] }),
      profileOf(2, { postsCount: 0 }),
      profileOf(3, { posts: [aged(3, 1, { likeCount: null })] }),
    );
    expect(await metricsOf(db, 1)).toMatchObject({ engagement_rate: null, median_likes: 10 });
    expect(await metricsOf(db, 2)).toMatchObject({
      engagement_rate: null,
      posts_per_week: 0,
      reel_share: null,
    });
    expect(await metricsOf(db, 3)).toMatchObject({
      engagement_rate: null,
      median_likes: null,
      posts_used: 0,
    });
  });

  test("takes only accounts that were seen since, and writes only what has changed", async () => {
    const { kysely: db } = await migratedStore(store);
    const profiles = [1, 2, 3].map((id) =>
      profileOf(id, { posts: [aged(id * 10, 3)], observedAt: daysAgo(2) }),
    );
    await observe(db, ...profiles);
    expect((await swept(db, measure)).tallies).toEqual({ metrics_changed: 3 });
    expect((await swept(db, measure)).subjects).toEqual([]);
    await observe(
      db,
      profileOf(2, { posts: [aged(20, 3, { likeCount: 70 })], observedAt: daysAgo(1) }),
      profileOf(3, { posts: [aged(30, 3)], observedAt: daysAgo(1) }),
    );
    expect(await swept(db, measure)).toEqual({
      subjects: ["user2", "user3"],
      tallies: { metrics_changed: 1 },
    });
  });

  test("a save that comes while an account is measured is measured afterwards", async () => {
    if (store === "embedded") return;
    const { kysely: db } = await migratedStore(store);
    await observe(db, profileOf(1, { observedAt: daysAgo(2) }));
    let saved: Promise<unknown> = Promise.resolve();
    await db.transaction().execute(async (tx) => {
      await measure(tx, 10);
      saved = observe(db, profileOf(1, { posts: [aged(1, 1, { likeCount: 40 })], observedAt: daysAgo(0) }));
      // It waits for the mark that this transaction is deleting.
      await sql`select pg_sleep(0.3)`.execute(tx);
    });
    await saved;
    expect(await metricsOf(db, 1)).toMatchObject({ median_likes: 40 });
  });
});
