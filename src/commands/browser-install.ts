import * as z from "zod";
import { command } from "../cli/command.js";
import { formatBytes } from "../cli/format.js";
import { openProgress } from "../cli/progress.js";
import { installBrowser } from "../core/browser/install-browser.js";
import { EXIT } from "../core/failure.js";

export default command({
  name: "browser install",
  group: "start",
  summary: "Install a Chrome for the browser source",
  details:
    "Puts it into puppeteer's cache (PUPPETEER_CACHE_DIR, else ~/.cache/puppeteer), about 400 MB on disk. A Chrome or Chromium of your system is found too, without this.",
  options: {},
  json: z.strictObject({ browser: z.string(), version: z.string(), path: z.string() }),
  examples: ["igminer browser install", "igminer mine-new --source browser --batch 5"],
  async run(_options, _names, { settings, output, log }) {
    const progress = await openProgress(process.stderr, log);
    try {
      const { path, version } = await installBrowser(settings.config.browser, (done, all) =>
        progress.update(`browser install: ${formatBytes(done)} of ${formatBytes(all)}`),
      );
      progress.end();
      if (output.isJson) output.json({ browser: "chrome", version, path });
      else output.summary(`browser install: Chrome ${version} is at ${path}`);
      return EXIT.done;
    } finally {
      progress.end();
    }
  },
});
