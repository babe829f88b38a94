import type { RawBuilder } from "kysely";
import type { Schema } from "../db/schema.js";
import type { Person } from "./person.js";

interface Place {
  table: keyof Schema;
  /** The name of such rows in reports. */
  what: string;
}

/** Rows about the person, which are deleted. Found by index. */
export interface OwnRows extends Place {
  kind: "own";
  /** SQL condition over `stored`. */
  isTheirs(person: Person): RawBuilder<boolean>;
}

/** Rows of somebody else that point to the person: found by index, and changed in SQL. */
export interface Pointers extends Place {
  kind: "pointer";
  isTheirs(person: Person): RawBuilder<boolean>;
  /** The SQL of `set`. */
  blank(person: Person): RawBuilder<unknown>;
}

/**
 * Texts that people wrote, in rows of somebody else. They are found by their clues, or by their words if stored without
 * clues, and rewritten here with igminer's own parsers (`withoutTraces`).
 */
export interface HumanTexts extends Place {
  kind: "texts";
  columns: readonly ("full_name" | "biography" | "external_link" | "bio_links" | "caption")[];
  /** Rows that may name the person: SQL conditions over `stored`, one per index. */
  candidates(person: Person): RawBuilder<boolean>[];
}

/**
 * Texts of machines and of igminer, in which the plain word means the person. They are scanned in pages by key, since
 * no index covers their words.
 */
export interface RecordTexts extends Place {
  kind: "records";
  /** Which rows have such a text at all; uses a partial index if the table is large. */
  hasText?: RawBuilder<boolean>;
  isTheirs(person: Person): RawBuilder<boolean>;
  /** If omitted, the row is deleted. */
  blank?(person: Person): RawBuilder<unknown>;
}

export type PersonalTable = OwnRows | Pointers | HumanTexts | RecordTexts;
