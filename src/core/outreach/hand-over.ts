import { sql, type Transaction } from "kysely";
import type { Done, SaveContext, Saved } from "../batch/definition.js";
import { addInto, type Tallies } from "../batch/tallies.js";
import type { Schema } from "../db/schema.js";
import { SourceError } from "../net/errors.js";
import { type Explained, explainAnswer, type Listed } from "./explain-answer.js";
import { mayHaveArrived } from "./instantly/answers.js";
import type { Instantly, NewLead } from "./instantly/client.js";
import type { InstantlyTools } from "./instantly/session.js";
import type { OutboxItem } from "./outbox.js";
import { type Permit, permitSending, type SendableLead } from "./permit.js";
import { recordExplained, recordRefusal } from "./record-answer.js";

/**
 * Hands the leads of one outbox row over, so that none of them is made twice:
 * what may have been sent before is looked for in Instantly's list first; the row is marked as sent before the request
 * leaves; what the answer does not explain is looked for in the list, and what that does not show is sent once more alone,
 * so that the counters name it. What is learnt is written at once; a crash at any point is met by the next attempt's list.
 * @throws SourceError; "bad_response" where leads are left that neither answer nor list explains.
 */
export async function handOver(
  item: OutboxItem,
  tools: InstantlyTools,
  signal: AbortSignal,
): Promise<Tallies> {
  const { db } = tools;
  const tallies: Tallies = {};
  if (item.mayBeSent) await findSent(item, tools, tallies, signal);
  const permit = await permitSending(db, item.runId, item.id);
  if (permit === null) return tallies;
  addInto(tallies, { withdrawn: permit.withdrawn, over_the_cap: permit.putBack });
  if (permit.leads.length === 0) return tallies;
  const unknown = await sendTogether(item, permit, tools, tallies, signal);
  const left = await sendAlone(item, unknown, tools, tallies, signal);
  if (left > 0) {
    throw new SourceError(
      "bad_response",
      `instantly: ${left} of ${permit.leads.length} leads are in no counter and no list`,
      { outbox: Number(item.id) },
    );
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

/** Sends all leads of a permit in one request. @returns those that neither its answer nor the list explains. */
async function sendTogether(
  item: OutboxItem,
  { leads }: Permit,
  tools: InstantlyTools,
  tallies: Tallies,
  signal: AbortSignal,
): Promise<SendableLead[]> {
  try {
    return await send(item, leads, tools, tallies, signal);
  } catch (error) {
    if (!mayHaveArrived(error)) await recordRefusal(tools.db, item.id);
    throw error;
  }
}

/** Sends leads one by one. @returns how many are not explained even so. */
async function sendAlone(
  item: OutboxItem,
  leads: readonly SendableLead[],
  tools: InstantlyTools,
  tallies: Tallies,
  signal: AbortSignal,
): Promise<number> {
  let left = 0;
  for (const lead of leads) left += (await send(item, [lead], tools, tallies, signal)).length;
  return left;
}

async function send(
  { id, campaignId }: OutboxItem,
  leads: readonly SendableLead[],
  { db, instantly }: InstantlyTools,
  tallies: Tallies,
  signal: AbortSignal,
): Promise<SendableLead[]> {
  const emails = leads.map(({ email }) => email);
  const answer = await instantly.addLeads(campaignId, leads.map(asNewLead), signal);
  let explained = explainAnswer(emails, answer, null);
  await recordExplained(db, id, explained, answer);
  if (explained.unknown.length > 0) {
    const told = explained;
    const listed = await listedLeads(campaignId, told.unknown, instantly, signal);
    explained = explainAnswer(emails, answer, listed);
    await recordExplained(db, id, explained, null);
  }
  addInto(tallies, talliesOf(explained));
  const unknown = new Set(explained.unknown);
  if (unknown.size > 0 && (answer.remaining_in_plan ?? 1) <= 0) {
    throw new SourceError("out_of_budget", "instantly: the plan has no room for further leads", {
      not_taken: unknown.size,
    });
  }
  return leads.filter(({ email }) => unknown.has(email));
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
export async function saveHandedOver(
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
