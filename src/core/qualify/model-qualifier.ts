import DataLoader from "dataloader";
import type { LanguageModel } from "../openai/language-model.js";
import { isTooLong } from "../openai/refusals.js";
import { REFUSED_REQUEST, SourceError } from "../source-error.js";
import { believedAnswers, checkedAnswer, Misled, OMITTED, withCanary } from "./check-answers.js";
import { isWrittenToModels } from "./instructions.js";
import { qualifyLocally } from "./local-qualifier.js";
import {
  ACCOUNTS_PER_QUESTION,
  type Answer,
  askedAccount,
  inQuestions,
  questionAbout,
} from "./model-question.js";
import { type AccountTexts, type Qualification, readPart } from "./qualification.js";
import type { Qualifier } from "./qualifier.js";

/** Accounts that arrive within this time are asked about together. */
const GATHER_MS = 20;

interface Load {
  texts: AccountTexts;
  signal: AbortSignal;
}

/**
 * Asks a model about many accounts at once, and checks each answer by itself. An account that is missing from an
 * answer, or was in an unusable one, is asked about alone. A text that addresses a model is not sent; local rules
 * qualify that account.
 */
export function openModelQualifier(model: LanguageModel, onNotice: (text: string) => void): Qualifier {
  let mostTogether = ACCOUNTS_PER_QUESTION;
  const loader = new DataLoader<Load, Qualification>((loads) => qualifyTogether(loads), {
    cache: false,
    maxBatchSize: ACCOUNTS_PER_QUESTION,
    batchScheduleFn: (send) => setTimeout(send, GATHER_MS),
  });

  async function qualifyTogether(loads: readonly Load[]): Promise<(Qualification | Error)[]> {
    const found = new Map<Load, Qualification | Error>();
    await Promise.all(inQuestions(loads).map((question) => answerInto(found, question)));
    return loads.map((load) => found.get(load) as Qualification | Error);
  }

  /**
   * Halves a question that is too long for the model as often as possible; later questions start with the size that
   * fitted.
   */
  async function answerInto(
    found: Map<Load, Qualification | Error>,
    question: readonly Load[],
  ): Promise<void> {
    if (question.length > mostTogether) return answerHalves(found, question);
    const results = question.length === 1 ? [] : await askTogether(question);
    if (results === "too long") {
      mostTogether = Math.min(mostTogether, Math.ceil(question.length / 2));
      return answerHalves(found, question);
    }
    const alone = question.filter((load, index) => {
      const result = results[index];
      if (result) found.set(load, result);
      return !result;
    });
    await Promise.all(alone.map(async (load) => found.set(load, await askAlone(load))));
  }

  async function answerHalves(
    found: Map<Load, Qualification | Error>,
    question: readonly Load[],
  ): Promise<void> {
    const middle = Math.ceil(question.length / 2);
    await Promise.all(
      [question.slice(0, middle), question.slice(middle)].map((half) => answerInto(found, half)),
    );
  }

  /** @returns the answer for each account; null if it must be asked about alone. */
  async function askTogether(
    question: readonly Load[],
  ): Promise<(Qualification | Error | null)[] | "too long"> {
    try {
      return await ask(question);
    } catch (error) {
      if (isTooLong(error)) return "too long";
      const isAboutAnswer =
        error instanceof Misled || isKind(error, "bad_response") || isKind(error, "unavailable");
      if (isAboutAnswer)
        onNotice(`${question.length} accounts are sent to the model one by one: ${(error as Error).message}`);
      return question.map(() => (isAboutAnswer ? null : (error as Error)));
    }
  }

  async function askAlone(load: Load): Promise<Qualification | Error> {
    try {
      const [result] = await ask([load]);
      return result ?? new SourceError("bad_response", OMITTED);
    } catch (error) {
      if (isTooLong(error))
        return new SourceError(
          "unauthorized",
          `openai: the context of the model ${model.name} (IGMINER_OPENAI_MODEL) is too small for one account`,
          { reason: REFUSED_REQUEST },
        );
      return error instanceof Misled ? qualifyLocally(load.texts) : (error as Error);
    }
  }

  async function ask(loads: readonly Load[]): Promise<(Qualification | null)[]> {
    const asked = loads.map(({ texts }) => askedAccount(texts));
    const { all, canaryId } = withCanary(asked);
    const signal = (loads[0] as Load).signal;
    const said = await model.ask(questionAbout(all), signal);
    const ids = asked.map(({ id }) => id);
    const { answers, refused } = believedAnswers(said, ids, canaryId);
    if (refused > 0) onNotice(`${refused} answers were rejected: not requested, duplicate or malformed`);
    return asked.map(({ id, texts }) => {
      const answer: Answer | undefined = answers.get(id);
      return answer === undefined ? null : checkedAnswer(answer, texts, model.name);
    });
  }

  return {
    get requests() {
      return model.requests;
    },
    async qualify(given, signal) {
      const texts = readPart(given);
      return isWrittenToModels(texts) ? qualifyLocally(texts) : loader.load({ texts, signal });
    },
    close: () => model.close(),
  };
}

function isKind(error: unknown, kind: SourceError["kind"]): boolean {
  return error instanceof SourceError && error.kind === kind;
}
