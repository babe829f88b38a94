import type { Post, Profile } from "../../instagram/profile.js";
import { type Account, accountIn, hasUsername, tellsMoreThanName } from "./account.js";
import { takeRefusedParts } from "./envelope.js";
import { isDownloaded, nameInDownload } from "./own-download.js";
import { isPost, ownerOf, postIn } from "./post.js";
import { asUsername, isObject, type JsonObject, listIn, shown } from "./values.js";

/** Posts of an account about which the answer says nothing else. */
export type PostsOf = Pick<Profile, "id" | "posts" | "observedAt">;

/** An account of which only the name is stated, and where it was found. */
export interface FoundName {
  username: string;
  isCommenter: boolean;
  /** Other members of the object, which were not used. */
  leftOut: string[];
}

/** Everything found in an answer, at any depth. */
export interface Reading {
  /** Accounts with their number and either more than a name or some posts; each once, with its posts. */
  profiles: Profile[];
  posts: PostsOf[];
  names: FoundName[];
  /** Malformed parts, such as `alice: bio_links[0] is odd: null`. They are left out; everything else is kept. */
  notRead: string[];
}

/** Lists of accounts and of comments below an account. They are read separately or say nothing about its posts. */
const NOT_POSTS = new Set([
  "edge_related_profiles",
  "relatedProfiles",
  "bio_links",
  "externalUrls",
  "owner",
  "user",
]);
/** Lists that hold only posts. */
const POSTS_OF_ACCOUNT = [
  "edge_owner_to_timeline_media",
  "edge_felix_video_timeline",
  "latestPosts",
  "latestIgtvVideos",
  "posts",
];
const COMMENTS_OF_POST = [
  "edge_media_to_comment",
  "edge_media_to_parent_comment",
  "edge_media_preview_comment",
  "preview_comments",
  "comments",
  "latestComments",
];
const ANSWERS = ["answers", "replies", "preview_child_comments", "child_comments", "edge_threaded_comments"];
const MAX_DEPTH = 40;

/** The author of all posts below, whatever they say themselves. */
interface Author {
  posts: Map<bigint, Post>;
  account?: Account;
}

interface Found extends Author {
  account: Account;
  /** Its other members; empty for an entry of a list. */
  leftOut: string[];
}

/**
 * Reads everything in an answer. Objects are recognised by their content, wherever they are (`data.ANYTHING`, `user`,
 * `edges[].node`, `items[].media`, `sections`, nested lists), so that every way in gives the same result.
 */
export function readAnswer(json: unknown, observedAt: Date): Reading {
  return readBelow(json, observedAt, null);
}

/** Reads the posts from an answer about one account; they need not name their owner. */
export function readPosts(json: unknown): { posts: Post[]; notRead: string[] } {
  const posts = new Map<bigint, Post>();
  const { notRead } = readBelow(json, new Date(0), { posts });
  return { posts: [...posts.values()], notRead };
}

function readBelow(json: unknown, observedAt: Date, owner: Author | null): Reading {
  const found: Found[] = [];
  const posts = new Map<bigint, Map<bigint, Post>>();
  const names = new Map<string, FoundName>();
  const notRead: string[] = takeRefusedParts(json);

  let listsAround = 0;
  let postsSeen = 0;

  function visit(value: unknown, author: Author | null, depth: number): void {
    if (depth > MAX_DEPTH) return;
    if (Array.isArray(value)) {
      listsAround++;
      for (const entry of value) visit(entry, author, depth + 1);
      listsAround--;
    } else if (isObject(value)) visitObject(value, author, depth);
  }

  function visitObject(object: JsonObject, author: Author | null, depth: number): void {
    if (isPost(object)) addPost(object, author, depth);
    else if (isComment(object)) addComment(object, depth);
    else if (isDownloaded(object)) addName(nameInDownload(object), false, []);
    else if (author !== null) visitMembers(object, author, depth);
    else if (isObject(object.profile) && hasUsername({ ...object, ...object.profile }))
      addAccount({ ...object, profile: undefined, ...object.profile }, depth);
    else if (hasUsername(object)) addAccount(object, depth);
    else visitMembers(object, null, depth);
  }

  function visitMembers(object: JsonObject, author: Author | null, depth: number): void {
    for (const name of author === null ? [] : POSTS_OF_ACCOUNT) {
      for (const [at, entry] of listIn(object[name]).entries()) {
        const before = postsSeen;
        visit(entry, author, depth + 1);
        if (postsSeen === before) notRead.push(`${name}[${at}] is not a post`);
      }
    }
    for (const [name, member] of Object.entries(object)) {
      if (typeof member !== "object" || member === null) continue;
      if (author !== null && (NOT_POSTS.has(name) || POSTS_OF_ACCOUNT.includes(name))) continue;
      visit(member, author, depth + 1);
    }
  }

  function addAccount(object: JsonObject, depth: number): void {
    const account = accountIn(
      object,
      skipFor(() => shown(object.username ?? object.userName)),
    );
    if (account === null) return;
    const leftOut = listsAround === 0 ? beyondName(object) : [];
    const entry: Found = { account, posts: new Map(), leftOut };
    found.push(entry);
    visitMembers(object, entry, depth);
  }

  function addPost(object: JsonObject, author: Author | null, depth: number): void {
    const label = () => `post ${shown(object.shortcode ?? object.code ?? object.shortCode ?? object.id)}`;
    const skip = skipFor(label);
    postsSeen++;
    const post = postIn(object, skip);
    if (post === null) {
      notRead.push(`${label()}: it has no number or no valid time`);
      return;
    }
    for (const name of COMMENTS_OF_POST)
      for (const comment of listIn(object[name]))
        if (isObject(comment) && isComment(comment)) addComment(comment, depth);
    const owner = ownerOf(object);
    if (author !== null) {
      author.posts.set(post.id, author.posts.get(post.id) ?? post);
      const { account } = author;
      // A post may state its author's number where the account itself does not.
      if (account?.id === null && owner.username === account.username) account.id = owner.id;
      return;
    }
    if (owner.username !== null) {
      const user = {
        ...owner.user,
        username: owner.username,
        ...(owner.id !== null && { id: String(owner.id) }),
      };
      const account = accountIn(user, skip);
      if (account !== null) found.push({ account, posts: new Map([[post.id, post]]), leftOut: [] });
    } else if (owner.id !== null)
      posts.set(owner.id, (posts.get(owner.id) ?? new Map<bigint, Post>()).set(post.id, post));
    else notRead.push(`${label()}: it does not name its author`);
  }

  function addComment(comment: JsonObject, depth: number): void {
    const user = [comment.owner, comment.user].find(isObject);
    addName(asUsername(user?.username ?? comment.ownerUsername), true, []);
    for (const name of ANSWERS) if (depth < MAX_DEPTH) visit(listIn(comment[name]), null, depth + 1);
  }

  function addName(username: string | null, isCommenter: boolean, leftOut: string[]): void {
    if (username === null) notRead.push("a name that is not a username");
    else if (!names.has(username)) names.set(username, { username, isCommenter, leftOut });
  }

  function skipFor(whose: () => string) {
    return (part: string, value: unknown) => {
      notRead.push(`${whose()}: ${part} is not valid: ${shown(value)}`);
    };
  }

  visit(json, owner, 0);
  const { profiles, mentions } = assembled(found, observedAt);
  for (const { username, leftOut } of mentions) addName(username, false, leftOut);
  return {
    profiles,
    posts: [...posts].map(([id, each]) => ({ id, posts: [...each.values()], observedAt })),
    names: [...names.values()],
    notRead,
  };
}

