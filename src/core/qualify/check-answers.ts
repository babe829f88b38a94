import { SourceError } from "../source-error.js";
import { languages } from "../text/coded-values.js";
import { genderEvidence } from "./local-qualifier.js";
import { answersIn } from "./model-answers.js";
import { type Answer, type AskedAccount, askedAccount } from "./model-question.js";
import type { AccountTexts, Qualification } from "./qualification.js";

/** The highest confidence in a gender allowed to a model if the texts have no evidence that these rules see too. */
const MOST_UNSEEN = 3;
/** The highest confidence allowed against pronouns, words, or a name on which the lists agree. */
const MOST_AGAINST = 1;
/** From this confidence on, the local rules outweigh a model; a name in only one list stays below it. */
const OUTWEIGHS = 3;

/**
 * A made-up account added to every question. If the model's answer about it differs from the known one, some text has
 * manipulated the model, and the whole answer is rejected.
 */
function newCanary(): AskedAccount {
  return askedAccount({
    fullName: "Sunrise Bakery",
    biography: "Fresh bread every day from 7 am. Order at the counter.",
    category: "Bakery",
  });
}

/** @returns the accounts of a question with a canary at a random position, and its id. */
export function withCanary(asked: readonly AskedAccount[]): { all: AskedAccount[]; canaryId: string } {
  const canary = newCanary();
  const place = Math.floor(Math.random() * (asked.length + 1));
  return { all: asked.toSpliced(place, 0, canary), canaryId: canary.id };
}

/** A text has manipulated the model: its answers to the whole question are worthless. */
export class Misled extends Error {}

/**
 * @returns the answers to a question by id, and how many were rejected, as `answersIn`. Throws SourceError
 * "bad_response" if the canary was not answered, and Misled if it was answered wrongly.
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

/** An account missing from an answer. */
export const OMITTED = "openai: the answer omits the account that was asked about";

/** @returns whether the canary has the expected answer. */
function isCanaryWell({ kind, gender, gender_confidence }: Answer): boolean {
  return kind === "business" && gender === "unknown" && gender_confidence === 0;
}

/**
 * Turns an answer into a qualification. Its format has been checked; here it is compared with the texts: a high
 * confidence in a gender requires a first name, pronouns or words that agree, so that a text cannot talk the model into
 * one.
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
