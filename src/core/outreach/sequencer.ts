import type { SequencerName } from "../db/schema/outreach.js";

/** A lead as it is handed over. */
export interface NewLead {
  email: string;
  firstName: string | null;
  website: string | null;
  /** Variables for the texts of the campaign, by name. */
  variables: Record<string, string | number>;
}

/** The status of a lead; every sequencer's own states map to one of these. */
export type LeadWord = "active" | "completed" | "bounced" | "unsubscribed" | "skipped";

/** What a sequencer reports about a lead; null if it does not say. */
export interface SequencerLead {
  /** The sequencer's id of the lead. */
  id: string | null;
  /** In lower case. */
  email: string;
  campaignId: string | null;
  word: LeadWord | null;
  /** The sequencer's number of the status, stored as reported. */
  status: number | null;
  /** Above 0: interested; below 0: not interested; as Instantly numbers it (facts §5). */
  interest: number | null;
  opens: number | null;
  replies: number | null;
  clicks: number | null;
  updatedAt: Date | null;
  contactedAt: Date | null;
  repliedAt: Date | null;
}

/** A page of leads; unreadable rows are counted, not thrown. */
export interface LeadPage {
  leads: SequencerLead[];
  /** The cursor of the next page; null after the last. */
  next: string | null;
  /** Rows without an address, or of another campaign than the requested one. */
  unreadable: number;
}

/** Why a sequencer did not take an address. */
export const REFUSALS = {
  skipped: "in another campaign at the sequencer",
  invalid: "not a valid address, says the sequencer",
  blocked: "on the sequencer's block list",
  incomplete: "incomplete, says the sequencer",
} as const;
export type Refusal = keyof typeof REFUSALS;

/** What is known of the addresses of one request; each is in exactly one of the first three parts. */
export interface Explained {
  /** The sequencer's id of each lead that it created. */
  created: Map<string, string>;
  refused: Map<string, Refusal>;
  /** Addresses that the answer does not explain: only a list can. */
  unknown: string[];
  /** Contradictions in the answer: rows about other addresses, an id twice. Such a row changes no lead. */
  wrong: string[];
}

/** A lead in a sequencer's list. */
export interface Listed {
  id: string;
  /** Whether it is in the campaign of the request. */
  isHere: boolean;
}

/** The result of a request to add leads. */
export interface AddResult {
  /** Explains each address by the answer, and by a list if given. */
  explain(listed: ReadonlyMap<string, Listed> | null): Explained;
  /** What the plan has left, or null if unknown or unlimited. */
  remainingInPlan: number | null;
  /** The answer's counters, to be stored. */
  counters: Record<string, unknown>;
}

/** The sequencer's own counts for a campaign, by names such as `leads_count`. */
export type CampaignFigures = Record<string, number>;

/** One request of the outbox. */
export interface HandOverRequest {
  /** The row of the outbox: a repeated request has the same number. */
  outboxId: bigint;
  sequence: string;
  campaignId: string;
}

/**
 * The service that writes to leads. The outbox, the permission to send, reconciliation and sync know only this
 * interface; the peculiarities of a sequencer stay behind it. Every method throws `SourceError`.
 */
export interface Sequencer {
  readonly name: SequencerName;
  /** Its name in messages. */
  readonly title: string;
  /** The most leads in one request. */
  readonly leadsPerRequest: number;
  /** Whether its API can report leads; otherwise a person imports the results (`sequence results`). */
  readonly canBeAsked: boolean;
  /**
   * Adds leads to a campaign, unless they are in it or in another one. It sends once: if it throws, the leads may have
   * been added all the same (`mayHaveArrived`).
   * @param withLeads called when it is the request's turn. It passes on the leads that may be sent at that moment, and
   * returns the result of `post`, or null if there is nothing to send.
   */
  addLeads(
    request: HandOverRequest,
    withLeads: (post: (leads: readonly NewLead[]) => Promise<AddResult>) => Promise<AddResult | null>,
    signal: AbortSignal,
  ): Promise<AddResult | null>;
  /** @returns whether a request that ended in this error may have been carried out all the same. */
  mayHaveArrived(error: unknown): boolean;
  /**
   * @returns the leads with these addresses, of one campaign or of all (null). A new lead may take some seconds to
   * appear.
   */
  findLeads(
    campaignId: string | null,
    emails: readonly string[],
    signal: AbortSignal,
  ): Promise<SequencerLead[]>;
  /** A page of a campaign's leads. If the cursor is no longer accepted, it starts again at the first page. */
  leadsAfter(campaignId: string, cursor: string | null, signal: AbortSignal): Promise<LeadPage>;
  /** @returns the figures of a campaign, or null if the sequencer has none. */
  figures(campaignId: string, signal: AbortSignal): Promise<CampaignFigures | null>;
  /**
   * Deletes a lead, so that it is no longer written to. It succeeds if the lead is not there.
   * @param email null if unknown.
   */
  deleteLead(
    lead: { reference: string; email: string | null; campaignId: string | null },
    signal: AbortSignal,
  ): Promise<void>;
  /**
   * Moves a lead out of its campaign into a lead list, where nobody writes to it. It may happen some time later. Absent
   * if the tool has no lists.
   */
  moveLead?(
    lead: { reference: string; campaignId: string },
    listId: string,
    signal: AbortSignal,
  ): Promise<void>;
  /** Pauses or resumes a campaign. It succeeds if the campaign is already in that state. */
  setPaused(campaignId: string, isPaused: boolean, signal: AbortSignal): Promise<void>;
  /** @returns whether an address or domain is in the block list. */
  isBlocked(value: string, signal: AbortSignal): Promise<boolean>;
  /** Adds an address or domain to the block list. It sends once, as `addLeads`. */
  block(value: string, signal: AbortSignal): Promise<void>;
  /** Removes an address or domain from the block list. It succeeds if it is not there. */
  unblock(value: string, signal: AbortSignal): Promise<void>;
}

/** The sequencers that a run needs, opened. */
export type Sequencers = (name: SequencerName) => Sequencer;
