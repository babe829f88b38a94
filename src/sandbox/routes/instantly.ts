import type { InstantlyWorkspace, SandboxLead } from "../instantly/workspace.js";
import { json, type Reply, type Route, type SandboxRequest } from "./route.js";

/** The first day of the workspace's calendar. */
const CALENDAR_START_MS = Date.UTC(2026, 0, 5, 9);
const DAY_MS = 86_400_000;
const MOST_LEADS = 1_000;
const MOST_LISTED = 100;

/** Instantly's API, version 2, in the form of its public reference (facts §5), with and without its own path prefix. */
export const instantlyRoutes: readonly Route[] = [
  api("POST", "leads/add", addLeads),
  api("POST", "leads/list", listLeads),
  api("POST", "leads/move", ({ body }, workspace) => {
    const { ids = [], campaign, to_list_id: list } = JSON.parse(body);
    if (campaign === undefined || list === undefined)
      return refused(400, "Bad Request", "ids need campaign and to_list_id");
    for (const id of ids) workspace.move(id, list);
    return json(200, JSON.stringify({ id: "job", type: "move-leads", progress: 0, status: "pending" }));
  }),
  api("DELETE", "leads/([^/]+)", (_request, workspace, [, id]) =>
    workspace.remove(decodeURIComponent(id ?? ""))
      ? json(200, "{}")
      : refused(404, "Not Found", "Lead not found"),
  ),
  api("DELETE", "block-lists-entries/([^/]+)", (_request, workspace, [, id]) =>
    workspace.unblock(decodeURIComponent(id ?? ""))
      ? json(200, "{}")
      : refused(404, "Not Found", "Entry not found"),
  ),
  api("GET", "campaigns", (_request, { campaigns }) => json(200, page([...campaigns.values()], null))),
  api("GET", "campaigns/analytics", ({ query }, workspace) =>
    json(200, JSON.stringify(analytics(workspace, query.get("id")))),
  ),
  api("POST", "campaigns/([^/]+)/(pause|activate)", (_request, workspace, [, id, verb]) =>
    workspace.setPaused(id ?? "", verb === "pause")
      ? json(200, "{}")
      : refused(404, "Not Found", "Campaign not found"),
  ),
  api("POST", "block-lists-entries", block),
  api("GET", "block-lists-entries", ({ query }, { blockList }) => {
    const search = (query.get("search") ?? "").toLowerCase();
    const found = [...blockList].filter((value) => value.includes(search)).slice(0, MOST_LISTED);
    return json(
      200,
      page(
        found.map((value) => ({ id: value, bl_value: value, is_domain: !value.includes("@") })),
        null,
      ),
    );
  }),
  {
    path: /^\/_sandbox\/instantly\/advance$/,
    service: "sandbox",
    answer({ query }, _match, { instantly }) {
      instantly.advance(Number(query.get("days") ?? 1));
      return json(200, "{}");
    },
  },
  {
    path: /^\/_sandbox\/instantly\/ledger$/,
    service: "sandbox",
    answer: (_request, _match, { instantly }) => json(200, JSON.stringify(instantly.ledger())),
  },
];

function api(
  method: "GET" | "POST" | "DELETE",
  path: string,
  answer: (request: SandboxRequest, workspace: InstantlyWorkspace, match: RegExpMatchArray) => Reply,
): Route {
  return {
    path: new RegExp(`^/(?:api/v2/)?${path}$`),
    service: "instantly",
    method,
    answer(request, match, { instantly }) {
      if (!/^Bearer \S+$/.test(request.headers.authorization ?? ""))
        return refused(401, "Unauthorized", "Invalid API key");
      if (method === "POST" && !isJsonObject(request.body))
        return refused(400, "Bad Request", "Body is not valid JSON");
      return answer(request, instantly, match);
    },
  };
}

