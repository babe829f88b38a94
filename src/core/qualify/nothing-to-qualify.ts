import type { Kysely } from "kysely";
import type { Schema } from "../db/schema.js";
import { isAnybodyUnderWay } from "./questions-under-way.js";

/** @returns why no account is to be qualified now, and what would change that. */
export async function nothingToQualify(db: Kysely<Schema>, isModel: boolean): Promise<string> {
  if (isModel && (await isAnybodyUnderWay(db)))
    return "the other accounts are in batches at the model's service, which answers within 24 hours; a later run fetches the answers.";
  return `every account is qualified${isModel ? "" : " by local rules (set OPENAI_API_KEY to use a model)"}, or waits for its next attempt; mine-new adds new ones.`;
}
