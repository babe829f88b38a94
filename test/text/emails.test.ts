import { describe, expect, it } from "vitest";
import { emailsIn, emailsOf } from "../../src/core/text/emails.js";
import { BIOS } from "./email-bios.js";
import { ADDRESSES, FALSE_FRIENDS } from "./email-cases.js";
import { HOLDOUT } from "./email-holdout.js";
import { LANGUAGES } from "./email-languages.js";
import { THIRD_SET } from "./email-third-set.js";

describe("an address written in a bio is found", () => {
  it.each(ADDRESSES)("$text", ({ text, emails }) => expect(emailsIn(text)).toEqual(emails));
});

describe("an address is read in the language it is written in, and a sentence or template in that language is none", () => {
  it.each(LANGUAGES)("$text", ({ text, emails }) => expect(emailsIn(text)).toEqual(emails));
});

describe("in a bio, an address is told from a sentence about a person and a site", () => {
  it.each(BIOS)("$text", ({ text, emails }) => expect(emailsIn(text)).toEqual(emails));
});

describe("what only looks like an address is left alone", () => {
  it.each(FALSE_FRIENDS)("$text", ({ text }) => expect(emailsIn(text)).toEqual([]));
});

it.each([
  ["second", HOLDOUT],
  ["third", THIRD_SET],
])(
  "of the bios in the %s set, at least 95 % of addresses are found, and at least 93 % of finds are right",
  (_, set) => {
    const results = set.map(({ text, emails }) => ({ emails, finds: emailsIn(text) }));
    const right = results.flatMap(({ emails, finds }) =>
      finds.filter((email) => emails.includes(email)),
    ).length;
    const recall = right / results.flatMap(({ emails }) => emails).length;
    const precision = right / results.flatMap(({ finds }) => finds).length;
    expect(recall).toBeGreaterThanOrEqual(0.95);
    expect(precision).toBeGreaterThanOrEqual(0.93);
  },
);

describe("hostile text", () => {
  const hostile: Record<string, (length: number) => string> = {
    "only @": (length) => "@".repeat(length),
    "one long word": (length) => "a".repeat(length),
    "one long word before an @": (length) => `${"a".repeat(length)}@`,
    "labels without end": (length) => `a@${"a.".repeat(length / 2)}`,
    "upper and lower case in a domain": (length) => "a@b.".concat("cOm".repeat(length / 3)),
    "spaces only": (length) => " ".repeat(length),
    "spaces around @": (length) => "a @ ".repeat(length / 4),
    "brackets that never close": (length) => "(at ".repeat(length / 4),
    "words at and dot": (length) => "a at b dot ".repeat(length / 11),
    "entities that never end": (length) => "&#6".repeat(length / 3),
    dots: (length) => "a@b . ".repeat(length / 6),
    "addresses one after another": (length) => "jane@example.com ".repeat(length / 17),
    "sentences with @": (length) => "nice founder @ brand.com ".repeat(length / 25),
    underscores: (length) => "_at_".repeat(length / 4),
  };

  /** Characters that regular expressions examined: from where each began to where it stopped. */
  function charactersScanned(text: string): number {
    let scanned = 0;
    const { exec } = RegExp.prototype;
    RegExp.prototype.exec = function (input) {
      const from = this.global || this.sticky ? this.lastIndex : 0;
      const match = exec.call(this, input);
      const stop = match ? match.index + match[0].length : input.length;
      scanned += this.sticky ? (match?.[0].length ?? 0) + 1 : stop - from;
      return match;
    };
    try {
      emailsIn(text);
    } finally {
      RegExp.prototype.exec = exec;
    }
    return scanned;
  }

  it.each(Object.entries(hostile))("twice the text costs twice the work, not four times: %s", (_, make) => {
    const once = charactersScanned(make(6_600));
    const twice = charactersScanned(make(13_200));
    expect(once).toBeGreaterThan(6_600);
    expect(twice).toBeLessThan(2.2 * once);
  });

  it.each(Object.entries(hostile))("100 KB are read to the end: %s", (_, make) => {
    expect(emailsIn(`${make(100_000)}\njane@example.com`)).toContain("jane@example.com");
  });
});

describe("the e-mail of a profile", () => {
  const bare = {
    username: "jane.doe",
    publicEmail: null,
    biography: null,
    fullName: null,
    externalLink: null,
    bioLinks: null,
  };

  it("comes from the contact field first", () => {
    const profile = { ...bare, publicEmail: "Office@Example.com", biography: "jane@example.com" };
    expect(emailsOf(profile)).toMatchObject([
      { email: "office@example.com", source: "contact" },
      { email: "jane@example.com", source: "bio" },
    ]);
  });

  it("comes from the bio when the contact field holds no address", () => {
    const profile = {
      ...bare,
      publicEmail: "n/a",
      biography: "jane [at] example.com",
      externalLink: "mailto:x@example.com",
    };
    expect(emailsOf(profile)).toMatchObject([
      { email: "jane@example.com", source: "bio" },
      { email: "x@example.com", source: "link" },
    ]);
  });

  it("comes from the external link before the bio links", () => {
    const bioLinks = [{ title: null, url: "mailto:two@example.com" }];
    expect(emailsOf({ ...bare, externalLink: "mailto:one@example.com", bioLinks })).toMatchObject([
      { email: "one@example.com", source: "link" },
      { email: "two@example.com", source: "link" },
    ]);
  });

  it("comes from a bio link or its title", () => {
    const bioLinks = [
      { title: "Shop", url: "https://example.com/shop" },
      { title: "jane@example.com", url: "https://example.com/contact" },
    ];
    expect(emailsOf({ ...bare, bioLinks })).toMatchObject([{ email: "jane@example.com", source: "link" }]);
  });

  it("is none when nothing holds an address", () => {
    expect(emailsOf({ ...bare, biography: "follow @jane.doe at example.com" })).toEqual([]);
  });

  it("is found as a bare name and domain if the name is the owner's, and the phrase stands alone or the site is hers", () => {
    const profile = { ...bare, fullName: "Liv Aune", externalLink: "https://www.auneworks.example/shop" };
    const addressesIn = (biography: string) => emailsOf({ ...profile, biography }).map(({ email }) => email);
    expect(addressesIn("weaver\nliv at auneworks.example")).toEqual(["liv@auneworks.example"]);
    expect(addressesIn("ask liv at auneworks.example about looms")).toEqual(["liv@auneworks.example"]);
    expect(addressesIn("seen with liv at otherworks.example in May")).toEqual([]);
    expect(addressesIn("weaver\nbente at auneworks.example")).toEqual([]);
    expect(emailsOf({ ...profile, biography: "liv at auneworks.example" })[0]?.confidence).toBeLessThan(
      emailsOf({ ...profile, biography: "liv (at) auneworks.example" })[0]?.confidence ?? 0,
    );
  });

  it("is surer the plainer it is written", () => {
    const confidenceOf = (biography: string) => emailsOf({ ...bare, biography })[0]?.confidence ?? 0;
    const ways = [
      "jane.d@example.com",
      "jane.d [at] example.com",
      "jane.d @ example.com",
      "jane.d at example dot com",
    ];
    const confidences = ways.map(confidenceOf);
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a));
    expect(confidenceOf("jane.d@shop.com.brPedidos")).toBeLessThan(confidenceOf("jane.d@shop.com.br"));
  });
});
