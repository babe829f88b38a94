import type { Profile } from "../../instagram/profile.js";
import { profileFromEdgeForm } from "./edge-form.js";
import { profileFromFlatForm } from "./flat-form.js";

/**
 * Reads an answer that tells an account, as Instagram's web or HikerAPI gave it and somebody kept it.
 * @returns null when it is not such an answer.
 * @throws SourceError "bad_response" when it is one, and odd.
 */
export function profileInAnswer(json: unknown, observedAt: Date): Profile | null {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return null;
  const { data, graphql, user } = json as Record<string, { user?: unknown } | undefined>;
  const edge = data?.user ?? graphql?.user ?? ("edge_followed_by" in json ? json : null);
  if (edge) return profileFromEdgeForm(edge, observedAt);
  const flat = user ?? ("pk" in json || "pk_id" in json ? json : null);
  return flat === null ? null : profileFromFlatForm(flat, observedAt);
}

/** @returns the account whose post this is, in the flat form: in `user`, or after the `_` of its id; null where it is not told. */
export function ownerOfFlatPost(post: unknown): string | null {
  const { id, user } = (post ?? {}) as { id?: unknown; user?: { pk?: unknown; id?: unknown } | null };
  const owner = user?.pk ?? user?.id ?? String(id ?? "").split("_")[1];
  return owner === undefined ? null : String(owner);
}
