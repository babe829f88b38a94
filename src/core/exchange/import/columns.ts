import { parseUsername } from "../../instagram/username.js";

/**
 * The column names that public tools use (Phantombuster, Bright Data, Apify, spreadsheets) for each member of an
 * account, without case, spaces, `_` and `-`.
 */
const MEMBERS: Record<string, readonly string[]> = {
  username: [
    "username",
    "usernames",
    "userhandle",
    "handle",
    "instagramhandle",
    "instagramusername",
    "instagramname",
    "instagramaccount",
    "instagramuser",
    "ighandle",
    "igusername",
    "igname",
    "insta",
    "instagram",
    "ig",
    "account",
    "accountname",
    "accounthandle",
    "user",
    "screenname",
    "login",
    "ownerusername",
    "creator",
    "influencer",
    "profile",
  ],
  profile_url: [
    "profileurl",
    "profilelink",
    "profileuri",
    "instagramurl",
    "instagramlink",
    "instagramprofile",
    "instagramprofileurl",
    "accounturl",
    "accountlink",
    "igurl",
    "inputurl",
    "userurl",
    "url",
    "link",
  ],
  pk: ["instagramid", "userid", "igid", "accountid", "profileid", "instagramuserid"],
  full_name: ["fullname", "displayname", "profilename", "name"],
  biography: ["biography", "bio", "instagrambio"],
  follower_count: ["followercount", "followerscount", "followers", "numberoffollowers", "instagramfollowers"],
  following_count: [
    "followingcount",
    "followscount",
    "following",
    "followings",
    "follows",
    "followingscount",
  ],
  media_count: ["mediacount", "postscount", "postcount", "posts", "numberofposts", "uploads"],
  is_private: ["isprivate", "private"],
  is_verified: ["isverified", "verified"],
  is_business: ["isbusiness", "isbusinessaccount", "business"],
  category_name: ["categoryname", "businesscategory", "businesscategoryname"],
  external_url: ["externalurl", "website", "externallink"],
  public_email: ["publicemail", "businessemail", "emailaddress", "email", "contactemail"],
  public_phone_number: ["publicphonenumber", "publicphone", "phonenumber", "phone", "contactphonenumber"],
  city_name: ["cityname", "city"],
  profile_pic_url: [
    "profilepicurl",
    "profilepictureurl",
    "profilepicture",
    "profileimagelink",
    "profilepicurlhd",
  ],
};

/**
 * A list of names may start with one of these words as well; they only count as a column among others, or in a file
 * that is a table.
 */
const MAY_BE_NAMES = new Set([
  "instagram",
  "insta",
  "ig",
  "user",
  "profile",
  "login",
  "creator",
  "influencer",
  "link",
]);
/** Marks of a row of posts or comments, which has its own names for its parts. */
const OF_A_POST = new Set(["shortcode", "postshortcode", "posturl", "permalink"]);

const MEMBER_OF = new Map(
  Object.entries(MEMBERS).flatMap(([member, columns]) => columns.map((column) => [column, member] as const)),
);

/** @returns a column's name without what varies in spelling: case, spaces, `_`, `-`, a byte order mark. */
export function plainName(column: string): string {
  return column
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** Whether a header line has a column that identifies accounts. */
export function namesAColumn(columns: readonly string[], isTable: boolean): boolean {
  return columns.map(plainName).some((column) => {
    const member = MEMBER_OF.get(column);
    const isNaming = member === "username" || member === "profile_url" || OF_A_POST.has(column);
    return isNaming && (isTable || columns.length > 1 || !MAY_BE_NAMES.has(column));
  });
}

/** Whether a row is a post or a comment, whose members are read as they are. */
export function isOfPost(row: Record<string, unknown>): boolean {
  return Object.keys(row).some((name) => OF_A_POST.has(plainName(name)));
}

/**
 * Renames the columns of a row to the members of an account. Existing members are kept. The username is taken from the
 * first column that holds one, else from a link to a profile.
 */
export function namedMembers(row: Record<string, unknown>): Record<string, unknown> {
  const named: Record<string, unknown> = {};
  let fromLink: string | null = null;
  for (const [name, value] of Object.entries(row)) {
    const member = MEMBER_OF.get(plainName(name));
    if (member === undefined || typeof value === "object") continue;
    if (member === "profile_url")
      fromLink ??= /instagr/i.test(String(value)) ? parseUsername(String(value)) : null;
    else if (member !== "username" || parseUsername(String(value)) !== null) named[member] ??= value;
  }
  if (named.username === undefined && fromLink !== null) named.username = fromLink;
  return { ...named, ...row };
}
