import * as z from "zod";
import { serviceSettings } from "./service.js";
import { baseUrl, count, optional, setting } from "./setting.js";

/**
 * Maximum cost of one request to a model, in tokens. Reserved before the request is sent, so that a day's budget is never
 * exceeded.
 */
export const MOST_TOKENS_PER_REQUEST = 10_000;

/** Settings for the language model that `qualify` uses, at OpenAI or any service with a compatible API. */
export const openAiSettings = {
  openai: {
    key: setting(
      "OPENAI_API_KEY",
      "OpenAI API key (default: none; local rules are used)",
      () => optional,
      true,
    ),
    baseUrl: setting("OPENAI_BASE_URL", "Base URL of the model's API", () =>
      baseUrl("https://api.openai.com/v1"),
    ),
    model: setting("IGMINER_OPENAI_MODEL", "Name of the model; it must support structured output", () =>
      z.string().min(1).default("gpt-4.1-mini"),
    ),
    timeoutMs: setting(
      "IGMINER_OPENAI_TIMEOUT_MS",
      "Time limit of a request to the model, in milliseconds",
      () => count(60_000),
    ),
    ...serviceSettings("openai", {
      startPerMinute: 60,
      floorPerMinute: 1,
      ceilingPerMinute: 500,
      dailyBudget: null,
      backgroundBudget: null,
    }),
    dailyBudget: setting(
      "IGMINER_OPENAI_DAILY_TOKENS",
      "Budget in tokens per UTC day, for all commands together",
      () => count(1_000_000, MOST_TOKENS_PER_REQUEST),
    ),
  },
} as const;
