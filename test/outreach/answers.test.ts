import { describe, expect, test } from "vitest";
import { addAnswer, mayHaveArrived, readAnswer } from "../../src/core/outreach/instantly/answers.js";
import { SourceError } from "../../src/core/source-error.js";

const NOW = new Date("2026-03-01T00:00:00Z");

function errorOf(status: number, body: string): SourceError {
  try {
    readAnswer({ status, headers: {}, body }, "leads/add", addAnswer, NOW);
  } catch (error) {
    return error as SourceError;
  }
  throw new Error("nothing was thrown");
}

describe("an answer of Instantly", () => {
  test.each([
    [401, '{"statusCode":401,"error":"Unauthorized"}', "unauthorized", false],
    [403, '{"error":"Forbidden","message":"missing scope"}', "unauthorized", false],
    [402, "{}", "out_of_budget", false],
    [429, "{}", "rate_limited", false],
    [400, '{"error":"Bad Request"}', "bad_response", false],
    [404, "<html>", "bad_response", false],
    [500, "oops", "transient", true],
    [503, "", "transient", true],
    [408, "", "transient", true],
    [302, "", "bad_response", true],
    [200, '{"error":"Something went wrong"}', "bad_response", true],
    [200, '{"statusCode":429,"error":"Too Many Requests"}', "rate_limited", false],
    [200, '{"statusCode":401,"error":"Unauthorized"}', "unauthorized", false],
    [200, "<html>login</html>", "bad_response", true],
    [200, "", "bad_response", true],
    [200, '{"created_leads":[{"id":7}]}', "bad_response", true],
  ])("with status %i and body %j is %s; may it have been carried out: %s", (status, body, kind, mayHave) => {
    const error = errorOf(status, body);
    expect(error).toBeInstanceOf(SourceError);
    expect([error.kind, mayHaveArrived(error)]).toEqual([kind, mayHave]);
  });

  test("a breaker that is open sent nothing; what nobody foresaw may have", () => {
    expect(mayHaveArrived(new SourceError("blocked", "open", { breaker: "open" }))).toBe(false);
    expect(mayHaveArrived(new TypeError("a bug"))).toBe(true);
  });

  test("counters that are left out are none, and further ones do not matter", () => {
    const answer = readAnswer(
      {
        status: 200,
        headers: {},
        body: '{"leads_uploaded":1,"new_counter":3,"created_leads":[{"id":"a","index":0}]}',
      },
      "leads/add",
      addAnswer,
      NOW,
    );
    expect(answer).toMatchObject({
      leads_uploaded: 1,
      in_blocklist: 0,
      created_leads: [{ id: "a", index: 0 }],
    });
  });
});
