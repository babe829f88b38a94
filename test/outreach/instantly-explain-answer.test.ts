import { describe, expect, test } from "vitest";
import { addAnswer } from "../../src/core/outreach/instantly/answers.js";
import { explainAnswer } from "../../src/core/outreach/instantly/explain-answer.js";

const EMAILS = ["ann@example.com", "bob@example.com", "cid@example.com", "dee@example.com"];
const answerOf = (changes: object) => addAnswer.parse(changes);
const created = (...indexes: number[]) =>
  indexes.map((index) => ({ id: `lead-${index}`, email: EMAILS[index], index }));

describe("what Instantly's answer tells of each address", () => {
  test("a lead that was made is known by its address, and by its place where the address is left out", () => {
    const answer = answerOf({
      created_leads: [
        { id: "lead-b", email: "Bob@Example.com", index: 3 },
        { id: "lead-a", index: 0 },
      ],
    });
    expect([...explainAnswer(EMAILS, answer, null).created]).toEqual([
      ["bob@example.com", "lead-b"],
      ["ann@example.com", "lead-a"],
    ]);
  });

  test("a lead that nobody asked for is not taken over", () => {
    const answer = answerOf({ created_leads: [{ id: "lead-x", email: "eve@example.com", index: 0 }] });
    expect(explainAnswer(EMAILS, answer, null)).toMatchObject({
      created: new Map(),
      unknown: EMAILS,
      wrong: ["lead lead-x: eve@example.com was not sent"],
    });
  });

  test("an id that stands for two addresses, and an address with two ids, explain nothing and are named", () => {
    const answer = answerOf({
      created_leads: [
        { id: "lead-1", email: "ann@example.com", index: 0 },
        { id: "lead-1", email: "bob@example.com", index: 1 },
        { id: "lead-2", email: "cid@example.com", index: 2 },
        { id: "lead-3", email: "cid@example.com", index: 2 },
        { id: "lead-4", email: "dee@example.com", index: 3 },
        { id: "lead-5", index: 9 },
      ],
    });
    const explained = explainAnswer(EMAILS, answer, null);
    expect([...explained.created]).toEqual([["dee@example.com", "lead-4"]]);
    expect(explained.unknown).toEqual(["ann@example.com", "bob@example.com", "cid@example.com"]);
    expect(explained.wrong).toHaveLength(4);
  });

  test.each([
    ["invalid_email_count", "invalid"],
    ["in_blocklist", "blocked"],
    ["incomplete_count", "incomplete"],
  ])("where %s accounts for all that were not made, they are refused for that", (counter, kind) => {
    const { refused, unknown } = explainAnswer(
      EMAILS,
      answerOf({ created_leads: created(0, 1), [counter]: 2 }),
      null,
    );
    expect([...refused]).toEqual([
      ["cid@example.com", kind],
      ["dee@example.com", kind],
    ]);
    expect(unknown).toEqual([]);
  });

  test("where two kinds share the rows, none of them is guessed", () => {
    const answer = answerOf({ created_leads: created(0, 1), invalid_email_count: 1, in_blocklist: 1 });
    expect(explainAnswer(EMAILS, answer, null)).toMatchObject({
      refused: new Map(),
      unknown: ["cid@example.com", "dee@example.com"],
    });
  });

  test("where a counter does not account for all rows, none of them is guessed", () => {
    const answer = answerOf({ created_leads: created(0), invalid_email_count: 1 });
    expect(explainAnswer(EMAILS, answer, null).unknown).toHaveLength(3);
  });

  test("what the counters say is in a campaign is believed of the list alone", () => {
    const answer = answerOf({ created_leads: created(0), duplicated_leads: 2, skipped_count: 1 });
    expect(explainAnswer(EMAILS, answer, null).unknown).toHaveLength(3);
    const listed = new Map([
      ["bob@example.com", { id: "lead-old", isHere: true }],
      ["cid@example.com", { id: "lead-else", isHere: false }],
    ]);
    expect(explainAnswer(EMAILS, answer, listed)).toEqual({
      created: new Map([
        ["ann@example.com", "lead-0"],
        ["bob@example.com", "lead-old"],
      ]),
      refused: new Map([["cid@example.com", "skipped"]]),
      unknown: ["dee@example.com"],
      wrong: [],
    });
  });

  test("after the list has explained some, one kind may account for the rest", () => {
    const answer = answerOf({ created_leads: created(0), duplicated_leads: 1, in_blocklist: 2 });
    const listed = new Map([["bob@example.com", { id: "lead-old", isHere: true }]]);
    expect(explainAnswer(EMAILS, answer, listed)).toMatchObject({
      refused: new Map([
        ["cid@example.com", "blocked"],
        ["dee@example.com", "blocked"],
      ]),
      unknown: [],
    });
  });
});
