import * as z from "zod";
import { setting } from "./setting.js";

/** The purposes that share a day's budget for background commands, with their default shares in percent. */
const DEFAULT_SHARES = { refresh: 50, clones: 20, new: 20, comments: 10 } as const;
export type SharedPurpose = keyof typeof DEFAULT_SHARES;
const PURPOSES = Object.keys(DEFAULT_SHARES) as SharedPurpose[];
export type ShareSettings = Record<SharedPurpose, number>;

function sharesIn(text: string, context: z.RefinementCtx): ShareSettings {
  const shares: ShareSettings = { refresh: 0, clones: 0, new: 0, comments: 0 };
  const refuse = (message: string) => {
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  };
  for (const part of text.split(",").map((piece) => piece.trim())) {
    const [name, percent, ...more] = part.split("=").map((piece) => piece.trim());
    const purpose = PURPOSES.find((known) => known === name);
    const value = Number(percent);
    if (purpose === undefined || percent === undefined || percent === "" || more.length > 0)
      return refuse(
        `"${part}" is not a share; expected NAME=PERCENT, such as refresh=50, with one of: ${PURPOSES.join(", ")}`,
      );
    if (!(value >= 0 && value <= 100)) return refuse(`"${part}": a share is 0 to 100 percent`);
    shares[purpose] = value;
  }
  const sum = Object.values(shares).reduce((total, value) => total + value, 0);
  if (sum > 100) return refuse(`the shares add up to ${sum} percent; at most 100 are allowed`);
  return shares;
}

/** Settings for dividing a day's budget. */
export const budgetSettings = {
  budget: {
    shares: setting(
      "IGMINER_BUDGET_SHARES",
      "Percent of a source's background budget for each purpose, as refresh=50,clones=20,new=20,comments=10; what one leaves unused flows to the others during the day",
      () =>
        z
          .string()
          .default(
            Object.entries(DEFAULT_SHARES)
              .map(([purpose, percent]) => `${purpose}=${percent}`)
              .join(","),
          )
          .transform(sharesIn),
    ),
  },
} as const;
