import type { DiscoveryChannel } from "./channel.js";
import { commenters } from "./commenters.js";
import { followers } from "./followers.js";
import { hashtag } from "./hashtag.js";
import { keyword } from "./keyword.js";
import { place } from "./place.js";
import { similar } from "./similar.js";
import { tagged } from "./tagged.js";

/** All channels except the suggestions that come with mined accounts. */
export const DISCOVERY_CHANNELS: readonly DiscoveryChannel[] = [
  keyword,
  hashtag,
  place,
  similar,
  followers,
  commenters,
  tagged,
];
