import { expect, test } from "vitest";
import audienceAdd from "../../src/commands/audience-add.js";
import audienceCount from "../../src/commands/audience-count.js";
import audienceShow from "../../src/commands/audience-show.js";
import mineNew from "../../src/commands/mine-new.js";
import { hikerEnvironment, sandboxOf } from "../support/cli.js";
import { runCommand } from "../support/commands.js";
import { environmentOf, readyStore } from "../support/stores.js";

test("audience show and audience count give the same reasons where nobody matches", async () => {
  const sandbox = await sandboxOf({ accounts: 1_000 });
  const environment = { ...hikerEnvironment(sandbox), ...environmentOf(await readyStore("embedded")) };
  await runCommand(mineNew, { batch: "10" }, environment);
  await runCommand(audienceAdd, { hashtag: "nobodyhasthis" }, environment, ["none"]);
  const { json: shown } = await runCommand(audienceShow, {}, environment, ["none"]);
  const { json: counted } = await runCommand(audienceCount, {}, environment, ["none"]);
  expect(shown.match).toBe(0);
  expect(Object.keys(shown.left_out)).toContain("none of the hashtags in a post of the last 180 days");
  expect(shown.left_out).toEqual(counted.left_out);
});
