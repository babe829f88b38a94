import type { Gazetteer, Place } from "./gazetteer.js";

/** The formats of postcodes, without the country's letters (Universal Postal Union, postal addressing systems). */
const POSTCODES: Readonly<Record<string, RegExp>> = {
  AL: /^\d{4}$/,
  AM: /^\d{4}$/,
  AR: /^[A-Z]?\d{4}(?:[A-Z]{3})?$/,
  AT: /^\d{4}$/,
  AU: /^\d{4}$/,
  BA: /^\d{5}$/,
  BD: /^\d{4}$/,
  BE: /^\d{4}$/,
  BG: /^\d{4}$/,
  BR: /^\d{5}-\d{3}$/,
  BY: /^\d{6}$/,
  CA: /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/,
  CH: /^\d{4}$/,
  CL: /^\d{3} ?\d{4}$/,
  CN: /^\d{6}$/,
  CO: /^\d{6}$/,
  CY: /^\d{4}$/,
  CZ: /^\d{3} ?\d{2}$/,
  DE: /^\d{5}$/,
  DK: /^\d{4}$/,
  EE: /^\d{5}$/,
  EG: /^\d{5}$/,
  ES: /^\d{5}$/,
  FI: /^\d{5}$/,
  FR: /^\d{5}$/,
  GB: /^[A-Z]{1,2}\d[A-Z\d]?(?: ?\d[A-Z]{2})?$/,
  GE: /^\d{4}$/,
  GR: /^\d{3} ?\d{2}$/,
  HR: /^\d{5}$/,
  HU: /^\d{4}$/,
  ID: /^\d{5}$/,
  IE: /^[A-Z]\d[\dW] ?[A-Z\d]{4}$/,
  IL: /^\d{5}(?:\d{2})?$/,
  IN: /^\d{3} ?\d{3}$/,
  IR: /^\d{5}-?\d{5}$/,
  IS: /^\d{3}$/,
  IT: /^\d{5}$/,
  JP: /^\d{3}-\d{4}$/,
  KR: /^\d{5}$|^\d{3}-\d{3}$/,
  KZ: /^\d{6}$/,
  LT: /^\d{5}$/,
  LU: /^\d{4}$/,
  LV: /^\d{4}$/,
  MA: /^\d{5}$/,
  MD: /^\d{4}$/,
  ME: /^\d{5}$/,
  MK: /^\d{4}$/,
  MX: /^\d{5}$/,
  MY: /^\d{5}$/,
  NL: /^\d{4} ?[A-Z]{2}$/,
  NO: /^\d{4}$/,
  NZ: /^\d{4}$/,
  PE: /^\d{5}$/,
  PH: /^\d{4}$/,
  PK: /^\d{5}$/,
  PL: /^\d{2}-\d{3}$/,
  PT: /^\d{4}-\d{3}$/,
  RO: /^\d{6}$/,
  RS: /^\d{5}$/,
  RU: /^\d{6}$/,
  SA: /^\d{5}$/,
  SE: /^\d{3} ?\d{2}$/,
  SG: /^\d{6}$/,
  SI: /^\d{4}$/,
  SK: /^\d{3} ?\d{2}$/,
  TH: /^\d{5}$/,
  TN: /^\d{4}$/,
  TR: /^\d{5}$/,
  TW: /^\d{3}(?:\d{2,3})?$/,
  UA: /^\d{5}$/,
  US: /^\d{5}(?:-\d{4})?$/,
  VN: /^\d{5,6}$/,
  XK: /^\d{5}$/,
  ZA: /^\d{4}$/,
};
/** Letters before a postcode that indicate the country (CEPT and ISO codes, as people write them). */
const LETTERS: Readonly<Record<string, string>> = {
  A: "AT",
  AT: "AT",
  B: "BE",
  CH: "CH",
  D: "DE",
  DE: "DE",
  DK: "DK",
  E: "ES",
  F: "FR",
  FI: "FI",
  H: "HU",
  HR: "HR",
  I: "IT",
  L: "LU",
  LT: "LT",
  LV: "LV",
  MD: "MD",
  NL: "NL",
  PL: "PL",
  SE: "SE",
  SI: "SI",
  SK: "SK",
};
/**
 * Formats of only one country: with a name after such a postcode the country is certain, even if the place is in no
 * list.
 */
