import { onTestFinished } from "vitest";
import {
  type OpenAiSandbox,
  type OpenAiSandboxOptions,
  startOpenAiSandbox,
} from "../../src/sandbox/openai/server.js";

/** Starts a stand-in for OpenAI until the test is finished. */
export async function openAiSandboxOf(options: Partial<OpenAiSandboxOptions> = {}): Promise<OpenAiSandbox> {
  const sandbox = await startOpenAiSandbox({ seed: 1, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Settings that make `qualify` use the stand-in, without a rate limit of its own. */
export function openAiEnvironment({ url }: OpenAiSandbox): Record<string, string> {
  return {
    OPENAI_API_KEY: "sandbox",
    OPENAI_BASE_URL: url,
    IGMINER_OPENAI_RATE_PER_MINUTE: "600000",
    IGMINER_OPENAI_MAX_RATE_PER_MINUTE: "600000",
  };
}
