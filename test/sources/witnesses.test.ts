import { describe, expect, test } from "vitest";
import type { Absences } from "../../src/core/claims/absences.js";
import { type AbsenceRecord, NO_RECORD } from "../../src/core/net/false-absences.js";
import { SourceError } from "../../src/core/source-error.js";
import { chainSources } from "../../src/core/sources/chain.js";
import type { ProfileSource, SourceName } from "../../src/core/sources/source.js";
import { profileOf } from "../support/profiles.js";
import { witnessesOf } from "../support/sources.js";

const signal = new AbortController().signal;
const nobody = () => Promise.reject(new SourceError("not_found", "nobody"));

/** A source that finds these names and no others. */
function sourceWith(
  isThere: (username: string) => boolean,
  name: SourceName = "web",
): ProfileSource & { asked: string[] } {
  const asked: string[] = [];
  return {
    name,
    asked,
    profile(username) {
      asked.push(username);
      return isThere(username) ? Promise.resolve(profileOf(1, { username })) : nobody();
    },
    close: async () => {},
  };
}

/** A source that has answered ten thousand times and was never wrong. */
const HONEST: AbsenceRecord = { ...NO_RECORD, found: 9_000, absent: 900, confirmed: 900 };
/** … and one that is wrong about half of all accounts. */
const LIAR: AbsenceRecord = { ...NO_RECORD, found: 900, absent: 1_100, refuted: 250, confirmed: 350 };

/** The outcome of each look at a name that every source calls absent. */
async function looksAt(
  records: Record<string, AbsenceRecord>,
  names: SourceName[],
  looks: number,
): Promise<string[]> {
  const sources = names.map((name) => sourceWith(() => false, name)) as unknown as [ProfileSource];
  const witnesses = witnessesOf(sources, { records });
  const chain = chainSources(sources, witnesses);
  const outcomes: string[] = [];
  let earlier: Absences | null = null;
  for (let look = 0; look < looks; look++) {
    const error = await chain
      .profile("somebody", signal, { absences: earlier })
      .catch((thrown: SourceError) => thrown);
    const verdict = witnesses.judge(error as SourceError, earlier);
    earlier = verdict.evidence;
    outcomes.push(verdict.againInMs === null ? "final" : verdict.outcome);
  }
  return outcomes;
}

