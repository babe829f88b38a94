import type { NewAlert } from "../record/alerts.js";
import type { SourcePolicy } from "../settings/settings.js";

/** The state of a source's budget today. */
export interface BudgetStand {
  source: string;
  policy: Pick<SourcePolicy, "dailyBudget" | "backgroundBudget">;
  /** In the source's billing units. */
  usedToday: number;
  /** The cap at which a request has just been refused, or null if none was. */
  refusedAt: number | null;
  /** The thresholds that were already reported today. */
  told: readonly string[];
}

const THRESHOLDS = [
  { percent: 80, kind: "budget_80" },
  { percent: 100, kind: "budget_100" },
] as const;

/** @returns the thresholds reached so far, and for each budget an alert for the highest new one. */
export function budgetNews({ source, policy, usedToday, refusedAt, told }: BudgetStand): {
  told: string[];
  alerts: NewAlert[];
} {
  const { dailyBudget, backgroundBudget } = policy;
  const caps = [
    { name: "daily", cap: dailyBudget, subject: source, words: "the day's budget" },
    {
      name: "background",
      cap:
        backgroundBudget !== null && backgroundBudget < (dailyBudget ?? Infinity) ? backgroundBudget : null,
      subject: `${source} (background)`,
      words: "the day's budget for background commands",
    },
  ];
  const toldNow = new Set(told);
  const alerts: NewAlert[] = [];
  for (const { name, cap, subject, words } of caps) {
    // A budget of zero means that the source is switched off.
    if (cap === null || cap === 0) continue;
    const share = refusedAt === cap ? 100 : (100 * usedToday) / cap;
    const reached = THRESHOLDS.filter(({ percent }) => share >= percent);
    const news = reached.filter(({ percent }) => !told.includes(`${name} ${percent}`)).at(-1);
    for (const { percent } of reached) toldNow.add(`${name} ${percent}`);
    if (news === undefined) continue;
    const message =
      news.percent === 100
        ? `${source}: ${words} is used up (${usedToday} of ${cap}); it is reset at 00:00 UTC`
        : `${source}: ${news.percent} % of ${words} is used (${usedToday} of ${cap})`;
    alerts.push({ kind: news.kind, subject, message });
  }
  return { told: [...toldNow], alerts };
}
