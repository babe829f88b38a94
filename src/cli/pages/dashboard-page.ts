import { html } from "hono/html";
import { criteriaText } from "../../core/audiences/criteria.js";
import type { DashboardData } from "../../core/observe/dashboard/read-dashboard.js";
import { intervalSecondsOf } from "../../core/schedule/rhythm.js";
import { formatAbout, formatBytes, formatCount, formatDuration } from "../format.js";
import {
  captionsChart,
  curvesChart,
  engagementChart,
  growthChart,
  itemsChart,
  minedChart,
  OUTCOMES,
  SERIES,
  sharesChart,
  workTimesChart,
} from "./charts.js";
import { figureOf, type Html, pageOf, tableOf } from "./layout.js";

/** The dashboard as a self-contained HTML file. */
export function dashboardFile(data: DashboardData, version: string): Html {
  return pageOf({
    title: "igminer",
    script: null,
    header: html`<h1>igminer</h1><span class="at">${momentOf(data.at)}</span>`,
    main: dashboardMain(data),
    footer: html`igminer ${version}. Hours and days are UTC. Point at a bar or a dot to see its numbers.`,
  });
}

/** All cards of the dashboard. */
export function dashboardMain(data: DashboardData): Html {
  return html`${problemsCard(data)}
${numbersCard(data)}
${servicesCard(data)}
${minedCards(data)}
${workCards(data)}
${queueCards(data)}
${coverageCards(data)}
${audiencesCard(data)}
${campaignsCard(data)}
${lookAlikesCard(data)}
${errorsCard(data)}
${newestCard(data)}`;
}

/** @returns a time for people: 2026-11-24 22:05 UTC. */
export function momentOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

const EMAIL_KEY = [
  { label: "accounts", color: "first" },
  { label: "with an e-mail address", color: "second" },
];

function problemsCard({ problems }: DashboardData): Html {
  if (problems.length === 0)
    return html`<section class="wide well" aria-label="Problems"><h2>All is well</h2></section>`;
  return html`<section class="wide problems" aria-label="Problems"><h2>Something is wrong</h2>
<ul>${problems.map(({ message }) => html`<li>${message}</li>`)}</ul></section>`;
}

function numbersCard({ report, coverage }: DashboardData): Html {
  const { totals, frontier, lastHour } = report;
  const errorShare =
    lastHour.items === 0 ? "–" : `${((100 * lastHour.errors) / lastHour.items).toFixed(1)} %`;
  const numbers: [string, string][] = [
    ["accounts", formatAbout(totals.accounts)],
    ["with e-mail", formatAbout(totals.emails)],
    ["posts", formatAbout(totals.posts)],
    ["to mine", formatAbout(frontier.fresh)],
    ["errors, last hour", errorShare],
    ["database", formatBytes(Number(report.databaseBytes))],
  ];
  const { accounts, withCountry, withLanguage, withEmail } = coverage.totals;
  const share = (part: number) => (accounts === 0 ? "–" : `${((100 * part) / accounts).toFixed(0)} %`);
  return html`<section class="wide" aria-label="Numbers"><div class="numbers">${numbers.map(
    ([name, value]) => html`<div><b>${value}</b><span class="soft">${name}</span></div>`,
  )}</div>
<p class="soft">Known of all accounts: e-mail ${share(withEmail)}, country ${share(withCountry)}, language ${share(withLanguage)}${
    coverage.asOf === null ? "" : `, as igminer refresh-views counted it on ${momentOf(coverage.asOf)}`
  }.</p></section>`;
}

const STATE_CLASS: Record<string, string> = {
  running: "good",
  idle: "good",
  "caught up": "good",
  starved: "warning",
  stopped: "warning",
  overdue: "bad",
  failing: "bad",
};

