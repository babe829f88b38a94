import { once } from "node:events";
import { z } from "zod";
import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { count, isGiven } from "../cli/options.js";
import { EXIT, Failure, messageOf } from "../core/failure.js";
import { parseFaults } from "../sandbox/faults.js";
import { startMailSandbox } from "../sandbox/mail/mail-sandbox.js";
import { startSandbox } from "../sandbox/server.js";

const faults = z.string().transform((text, context) => {
  try {
    return parseFaults(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: messageOf(error) });
    return z.NEVER;
  }
});

export default command({
  name: "sandbox",
  group: "start",
  summary: "Run a stand-in for Instagram and HikerAPI on this machine, to try things without asking anybody",
  details:
    "Its world is computed from --seed: the same seed gives the same answers. Runs until it is interrupted.",
  options: {
    port: {
      value: "P",
      summary: "Port on 127.0.0.1 (default 8780; 0: any free one)",
      schema: count(0).max(65_535).default(8780),
    },
    accounts: {
      value: "N",
      summary: "Accounts in the world (default 1000000)",
      schema: count(26).max(50_000_000).default(1_000_000),
    },
    seed: { value: "N", summary: "Which world (default 1)", schema: count(0).default(1) },
    latencyMs: { value: "MS", summary: "Wait before each answer, of DNS too", schema: count(0).default(0) },
    faults: {
      value: "LIST",
      summary: "Shares of requests that go wrong, as 429=0.05,500=0.02,timeout=0.01,html=0.01",
      schema: faults.optional(),
    },
    limitPerMinute: {
      value: "N",
      summary: "Answer 429 to more requests than this in 60 seconds",
      schema: count(1).optional(),
    },
    hikerKey: {
      value: "KEY",
      summary: "The only key that HikerAPI takes (default: any)",
      schema: z.string().optional(),
    },
    hikerBalance: {
      value: "N",
      summary: "Answer 402 once so many requests were paid",
      schema: count(0).optional(),
    },
    postsPerAccount: {
      value: "N",
      summary: "Posts of every account (default: as many as is believable)",
      schema: count(0).optional(),
    },
    relatedPerAccount: {
      value: "N",
      summary: "Related accounts of every account (default: as many as is believable)",
      schema: count(0).optional(),
    },
    mail: {
      summary: "Play mail domains too: DNS and mail hosts on 127.0.0.x",
      schema: isGiven,
    },
  },
  examples: [
    "igminer sandbox --port 8780",
    "igminer sandbox --latency-ms 80 --faults 429=0.05,timeout=0.01",
    "igminer sandbox --limit-per-minute 120",
    "igminer sandbox --mail",
  ],
  async run(options, _names, { output, interruption }) {
    const given = Object.fromEntries(
      Object.entries(options).filter(([, value]) => value !== undefined),
    ) as unknown as typeof options;
    const sandbox = await startSandbox(given as Parameters<typeof startSandbox>[0]).catch(
      (error: unknown) => {
        throw new Failure(
          EXIT.usage,
          `The sandbox cannot listen on port ${options.port}: ${messageOf(error)}`,
          "Choose another --port, or 0 for any free one.",
          error,
        );
      },
    );
    const mail = options.mail ? await startMail(options.latencyMs) : null;
    if (output.isJson) output.json({ url: sandbox.url, ...(mail && { mail: mail.environment }) });
    else {
      output.text(`Sandbox with ${counted(options.accounts, "account")} at ${sandbox.url}`);
      output.text(
        `Use it: IGMINER_WEB_BASE_URL=${sandbox.url} IGMINER_WEB_RATE_PER_MINUTE=6000 IGMINER_WEB_MAX_RATE_PER_MINUTE=60000 igminer mine-new`,
      );
      if (mail) {
        const settings = Object.entries(mail.environment).map(([name, value]) => `${name}=${value}`);
        output.text(`Its mail: ${settings.join(" ")} igminer verify-emails --smtp`);
      }
    }
    if (!interruption.aborted) await once(interruption, "abort");
    await mail?.close();
    await sandbox.close();
    return EXIT.done;
  },
});

function startMail(dnsLatencyMs: number): ReturnType<typeof startMailSandbox> {
  return startMailSandbox({ dnsLatencyMs }).catch((error: unknown) => {
    throw new Failure(
      EXIT.usage,
      `The sandbox's mail hosts cannot listen on their loopback addresses: ${messageOf(error)}`,
      "Where loopback is 127.0.0.1 alone, add the others first; on macOS: sudo ifconfig lo0 alias 127.0.0.20 (and so on).",
      error,
    );
  });
}
