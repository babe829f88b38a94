import { createReadStream } from "node:fs";
import { open, readFile, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { constants, createGunzip, gunzip } from "node:zlib";
import { messageOf } from "../failure.js";
import type { Post, Profile } from "../instagram/profile.js";
import { SourceError } from "../source-error.js";
import { readAs } from "./answers.js";
import { filesBelow } from "./folder.js";
import { parseJson } from "./json.js";
import { type RecordedAnswer, recordedAnswerIn } from "./recording.js";
import { keyOf, nameIn, replayOf } from "./replay.js";
import { tellsMoreThanName } from "./shapes/account.js";
import { profileIn } from "./shapes/asked.js";
import { refusalIn } from "./shapes/envelope.js";
import { readAnswer } from "./shapes/reading.js";
import type { ProfileSource, SourceName } from "./source.js";

const ENDING = /\.(json|jsonl|ndjson)(\.gz)?$/i;

/** The position of a response: bytes of a file, counted after decompression. */
interface Place {
  file: string;
  start: number;
  length: number;
}

interface Index {
  profiles: Map<string, Place>;
  posts: Map<string, Place[]>;
  /**
   * Recorded answers (`--record`) by question. Of the newest run, the first answer that is not a failure, else the last
   * one.
   */
  recorded: Map<string, Place & { status: number }>;
  /** The sources that were asked for a name, in order. */
  askedFor: Map<string, Set<SourceName>>;
}

/**
 * Saved responses from a file or from a folder and its subfolders: web_profile_info and HikerAPI answers (user, medias
 * chunk), one per `.json` file or one per line of a `.jsonl`, each also as `.gz`. They are read once, on first use, to
 * build an index; bodies are read from their position. A name that is not in the archive is `unavailable`, since
 * absence from an archive proves nothing. Recordings made with `--record` are read as the recorded sources read them.
 */
export function archiveSource(path: string): ProfileSource {
  let index: Promise<Index> | null = null;
  const read = reader();

  async function profile(username: string): Promise<Profile> {
    index ??= indexOf(path);
    const { profiles, posts } = await index;
    const place = profiles.get(username);
    if (place === undefined) throw new SourceError("unavailable", `archive: ${username} is not in ${path}`);
    const text = await read(place);
    const { mtime } = await stat(place.file);
    const found = readAs("archive", () => profileIn(parseJson(text), mtime));
    const more = await Promise.all(
      (posts.get(String(found.id)) ?? []).map(async (at) => postsOf(found.id, parseJson(await read(at)))),
    );
    const known = new Set(found.posts.map(({ id }) => id));
    return { ...found, posts: [...found.posts, ...more.flat().filter(({ id }) => !known.has(id))] };
  }

  /** Asks the sources in a recording one after the other, as the recorded run did. */
  async function replayed<T>(
    sources: Iterable<SourceName>,
    ask: (source: Required<ProfileSource>) => Promise<T>,
  ): Promise<T> {
    index ??= indexOf(path);
    const { recorded } = await index;
    async function find(key: string): Promise<RecordedAnswer | null> {
      const place = recorded.get(key);
      return place === undefined ? null : recordedAnswerIn(parseJson(await read(place)));
    }
    let first: unknown = null;
    for (const source of sources) {
      try {
        return await ask(replayOf(source, find) as Required<ProfileSource>);
      } catch (error) {
        first ??= error;
      }
    }
    throw first;
  }

  /** Runs a file read. @throws SourceError "transient" if it fails, since the file may be readable later. */
  async function reading<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof SourceError) throw error;
      throw new SourceError("transient", `archive: ${path} cannot be read: ${messageOf(error)}`, {}, error);
    }
  }

  /** Methods that only hiker answers. */
  const ofHiker = <T>(ask: (source: Required<ProfileSource>) => Promise<T>) =>
    reading(() => replayed(["hiker"], ask));

  return {
    name: "archive",
    profile: (username, signal, request) =>
      reading(async () => {
        index ??= indexOf(path);
        const sources = (await index).askedFor.get(username);
        return sources === undefined
          ? await profile(username)
          : await replayed(sources, (source) => source.profile(username, signal, request));
      }),
    profileById: (id, signal, request) => ofHiker((source) => source.profileById(id, signal, request)),
    parts: (account, wanted, signal) => ofHiker((source) => source.parts(account, wanted, signal)),
    comments: (post, cursor, signal) => ofHiker((source) => source.comments(post, cursor, signal)),
    search: (displayName, signal) => ofHiker((source) => source.search(displayName, signal)),
    names: (question, cursor, signal) => ofHiker((source) => source.names(question, cursor, signal)),
    async close() {},
  };
}