const OF_ONE_COUNTRY = ["CA", "GB", "NL", "BR", "PT"] as const;
/** "2024 Champion" is a year before a word; "2000 Antwerpen" is not. */
const YEAR = /^(?:19|20)\d\d$/;
const LEAST_BEHIND_YEAR = 10_000;
const POSTCODE_AND_NAME =
  /(?<![\p{L}\p{N}.,+€$£-])(?:([A-Z]{1,2})-?)?([A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{4} ?[A-Z]{2}(?= )|\d{2}-\d{3}|\d{3,5}-\d{3,5}|\d{3} \d{2,4}|\d{3,7})\s+([\p{Lu}\p{Lo}\p{Script=Georgian}][\p{L}\p{M}.'’-]*(?: [\p{L}\p{M}.'’-]+){0,3})/gu;

/** The letters that British postcodes begin with (Royal Mail, postcode areas). */
const BRITISH_AREAS = new Set(
  `AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU HA HD HG HP HR HS HU HX IG IP IV
  KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN
  TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE`.split(/\s+/),
);
/** Britons and Canadians write the postcode after the place: "Leeds LS1 4AB", "Toronto, ON M5V 2T6". */
const NAME_AND_POSTCODE =
  /\p{Lu}[\p{L}.'’-]+,?\s+(?:([A-Z]{1,2})\d[A-Z\d]? \d[A-Z]{2}|([ABCEGHJ-NPR-TVXY]\d[A-Z] \d[A-Z]\d))(?![\p{L}\p{N}])/gu;

/** @returns the places of postcodes that stand after a name and have a format of one country only. */
function placesBeforePostcode(text: string): Place[] {
  return [...text.matchAll(NAME_AND_POSTCODE)].flatMap(([, british, canadian]) => {
    if (canadian !== undefined) return [onlyIn("CA")];
    return BRITISH_AREAS.has(british as string) ? [onlyIn("GB")] : [];
  });
}

/** @returns the places named beside a postcode, narrowed to the countries that use its format. */
export function postcodePlacesIn(text: string, gazetteer: Gazetteer): Place[] {
  const behindCode = [...text.matchAll(POSTCODE_AND_NAME)].flatMap(([, letters, code, behind]) => {
    const words = (behind as string).split(" ");
    const country = letters === undefined ? undefined : LETTERS[letters];
    if (country !== undefined && POSTCODES[country]?.test(code as string) === true) return [onlyIn(country)];
    for (let count = words.length; count > 0; count--) {
      const place = gazetteer.findVillage(words.slice(0, count).join(" "));
      if (place === null || (YEAR.test(code as string) && place.population < LEAST_BEHIND_YEAR)) continue;
      const narrowed = place.kind === "city" ? narrowedTo(place, code as string) : null;
      if (narrowed !== null) return [narrowed];
    }
    const ofOne = OF_ONE_COUNTRY.find((each) => isWholly(each, code as string));
    return ofOne === undefined ? [] : [onlyIn(ofOne)];
  });
  return [...behindCode, ...placesBeforePostcode(text)];
}

function narrowedTo(place: Place, code: string): Place | null {
  const fitting = [...place.shares].filter(([country]) => POSTCODES[country]?.test(code) === true);
  const total = fitting.reduce((sum, [, share]) => sum + share, 0);
  if (total === 0) return null;
  return {
    ...place,
    population: place.population * total,
    // A postcode rules out namesakes; it does not make a doubtful name surer.
    isSure: place.isSure || (fitting.length === 1 && place.shares.size > 1),
    shares: new Map(fitting.map(([country, share]) => [country, share / total])),
  };
}

/** The first half of a British postcode ("M1") can mean many other things. */
function isWholly(country: (typeof OF_ONE_COUNTRY)[number], code: string): boolean {
  return POSTCODES[country]?.test(code) === true && (country !== "GB" || / \d[A-Z]{2}$/.test(code));
}

function onlyIn(country: string): Place {
  return { kind: "city", shares: new Map([[country, 1]]), population: 0, isSure: true };
}
