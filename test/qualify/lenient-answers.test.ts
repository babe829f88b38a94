import { describe, expect, test } from "vitest";
import { answerIn, readCompletion } from "../../src/core/openai/completion.js";
import { jsonIn } from "../../src/core/openai/json-in.js";
import { answersIn } from "../../src/core/qualify/model-answers.js";
import { askedAccount } from "../../src/core/qualify/model-question.js";

const asked = askedAccount({ fullName: "Anna", biography: "Ich backe", category: null });
const other = askedAccount({ fullName: "Ben", biography: "Ich koche", category: null });
const right = {
  id: asked.id,
  language: "de",
  gender: "female",
  gender_confidence: 3,
  kind: "person",
  topics: ["food"],
};
const { id: _, ...withoutId } = right;
const text = JSON.stringify({ accounts: [right] });
const answerTo = (said: unknown) => answersIn(said, [asked]).answers.get(asked.id);

describe("the answer is found in a model's output", () => {
  test.each([
    ["as it should be", text],
    ["in a fence", `\`\`\`json\n${text}\n\`\`\``],
    ["in a fence without a name", `\`\`\`\n${text}\n\`\`\`\n`],
    ["in a fence that is not closed", `\`\`\`JSON\n${text}`],
    ["behind thoughts", `<think>They want {"accounts": [{"id": "?"}]}.</think>\n${text}`],
    ["behind thoughts whose beginning is in the prompt", `They want {"id": 1}.\n</think>\n\n${text}`],
    ["behind thoughts of other models", `[THINK]{"a": 1}[/THINK]<reasoning>[{"b": 2}]</reasoning>\n${text}`],
    [
      "in the last channel",
      `<|channel|>analysis<|message|>{"id": 1}<|end|><|start|>assistant<|channel|>final<|message|>${text}<|return|>`,
    ],
    ["behind a sentence", `Sure, here it is: ${text}`],
    ["behind a sentence with brackets", `Here are [1] {as asked}: ${text}`],
    ["before a sentence", `${text}\nAnything else?`],
    ["before a sentence with brackets", `${text}\n\nNote: [food] is {a guess}.`],
    ["with commas before brackets", text.replaceAll("}", ",}").replaceAll("]", ",]")],
    ["without commas between fields", text.replaceAll('","', '" "')],
    ["in single quotes", text.replaceAll('"', "'")],
    ["in curly quotes", text.replace(/"([^"]*)"/g, "“$1”")],
    ["without quotes around fields", text.replace(/"(\w+)":/g, "$1:")],
    ["with comments", text.replace("{", "{ // as asked\n").replace('"kind"', '/* ? */ "kind"')],
    ["as a text", JSON.stringify(text)],
    ["as a list", JSON.stringify([right])],
    ["as a list around it", JSON.stringify([{ accounts: [right] }])],
    ["alone", JSON.stringify(right)],
    ["under other names", JSON.stringify({ result: { data: { answers: [right] } } })],
    ["as a call", JSON.stringify({ id: "call_1", type: "function", arguments: { accounts: [right] } })],
    ["as a call with a text", JSON.stringify({ name: "qualifications", arguments: text })],
    ["under its id", JSON.stringify({ accounts: { [asked.id]: withoutId } })],
    ["a line each", `${JSON.stringify({ ...right, id: "deadbeef" })}\n${JSON.stringify(right)}`],
    ["twice alike", `${text}\nAs JSON:\n${text}`],
  ])("%s", (_, content) => expect(answerTo(jsonIn(content))).toEqual(right));

  test.each(["", "I cannot say.", "{ broken", "null", '"no"', `<think>${text}`, "[".repeat(100_000)])(
    "but not in %.40j",
    (content) => expect(() => jsonIn(content)).toThrow(SyntaxError),
  );

  test("in parts beside the reasoning", () => {
    const content = [
      { type: "thinking", thinking: [] },
      { type: "text", text },
    ];
    const completion = readCompletion({ choices: [{ finish_reason: "stop", message: { content } }] });
    expect(answerTo(answerIn(completion))).toEqual(right);
  });

  test("an account answered twice in different ways is asked about again", () => {
    const draft = JSON.stringify({ accounts: [{ ...right, gender: "male" }] });
    expect(answerTo(jsonIn(`${draft}\nOn second thoughts:\n${text}`))).toBeUndefined();
  });

  test("of an answer that is cut off, what is whole is taken, wherever the cut is", () => {
    const both = JSON.stringify({ accounts: [right, { ...right, id: other.id }] });
    const wholeAt = both.indexOf("},{") + 1;
    for (let length = wholeAt; length < both.lastIndexOf("}]"); length++) {
      const cut = {
        choices: [{ finish_reason: "length", message: { content: both.slice(0, length) } }],
      };
      const { answers } = answersIn(answerIn(cut), [asked, other]);
      expect([...answers]).toEqual([[asked.id, right]]);
    }
  });
});

