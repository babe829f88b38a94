import { type AbsenceRecord, NO_RECORD } from "../../src/core/net/false-absences.js";
import { chainSources } from "../../src/core/sources/chain.js";
import type { ProfileSource } from "../../src/core/sources/source.js";
import { newWitnesses, type Witnesses } from "../../src/core/sources/witnesses.js";

/** Judges the absences of a run with these sources. */
export function witnessesOf(
  sources: readonly ProfileSource[],
  { records = {}, known = ["instagram"] }: { records?: Record<string, AbsenceRecord>; known?: string[] } = {},
): Witnesses {
  return newWitnesses({
    records: new Map(Object.entries(records).map(([source, seen]) => [source, { seen, guessed: NO_RECORD }])),
    sources,
    knownUsernames: async () => known,
    now: () => new Date(),
  });
}

/** A chain of sources as a run uses it, with nothing known about their absences. */
export function chainOf(...sources: [ProfileSource, ...ProfileSource[]]): ProfileSource {
  return chainSources(sources, witnessesOf(sources));
}

/** Options of the web source besides the connection. */
export const WEB = { headers: { "x-ig-app-id": "1" }, controlUsername: "instagram" };
