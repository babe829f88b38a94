import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { isFreeMailHost } from "../text/email-words.js";

const INTERNATIONAL_NUMBER = /(?<![\d.])(?:\+|00)[1-9][\d\s()/.-]{6,18}\d(?!\d)/g;
const MESSENGER_NUMBER = /wa\.me\/\+?(\d{8,15})|api\.whatsapp\.com\/send\?phone=\+?(\d{8,15})/gi;

/** @returns the country of a phone number with country code; undefined if it has none or is no number. */
export function countryOfPhone(phone: string): string | undefined {
  const number = phone.trim().replace(/^00/, "+");
  return number.startsWith("+") ? parsePhoneNumberFromString(number)?.country : undefined;
}

/** @returns the countries of the international phone numbers in a text, including those in WhatsApp links. */
export function phoneCountriesIn(text: string): string[] {
  const numbers = [
    ...[...text.matchAll(INTERNATIONAL_NUMBER)].map(([number]) => number),
    ...[...text.matchAll(MESSENGER_NUMBER)].map(([, short, long]) => `+${short ?? long}`),
  ];
  return [...new Set(numbers.map(countryOfPhone).filter((country) => country !== undefined))];
}

/** Country domains that are generally used for their meaning ("io", "tv", "me"), and those of short links. */
const NO_COUNTRYS = new Set(
  "io co me tv ai gg to ly fm am cc ws nu la sh ac bz vc st im gl gd is it.com us id pw tk ml ga cf gq cm sc ms mu ag vu tl eu so do bio ee li in as be my".split(
    " ",
  ),
);
/** Second-level domains under them that still indicate the country. */
const SECOND_LEVELS = /\.(?:co|com|net|org|or|ac|gov|go|gob|gouv|ne)\.([a-z]{2})$/;
const HOST =
  /(?<![\p{L}\p{N}@.-])(?:https?:\/\/)?((?:[\p{L}\p{N}-]{1,63}\.)+[a-z]{2,12})(?![\p{L}\p{N}])(?:\/\S*)?/giu;
const MAIL_HOST = /@((?:[\p{L}\p{N}-]{1,63}\.)+[a-z]{2,12})(?![\p{L}\p{N}])/giu;
/** Pages of shops and services under a country's domain: they tell where the service is, not where its user is. */
const SHARED =
  /(?:^|\.)(?:amazon|ebay|vinted|etsy|ikea|zalando|google|youtu|goo|t|amzn|linktr|bit|lnk|msha|hoo|shop\.app|wa|fb|depop|wallapop|airbnb|booking|tripadvisor|spotify)\.[a-z.]{2,6}$/i;
/** Country domains that differ from the country's code. */
const DOMAIN_COUNTRY: Readonly<Record<string, string>> = { uk: "GB" };

/** @returns the countries of the domains in a text's links and addresses. */
export function domainCountriesIn(text: string): string[] {
  const hosts = [...text.matchAll(HOST), ...text.matchAll(MAIL_HOST)].map(([, host]) =>
    (host as string).toLowerCase(),
  );
  return [...new Set(hosts.map(countryOfHost).filter((country) => country !== null))];
}

function countryOfHost(host: string): string | null {
  if (SHARED.test(host)) return null;
  const second = SECOND_LEVELS.exec(host)?.[1];
  const end = second ?? host.split(".").at(-1) ?? "";
  if (end.length !== 2 || (second === undefined && NO_COUNTRYS.has(end))) return null;
  // Anybody may have a mailbox at web.de, but hardly anybody abroad does.
  if (
    isFreeMailHost(host) &&
    !/^(?:web\.de|t-online\.de|freenet\.de|libero\.it|laposte\.net|wanadoo\.fr|wp\.pl|o2\.pl|seznam\.cz|bluewin\.ch)$/.test(
      host,
    )
  )
    return null;
  return DOMAIN_COUNTRY[end] ?? end.toUpperCase();
}