describe("an answer that is clear though not strict is taken", () => {
  test.each<[string, object, object]>([
    [
      "a topic too many",
      { topics: ["food", "travel", "family", "fashion"] },
      { topics: ["food", "travel", "family"] },
    ],
    ["an unknown topic", { topics: ["baking", "food"] }, {}],
    ["topics in one text", { topics: "Food, travel and #books" }, { topics: ["food", "travel", "books"] }],
    ["one topic as a text", { topics: "food" }, {}],
    [
      "a topic in the other number",
      { topics: ["Sport", "weddings", "foods"] },
      { topics: ["sports", "weddings", "food"] },
    ],
    ["no topics", { topics: undefined }, { topics: [] }],
    ["topics that are null", { topics: null }, { topics: [] }],
    ["a number as text", { gender_confidence: "4" }, { gender_confidence: 4 }],
    ["a number as a word", { gender_confidence: "Three" }, {}],
    ["a number of five", { gender_confidence: "3/5" }, {}],
    ["a number out of five", { gender_confidence: "3 out of 5" }, {}],
    ["a number of ten", { gender_confidence: "7 / 10" }, {}],
    ["a share", { gender_confidence: "80 %" }, { gender_confidence: 4 }],
    ["half a step", { gender_confidence: 3.5 }, {}],
    ["half a step with a comma", { gender_confidence: "3,5" }, {}],
    ["capitals", { gender: "FEMALE", kind: " Person" }, {}],
    ["a list of one", { gender: ["female"], kind: ["person"], language: ["de"] }, {}],
    ["a short word", { gender: "f" }, {}],
    ["a synonym", { gender: "Woman", kind: "Content creator" }, {}],
    ["a brand", { kind: "brand" }, { kind: "business" }],
    ["a fan page", { kind: "fan_page" }, { kind: "fan" }],
    ["no kind", { kind: null }, { kind: "unknown" }],
    ["no gender", { gender: null, gender_confidence: null }, { gender: "unknown", gender_confidence: 0 }],
    [
      "no number where there is no gender",
      { gender: "unknown", gender_confidence: "n/a" },
      { gender: "unknown", gender_confidence: 0 },
    ],
    ["a region", { language: "de-AT" }, {}],
    ["a language that is none", { language: "unknown" }, { language: null }],
    ["an id in capitals", { id: asked.id.toUpperCase() }, {}],
    ["one more field", { note: "sure" }, {}],
  ])("%s", (_, odd, read) =>
    expect(answerTo({ accounts: [{ ...right, ...odd }] })).toEqual({ ...right, ...read }),
  );

  test("fields in another spelling", () =>
    expect(
      answerTo([
        {
          ID: asked.id,
          Lang: "de",
          Gender: "female",
          genderConfidence: 3,
          "Account kind": "person",
          TOPICS: ["food"],
        },
      ]),
    ).toEqual(right));

  test("an id of digits as a number", () => {
    const digits = { id: "12345678" };
    const said = [{ ...right, id: 12345678 }];
    expect(answersIn(said, [digits]).answers.get("12345678")).toEqual({ ...right, id: "12345678" });
  });
});

describe("what is not clear is asked again:", () => {
  test.each([
    { gender: "maybe" },
    { gender: "female or male" },
    { gender: undefined },
    { gender_confidence: "very" },
    { gender_confidence: "high" },
    { gender_confidence: "not 5" },
    { gender_confidence: "4-5" },
    { gender_confidence: 9 },
    { gender_confidence: "6/5" },
    { gender_confidence: -1 },
    { gender_confidence: Number.NaN },
    { gender_confidence: null },
    { gender_confidence: true },
    { gender: "unknown", gender_confidence: 9 },
    { kind: 3 },
    { kind: "person/business" },
    { kind: undefined },
    { id: "deadbeef" },
    { id: undefined },
    { id: { toString: 1 } },
    { gender_confidence: { toString: 1 } },
    { kind: { toString: 1 } },
  ])("%j", (wrong) => {
    const said = {
      accounts: [
        { ...right, ...wrong },
        { ...right, id: other.id },
      ],
    };
    expect([...answersIn(said, [asked, other]).answers.keys()]).toEqual([other.id]);
  });
});
