import type { DiscoveryChannel } from "./channel.js";
import { wantedAccounts } from "./wanted-accounts.js";

/** Accounts that tag wanted ones in posts. */
export const tagged: DiscoveryChannel = {
  name: "tagged",
  async leads(db, { id }, limit) {
    const accounts = await wantedAccounts(db, id, "tagged", limit);
    return accounts.map(({ id: account, username }) => ({
      question: "tagged",
      value: String(account),
      ledBy: username,
    }));
  },
  ask: ({ value }) => ({ path: "v2/user/tag/medias", query: { user_id: value }, cursorName: "page_id" }),
};
