import { describe, expect, test } from "vitest";
import { type Findings, findingsIn, type ImportFormat } from "../../src/core/exchange/import/findings.js";
import { apifyPost, apifyProfile, instaloaderPost } from "../support/exchange.js";

const SEEN = new Date("2026-06-01T00:00:00Z");
const NOW = new Date("2026-11-01T00:00:00Z");
const find = (json: unknown, format: ImportFormat = "auto"): Findings =>
  findingsIn(json, { observedAt: SEEN, now: NOW, format, column: null });
const names = (json: unknown) => find(json).names;

/** A media of HikerAPI. */
const media = (changes: Record<string, unknown> = {}) => ({
  pk: "3700000000000000001",
  id: "3700000000000000001_55",
  code: "Codeabc",
  taken_at: 1_767_323_045,
  media_type: 8,
  caption_text: "Three of #them",
  like_count: 5,
  comment_count: 2,
  user: { pk: "55", username: "Hiker.One", full_name: "Hiker" },
  ...changes,
});

describe("an item of Apify's", () => {
  test("profile brings the account, its posts and its neighbours, every digit of every id", () => {
    const { profiles } = find(
      apifyProfile(7, {
        latestPosts: [apifyPost(3852678278058634725n, { type: "Sidecar", likesCount: 12 })],
      }),
    );
    expect(profiles).toMatchObject([
      {
        id: 7n,
        username: "user7",
        followersCount: 1_007,
        followingCount: 10,
        category: "Restaurant",
        bioLinks: [{ title: "Shop", url: "https://shop.example/" }],
        profilePicUrl: "https://cdn.example/7_hd.jpg",
        posts: [{ id: 3852678278058634725n, mediaType: "carousel", likeCount: 12, locationName: "Kiel" }],
        related: [{ username: "neighbour", id: 77n }],
        observedAt: SEEN,
      },
    ]);
  });

  test("is read from the texts of a CSV's cells as well", () => {
    const cells = { id: "7", username: "anna", followersCount: "12", private: "false", verified: "true" };
    expect(find(cells).profiles).toMatchObject([
      { id: 7n, followersCount: 12, isPrivate: false, isVerified: true, biography: null, isBusiness: null },
    ]);
  });

  test("post brings its author by name; hidden likes are not a number", () => {
    expect(find(apifyPost(1n)).profiles).toMatchObject([
      {
        id: 900n,
        username: "author",
        fullName: "The Author",
        followersCount: null,
        posts: [{ id: 1n, likeCount: null }],
      },
    ]);
  });

  test("post whose id a spreadsheet has rounded gets it back from its shortcode", () => {
    const [profile] = find(apifyPost(1n, { id: "3.85268E+18", shortCode: "DV3dntFjG3l" })).profiles;
    expect(profile?.posts[0]?.id).toBe(3852678278058634725n);
  });

  test("comment brings the commenter's name; a list of followers brings names", () => {
    expect(
      names({ postUrl: "https://www.instagram.com/p/x/", text: "nice", ownerUsername: "Fan_1" }),
    ).toEqual([{ username: "fan_1", source: "COMMENTS" }]);
    expect(names({ id: "5", username: "follower", full_name: "F", is_private: false })).toEqual([
      { username: "follower", source: "SEED" },
    ]);
  });

  test("that says it found nothing is told, and is no proof of absence", () => {
    expect(() => find({ username: "gone", error: "not_found", errorDescription: "Page not found" })).toThrow(
      "it reports a failure: not_found (Page not found)",
    );
  });
});

describe("an item of Instaloader's", () => {
  test("profile is read as Instagram gave it", () => {
    const node = { id: "9", username: "nine", biography: "", edge_followed_by: { count: 3 } };
    expect(find({ node, instaloader: { node_type: "Profile", version: "4.15" } }).profiles).toMatchObject([
      { id: 9n, username: "nine", followersCount: 3, biography: "", postsCount: null, posts: [] },
    ]);
  });

  test("post brings its author with what is told of him, or the number alone", () => {
    const known = find(instaloaderPost(1n, { id: "9", username: "nine", edge_followed_by: { count: 3 } }));
    expect(known.profiles).toMatchObject([
      {
        id: 9n,
        followersCount: 3,
        posts: [{ id: 1n, caption: "Two of #them", mediaType: "carousel", likeCount: 7 }],
      },
    ]);
    const numbered = find(instaloaderPost(2n, { id: "9" }));
    expect(numbered).toMatchObject({ profiles: [], posts: [{ id: 9n, posts: [{ id: 2n }] }] });
  });

  test("post that it made up around the app's form is read from that", () => {
    const node = {
      ...media({ user: undefined }),
      iphone_struct: media(),
      owner: { id: "55", username: "hiker.one" },
    };
    const found = find({ node: { ...node, date: 1 }, instaloader: { node_type: "Post" } });
    expect(found.profiles[0]?.posts).toMatchObject([{ id: 3700000000000000001n, caption: "Three of #them" }]);
    const old = { shortcode: "Codeold", id: "4", date: 1_500_000_000, caption: "old", owner: { id: "55" } };
    expect(find({ node: old, instaloader: { node_type: "Post" } }).posts[0]?.posts).toMatchObject([
      { id: 4n, caption: "old", takenAt: new Date(1_500_000_000_000) },
    ]);
  });

  test("comment brings the names of those who commented and answered", () => {
    const comment = { id: 1, text: "nice", owner: { id: "5", username: "Fan" } };
    expect(names({ ...comment, answers: [{ ...comment, owner: { username: "friend" } }] })).toEqual([
      { username: "fan", source: "COMMENTS" },
      { username: "friend", source: "COMMENTS" },
    ]);
  });

  test("story is told as what it is", () => {
    expect(() => find({ node: {}, instaloader: { node_type: "StoryItem" } })).toThrow("StoryItem");
  });
});

