/**
 * The floors of the house, from the ground up: an import goes to the same room or downwards, never up, and the rooms of
 * one floor do not know each other. docs/architecture.md says what each room is for, and is drawn from this.
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
