import type { DiscoveryChannel } from "./channel.js";

/** Accounts found by searching for the audience's keywords. */
export const keyword: DiscoveryChannel = {
  name: "keyword",
  leads: async (_db, { criteria }) =>
    (criteria.keywords ?? []).map((word) => ({ question: "search", value: word, ledBy: word })),
  ask: ({ value }) => ({ path: "v2/fbsearch/accounts", query: { query: value }, cursorName: "page_token" }),
};
