import { expect, test } from "vitest";
import { profileIn } from "../../src/core/sources/shapes/asked.js";
import { readAnswer } from "../../src/core/sources/shapes/reading.js";

const SEEN = new Date("2026-06-01T00:00:00Z");
const flat = (changes: Record<string, unknown>) => ({
  user: { pk: "12", username: "some.one", follower_count: 7, ...changes },
});

test("behind a gate, zeroes and empty texts are not told; without one they are", () => {
  const emptied = {
    follower_count: 0,
    media_count: 0,
    biography: "",
    bio_links: [],
    external_url: "",
    full_name: "Some One",
  };
  const gated = profileIn(flat({ ...emptied, gating: { gating_type: "appealable" } }), SEEN);
  expect(gated).toMatchObject({
    followersCount: null,
    postsCount: null,
    biography: null,
    bioLinks: null,
    externalLink: null,
  });
  expect(gated).toMatchObject({ gate: "appealable", fullName: "Some One" });
  expect(profileIn(flat(emptied), SEEN)).toMatchObject({
    followersCount: 0,
    postsCount: 0,
    biography: "",
    gate: null,
  });
});

test.each([
  [56, 56],
  ["56", 56],
  ["1,234", 1_234],
  ["56.0", 56],
  ["1.2M", null],
  ["1,23", null],
  [56.5, null],
  [-1, null],
  [null, null],
])("a count of %j is read as %j", (told, count) => {
  const profile = profileIn(flat({ following_count: told }), SEEN);
  expect(profile.followingCount).toBe(count);
  expect(profile.notRead).toHaveLength(count === null && told !== null && told !== -1 ? 1 : 0);
});

test("an odd part costs itself alone, and is named", () => {
  const profile = profileIn(
    flat({
      bio_links: [{ title: "x" }, { title: "Shop", url: "https://shop.example" }],
      is_private: "perhaps",
    }),
    SEEN,
  );
  expect(profile).toMatchObject({
    id: 12n,
    followersCount: 7,
    bioLinks: [{ title: "Shop", url: "https://shop.example" }],
  });
  expect(profile.notRead.map((part) => part.split(" is not valid")[0])).toEqual([
    "some.one: is_private",
    "some.one: bio_links[0]",
  ]);
});

test("the largest picture is taken, whatever it is called", () => {
  const small = { profile_pic_url: "https://cdn.example/150.jpg" };
  const picture = (more: Record<string, unknown>) =>
    profileIn(flat({ ...small, ...more }), SEEN).profilePicUrl;
  expect(picture({})).toBe("https://cdn.example/150.jpg");
  expect(picture({ profile_pic_url_hd: "https://cdn.example/320.jpg" })).toBe("https://cdn.example/320.jpg");
  expect(picture({ hd_profile_pic_url_info: { url: "https://cdn.example/1080.jpg" } })).toBe(
    "https://cdn.example/1080.jpg",
  );
  expect(
    picture({
      hd_profile_pic_versions: [
        { width: 320, url: "https://cdn.example/a.jpg" },
        { width: 640, url: "https://cdn.example/b.jpg" },
      ],
    }),
  ).toBe("https://cdn.example/b.jpg");
});

test("a part that GraphQL could not serve is not told, though its null would mean that there is none", () => {
  const answer = {
    errors: [{ message: "timed out", path: ["user", "biography"] }],
    data: { user: { id: "12", username: "some.one", biography: null, edge_followed_by: { count: 7 } } },
  };
  expect(profileIn(answer, SEEN)).toMatchObject({ biography: null, notRead: ["user.biography: timed out"] });
});

test("a story is no post: its author is a name", () => {
  const story = {
    pk: "1",
    code: "Cabc",
    taken_at: 1_770_000_000,
    media_type: 1,
    expiring_at: 1_770_086_400,
    user: { pk: "5", username: "teller" },
  };
  const { profiles, names } = readAnswer({ reels_media: [{ items: [story] }] }, SEEN);
  expect({ profiles, names: names.map(({ username }) => username) }).toEqual({
    profiles: [],
    names: ["teller"],
  });
});

test("what is seldom told of a post is kept beside it", () => {
  const post = {
    pk: "9",
    code: "Cabc",
    taken_at: 1_770_000_000,
    media_type: 2,
    product_type: "clips",
    play_count: 99,
    timeline_pinned_user_ids: [5],
    coauthor_producers: [{ username: "Second" }],
    usertags: { in: [{ user: { username: "friend" } }] },
    location: { pk: 77, name: "Kiel" },
    accessibility_caption: "A lake",
    like_count: 3,
    like_and_view_counts_disabled: true,
    user: { pk: "5", username: "author" },
  };
  expect(readAnswer({ items: [{ media: post }] }, SEEN).profiles[0]?.posts).toMatchObject([
    {
      id: 9n,
      likeCount: null,
      locationName: "Kiel",
      details: {
        videoViews: 99,
        productType: "clips",
        isPinned: true,
        coauthors: ["second"],
        taggedUsers: ["friend"],
        locationId: 77n,
        altText: "A lake",
      },
    },
  ]);
});
