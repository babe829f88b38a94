import { expect, test } from "vitest";
import { SourceError } from "../../src/core/source-error.js";
import { newCanary } from "../../src/core/sources/canary.js";
import { chainSources } from "../../src/core/sources/chain.js";
import type { ProfileSource } from "../../src/core/sources/source.js";
import { profileOf } from "../support/profiles.js";

const signal = new AbortController().signal;
const nobody = () => Promise.reject(new SourceError("not_found", "nobody"));

/** A source that finds these names and no others. */
function sourceWith(
  isThere: (username: string) => boolean,
  more: Partial<ProfileSource> = {},
): ProfileSource {
  return {
    name: "web",
    profile: (username) => (isThere(username) ? Promise.resolve(profileOf(1, { username })) : nobody()),
    close: async () => {},
    ...more,
  };
}

async function verdictOn(source: ProfileSource, known: string[] = ["instagram"]): Promise<string> {
  const canary = newCanary(async () => known);
  await canary
    .watch(source)
    .profile("somebody", signal)
    .catch(() => {});
  return canary.check(signal).then(
    () => "believed",
    (error: SourceError) => `${error.kind} ${String(error.context.breaker)}`,
  );
}

test("a source that finds the known name and not the impossible one is believed", async () => {
  expect(await verdictOn(sourceWith((name) => name === "instagram"))).toBe("believed");
});

test("one known name is enough: any of them may be gone by now", async () => {
  expect(
    await verdictOn(
      sourceWith((name) => name === "instagram"),
      ["gone", "instagram"],
    ),
  ).toBe("believed");
});

test("a source that finds nobody stops the run, and so does one that finds a name nobody has", async () => {
  expect(await verdictOn(sourceWith(() => false))).toBe("blocked open");
  expect(await verdictOn(sourceWith((name) => name !== "somebody"))).toBe("blocked open");
});

test("in a chain the source that called somebody absent is asked, not the one that would vouch for it", async () => {
  const canary = newCanary(async () => ["instagram"]);
  const liar = canary.watch(sourceWith(() => false));
  const honest = canary.watch(sourceWith(() => true));
  const chain = chainSources([liar, honest]);
  await expect(chain.profile("somebody", signal)).rejects.toThrow("nobody");
  await expect(canary.check(signal)).rejects.toThrow("cannot be believed");
});
