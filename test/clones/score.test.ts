import { describe, expect, test } from "vitest";
import type { Pair } from "../../src/core/clones/pair.js";
import { PAIR_FEATURES } from "../../src/core/clones/pair-features.js";
import type { PictureTraits } from "../../src/core/clones/picture.js";
import { judgePair } from "../../src/core/clones/score.js";
import { SCORE_WEIGHTS } from "../../src/core/clones/score-weights.js";
import type { Verdict } from "../../src/core/db/schema/clones.js";
import { sideOf } from "../support/clones.js";

const PICTURE: PictureTraits = { phash: "f0e1d2c3b4a59687", variants: [], quality: 90, mark: null };
const OTHER_PICTURE: PictureTraits = { ...PICTURE, phash: "0123456789abcdef" };

function pairOf(other: Partial<Pair["other"]>, watched: Partial<Pair["watched"]> = {}): Pair {
  return {
    watched: sideOf({ picture: PICTURE, ...watched }),
    other: sideOf({
      id: 2_000_000_000n,
      followers: 30,
      following: 900,
      posts: 3,
      picture: PICTURE,
      ...other,
    }),
    isNamedInPosts: false,
  };
}

describe("the score of a pair", () => {
  test("calls one that took name, picture and bio a clone, and says why in words", () => {
    const { verdict, score, reasons } = judgePair(pairOf({ username: "anna_schmidt_" }));
    expect(verdict).toBe("clone");
    expect(score).toBeGreaterThan(0.9);
    expect(reasons.join("\n")).toMatch(/username anna_schmidt_ reads like anna\.schmidt/);
    expect(reasons.join("\n")).toMatch(/picture \(0 of 64 bits differ\)/);
    expect(reasons.join("\n")).toMatch(/100 % of the bio is the same/);
  });

  test("finds a misspelt name that shows the picture and has no bio", () => {
    expect(judgePair(pairOf({ username: "ana.schmidt", biography: "" })).verdict).toBe("clone");
  });

  test("sees through letters of another script", () => {
    const { verdict, reasons } = judgePair(
      pairOf({ username: "anna.schmidt7", fullName: "Аnnа Sсhmidt", biography: "" }),
    );
    expect(verdict).toBe("clone");
    expect(reasons).toContain("the display name is spelt with letters that only look the same");
  });

  test("tells a fan page from an imitation, though it shows the picture", () => {
    const fan = {
      username: "anna.schmidt_fans",
      biography: "Fan account for @anna.schmidt ❤️",
      posts: 80,
      followers: 900,
    };
    expect(judgePair(pairOf(fan)).verdict).toBe("fan");
  });

  test.each([
    ["the same first name in its other gender", "simone.keller", "Simone Keller"],
    ["a surname with one letter more", "simon.kellers", "Simon Kellers"],
  ])("takes nobody for a misspelling who has another name: %s", (_what, username, fullName) => {
    const other = { username, fullName, biography: "", picture: null, posts: 1, isPrivate: true };
    const watched = { username: "simon.keller", fullName: "Simon Keller" };
    expect(judgePair(pairOf(other, watched)).verdict).toBe("unrelated");
  });

  test("does not call two words of a trade a bio taken over", () => {
    const watched = {
      username: "simon.keller",
      fullName: "Simon Keller",
      biography: "Yoga teacher in Bern since 2011",
    };
    const other = {
      username: "simon_keller_",
      fullName: "Simon Keller",
      biography: "yoga teacher",
      picture: OTHER_PICTURE,
    };
    expect(judgePair(pairOf(other, watched)).verdict).toBe("unrelated");
  });

  test("takes a branch with the same words and its own page on the brand's domain for the brand's", () => {
    const watched = {
      username: "brot.werk",
      fullName: "Brot Werk",
      biography: "Sourdough in Linz, open daily from seven",
      externalLink: "https://brotwerk.example",
    };
    const branch = {
      ...watched,
      username: "brot.werk_steyr",
      fullName: "Brot Werk Steyr",
      biography: "Sourdough in Steyr, open daily from seven",
      externalLink: "https://brotwerk.example/steyr",
    };
    expect(judgePair(pairOf(branch, watched)).verdict).toBe("official");
    const copy = { ...branch, fullName: "Brot Werk", externalLink: watched.externalLink };
    expect(judgePair(pairOf(copy, watched)).verdict).toBe("clone");
  });

  test("sees a fan page in a name of its own that tells whom it is about", () => {
    const watched = { username: "simon.keller", fullName: "Simon Keller" };
    const fan = {
      username: "kellerkinder",
      fullName: "Kellerkinder",
      biography: "Streaming team for Simon Keller",
      posts: 400,
      followers: 3000,
    };
    expect(judgePair(pairOf(fan, watched)).verdict).toBe("fan");
  });

  test("leaves a namesake with a life of its own alone", () => {
    const namesake = {
      username: "annaschmidt88",
      biography: "Architect, Hamburg. Sailing and old houses",
      picture: OTHER_PICTURE,
      posts: 150,
      followers: 700,
    };
    expect(judgePair(pairOf(namesake)).verdict).toBe("unrelated");
  });

  test("believes the watched account when it names the other one", () => {
    const second = { username: "anna.bakes", biography: "Cakes only", posts: 40, picture: OTHER_PICTURE };
    const told = judgePair(pairOf(second, { biography: "Teacher. 2nd: @anna.bakes" }));
    expect(told.verdict).toBe("official");
    expect(told.reasons.join("\n")).toMatch(/against: the watched account itself links to it/);
    const untold = { ...pairOf({ username: "anna.schmidt_2" }) };
    expect(judgePair({ ...untold, isNamedInPosts: true }).score).toBeLessThan(judgePair(untold).score);
  });

  test.each([
    ["private and empty", { username: "anna_schmidt", biography: "", isPrivate: true, posts: 0 }],
    ["with a number", { username: "anna.schmidt97", biography: "", isPrivate: true, posts: 2 }],
    ["a sister", { username: "lena.schmidt", fullName: "Lena Schmidt", biography: "", isPrivate: true }],
    ["who sells houses", { username: "annaschmidt.homes", biography: "Real estate in Bonn", posts: 40 }],
  ])("leaves a namesake alone who took nothing over: %s", (_, namesake) => {
    const { verdict, score } = judgePair(pairOf({ picture: null, ...namesake }));
    expect(verdict).toBe("unrelated");
    expect(score).toBeLessThan(0.5);
  });

  const BRAND = {
    username: "nordlicht",
    fullName: "Nordlicht",
    biography: "Lamps made by hand. Official account",
    externalLink: "https://nordlicht.example/",
    followers: 90_000,
    posts: 1_200,
    isVerified: true,
  };
  test.each<[string, Verdict, Partial<Pair["other"]>]>([
    ["verified", "official", { username: "nordlicht_fr", fullName: "Nordlicht France", isVerified: true }],
    [
      "on its domain",
      "official",
      { username: "nordlicht.jobs", externalLink: "https://jobs.nordlicht.example/x" },
    ],
    [
      "a store with a life of its own",
      "affiliate",
      {
        username: "nordlicht_store_graz",
        fullName: "Nordlicht Store Graz",
        biography: "Mo-Sa 10-18",
        posts: 90,
        followers: 800,
        following: 90,
      },
    ],
    [
      "a copy of everything, the link too",
      "clone",
      { username: "nordlicht_", biography: BRAND.biography, externalLink: BRAND.externalLink },
    ],
    [
      "a prize with a link elsewhere",
      "clone",
      {
        username: "nordlicht_gewinnspiel",
        fullName: "Nordlicht",
        biography: "Gewinnspiel! Schreib mir auf Telegram",
        posts: 20,
        followers: 900,
        following: 20,
      },
    ],
    [
      "fans",
      "fan",
      { username: "nordlicht.lovers", fullName: "Nordlicht", biography: "Inoffizielle Fanseite", posts: 90 },
    ],
    [
      "fans who lure",
      "clone",
      {
        username: "nordlicht_fanpage",
        fullName: "Nordlicht",
        biography: "For real fans. Message us on Telegram",
      },
    ],
  ])("tells who is of a brand's house: %s", (_, verdict, other) => {
    const fullName = other.fullName ?? "Nordlicht";
    const judged = judgePair(pairOf({ biography: "", ...other, fullName }, BRAND));
    expect(judged.verdict, judged.reasons.join("\n")).toBe(verdict);
  });

  test("believes the watched account when it warns of the other one", () => {
    const fake = { username: "anna.bakes", biography: "Cakes only", posts: 40, picture: OTHER_PICTURE };
    const { verdict, reasons } = judgePair(
      pairOf(fake, { biography: "Teacher\n⚠️ fake account: @anna.bakes" }),
    );
    expect(verdict).toBe("clone");
    expect(reasons).toContain("@anna.schmidt itself warns of it");
  });

  test("never calls a stranger an imitator, however shady it looks", () => {
    const stranger = {
      username: "quick.money88",
      fullName: "Trader Tom",
      biography: "Crypto 📈 DM me on Telegram",
      picture: OTHER_PICTURE,
      posts: 0,
      followers: 1,
      isPrivate: true,
    };
    expect(judgePair(pairOf(stranger)).verdict).toBe("unrelated");
  });

  test("does not decide on the picture alone", () => {
    const alone = {
      username: "tom.b",
      fullName: "Tom",
      biography: "Photographer in Rome, film only",
      posts: 90,
      followers: 800,
    };
    expect(judgePair(pairOf(alone)).verdict).not.toBe("clone");
  });

  test("ignores pictures that are flat or Instagram's own", () => {
    const flat: PictureTraits = { ...PICTURE, mark: "flat" };
    const { reasons } = judgePair(pairOf({ username: "anna.schmidt_", picture: flat }, { picture: flat }));
    expect(reasons.join("\n")).not.toMatch(/picture/);
  });

  test("is a chance, whatever an account is like", () => {
    const bare = {
      fullName: "",
      biography: "",
      followers: null,
      following: null,
      posts: null,
      isPrivate: null,
      isVerified: null,
      picture: null,
    };
    const { score, reasons } = judgePair({
      watched: sideOf(bare),
      other: sideOf({ ...bare, username: "a" }),
      isNamedInPosts: false,
    });
    expect(score).toBeGreaterThanOrEqual(0);
    expect(score).toBeLessThanOrEqual(1);
    expect(reasons.join("")).not.toMatch(/null|undefined|NaN/);
  });

  test("has a weight for every feature and none besides, each on the side its feature speaks for", () => {
    expect(Object.keys(SCORE_WEIGHTS).sort()).toEqual(PAIR_FEATURES.map(({ name }) => name).sort());
    for (const { name, speaks } of PAIR_FEATURES) {
      const weight = SCORE_WEIGHTS[name] as number;
      expect(speaks === "for" ? weight : -weight, name).toBeGreaterThanOrEqual(0);
    }
  });
});

