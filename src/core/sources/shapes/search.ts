import * as z from "zod";
import { isUsername } from "../../instagram/username.js";
import type { SearchHit } from "../source.js";
import { flagShape, idShape, readAs, readEach, textShape } from "./values.js";

const listShape = z.union([
  z.array(z.unknown()),
  z.object({ users: z.array(z.unknown()) }).transform(({ users }) => users),
  z
    .object({ response: z.object({ users: z.array(z.unknown()) }) })
    .transform(({ response }) => response.users),
]);
const hitShape = z.object({
  pk: idShape.nullish(),
  id: idShape.nullish(),
  username: z.string(),
  full_name: textShape,
  is_verified: flagShape,
});

/** Reads the answer of a search for accounts: bare, or under `users`, each maybe under `user`. @throws SourceError "bad_response". */
export function hitsFromSearch(json: unknown): SearchHit[] {
  const entries = readAs(listShape, json, "The list of accounts found");
  const users = entries.map((entry) => (entry as { user?: unknown } | null)?.user ?? entry);
  return readEach(hitShape, users)
    .map(({ pk, id, username, full_name, is_verified }) => ({
      id: (pk ?? id) == null ? null : BigInt((pk ?? id) as string | number),
      username: username.toLowerCase(),
      fullName: full_name ?? "",
      isVerified: is_verified ?? false,
    }))
    .filter(({ username }) => isUsername(username));
}
