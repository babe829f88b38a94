import * as z from "zod";
import { command } from "../cli/command.js";
import { dashboardData } from "../cli/dashboard-data.js";
import { replaceFile } from "../cli/replace-file.js";
import { withReadDatabase } from "../cli/store.js";
import { EXIT } from "../core/failure.js";

export default command({
  name: "dashboard",
  group: "operations",
  summary: "Write the dashboard as one HTML page: services, mining, errors, queues, sources",
  details:
    "The page is self-contained: it includes charts and styles, runs no scripts, loads nothing from other hosts, and follows the reader's light or dark mode. igminer refresh-views updates coverage and growth. igminer serve shows the same page live.",
  options: {
    out: {
      value: "FILE",
      summary: "File to write (default igminer.html)",
      schema: z.string().min(1).default("igminer.html"),
    },
  },
  json: z.strictObject({ command: z.string(), out: z.string(), bytes: z.int() }),
  examples: [
    "igminer dashboard --out report.html",
    "igminer refresh-views && igminer dashboard --out report.html",
  ],
  run: ({ out }, _names, context) =>
    withReadDatabase(context, async (database) => {
      const data = await dashboardData(database, context);
      // Loaded only here, because the chart library takes a while.
      const { dashboardFile } = await import("../cli/pages/dashboard-page.js");
      const page = String(await dashboardFile(data, context.version));
      await replaceFile(out, page);
      const { output } = context;
      if (output.isJson) output.json({ command: "dashboard", out, bytes: Buffer.byteLength(page) });
      else output.summary(`dashboard: ${out} is written. Open it in a browser.`);
      return EXIT.done;
    }),
});
