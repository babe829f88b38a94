import { SourceError } from "../source-error.js";
import { languages } from "../text/coded-values.js";
import { genderEvidence } from "./local-qualifier.js";
import { type Answer, type AskedAccount, answersIn, askedAccount } from "./model-question.js";
import type { AccountTexts, Qualification } from "./qualification.js";

/** What a model may say of a gender without anything in the texts that these rules see too. */
const MOST_UNSEEN = 3;
/** What it may say against pronouns, words, or a name on which the lists agree. */
const MOST_AGAINST = 1;
/** From this confidence on the local rules outweigh a model: what one list of first names says alone does not. */
const OUTWEIGHS = 3;

/**
 * A made-up account that goes with every question. Its answer is known: if it comes otherwise, some text has spoken to the
 * model, and nothing of that answer is believed.
 */
function newCanary(): AskedAccount {
  return askedAccount({
    fullName: "Sunrise Bakery",
    biography: "Fresh bread every day from 7 am. Order at the counter.",
    category: "Bakery",
  });
}

/** @returns the accounts of a question with a canary among them, at a place that nobody could know, and its id. */
export function withCanary(asked: readonly AskedAccount[]): { all: AskedAccount[]; canaryId: string } {
  const canary = newCanary();
  const place = Math.floor(Math.random() * (asked.length + 1));
  return { all: asked.toSpliced(place, 0, canary), canaryId: canary.id };
}

/** A model was spoken to by a text: what it says about anybody in that question is worth nothing. */
export class Misled extends Error {}

/**
 * @returns the answers to a question by id, and how many were refused, as `answersIn`. Throws SourceError "bad_response" where the
 * canary was not answered, and Misled where it was answered wrongly.
 */
export function believedAnswers(
  said: unknown,
  ids: readonly string[],
  canaryId: string,
): ReturnType<typeof answersIn> {
  const found = answersIn(
    said,
    [canaryId, ...ids].map((id) => ({ id })),
  );
  const canary = found.answers.get(canaryId);
  if (canary === undefined)
    throw new SourceError("bad_response", "openai: the answer omits the made-up control account");
  if (!isCanaryWell(canary))
    throw new Misled("the made-up control account was answered wrongly, so a text has misled the model");
  return found;
}

/** An account that is left out of an answer. */
export const OMITTED = "openai: the answer omits the account that was asked about";

/** @returns whether the canary was answered as it has to be. */
function isCanaryWell({ kind, gender, gender_confidence }: Answer): boolean {
  return kind === "business" && gender === "unknown" && gender_confidence === 0;
}

/**
 * Makes a qualification of an answer. Its form is checked already; here it is held against the texts: a high confidence in
 * a gender needs a first name, pronouns or words that say the same, so that a text cannot talk the model into one.
 */
export function checkedAnswer(answer: Answer, texts: AccountTexts, model: string): Qualification {
  const gender = answer.gender === "unknown" ? null : answer.gender;
  const evidence = genderEvidence(texts);
  const isAgainst = evidence.gender !== null && evidence.gender !== gender;
  const most =
    evidence.gender === gender
      ? 5
      : isAgainst && evidence.confidence >= OUTWEIGHS
        ? MOST_AGAINST
        : MOST_UNSEEN;
  return {
    language: answer.language === null ? null : languages.read(answer.language),
    gender,
    genderConfidence: gender === null ? 0 : Math.min(answer.gender_confidence, most),
    kind: answer.kind === "unknown" ? null : answer.kind,
    topics: [...new Set(answer.topics)],
    by: model,
  };
}