function servicesCard({ services }: DashboardData): Html {
  const run = services.filter(({ lastRun }) => lastRun !== null);
  const never = services.filter(({ lastRun }) => lastRun === null).map(({ service }) => service.name);
  return tableOf({
    title: "Services",
    summary: never.length === 0 ? "Scheduled commands" : `Never run: ${never.join(", ")}`,
    columns: [
      { title: "service", kind: "name", cell: ({ service }) => service.name },
      {
        title: "state",
        cell: ({ state }) => html`<span class="state ${STATE_CLASS[state] ?? ""}">${state}</span>`,
      },
      {
        title: "last start",
        kind: "name",
        cell: ({ lastRun }) => `${formatDuration(1_000 * (lastRun?.ageSeconds ?? 0))} ago`,
      },
      {
        title: "every",
        kind: "name",
        cell: ({ lastRun, service }) =>
          formatDuration(1_000 * (lastRun?.usualPauseSeconds ?? intervalSecondsOf(service.rhythm))),
      },
      {
        title: "took",
        kind: "number",
        cell: ({ lastRun }) =>
          lastRun?.durationSeconds == null ? "" : formatDuration(1_000 * lastRun.durationSeconds),
      },
      { title: "ok", kind: "number", cell: ({ lastRun }) => formatCount(lastRun?.ok ?? 0n) },
      { title: "errors", kind: "number", cell: ({ lastRun }) => formatCount(lastRun?.errors ?? 0n) },
      {
        title: "why",
        kind: "text",
        cell: ({ starvedBy, lastRun }) =>
          starvedBy.length > 0 ? `starved by ${starvedBy.join(", ")}` : (lastRun?.stop_reason ?? ""),
      },
    ],
    rows: run,
    emptyText: "Nothing has run yet. igminer schedule print writes a crontab.",
  });
}

function minedCards({ report: { minedPerHour, minedPerDay } }: DashboardData): Html {
  const sum = (units: typeof minedPerDay) => units.reduce((total, { accounts }) => total + accounts, 0);
  const emptyText = "Nothing was mined in this period. Next: igminer mine-new";
  return html`${figureOf({
    title: "Mined per hour",
    summary: `${formatCount(sum(minedPerHour))} accounts in the last 24 hours`,
    isEmpty: sum(minedPerHour) === 0,
    emptyText,
    draw: () => minedChart(minedPerHour, "hour"),
  })}
${figureOf({
  title: "Mined per day",
  summary: `${formatCount(sum(minedPerDay))} accounts in the last 7 days`,
  isEmpty: sum(minedPerDay) === 0,
  emptyText,
  draw: () => minedChart(minedPerDay, "day"),
})}`;
}

function workCards({ items, workTimes }: DashboardData): Html {
  const ended = items.reduce((sum, hour) => sum + hour.items, 0);
  const wrong = items
    .filter(({ outcome }) => outcome === "retried" || outcome === "failed")
    .reduce((sum, hour) => sum + hour.items, 0);
  return html`${figureOf({
    title: "Items by outcome",
    summary:
      ended === 0
        ? "Items of all commands in the last two days"
        : `${formatCount(ended)} items of all commands in the last two days, ${((100 * wrong) / ended).toFixed(1)} % with errors`,
    key: OUTCOMES.map(({ label, color }) => ({ label, color })),
    isEmpty: ended === 0,
    emptyText: "No items were processed in this period.",
    draw: () => itemsChart(items),
  })}
${figureOf({
  title: "Time per item",
  summary: "Last 24 hours, logarithmic scale",
  key: [
    { label: "half are done within (p50)", color: "first" },
    { label: "95 % are done within (p95)", color: "second" },
  ],
  isEmpty: workTimes.length === 0,
  emptyText: "No items were processed in this period.",
  draw: () => workTimesChart(workTimes),
})}`;
}

const STATES = [
  { name: "fresh", label: "to mine", color: SERIES[0] },
  { name: "retry", label: "to try again", color: SERIES[1] },
  { name: "failed", label: "failed for good", color: SERIES[2] },
] as const;

const ONE_READING = "A curve needs two readings; igminer purge takes one every hour.";

