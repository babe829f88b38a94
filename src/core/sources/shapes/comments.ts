import { SourceError } from "../../source-error.js";
import { excerptOf } from "../json.js";
import type { CommentPage } from "../source.js";
import { listOf, refuseFailed } from "./asked.js";
import { asText, asUsername, isObject } from "./values.js";

/**
 * Reads a page of comments from HikerAPI (facts §2); malformed comments are left out.
 * @throws SourceError "bad_response".
 */
export function commentsFromPage(json: unknown): CommentPage {
  refuseFailed(json);
  const inside = isObject(json) && isObject(json.response) ? json.response : json;
  const list =
    isObject(inside) && Array.isArray(inside.comments) ? inside.comments : listOf(inside, isComment);
  if (list === null)
    throw new SourceError("bad_response", "the answer contains no list of comments", {
      excerpt: excerptOf(JSON.stringify(json)),
    });
  const cursor = isObject(json) ? asText(json.next_page_id) : undefined;
  return {
    comments: list.flatMap((comment) => {
      const user = isObject(comment) ? [comment.user, comment.owner].find(isObject) : undefined;
      const username = user === undefined ? null : asUsername(user.username);
      const id = isObject(comment) ? asText(comment.pk ?? comment.id) : undefined;
      return username === null || !/^\d+$/.test(id ?? "") ? [] : [{ id: id as string, username }];
    }),
    nextCursor: cursor || null,
  };
}

function isComment(value: unknown): boolean {
  return isObject(value) && (isObject(value.user) || isObject(value.owner)) && "text" in value;
}
