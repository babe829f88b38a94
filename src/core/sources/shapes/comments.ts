import * as z from "zod";
import { isUsername } from "../../instagram/username.js";
import type { CommentPage } from "../source.js";
import { idShape, readAs, readEach } from "./values.js";

const pageShape = z.object({
  response: z.object({ comments: z.array(z.unknown()) }),
  next_page_id: z.string().nullish(),
});
const commentShape = z.object({ pk: idShape, user: z.object({ username: z.string() }) });

/** Reads a page of comments as HikerAPI gives it (facts §2); an odd comment is left out. @throws SourceError "bad_response". */
export function commentsFromPage(json: unknown): CommentPage {
  const { response, next_page_id } = readAs(pageShape, json, "The page of comments");
  return {
    comments: readEach(commentShape, response.comments)
      .map(({ pk, user }) => ({ id: String(pk), username: user.username.toLowerCase() }))
      .filter(({ username }) => isUsername(username)),
    nextCursor: next_page_id || null,
  };
}
