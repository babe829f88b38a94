import * as z from "zod";
import { command } from "../cli/command.js";
import { completionScript, SHELLS } from "../cli/completion.js";
import { readReference } from "../cli/reference.js";
import { EXIT, Failure } from "../core/failure.js";

const shellName = z.enum(SHELLS);

export default command({
  name: "completion",
  group: "start",
  summary: "Print the completion script for bash, zsh or fish",
  details: "The script is self-contained: completion does not start igminer. Print it again after an update.",
  arguments: { name: "[shell]", summary: "bash, zsh or fish" },
  options: {},
  json: z.strictObject({ shell: z.string(), script: z.string() }),
  examples: [
    "igminer completion zsh > ~/.zfunc/_igminer",
    "igminer completion fish > ~/.config/fish/completions/igminer.fish",
    "source <(igminer completion bash)",
  ],
  async run(_options, given, { output }) {
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
