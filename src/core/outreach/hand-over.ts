import { sql, type Transaction } from "kysely";
import type { BatchDefinition, Done, SaveContext, Saved } from "../batch/definition.js";
import { addInto, type Tallies } from "../batch/tallies.js";
import type { Schema } from "../db/schema.js";
import { SourceError } from "../source-error.js";
import { type Explained, explainAnswer, type Listed } from "./explain-answer.js";
import { mayHaveArrived } from "./instantly/answers.js";
import type { Instantly, NewLead } from "./instantly/client.js";
import type { InstantlyTools } from "./instantly/session.js";
import { type ClaimRules, claimOutbox, type OutboxItem } from "./outbox.js";
import { permitSending, type SendableLead } from "./permit.js";
import { recordExplained, recordRefusal } from "./record-answer.js";

/** The hand-over as a batch whose items are requests. */
export function handOverBatch(
  rules: ClaimRules,
): Omit<BatchDefinition<OutboxItem, Tallies, InstantlyTools>, "name"> {
  return {
    queue: "EmailOutbox",
    claim: (db, runId, limit) => claimOutbox(db, runId, limit, rules),
    subject: ({ sequence, leads }) => `${sequence}: ${leads} leads`,
    work: handOver,
    save: saveHandedOver,
    nothingToDo: async () =>
      "no lead waits in a sequence whose cap of today is not reached; igminer sequence list shows how things stand.",
  };
}

/**
 * Hands the leads of one outbox row over, so that none of them is made twice:
 * what may have been sent before is looked for in Instantly's list first; the row is marked as sent before the request
 * leaves; what the answer does not explain is looked for in the list, and what that does not show is sent once more alone,
 * so that the counters name it. What is learnt is written at once; a crash at any point is met by the next attempt's list.
 * @throws SourceError; "bad_response" where leads are left that neither answer nor list explains.
 */
async function handOver(item: OutboxItem, tools: InstantlyTools, signal: AbortSignal): Promise<Tallies> {
  const tallies: Tallies = {};
  if (item.mayBeSent) await findSent(item, tools, tallies, signal);
  const unknown = await sendTogether(item, tools, tallies, signal);
  let left = 0;
  for (const email of unknown) left += (await send(item, email, tools, tallies, signal)).length;
  if (left > 0) {
    throw new SourceError("bad_response", `instantly: ${left} leads are in no counter and no list`, {
      outbox: Number(item.id),
    });
  }
  return tallies;
}

/** Looks what of a row that may have been sent is in the campaign. */
async function findSent(
  item: OutboxItem,
  { db, instantly }: InstantlyTools,
  tallies: Tallies,
  signal: AbortSignal,
): Promise<void> {
  const leads = await db
    .selectFrom("EmailSequenceLead")
    .select("email")
    .where("outbox_id", "=", item.id)
    .where("state", "=", "sending")
    .execute();
  const emails = leads.map(({ email }) => email);
  const listed = await instantly.findLeads(item.campaignId, emails, signal);
  const created = new Map(listed.map((lead) => [(lead.email ?? "").toLowerCase(), lead.id]));
  await recordExplained(db, item.id, { created, refused: new Map() }, null);
  addInto(tallies, { found_at_instantly: created.size });
}

/** Sends all leads of a row in one request. @returns those that neither its answer nor the list explains. */
async function sendTogether(
  item: OutboxItem,
  tools: InstantlyTools,
  tallies: Tallies,
  signal: AbortSignal,
): Promise<string[]> {
  try {
    return await send(item, null, tools, tallies, signal);
  } catch (error) {
    if (!mayHaveArrived(error)) await recordRefusal(tools.db, item.id);
    throw error;
  }
}

/** Sends the leads of a row that may be sent at that moment: one, or all (null). @returns those that are not explained. */
async function send(
  { id, runId, campaignId }: OutboxItem,
  only: string | null,
  { db, instantly }: InstantlyTools,
  tallies: Tallies,
  signal: AbortSignal,
): Promise<string[]> {
  let emails: string[] = [];
  async function take(): Promise<NewLead[]> {
    const permit = await permitSending(db, runId, id);
    addInto(tallies, { withdrawn: permit?.withdrawn ?? 0, over_the_cap: permit?.putBack ?? 0 });
    const leads = (permit?.leads ?? []).filter(({ email }) => only === null || email === only);
    emails = leads.map(({ email }) => email);
    return leads.map(asNewLead);
  }
  const answer = await instantly.addLeads(campaignId, take, signal);
  if (answer === null) return [];
  let explained = explainAnswer(emails, answer, null);
  await recordExplained(db, id, explained, answer);
  if (explained.unknown.length > 0) {
    const listed = await listedLeads(campaignId, explained.unknown, instantly, signal);
    explained = explainAnswer(emails, answer, listed);
    await recordExplained(db, id, explained, null);
  }
  addInto(tallies, talliesOf(explained));
  const { unknown } = explained;
  if (unknown.length > 0 && (answer.remaining_in_plan ?? 1) <= 0) {
    throw new SourceError("out_of_budget", "instantly: the plan has no room for further leads", {
      not_taken: unknown.length,
    });
  }
  return unknown;
}

async function listedLeads(
  campaignId: string,
  emails: readonly string[],
  instantly: Instantly,
  signal: AbortSignal,
): Promise<Map<string, Listed>> {
  const listed = new Map<string, Listed>();
  for (const { id, email, campaign } of await instantly.findLeads(null, emails, signal)) {
    const address = (email ?? "").toLowerCase();
    const isHere = campaign === campaignId;
    // A lead of a list, and not of a campaign, is nobody who is written to.
    if (isHere || (campaign && !listed.has(address))) listed.set(address, { id, isHere });
  }
  return listed;
}

function talliesOf({ created, refused }: Explained): Tallies {
  const tallies: Tallies = { handed_over: created.size };
  for (const kind of refused.values()) addInto(tallies, { [`refused_${kind}`]: 1 });
  return tallies;
}

/** What Instantly gets of a lead; its texts can use the variables. A first name only where the name is known to be one. */
function asNewLead({ email, username, fullName, isNamed, externalLink, followers }: SendableLead): NewLead {
  const firstName = isNamed ? fullName?.trim().split(/\s+/, 1)[0] : undefined;
  return {
    email,
    ...(firstName && { first_name: firstName }),
    ...(externalLink !== null && { website: externalLink }),
    custom_variables: {
      ...(username !== null && {
        username,
        profile_url: `https://www.instagram.com/${username}/`,
      }),
      ...(fullName !== null && { full_name: fullName }),
      ...(followers !== null && { followers: Number(followers) }),
    },
  };
}

/** Closes outbox rows of which every lead's fate is written. */
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
