import { hashOf } from "../random.js";
import type { World } from "./world.js";

/** As many as each language has hashtags: the n-th hashtag of a language belongs to the n-th topic. */
const TOPICS = 6;
const TOPIC = 14;

/** @returns the topic that an account posts about, 0 to 5. */
export function topicOf(world: World, number: number): number {
  return hashOf(world.seed, TOPIC, number) % TOPICS;
}
