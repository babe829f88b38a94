import type { AbsenceRecord } from "../../src/core/net/false-absences.js";
import { chainSources } from "../../src/core/sources/chain.js";
import type { ProfileSource } from "../../src/core/sources/source.js";
import { newWitnesses, type Witnesses } from "../../src/core/sources/witnesses.js";

/** The witnesses of a run with these sources. */
export function witnessesOf(
  sources: readonly ProfileSource[],
  { records = {}, known = ["instagram"] }: { records?: Record<string, AbsenceRecord>; known?: string[] } = {},
): Witnesses {
  return newWitnesses({
    records: new Map(Object.entries(records)),
    sources,
    knownUsernames: async () => known,
    now: () => new Date(),
  });
}

/** Sources as a run asks them, of whose absences nothing is known. */
export function chainOf(...sources: [ProfileSource, ...ProfileSource[]]): ProfileSource {
  return chainSources(sources, witnessesOf(sources));
}
