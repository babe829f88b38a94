import * as z from "zod";
import { count, isGiven } from "../cli/options.js";
import { messageOf } from "../core/failure.js";
import { FAULTS, parseFaults } from "./faults.js";
import { OPENAI_FAULTS } from "./openai/server.js";
import { USUAL_HOMOPHILY } from "./world/graph.js";

const faultsAmong = <Name extends string>(names: readonly Name[]) =>
  z.string().transform((text, context) => {
    try {
      return parseFaults(text, names);
    } catch (error) {
      context.addIssue({ code: "custom", message: messageOf(error) });
      return z.NEVER;
    }
  });

/** The flags of `igminer sandbox`. */
export const sandboxOptions = {
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
  farms: {
    value: "S",
    summary: "Share of accounts in farms of false followers, from 0 to 0.9 (default 0)",
    schema: z.coerce.number("not a number").min(0).max(0.9).optional(),
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
};
