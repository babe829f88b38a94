import * as z from "zod";
import { command } from "../cli/command.js";
import { manPage } from "../cli/man-page.js";
import { readReference } from "../cli/reference.js";
import { replaceFile } from "../cli/replace-file.js";
import { EXIT } from "../core/failure.js";

export default command({
  name: "man",
  group: "start",
  summary: "Print the manual page: every command, flag and exit code",
  details: "With igminer installed by npm, man igminer shows it.",
  options: {
    out: { value: "FILE", summary: "Write to FILE instead of stdout", schema: z.string().min(1).optional() },
  },
  json: z.strictObject({ man: z.string() }),
  examples: ["igminer man | man -l -", "igminer man --out ~/.local/share/man/man1/igminer.1"],
  async run({ out }, _names, { output, version }) {
    const page = manPage(await readReference(), version);
    if (out !== undefined) await replaceFile(out, page);
    else if (output.isJson) output.json({ man: page });
    else output.text(page.trimEnd());
    return EXIT.done;
  },
});
