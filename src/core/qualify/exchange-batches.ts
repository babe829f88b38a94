import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Exchanged } from "../batch/definition.js";
import type { Schema } from "../db/schema.js";
import { inTransaction } from "../db/transaction.js";
import type { BatchAnswers, BatchService, openBatchService } from "../openai/batch-service.js";
import type { OpenAiConfig } from "../openai/client.js";
import type { Question } from "../openai/completion.js";
import { SourceError } from "../source-error.js";
import { carryOutDiscards, claimDiscards } from "./discards.js";
import {
  type AskedAccount,
  askedAccount,
  inQuestions,
  mostTokensOf,
  questionAbout,
} from "./model-question.js";
import {
  type BatchOutcome,
  claimBatches,
  dissolveBatch,
  keepAnswers,
  makeBatch,
  noteHandedOver,
  type OpenBatch,
  type Place,
  placesOf,
  type WaitingAccount,
} from "./questions-under-way.js";

const STOPS: ReadonlySet<string> = new Set(["unauthorized", "out_of_budget"]);

/**
 * Fetches the answers of batches, and has the service delete what it need not keep any longer. Makes no request if
 * nothing is due. Throws SourceError if the model's service refuses to return answers.
 */
export async function fetchAnswers(
  db: Kysely<Schema>,
  config: OpenAiConfig,
  draining: AbortSignal,
): Promise<Exchanged> {
  let service: BatchService | null = null;
  const told: string[] = [];
  try {
    let fetched = 0;
    for (const batch of await claimBatches(db)) {
      if (draining.aborted) break;
      service ??= await openService({ db, config, draining });
      fetched += await lookAfter(db, service, batch, draining);
    }
    if (fetched > 0)
      told.push(`${fetched.toLocaleString("en")} answers were fetched from the model's batches`);
    const discards = await claimDiscards(db);
    if (discards.length > 0) {
      service ??= await openService({ db, config, draining });
      const trouble = await carryOutDiscards(db, service, discards, draining);
      if (trouble !== null) told.push(`what the model's service keeps could not be deleted yet: ${trouble}`);
    }
  } finally {
    await service?.close();
  }
  return { told: told.length > 0 ? told.join("; ") : null, requests: service?.requests ?? 0 };
}

/**
 * Hands over waiting questions in a batch. Makes no request if nothing waits. Throws SourceError if the model's service
 * refuses, or the day's tokens are used up; then the questions keep waiting.
 */
export async function handOverWaiting(
  db: Kysely<Schema>,
  config: OpenAiConfig,
  draining: AbortSignal,
): Promise<Exchanged> {
  let service: BatchService | null = null;
  let accounts = 0;
  try {
    while (!draining.aborted) {
      const id = randomUUID();
      const { model, dailyBudget } = config;
      const batch = await inTransaction(db, (tx) =>
        makeBatch(tx, { id, model }, (waiting) => arrange(waiting, dailyBudget)),
      );
      if (batch === null) break;
      service ??= await openService({ db, config, draining });
      let fileId: string | null = null;
      try {
        fileId = await service.upload(id, batch.questions, draining);
        const remoteId = await service.start(fileId, id, batch.tokens, draining);
        // Delayed for so long that another run has abandoned the batch and put its accounts into a new one.
        if (remoteId !== null && !(await noteHandedOver(db, id, remoteId)))
          await service.cancel(remoteId, draining);
      } catch (error) {
        // A refused file does not exist at the service; one without an answer may.
        const isRefused = error instanceof SourceError && error.kind !== "transient";
        await dissolveBatch(db, id, fileId !== null || !isRefused);
        throw error;
      }
      accounts += batch.places.length;
    }
  } finally {
    await service?.close();
  }
  const told = `${accounts.toLocaleString("en")} accounts were handed over in batches; the model answers within 24 hours`;
  return { told: accounts > 0 ? told : null, requests: service?.requests ?? 0 };
}

/**
 * Divides accounts into questions, each with its canary at a random position.
 * @param mostTokens per batch; accounts that do not fit wait for the next one.
 */
