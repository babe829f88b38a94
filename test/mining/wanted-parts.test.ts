import { describe, expect, test } from "vitest";
import type { Profile } from "../../src/core/instagram/profile.js";
import { type KnownAccount, type PartsRule, wantedParts } from "../../src/core/mining/wanted-parts.js";
import { profileOf } from "../support/profiles.js";

const DAY_MS = 86_400_000;
const NOW = new Date("2026-06-01T00:00:00Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * DAY_MS);
const RULE: PartsRule = {
  only: null,
  postsAfterMs: 28 * DAY_MS,
  relatedAfterMs: 90 * DAY_MS,
  isFrontierShort: false,
};
const KNOWN: KnownAccount = {
  posts_count: 40n,
  profile_pic_url: "https://a.example/pictures/1.jpg?signature=old",
  posts_seen_at: daysAgo(7),
  related_seen_at: daysAgo(30),
  missing_parts: [],
};
const seen = (told: Partial<Profile>) =>
  profileOf(1, {
    postsCount: 40,
    profilePicUrl: "https://b.example/pictures/1.jpg?signature=new",
    observedAt: NOW,
    ...told,
  });

describe("a known account that is looked at again", () => {
  test.each<[string, Partial<KnownAccount>, Partial<Profile>, Partial<PartsRule>, string[]]>([
    ["costs nothing more where nothing shows a change", {}, {}, {}, []],
    ["has its posts bought where their count has changed", {}, { postsCount: 41 }, {}, ["posts"]],
    [
      "has them bought where the picture is another",
      {},
      { profilePicUrl: "https://a.example/2.jpg" },
      {},
      ["posts"],
    ],
    ["has them bought where they are old", { posts_seen_at: daysAgo(29) }, {}, {}, ["posts"]],
    ["whose count is not told is judged by age", {}, { postsCount: null }, {}, []],
    ["has suggestions bought where they are old", { related_seen_at: daysAgo(91) }, {}, {}, ["related"]],
    ["has them bought where the frontier is short", {}, {}, { isFrontierShort: true }, ["related"]],
    ["but not twice a day", { related_seen_at: daysAgo(0.5) }, {}, { isFrontierShort: true }, []],
    ["gets what could not be had before", { missing_parts: ["related"] }, {}, {}, ["related"]],
    ["gets what a person asks for", {}, {}, { only: ["posts", "related"] }, ["posts", "related"]],
  ])("%s", (_what, known, told, rule, parts) => {
    expect(wantedParts({ ...KNOWN, ...known }, seen(told), { ...RULE, ...rule })).toEqual(parts);
  });
});
