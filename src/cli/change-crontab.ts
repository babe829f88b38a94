import * as z from "zod";
import { EXIT, type ExitCode } from "../core/failure.js";
import { changesOf, divideCrontab, joinCrontab } from "../core/schedule/crontab-block.js";
import type { CommandContext } from "./command.js";
import { isConfirmed } from "./confirm.js";
import { readCrontab, writeCrontab } from "./crontab-program.js";
import { counted } from "./format.js";
import { isGiven } from "./options.js";

/** The flags of commands that change the crontab. */
export const crontabOptions = {
  dryRun: { summary: "Show what would change without changing it", schema: isGiven },
  yes: { summary: "Skip the confirmation question", schema: isGiven },
};

export const crontabJson = z.strictObject({
  command: z.string(),
  changed: z.boolean(),
  changes: z.array(z.string()),
  own_lines: z.int(),
});

/**
 * Replaces igminer's block in the user's crontab. Shows the change first, and asks for confirmation on a terminal. The
 * user's own lines stay as they are.
 * @param blockFor makes the new block from the current one; empty for none.
 */
export async function changeCrontab(
  { dryRun, yes }: { dryRun: boolean; yes: boolean },
  blockFor: (present: readonly string[]) => string[],
  { command, output, log, interruption }: CommandContext,
): Promise<ExitCode> {
  const { own, block: present } = divideCrontab(readCrontab());
  const block = blockFor(present);
  const changes = changesOf(present, block);
  const isWritten = !dryRun && changes.length > 0;
  if (!output.isJson && changes.length > 0) output.summary(changes.join("\n"));
  if (isWritten) {
    if (!yes && !(await isConfirmed("Apply this change to your crontab?", interruption))) {
      log.warn("The crontab was not changed.");
      return EXIT.failed;
    }
    writeCrontab(joinCrontab({ own, block }));
  }
  if (output.isJson) output.json({ command, changed: isWritten, changes, own_lines: own.length });
  else {
    const kept = `${counted(own.filter((line) => line !== "").length, "line")} of yours`;
    const said = changes.length === 0 ? "nothing to change" : dryRun ? "nothing was changed" : "changed";
    output.summary(`${command}: ${said}; ${kept} left unchanged.`);
  }
  return EXIT.done;
}
