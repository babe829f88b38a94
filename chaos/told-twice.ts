import { ledgerOf } from "../test/support/outreach.js";
import type { World } from "./world.js";

/** @returns the requests that the sequencer received more than once, as sentences. */
export async function toldTwice(world: World): Promise<string[]> {
  const { addedTwice, blockedTwice, leads } = await ledgerOf(world.sandbox);
  const emails = leads.map(({ email }) => email);
  return [
    ...(addedTwice > 0 ? [`${addedTwice} times a lead was handed over that the sequencer had`] : []),
    ...(new Set(emails).size < emails.length ? ["the sequencer has a lead twice"] : []),
    ...(blockedTwice > 0 ? [`${blockedTwice} entries were put into the block list twice`] : []),
  ];
}