describe("what is believed of an absence", () => {
  test("of an honest source, two looks; never one, whatever is known", async () => {
    expect(await looksAt({ web: HONEST }, ["web"], 2)).toEqual(["unknown", "final"]);
    expect(await looksAt({ web: HONEST, hiker: HONEST }, ["web", "hiker"], 2)).toEqual(["unknown", "final"]);
  });

  test("of one that lies about half of all accounts, some fourteen; a second one that is honest settles it in two", async () => {
    const alone = await looksAt({ web: LIAR }, ["web"], 30);
    expect(alone.indexOf("not_found")).toBeGreaterThanOrEqual(12);
    expect(alone.indexOf("final")).toBeGreaterThan(alone.indexOf("not_found"));
    expect(await looksAt({ web: LIAR, hiker: HONEST }, ["web", "hiker"], 2)).toEqual(["unknown", "final"]);
  });

  test("of one of which nothing is known, nothing for long", async () => {
    expect(new Set(await looksAt({}, ["web"], 9))).toEqual(new Set(["unknown"]));
  });

  test("it is asked for again after a day, or an hour where the source lies, and each time later", async () => {
    const waits = (record: AbsenceRecord) => {
      const witnesses = witnessesOf([sourceWith(() => false)], { records: { web: record } });
      const absence = new SourceError("not_found", "nobody", { absentIn: ["web"] });
      const first = witnesses.judge(absence, null);
      const second = witnesses.judge(absence, first.evidence);
      return [first, second].map(({ againInMs }) => againInMs && againInMs / 3_600_000);
    };
    expect(waits(HONEST)).toEqual([24, null]);
    expect(waits(LIAR)).toEqual([1, 2]);
  });

  test("a guess is asked for a second time between two monthly rounds of guesses, unless the source lies", () => {
    const waitDays = (record: AbsenceRecord) => {
      const witnesses = witnessesOf([sourceWith(() => false)], { records: { web: record } });
      const guess = new SourceError("not_found", "nobody", { absentIn: ["web"], isGuess: true });
      return (witnesses.judge(guess, null).againInMs ?? 0) / 86_400_000;
    };
    expect(waitDays(HONEST)).toBe(45);
    expect(waitDays(LIAR)).toBeLessThan(0.1);
  });

  describe("once told, is certain by what was learnt of its witnesses since", () => {
    const told = {
      looks: 2,
      by: { web: 2 },
      since: "2026-01-01T00:00:00.000Z",
      last: "2026-01-02T00:00:00.000Z",
    };
    /** The outcome of one more look at a name, if only certainty matters. */
    async function lookAt(chance: number, record: AbsenceRecord) {
      const source = sourceWith(() => false);
      const witnesses = witnessesOf([source], { records: { web: record } });
      const earlier = { ...told, chance };
      const absence = await chainSources([source], witnesses)
        .profile("somebody", signal, { absences: earlier, isOnlyToBeCertain: true })
        .catch((error: SourceError) => error);
      return { asked: source.asked.length, ...witnesses.judge(absence as SourceError, earlier) };
    }

    test("and then costs no question", async () => {
      expect(await lookAt(4e-5, HONEST)).toMatchObject({
        asked: 0,
        outcome: "not_found",
        againInMs: null,
        evidence: { looks: 2, by: { web: 2 }, last: told.last },
      });
    });

    test("but not where it was not believed then, or the source has been caught lying since", async () => {
      expect(await lookAt(1e-3, HONEST)).toMatchObject({ asked: 1, evidence: { looks: 3 } });
      expect(await lookAt(4e-5, LIAR)).toMatchObject({ asked: 1, outcome: "unknown" });
    });
  });

  test("what decided is told: who, how often, when, and how likely they were wrong", async () => {
    const witnesses = witnessesOf([sourceWith(() => false)], { records: { web: HONEST } });
    const absence = new SourceError("not_found", "nobody", { absentIn: ["web", "hiker#"] });
    const { evidence } = witnesses.judge(absence, {
      looks: 1,
      by: { web: 1 },
      since: "2026-01-01T00:00:00.000Z",
      last: "2026-01-01T00:00:00.000Z",
      chance: 0.1,
    });
    expect(evidence).toMatchObject({
      looks: 2,
      by: { web: 2, "hiker#": 1 },
      since: "2026-01-01T00:00:00.000Z",
    });
    expect(evidence.chance).toBeLessThan(1e-4);
    expect(Date.parse(evidence.last)).toBeGreaterThan(Date.parse(evidence.since));
  });
});

test("what another witness finds, or the same one later, refutes who called it absent", async () => {
  const web = sourceWith(() => false);
  const hiker = sourceWith(() => true, "hiker");
  const witnesses = witnessesOf([web, hiker]);
  const chain = chainSources([web, hiker], witnesses);
  await chain.profile("anna", signal);
  const told = () => witnesses.takeNews().map(({ source, news }) => `${source} ${news}`);
  expect(told()).toEqual(["hiker found", "web absent", "web refuted"]);
  const earlier = { looks: 1, by: { hiker: 1 }, since: "", last: "", chance: 1 };
  await chain.profile("bert", signal, { absences: earlier });
  // The one that had not answered about it yet was asked first, and was wrong too.
  expect(told()).toEqual(["web absent", "web refuted", "hiker refuted"]);
});

test("absences that are believed many at once do not make a source look worse than it was", async () => {
  const witnesses = witnessesOf([sourceWith((name) => !name.endsWith("0"))], { records: { web: HONEST } });
  const chain = chainSources([sourceWith((name) => !name.endsWith("0"))], witnesses);
  const waiting: SourceError[] = [];
  // One name in ten belongs to nobody, and thirty of those wait until they are believed.
  for (let name = 1; name <= 300; name++)
    await chain.profile(`name${name}`, signal).catch((absence: SourceError) => waiting.push(absence));
  expect(waiting).toHaveLength(30);
  for (const absence of waiting) witnesses.judge(absence, null);
  const [first] = waiting as [SourceError];
  const verdict = witnesses.judge(first, witnesses.judge(first, null).evidence);
  expect(verdict).toMatchObject({ outcome: "not_found", againInMs: null });
});

