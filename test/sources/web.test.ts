import { describe, expect, test } from "vitest";
import type { HttpAnswer } from "../../src/core/net/http-answer.js";
import { SourceError } from "../../src/core/source-error.js";
import { webSource } from "../../src/core/sources/web.js";
import { WEB } from "../support/sources.js";

const signal = new AbortController().signal;
const gate = { run: <T>(ask: (attempt: never) => Promise<T>) => ask({ signal, charge() {} } as never) };
const answerOf = (status: number, body: unknown): HttpAnswer => ({
  status,
  headers: {},
  body: JSON.stringify(body),
});
const user = (username: string) => ({
  id: "77",
  username,
  edge_followed_by: { count: 5 },
  edge_follow: { count: 1 },
  edge_owner_to_timeline_media: { count: 0, edges: [] },
});
const shown = (username: string) => answerOf(200, { data: { user: user(username) }, status: "ok" });
const BROKEN = answerOf(400, { message: "Schema laser/x is gone", status: "fail" });
const GATED = answerOf(200, { data: { user: null }, status: "ok" });
const FEED = answerOf(200, {
  items: [
    {
      pk: "3100000000000000001",
      id: "3100000000000000001_77",
      code: "abc",
      taken_at: 1_700_000_000,
      media_type: 1,
      caption: { text: "Hello" },
      like_count: 3,
      comment_count: 1,
      user: { pk: "77", username: "odd" },
    },
  ],
  user: { pk: "77", username: "odd", full_name: "Odd One", is_private: false },
  status: "ok",
});

/** A web that gives this answer; requests are recorded in `asked`. */
function webOf(
  profile: (username: string) => HttpAnswer,
  feed: HttpAnswer = answerOf(404, { detail: "Not Found" }),
) {
  const asked: string[] = [];
  const http = {
    async get(url: URL) {
      const name = url.searchParams.get("username");
      asked.push(name ?? `feed ${url.pathname.split("/")[5]}`);
      return name === null ? feed : profile(name);
    },
  };
  return { asked, source: webSource({ ...WEB, http, gate, baseUrl: "http://web", now: () => new Date(0) }) };
}
const kindOf = (asked: Promise<unknown>) =>
  asked.then(
    () => "found",
    (error: SourceError) => (error instanceof SourceError ? error.kind : String(error)),
  );

describe("a refusal that the web does not explain", () => {
  test("is about the account where an account known to exist is answered, and one control question is enough", async () => {
    const { asked, source } = webOf((name) => (name.startsWith("odd") ? BROKEN : shown(name)));
    const kinds = await Promise.all(
      ["odd", "odd2", "odd3"].map((name) => kindOf(source.profile(name, signal))),
    );
    expect(kinds).toEqual(["unavailable", "unavailable", "unavailable"]);
    expect(asked.filter((name) => name === "instagram")).toEqual(["instagram"]);
    const error = await source.profile("odd4", signal).catch((thrown: SourceError) => thrown);
    expect((error as SourceError).message).toContain("Schema laser/x is gone");
  });

  test("is about us where that one is refused too: then nobody else is asked about, and each refusal counts", async () => {
    const { asked, source } = webOf(() => BROKEN);
    for (const name of ["a", "b", "c"]) expect(await kindOf(source.profile(name, signal))).toBe("blocked");
    expect(asked).toEqual(["a", "instagram", "b", "c"]);
  });

  test("needs no control question after somebody was found, nor where its words tell that we are refused", async () => {
    const { asked, source } = webOf((name) => (name === "ok" ? shown(name) : BROKEN));
    await source.profile("ok", signal);
    expect(await kindOf(source.profile("odd", signal))).toBe("unavailable");
    expect(asked).toEqual(["ok", "odd", "feed odd"]);
    const wall = webOf(() => answerOf(400, { message: "checkpoint_required", status: "fail" }));
    expect(await kindOf(wall.source.profile("a", signal))).toBe("blocked");
    expect(wall.asked).toEqual(["a"]);
  });
});

describe("an account that is not shown", () => {
  test("is read out of its feed, with its posts; what the feed does not tell is not told", async () => {
    for (const answer of [GATED, BROKEN]) {
      const { source } = webOf((name) => (name === "odd" ? answer : shown(name)), FEED);
      const profile = await source.profile("odd", signal);
      expect(profile).toMatchObject({ id: 77n, username: "odd", fullName: "Odd One", followersCount: null });
      expect(profile.posts).toMatchObject([{ id: 3100000000000000001n, shortcode: "abc", likeCount: 3 }]);
    }
  });

  test("stays unavailable where the feed shows nothing, and a feed that is shut is asked once", async () => {
    const none = webOf(() => GATED);
    expect(await kindOf(none.source.profile("odd", signal))).toBe("unavailable");
    const shut = webOf(() => GATED, answerOf(401, { message: "login_required", status: "fail" }));
    for (const name of ["a", "b"])
      expect(await kindOf(shut.source.profile(name, signal))).toBe("unavailable");
    expect(shut.asked).toEqual(["a", "feed a", "b"]);
  });
});
