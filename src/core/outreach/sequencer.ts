import type { SequencerName } from "../db/schema/outreach.js";

/** A lead as it is handed over. */
export interface NewLead {
  email: string;
  firstName: string | null;
  website: string | null;
  /** What the texts of the campaign can use, by name. */
  variables: Record<string, string | number>;
}

/** How a lead stands, in words that every sequencer's own states come down to. */
export type LeadWord = "active" | "completed" | "bounced" | "unsubscribed" | "skipped";

/** What a sequencer says of a lead; null: not told. */
export interface SequencerLead {
  /** The sequencer's own id. */
  id: string | null;
  /** In lower case. */
  email: string;
  campaignId: string | null;
  word: LeadWord | null;
  /** As the sequencer numbers its states, kept as it is told. */
  status: number | null;
  /** Above 0: interested; below: not; as Instantly numbers it (facts §5). */
  interest: number | null;
  opens: number | null;
  replies: number | null;
  clicks: number | null;
  updatedAt: Date | null;
  contactedAt: Date | null;
  repliedAt: Date | null;
}

/** A page of leads; rows that cannot be read at all are counted, not thrown. */
export interface LeadPage {
  leads: SequencerLead[];
  /** The cursor of the next page; null after the last. */
  next: string | null;
  /** Rows that had no address, or were not of the campaign asked for. */
  unreadable: number;
}

/** Why a sequencer did not take an address, in our words. */
export const REFUSALS = {
  skipped: "in another campaign at the sequencer",
  invalid: "not a valid address, says the sequencer",
  blocked: "on the sequencer's block list",
  incomplete: "incomplete, says the sequencer",
} as const;
export type Refusal = keyof typeof REFUSALS;

/** What is known of the addresses of one request; each address is in exactly one of the first three parts. */
export interface Explained {
  /** The sequencer's id of each lead that it made. */
  created: Map<string, string>;
  refused: Map<string, Refusal>;
  /** What the answer does not tell: only a list can. */
  unknown: string[];
  /** What the answer says that cannot be: rows of somebody else, an id twice. Such a row changes no lead. */
  wrong: string[];
}

/** A lead that a list shows. */
export interface Listed {
  id: string;
  /** Whether it is in the campaign that the request was for. */
  isHere: boolean;
}

/** What came of a request to add leads. */
export interface AddResult {
  /** What the answer tells of each address; with a list, what that adds. */
  explain(listed: ReadonlyMap<string, Listed> | null): Explained;
  /** What the plan has left; null: not told, or there is no limit. */
  remainingInPlan: number | null;
  /** The answer's counters, to be kept. */
  counters: Record<string, unknown>;
}

/** What a campaign came to, as the sequencer counts it, by names as `leads_count`. */
export type CampaignFigures = Record<string, number>;

/** One request of the outbox. */
export interface HandOverRequest {
  /** The row of the outbox: the same request has the same number, however often it is sent. */
  outboxId: bigint;
  sequence: string;
  campaignId: string;
}

/**
 * Who writes to leads. The outbox, the permission to send, reconciliation and sync know only this; what is peculiar to one
 * sequencer stays behind it. Every method throws `SourceError`.
 */
export interface Sequencer {
  readonly name: SequencerName;
  /** What it is called in messages. */
  readonly title: string;
  /** Leads a request takes at most. */
  readonly leadsPerRequest: number;
  /** Whether it can be asked how leads stand; else a person brings the results (`sequence results`). */
  readonly canBeAsked: boolean;
  /**
   * Adds leads to a campaign, unless they are in it or in another one. Sent once: where it throws, the leads may have been
   * added all the same (`mayHaveArrived`).
   * @param withLeads called when the request's turn has come. It passes on the leads that may be sent at that very moment,
   * and returns what `post` returns; null: nothing is to be sent.
   */
  addLeads(
    request: HandOverRequest,
    withLeads: (post: (leads: readonly NewLead[]) => Promise<AddResult>) => Promise<AddResult | null>,
    signal: AbortSignal,
  ): Promise<AddResult | null>;
  /** @returns whether a request that ended in this error may have been carried out all the same. */
  mayHaveArrived(error: unknown): boolean;
  /** @returns the leads of these addresses: of one campaign, or of all (null). A lead may appear some seconds late. */
  findLeads(
    campaignId: string | null,
    emails: readonly string[],
    signal: AbortSignal,
  ): Promise<SequencerLead[]>;
  /** A page of a campaign's leads. A cursor that is not taken any more begins the campaign anew. */
  leadsAfter(campaignId: string, cursor: string | null, signal: AbortSignal): Promise<LeadPage>;
  /** @returns the figures of a campaign; null where the sequencer knows none. */
  figures(campaignId: string, signal: AbortSignal): Promise<CampaignFigures | null>;
  /** Deletes a lead, so that it is written to no more. That it is not there is as good. @param email null: not known. */
  deleteLead(
    lead: { reference: string; email: string | null; campaignId: string | null },
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Moves a lead out of its campaign into a lead list, where nobody writes to it. It may happen some time later. Absent where
   * the tool has no lists.
   */
  moveLead?(
    lead: { reference: string; campaignId: string },
    listId: string,
    signal: AbortSignal,
  ): Promise<void>;
  /** Stops a campaign, or sets it going again. That it is so already is as good. */
  setPaused(campaignId: string, isPaused: boolean, signal: AbortSignal): Promise<void>;
  /** @returns whether an address or domain stands in the block list. */
  isBlocked(value: string, signal: AbortSignal): Promise<boolean>;
  /** Puts an address or domain into the block list. Sent once, as `addLeads`. */
  block(value: string, signal: AbortSignal): Promise<void>;
  /** Takes an address or domain out of the block list. That it is not there is as good. */
  unblock(value: string, signal: AbortSignal): Promise<void>;
}

/** The sequencers that a run needs, opened. */
export type Sequencers = (name: SequencerName) => Sequencer;
