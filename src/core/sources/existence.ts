import { SourceError } from "../source-error.js";

/**
 * Whether an account exists, by asking for it: "not_found" only on the source's proof of absence, "unknown" where the
 * answer cannot be read. Throws what says something of the source and not of the account.
 */
export async function existenceFrom(
  ask: () => Promise<unknown>,
): Promise<"exists" | "not_found" | "unknown"> {
  try {
    await ask();
    return "exists";
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    switch (error.kind) {
      case "not_found":
        return "not_found";
      case "unavailable":
      case "bad_response":
        return "unknown";
      default:
        throw error;
    }
  }
}