describe("an answer of Instagram's web or HikerAPI", () => {
  test.each([
    ["web_profile_info", { data: { user: { id: "9", username: "nine", biography: "b" } }, status: "ok" }],
    ["?__a=1", { graphql: { user: { id: "9", username: "nine", biography: "b" } } }],
    ["data.user alone", { id: "9", username: "nine", biography: "b", edge_followed_by: { count: 1 } }],
    ["HikerAPI v1", { pk: "9", username: "nine", biography: "b" }],
    ["HikerAPI v2", { user: { pk: "9", username: "nine", biography: "b" }, status: "ok" }],
  ])("%s brings the account", (_name, json) => {
    expect(find(json).profiles).toMatchObject([{ id: 9n, username: "nine", biography: "b" }]);
  });

  test.each([
    ["a chunk", [[media()], "cursor"]],
    ["a list", [media()]],
    ["a page", { response: { items: [media()] }, next_page_id: "x" }],
    ["one", media()],
  ])("of posts, as %s, brings them and their author", (_name, json) => {
    expect(find(json).profiles).toMatchObject([
      { id: 55n, username: "hiker.one", posts: [{ id: 3700000000000000001n, mediaType: "carousel" }] },
    ]);
  });

  test("post without its author's name is known by the number behind its own", () => {
    expect(find(media({ user: undefined })).posts).toMatchObject([{ id: 55n }]);
  });
});

describe("when it was seen", () => {
  test.each([
    ["2026-05-01T00:00:00Z", "2026-05-01T00:00:00.000Z"],
    [1_777_593_600, "2026-05-01T00:00:00.000Z"],
    [1_777_593_600_000, "2026-05-01T00:00:00.000Z"],
    ["1777593600", "2026-05-01T00:00:00.000Z"],
    ["2026-05-01T00:00:00", "2026-05-01T00:00:00.000Z"],
    ["2027-01-01T00:00:00Z", NOW.toISOString()],
    [undefined, SEEN.toISOString()],
  ])("scrapedAt %j in a file of June means %s", (scrapedAt, expected) => {
    const [profile] = find(apifyProfile(7, { scrapedAt })).profiles;
    expect(profile?.observedAt.toISOString()).toBe(expected);
  });

  test.each(["scraped_at", "Scrape Date", "crawl_timestamp", "date extracted", "capturedOn"])(
    "a time told as %s is when the item was observed",
    (name) => {
      const { profiles } = find({ id: "5", username: "a", followersCount: 1, [name]: "2026-01-02" });
      expect(profiles[0]?.observedAt).toEqual(new Date("2026-01-02T00:00:00Z"));
    },
  );

  test.each(["yesterday", "31.05.2026 12:00", "2026-02-30", "05/31/2026"])(
    "a time that is told and cannot be read, as %j, is never taken as now",
    (scrapedAt) => {
      expect(() => find(apifyProfile(7, { scrapedAt }))).toThrow("cannot be read as a time");
    },
  );
});

describe("an item that cannot be taken", () => {
  test.each([
    [{ foo: 1, bar: 2 }, "not a known format: it has foo, bar"],
    [{}, "it is an empty object"],
    [null, "it is null"],
    [42, "not a known format: number"],
    ["no good name", "not a username"],
    [apifyPost(1n, { timestamp: "yesterday" }), "no valid time"],
  ])("%j says why", (json, message) => {
    expect(() => find(json)).toThrow(message);
  });

  test("whose number is damaged is taken as a name, and says what is lost with it", () => {
    const { names, profiles, leftOut } = find(apifyProfile(7, { id: "1.2E+17" }));
    expect({ names, profiles }).toEqual({ names: [{ username: "user7", source: "SEED" }], profiles: [] });
    expect(leftOut).toContain("followersCount");
  });

  test("holds a name all the same where names are asked for", () => {
    expect(find({ username: "anna", followersCount: 3, id: "x" }, "usernames").names).toHaveLength(1);
  });
});

describe("an item of Bright Data's", () => {
  const post = {
    id: "3700000000000000001",
    url: "https://www.instagram.com/p/Codeabc/",
    caption: "Two of #them",
    datetime: "2026-01-02T03:04:05.000Z",
    content_type: "Carousel",
    likes: 5,
    comments: 2,
  };

  test("profile brings its posts; what stands among them and is none is told", () => {
    const profile = { account: "anna", id: "7", followers: 9, posts: [post, { views: 3 }] };
    const { profiles, notRead } = find(profile);
    expect(profiles).toMatchObject([
      {
        id: 7n,
        username: "anna",
        followersCount: 9,
        posts: [{ shortcode: "Codeabc", mediaType: "carousel", likeCount: 5, commentCount: 2 }],
      },
    ]);
    expect(notRead).toEqual(["posts[1] is not a post"]);
  });

  test("post names its author; without the author's number it cannot be kept, and that is said", () => {
    const { comments, datetime, ...rest } = post;
    const found = find({ ...rest, user_posted: "anna", date_posted: datetime, num_comments: comments });
    expect(found).toMatchObject({
      profiles: [],
      names: [{ username: "anna", source: "SEED" }],
      leftOut: ["1 post"],
    });
  });
});
