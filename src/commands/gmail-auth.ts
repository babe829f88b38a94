import * as z from "zod";
import { command } from "../cli/command.js";
import { EXIT } from "../core/failure.js";
import { askForConsent } from "../core/outreach/gmail/consent.js";
import { closeFile } from "../core/private-folder.js";

export default command({
  name: "gmail auth",
  group: "outreach",
  summary: "Authorize access to a Gmail mailbox once, and print the refresh token",
  details:
    "Needs IGMINER_GMAIL_CLIENT_ID and IGMINER_GMAIL_CLIENT_SECRET of a desktop app in Google's cloud console. Open the printed URL on this machine; Google redirects back to a port of 127.0.0.1. The token may read mail and set labels, but not send or delete. igminer does not store it: it is printed as a line for .env, and a file that it is sent to is closed to other users.",
  options: {},
  json: z.strictObject({ refresh_token: z.string() }),
  examples: ["igminer gmail auth >> .env"],
  async run(_options, _names, { settings, output, log, interruption }) {
    const token = await askForConsent(
      settings.config.gmail,
      (url) => log.info(`Open in a browser on this machine:\n${url}`),
      interruption,
    );
    closeFile(process.stdout.fd);
    if (output.isJson) output.json({ refresh_token: token });
    else output.text(`IGMINER_GMAIL_REFRESH_TOKEN=${token}`);
    return EXIT.done;
  },
});
