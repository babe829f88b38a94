import { describe, expect, test } from "vitest";
import { accountSections } from "../../src/cli/account-sections.js";
import { accountText } from "../../src/cli/account-text.js";
import show from "../../src/commands/show.js";
import { measure } from "../../src/core/enrichment/measure.js";
import { findAccount } from "../../src/core/observe/account/find-account.js";
import { type AccountView, readAccount } from "../../src/core/observe/account/read-account.js";
import { runCommand } from "../support/commands.js";
import { observe, postOf, profileOf, relatedTo } from "../support/profiles.js";
import { environmentOf, migratedStore, opened, readyStore } from "../support/stores.js";
import { swept } from "../support/sweeps.js";

const on = (day: number) => new Date(Date.UTC(2026, 0, day));

describe("show", () => {
  test("a name is its newest holder's, a former name its former holder's, and one of two former holders is asked for by number", async () => {
    const { kysely: db } = await migratedStore("embedded");
    await observe(
      db,
      profileOf(1, { username: "ada", observedAt: on(1) }),
      profileOf(3, { username: "eve", observedAt: on(1) }),
    );
    await observe(
      db,
      profileOf(2, { username: "ada", observedAt: on(2) }),
      profileOf(3, { username: "eve.new", observedAt: on(2) }),
    );
    expect(await findAccount(db, "@Ada")).toEqual({ id: 2n, username: "ada", isFormerName: false });
    expect(await findAccount(db, "1")).toEqual({ id: 1n, username: "ada", isFormerName: false });
    expect(await findAccount(db, "eve")).toEqual({ id: 3n, username: "eve.new", isFormerName: true });
    await observe(db, profileOf(2, { username: "ada.two", observedAt: on(3) }));
    await observe(db, profileOf(1, { username: "ada.one", observedAt: on(3) }));
    await expect(findAccount(db, "ada")).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/1 \(now @ada\.one.*2 \(now @ada\.two/),
    });
    await expect(findAccount(db, "nobody.here")).rejects.toMatchObject({
      exitCode: 2,
      hint: expect.stringContaining("igminer queue add nobody.here"),
    });
  });

  test("puts what is known of an account on one screen, no line wider than the terminal", async () => {
    const settings = await readyStore("embedded");
    const database = await opened(settings);
    const { kysely: db } = database;
    await observe(
      db,
      profileOf(7, {
        username: "maker",
        fullName: "Maker of pots",
        followersCount: 1_000,
        publicEmail: "maker@mail.example",
        related: relatedTo("other.maker"),
        posts: [postOf(70, { caption: `A long caption ${"of many words ".repeat(30)}`, likeCount: 40 })],
        observedAt: on(1),
      }),
    );
    await observe(db, profileOf(7, { username: "maker", followersCount: 1_500, observedAt: on(20) }));
    await swept(db, measure);
    const view = (await readAccount(db, 7n)) as AccountView;
    const text = accountText("maker", accountSections(view, on(21)), 80);
    expect(text).toContain("4.2 %".replace("4.2", ((100 * 42) / 1_500).toFixed(1)));
    expect(text).toMatch(/followers +1,500 {2}\S\S/);
    expect(text).toContain("maker@mail.example (contact)");
    expect(text).toContain("other.maker*");
    expect(text).toContain("Leads: in no sequence");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    await database.close();

    const { code, json } = await runCommand(show, {}, environmentOf(settings), ["@maker"]);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      account: { username: "maker", followers_count: 1_500n },
      metrics: { median_likes: 40 },
      related: [{ username: "other.maker", is_mined: false }],
      leads: [],
    });
    expect(json.history).toHaveLength(2);
  });
});
