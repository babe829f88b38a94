import { serviceSettings } from "./service.js";

/** The settings of the clone watch. */
export const cloneSettings = {
  /** Instagram's picture hosts, asked at the pace of somebody who looks at profiles. */
  pictures: serviceSettings("pictures", {
    startPerMinute: 60,
    floorPerMinute: 6,
    ceilingPerMinute: 600,
    dailyBudget: null,
    backgroundBudget: null,
  }),
} as const;
