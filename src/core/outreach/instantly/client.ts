import * as z from "zod";
import type { OpenGate } from "../../net/gate.js";
import type { HttpClient } from "../../net/http.js";
import {
  type AddAnswer,
  addAnswer,
  analyticsAnswer,
  blockListPage,
  type CampaignAnalytics,
  type InstantlyLead,
  leadPage,
  readAnswer,
} from "./answers.js";

/** A lead as Instantly takes it. */
export interface NewLead {
  email: string;
  first_name?: string;
  website?: string;
  custom_variables: Record<string, string | number>;
}

/** A request takes so many leads at most. */
export const LEADS_PER_REQUEST = 1_000;
const PAGE = 100;

/** Instantly's API, version 2. Every method throws `SourceError`. */
export interface Instantly {
  /**
   * Adds up to 1,000 leads to a campaign, unless they are in it or in another one. Sent once: where it throws, the leads
   * may have been added all the same (`mayHaveArrived`).
   * @param take asked for the leads when the request's turn has come, right before it is sent.
   * @returns null where it gave none: nothing was sent.
   */
  addLeads(
    campaignId: string,
    take: () => Promise<readonly NewLead[]>,
    signal: AbortSignal,
  ): Promise<AddAnswer | null>;
  /** @returns the leads of these addresses: of one campaign, or of all (null). A lead may appear some seconds late. */
  findLeads(
    campaignId: string | null,
    emails: readonly string[],
    signal: AbortSignal,
  ): Promise<InstantlyLead[]>;
  /** A page of a campaign's leads, by id. @returns with it the cursor of the next page, null after the last. */
  leadsAfter(
    campaignId: string,
    cursor: string | null,
    signal: AbortSignal,
  ): Promise<{ leads: InstantlyLead[]; next: string | null }>;
  /** @returns the figures of a campaign; null where Instantly knows none. */
  analytics(campaignId: string, signal: AbortSignal): Promise<CampaignAnalytics | null>;
  /** @returns whether an address or domain stands in the block list. */
  isBlocked(value: string, signal: AbortSignal): Promise<boolean>;
  /** Puts an address or domain into the block list. Sent once, as `addLeads`. */
  block(value: string, signal: AbortSignal): Promise<void>;
}

export interface InstantlyOptions {
  http: HttpClient;
  gate: Pick<OpenGate, "run" | "runOnce">;
  baseUrl: string;
  key: string;
  /** The database's clock. */
  now(): Date;
}

/** Opens Instantly behind its gate. */
export function openInstantly({ http, gate, baseUrl, key, now }: InstantlyOptions): Instantly {
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

  const listLeads = (query: object, signal: AbortSignal) =>
    gate.run((attempt) => post("leads/list", { limit: PAGE, ...query }, leadPage, attempt.signal), signal);

  async function findSome(
    campaignId: string | null,
    emails: readonly string[],
    signal: AbortSignal,
  ): Promise<InstantlyLead[]> {
    const wanted = new Set(emails);
    const found: InstantlyLead[] = [];
    let cursor: string | null = null;
    do {
      // To the end of the list: an address may be in several campaigns, and a filter that is not obeyed costs time only.
      const page: z.output<typeof leadPage> = await listLeads(
        {
          contacts: emails,
          ...(campaignId !== null && { campaign: campaignId }),
          ...(cursor !== null && { starting_after: cursor }),
        },
        signal,
      );
      found.push(
        ...page.items.filter(
          ({ email, campaign }) =>
            wanted.has(email?.toLowerCase() ?? "") && (campaignId === null || campaign === campaignId),
        ),
      );
      cursor = page.items.length === 0 ? null : (page.next_starting_after ?? null);
    } while (cursor !== null);
    return found;
  }

  return {
    addLeads: (campaignId, take, signal) =>
      gate.runOnce(async (attempt) => {
        const leads = await take();
        if (leads.length === 0) {
          attempt.charge(0);
          return null;
        }
        const content = { campaign_id: campaignId, skip_if_in_campaign: true, leads };
        return post("leads/add", content, addAnswer, attempt.signal);
      }, signal),
    async findLeads(campaignId, emails, signal) {
      const found: InstantlyLead[] = [];
      for (let from = 0; from < emails.length; from += PAGE)
        found.push(...(await findSome(campaignId, emails.slice(from, from + PAGE), signal)));
      return found;
    },
    async leadsAfter(campaignId, cursor, signal) {
      const { items, next_starting_after: next } = await listLeads(
        { campaign: campaignId, ...(cursor !== null && { starting_after: cursor }) },
        signal,
      );
      return {
        leads: items.filter(({ campaign }) => campaign === campaignId),
        next: items.length === 0 ? null : (next ?? null),
      };
    },
    async analytics(campaignId, signal) {
      const campaigns = await get("campaigns/analytics", { id: campaignId }, analyticsAnswer, signal);
      return campaigns.find(({ campaign_id }) => campaign_id === campaignId) ?? null;
    },
    async isBlocked(value, signal) {
      const query = { search: value, limit: String(PAGE) };
      const { items } = await get("block-lists-entries", query, blockListPage, signal);
      return items.some(({ bl_value }) => bl_value.toLowerCase() === value);
    },
    async block(value, signal) {
      await gate.runOnce(
        (attempt) => post("block-lists-entries", { bl_value: value }, z.object({}), attempt.signal),
        signal,
      );
    },
  };
}
