import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { newReach, type Reach } from "./reach.js";
import type { Schema } from "./schema.js";

/** What tells one transaction of this process from all others. */
export interface Mark {
  holder: string;
  number: number;
}

/** What a store is besides its connections. */
export interface Traits {
  reach: Reach;
  /** At most. */
  connections: number;
  /** @returns a mark for one transaction; null where no answer to a commit can be lost. */
  nextMark(): Mark | null;
}

const traits = new WeakMap<Kysely<Schema>, Traits>();

/** Registers the traits of a store that has just been opened. */
export function setTraits(
  db: Kysely<Schema>,
  { reach, connections, isMarked }: Pick<Traits, "reach" | "connections"> & { isMarked: boolean },
): void {
  const holder = randomUUID();
  let number = 0;
  const nextMark = () => (isMarked ? { holder, number: number++ } : null);
  traits.set(db, { reach, connections, nextMark });
}

/** What the store behind a handle is, as `openDatabase` said. */
export function traitsOf(db: Kysely<Schema>): Traits {
  return traits.get(db) ?? { reach: newReach(0), connections: 1, nextMark: () => null };
}