async function indexOf(path: string): Promise<Index> {
  const index: Index = { profiles: new Map(), posts: new Map(), recorded: new Map(), askedFor: new Map() };
  for (const file of await filesIn(path)) {
    const isLines = /\.(jsonl|ndjson)(\.gz)?$/i.test(file);
    for await (const { text, start, length } of isLines ? linesOf(file) : wholeOf(file))
      note(index, text, { file, start, length });
  }
  return index;
}

/**
 * Indexes one response by its account. Texts that are not responses or are damaged are skipped: an archive is used as
 * it is.
 */
function note(index: Index, text: string, place: Place): void {
  try {
    const json = parseJson(text);
    const recorded = recordedAnswerIn(json);
    if (recorded !== null) noteRecorded(index, recorded, place);
    if (recorded !== null || refusalIn(json) !== null) return;
    const { profiles, posts } = readAnswer(json, new Date());
    for (const profile of profiles)
      if (tellsMoreThanName(profile) || profile.gate !== null) index.profiles.set(profile.username, place);
    for (const each of [...profiles, ...posts])
      if (each.posts.length > 0)
        index.posts.set(String(each.id), [...(index.posts.get(String(each.id)) ?? []), place]);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
  }
}

function noteRecorded(
  { recorded, askedFor }: Index,
  { source, asked, status }: RecordedAnswer,
  place: Place,
): void {
  const key = keyOf(source, asked);
  const other = recorded.get(key);
  // Within a run, a repeated question is a control question; a later run has newer answers.
  const isNewer = other === undefined || other.file !== place.file || other.status !== 200;
  if (other === undefined || (isNewer && (status === 200 || other.status !== 200)))
    recorded.set(key, { ...place, status });
  const name = nameIn(asked);
  if (name !== null) askedFor.set(name, (askedFor.get(name) ?? new Set()).add(source));
}

/** @returns the posts of an account in an answer. */
function postsOf(id: bigint, json: unknown): Post[] {
  const { profiles, posts } = readAnswer(json, new Date(0));
  return [...profiles, ...posts].filter((each) => each.id === id).flatMap((each) => each.posts);
}

async function filesIn(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  return (await filesBelow(path)).filter((file) => ENDING.test(file));
}

async function* wholeOf(file: string): AsyncGenerator<{ text: string; start: number; length: number }> {
  const bytes = await unpacked(file);
  yield { text: bytes.toString("utf8"), start: 0, length: bytes.length };
}

async function* linesOf(file: string): AsyncGenerator<{ text: string; start: number; length: number }> {
  const raw = createReadStream(file);
  const stream = file.endsWith(".gz") ? raw.pipe(createGunzip()) : raw;
  let rest: Buffer = Buffer.alloc(0);
  let start = 0;
  for await (const chunk of wholeChunks(stream as AsyncIterable<Buffer>)) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield { text: rest.toString("utf8", 0, end), start, length: end };
      start += end + 1;
      rest = rest.subarray(end + 1);
    }
  }
  if (rest.length > 0) yield { text: rest.toString("utf8"), start, length: rest.length };
}

/** Passes on a compressed stream up to the point where a killed run cut it off. */
async function* wholeChunks(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* stream;
  } catch (error) {
    if ((error as { code?: unknown }).code !== "Z_BUF_ERROR") throw error;
  }
}

/** Reads responses by position. The last compressed file is kept unpacked, since the next response is often beside it. */
function reader(): (place: Place) => Promise<string> {
  let last: { file: string; bytes: Promise<Buffer> } | null = null;
  return async ({ file, start, length }) => {
    if (file.endsWith(".gz")) {
      if (last?.file !== file) last = { file, bytes: unpacked(file) };
      return (await last.bytes).toString("utf8", start, start + length);
    }
    const handle = await open(file);
    try {
      const { buffer } = await handle.read(Buffer.alloc(length), 0, length, start);
      return buffer.toString("utf8");
    } finally {
      await handle.close();
    }
  };
}

async function unpacked(file: string): Promise<Buffer> {
  const bytes = await readFile(file);
  // A killed run may leave its last block cut off; everything before it is complete.
  return file.endsWith(".gz") ? promisify(gunzip)(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes;
}
