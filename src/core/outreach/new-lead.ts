import { firstNameIn } from "../qualify/first-names.js";
import type { NewLead } from "./sequencer.js";

/** A lead that may be sent now. */
export interface SendableLead {
  email: string;
  username: string | null;
  fullName: string | null;
  externalLink: string | null;
  followers: bigint | null;
}

/** What a sequencer gets of a lead; its texts can use the variables. */
export function asNewLead({ email, username, fullName, externalLink, followers }: SendableLead): NewLead {
  return {
    email,
    firstName: firstNameIn(fullName),
    website: externalLink,
    variables: {
      ...(username !== null && {
        username,
        profile_url: `https://www.instagram.com/${username}/`,
      }),
      ...(fullName !== null && { full_name: fullName }),
      ...(followers !== null && { followers: Number(followers) }),
    },
  };
}
