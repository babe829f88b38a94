/**
 * How many addresses are found in bios, and how many finds are wrong: igminer against two extractors from npm, on the
 * cases that the rules were made with, on a second set by the same author, on a third by somebody who had not seen the
 * rules (test/text/email-cases.ts, email-holdout.ts, email-third-set.ts), on one in 30 languages
 * (email-languages.ts), and on bios in more than 24 (email-bios.ts).
 */
import { extractEmail } from "extract-email-address";
import getEmails from "get-emails";
import { emailsIn } from "../../src/core/text/emails.js";
import { BIOS } from "../../test/text/email-bios.js";
import { ADDRESSES, type EmailCase, FALSE_FRIENDS } from "../../test/text/email-cases.js";
import { HOLDOUT } from "../../test/text/email-holdout.js";
import { LANGUAGES } from "../../test/text/email-languages.js";
import { THIRD_SET } from "../../test/text/email-third-set.js";

const EXTRACTORS: [string, (text: string) => string[]][] = [
  ["igminer", emailsIn],
  ["extract-email-address", (text) => extractEmail(text).map(({ email }) => email)],
  ["get-emails", (text) => [...getEmails(text)]],
];
const SETS: [string, EmailCase[]][] = [
  ["cases", [...ADDRESSES, ...FALSE_FRIENDS]],
  ["second set", HOLDOUT],
  ["third set", THIRD_SET],
  ["languages", LANGUAGES],
  ["bios", BIOS],
];

console.log("| set | texts | addresses | extractor | found | false alarms |");
console.log("| --- | ---: | ---: | --- | ---: | ---: |");
for (const [name, cases] of SETS) {
  const wanted = cases.reduce((sum, { emails }) => sum + emails.length, 0);
  for (const [extractor, extract] of EXTRACTORS) {
    let found = 0;
    let falseAlarms = 0;
    for (const { text, emails } of cases) {
      const finds = [...new Set(extract(text).map((email) => email.toLowerCase()))];
      const right = finds.filter((email) => emails.includes(email)).length;
      found += right;
      falseAlarms += finds.length - right;
    }
    console.log(
      `| ${name} | ${cases.length} | ${wanted} | ${extractor} | ${found} (${((100 * found) / wanted).toFixed(1)} %) | ${falseAlarms} |`,
    );
  }
}
