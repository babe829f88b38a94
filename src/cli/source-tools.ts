import type { OpenTools } from "../core/batch/open-tools.js";
import type { Database } from "../core/db/database.js";
import { openSourceSession } from "../core/sources/session.js";
import type { ProfileSource, SourceName } from "../core/sources/source.js";
import type { CommandContext } from "./command.js";

/**
 * Opens, for a batch command, the sources that its `--source` names.
 * @param isBackground whether nobody waits for it: it then leaves the priority budget alone.
 */
export function sourceTools(isBackground: boolean) {
  return (
    { source: names }: { source: readonly SourceName[] | undefined },
    { kysely: db, now }: Database,
    { settings: { config } }: CommandContext,
    draining: AbortSignal,
  ): Promise<OpenTools<ProfileSource>> =>
    openSourceSession({ db, now, config, names, isBackground, draining });
}
