import { LANGUAGES } from "../world/languages.js";

/** An account in a request to the model. */
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

/** An instruction hidden in a biography, which a naive model would follow. */
export interface Order {
  /** The words that the biography must contain. */
  words: RegExp;
  /** Which accounts it applies to: its own, or all in the same request. */
  scope: "own" | "all";
  answer: Partial<Omit<Answer, "id">>;
}

const FIRST_NAMES = new Map(
  LANGUAGES.flatMap(({ code, first }) => first.map((name) => [name, code] as const)),
);

/**
 * The answers of the sandbox's model: right about the accounts of the sandbox's world, simple about others. It follows
 * the instructions in biographies that are listed in `orders`.
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
