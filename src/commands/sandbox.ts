import { once } from "node:events";
import * as z from "zod";
import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { count, isGiven } from "../cli/options.js";
import { EXIT, Failure, messageOf } from "../core/failure.js";
import { FAULTS, parseFaults } from "../sandbox/faults.js";
import { startMailSandbox } from "../sandbox/mail/mail-sandbox.js";
import { OPENAI_FAULTS, startOpenAiSandbox } from "../sandbox/openai/server.js";
import { startSandbox } from "../sandbox/server.js";
import { USUAL_HOMOPHILY } from "../sandbox/world/graph.js";

const faultsAmong = <Name extends string>(names: readonly Name[]) =>
  z.string().transform((text, context) => {
    try {
      return parseFaults(text, names);
    } catch (error) {
      context.addIssue({ code: "custom", message: messageOf(error) });
      return z.NEVER;
    }
  });

export default command({
  name: "sandbox",
  group: "start",
  summary:
    "Run a local simulation of Instagram, HikerAPI and the Graph API, to try igminer without external requests",
  details:
    "Its world is computed from --seed: the same seed gives the same answers on the same day; posts end today. Runs until it is interrupted.",
  options: {
    port: {
      value: "P",
      summary: "Port on 127.0.0.1 (default 8780; 0: any free one)",
      schema: count(0).max(65_535).default(8780),
    },
    accounts: {
      value: "N",
      summary: "Number of accounts (default 1000000)",
      schema: count(26).max(50_000_000).default(1_000_000),
    },
    seed: { value: "N", summary: "Seed of the simulated world (default 1)", schema: count(0).default(1) },
    latencyMs: {
      value: "MS",
      summary: "Delay of each answer in milliseconds, DNS included",
      schema: count(0).default(0),
    },
    faults: {
      value: "LIST",
      summary: "Share of requests that fail, by fault, such as 429=0.05,500=0.02,timeout=0.01,html=0.01",
      schema: faultsAmong(FAULTS).optional(),
    },
    wallAfter: {
      value: "N",
      summary: "Block all clients after N requests, as Instagram's web page does for hours",
      schema: count(0).optional(),
    },
    wallAs: {
      value: "FAULT",
      summary: "Form of the block: html (login page, default), login (redirect), missing (false absence) …",
      schema: z.enum(FAULTS, `one of: ${FAULTS.join(", ")}`).optional(),
    },
    secondsPerDay: {
      value: "N",
      summary: "Let a simulated day pass every N seconds: accounts grow, post, change names, disappear",
      schema: count(1).optional(),
    },
    limitPerMinute: {
      value: "N",
      summary: "Answer 429 above this number of requests in 60 seconds",
      schema: count(1).optional(),
    },
    hikerKey: {
      value: "KEY",
      summary: "Only HikerAPI key that is accepted (default: any)",
      schema: z.string().optional(),
    },
    hikerBalance: {
      value: "N",
      summary: "Answer 402 after N paid requests",
      schema: count(0).optional(),
    },
    graphToken: {
      value: "TOKEN",
      summary: "Only Graph API token that is accepted (default: any)",
      schema: z.string().optional(),
    },
    graphAllowance: {
      value: "N",
      summary: "Calls until the Graph API's allowance is used up, as reported by its usage headers",
      schema: count(1).optional(),
    },
    postsPerAccount: {
      value: "N",
      summary: "Posts per account (default: a realistic distribution)",
      schema: count(0).optional(),
    },
    relatedPerAccount: {
      value: "N",
      summary: "Related accounts per account (default: a realistic distribution)",
      schema: count(0).optional(),
    },
    copied: {
      value: "N",
      summary: "Number of accounts with imitators, fan pages and namesakes (default 200)",
      schema: count(0).max(100_000).optional(),
    },
    homophily: {
      value: "S",
      summary: `Similarity of neighbours, from 0 (as strangers) to 1 (default ${USUAL_HOMOPHILY}, as on Facebook)`,
      schema: z.coerce.number("not a number").min(0).max(1).optional(),
    },
    openaiPort: {
      value: "P",
      summary: "Simulate OpenAI too, on this port (0: any free one)",
      schema: count(0).max(65_535).optional(),
    },
    openaiFaults: {
      value: "LIST",
      summary: `Share of questions to the model that fail, by fault: ${OPENAI_FAULTS.join(", ")}`,
      schema: faultsAmong(OPENAI_FAULTS).optional(),
    },
    mail: {
      summary: "Simulate mail domains too: DNS and mail hosts on 127.0.0.x",
      schema: isGiven,
    },
  },
  examples: [
    "igminer sandbox --port 8780",
    "igminer sandbox --latency-ms 80 --faults 429=0.05,timeout=0.01",
    "igminer sandbox --limit-per-minute 120",
    "igminer sandbox --seconds-per-day 10 --wall-after 200 --faults soft404=0.02",
    "igminer sandbox --openai-port 8781 --openai-faults foreign-id=0.1,late=0.02",
    "igminer sandbox --mail",
  ],
  async run(options, _names, { output, interruption }) {
    const given = Object.fromEntries(
      Object.entries(options).filter(([, value]) => value !== undefined),
    ) as unknown as typeof options;
    const running: { close(): Promise<void> }[] = [];
    try {
      const sandbox = await startSandbox(given as Parameters<typeof startSandbox>[0]).catch(
        cannotListen(options.port),
      );
      running.push(sandbox);
      const openAi = options.openaiPort === undefined ? null : await startOpenAi(options, options.openaiPort);
      if (openAi) running.push(openAi);
      const mail = options.mail ? await startMail(options.latencyMs) : null;
      if (mail) running.push(mail);
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
      for (const service of running) await service.close();
    }
    return EXIT.done;
  },
});

function cannotListen(port: number): (error: unknown) => never {
  return (error) => {
    throw new Failure(
      EXIT.usage,
      `The sandbox cannot listen on port ${port}: ${messageOf(error)}`,
      "Choose another port, or 0 for any free one.",
      error,
    );
  };
}

function startOpenAi(
  {
    seed,
    latencyMs,
    openaiFaults: faults,
  }: { seed: number; latencyMs: number; openaiFaults?: Parameters<typeof startOpenAiSandbox>[0]["faults"] },
  port: number,
): ReturnType<typeof startOpenAiSandbox> {
  return startOpenAiSandbox({ port, seed, latencyMs, ...(faults && { faults }) }).catch(cannotListen(port));
}

function startMail(dnsLatencyMs: number): ReturnType<typeof startMailSandbox> {
  return startMailSandbox({ dnsLatencyMs }).catch((error: unknown) => {
    throw new Failure(
      EXIT.usage,
      `The sandbox's mail hosts cannot listen on their loopback addresses: ${messageOf(error)}`,
      "If only 127.0.0.1 is available, add the other addresses first; on macOS: sudo ifconfig lo0 alias 127.0.0.20 (and so on).",
      error,
    );
  });
}
