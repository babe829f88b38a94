import type { Refusal } from "../../../src/core/email/refusal.js";

/** A host's words, written for the corpus, and their meaning. `{}` stands for the recipient's address. */
export interface Reason {
  code: number;
  status: string;
  words: string;
  refusal: Refusal;
}

const reason = (code: number, status: string, words: string, refusal: Refusal): Reason => ({
  code,
  status,
  words,
  refusal,
});

export const REASONS: readonly Reason[] = [
  reason(550, "5.1.1", "<{}>: no such user in this house", "missing"),
  reason(550, "5.1.1", "The mailbox you tried to reach does not exist here", "missing"),
  reason(553, "5.1.1", "sorry, nobody by that name has a mailbox here; user not found", "missing"),
  reason(550, "5.1.10", "Recipient not found by address lookup", "missing"),
  reason(550, "5.0.0", "Unknown recipient {}", "missing"),
  reason(554, "5.7.1", "User unknown in our directory", "missing"),
  reason(550, "5.1.1", "Empfänger unbekannt", "missing"),
  reason(550, "5.1.1", "El usuario no existe", "missing"),
  reason(550, "5.1.1", "Destinataire inconnu", "missing"),
  reason(550, "5.1.1", "Почтовый ящик не найден", "missing"),
  reason(550, "5.2.1", "This account has been disabled", "disabled"),
  reason(554, "5.7.13", "Recipient account is suspended", "disabled"),
  reason(551, "5.1.6", "The recipient has moved to another address", "moved"),
  reason(550, "5.1.2", "Domain of recipient not found: no such domain", "no_domain"),
  reason(556, "5.1.10", "The domain does not accept mail", "no_domain"),
  reason(552, "5.2.2", "The mailbox of {} is over quota", "full"),
  reason(552, "5.2.2", "Mailbox full", "full"),
  reason(452, "4.2.2", "Postfach voll", "full"),
  reason(552, "5.3.4", "Message size exceeds the limit of this host", "too_big"),
  reason(550, "5.7.1", "Client host [192.0.2.7] blocked, see our block list", "sender"),
  reason(
    550,
    "5.7.26",
    "Unauthenticated mail is not accepted due to the DMARC policy of the domain",
    "sender",
  ),
  reason(550, "5.1.8", "<us@our.example>: Sender address rejected: domain not found", "sender"),
  reason(554, "5.7.1", "<{}>: Relay access denied", "sender"),
  reason(550, "5.7.25", "The address you send from has no PTR record", "sender"),
  reason(550, "5.7.1", "Mail from your network is refused for its bad reputation", "sender"),
  reason(554, "5.6.0", "Message rejected as spam", "content"),
  reason(550, "5.2.1", "The user is receiving mail at a rate that prevents further messages", "rate"),
  reason(421, "4.7.0", "Too many connections from your host", "rate"),
  reason(450, "4.2.0", "<{}>: greylisted, come back later", "greylisted"),
  reason(554, "5.4.6", "Too many hops, this looks like a mail loop", "routing"),
  reason(451, "4.3.0", "Local error in processing", "system"),
];

/** Whether a refusal makes an address bad; a temporary one never does. */
export function isHard({ refusal, code }: Reason): boolean {
  return code >= 500 && ["missing", "moved", "disabled", "no_domain"].includes(refusal);
}