test("a source that turns bad is noticed all the same", async () => {
  let isBad = false;
  let asked = 0;
  const source = sourceWith(() => !(isBad && asked++ % 10 < 6));
  const witnesses = witnessesOf([source], { records: { web: HONEST } });
  const chain = chainSources([source], witnesses);
  isBad = true;
  const absences: SourceError[] = [];
  for (let name = 1; name <= 100; name++) {
    await chain.profile(`name${name}`, signal).catch((absence: SourceError) => absences.push(absence));
    if (absences.length === 5) for (const absence of absences.splice(0)) witnesses.judge(absence, null);
  }
  const absence = new SourceError("not_found", "nobody", { absentIn: ["web"] });
  const verdict = witnesses.judge(absence, witnesses.judge(absence, null).evidence);
  expect(verdict.outcome).toBe("unknown");
});

test("names that were only thought of, of which most are nobody's, do not spoil what is known of a source", async () => {
  const witnesses = witnessesOf([sourceWith(() => false)], { records: { web: HONEST } });
  const guess = new SourceError("not_found", "nobody", { absentIn: ["web"], isGuess: true });
  for (let name = 0; name < 200; name++) witnesses.judge(guess, null);
  const absence = new SourceError("not_found", "nobody", { absentIn: ["web"] });
  const first = witnesses.judge(absence, null);
  expect(witnesses.judge(absence, first.evidence).againInMs).toBeNull();
});

describe("a source is vouched for", () => {
  /** @returns the verdict on a source that called `held` names absent. */
  async function verdictOn(
    source: ProfileSource,
    held: number,
    options: { known?: string[]; record?: AbsenceRecord } = {},
  ): Promise<string> {
    const witnesses = witnessesOf([source], {
      ...(options.known && { known: options.known }),
      records: { web: options.record ?? HONEST },
    });
    await chainSources([source], witnesses)
      .profile("somebody", signal)
      .catch(() => {});
    return witnesses.vouch(held, signal).then(
      () => "believed",
      (error: SourceError) => `${error.kind} ${String(error.context.breaker)}`,
    );
  }

  test("where it finds a known name and not an impossible one", async () => {
    const source = sourceWith((name) => name === "instagram");
    expect(await verdictOn(source, 10)).toBe("believed");
    expect(source.asked).toEqual(["somebody", "instagram", expect.stringMatching(/^[0-9a-f]{30}$/)]);
  });

  test("one known name is enough: any of them may be gone by now", async () => {
    const source = sourceWith((name) => name === "instagram");
    expect(await verdictOn(source, 10, { known: ["gone", "instagram"] })).toBe("believed");
  });

  test("one that finds nobody stops the run, and so does one that finds a name nobody has", async () => {
    expect(
      await verdictOn(
        sourceWith(() => false),
        10,
      ),
    ).toBe("blocked open");
    expect(
      await verdictOn(
        sourceWith((name) => name !== "somebody"),
        10,
      ),
    ).toBe("blocked open");
  });

  test("one that is known to lie is asked for more known names before it is taken for shut", async () => {
    const source = sourceWith((name) => name === "f");
    // Five in a row happen by chance one time in thirty, if half of the answers are wrong.
    const known = ["a", "b", "c", "d", "e", "f"];
    expect(await verdictOn(source, 30, { known, record: LIAR })).toBe("believed");
    expect(await verdictOn(source, 30, { known })).toBe("blocked open");
  });

  test("where little is known of it, by a few names more", async () => {
    const source = sourceWith((name) => name !== "somebody" && name.length < 30);
    expect(await verdictOn(source, 1, { known: ["a", "b", "c", "d", "e"], record: NO_RECORD })).toBe(
      "believed",
    );
    expect(source.asked).toEqual(["somebody", "a", "b", "c"]);
  });

  test("in a chain, the one that called somebody absent, not the one that would vouch for it", async () => {
    const [liar, honest] = [sourceWith(() => false), sourceWith(() => true, "hiker")];
    const witnesses = witnessesOf([liar, honest], { records: { web: HONEST } });
    await chainSources([liar, honest], witnesses).profile("somebody", signal);
    await expect(witnesses.vouch(10, signal)).rejects.toThrow("cannot be trusted");
  });
});
