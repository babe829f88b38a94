import type { Purpose } from "../db/schema/money.js";
import type { SourcePolicy } from "../settings/settings.js";
import { RateLimited, SourceError } from "../source-error.js";
import type { Accounts, Reserved } from "./accounts.js";
import { averageWith } from "./average.js";
import type { Clock } from "./clock.js";
import { type PriceRule, priceOf, type SeenPrices } from "./prices.js";
import { openForMs, type SharedBreaker } from "./shared-breaker.js";
import type { Grant, SharedState } from "./shared-state.js";
import type { Share } from "./shares.js";
import { BLOCK_MS } from "./turns.js";

export interface QueueForTurnsOptions {
  source: string;
  policy: SourcePolicy;
  state: SharedState;
  clock: Clock;
  prices: PriceRule;
  isBackground: boolean;
  draining: AbortSignal;
  /** When the run stops by itself, on the gate's clock, or null if it does not. */
  endsAtMs: number | null;
  purpose: Purpose | null;
  shares: readonly Share[];
}

/** A run waits at most this long for a source that refuses; after that it ends with exit code 4. */
const PATIENCE_MS = 60_000;
const REFUSALS_TO_STOP = 6;
const DRAIN_PATIENCE_MS = 2_000;
/** A turn older than this is dropped, so that a process that was held up does not send a burst. */
const STALE_MS = 2_000;
/** How long to wait for budget that others have reserved. */
const BUDGET_PATIENCE_MS = 30_000;
/** How often to ask what another process decides: budget that it has reserved, or a probe that it has sent. */
const ASK_AGAIN_MS = 250;

/** The right to send one request. */
export interface Turn {
  atMs: number;
  /** On the shared clock. */
  slotMs: number;
  generation: number;
  isProbe: boolean;
}

interface Block {
  endMs: number;
  count: number;
  used: number;
}

/** A turn and the budget for the request that is sent in it. */
export interface Taken {
  turn: Turn;
  reserved: Reserved;
}

/**
 * The requests of one run that wait for their turn. Turns and budget are taken from the shared state in blocks, handed
 * out in order, and returned if unused.
 */
export interface TurnQueue {
  /** Current time between two turns, or null if not known yet. */
  readonly intervalMs: number | null;
  /** @returns the units reserved for a request to an endpoint. */
  priceOf(endpoint: string): number;
  /** Waits until a turn is due. @returns the turn and the budget for one request. */
  ownTurn(endpoint: string, signal: AbortSignal): Promise<Taken>;
  /** Marks the request of a turn as finished, whatever its outcome. */
  end(turn: Turn): void;
  /** Records that the source refused the request of a turn; turns handed out before that become invalid. */
  refuse(turn: Turn): void;
  /** Returns the turns that nobody has taken. */
  giveBackUnused(): void;
  /** Reports what was learnt and returns what is left. */
  close(): Promise<void>;
}

