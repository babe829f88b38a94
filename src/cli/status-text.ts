import type { Audience } from "../core/audiences/audiences.js";
import type { Purpose } from "../core/db/schema/money.js";
import { sourceWithoutKey } from "../core/net/keyed-gates.js";
import type { ServiceState } from "../core/observe/chain.js";
import type { Problem } from "../core/observe/checks.js";
import type { RowCount } from "../core/observe/estimates.js";
import type { QueueSize } from "../core/observe/queue-sizes.js";
import type { LastRun, MinedIn, SourceStatus, StatusReport } from "../core/observe/status.js";
import type { Pause } from "../core/record/pause.js";
import type { Config } from "../core/settings/settings.js";
import { hikerKeys } from "../core/sources/hiker-keys.js";
import { formatAbout, formatBytes, formatCount, formatDuration, formatShare } from "./format.js";
import { servicesJson, servicesText } from "./services-text.js";
import { sparkline } from "./sparkline.js";
import { paragraphText, sectionText } from "./table.js";

/** @returns the report as text, with problems first. */
export function statusText(
  report: StatusReport,
  problems: readonly Problem[],
  services: readonly ServiceState[],
  config: Config,
  kind: "embedded" | "postgres",
): string {
  const { frontier, totals, lastHour } = report;
  const store =
    kind === "embedded"
      ? `embedded database, ${formatBytes(Number(report.databaseBytes))}, in ${config.database.dataDir}`
      : `PostgreSQL, ${formatBytes(Number(report.databaseBytes))}`;
  const share =
    lastHour.items === 0
      ? "no items were processed"
      : `${formatCount(lastHour.items)} items, ${((100 * lastHour.errors) / lastHour.items).toFixed(1)} % with errors`;
  const sections = [
    problemsText(problems),
    pauseText(report.pause),
    sectionText(
      "Data",
      ["", ""],
      [
        ["accounts", formatAbout(totals.accounts)],
        ["posts", formatAbout(totals.posts)],
        ["e-mails", formatAbout(totals.emails)],
        ["links", formatAbout(totals.links)],
        ["stored in", store],
      ],
    ),
    sectionText(
      "Frontier",
      ["", ""],
      [
        ["to mine", formatAbout(frontier.fresh)],
        ["to try again", formatAbout(frontier.retry)],
        ["being mined", formatAbout(frontier.claimed)],
        ["mined", formatAbout(frontier.mined)],
        ["not found", formatAbout(frontier.not_found)],
        ["reported absent", formatAbout(frontier.unknown)],
        ["unavailable", formatAbout(frontier.unavailable)],
        ["failed for good", formatAbout(frontier.failed)],
      ],
    ),
    audiencesText(report.audiences),
    queuesText(report.queues),
    sectionText(
      "Mined",
      ["", ""],
      [
        [
          "last 24 hours",
          `${formatCount(sumOf(report.minedPerHour))}  ${sparkline(report.minedPerHour.map(({ accounts }) => accounts))}`,
        ],
        [
          "last 7 days",
          `${formatCount(sumOf(report.minedPerDay))}  ${sparkline(report.minedPerDay.map(({ accounts }) => accounts))}`,
        ],
        ["errors, last hour", share],
      ],
    ),
    runsText(report.lastRuns),
    servicesText(services),
    sourcesText(report.sources, config),
    sharesText(sharesOf(report, config)),
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

/** @returns the problems, one per line, or a line that there are none. */
export function problemsText(problems: readonly Problem[]): string {
  if (problems.length === 0) return "All is well.";
  return ["Something is wrong:", ...problems.map(({ message }) => paragraphText(`  ${message}`))].join("\n");
}

function pauseText(pause: Pause | null): string {
  if (pause === null) return "";
  const end = pause.until === null ? "" : ` until ${pause.until.toISOString()}`;
  return `The schedule is paused${end}; igminer resume ends that.`;
}

/** @returns the report as JSON. */
export function statusJson(
  report: StatusReport,
  problems: readonly Problem[],
  services: readonly ServiceState[],
  config: Config,
) {
  return {
    ok: problems.length === 0,
    problems,
    paused: report.pause !== null,
    paused_until: report.pause?.until ?? null,
    queues: Object.fromEntries(report.queues.map(({ queue, states }) => [queue, rowsOf(states)])),
    audiences: report.audiences.map(({ name, counted }) => ({
      name,
      match: counted?.wanted ?? null,
      undecided: counted?.undecided ?? null,
      counted_at: counted?.at ?? null,
    })),
    totals: rowsOf(report.totals),
    estimated: [
      ...report.queues.flatMap(({ queue, states }) => aboutIn(`queues.${queue}`, states)),
      ...aboutIn("totals", report.totals),
    ],
    mined_per_hour: report.minedPerHour,
    mined_per_day: report.minedPerDay,
    last_hour: report.lastHour,
    new_dead_letters_today: report.newDeadLettersToday,
    last_runs: report.lastRuns,
    services: servicesJson(services),
    sources: report.sources.map((source) => ({ ...source, budget_left: budgetLeft(source, config) })),
    budget_today: sharesOf(report, config),
    database_bytes: report.databaseBytes,
  };
}

function rowsOf(counts: Partial<Record<string, RowCount>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(counts).flatMap(([name, count]) => (count ? [[name, count.rows]] : [])),
  );
}

/** The paths of counts that are estimates. */
function aboutIn(path: string, counts: Partial<Record<string, RowCount>>): string[] {
  return Object.keys(counts).flatMap((name) => (counts[name]?.isAbout ? [`${path}.${name}`] : []));
}

/** The audiences, as last counted by refresh-views. */
function audiencesText(audiences: readonly Audience[]): string {
  if (audiences.length === 0) return "";
  return sectionText(
    "Audiences",
    ["", "match", "undecided", ""],
    audiences.map(({ name, counted }) =>
      counted === null
        ? [name, "", "", "not counted yet: igminer refresh-views"]
        : [name, formatCount(counted.wanted), formatCount(counted.undecided), ""],
    ),
  );
}

/** The queues other than the frontier, without empty ones. */
function queuesText(queues: readonly QueueSize[]): string {
  const shown = queues.filter(
    ({ queue, states }) => queue !== "frontier" && Object.values(states).some(({ rows }) => rows > 0),
  );
  if (shown.length === 0) return "";
  return sectionText(
    "Queues",
    ["queue of", "to do", "to try again", "being done", "failed for good"],
    shown.map(({ queue, states: { fresh, retry, claimed, failed } }) => [
      queue,
      ...[fresh, retry, claimed, failed].map((count) => (count === undefined ? "" : formatAbout(count))),
    ]),
  );
}

function runsText(runs: readonly LastRun[]): string {
  if (runs.length === 0) return "Runs\n  none yet; begin with: igminer seed, then igminer mine-new";
  return sectionText(
    "Last runs",
    ["command", "ago", "took", "result", "done", "errors", "stopped because"],
    runs.map((run) => [
      run.command,
      formatDuration(run.ageSeconds * 1_000),
      run.durationSeconds === null ? "—" : formatDuration(run.durationSeconds * 1_000),
      run.exit_code === null ? run.status : `${run.status} (${run.exit_code})`,
      formatCount(run.ok),
      formatCount(run.errors),
      run.stop_reason ?? "",
    ]),
  );
}

function sourcesText(sources: readonly SourceStatus[], config: Config): string {
  if (sources.length === 0) return "";
  return sectionText(
    "Sources",
    ["source", "requests per minute", "breaker", "used today", "left", "paused", "false absences"],
    sources.map((source) => {
      const left = budgetLeft(source, config);
      return [
        source.source,
        source.ratePerMinute.toFixed(1),
        source.breaker.replace("_", " "),
        formatCount(source.usedToday),
        left === null ? "no limit" : formatCount(left),
        source.pausedSeconds > 0 ? formatDuration(source.pausedSeconds * 1_000) : "no",
        falseAbsencesText(source),
      ];
    }),
  );
}

/** @returns the share of existing accounts that a source calls absent, as text. */
function falseAbsencesText({ falseAbsences }: SourceStatus): string {
  if (falseAbsences === null) return "too few answers";
  const { share, atMost } = falseAbsences;
  return `${formatShare(share)}, at most ${formatShare(atMost)}`;
}

interface ShareToday {
  purpose: string;
  /** In billing units, or null without a share of its own. */
  share: number | null;
  used: number;
  left: number | null;
}

/** Today's budget of the paid source by purpose; empty if no source costs money. */
function sharesOf({ spentToday }: StatusReport, config: Config): ShareToday[] {
  const { dailyBudget, backgroundBudget } = config.hiker;
  const keys = hikerKeys(config).length;
  if (keys === 0 && spentToday.size === 0) return [];
  const cap = Math.max(1, keys) * Math.min(dailyBudget ?? Infinity, backgroundBudget ?? Infinity);
  const shared = Object.entries(config.budget.shares).map(([purpose, percent]): ShareToday => {
    const share = cap === Infinity ? null : Math.floor((cap * percent) / 100);
    const used = spentToday.get(purpose as Purpose) ?? 0;
    return { purpose, share, used, left: share === null ? null : Math.max(0, share - used) };
  });
  const others = [...spentToday]
    .filter(([purpose]) => !(purpose in config.budget.shares))
    .map(([purpose, used]): ShareToday => ({ purpose, share: null, used, left: null }));
  return [...shared, ...others];
}

function sharesText(shares: readonly ShareToday[]): string {
  if (shares.length === 0) return "";
  const orNone = (value: number | null) => (value === null ? "—" : formatCount(value));
  return sectionText(
    "Paid requests today",
    ["purpose", "share", "used", "left"],
    shares.map(({ purpose, share, used, left }) => [purpose, orNone(share), formatCount(used), orNone(left)]),
  );
}

function budgetLeft({ source, usedToday }: SourceStatus, config: Config): number | null {
  const budget = budgetOf(source, config);
  return budget === null ? null : Math.max(0, budget - Number(usedToday));
}

/** @returns the requests that a source may have per UTC day, or null for no limit. */
export function budgetOf(source: string, config: Config): number | null {
  const service = Object.entries(config).find(([name]) => name === sourceWithoutKey(source))?.[1];
  if (service === undefined || !("dailyBudget" in service)) return null;
  return service.dailyBudget;
}

function sumOf(units: readonly MinedIn[]): number {
  return units.reduce((sum, { accounts }) => sum + accounts, 0);
}
