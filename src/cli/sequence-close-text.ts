import * as z from "zod";
import type { Closed, Concerned, Release } from "../core/outreach/close-sequence.js";
import { counted } from "./format.js";
import { whole } from "./json-shapes.js";

/** The effects of closing a sequence, worded to follow "sequence close would". */
export function effectsText(
  name: string,
  { would_close, would_withdraw, would_delete, would_move }: Concerned,
): string {
  const effects = [
    ...(would_close
      ? [`close "${name}" for good and withdraw ${counted(would_withdraw, "waiting lead")}`]
      : []),
    ...(would_move > 0
      ? [`move ${counted(would_move, "lead")} of "${name}" into a lead list at Instantly`]
      : []),
    ...(would_delete > 0 ? [`delete ${counted(would_delete, "lead")} of "${name}" at the sequencer`] : []),
  ];
  return effects.length === 0 ? `change nothing about "${name}"` : effects.join(", and ");
}

/** The question to confirm before a sequence is closed. */
export function closeQuestion(name: string, concerned: Concerned): string {
  const effects = effectsText(name, concerned);
  return `${effects.charAt(0).toUpperCase()}${effects.slice(1)}?`;
}

/** What `sequence close --json` prints: the result, or what it would do. */
export const closingJson = z.union([
  z.strictObject({
    id: whole,
    name: z.string(),
    withdrawn: z.int(),
    active: z.int(),
    still_there: z.int(),
    deletions_ordered: z.int(),
    moves_ordered: z.int(),
  }),
  z.strictObject({
    command: z.string(),
    dry_run: z.literal(true),
    id: whole,
    name: z.string(),
    would_close: z.boolean(),
    would_withdraw: z.int(),
    would_delete: z.int(),
    would_move: z.int(),
  }),
]);

/** The result of closing a sequence as JSON. */
export function closedJson({ withdrawn, active, ordered, ended }: Closed, release: Release | null) {
  return {
    withdrawn,
    active,
    still_there: ended,
    deletions_ordered: release === "delete" ? ordered : 0,
    moves_ordered: release === "move" ? ordered : 0,
  };
}

/**
 * The result of closing a sequence: leads withdrawn, still contacted, to be deleted or moved, or staying in the
 * campaign.
 */
export function closedText({
  name,
  via,
  withdrawn,
  active,
  ordered,
  ended,
  release,
}: Closed & { name: string; via: string; release: Release | null }): string {
  const closed = `sequence close: "${name}" is closed; ${counted(withdrawn, "lead")} withdrawn, Instantly still contacts ${active}.`;
  if (ordered > 0)
    return `${closed}\n${counted(ordered, "lead")} will be ${release === "move" ? "moved" : "deleted"} there by igminer hand-over and sync-instantly.`;
  if (ended > 0 && via === "instantly")
    return `${closed}\n${counted(ended, "lead")} that are finished stay in the campaign; Instantly does not accept them in another one until they are deleted there, or moved into a lead list.\nTo do so: igminer sequence close "${name}" --delete-leads, or --move-leads LIST-ID`;
  return closed;
}
