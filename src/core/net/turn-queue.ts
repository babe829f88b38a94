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
  /** When the run stops by itself, on the gate's clock; null: it does not. */
  endsAtMs: number | null;
  purpose: Purpose | null;
  shares: readonly Share[];
}

/** A run waits this long for a source that refuses; a longer wait is cron's business (exit 4). */
const PATIENCE_MS = 60_000;
const REFUSALS_TO_STOP = 6;
const DRAIN_PATIENCE_MS = 2_000;
/** A turn that could not be used in time is not used later: a process that was held up sends no burst. */
const STALE_MS = 2_000;
/** How long budget that others have reserved is waited for, and how often it is asked for. */
const BUDGET_PATIENCE_MS = 30_000;
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
 * The requests of one run that wait for their turn: it takes turns and budget from the shared state in blocks, hands them out
 * in order, and gives back what is not used.
 */
export interface TurnQueue {
  /** Time between two turns as the source allows it now; null: not known yet. */
  readonly intervalMs: number | null;
  /** @returns what is reserved for a request to an endpoint. */
  priceOf(endpoint: string): number;
  /** Waits for the time of a turn. @returns the turn and the budget for one request, once it is time. */
  ownTurn(endpoint: string, signal: AbortSignal): Promise<Taken>;
  /** The request of a turn is over, whatever came of it. */
  end(turn: Turn): void;
  /** The source has refused the request of a turn: those that were handed out before are worth nothing. */
  refuse(turn: Turn): void;
  /** Gives back the turns that nobody has taken. */
  giveBackUnused(): void;
  /** Hands in what was learnt, and gives back what is left. */
  close(): Promise<void>;
}

/** Opens the queue of one run. @param beside what its gate has sent, and what waits there for a turn or an answer. */
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
  /** Endpoints that wait for a turn, in their order. */
  const waiting: string[] = [];
  let refilling: Promise<void> | null = null;
  let intervalMs: number | null = null;
  /** Of the requests of this run on average. */
  let usualPrice: number | null = null;
  /** Turns of this generation and older were handed out before the source refused. */
  let refusedGeneration = -1;
  /** The probe that this run makes of a half-open breaker. */
  let probing: { ended: Promise<void>; end(): void } | null = null;
  let probesEnded = 0;
  let budgetAwaitedSinceMs: number | null = null;

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

  /** @param wish.want 0: only report. */
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
      // What is reserved ahead nobody else can spend: of dear requests no more than are waited for.
      const want = Math.max(waiting.length, rule.learns ? blockSize : 1);
      const more =
        Math.ceil((want - waiting.length) * (usualPrice ?? first)) +
        others.reduce((sum, price) => sum + price, 0);
      const leastUnits = Math.max(0, first - accounts.purse);
      // Turns whose budget was spent by dearer requests: handed in now, they are the first of the new ones.
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

  /** @returns whether there are turns now. @throws where waiting for them is no use. */
  async function use(grant: Grant, hasProbed: boolean, signal: AbortSignal): Promise<boolean> {
    if (grant.kind !== "out_of_budget") budgetAwaitedSinceMs = null;
    switch (grant.kind) {
      case "turns": {
        intervalMs = grant.intervalMs;
        const { generation, isProbe } = grant;
        const startMs = clock.nowMs() + grant.firstInMs;
        const mostTurns = Math.max(1, Math.floor(BLOCK_MS / grant.intervalMs));
        // As many as were used of the last ones, or twice as many if those were too few.
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
        // Budget that is not enough for this request may be enough for somebody else's.
        accounts.emptyPurse();
        if (await mayBudgetComeBack(grant.mayComeBack, signal)) return false;
        throw outOfBudget(grant);
      case "breaker_open": {
        // Our own probe: what it finds out is what the others wait for.
        if (probing !== null) {
          await probing.ended;
          return false;
        }
        if (hasProbed) return false;
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
    // What this gate itself has in flight is waited for as well: it may have cost less.
    if (!mayComeBack || draining.aborted) return false;
    budgetAwaitedSinceMs ??= clock.nowMs();
    if (clock.nowMs() - budgetAwaitedSinceMs > BUDGET_PATIENCE_MS) return false;
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
      // Those who have their turn are served before the run is told that its time is over.
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
      // The source has refused somebody meanwhile: to go ahead would only be refused as well.
      if (turn.generation > refusedGeneration && !isLate) return taken;
      putBack(taken);
    }
  }

  function putBack({ turn, reserved }: Taken): void {
    block.used--;
    giveBack([turn]);
    accounts.release(reserved);
  }

  /** Sleeps; when the run begins to drain meanwhile, only a little longer. */
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
