import * as z from "zod";
import type { OpenGate } from "../../net/gate.js";
import type { HttpClient } from "../../net/http.js";
import { SourceError } from "../../source-error.js";
import type { AddResult, NewLead, Sequencer, SequencerLead } from "../sequencer.js";
import {
  type AddAnswer,
  addAnswer,
  analyticsAnswer,
  blockListPage,
  leadOf,
  leadPage,
  mayHaveArrived,
  readAnswer,
} from "./answers.js";
import { explainAnswer } from "./explain-answer.js";

/** The most leads in one request. */
const LEADS_PER_REQUEST = 1_000;
const PAGE = 100;

export interface InstantlyOptions {
  http: HttpClient;
  gate: Pick<OpenGate, "run" | "runOnce">;
  baseUrl: string;
  key: string;
  /** The database's clock. */
  now(): Date;
}

/** Opens Instantly's API, version 2, behind its gate. */
export function openInstantly({ http, gate, baseUrl, key, now }: InstantlyOptions): Sequencer {
  const headers = { authorization: `Bearer ${key}`, accept: "application/json" };
  const urlOf = (path: string) => new URL(path, baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`);

  function get<Shape extends z.ZodType>(
    path: string,
    query: Record<string, string>,
    shape: Shape,
    signal: AbortSignal,
  ): Promise<z.output<Shape>> {
    const url = urlOf(path);
    url.search = new URLSearchParams(query).toString();
    return gate.run(
      async (attempt) =>
        readAnswer(await http.get(url, { headers, signal: attempt.signal }), path, shape, now()),
      signal,
    );
  }

  async function post<Shape extends z.ZodType>(
    path: string,
    content: object,
    shape: Shape,
    signal: AbortSignal,
  ): Promise<z.output<Shape>> {
    const request = {
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(content),
      signal,
    };
    return readAnswer(await http.post(urlOf(path), request), path, shape, now());
  }

  /** Deletes something. A 404 counts as success, since the answer to an earlier attempt may have been lost. */
  function remove(path: string, signal: AbortSignal): Promise<void> {
    return gate.run(async (attempt) => {
      const answer = await http.delete(urlOf(path), { headers, signal: attempt.signal });
      if (answer.status !== 404) readAnswer(answer, path, z.unknown(), now());
    }, signal);
  }

  const listLeads = (query: object, signal: AbortSignal) =>
    gate.run((attempt) => post("leads/list", { limit: PAGE, ...query }, leadPage, attempt.signal), signal);

  async function findSome(
    campaignId: string | null,
    emails: readonly string[],
    signal: AbortSignal,
  ): Promise<SequencerLead[]> {
    const wanted = new Set(emails);
    const found: SequencerLead[] = [];
    let cursor: string | null = null;
    do {
      // Reads to the end of the list: an address may be in several campaigns, and if the filter is ignored that only
      // costs time.
      const page: z.output<typeof leadPage> = await listLeads(
        {
          contacts: emails,
          ...(campaignId !== null && { campaign: campaignId }),
          ...(cursor !== null && { starting_after: cursor }),
        },
        signal,
      );
      found.push(
        ...page.items
          .flatMap((row) => leadOf(row) ?? [])
          .filter(
            (lead) => wanted.has(lead.email) && (campaignId === null || lead.campaignId === campaignId),
          ),
      );
      cursor = page.items.length === 0 ? null : (page.next_starting_after ?? null);
    } while (cursor !== null);
    return found;
  }

  async function pageAfter(campaignId: string, cursor: string | null, signal: AbortSignal) {
    const { items, next_starting_after: next } = await listLeads(
      { campaign: campaignId, ...(cursor !== null && { starting_after: cursor }) },
      signal,
    );
    const leads = items
      .flatMap((row) => leadOf(row) ?? [])
      .filter((lead) => lead.campaignId === null || lead.campaignId === campaignId);
    return {
      leads,
      next: items.length === 0 ? null : (next ?? null),
      unreadable: items.length - leads.length,
    };
  }

  async function entriesOf(value: string, signal: AbortSignal) {
    const query = { search: value, limit: String(PAGE) };
    const { items } = await get("block-lists-entries", query, blockListPage, signal);
    return items.filter(({ bl_value }) => bl_value.toLowerCase() === value);
  }

  return {
    name: "instantly",
    title: "Instantly",
    leadsPerRequest: LEADS_PER_REQUEST,
    canBeAsked: true,
    mayHaveArrived,
    addLeads: ({ campaignId }, withLeads, signal) =>
      gate.runOnce(async (attempt) => {
        const result = await withLeads(async (leads) => {
          const content = {
            campaign_id: campaignId,
            skip_if_in_campaign: true,
            leads: leads.map(asInstantly),
          };
          const answer = await post("leads/add", content, addAnswer, attempt.signal);
          return resultOf(
            leads.map(({ email }) => email),
            answer,
          );
        });
        if (result === null) attempt.charge(0);
        return result;
      }, signal),
    async findLeads(campaignId, emails, signal) {
      const found: SequencerLead[] = [];
      for (let from = 0; from < emails.length; from += PAGE)
        found.push(...(await findSome(campaignId, emails.slice(from, from + PAGE), signal)));
      return found;
    },
    async leadsAfter(campaignId, cursor, signal) {
      try {
        return await pageAfter(campaignId, cursor, signal);
      } catch (error) {
        const isRefused =
          error instanceof SourceError && error.kind === "bad_response" && error.context.status === 400;
        if (cursor === null || !isRefused) throw error;
        return pageAfter(campaignId, null, signal);
      }
    },
    async figures(campaignId, signal) {
      const campaigns = await get("campaigns/analytics", { id: campaignId }, analyticsAnswer, signal);
      const found = campaigns.find(({ campaign_id }) => campaign_id === campaignId);
      if (found === undefined) return null;
      const { campaign_id: _id, ...figures } = found;
      return figures;
    },
    deleteLead: ({ reference }, signal) => remove(`leads/${encodeURIComponent(reference)}`, signal),
    // Instantly answers with a job that runs in the background (reference of Instantly's API, "Move leads to a campaign
    // or list").
    moveLead: ({ reference, campaignId }, listId, signal) => {
      const content = { ids: [reference], campaign: campaignId, to_list_id: listId };
      return gate
        .run((attempt) => post("leads/move", content, z.unknown(), attempt.signal), signal)
        .then(() => {});
    },
    setPaused: (campaignId, isPaused, signal) => {
      const path = `campaigns/${encodeURIComponent(campaignId)}/${isPaused ? "pause" : "activate"}`;
      return gate.run((attempt) => post(path, {}, z.unknown(), attempt.signal), signal).then(() => {});
    },
    isBlocked: async (value, signal) => (await entriesOf(value, signal)).length > 0,
    async block(value, signal) {
      await gate.runOnce(
        (attempt) => post("block-lists-entries", { bl_value: value }, z.object({}), attempt.signal),
        signal,
      );
    },
    async unblock(value, signal) {
      for (const { id } of await entriesOf(value, signal))
        if (id) await remove(`block-lists-entries/${encodeURIComponent(id)}`, signal);
    },
  };
}

function asInstantly({ email, firstName, website, variables }: NewLead) {
  return {
    email,
    ...(firstName !== null && { first_name: firstName }),
    ...(website !== null && { website }),
    custom_variables: variables,
  };
}

function resultOf(emails: readonly string[], answer: AddAnswer): AddResult {
  const { created_leads: leads, remaining_in_plan: remaining, ...counters } = answer;
  return {
    explain: (listed) => explainAnswer(emails, answer, listed),
    remainingInPlan: remaining ?? null,
    counters: { ...counters, created: leads.length },
  };
}
