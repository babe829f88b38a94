import type { DiscoveryChannel } from "./channel.js";
import { wantedAccounts } from "./wanted-accounts.js";

/** All accounts that Instagram suggests next to wanted ones. */
export const similar: DiscoveryChannel = {
  name: "similar",
  async leads(db, { id }, limit) {
    const accounts = await wantedAccounts(db, id, "similar", limit);
    return accounts.map(({ id: account, username }) => ({
      question: "similar",
      value: String(account),
      ledBy: username,
    }));
  },
  ask: ({ value }) => ({
    path: "v2/user/suggested/profiles",
    query: { user_id: value, expand_suggestion: "true" },
    cursorName: "page_id",
  }),
};
