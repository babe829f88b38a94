import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pair, PairSide } from "../../src/core/clones/pair.js";
import { type PictureTraits, readPicture } from "../../src/core/clones/picture.js";
import type { Profile } from "../../src/core/instagram/profile.js";
import { parseJson } from "../../src/core/sources/json.js";
import { profileIn } from "../../src/core/sources/shapes/asked.js";
import { flatUser } from "../../src/sandbox/forms/flat-form.js";
import { pictureOf } from "../../src/sandbox/picture.js";
import { hashOf } from "../../src/sandbox/random.js";
import type { LookAlikeKind } from "../../src/sandbox/world/look-alike-texts.js";
import { accountNumbered, copiedAccounts, lookAlikesOf } from "../../src/sandbox/world/look-alikes.js";
import { namesakes, personOf } from "../../src/sandbox/world/names.js";
import type { World } from "../../src/sandbox/world/world.js";

export type PairKind = LookAlikeKind | "namesake of the world" | "unrelated";
export const IMITATIONS: readonly PairKind[] = ["copy", "typo", "backup", "romance"];

export interface LabelledPair {
  kind: PairKind;
  isImitation: boolean;
  pair: Pair;
}

const NAMESAKES = 4;
const STRANGERS = 4;

/** A world of the bench: large enough that people share their names. */
export function worldOf(seed: number, copied: number): World {
  return { seed, accounts: 60_000, postsPerAccount: null, relatedPerAccount: null, day: 0, copied };
}

/** Every watched account of a world with its look-alikes, with others of the same name, and with strangers. */
export async function labelledPairs(world: World): Promise<LabelledPair[]> {
  const pairs: LabelledPair[] = [];
  for (const original of copiedAccounts(world)) {
    const { first, last } = personOf(world, original);
    const others: [PairKind, number][] = [
      ...lookAlikesOf(world, original).map(({ kind, account }): [PairKind, number] => [kind, account.number]),
      ...namesakes(world, first, last, NAMESAKES + 1)
        .filter((number) => number !== original)
        .slice(0, NAMESAKES)
        .map((number): [PairKind, number] => ["namesake of the world", number]),
      ...Array.from({ length: STRANGERS }, (_, turn): [PairKind, number] => [
        "unrelated",
        hashOf(world.seed, 900, original, turn) % world.accounts,
      ]),
    ];
    const watched = await sideOf(world, original);
    if (watched === null) continue;
    for (const [kind, number] of others) {
      const other = number === original ? null : await sideOf(world, number);
      if (other === null) continue;
      pairs.push({
        kind,
        isImitation: IMITATIONS.includes(kind),
        pair: { watched, other, isNamedInPosts: false },
      });
    }
  }
  return pairs;
}

/** An account as igminer stores it: from an answer of the source and the picture's bytes. */
async function sideOf(world: World, number: number): Promise<PairSide | null> {
  const account = accountNumbered(world, number);
  if (account === null) return null;
  const profile: Profile = profileIn(parseJson(flatUser(account, "http://sandbox")), new Date(0));
  return {
    id: profile.id,
    username: profile.username,
    fullName: profile.fullName ?? "",
    biography: profile.biography ?? "",
    externalLink: profile.externalLink ?? "",
    followers: profile.followersCount,
    following: profile.followingCount,
    posts: profile.postsCount,
    isPrivate: profile.isPrivate,
    isVerified: profile.isVerified,
    picture: await traitsOf(pictureOf(world, number)),
  };
}

const CODE = createHash("sha256").update(
  readFileSync(new URL("../../src/core/clones/picture.ts", import.meta.url)),
);
/** Hashing takes most of the bench's time, so the hashes of these bytes by this code are cached. */
const CACHE_FILE = join(tmpdir(), `igminer-bench-pictures-${CODE.digest("hex").slice(0, 12)}.json`);
const cache: Record<string, PictureTraits> = existsSync(CACHE_FILE)
  ? JSON.parse(readFileSync(CACHE_FILE, "utf8"))
  : {};
process.on("exit", () => writeFileSync(CACHE_FILE, JSON.stringify(cache)));

async function traitsOf(bytes: Buffer): Promise<PictureTraits> {
  const key = createHash("sha256").update(bytes).digest("base64").slice(0, 20);
  const known = cache[key];
  if (known !== undefined) return known;
  const { phash, variants, quality, mark } = await readPicture(bytes);
  const traits = { phash, variants, quality, mark };
  cache[key] = traits;
  return traits;
}