const isNoCurve = (points: readonly { at: Date }[]) => new Set(points.map(({ at }) => at.getTime())).size < 2;

function queueCards({ at, queueSizes, sourceRates, report }: DashboardData): Html {
  const sizes = [
    ...queueSizes,
    ...STATES.map(({ name }) => ({ at, name, value: report.frontier[name].rows })),
  ];
  const rates = [
    ...sourceRates,
    ...report.sources.map(({ source, ratePerMinute }) => ({ at, name: source, value: ratePerMinute })),
  ];
  const sources = [...new Set(rates.map(({ name }) => name))].sort();
  const told = report.sources.map(
    ({ source, ratePerMinute, usedToday, breaker }) =>
      `${source} ${formatCount(Math.round(ratePerMinute))} a minute, ${formatCount(usedToday)} used today${breaker === "closed" ? "" : `, breaker ${breaker.replace("_", " ")}`}`,
  );
  return html`${figureOf({
    title: "The frontier",
    summary: "Usernames by state; one point per hour (recorded by igminer purge)",
    key: STATES.map(({ label, color }) => ({ label, color })),
    isEmpty: isNoCurve(sizes) || sizes.every(({ value }) => value === 0),
    emptyText: sizes.some(({ value }) => value > 0)
      ? ONE_READING
      : "No username is known yet. Next: igminer seed",
    draw: () =>
      curvesChart(
        sizes,
        STATES.map(({ name }) => name),
        "names",
      ),
  })}
${figureOf({
  title: "Request rate by source",
  summary: told.join("; "),
  key: sources.map((label, index) => ({ label, color: SERIES[index % SERIES.length] as string })),
  isEmpty: isNoCurve(rates),
  emptyText: rates.length > 0 ? ONE_READING : "No source has been asked yet.",
  draw: () => curvesChart(rates, sources, "requests per minute"),
})}`;
}

function coverageCards({
  coverage: { days, countries, languages, captionLanguages, engagement },
}: DashboardData): Html {
  const emptyText = (next: string) => `Not known yet. Next: ${next}, then igminer refresh-views`;
  return html`${figureOf({
    title: "Growth",
    summary: "All accounts, by the day of first sight",
    key: EMAIL_KEY,
    width: "wide",
    isEmpty: days.length === 0,
    emptyText: emptyText("igminer mine-new"),
    draw: () => growthChart(days),
  })}
${figureOf({
  title: "Countries",
  summary: "Most frequent values",
  key: EMAIL_KEY,
  isEmpty: countries.length === 0,
  emptyText: emptyText("igminer find-countries"),
  draw: () => sharesChart(countries),
})}
${figureOf({
  title: "Languages of accounts",
  summary: "Most frequent values",
  key: EMAIL_KEY,
  isEmpty: languages.length === 0,
  emptyText: emptyText("igminer qualify"),
  draw: () => sharesChart(languages),
})}
${figureOf({
  title: "Languages of captions",
  summary: "Most frequent values; und: undetermined",
  key: [{ label: "captions", color: "third" }],
  isEmpty: captionLanguages.length === 0,
  emptyText: emptyText("igminer detect-langs and igminer count-captions"),
  draw: () => captionsChart(captionLanguages),
})}
${figureOf({
  title: "Engagement of accounts",
  summary: "Median likes and comments of the last posts, per follower",
  key: [{ label: "accounts", color: "third" }],
  isEmpty: engagement.length === 0,
  emptyText: emptyText("igminer measure"),
  draw: () => engagementChart(engagement),
})}`;
}

function audiencesCard({ report }: DashboardData): Html {
  return tableOf({
    title: "Audiences",
    summary: "Accounts per audience, as last counted by igminer refresh-views",
    columns: [
      { title: "audience", kind: "name", cell: ({ name }) => name },
      {
        title: "match",
        kind: "number",
        cell: ({ counted }) => (counted === null ? "" : formatCount(counted.wanted)),
      },
      {
        title: "undecided",
        kind: "number",
        cell: ({ counted }) => (counted === null ? "" : formatCount(counted.undecided)),
      },
      { title: "criteria", cell: ({ criteria }) => criteriaText(criteria) },
    ],
    rows: report.audiences,
    emptyText: "None yet. To define one: igminer audience add --help",
  });
}

