import * as z from "zod";

/** The JSON of given addresses with their verdicts. */
export const verifiedJson = z.strictObject({
  addresses: z.array(
    z.strictObject({
      email: z.string(),
      status: z.string(),
      reason: z.string().nullable(),
      reasons: z.array(z.string()),
      suggestion: z.string().nullable(),
      is_role: z.boolean(),
      is_disposable: z.boolean(),
      is_free: z.boolean(),
      mail_host: z.string().nullable(),
      smtp_reply: z.string().nullable(),
    }),
  ),
});
