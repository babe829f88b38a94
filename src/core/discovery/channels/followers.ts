import type { DiscoveryChannel } from "./channel.js";
import { wantedAccounts } from "./wanted-accounts.js";

/** Accounts that wanted ones follow, and their followers. */
export const followers: DiscoveryChannel = {
  name: "followers",
  async leads(db, { id }, limit) {
    const accounts = await wantedAccounts(db, id, "following", limit);
    return accounts.flatMap(({ id: account, username }) =>
      ["following", "followers"].map((question) => ({ question, value: String(account), ledBy: username })),
    );
  },
  ask: ({ question, value }) => ({
    path: question === "following" ? "g2/user/following" : "g2/user/followers",
    query: { user_id: value },
    cursorName: "page_id",
  }),
};
