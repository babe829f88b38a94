import type { RawBuilder } from "kysely";
import type { Schema } from "../db/schema.js";
import type { Person } from "./person.js";

interface Place {
  table: keyof Schema;
  /** What a row is called, for the one who reads what was erased. */
  what: string;
}

/** Rows about the person: they are deleted. Found by index. */
export interface OwnRows extends Place {
  kind: "own";
  /** SQL over `stored`. */
  isTheirs(person: Person): RawBuilder<boolean>;
}

/** Rows of somebody else that point to the person: found by index, and changed in SQL. */
export interface Pointers extends Place {
  kind: "pointer";
  isTheirs(person: Person): RawBuilder<boolean>;
  /** What is set. */
  blank(person: Person): RawBuilder<unknown>;
}

/**
 * Texts that people wrote, in rows of somebody else: found by their clues, or by their words where they were stored
 * without; read and rewritten here, with igminer's own readers (`withoutTraces`).
 */
export interface HumanTexts extends Place {
  kind: "texts";
  columns: readonly ("full_name" | "biography" | "external_link" | "bio_links" | "caption")[];
  /** Rows that may name the person (SQL over `stored`, a condition for each index). */
  candidates(person: Person): RawBuilder<boolean>[];
}

/**
 * Texts of machines and of our own, where the plain word means the person: read by key in pages, since no index knows
 * what stands in them.
 */
export interface RecordTexts extends Place {
  kind: "records";
  /** Which rows have such a text at all: by a partial index where the table is large. */
  hasText?: RawBuilder<boolean>;
  isTheirs(person: Person): RawBuilder<boolean>;
  /** Left out: the row is deleted. */
  blank?(person: Person): RawBuilder<unknown>;
}

export type PersonalTable = OwnRows | Pointers | HumanTexts | RecordTexts;
