// Lists the built commands with their summaries, so that `igminer --help` need not load any of them.
import { readdirSync, writeFileSync } from "node:fs";

const folder = new URL("../dist/commands/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith(".js"));
const commands = await Promise.all(
  files.map(async (file) => (await import(new URL(file, folder).href)).default),
);
const ORDER = ["demo", "seed", "mine-new", "status", "errors", "retry", "config", "migrate", "sandbox"];
const place = (name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.indexOf("status") - 0.5);
commands.sort((a, b) => place(a.name) - place(b.name) || a.name.localeCompare(b.name));
writeFileSync(
  new URL("manifest.json", folder),
  JSON.stringify(commands.map(({ name, summary }) => ({ name, summary }))),
);
