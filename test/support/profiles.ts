import type { Kysely } from "kysely";
import type { Saved } from "../../src/core/batch/definition.js";
import type { Schema } from "../../src/core/db/schema.js";
import type { Post, Profile } from "../../src/core/instagram/profile.js";
import { saveMined } from "../../src/core/mining/save-mined.js";

/** A plain public profile; a test only states what matters to it. */
export function profileOf(id: bigint | number, changes: Partial<Profile> = {}): Profile {
  return {
    id: BigInt(id),
    username: `user${id}`,
    fullName: `User ${id}`,
    biography: "I am here.",
    followersCount: 100,
    followingCount: 50,
    postsCount: 3,
    isPrivate: false,
    isVerified: false,
    isBusiness: false,
    category: "",
    externalLink: "",
    bioLinks: [],
    profilePicUrl: `https://cdn.example/pictures/${id}.jpg?signed=1`,
    publicEmail: null,
    publicPhone: null,
    cityName: null,
    countryCode: null,
    posts: [],
    related: [],
    gate: null,
    details: null,
    notRead: [],
    observedAt: new Date("2026-01-02T03:04:05Z"),
    ...changes,
  };
}

/** A plain post. */
export function postOf(id: bigint | number, changes: Partial<Post> = {}): Post {
  return {
    id: BigInt(id),
    shortcode: `code${id}`,
    takenAt: new Date("2026-01-01T00:00:00Z"),
    mediaType: "image",
    caption: "A day at the sea #sea @friend",
    likeCount: 10,
    commentCount: 2,
    locationName: null,
    details: null,
    ...changes,
  };
}

/** Related accounts with these names. */
export function relatedTo(...usernames: string[]): { username: string; id: null }[] {
  return usernames.map((username) => ({ username, id: null }));
}

/** Saves observations that no frontier row asked for. */
export function observe(db: Kysely<Schema>, ...profiles: Profile[]): Promise<Saved> {
  const done = profiles.map((result) => ({ item: { id: 0n, username: result.username }, result }));
  return db.transaction().execute((tx) => saveMined(tx, done, { runId: 7n, rowIds: [] }));
}
