import * as z from "zod";
import { command } from "../cli/command.js";
import { tableText } from "../cli/table.js";
import { displayValue } from "../core/config/config.js";
import { EXIT } from "../core/failure.js";

export default command({
  name: "config",
  group: "start",
  summary: "Print every setting with its value and origin; secrets are masked",
  options: {},
  json: z.strictObject({
    settings: z.array(
      z.strictObject({ setting: z.string(), value: z.string(), origin: z.string(), summary: z.string() }),
    ),
    warnings: z.array(z.string()),
  }),
  examples: ["igminer config", "igminer config --json"],
  async run(_options, _names, { settings, output }) {
    const rows = settings.entries.map(({ setting, value, origin }) => ({
      setting: setting.environment,
      value: displayValue(setting, value),
      origin,
      summary: setting.summary,
    }));
    if (output.isJson) output.json({ settings: rows, warnings: settings.warnings });
    else {
      const columns = ["setting", "value", "from", "what it is"].map((title) => ({ title }));
      const short = (text: string) => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
      output.text(
        tableText(
          columns,
          rows.map(({ setting, value, origin, summary }) => [setting, short(value), origin, summary]),
        ),
      );
    }
    return EXIT.done;
  },
});
