import type { FrontierSource } from "../../db/schema/mining.js";
import type { Profile } from "../../instagram/profile.js";
import type { PostsOf } from "../../sources/shapes/reading.js";
import { isNameOnly } from "./findings.js";
import type { OwnRow } from "./own-rows.js";
import type { Item } from "./read-items.js";

/** Items that are saved together. */
export interface Chunk {
  items: readonly Item[];
  /** The accounts observed, each once, without their posts. */
  profiles: Profile[];
  /** Other accounts: authors of posts, of whom only the name is known. */
  authors: Profile[];
  posts: PostsOf[];
  names: Map<string, FrontierSource>;
  /** Rows of igminer's own exports. */
  own: OwnRow[];
  /** Number of malformed parts that were left out. */
  notRead: number;
}

export interface ChunkBuilder {
  /**
   * @returns whether the chunk accepts the item. An item that shows an account differently than the chunk starts the
   * next one, since both observations belong in the history.
   */
  takes(item: Item): boolean;
  add(item: Item): void;
  isFull(): boolean;
  isEmpty(): boolean;
  build(): Chunk;
}

/** Statements of 500 to 1,000 rows are the fastest (facts §8); a profile brings about 12 posts and 20 names. */
const MAX_ROWS = 2_000;
/** Limits the memory for long texts. */
const MAX_CHARACTERS = 4_000_000;

/** Starts an empty chunk. */
export function newChunk(): ChunkBuilder {
  const items: Item[] = [];
  const seen = new Map<bigint, Profile>();
  const named = new Map<bigint, Profile>();
  const posts: PostsOf[] = [];
  const names = new Map<string, FrontierSource>();
  const own: OwnRow[] = [];
  let notRead = 0;
  let rows = 0;
  let characters = 0;

  return {
    takes: ({ outcome }) =>
      !("findings" in outcome) ||
      outcome.findings.profiles.every((profile) => {
        const other = seen.get(profile.id);
        return isNameOnly(profile) || !other || looksSame(other, profile);
      }),
    add(item) {
      items.push(item);
      rows++;
      characters += item.length;
      if (!("findings" in item.outcome)) return;
      const { findings } = item.outcome;
      notRead += findings.notRead.length;
      own.push(...findings.own);
      for (const profile of findings.profiles) {
        posts.push({ id: profile.id, posts: profile.posts, observedAt: profile.observedAt });
        const bare = { ...profile, posts: [] };
        const other = named.get(profile.id);
        if (!isNameOnly(profile)) seen.set(profile.id, seen.get(profile.id) ?? bare);
        else if (other === undefined || other.observedAt <= profile.observedAt) named.set(profile.id, bare);
        rows += profile.posts.length + (profile.related?.length ?? 0);
      }
      posts.push(...findings.posts);
      for (const { username, source } of findings.names) names.set(username, source);
      rows += findings.posts.length + findings.names.length;
    },
    isFull: () => rows >= MAX_ROWS || characters >= MAX_CHARACTERS,
    isEmpty: () => items.length === 0,
    build: () => ({
      items,
      profiles: [...seen.values()],
      authors: [...named.values()].filter(({ id }) => !seen.has(id)),
      posts,
      names,
      own,
      notRead,
    }),
  };
}

/** Whether the later of two observations would change nothing that is stored. */
function looksSame(one: Profile, other: Profile): boolean {
  const told = ({ posts, observedAt, id, ...rest }: Profile) =>
    JSON.stringify(rest, (_key, value) => (typeof value === "bigint" ? String(value) : value));
  return told(one) === told(other);
}
