import type { OpenTools } from "../batch/open-tools.js";
import { EXIT, Failure } from "../failure.js";
import type { ProfileSource } from "../sources/source.js";

/** @returns the source, now known to be able to list names. @throws Failure (exit 2) if it cannot, after closing it. */
export async function askingForNames(
  opened: OpenTools<ProfileSource>,
): Promise<OpenTools<Required<Pick<ProfileSource, "names">>>> {
  const { names, name } = opened.tools;
  if (names !== undefined) return { ...opened, tools: { names } };
  await opened.close();
  throw new Failure(
    EXIT.usage,
    `The source ${name} cannot search for usernames.`,
    "Set IGMINER_HIKER_KEY, and use --source hiker or omit --source; or use --channels related.",
  );
}
