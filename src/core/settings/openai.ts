import * as z from "zod";
import { serviceSettings } from "./service.js";
import { baseUrl, count, optional, setting } from "./setting.js";

/** What one request to a model may cost, in tokens: reserved before it is sent, so that a day's budget is never passed. */
export const MOST_TOKENS_PER_REQUEST = 10_000;

/** The model that `qualify` asks, at OpenAI or at any service that speaks its language. */
export const openAiSettings = {
  openai: {
    key: setting(
      "OPENAI_API_KEY",
      "Key of OpenAI; not set: what a model would be asked, local rules say",
      optional,
      true,
    ),
    baseUrl: setting("OPENAI_BASE_URL", "Where the model is asked", baseUrl("https://api.openai.com/v1")),
    model: setting(
      "IGMINER_OPENAI_MODEL",
      "Which model is asked; one with structured output",
      z.string().min(1).default("gpt-4.1-mini"),
    ),
    timeoutMs: setting("IGMINER_OPENAI_TIMEOUT_MS", "One request to the model", count(60_000)),
    ...serviceSettings("openai", {
      startPerMinute: 60,
      floorPerMinute: 1,
      ceilingPerMinute: 500,
      dailyBudget: null,
      backgroundBudget: null,
    }),
    dailyBudget: setting(
      "IGMINER_OPENAI_DAILY_TOKENS",
      "Tokens a UTC day, all commands together",
      count(1_000_000, MOST_TOKENS_PER_REQUEST),
    ),
  },
} as const;
