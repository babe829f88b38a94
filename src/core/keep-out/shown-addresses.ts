import { emailsOf, type TextsOfProfile } from "../text/emails.js";

/** All e-mail addresses that a profile shows, in any field. */
export function addressesOf(profile: TextsOfProfile): string[] {
  return emailsOf(profile).map(({ email }) => email);
}
