/**
 * The floors of the house, from the ground up. An import stays in its room or goes to a lower floor, never up, and
 * rooms on the same floor do not import each other. docs/architecture.md says what each room is for; its picture is
 * drawn from this.
 */
exports.FLOORS = [
  ["core/[^/]+\\.ts", "core/instagram", "core/schedule"],
  ["core/settings", "core/text"],
  ["core/config", "core/countries", "core/db"],
  ["core/audiences", "core/claims", "core/keep-out", "core/views"],
  ["core/record"],
  ["core/net"],
  ["core/browser", "core/openai"],
  ["core/batch"],
  ["core/sources", "core/email", "core/enrichment", "core/qualify"],
  ["core/mining", "core/outreach"],
  ["core/observe", "core/exchange", "core/clones", "core/discovery"],
  ["core/privacy", "cli"],
  ["sandbox"],
  ["commands"],
  ["cli\\.ts"],
];
