import type { EmailDecision, EmailSignalKind, VerdictStatus } from "../db/schema/email.js";

/** The information on an address by which it is decided. */
export interface AddressRecord {
  verdict: { status: VerdictStatus; reason: string; isDefinite: boolean; verifiedAt: Date } | null;
  signals: readonly { kind: EmailSignalKind; at: Date }[];
}

export interface Decided {
  decision: EmailDecision;
  reason: string;
}

/** From this many soft bounces without a sign of life between them, the trouble is not considered temporary. */
const SOFT_BOUNCES = 3;

const BY_VERDICT = {
  deliverable: "good",
  risky: "risky",
  undeliverable: "bad",
  unknown: "unknown",
} as const satisfies { [Status in VerdictStatus]: EmailDecision };

/**
 * Makes one decision from everything known of an address. Precedence: what people asked for (complaint,
 * unsubscription), the operator's own word, the fate of mail, the verdict of verification. The operator's "good"
 * cancels all earlier signals; a sign of life cancels earlier bounces. So newer information can reverse every decision.
 */
export function decide({ verdict, signals }: AddressRecord): Decided {
  const latest = (...kinds: EmailSignalKind[]) =>
    signals
      .filter(({ kind }) => kinds.includes(kind))
      .reduce((newest, { at }) => Math.max(newest, at.getTime()), Number.NEGATIVE_INFINITY);
  const pardonedAt = latest("operator_good");
  for (const kind of ["complaint", "unsubscribe", "operator_bad"] as const) {
    if (latest(kind) > pardonedAt) return { decision: "bad", reason: kind };
  }
  const seenAliveAt = Math.max(
    pardonedAt,
    latest("delivered"),
    verdict?.status === "deliverable" && verdict.isDefinite
      ? verdict.verifiedAt.getTime()
      : Number.NEGATIVE_INFINITY,
  );
  if (latest("hard_bounce") > seenAliveAt) return { decision: "bad", reason: "hard_bounce" };
  if (pardonedAt > Number.NEGATIVE_INFINITY) return { decision: "good", reason: "operator_good" };
  if (verdict?.status === "undeliverable") return { decision: "bad", reason: verdict.reason };
  const softBounces = signals.filter(({ kind, at }) => kind === "soft_bounce" && at.getTime() > seenAliveAt);
  if (softBounces.length >= SOFT_BOUNCES) return { decision: "risky", reason: "soft_bounces" };
  if (latest("delivered") > Number.NEGATIVE_INFINITY && latest("delivered") === seenAliveAt)
    return { decision: "good", reason: "delivered" };
  return verdict === null
    ? { decision: "unknown", reason: "not_verified" }
    : { decision: BY_VERDICT[verdict.status], reason: verdict.reason };
}
