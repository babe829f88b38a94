// Lists the built commands with their summaries, so that `igminer --help` need not load any of them.
import { readdirSync, writeFileSync } from "node:fs";

const folder = new URL("../dist/commands/", import.meta.url);
const commands = await Promise.all(
  readdirSync(folder)
    .filter((file) => file.endsWith(".js"))
    .map(async (file) => {
      const { default: command } = await import(new URL(file, folder).href);
      if (file !== `${command.name.replaceAll(" ", "-")}.js`)
        throw new Error(`${file} holds the command "${command.name}"`);
      return command;
    }),
);
commands.sort((a, b) => a.name.localeCompare(b.name));
writeFileSync(
  new URL("manifest.json", folder),
  JSON.stringify(commands.map(({ name, summary, group }) => ({ name, summary, group }))),
);
