import { once } from "node:events";
import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { EXIT } from "../core/failure.js";
import { sandboxOptions } from "../sandbox/flags.js";
import { startSimulation } from "../sandbox/simulation.js";

export default command({
  name: "sandbox",
  group: "start",
  summary:
    "Run a local simulation of Instagram, HikerAPI and the Graph API, to try igminer without external requests",
  details:
    "Its world is computed from --seed: the same seed gives the same answers on the same day; posts end today. Runs until it is interrupted.",
  options: sandboxOptions,
  examples: [
    "igminer sandbox --port 8780",
    "igminer sandbox --latency-ms 80 --faults 429=0.05,timeout=0.01",
    "igminer sandbox --limit-per-minute 120",
    "igminer sandbox --seconds-per-day 10 --wall-after 200 --faults soft404=0.02",
    "igminer sandbox --openai-port 8781 --openai-faults foreign-id=0.1,late=0.02",
    "igminer sandbox --mail",
  ],
  async run(options, _names, { output, interruption }) {
    const { sandbox, openAi, mail, close } = await startSimulation(options);
    try {
      if (output.isJson)
        output.json({
          url: sandbox.url,
          ...(openAi && { openai_url: openAi.url }),
          ...(mail && { mail: mail.environment }),
        });
      else {
        output.text(`Sandbox with ${counted(options.accounts, "account")} at ${sandbox.url}`);
        output.text(
          `Use it: IGMINER_WEB_BASE_URL=${sandbox.url} IGMINER_WEB_RATE_PER_MINUTE=6000 IGMINER_WEB_MAX_RATE_PER_MINUTE=60000 igminer mine-new`,
        );
        if (openAi)
          output.text(`Its model: OPENAI_BASE_URL=${openAi.url} OPENAI_API_KEY=sandbox igminer qualify`);
        if (mail) {
          const settings = Object.entries(mail.environment).map(([name, value]) => `${name}=${value}`);
          output.text(`Its mail: ${settings.join(" ")} igminer verify-emails --smtp`);
        }
      }
      if (!interruption.aborted) await once(interruption, "abort");
    } finally {
      await close();
    }
    return EXIT.done;
  },
});
