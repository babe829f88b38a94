import type { ImportPlan } from "../core/outreach/import-leads.js";
import type { NewLead } from "../core/outreach/sequencer.js";
import { leftOutCounts, leftOutText } from "./audience-text.js";
import { counted, formatCount } from "./format.js";
import type { Output } from "./output.js";
import { tableText } from "./table.js";

const NAMES_SHOWN = 20;

/**
 * Prints how many accounts import-sequence would add, how many are left out and why, and sample leads as they would be
 * sent.
 * @param sample null if none was requested. @param whatVerifies what makes addresses deliverable.
 */
export function showImportPlan(
  sequence: string,
  plan: ImportPlan,
  sample: readonly NewLead[] | null,
  whatVerifies: string,
  output: Output,
): void {
  const { usernames, eligible, excluded } = plan;
  if (output.isJson) {
    output.json({
      command: "import-sequence",
      dry_run: true,
      would_take: usernames,
      eligible,
      excluded: leftOutCounts(excluded),
      ...(sample !== null && {
        sample: sample.map(({ email, firstName, website, variables }) => ({
          email,
          first_name: firstName,
          website,
          ...variables,
        })),
      }),
    });
    return;
  }
  const shown = usernames.slice(0, NAMES_SHOWN).join(" ");
  output.text(
    `import-sequence would add ${counted(usernames.length, "account")} of ${formatCount(eligible)} to "${sequence}"${usernames.length > 0 ? ":" : "."}`,
  );
  if (usernames.length > 0) output.text(`  ${shown}${usernames.length > NAMES_SHOWN ? " …" : ""}`);
  if (excluded.length > 0) {
    output.text("");
    output.text(leftOutText(excluded));
  }
  const unverified = excluded.find(({ reason }) => reason === "address not verified")?.accounts ?? 0;
  if (unverified > 0)
    output.text(`\n${counted(unverified, "address", "addresses")} not verified: ${whatVerifies}.`);
  if (sample !== null && sample.length > 0) {
    const names = [...new Set(sample.flatMap(({ variables }) => Object.keys(variables)))].filter(
      (name) => name !== "profile_url",
    );
    output.text("");
    output.text(
      tableText(
        ["email", "first_name", ...names].map((title) => ({ title })),
        sample.map(({ email, firstName, variables }) => [
          email,
          firstName ?? "",
          ...names.map((name) => String(variables[name] ?? "")),
        ]),
      ),
    );
  }
}
