import { hashOf } from "../random.js";
import { MAIL_DAYS, outcomeOfMail } from "./lead-life.js";

export interface WorkspaceOptions {
  seed: number;
  /** Maximum number of leads in the plan. */
  plan: number;
  /** Delay until a new lead appears in lists. */
  lagMs: number;
  /** Creates a second lead for an address that the campaign already has: only the caller can prevent it. */
  isCareless: boolean;
}

export interface SandboxLead {
  id: string;
  email: string;
  campaign: string;
  /** The lead list that it was moved to, or null if it is in a campaign. */
  list: string | null;
  status: number;
  interest: number | null;
  opens: number;
  replies: number;
  clicks: number;
  /** Days of the workspace's calendar: when it was created, and when the first e-mail was sent (null if not yet) … */
  createdOn: number;
  startedOn: number | null;
  updatedOn: number;
  contactedOn: number | null;
  repliedOn: number | null;
  payload: Record<string, unknown>;
  /** When lists start to show it, on this machine's monotonic clock. */
  visibleAtMs: number;
}

export interface AddCounts {
  created: { index: number; lead: SandboxLead }[];
  duplicated: number;
  skipped: number;
  invalid: number;
  blocked: number;
  twice: number;
  remaining: number;
}

/** The sandbox's own record, to compare with what igminer believes. */
export interface Ledger {
  day: number;
  leads: SandboxLead[];
  /** Number of e-mails sent to each address. */
  mails: Record<string, number>;
  blockList: string[];
  /** Addresses of leads that were deleted. */
  deleted: string[];
  /** How often a value was added to the block list that was already on it. */
  blockedTwice: number;
  /** How often an address was added to a campaign that already had it. */
  addedTwice: number;
  addRequests: number;
}

/** One Instantly workspace with its campaigns, leads and block list, in memory, with its own calendar. */
export interface InstantlyWorkspace {
  /** Campaigns by id. */
  readonly campaigns: ReadonlyMap<string, { id: string; name: string; mails: number }>;
  add(
    campaign: string,
    leads: readonly { email: string; payload: Record<string, unknown> }[],
    skipIfInCampaign: boolean,
  ): AddCounts;
  /** Leads that lists show by now, in order of id. */
  visibleLeads(): SandboxLead[];
  /** @returns whether it is new. */
  block(value: string): boolean;
  /** @returns whether it was on the list. */
  unblock(value: string): boolean;
  /** Deletes a lead, which then gets no more e-mails. @returns whether it existed. */
  remove(id: string): boolean;
  /** Moves a lead from its campaign to a list. */
  move(id: string, list: string): void;
  /** @returns whether the campaign exists. While it is paused, no e-mails are sent. */
  setPaused(campaign: string, isPaused: boolean): boolean;
  readonly blockList: ReadonlySet<string>;
  /** Lets days pass: e-mails are sent, and their outcomes happen. */
  advance(days: number): void;
  ledger(): Ledger;
}

const CAMPAIGNS = ["Spring", "Summer", "Autumn"];
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

