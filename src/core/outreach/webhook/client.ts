import { createHmac } from "node:crypto";
import * as z from "zod";
import type { OpenGate } from "../../net/gate.js";
import type { HttpClient } from "../../net/http.js";
import { RateLimited, SourceError } from "../../source-error.js";
import { retryAfterMs } from "../../sources/answers.js";
import { excerptOf, parseJson } from "../../sources/json.js";
import { cleanText } from "../../text/storable-text.js";
import { allTaken } from "../csv/by-hand.js";
import type { NewLead, Sequencer } from "../sequencer.js";

const LEADS_PER_REQUEST = 1_000;

const refusalShape = z.enum(["skipped", "invalid", "blocked", "incomplete"]);
/**
 * A receiver's answer about single leads; an answer without any accepts all. One odd value leaves the others as they are:
 * an id that is none is not stored, and a lead refused for a reason unknown to igminer is still refused.
 */
const answerShape = z.object({
  leads: z
    .array(
      z.object({
        email: z.string(),
        id: z
          .union([z.string().transform(cleanText).pipe(z.string().min(1)), z.int().transform(String)])
          .optional()
          .catch(undefined),
        refused: z
          .unknown()
          .transform((refused) =>
            refused ? (refusalShape.safeParse(refused).data ?? "incomplete") : undefined,
          )
          .optional(),
      }),
    )
    .default([]),
});

export interface WebhookOptions {
  http: Pick<HttpClient, "post">;
  gate: Pick<OpenGate, "run" | "runOnce">;
  url: string;
  secret: string;
  now(): Date;
}

/**
 * A receiver of the user's own, which gets signed JSON events according to the Standard Webhooks specification
 * (`webhook-id`, `webhook-timestamp`, `webhook-signature`). A repeated event has the same `webhook-id`, so that the
 * receiver processes it once. `igminer sequence results` reads the results back.
 */
export function openWebhook({ http, gate, url, secret, now }: WebhookOptions): Sequencer {
  async function post(id: string, type: string, data: object, signal: AbortSignal): Promise<unknown> {
    const timestamp = Math.floor(now().getTime() / 1_000);
    const body = JSON.stringify({ type, timestamp: new Date(timestamp * 1_000).toISOString(), data });
    const answer = await http.post(new URL(url), {
      headers: {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": `v1,${signatureOf(secret, id, timestamp, body)}`,
      },
      body,
      signal,
    });
    const { status } = answer;
    const context = { status, excerpt: excerptOf(answer.body) };
    if (status === 429)
      throw new RateLimited("webhook: too many requests (429)", retryAfterMs(answer, now()), context);
    if (status === 401 || status === 403)
      throw new SourceError(
        "unauthorized",
        `webhook: the receiver does not accept the signature (${status})`,
        context,
      );
    if (status >= 500 || status === 408)
      throw new SourceError("transient", `webhook: server error of the receiver (${status})`, context);
    if (status < 200 || status >= 300)
      throw new SourceError("bad_response", `webhook: the receiver refused the request (${status})`, context);
    // Make.com answers "Accepted"; an HTML page is an error page or a login.
    return /^\s*[{[<"]/.test(answer.body) ? parseJson(answer.body) : {};
  }

  const tell = (id: string, type: string, data: object, signal: AbortSignal) =>
    gate.run((attempt) => post(id, type, data, attempt.signal), signal).then(() => {});

  return {
    name: "webhook",
    title: "the webhook",
    leadsPerRequest: LEADS_PER_REQUEST,
    canBeAsked: false,
    mayHaveArrived: (error) =>
      !(error instanceof SourceError) ||
      error.kind === "transient" ||
      (error.kind === "bad_response" && typeof error.context.status !== "number"),
    addLeads: ({ outboxId, sequence, campaignId }, withLeads, signal) =>
      gate.runOnce(async (attempt) => {
        const result = await withLeads(async (leads) => {
          const data = { campaign: campaignId, sequence, leads: leads.map(asEvent) };
          const answer = answerShape.safeParse(
            await post(`igminer-add-${outboxId}`, "leads.add", data, attempt.signal),
          );
          if (!answer.success)
            throw new SourceError(
              "bad_response",
              "webhook: the receiver's answer about the leads cannot be read",
            );
          const told = answer.data.leads.map((lead) => [lead.email.trim().toLowerCase(), lead] as const);
          return allTaken(outboxId, leads, new Map(told));
        });
        if (result === null) attempt.charge(0);
        return result;
      }, signal),
    // It cannot be asked for its leads; a repeated event is processed once.
    findLeads: async () => [],
    leadsAfter: async () => ({ leads: [], next: null, unreadable: 0 }),
    figures: async () => null,
    deleteLead: ({ reference, email, campaignId }, signal) =>
      tell(
        `igminer-delete-${campaignId}-${reference}`,
        "lead.delete",
        { campaign: campaignId, id: reference, email },
        signal,
      ),
    setPaused: (campaignId, isPaused, signal) => {
      const type = isPaused ? "campaign.pause" : "campaign.resume";
      return tell(`igminer-${type}-${campaignId}-${now().getTime()}`, type, { campaign: campaignId }, signal);
    },
    isBlocked: async () => false,
    block: (value, signal) => tell(`igminer-block-${value}`, "block.add", { value }, signal),
    unblock: (value, signal) =>
      tell(`igminer-unblock-${value}-${now().getTime()}`, "block.remove", { value }, signal),
  };
}

function asEvent({ email, firstName, website, variables }: NewLead) {
  return { email, first_name: firstName, website, variables };
}

/** @returns the signature of Standard Webhooks, version 1: HMAC-SHA256 over id, time and body. A `whsec_` secret is base64. */
export function signatureOf(secret: string, id: string, timestamp: number, body: string): string {
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : secret;
  return createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
}
