import * as z from "zod";
import { VARIABLE_NAMES, type VariableName } from "../core/outreach/new-lead.js";
import { count } from "./options.js";

/** `niche:food,city:your city`: variables, each with the text to send if its value is not known. */
const variables = z.string().transform((text, context) => {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const chosen = parts.map((part) => {
    const at = part.indexOf(":");
    return at === -1
      ? ([part, ""] as const)
      : ([part.slice(0, at).trim(), part.slice(at + 1).trim()] as const);
  });
  const wrong = chosen.find(([name]) => !VARIABLE_NAMES.includes(name as VariableName));
  if (wrong === undefined) return Object.fromEntries(chosen);
  context.addIssue({
    code: "custom",
    message: `${wrong[0]} is not a variable; expected one of: ${VARIABLE_NAMES.join(", ")}`,
  });
  return z.NEVER;
});

/** The settings of a sequence besides its audience; omitted ones stay as they are. */
export const sequenceOptions = {
  dailyCap: {
    value: "N",
    summary: "Hand over at most N leads per UTC day (default 50)",
    schema: count(1).max(1_000_000).optional(),
  },
  firstNameFallback: {
    value: "TEXT",
    summary: 'Sent as first name where none is known, as "there"; an empty text: nothing is sent',
    schema: z.string().optional(),
  },
  variables: {
    value: "LIST",
    summary: `Custom variables to send, each with a fallback, such as "niche:food,city:your city" (${VARIABLE_NAMES.join(", ")})`,
    schema: variables.optional(),
  },
};