function addLeads({ body }: SandboxRequest, workspace: InstantlyWorkspace): Reply {
  const { campaign_id: campaign, leads, skip_if_in_campaign: skip } = JSON.parse(body);
  if (!workspace.campaigns.has(campaign)) return refused(404, "Not Found", "Campaign not found");
  if (!Array.isArray(leads) || leads.length < 1 || leads.length > MOST_LEADS)
    return refused(400, "Bad Request", `body/leads must NOT have more than ${MOST_LEADS} items`);
  const given = leads.map(({ email, custom_variables: payload }) => ({
    email: String(email ?? ""),
    payload,
  }));
  const counts = workspace.add(campaign, given, skip === true);
  return json(
    200,
    JSON.stringify({
      status: "success",
      total_sent: leads.length,
      leads_uploaded: counts.created.length,
      in_blocklist: counts.blocked,
      duplicated_leads: counts.duplicated,
      skipped_count: counts.skipped,
      invalid_email_count: counts.invalid,
      incomplete_count: 0,
      duplicate_email_count: counts.twice,
      remaining_in_plan: counts.remaining,
      created_leads: counts.created.map(({ index, lead }) => ({ index, id: lead.id, email: lead.email })),
    }),
  );
}

function listLeads({ body }: SandboxRequest, workspace: InstantlyWorkspace): Reply {
  const { campaign, contacts, limit = 10, starting_after: after } = JSON.parse(body);
  if (limit < 1 || limit > MOST_LISTED) return refused(400, "Bad Request", "body/limit must be <= 100");
  if (after !== undefined && !/^[0-9a-f-]{36}$/.test(after))
    return refused(400, "Bad Request", "body/starting_after is not valid");
  const wanted = contacts === undefined ? null : new Set<string>(contacts);
  const found = workspace
    .visibleLeads()
    .filter(
      (lead) =>
        (campaign === undefined || lead.campaign === campaign) &&
        (wanted === null || wanted.has(lead.email)) &&
        (after === undefined || lead.id > after),
    );
  const listed = found.slice(0, limit);
  return json(200, page(listed.map(asItem), found.length > limit ? (listed.at(-1)?.id ?? null) : null));
}

function asItem(lead: SandboxLead) {
  const timeOf = (day: number | null) =>
    day === null ? null : new Date(CALENDAR_START_MS + day * DAY_MS).toISOString();
  return {
    id: lead.id,
    timestamp_created: timeOf(0),
    timestamp_updated: timeOf(lead.updatedOn),
    ...(lead.list === null ? { campaign: lead.campaign } : { list_id: lead.list }),
    email: lead.email,
    status: lead.status,
    ...(lead.interest !== null && { lt_interest_status: lead.interest }),
    email_open_count: lead.opens,
    email_reply_count: lead.replies,
    email_click_count: lead.clicks,
    timestamp_last_contact: timeOf(lead.contactedOn),
    timestamp_last_reply: timeOf(lead.repliedOn),
    payload: lead.payload,
  };
}

function analytics(workspace: InstantlyWorkspace, id: string | null) {
  const leads = workspace.visibleLeads();
  return [...workspace.campaigns.values()]
    .filter((campaign) => id === null || campaign.id === id)
    .map((campaign) => {
      const own = leads.filter((lead) => lead.campaign === campaign.id);
      const count = (is: (lead: SandboxLead) => boolean) => own.filter(is).length;
      const sum = (of: (lead: SandboxLead) => number) => own.reduce((total, lead) => total + of(lead), 0);
      return {
        campaign_id: campaign.id,
        campaign_name: campaign.name,
        campaign_status: 1,
        leads_count: own.length,
        contacted_count: count((lead) => lead.startedOn !== null),
        emails_sent_count: campaign.mails,
        open_count: sum((lead) => lead.opens),
        reply_count: sum((lead) => lead.replies),
        link_click_count: sum((lead) => lead.clicks),
        bounced_count: count((lead) => lead.status === -1),
        unsubscribed_count: count((lead) => lead.status === -2),
        completed_count: count((lead) => lead.status === 3),
      };
    });
}

function block({ body }: SandboxRequest, workspace: InstantlyWorkspace): Reply {
  const value = String(JSON.parse(body).bl_value ?? "").toLowerCase();
  if (value === "") return refused(400, "Bad Request", "body/bl_value is required");
  if (!workspace.block(value)) return refused(400, "Bad Request", "Entry already exists");
  return json(200, JSON.stringify({ id: value, bl_value: value, is_domain: !value.includes("@") }));
}

function page(items: readonly object[], next: string | null): string {
  return JSON.stringify({ items, ...(next !== null && { next_starting_after: next }) });
}

function isJsonObject(text: string): boolean {
  try {
    return JSON.parse(text) instanceof Object;
  } catch {
    return false;
  }
}

function refused(status: number, error: string, message: string): Reply {
  return json(status, JSON.stringify({ statusCode: status, error, message }));
}
