import type { Kysely } from "kysely";
import type { Audience } from "../../audiences/audiences.js";
import type { Schema } from "../../db/schema.js";
import type { NamesQuestion } from "../../sources/source.js";
import type { Channel } from "../evidence.js";

/** Something that a channel can ask about. */
export interface Lead {
  question: string;
  /** What is asked about: a hashtag, a keyword, an id. */
  value: string;
  /** The same in words, for reports. */
  ledBy: string;
}

/** A way to find usernames. To add one, put a file beside the others and a line into `channels.ts`. */
export interface DiscoveryChannel {
  name: Exclude<Channel, "seed" | "related">;
  /** At most `limit` further leads for an audience; may include leads that were asked before. */
  leads(db: Kysely<Schema>, audience: Audience, limit: number): Promise<Lead[]>;
  /** The request to HikerAPI (by its reference of 2026). */
  ask(lead: Pick<Lead, "question" | "value">): NamesQuestion;
}