/** Opens the queue of one run. @param beside what its gate has sent, and what waits in it for a turn or an answer. */
export function openTurnQueue(
  options: QueueForTurnsOptions,
  accounts: Accounts,
  breaker: SharedBreaker,
  beside: { requests(): number; pending(): number },
): TurnQueue {
  const { source, policy, state, clock, prices: rule, draining, endsAtMs } = options;
  let turns: Turn[] = [];
  let block: Block = { endMs: 0, count: 0, used: 0 };
  let blockSize = 1;
  let seenPrices: SeenPrices = {};
  /** Endpoints of the requests that wait for a turn, in order. */
  const waiting: string[] = [];
  let refilling: Promise<void> | null = null;
  let intervalMs: number | null = null;
  /** Average price of this run's requests. */
  let usualPrice: number | null = null;
  /** Turns of this generation or an older one were handed out before the source refused. */
  let refusedGeneration = -1;
  /** The probe of a half-open breaker that this run is sending. */
  let probing: { ended: Promise<void>; end(): void } | null = null;
  let probesEnded = 0;
  let budgetAwaitedSinceMs: number | null = null;
  let probeAwaitedSinceMs: number | null = null;

  function giveBack(unused: readonly Turn[]): void {
    for (const { slotMs, isProbe } of unused) {
      accounts.freeTurn({ fromMs: slotMs, endMs: block.endMs }, isProbe);
      if (isProbe) endProbe();
    }
  }

  function beginProbe(): void {
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    probing = { ended, end };
  }

  function endProbe(): void {
    probesEnded++;
    probing?.end();
    probing = null;
  }

  function patienceMs(): number {
    return draining.aborted ? DRAIN_PATIENCE_MS : PATIENCE_MS;
  }

  /** @param wish.want 0 to report only. */
  async function exchange(wish: { want: number; leastUnits: number; wantUnits: number }, isLast = false) {
    const handedIn = accounts.takeReport();
    try {
      return await state.exchange({
        ...wish,
        policy,
        isBackground: options.isBackground,
        purpose: options.purpose,
        shares: options.shares,
        openForMs,
        report: handedIn,
        ...accounts.nextExchange(),
        isLast,
      });
    } catch (error) {
      accounts.putBack(handedIn);
      throw error;
    }
  }

  async function refill(signal: AbortSignal): Promise<void> {
    for (;;) {
      await breaker.written();
      const probesBefore = probesEnded;
      const [first, ...others] = waiting.map((endpoint) => priceOf(rule, seenPrices, endpoint));
      if (first === undefined) return;
      // Nobody else can spend what is reserved ahead, so of expensive requests no more is reserved than is waited for.
      const want = Math.max(waiting.length, rule.learns ? blockSize : 1);
      const more =
        Math.ceil((want - waiting.length) * (usualPrice ?? first)) +
        others.reduce((sum, price) => sum + price, 0);
      const leastUnits = Math.max(0, first - accounts.purse);
      // These turns lost their budget to more expensive requests. Returned now, they are the first of the new ones.
      giveBack(turns.splice(0));
      const grant = await exchange({
        want,
        leastUnits,
        wantUnits: Math.max(leastUnits, first + more - accounts.purse),
      });
      seenPrices = grant.prices;
      breaker.adopt(grant.breaker, grant.kind === "turns" && grant.isProbe);
      if (await use(grant, probesEnded > probesBefore, signal)) return;
    }
  }

  /** @returns whether there are turns now. @throws if waiting for them is pointless. */
  async function use(grant: Grant, hasProbed: boolean, signal: AbortSignal): Promise<boolean> {
    if (grant.kind !== "out_of_budget") budgetAwaitedSinceMs = null;
    if (grant.kind !== "breaker_open") probeAwaitedSinceMs = null;
    switch (grant.kind) {
      case "turns": {
        intervalMs = grant.intervalMs;
        const { generation, isProbe } = grant;
        const startMs = clock.nowMs() + grant.firstInMs;
        const mostTurns = Math.max(1, Math.floor(BLOCK_MS / grant.intervalMs));
        // As many as were used of the last block, or twice as many if those were too few.
        blockSize = Math.min(
          mostTurns,
          block.used >= block.count ? 2 * Math.max(1, block.count) : Math.max(1, block.used),
        );
        block = { endMs: grant.endMs, count: grant.count, used: 0 };
        turns = Array.from({ length: grant.count }, (_, index) => ({
          atMs: startMs + index * grant.intervalMs,
          slotMs: grant.firstSlotMs + index * grant.intervalMs,
          generation,
          isProbe,
        }));
        if (isProbe) beginProbe();
        accounts.addBudget(grant.units, clock.nowMs() + grant.dayEndsInMs);
        return true;
      }
      case "in_line":
        await waitInLine(grant.waitMs, grant.nextInMs, signal);
        return false;
      case "new_day":
        accounts.beginReservation();
        return false;
      case "paused":
        if (grant.forMs > patienceMs() || grant.refusedStreak >= REFUSALS_TO_STOP) {
          throw new RateLimited(
            `${source}: rate limit, no requests for another ${Math.ceil(grant.forMs / 1000)} s`,
            grant.forMs,
          );
        }
        await pause(grant.forMs, signal);
        return false;
      case "out_of_budget":
        // Budget that does not cover this request may cover another process's request.
        accounts.emptyPurse();
        if (await mayBudgetComeBack(grant.mayComeBack, signal)) return false;
        throw outOfBudget(grant);
      case "breaker_open": {
        // This process sends the probe itself; its result is what the others wait for.
        if (probing !== null) {
          await probing.ended;
          return false;
        }
        if (hasProbed || (grant.forMs === null && (await mayProbeEnd(signal)))) return false;
        const forWords =
          grant.forMs === null
            ? "another process is testing it"
            : `next test in ${Math.ceil(grant.forMs / 1000)} s`;
        throw new SourceError("blocked", `${source}: the circuit breaker is open; ${forWords}`, {
          breaker: "open",
        });
      }
      default:
        return grant satisfies never;
    }
  }

  async function mayBudgetComeBack(mayComeBack: boolean, signal: AbortSignal): Promise<boolean> {
    // Requests in flight at this gate are waited for as well: they may have cost less than reserved.
    if (!mayComeBack || draining.aborted) return false;
    budgetAwaitedSinceMs ??= clock.nowMs();
    if (clock.nowMs() - budgetAwaitedSinceMs > BUDGET_PATIENCE_MS) return false;
    await pause(ASK_AGAIN_MS, signal);
    return true;
  }

  /** Another process is asking whether the source serves us again, and knows within the time of one request. */
  async function mayProbeEnd(signal: AbortSignal): Promise<boolean> {
    if (draining.aborted) return false;
    probeAwaitedSinceMs ??= clock.nowMs();
    if (clock.nowMs() - probeAwaitedSinceMs > PATIENCE_MS) return false;
    await pause(ASK_AGAIN_MS, signal);
    return true;
  }

  function outOfBudget({
    usedToday,
    cap: most,
    kept,
  }: Extract<Grant, { kind: "out_of_budget" }>): SourceError {
    const which = options.isBackground ? "background " : "";
    const keptWords = kept > 0 ? `; ${kept} are reserved for other purposes` : "";
    return new SourceError(
      "out_of_budget",
      `${source}: today's ${which}budget is used up (${usedToday} of ${most} ${rule.unitName}${keptWords})`,
      { used_today: usedToday, cap: most, ...(kept > 0 && { kept_for_others: kept }) },
    );
  }

  async function waitInLine(waitMs: number, nextInMs: number, signal: AbortSignal): Promise<void> {
    if (endsAtMs !== null && clock.nowMs() + nextInMs > endsAtMs) {
      // Requests that have their turn are finished before the run is told that its time is over.
      while (beside.pending() > waiting.length) await pause(ASK_AGAIN_MS, signal);
      const inWords = `${source}: the next request is due in ${Math.ceil(nextInMs / 1000)} s, after --max-seconds`;
      throw new RateLimited(inWords, nextInMs, beside.requests() > 0 ? { time_over: true } : {});
    }
    await pause(waitMs, signal);
  }

  async function nextTurn(endpoint: string, signal: AbortSignal): Promise<Taken> {
    waiting.push(endpoint);
    try {
      for (;;) {
        signal.throwIfAborted();
        dropStale();
        const price = priceOf(rule, seenPrices, endpoint);
        if (turns.length > 0 && accounts.purse >= price) {
          block.used++;
          usualPrice = averageWith(price, usualPrice);
          return { turn: turns.shift() as Turn, reserved: accounts.reserve(price) };
        }
        refilling ??= refill(signal).finally(() => {
          refilling = null;
        });
        await refilling;
      }
    } finally {
      waiting.splice(waiting.indexOf(endpoint), 1);
    }
  }

  function dropStale(): void {
    const nowMs = clock.nowMs();
    if (accounts.expire(nowMs)) giveBack(turns.splice(0));
    const isStale = ({ atMs }: Turn) => atMs < nowMs - STALE_MS;
    if (turns.some(isStale)) {
      giveBack(turns.filter((turn) => turn.isProbe && isStale(turn)));
      turns = turns.filter((turn) => !isStale(turn));
    }
  }

  async function ownTurn(endpoint: string, signal: AbortSignal): Promise<Taken> {
    for (;;) {
      const taken = await nextTurn(endpoint, signal);
      const { turn, reserved } = taken;
      try {
        await pause(turn.atMs - clock.nowMs(), signal);
      } catch (error) {
        putBack(taken);
        throw error;
      }
      const isLate = clock.nowMs() - turn.atMs > STALE_MS || accounts.isOver(reserved, clock.nowMs());
      // The source has refused a request in the meantime; this one would only be refused as well.
      if (turn.generation > refusedGeneration && !isLate) return taken;
      putBack(taken);
    }
  }

  function putBack({ turn, reserved }: Taken): void {
    block.used--;
    giveBack([turn]);
    accounts.release(reserved);
  }

  /** Sleeps. If the run starts to drain in the meantime, it sleeps only a little longer. */
  async function pause(forMs: number, signal: AbortSignal): Promise<void> {
    if (forMs < 1) return;
    const isShort = draining.aborted && forMs <= DRAIN_PATIENCE_MS;
    if (await clock.sleep(forMs, isShort ? [signal] : [signal, draining])) return;
    signal.throwIfAborted();
    throw new RateLimited(`${source}: not asked, the run is stopping`, forMs, { draining: true });
  }

  return {
    get intervalMs() {
      return intervalMs;
    },
    priceOf: (endpoint) => priceOf(rule, seenPrices, endpoint),
    ownTurn,
    end(turn) {
      if (turn.isProbe) endProbe();
    },
    refuse({ generation }) {
      refusedGeneration = Math.max(refusedGeneration, generation);
      giveBack(turns.splice(0));
    },
    giveBackUnused: () => giveBack(turns.splice(0)),
    async close() {
      await exchange({ want: 0, leastUnits: 0, wantUnits: 0 }, true);
    },
  };
}
