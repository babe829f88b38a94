import * as z from "zod";
import { readAddress } from "../../email/address.js";
import type { HttpAnswer } from "../../net/http-answer.js";
import { RateLimited, SourceError } from "../../source-error.js";
import { retryAfterMs } from "../../sources/answers.js";
import { excerptOf, parseJson } from "../../sources/json.js";
import { cleanText } from "../../text/storable-text.js";
import { storableTime } from "../../text/storable-time.js";
import type { LeadWord, SequencerLead } from "../sequencer.js";

const counter = z.number().int().min(0).default(0);
const time = z.iso.datetime({ offset: true }).transform((text) => storableTime(new Date(text)));

/** The counters and lists in the answer of `POST /leads/add`. It does not mention leads that no counter includes. */
export const addAnswer = z.object({
  leads_uploaded: counter,
  /** Already in this campaign. */
  duplicated_leads: counter,
  /** Skipped by `skip_if_in_campaign`: in another campaign, perhaps in this one. */
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

/** A member of an unexpected type is read as null, so that the rest of the row counts. */
const told = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().catch(null);
/** Also as text: an unsubscription does not depend on how its number is written. */
const smallInteger = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d{1,5}$/)
      .transform(Number),
  ])
  .pipe(z.number().int().min(-32_768).max(32_767));
const count = z.number().int().min(0).max(2_147_483_647);

/**
 * A row of `POST /leads/list`. Several members are optional, and a campaign also contains leads that others added: a
 * member of an unexpected type is read as null and never prevents the other rows of the page from being read.
 */
const lead = z.object({
  id: told(z.string().transform(cleanText).pipe(z.string().min(1))),
  // An address of a stranger counts as it is, however odd, if it has two parts.
  email: z
    .string()
    .transform((text) => addressIn(cleanText(text)))
    .pipe(z.string().regex(/^[^@].*@[^@]+$/s)),
  campaign: told(z.string()),
  status: told(smallInteger),
  lt_interest_status: told(smallInteger),
  email_open_count: told(count),
  email_reply_count: told(count),
  email_click_count: told(count),
  timestamp_updated: told(time),
  timestamp_last_contact: told(time),
  timestamp_last_reply: told(time),
});

/** @returns the key of an address, also if it stands in brackets or behind `mailto:`. */
function addressIn(text: string): string {
  const reading = readAddress(text);
  return reading.isValid ? reading.address.email : reading.email;
}

/** Instantly's numbers for the status of a lead (facts §5). A paused lead (2) may be written to again. */
const WORDS: Readonly<Record<number, LeadWord>> = {
  1: "active",
  2: "active",
  3: "completed",
  [-1]: "bounced",
  [-2]: "unsubscribed",
  [-3]: "skipped",
};

/** @returns a row of a list in terms that all sequencers share, or null if it has no address. */
export function leadOf(row: unknown): SequencerLead | null {
  const parsed = lead.safeParse(row);
  if (!parsed.success) return null;
  const { data } = parsed;
  return {
    id: data.id ?? null,
    email: data.email,
    campaignId: data.campaign ?? null,
    word: WORDS[data.status ?? 0] ?? null,
    status: data.status ?? null,
    interest: data.lt_interest_status ?? null,
    opens: data.email_open_count ?? null,
    replies: data.email_reply_count ?? null,
    clicks: data.email_click_count ?? null,
    updatedAt: data.timestamp_updated ?? null,
    contactedAt: data.timestamp_last_contact ?? null,
    repliedAt: data.timestamp_last_reply ?? null,
  };
}

/** A page of `POST /leads/list`; its rows are read one by one. */
export const leadPage = z.object({ items: z.array(z.unknown()), next_starting_after: z.string().nullish() });

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

/** A page of `GET /block-lists-entries`. */
export const blockListPage = z.object({
  items: z.array(z.object({ id: z.string().nullish(), bl_value: z.string() })),
});

/**
 * Reads an answer of Instantly. An error may come with any status, even 200 (facts §5).
 * @throws SourceError of the kind that the status means, with the status in its context; RateLimited; "bad_response" if
 * the body is an error or has another shape than expected.
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
  throw new SourceError("bad_response", `instantly: ${path}: the answer has an unexpected form`, {
    path,
    issues: parsed.error.issues.slice(0, 5).map(({ path: at, message }) => `${at.join(".")}: ${message}`),
    excerpt: excerptOf(answer.body),
  });
}

/**
 * @returns whether a request that ended in this error may have been carried out all the same: false if it never left,
 * or if Instantly said that it refused it.
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
    text: text || "an error without a message",
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
      return new SourceError("transient", `instantly: server error (${status})`, context);
    default:
      return new SourceError("bad_response", `instantly: ${path} was refused (${status})`, context);
  }
}
