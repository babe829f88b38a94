import { jsonIn } from "../openai/json-in.js";
import { ANSWER, type Answer } from "./model-question.js";
import { ACCOUNT_KINDS, GENDERS, MOST_TOPICS, TOPICS } from "./qualification.js";

/** Answers lie this deep at most: `[{ result: { data: { accounts: [answer] } } }]`. */
const DEEPEST = 6;
const NOTHING = ["", "-", "null", "none", "nan", "n/a", "na", "unknown", "undetermined", "unspecified"];

/** Other words for the values that were asked for. "Maybe" is none of them. */
const GENDER_WORDS: Readonly<Record<Answer["gender"], readonly string[]>> = {
  female: ["f", "woman", "girl", "feminine"],
  male: ["m", "man", "boy", "masculine"],
  other: ["non binary", "nonbinary", "diverse", "divers"],
  unknown: ["not applicable", "unclear", "neutral", ...NOTHING],
};
/** A creator is a person with an audience, as in docs/qualification.md. */
const KIND_WORDS: Readonly<Record<Answer["kind"], readonly string[]>> = {
  person: [
    ...["individual", "human", "personal", "personal account", "private person", "public figure"],
    ...["creator", "content creator", "digital creator", "influencer", "blogger"],
  ],
  business: [
    ...["brand", "company", "organization", "organisation", "business account", "local business"],
    ...["shop", "store", "club", "place", "institution"],
  ],
  fan: ["fan page", "fanpage", "fan account", "parody"],
  bot: ["automated", "bot account"],
  unknown: ["not applicable", "unclear", "other", ...NOTHING],
};
const NUMBER_WORDS = ["zero", "one", "two", "three", "four", "five"];
/** Fields by their letters alone, so that `genderConfidence` and `Gender confidence` are `gender_confidence`. */
const FIELDS: Readonly<Record<string, keyof Answer>> = {
  id: "id",
  language: "language",
  lang: "language",
  gender: "gender",
  genderconfidence: "gender_confidence",
  confidence: "gender_confidence",
  kind: "kind",
  accountkind: "kind",
  type: "kind",
  topics: "topics",
  topic: "topics",
};

type Said = Partial<Record<keyof Answer, unknown>>;

/**
 * The answers in a model's output, by id. An answer about another account, with an invalid format, or given twice in
 * different ways is left out and counted.
 */
export function answersIn(
  said: unknown,
  asked: readonly { id: string }[],
): { answers: Map<string, Answer>; refused: number } {
  const ids = new Set(asked.map(({ id }) => id));
  const answers = new Map<string, Answer>();
  const twice = new Set<string>();
  let refused = 0;
  for (const each of saidIn(said, ids)) {
    const { data: answer } = ANSWER.safeParse(asAsked(each));
    if (answer === undefined || !ids.has(answer.id)) refused++;
    else if (isAnother(answers.get(answer.id), answer)) twice.add(answer.id);
    else answers.set(answer.id, answer);
  }
  for (const id of twice) answers.delete(id);
  return { answers, refused: refused + twice.size };
}

const isAnother = (known: Answer | undefined, answer: Answer) =>
  known !== undefined && JSON.stringify(known) !== JSON.stringify(answer);

/** The answers in a value wherever they lie: in a list, under any name, as a text, or each under its id. */
function saidIn(value: unknown, ids: ReadonlySet<string>, depth = 0): Said[] {
  if (depth > DEEPEST) return [];
  if (typeof value === "string") return /^\s*[[{]/.test(value) ? saidIn(parsed(value), ids, depth + 1) : [];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each) => saidIn(each, ids, depth + 1));
  const fields = fieldsOf(value);
  if ("gender" in fields) return [fields];
  return Object.entries(value).flatMap(([key, inside]) =>
    ids.has(key) && isRecord(inside) ? [{ id: key, ...fieldsOf(inside) }] : saidIn(inside, ids, depth + 1),
  );
}

function parsed(text: string): unknown {
  try {
    return jsonIn(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const isRecord = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function fieldsOf(value: object): Said {
  const fields: Said = {};
  for (const [key, inside] of Object.entries(value)) {
    const field = FIELDS[key.toLowerCase().replace(/[^a-z]/g, "")];
    if (field !== undefined && (key === field || !(field in fields))) fields[field] = only(inside);
  }
  return fields;
}

/** A list of one is the one. */
const only = (value: unknown) => (Array.isArray(value) && value.length === 1 ? value[0] : value);

/** Corrects an answer that is clear but not strictly valid. What is not clear is left as it is, and is invalid. */
function asAsked(said: Said): unknown {
  const gender = wordIn(said.gender, [...GENDERS, "unknown"], GENDER_WORDS);
  return {
    id: plainWord(said.id),
    language: languageIn(said.language),
    gender,
    gender_confidence: confidenceIn(said.gender_confidence, gender),
    kind: wordIn(said.kind, [...ACCOUNT_KINDS, "unknown"], KIND_WORDS),
    topics: topicsIn(said.topics),
  };
}

/** Of a text, a number or null; "?" for a list or an object, whose own `toString` may be anything. */
const plainWord = (value: unknown) =>
  (value === null || typeof value === "string" || typeof value === "number" ? String(value) : "?")
    .toLowerCase()
    .replace(/[\s_-]+/g, " ")
    .replace(/^[\s"'#]+|[\s"'.]+$/g, "");

function wordIn<Word extends string>(
  value: unknown,
  known: readonly Word[],
  others: Readonly<Record<Word, readonly string[]>>,
): Word | unknown {
  // A field that is missing was forgotten; one that is null was answered.
  if (value !== null && typeof value !== "string") return value;
  const word = plainWord(value);
  return known.find((each) => each === word || others[each].includes(word)) ?? value;
}

function languageIn(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const word = value.trim().toLowerCase();
  return NOTHING.includes(word) ? null : (word.split(/[-_]/)[0] ?? null);
}

/** Of 5, rounded down: nobody becomes surer than the model was. Also "3/5", "80%" and "three"; "high" is no number. */
function confidenceIn(value: unknown, gender: unknown): unknown {
  const isNothing = value === null || value === undefined || NOTHING.includes(plainWord(value));
  if (isNothing) return gender === "unknown" ? 0 : value;
  if (typeof value === "number") return Math.floor(value);
  if (typeof value !== "string") return value;
  const text = plainWord(value).replace(/(\d),(\d)/g, "$1.$2");
  if (NUMBER_WORDS.includes(text)) return NUMBER_WORDS.indexOf(text);
  const [, told, , whole, percent] =
    /^(\d+(\.\d+)?) ?(?:(?:\/|of|out of) ?(\d+)|(%))?$/.exec(text) ?? ([] as undefined[]);
  if (told === undefined) return value;
  const most = percent === undefined ? Number(whole ?? 5) : 100;
  return Math.floor((5 * Number(told)) / most);
}

/** The known topics among those told, also as one text. */
function topicsIn(value: unknown): string[] {
  const told = Array.isArray(value) ? value : typeof value === "string" ? value.split(/[,;|/\n]| and /i) : [];
  const words = told.map(plainWord);
  const known = words.flatMap(
    (word) => TOPICS.find((topic) => [word, `${word}s`, word.replace(/s$/, "")].includes(topic)) ?? [],
  );
  return [...new Set(known)].slice(0, MOST_TOPICS);
}
