import { parseUsername } from "../../instagram/username.js";

/**
 * What the columns of tables in public use are called (Phantombuster, Bright Data, Apify, spreadsheets), without case, blanks,
 * `_` and `-`, and the member of an account that each is.
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

/** Of these a list of names may begin as well: they name a column only among others, or in a file that is a table. */
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
/** A row of posts or comments: it has names for its parts of its own. */
const OF_A_POST = new Set(["shortcode", "postshortcode", "posturl", "permalink"]);

const MEMBER_OF = new Map(
  Object.entries(MEMBERS).flatMap(([member, columns]) => columns.map((column) => [column, member] as const)),
);

/** @returns a column's name without what people write in different ways: case, blanks, `_`, `-`, a byte order mark. */
export function plainName(column: string): string {
  return column
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** Whether a line of column names says by which column a row is known. */
export function namesAColumn(columns: readonly string[], isTable: boolean): boolean {
  return columns.map(plainName).some((column) => {
    const member = MEMBER_OF.get(column);
    const isNaming = member === "username" || member === "profile_url" || OF_A_POST.has(column);
    return isNaming && (isTable || columns.length > 1 || !MAY_BE_NAMES.has(column));
  });
}

/** Whether a row is of a post or a comment, whose members are read as they stand. */
export function isOfPost(row: Record<string, unknown>): boolean {
  return Object.keys(row).some((name) => OF_A_POST.has(plainName(name)));
}

/**
 * Names the members of a row as accounts have them, whatever its columns are called. What is there already stays; a name is
 * found in the first column that holds one, else in a link to a profile.
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
