import { describe, expect, test } from "vitest";
import { parseJson } from "../../src/core/sources/json.js";
import { profileIn } from "../../src/core/sources/shapes/asked.js";
import { webProfileInfo } from "../../src/sandbox/forms/edge-form.js";
import { flatUser } from "../../src/sandbox/forms/flat-form.js";
import { accountOf } from "../../src/sandbox/world/account.js";
import { firstNameOf, numberOf, usernameOf } from "../../src/sandbox/world/names.js";

const WORLD = { seed: 3, accounts: 20_011, postsPerAccount: null, relatedPerAccount: null, day: 0 };
const NOW = new Date(0);

test("JSON keeps every digit of a large number, and is the usual one otherwise", () => {
  expect(
    parseJson('{"pk":9007199254740993,"small":12,"share":0.1234567890123456789,"text":"9007199254740993"}'),
  ).toEqual({
    pk: "9007199254740993",
    small: 12,
    share: 0.12345678901234568,
    text: "9007199254740993",
  });
  expect(parseJson("[17841400000000003,-9007199254740993, 31000000000000000001]")).toEqual([
    "17841400000000003",
    "-9007199254740993",
    "31000000000000000001",
  ]);
  // Wherever it is in the text, and however many digits it has.
  for (let digits = 16; digits <= 20; digits++) {
    const id = "9".repeat(digits);
    for (let at = 0; at < 20; at++) {
      const pad = "x".repeat(at);
      expect(parseJson(`{"${pad}":${id},"text":"${id}"}`)).toEqual({ [pad]: id, text: id });
      expect(parseJson(`{"${pad}": -${id}}`)).toEqual({ [pad]: `-${id}` });
    }
  }
});

describe("the two forms of an answer", () => {
  test("tell the same of 300 accounts, to the last digit", () => {
    for (let number = 0; number < 300; number++) {
      const account = accountOf(WORLD, number);
      const edge = parseJson(webProfileInfo(WORLD, account, "http://sandbox")) as { data: { user: unknown } };
      const fromEdge = profileIn(edge, NOW);
      const fromFlat = profileIn(parseJson(flatUser(account, "http://sandbox")), NOW);
      expect({
        ...fromFlat,
        posts: [],
        related: null,
        details: null,
        cityName: fromFlat.cityName || null,
      }).toEqual({
        ...fromEdge,
        details: null,
        posts: [],
        related: null,
        cityName: fromEdge.cityName || null,
      });
      expect(String(fromEdge.id)).toBe(account.id);
    }
  });

  test("a post that is odd is left out, and the account stays", () => {
    const user = {
      id: "1",
      username: "a",
      edge_owner_to_timeline_media: {
        count: 3,
        edges: [
          {
            node: {
              id: "3100000000000000001",
              shortcode: "x",
              taken_at_timestamp: 1,
              edge_media_to_caption: { edges: [] },
            },
          },
          { node: { id: "nonsense" } },
          { node: null },
        ],
      },
    };
    const { posts, postsCount } = profileIn(user, NOW);
    expect(posts.map(({ id, caption }) => [id, caption])).toEqual([[3100000000000000001n, null]]);
    expect(postsCount).toBe(3);
  });
});

test.each([0, 12])(
  "on day %i the sandbox finds the number of every username it gives, and of no other",
  (day) => {
    const world = { ...WORLD, day };
    let renamed = 0;
    for (let number = 0; number < world.accounts; number += 7) {
      const username = usernameOf(world, number);
      expect(numberOf(world, username)).toBe(number);
      if (username === firstNameOf(world, number)) continue;
      renamed++;
      expect(numberOf(world, firstNameOf(world, number))).toBeNull();
    }
    expect(renamed > 0).toBe(day > 0);
  },
);
