import * as z from "zod";
import { command } from "../cli/command.js";
import { completionScript, SHELLS } from "../cli/completion.js";
import { readReference } from "../cli/reference.js";
import { NAMED, storedNames } from "../cli/stored-names.js";
import { databaseSettings } from "../core/db/database-settings.js";
import { EXIT, Failure } from "../core/failure.js";

const shellName = z.enum(SHELLS);

export default command({
  name: "completion",
  group: "start",
  summary: "Print the completion script for bash, zsh or fish",
  details:
    "The script contains all commands, flags and fixed values, so that completing them does not start igminer; names of sequences and audiences are read from the store. Print it again after an update.",
  arguments: { name: "[shell]", summary: "bash, zsh or fish" },
  options: {
    names: {
      value: "WHAT",
      summary: "Print names from the store, as the scripts ask for them: sequences or audiences",
      schema: z.enum(NAMED, `one of: ${NAMED.join(", ")}`).optional(),
    },
  },
  json: z.union([
    z.strictObject({ shell: z.string(), script: z.string() }),
    z.strictObject({ names: z.array(z.string()) }),
  ]),
  examples: [
    "igminer completion zsh > ~/.zfunc/_igminer",
    "igminer completion fish > ~/.config/fish/completions/igminer.fish",
    "source <(igminer completion bash)",
  ],
  async run({ names }, given, { output, settings }) {
    if (names !== undefined) {
      const found = await storedNames(names, databaseSettings(settings.config));
      if (output.isJson) output.json({ names: found });
      else for (const name of found) output.text(name);
      return EXIT.done;
    }
    const shell = shellName.safeParse(given);
    if (!shell.success) {
      throw new Failure(
        EXIT.usage,
        "Give the name of a shell: bash, zsh or fish.",
        "For example: igminer completion bash",
      );
    }
    const script = completionScript(shell.data, await readReference());
    if (output.isJson) output.json({ shell: shell.data, script });
    else output.text(script.trimEnd());
    return EXIT.done;
  },
});
