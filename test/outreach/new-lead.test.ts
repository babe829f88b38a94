import { expect, test } from "vitest";
import { asNewLead, firstNameOf, subjectOf } from "../../src/core/outreach/new-lead.js";

test.each<[string | null, string | null]>([
  ["Maria Lopez", "Maria"],
  ["🌿 Julia 🌿 | Yoga", "Julia"],
  ["SCHMIDT, Peter", "Peter"],
  ["dr. thomas k.", "Thomas"],
  ["𝓛𝓪𝓾𝓻𝓪", "Laura"],
  ["Jean-Luc Martin", "Jean-Luc"],
  ["JEAN-LUC MARTIN", "Jean-Luc"],
  ["jean-luc martin", "Jean-Luc"],
  ["ANNA LENA", "Anna Lena"],
  ["anna lena", "Anna Lena"],
  ["The Corner Bakery", null],
  ["Paris Hotel", null],
  ["Luna Boutique", null],
  ["✨", null],
  [null, null],
])("the display name %j is greeted as %j", (shown, name) => {
  expect(firstNameOf(shown)).toBe(name);
});

test.each<[string | null, string | null]>([
  ["Our new summer menu is here! #food @joe", "Our new summer menu is here"],
  ["🔥🔥\nBehind the scenes of Friday's shoot", "Behind the scenes of Friday's shoot"],
  ["#only #tags https://x.example", null],
  ["Wow", null],
  [null, null],
])("a post that says %j is about %j", (caption, subject) => {
  expect(subjectOf(caption)).toBe(subject);
});

test("what is not known is sent as the sequence says, and an account that is no person has no first name", () => {
  const lead = {
    email: "a@b.example",
    username: null,
    fullName: "Maria",
    kind: "business" as const,
    externalLink: null,
    followers: null,
    city: null,
    category: "Bakery",
    topics: null,
    caption: null,
    firstNameFallback: "there",
    chosen: { city: "your city", niche: "food", latest_post: "" },
  };
  expect(asNewLead(lead)).toEqual({
    email: "a@b.example",
    firstName: "there",
    website: null,
    variables: { full_name: "Maria", city: "your city", niche: "Bakery" },
  });
});