async function arrange(waiting: readonly WaitingAccount[], mostTokens: number) {
  const { withCanary } = await loadChecks();
  const arranged = {
    questions: [] as Question[],
    places: [] as Place[],
    canaries: [] as string[],
    tokens: 0,
  };
  for (const group of inGroups(waiting)) {
    const asked = group.map(({ texts }) => askedAccount(texts));
    const { all, canaryId } = withCanary(asked);
    const question = questionAbout(all);
    const tokens = mostTokensOf(question);
    // The first one is included in any case; the gate decides whether it is affordable.
    if (arranged.tokens + tokens > mostTokens && arranged.questions.length > 0) break;
    const place = arranged.questions.push(question) - 1;
    arranged.tokens += tokens;
    arranged.canaries.push(canaryId);
    arranged.places.push(
      ...group.map(({ id }, at) => ({ id, place, askedAs: (asked[at] as AskedAccount).id })),
    );
  }
  return arranged;
}

/** Groups of one question each. */
function inGroups(waiting: readonly WaitingAccount[]): WaitingAccount[][] {
  const together = waiting.filter(({ isAlone }) => !isAlone);
  const alone = waiting.filter(({ isAlone }) => isAlone);
  return [...inQuestions(together), ...alone.map((account) => [account])];
}

/** The checks of answers, which load the models of languages: most runs have no batch to look after. */
const loadChecks = () => import("./check-answers.js");

/** Loads the service's client only if it is needed. */
async function openService(options: Parameters<typeof openBatchService>[0]): Promise<BatchService> {
  const { openBatchService } = await import("../openai/batch-service.js");
  return openBatchService(options);
}

/** @returns how many accounts the batch has answered. */
async function lookAfter(
  db: Kysely<Schema>,
  service: BatchService,
  batch: OpenBatch,
  signal: AbortSignal,
): Promise<number> {
  const remoteId = batch.remoteId ?? (await service.find(batch.id, signal));
  if (remoteId === null) {
    await dissolveBatch(db, batch.id, true);
    return 0;
  }
  if (batch.remoteId === null) await noteHandedOver(db, batch.id, remoteId);
  const state = await service.look(remoteId, signal);
  switch (state.status) {
    case "under way":
    case "being cancelled":
      return 0;
    case "gone":
      await dissolveBatch(db, batch.id, true);
      return 0;
    case "refused":
      await dissolveBatch(db, batch.id, true);
      throw state.error;
    case "ended": {
      const answers = await service.answers(state.files, signal);
      const outcome = await outcomeOf(batch, await placesOf(db, batch.id), answers);
      await inTransaction(db, (tx) => keepAnswers(tx, batch.id, outcome));
      const refusal = refusalIn(answers);
      if (refusal !== null) throw refusal;
      return outcome.answered.length;
    }
    default:
      return state satisfies never;
  }
}

/** A refusal that does not depend on the account (a parameter, the key, the credit) is not charged to any. */
function refusalIn(answers: BatchAnswers): SourceError | null {
  for (const each of answers.values()) if ("error" in each && STOPS.has(each.error.kind)) return each.error;
  return null;
}

/** The answers of a batch for its accounts, checked like immediate answers. */
async function outcomeOf(
  { canaries }: OpenBatch,
  places: readonly Place[],
  answers: BatchAnswers,
): Promise<BatchOutcome> {
  const { believedAnswers, Misled, OMITTED } = await loadChecks();
  const outcome: BatchOutcome = { answered: [], unusable: [] };
  for (const [place, canary] of canaries.entries()) {
    const said = answers.get(place);
    const accounts = places.filter((each) => each.place === place);
    // What the service did not process is asked again, without counting an attempt.
    if (said === undefined || accounts.length === 0) continue;
    const unusable = (error: string) => outcome.unusable.push(...accounts.map(({ id }) => ({ id, error })));
    if ("error" in said && STOPS.has(said.error.kind)) continue;
    if ("error" in said) {
      unusable(said.error.message);
      continue;
    }
    try {
      const ids = accounts.map(({ askedAs }) => askedAs);
      const { answers: byId } = believedAnswers(said.said, ids, canary);
      for (const { id, askedAs } of accounts) {
        const answer = byId.get(askedAs);
        if (answer === undefined) outcome.unusable.push({ id, error: OMITTED });
        else outcome.answered.push({ id, answer });
      }
    } catch (error) {
      // If the account was asked about alone, its own text is the cause.
      if (error instanceof Misled && accounts.length === 1)
        outcome.answered.push(...accounts.map(({ id }) => ({ id, answer: null })));
      else if (error instanceof Misled || error instanceof SourceError) unusable(error.message);
      else throw error;
    }
  }
  return outcome;
}
