import { sql, type Transaction } from "kysely";
import type { BatchDefinition, Done, SaveContext, Saved } from "../batch/definition.js";
import { addInto, type Tallies } from "../batch/tallies.js";
import { countFailed } from "../claims/claims.js";
import type { Schema } from "../db/schema.js";
import { SourceError } from "../source-error.js";
import type { SequencerTools } from "./open-sequencers.js";
import { type ClaimRules, claimOutbox, type OutboxItem } from "./outbox.js";
import { permitSending, sendConfirmed } from "./permit.js";
import { recordExplained, recordRefusal, recordWithdrawn } from "./record-answer.js";
import type { AddResult, Explained, Listed, Sequencer } from "./sequencer.js";

/** The hand-over as a batch whose items are requests. */
export function handOverBatch(
  rules: ClaimRules,
): Omit<BatchDefinition<OutboxItem, Tallies, SequencerTools>, "name"> {
  return {
    queue: "EmailOutbox",
    claim: (db, runId, limit) => claimOutbox(db, runId, limit, rules),
    subject: ({ sequence, leads }) => `${sequence}: ${leads} leads`,
    work: handOver,
    save: saveHandedOver,
    async nothingToDo(db) {
      const failed = await countFailed(db, "EmailOutbox");
      if (failed > 0)
        return `${failed} ${failed === 1 ? "request has" : "requests have"} failed for good, with leads that are now stuck; igminer errors --command hand-over shows why, igminer retry --command hand-over returns them to the queue.`;
      return "no lead is waiting in a sequence below its daily cap; see: igminer sequence list";
    },
  };
}

/**
 * Hands over the leads of one outbox row, each exactly once. Leads that may have been sent before are first looked for
 * in the sequencer's list. The row is marked as sent before the request leaves. Leads that the answer does not explain
 * are looked for in the list, and those still unexplained are sent once more, each alone, so that the answer's counters
 * identify them. Each result is saved at once; after a crash at any point the next attempt reads the list.
 * @throws SourceError; "bad_response" if neither answer nor list explains some leads, or if the answer contradicts
 * itself.
 */
async function handOver(item: OutboxItem, tools: SequencerTools, signal: AbortSignal): Promise<Tallies> {
  const sequencer = tools.sequencer(item.via);
  const work: Work = { ...tools, sequencer, tallies: {}, wrong: [], signal };
  if (item.mayBeSent) await findSent(item, work);
  const unknown = await sendTogether(item, work);
  let left = 0;
  for (const email of unknown) left += (await send(item, email, work)).length;
  const problems = [
    ...(left > 0 ? [`${left} leads are missing from the answer's counts and lists`] : []),
    ...(work.wrong.length > 0 ? [`its answer is contradictory: ${[...new Set(work.wrong)].join("; ")}`] : []),
  ];
  if (problems.length > 0) {
    throw new SourceError("bad_response", `${sequencer.name}: ${problems.join("; ")}`, {
      outbox: Number(item.id),
    });
  }
  return work.tallies;
}

/** The tools of one hand-over, and what it has found so far. */
interface Work extends Pick<SequencerTools, "db"> {
  sequencer: Sequencer;
  tallies: Tallies;
  /** Contradictions in the answers. */
  wrong: string[];
  signal: AbortSignal;
}

/** Looks for the leads of a row that may have been sent before in the campaign's list. */
async function findSent(item: OutboxItem, { db, sequencer, tallies, wrong, signal }: Work): Promise<void> {
  const leads = await db
    .selectFrom("EmailSequenceLead")
    .select("email")
    .where("outbox_id", "=", item.id)
    .where("state", "=", "sending")
    .execute();
  const emails = leads.map(({ email }) => email);
  const listed = await sequencer.findLeads(item.campaignId, emails, signal);
  const created = new Map(listed.flatMap(({ email, id }) => (id === null ? [] : [[email, id]])));
  wrong.push(...(await recordExplained(db, item.id, { created, refused: new Map() }, null)));
  addInto(tallies, { found_there: created.size });
}

/** Sends all leads of a row in one request. @returns those that neither its answer nor the list explains. */
async function sendTogether(item: OutboxItem, work: Work): Promise<string[]> {
  try {
    return await send(item, null, work);
  } catch (error) {
    if (!work.sequencer.mayHaveArrived(error)) await recordRefusal(work.db, item.id);
    throw error;
  }
}