/** @returns the id of the nth campaign, which is the same in every workspace. */
export function campaignIdOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number + 1).padStart(12, "0")}`;
}

/** @returns a new workspace with three campaigns and no leads. */
export function newInstantlyWorkspace(options: WorkspaceOptions): InstantlyWorkspace {
  const { seed, lagMs, isCareless } = options;
  const campaigns = new Map(
    CAMPAIGNS.map((name, number) => [campaignIdOf(number), { id: campaignIdOf(number), name, mails: 0 }]),
  );
  const leads: SandboxLead[] = [];
  const byEmail = new Map<string, SandboxLead[]>();
  const blockList = new Set<string>();
  const paused = new Set<string>();
  const mails = new Map<string, number>();
  let remaining = options.plan;
  let day = 0;
  const deleted: string[] = [];
  let blockedTwice = 0;
  let made = 0;
  let addedTwice = 0;
  let addRequests = 0;

  const isBlocked = (email: string) => {
    const labels = email.slice(email.lastIndexOf("@") + 1).split(".");
    return blockList.has(email) || labels.some((_, at) => blockList.has(labels.slice(at).join(".")));
  };

  function make(email: string, campaign: string, payload: Record<string, unknown>): SandboxLead {
    const number = made++;
    const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");
    const lead: SandboxLead = {
      // In order of creation, like UUID version 7.
      id: `${hex(number, 8)}-0000-7000-8000-${hex(hashOf(seed, 92, number), 12)}`,
      email,
      campaign,
      list: null,
      status: 1,
      interest: null,
      opens: 0,
      replies: 0,
      clicks: 0,
      createdOn: day,
      startedOn: null,
      updatedOn: day,
      contactedOn: null,
      repliedOn: null,
      payload,
      visibleAtMs: performance.now() + lagMs,
    };
    leads.push(lead);
    byEmail.set(email, [...(byEmail.get(email) ?? []), lead]);
    remaining--;
    return lead;
  }

  /** One day of one lead. */
  function live(lead: SandboxLead): void {
    if (lead.status !== 1) return;
    if (paused.has(lead.campaign)) {
      if (lead.startedOn !== null) lead.startedOn++;
      return;
    }
    const startedOn = lead.startedOn ?? day;
    const step = MAIL_DAYS.findIndex((after) => startedOn + after === day);
    if (step === -1) return;
    lead.updatedOn = day;
    if (isBlocked(lead.email)) {
      lead.status = -3;
      return;
    }
    lead.startedOn = startedOn;
    lead.contactedOn = day;
    mails.set(lead.email, (mails.get(lead.email) ?? 0) + 1);
    const campaign = campaigns.get(lead.campaign);
    if (campaign !== undefined) campaign.mails++;
    const outcome = outcomeOfMail(seed, lead.email, step);
    if (outcome.isOpened) lead.opens++;
    if (outcome.isClicked) lead.clicks++;
    if (outcome.isAnswered) {
      lead.replies++;
      lead.repliedOn = day;
      lead.interest = outcome.interest;
    }
    if (outcome.isBounced) lead.status = -1;
    else if (outcome.isUnsubscribed) lead.status = -2;
    else if (outcome.isAnswered || step === MAIL_DAYS.length - 1) lead.status = 3;
  }

  return {
    campaigns,
    blockList,
    add(campaign, given, skipIfInCampaign) {
      addRequests++;
      const counts: AddCounts = {
        created: [],
        duplicated: 0,
        skipped: 0,
        invalid: 0,
        blocked: 0,
        twice: 0,
        remaining: 0,
      };
      const seen = new Set<string>();
      given.forEach(({ email: written, payload }, index) => {
        const email = written.trim().toLowerCase();
        const elsewhere = byEmail.get(email) ?? [];
        const isHere = elsewhere.some((lead) => lead.campaign === campaign);
        if (isHere) addedTwice++;
        if (!ADDRESS.test(email)) counts.invalid++;
        else if (seen.has(email)) counts.twice++;
        else if (isBlocked(email)) counts.blocked++;
        else if (isHere && !isCareless) counts.duplicated++;
        else if (skipIfInCampaign && !isHere && elsewhere.some(({ list }) => list === null)) counts.skipped++;
        // Leads beyond the plan's limit are not in any counter.
        else if (remaining > 0) counts.created.push({ index, lead: make(email, campaign, payload) });
        seen.add(email);
      });
      counts.remaining = remaining;
      return counts;
    },
    visibleLeads: () => leads.filter(({ visibleAtMs }) => visibleAtMs <= performance.now()),
    block(value) {
      if (blockList.has(value)) blockedTwice++;
      const isNew = !blockList.has(value);
      blockList.add(value);
      return isNew;
    },
    unblock: (value) => blockList.delete(value),
    setPaused(campaign, isPaused) {
      if (isPaused) paused.add(campaign);
      else paused.delete(campaign);
      return campaigns.has(campaign);
    },
    move(id, list) {
      const lead = leads.find((one) => one.id === id);
      if (lead !== undefined) Object.assign(lead, { campaign: "", list });
    },
    remove(id) {
      const index = leads.findIndex((lead) => lead.id === id);
      if (index === -1) return false;
      const [lead] = leads.splice(index, 1) as [SandboxLead];
      byEmail.set(
        lead.email,
        (byEmail.get(lead.email) ?? []).filter((other) => other !== lead),
      );
      deleted.push(lead.email);
      return true;
    },
    advance(days) {
      for (let passed = 0; passed < days; passed++) {
        leads.forEach(live);
        day++;
      }
    },
    ledger: () => ({
      day,
      leads,
      mails: Object.fromEntries(mails),
      blockList: [...blockList],
      deleted,
      blockedTwice,
      addedTwice,
      addRequests,
    }),
  };
}
