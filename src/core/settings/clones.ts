import { serviceSettings } from "./service.js";

/** Settings for the clone watch. */
export const cloneSettings = {
  /** Instagram's picture hosts, requested at the pace of a person looking at profiles. */
  pictures: serviceSettings("pictures", {
    startPerMinute: 60,
    floorPerMinute: 6,
    ceilingPerMinute: 600,
    dailyBudget: null,
    backgroundBudget: null,
  }),
} as const;