/**
 * Merges everything stated about an account into one profile. If it has no number, the number is taken from another
 * place that states it with the same name. Without a number, or with nothing but a name, it becomes a mention.
 */
function assembled(
  found: readonly Found[],
  observedAt: Date,
): { profiles: Profile[]; mentions: { username: string; leftOut: string[] }[] } {
  const numberOf = new Map<string, bigint>();
  for (const { account } of found) if (account.id !== null) numberOf.set(account.username, account.id);
  const byId = new Map<bigint, Profile & { leftOut: string[] }>();
  const mentions: { username: string; leftOut: string[] }[] = [];
  for (const { account, posts, leftOut } of found) {
    const id = account.id ?? numberOf.get(account.username) ?? null;
    const other = id === null ? undefined : byId.get(id);
    // Posts are stored under their author's number.
    if (id === null)
      mentions.push({
        username: account.username,
        leftOut:
          posts.size === 0 ? leftOut : [...leftOut, `${posts.size} ${posts.size === 1 ? "post" : "posts"}`],
      });
    else if (other === undefined)
      byId.set(id, { ...account, id, posts: [...posts.values()], observedAt, notRead: [], leftOut });
    else {
      const known = new Set(other.posts.map((post) => post.id));
      other.posts.push(...[...posts.values()].filter((post) => !known.has(post.id)));
      other.leftOut.push(...leftOut);
      for (const [name, value] of Object.entries(account))
        if (other[name as keyof Profile] === null && value !== null) Object.assign(other, { [name]: value });
    }
  }
  const profiles: Profile[] = [];
  for (const { leftOut, ...profile } of byId.values()) {
    if (tellsMoreThanName(profile) || profile.gate !== null || profile.posts.length > 0)
      profiles.push(profile);
    else mentions.push({ username: profile.username, leftOut });
  }
  return { profiles, mentions };
}

/** Members of a bare mention; nothing is lost if only its name is used. */
const OF_A_MENTION =
  /^(username|userName|full_?name|profile_?pic.*|is_.*|has_.*|.*_viewer|strong_id__|__typename|fbid.*|latest_reel_media|reel|friendship_status|account_badges|story.*|social_context|text_review.*|growth_.*|third_party.*|ai_agent.*|interop.*|.*_id|id|pk|url|profile_?url|input_?url|query|rank|position|search_social_context|can_.*|show_.*|should_.*|allow.*|.*_(dis|en)abled|account_type|follow_friction_type|mutual_followers_count|reel_auto_archive)$/i;

/** @returns the members of an object that hold more than the account's identity. */
function beyondName(object: JsonObject): string[] {
  return Object.entries(object)
    .filter(([name, value]) => !OF_A_MENTION.test(name) && !isNothing(value))
    .map(([name]) => name);
}

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === "" || value === false || value === 0) return true;
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

/** Whether an object is a comment: a text with its author, in any form. */
function isComment(object: JsonObject): boolean {
  const user = [object.owner, object.user].find(isObject);
  if (user !== undefined && asUsername(user.username) !== null)
    return (
      typeof object.text === "string" ||
      "comment_like_count" in object ||
      ANSWERS.some((name) => name in object)
    );
  return (
    typeof object.ownerUsername === "string" &&
    (object.postUrl !== undefined || typeof object.text === "string")
  );
}
