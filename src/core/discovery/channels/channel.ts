import type { Kysely } from "kysely";
import type { Audience } from "../../audiences/audiences.js";
import type { Schema } from "../../db/schema.js";
import type { NamesQuestion } from "../../sources/source.js";
import type { Channel } from "../evidence.js";

/** What a channel can ask about. */
export interface Lead {
  question: string;
  /** What is asked for: a hashtag, a keyword, a number. */
  value: string;
  /** The same in words, for reports. */
  ledBy: string;
}

/** A way to names of accounts. A new one is a file beside the others and its line in `channels.ts`. */
export interface DiscoveryChannel {
  name: Exclude<Channel, "seed" | "related">;
  /** Further things to ask about for an audience, at most so many; those that were asked already may come again. */
  leads(db: Kysely<Schema>, audience: Audience, limit: number): Promise<Lead[]>;
  /** How HikerAPI is asked (facts: its reference of 2026). */
  ask(lead: Pick<Lead, "question" | "value">): NamesQuestion;
}
