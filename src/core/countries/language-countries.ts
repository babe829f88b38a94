/**
 * The countries of each written language: those in which it is official and at least one in twelve speaks it, with
 * their share of all its speakers (CLDR 48, territoryInfo, populations of November 2026; without North Korea, Polish
 * Germans and the like). A language supports the first country only if most of its speakers live there; it is
 * compatible with all of them, and contradicts only places outside.
 */
const WRITTEN_IN: Readonly<Record<string, string>> = {
  az: "AZ 1",
  be: "BY 1",
  bg: "BG 1",
  bn: "BD 0.59, IN 0.41",
  bs: "BA 1",
  ca: "ES 0.99, AD 0.01",
  cs: "CZ 1",
  da: "DK 1, GL 0",
  de: "DE 0.8, AT 0.09, CH 0.07, LU 0, LI 0",
  el: "GR 0.89, CY 0.11",
  et: "EE 1",
  fa: "IR 0.77, AF 0.23",
  fi: "FI 1",
  he: "IL 1",
  hi: "IN 1",
  hr: "HR 0.75, BA 0.1",
  hu: "HU 0.9, RO 0.08, SK 0.02",
  hy: "AM 1",
  id: "ID 1",
  is: "IS 1",
  it: "IT 0.96, CH 0.02, SM 0",
  ja: "JP 1",
  ka: "GE 1",
  kk: "KZ 1",
  ko: "KR 1",
  lt: "LT 1",
  lv: "LV 1",
  mk: "MK 1",
  mn: "MN 1",
  ms: "MY 0.9, SG 0.03, BN 0.02",
  nl: "NL 0.71, BE 0.26, SR 0.02, AW 0, CW 0",
  no: "NO 1",
  pl: "PL 1",
  pt: "BR 0.85, PT 0.06, AO 0.05, MZ 0.03, CV 0, GW 0, ST 0, TL 0",
  ro: "RO 0.88, MD 0.12",
  ru: "RU 0.7, UA 0.1, KZ 0.08, BY 0.05, KG 0.01, LV 0, EE 0, GE 0, AM 0, UZ 0, IL 0",
  sk: "SK 1",
  sl: "SI 1",
  sq: "AL 0.57, XK 0.33, MK 0.1",
  sr: "RS 0.87, ME 0.08, BA 0.05",
  sv: "SE 0.95, FI 0.05, AX 0",
  ta: "IN 0.85, LK 0.07, SG 0, MY 0",
  te: "IN 1",
  th: "TH 1",
  tl: "PH 1",
  tr: "TR 0.9, CY 0",
  uk: "UA 1",
  ur: "PK 0.85, IN 0.15",
  vi: "VN 1",
  ar: "EG 0.28, SA 0.1, DZ 0.09, SD 0.08, IQ 0.08, YE 0.06, MA 0.06, SY 0.05, JO 0.03, TN 0.03, AE 0.02, LY 0.01, PS 0.01, LB 0.01, MR 0.01, OM 0.01, KW 0.01, QA 0.01, IL 0.01, BH 0, KM 0, SO 0, DJ 0, TD 0",
  es: "MX 0.24, AR 0.11, ES 0.1, CO 0.1, US 0.07, VE 0.06, PE 0.05, CL 0.04, EC 0.04, GT 0.04, CU 0.02, HN 0.02, DO 0.02, BO 0.02, SV 0.01, NI 0.01, CR 0.01, PA 0.01, UY 0.01, PR 0.01, PY 0.01, GQ 0, AD 0",
  fr: "FR 0.5, CA 0.08, BE 0.08, CH 0.03, DZ 0.05, MA 0.05, CI 0.04, SN 0.03, TN 0.02, CD 0.05, CM 0.02, LU 0, MC 0, HT 0, RE 0, MG 0, ML 0, BF 0, TG 0, BJ 0, GA 0, GN 0, CG 0, NE 0, MU 0, LB 0",
  zh: "CN 0.9, TW 0.05, HK 0.02, SG 0.01, MY 0.01, MO 0",
};

export interface WrittenIn {
  /** The country of most writers of the language, and their share. */
  main: { country: string; share: number };
  countries: ReadonlySet<string>;
}

/**
 * @returns the countries where a language (ISO 639-1) is written; null if that is everywhere, as for English, or
 * unknown.
 */
export function writtenIn(language: string): WrittenIn | null {
  const list = WRITTEN_IN[language]?.split(", ").map((pair) => pair.split(" ") as [string, string]);
  const [main] = list ?? [];
  if (list === undefined || main === undefined) return null;
  return {
    main: { country: main[0], share: Number(main[1]) },
    countries: new Set(list.map(([country]) => country)),
  };
}
