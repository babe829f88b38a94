import { expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { environmentOf, readyStore } from "../support/stores.js";

/** Each uses the results of those before it. `runCli` validates the output against the command's schema. */
const COMMANDS = [
  "seed ada.quill ben.stone @",
  "queue add cy.marlow",
  "queue list",
  "clones watch ada.quill",
  "clones report",
  "sequence add spring --campaign 00000000-0000-4000-8000-000000000001",
  "sequence show spring",
  "sequence list",
  "import-sequence --sequence spring --dry-run",
  "sequence close spring --dry-run",
  "suppress add jane@mail.example.com",
  "suppress list",
  "forget jane --dry-run",
  "mine-new --dry-run",
  "detect-langs",
  "status",
  "errors",
  "alerts list",
  "plan",
  "config",
  "schedule print",
];

test("what --json prints is what docs/json.md says", async () => {
  const store = environmentOf(await readyStore("postgres"));
  for (const command of COMMANDS) {
    const { stdout, stderr } = await runCli([...command.split(" "), "--json"], store);
    expect(stdout, `${command}: ${stderr}`).toMatch(/^\{.*\}\n$/s);
  }
});