/** Sends one lead of a row, or all (null), as far as they may be sent now. @returns the unexplained ones. */
async function send(item: OutboxItem, only: string | null, work: Work): Promise<string[]> {
  const { db, sequencer, tallies, wrong, signal } = work;
  const result = await sequencer.addLeads(
    { ...item, outboxId: item.id },
    (post) => sendPermitted(item, only, post, work),
    signal,
  );
  if (result === null) return [];
  let explained = result.explain(null);
  wrong.push(...explained.wrong, ...(await recordExplained(db, item.id, explained, result)));
  if (explained.unknown.length > 0) {
    const listed = await listedLeads(item.campaignId, explained.unknown, sequencer, signal);
    explained = result.explain(listed);
    wrong.push(...(await recordExplained(db, item.id, explained, null)));
  }
  addInto(tallies, talliesOf(explained));
  const { unknown } = explained;
  if (unknown.length > 0 && (result.remainingInPlan ?? 1) <= 0) {
    throw new SourceError("out_of_budget", `${sequencer.name}: the plan has no room for more leads`, {
      not_taken: unknown.length,
    });
  }
  return unknown;
}

/** Gets the permit, confirms it, and posts the remaining leads. @returns null if there were none. */
async function sendPermitted(
  { id, runId }: OutboxItem,
  only: string | null,
  post: Parameters<Parameters<Sequencer["addLeads"]>[1]>[0],
  { db, tallies }: Work,
): Promise<AddResult | null> {
  for (;;) {
    const permit = await permitSending(db, runId, id);
    addInto(tallies, { withdrawn: permit?.withdrawn ?? 0, over_the_cap: permit?.putBack ?? 0 });
    const permitted = (permit?.leads ?? []).filter(({ email }) => only === null || email === only);
    if (permitted.length === 0) return null;
    // The lists of first names are only loaded if there is somebody to hand over.
    const { asNewLead } = await import("./new-lead.js");
    const confirmed = await sendConfirmed(db, runId, id, async (emails) => {
      const leads = permitted.filter(({ email }) => emails.has(email)).map(asNewLead);
      return leads.length === 0 ? null : post(leads);
    });
    // Midnight passed between permit and sending: the new day's cap applies.
    if (confirmed === "too late") continue;
    addInto(tallies, { withdrawn: confirmed.withdrawn });
    if (confirmed.withdrawn > 0) await recordWithdrawn(db, id, confirmed.withdrawn);
    return confirmed.sent;
  }
}

async function listedLeads(
  campaignId: string,
  emails: readonly string[],
  sequencer: Sequencer,
  signal: AbortSignal,
): Promise<Map<string, Listed>> {
  const listed = new Map<string, Listed>();
  for (const { id, email, campaignId: campaign } of await sequencer.findLeads(null, emails, signal)) {
    const isHere = campaign === campaignId;
    // A lead in a list, but in no campaign, is not written to.
    if (id !== null && (isHere || (campaign && !listed.has(email)))) listed.set(email, { id, isHere });
  }
  return listed;
}

function talliesOf({ created, refused }: Pick<Explained, "created" | "refused">): Tallies {
  const tallies: Tallies = { handed_over: created.size };
  for (const kind of refused.values()) addInto(tallies, { [`refused_${kind}`]: 1 });
  return tallies;
}

/** Closes outbox rows in which the fate of every lead is recorded. */
async function saveHandedOver(
  tx: Transaction<Schema>,
  done: readonly Done<OutboxItem, Tallies>[],
  { runId }: SaveContext,
): Promise<Saved> {
  const tallies: Tallies = {};
  for (const { result } of done) addInto(tallies, result);
  const { rows } = await sql<{ id: bigint }>`
    with held as (
      select id
      from "EmailOutbox"
      where id = any(${done.map(({ item }) => item.id)}::bigint[]) and claimed_by = ${runId}
      order by id
      for no key update
    )
    update "EmailOutbox" as outbox
    set outcome = 'ok', claimed_by = null, next_attempt_at = null, last_error = null
    from held
    where outbox.id = held.id
    returning outbox.id
  `.execute(tx);
  return { closed: rows.length, tallies };
}
