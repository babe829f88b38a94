import { describe, expect, test } from "vitest";
import { jsonIn } from "../../src/core/openai/json-in.js";
import { answersIn, askedAccount } from "../../src/core/qualify/model-question.js";

const asked = askedAccount({ fullName: "Anna", biography: "Ich backe", category: null });
const right = {
  id: asked.id,
  language: "de",
  gender: "female",
  gender_confidence: 3,
  kind: "person",
  topics: ["food"],
};
const answerTo = (said: unknown) => answersIn(said, [asked]).answers.get(asked.id);

describe("the JSON of an answer is found", () => {
  const text = JSON.stringify({ accounts: [right] });
  test.each([
    ["as it should be", text],
    ["in a fence", `\`\`\`json\n${text}\n\`\`\``],
    ["in a fence without a name", `\`\`\`\n${text}\n\`\`\`\n`],
    ["behind thoughts", `<think>They want {JSON}.</think>\n${text}`],
    ["behind a sentence", `Sure, here it is: ${text}`],
    ["before a sentence", `${text}\nAnything else?`],
  ])("%s", (_, content) => expect(jsonIn(content)).toEqual({ accounts: [right] }));

  test.each(["", "I cannot say.", "{ broken"])("but not in %j", (content) =>
    expect(() => jsonIn(content)).toThrow(SyntaxError),
  );
});

describe("an answer that is clear though not strict is taken", () => {
  test.each<[string, object, object]>([
    [
      "a topic too many",
      { topics: ["food", "travel", "family", "fashion"] },
      { topics: ["food", "travel", "family"] },
    ],
    ["an unknown topic", { topics: ["baking", "food"] }, { topics: ["food"] }],
    ["no topics", { topics: undefined }, { topics: [] }],
    ["a number as text", { gender_confidence: "4" }, { gender_confidence: 4 }],
    ["half a step", { gender_confidence: 3.5 }, { gender_confidence: 3 }],
    ["capitals", { gender: "FEMALE", kind: " Person" }, {}],
    ["a region", { language: "de-AT" }, {}],
    ["one more field", { note: "sure" }, {}],
  ])("%s", (_, odd, read) =>
    expect(answerTo({ accounts: [{ ...right, ...odd }] })).toEqual({ ...right, ...read }),
  );

  test("a bare list", () => expect(answerTo([right])).toEqual(right));

  test.each([{ gender: "maybe" }, { gender_confidence: "very" }, { gender_confidence: 9 }, { kind: 3 }])(
    "but %j is refused",
    (wrong) => expect(answerTo({ accounts: [{ ...right, ...wrong }] })).toBeUndefined(),
  );
});