function campaignsCard({ campaigns }: DashboardData): Html {
  const number = (title: string, of: (row: (typeof campaigns)[number]) => number | null) => ({
    title,
    kind: "number" as const,
    cell: (row: (typeof campaigns)[number]) => {
      const value = of(row);
      return value === null ? "" : formatCount(value);
    },
  });
  return tableOf({
    title: "Outreach",
    summary: "Leads and results by sequence and week of hand-over (from Monday, UTC)",
    columns: [
      { title: "week", kind: "name", cell: ({ week }) => week.toISOString().slice(0, 10) },
      { title: "sequence", kind: "name", cell: ({ sequence }) => sequence },
      number("mails sent", ({ mails }) => mails),
      number("handed over", ({ handedOver }) => handedOver),
      number("opened", ({ opened }) => opened),
      number("answered", ({ answered }) => answered),
      number("interested", ({ interested }) => interested),
      number("bounced", ({ bounced }) => bounced),
      number("opted out", ({ optedOut }) => optedOut),
    ],
    rows: campaigns,
    emptyText: "No leads were handed over in recent weeks. To begin: igminer sequence add --help",
  });
}

function lookAlikesCard({ lookAlikes }: DashboardData): Html {
  const { byVerdict, likeliest } = lookAlikes;
  return tableOf({
    title: "Look-alikes",
    summary: byVerdict.map(({ verdict, pairs }) => `${formatCount(pairs)} ${verdict}`).join(", "),
    columns: [
      { title: "watched account", kind: "name", cell: ({ watched }) => watched },
      { title: "look-alike", kind: "name", cell: ({ lookAlike }) => lookAlike },
      {
        title: "verdict",
        cell: ({ verdict }) =>
          html`<span class="state ${verdict === "clone" ? "bad" : "warning"}">${verdict}</span>`,
      },
      {
        title: "score",
        kind: "number",
        cell: ({ score }) => (score === null ? "" : score.toFixed(2)),
      },
    ],
    rows: likeliest,
    emptyText: "No likely imitation was found. To watch an account: igminer clones watch NAME",
  });
}

function errorsCard({ errors, at }: DashboardData): Html {
  return tableOf({
    title: "Errors",
    summary: "Last 24 hours, grouped by cause; igminer errors shows more",
    columns: [
      { title: "times", kind: "number", cell: ({ times }) => formatCount(times) },
      {
        title: "last",
        kind: "name",
        cell: ({ last_at }) => `${formatDuration(Math.max(0, at.getTime() - last_at.getTime()))} ago`,
      },
      { title: "command", kind: "name", cell: ({ command }) => command },
      { title: "kind", kind: "name", cell: ({ kind }) => kind },
      { title: "subject", kind: "text", cell: ({ subject }) => subject ?? "" },
      { title: "message", kind: "text", cell: ({ message }) => shortened(message) },
    ],
    rows: errors,
    emptyText: "None.",
  });
}

function newestCard({ newest }: DashboardData): Html {
  return tableOf({
    title: "Newest accounts",
    summary: "Topics named in biographies",
    columns: [
      { title: "username", kind: "name", cell: ({ username }) => username },
      { title: "name", kind: "text", cell: ({ full_name }) => full_name ?? "" },
      {
        title: "followers",
        kind: "number",
        cell: ({ followers_count: followers }) => (followers === null ? "" : formatCount(followers)),
      },
      { title: "biography", kind: "text", cell: ({ biography }) => shortened(biography ?? "") },
    ],
    rows: newest,
    emptyText: "None yet. Next: igminer mine-new",
  });
}

const EXCERPT = 160;

function shortened(text: string): string {
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT - 1)}…` : text;
}
