import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { newReach, type Reach } from "./reach.js";
import type { Schema } from "./schema.js";

/** Identifies one transaction of this process among all others. */
export interface Mark {
  holder: string;
  number: number;
}

/** Properties of a store besides its connections. */
export interface Traits {
  reach: Reach;
  /** Maximum number of connections. */
  connections: number;
  /** @returns a mark for one transaction, or null if the answer to a commit cannot be lost. */
  nextMark(): Mark | null;
}

const traits = new WeakMap<Kysely<Schema>, Traits>();

/** Registers the properties of a store that has just been opened. */
export function setTraits(
  db: Kysely<Schema>,
  { reach, connections, isMarked }: Pick<Traits, "reach" | "connections"> & { isMarked: boolean },
): void {
  const holder = randomUUID();
  let number = 0;
  const nextMark = () => (isMarked ? { holder, number: number++ } : null);
  traits.set(db, { reach, connections, nextMark });
}

/** The properties of the store behind a handle, as registered by `openDatabase`. */
export function traitsOf(db: Kysely<Schema>): Traits {
  return traits.get(db) ?? { reach: newReach(0), connections: 1, nextMark: () => null };
}
