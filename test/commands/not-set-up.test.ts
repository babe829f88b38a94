import { expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { serverOf } from "../support/servers.js";
import { environmentOf, readyStore } from "../support/stores.js";

test("a command whose settings are missing ends with 2, and the installation is as well as before", async () => {
  const store = environmentOf(await readyStore("postgres"));
  const pings: string[] = [];
  const url = await serverOf((request, response) => {
    pings.push(request.url ?? "");
    response.end();
  });
  const watched = { ...store, IGMINER_PING_URL: `${url}ping/{command}` };
  const gmail = await runCli(["label-gmail", "--quiet"], watched);
  expect(gmail).toMatchObject({ code: 2, stderr: expect.stringContaining("IGMINER_GMAIL_CLIENT_ID") });
  expect(pings).toEqual([]);

  const hiker = await runCli(["mine-new", "--source", "hiker", "--batch", "1"], store);
  expect(hiker).toMatchObject({ code: 2, stderr: expect.stringContaining("IGMINER_HIKER_KEY") });
  expect(await runCli(["status", "--check", "--quiet"], store)).toMatchObject({ code: 0, stdout: "" });
  const alerts = await runCli(["alerts", "list", "--json"], store);
  expect(alerts.stdout).not.toContain("run_failed");
  const status = JSON.parse((await runCli(["status", "--json"], store)).stdout);
  expect(status.last_runs).toEqual([]);
});

test("a paused schedule does nothing, without a word of failure, until it is resumed", async () => {
  const store = environmentOf(await readyStore("postgres"));
  expect(await runCli(["pause", "--until", "2020-01-01"], store)).toMatchObject({ code: 2 });
  expect(await runCli(["pause", "--until", "3d"], store)).toMatchObject({ code: 0 });
  const paused = await runCli(["qualify", "--json"], store);
  expect(paused.code).toBe(0);
  expect(JSON.parse(paused.stdout)).toMatchObject({ command: "qualify", status: "paused" });
  expect((await runCli(["qualify", "--quiet"], store)).stdout).toBe("");
  // Monitoring continues, and so do commands that are not scheduled.
  const purge = JSON.parse((await runCli(["purge", "--json"], store)).stdout);
  expect(purge.status).toBe("done");
  expect((await runCli(["seed", "ada"], store)).stdout).toContain("1 new");
  expect((await runCli(["status"], store)).stdout).toMatch(/The schedule is paused until/);

  expect((await runCli(["resume"], store)).stdout).toContain("runs again");
  const resumed = JSON.parse((await runCli(["qualify", "--json"], store)).stdout);
  expect(resumed.status).toBe("done");
});
