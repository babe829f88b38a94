import * as z from "zod";
import { command } from "../cli/command.js";
import { metricsText } from "../cli/metrics-text.js";
import { replaceFile } from "../cli/replace-file.js";
import { withDatabase } from "../cli/store.js";
import { EXIT } from "../core/failure.js";

export default command({
  name: "metrics",
  group: "operations",
  summary: "Print metrics for Prometheus, or write them for its node exporter",
  details:
    "docs/grafana-dashboard.json is a dashboard for them. The file is replaced atomically. All users of the machine may read it, as the exporter must; it contains counts and names of commands and sources, no personal data.",
  options: {
    format: {
      value: "FORMAT",
      summary: "Output format: prometheus (default)",
      schema: z.enum(["prometheus"], "expected prometheus").default("prometheus"),
    },
    textfile: {
      value: "FILE",
      summary: "Write to FILE, such as /var/lib/node_exporter/igminer.prom, instead of stdout",
      schema: z.string().optional(),
    },
  },
  json: z.strictObject({ prometheus: z.string() }),
  examples: [
    "igminer metrics --format prometheus",
    "* * * * * igminer metrics --textfile /var/lib/node_exporter/igminer.prom",
  ],
  run: ({ textfile }, _names, context) =>
    withDatabase(context, async (database) => {
      const { output } = context;
      const text = await metricsText(database, context);
      if (textfile !== undefined) await replaceFile(textfile, text, { forEverybody: true });
      else if (output.isJson) output.json({ prometheus: text });
      else output.text(text.trimEnd());
      return EXIT.done;
    }),
});
