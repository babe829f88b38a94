import * as z from "zod";
import type { HttpAnswer } from "../../net/http-answer.js";
import { RateLimited, SourceError } from "../../source-error.js";
import { retryAfterMs } from "../../sources/answers.js";
import { excerptOf, parseJson } from "../../sources/json.js";

const counter = z.number().int().min(0).default(0);
const time = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .nullish();

/** What `POST /leads/add` counts and lists; what is in none of the counters is not told. */
export const addAnswer = z.object({
  leads_uploaded: counter,
  /** Already in this campaign. */
  duplicated_leads: counter,
  /** Left out by `skip_if_in_campaign`: in another campaign, perhaps in this one. */
  skipped_count: counter,
  invalid_email_count: counter,
  in_blocklist: counter,
  incomplete_count: counter,
  duplicate_email_count: counter,
  remaining_in_plan: z.number().int().nullish(),
  created_leads: z
    .array(z.object({ id: z.string().min(1), email: z.string().nullish(), index: z.number().int() }))
    .default([]),
});
export type AddAnswer = z.output<typeof addAnswer>;

const lead = z.object({
  id: z.string().min(1),
  email: z.string().nullish(),
  campaign: z.string().nullish(),
  status: z.number().int(),
  lt_interest_status: z.number().int().nullish(),
  email_open_count: counter,
  email_reply_count: counter,
  email_click_count: counter,
  timestamp_updated: time,
  timestamp_last_contact: time,
  timestamp_last_reply: time,
});
export type InstantlyLead = z.output<typeof lead>;

/** A page of `POST /leads/list`. */
export const leadPage = z.object({ items: z.array(lead), next_starting_after: z.string().nullish() });

/** `GET /campaigns/analytics`: a list of campaigns. */
export const analyticsAnswer = z.array(
  z.object({
    campaign_id: z.string(),
    leads_count: counter,
    contacted_count: counter,
    emails_sent_count: counter,
    open_count: counter,
    reply_count: counter,
    link_click_count: counter,
    bounced_count: counter,
    unsubscribed_count: counter,
    completed_count: counter,
  }),
);
export type CampaignAnalytics = z.output<typeof analyticsAnswer>[number];

/** A page of `GET /block-lists-entries`. */
export const blockListPage = z.object({ items: z.array(z.object({ bl_value: z.string() })) });

/**
 * Reads an answer of Instantly. An error may come with any status, 200 too (facts §5).
 * @throws SourceError of the kind that the status means, with it in its context; RateLimited; "bad_response" where the
 * body is an error or not what it should be.
 */
export function readAnswer<Shape extends z.ZodType>(
  answer: HttpAnswer,
  path: string,
  shape: Shape,
  now: Date,
): z.output<Shape> {
  if (answer.status >= 300) throw trouble(answer.status, answer, path, now);
  const json = parseJson(answer.body);
  const error = errorIn(json);
  if (error?.statusCode !== undefined) throw trouble(error.statusCode, answer, path, now);
  if (error !== null) {
    throw new SourceError("bad_response", `instantly: ${path}: ${error.text}`, {
      path,
      excerpt: excerptOf(answer.body),
    });
  }
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new SourceError("bad_response", `instantly: ${path}: the answer is not what it should be`, {
    path,
    issues: parsed.error.issues.slice(0, 5).map(({ path: at, message }) => `${at.join(".")}: ${message}`),
    excerpt: excerptOf(answer.body),
  });
}

/**
 * @returns whether a request that ended in this error may have been carried out all the same: not where it never left, and
 * not where Instantly said that it refused it.
 */
export function mayHaveArrived(error: unknown): boolean {
  if (!(error instanceof SourceError)) return true;
  switch (error.kind) {
    case "rate_limited":
    case "out_of_budget":
    case "unauthorized":
    case "not_found":
    case "unavailable":
      return false;
    case "blocked":
    case "bad_response":
      return !isRefusal(error.context.status) && error.context.breaker === undefined;
    case "transient":
      return true;
    default:
      return error.kind satisfies never;
  }
}

function isRefusal(status: unknown): boolean {
  return typeof status === "number" && status >= 400 && status < 500;
}

function errorIn(json: unknown): { text: string; statusCode: number | undefined } | null {
  if (typeof json !== "object" || json === null || !("error" in json)) return null;
  const { error, message, statusCode } = json as Record<string, unknown>;
  if (error === null || error === false || error === "") return null;
  const text = [error, message].filter((part) => typeof part === "string").join(": ");
  return {
    text: text || "an error without words",
    statusCode: typeof statusCode === "number" && statusCode >= 400 ? statusCode : undefined,
  };
}

function trouble(status: number, answer: HttpAnswer, path: string, now: Date): SourceError {
  const context = { status, path, excerpt: excerptOf(answer.body) };
  switch (true) {
    case status === 401 || status === 403:
      return new SourceError(
        "unauthorized",
        `instantly: the key is not accepted or lacks a scope (${status})`,
        context,
      );
    case status === 402:
      return new SourceError("out_of_budget", "instantly: the plan has no credits left (402)", context);
    case status === 429:
      return new RateLimited("instantly: too many requests (429)", retryAfterMs(answer, now), context);
    case status === 408 || status >= 500:
      return new SourceError("transient", `instantly: server trouble (${status})`, context);
    default:
      return new SourceError("bad_response", `instantly: ${path} was refused (${status})`, context);
  }
}
