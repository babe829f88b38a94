import { LANGUAGES } from "../world/languages.js";

/** What the model is asked about an account, and what it answers. */
export interface AskedAccount {
  id: string;
  name: string | null;
  biography: string | null;
  category: string | null;
}

export interface Answer {
  id: string;
  language: string | null;
  gender: string;
  gender_confidence: number;
  kind: string;
  topics: string[];
}

/** An order that a biography may give, and that a model without judgement carries out. */
export interface Order {
  /** What has to stand in the biography. */
  words: RegExp;
  /** Whom it is carried out on: who gave it, or everybody who is asked about with it. */
  scope: "own" | "all";
  answer: Partial<Omit<Answer, "id">>;
}

const FIRST_NAMES = new Map(
  LANGUAGES.flatMap(({ code, first }) => first.map((name) => [name, code] as const)),
);

/**
 * What the sandbox's model makes of accounts: right about the people of the sandbox's world, simple about others. It
 * obeys the orders in biographies that it is given.
 */
export function answersAbout(accounts: readonly AskedAccount[], orders: readonly Order[]): Answer[] {
  const answers = accounts.map(answerAbout);
  for (const { words, scope, answer } of orders) {
    accounts.forEach(({ biography }, index) => {
      if (!words.test(biography ?? "")) return;
      for (const each of scope === "all" ? answers : [answers[index] as Answer]) Object.assign(each, answer);
    });
  }
  return answers;
}

function answerAbout({ id, name, biography, category }: AskedAccount): Answer {
  const first = (name ?? "").toLowerCase().split(" ")[0] as string;
  const isBusiness = category !== null;
  const isNamed = !isBusiness && FIRST_NAMES.has(first);
  return {
    id,
    language: languageOf(biography ?? "") ?? (isNamed ? (FIRST_NAMES.get(first) ?? null) : null),
    gender: isNamed ? (/[ae]$/.test(first) ? "female" : "male") : "unknown",
    gender_confidence: isNamed ? 4 : 0,
    kind: isBusiness ? "business" : "person",
    topics: /caf|kaffee|coffee|back/i.test(biography ?? "") ? ["food"] : [],
  };
}

function languageOf(biography: string): string | null {
  const spoken = LANGUAGES.find(({ bios }) =>
    bios.some((bio) => bio.split("{city}").every((part) => biography.includes(part))),
  );
  return spoken?.code ?? null;
}