describe("a page that tells what is new about the watched person is a fan's, though it calls itself media or a country:", () => {
  const judged = (fullName: string, biography: string) =>
    judgePair(
      pairOf(
        {
          username: "ida.falk_x",
          fullName,
          biography,
          picture: null,
          posts: 90,
          followers: 4_000,
          following: 90,
        },
        { username: "ida.falk", fullName: "Ida Falk", biography: "Sängerin", picture: null },
      ),
    ).verdict;
  test.each([
    ["Ida Falk Media", "videos and interviews of Ida"],
    ["Ida Falk Brasil", "notícias sobre a Ida Falk"],
    ["Ida Falk Italia", "foto e date di Ida"],
    ["Ida Falk Info", "Everything Ida, every day"],
    ["Team Ida Falk", "we support Ida"],
  ])("%s (%s)", (fullName, biography) => expect(judged(fullName, biography)).toBe("fan"));
  test.each([
    ["Ida Falk Shop", "T-shirts and posters"],
    ["Ida Falk Deutschland", "Tickets und Termine"],
  ])("but not %s (%s)", (fullName, biography) => expect(judged(fullName, biography)).toBe("affiliate"));
  test("nor one that claims to be the person", () => {
    expect(judged("Ida Falk Privat", "official photos of Ida Falk")).not.toBe("fan");
  });
});
