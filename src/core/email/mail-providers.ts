import { createRequire } from "node:module";
import { isFreeMailHost } from "../text/email-words.js";

/** Providers of many people's mailboxes, mostly for their lines, that the package email-providers lacks. */
const OTHERS = new Set(
  `a1.net aon.at azet.sk bredband.net chello.at duck.com elisanet.fi fastmail.com fastmail.fm hispeed.ch kakao.com kolumbus.fi
  mail.dk nifty.com online.no op.pl otenet.gr telia.com tuta.io vodafone.de volny.cz xs4all.nl ziggo.nl zoznam.sk`.split(
    /\s+/,
  ),
);
/** The package has them too; they stand for no provider (RFC 2606). */
const RESERVED = /^example\.(?:com|net|org)$/;

const require = createRequire(import.meta.url);
let listed: ReadonlySet<string> | null = null;

/**
 * @returns whether a domain is a mail provider's, so that it stands for everybody with a mailbox there. By
 * email-providers (8,760 domains), read at the first call.
 */
export function isMailProvider(domain: string): boolean {
  if (isFreeMailHost(domain) || OTHERS.has(domain)) return true;
  listed ??= new Set(require("email-providers/all.json") as string[]);
  return listed.has(domain) && !RESERVED.test(domain);
}
