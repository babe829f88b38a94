import { z } from "zod";
import { serviceSettings } from "./service.js";
import { baseUrl, optional, setting } from "./setting.js";

/** The settings of OpenAI. Its budget is in tokens. */
export const openaiSettings = {
  openai: {
    baseUrl: setting("OPENAI_BASE_URL", "Where OpenAI is asked", baseUrl("https://api.openai.com/v1")),
    ...serviceSettings("openai", {
      startPerMinute: 60,
      floorPerMinute: 1,
      ceilingPerMinute: 500,
      dailyBudget: null,
      backgroundBudget: null,
    }),
    key: setting("OPENAI_API_KEY", "Key of OpenAI", optional, true),
    model: setting("IGMINER_OPENAI_MODEL", "Model that is asked", z.string().min(1).default("gpt-5-mini")),
  },
} as const;
