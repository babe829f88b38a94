/**
 * Local names of large cities for which GeoNames has the English name first; also regions and short forms. By ISO
 * 3166-1 code, comma-separated.
 */
export const LOCAL_NAMES: Readonly<Record<string, string>> = {
  AE: "UAE, Abu Dhabi, الإمارات",
  AR: "CABA, Capital Federal",
  AT: "Wien, Steiermark, Tirol, Kärnten, Vorarlberg",
  BA: "BiH",
  BE: "Brussel, Bruxelles, Brüssel, Antwerpen, Anvers, Liège, Gand, Bruges, Brügge, Eupen, Vlaanderen",
  BG: "България",
  BR: "Sampa, Brasília, Minas Gerais, Santa Catarina, Bahia",
  BY: "Беларусь",
  CH: "Genf, Luzern, Lucerne, Zurich, Zuerich, Neuchâtel, Schweiz, Suisse, Svizzera",
  CL: "Santiago de Chile",
  CN: "中国",
  CZ: "Praha, Prag, Plzeň, Česko, Czechia, Czech Republic",
  DE: "München, Nürnberg, Hannover, Braunschweig, Köln, Cologne, Ruhrpott, Bayern, Bavaria, NRW, Hessen, Sachsen, Thüringen, Schwabenland",
  DK: "København, Kopenhagen, Århus, Danmark",
  EG: "مصر",
  ES: "Sevilla, Sevilla España, La Coruña, Donostia, Mallorca, Ibiza, Gran Canaria, Tenerife, Catalunya, Andalucía, País Vasco, España",
  FI: "Helsingfors, Åbo, Esbo, Tammerfors, Turku, Suomi",
  FR: "Nizza, Strasbourg, Straßburg, Bretagne, Provence, Île-de-France",
  GB: "UK, U.K., England, Scotland, Wales, Northern Ireland, Great Britain, Yorkshire, Cornwall",
  GR: "Ελλάδα, Athina, Hellas",
  HK: "HK",
  HR: "Hrvatska",
  HU: "Budapesten, Magyarország",
  ID: "Bali, Jogja, Yogyakarta, Jabodetabek",
  IL: "Tel Aviv, ישראל",
  IR: "ایران",
  IT: "Roma, Milano, Napoli, Torino, Firenze, Venezia, Genova, Padova, Sicilia, Sardegna, Toscana, Puglia, Lombardia, Südtirol, Tuscany, Sicily, Bozen, Brixen, Bruneck, Sterzing",
  JP: "日本",
  KR: "대한민국, 한국, Korea, South Korea",
  KZ: "Қазақстан",
  LU: "Luxemburg",
  MA: "Marrakesch, Marrakech, Fes, المغرب",
  MX: "CDMX, Ciudad de México, Monterrey NL, Jalisco, Yucatán",
  NL: "Den Haag, Amsterdam Noord, Holland, Nederland, The Netherlands",
  NO: "Norge, Norway",
  PH: "Metro Manila, Pilipinas",
  PL: "Warszawa, Warschau, Kraków, Krakow, Krakau, Gdansk, Danzig, Breslau, Polska",
  PT: "Lisboa, Lissabon, Porto, Oporto, Algarve, Madeira",
  RO: "București, Bucuresti, Bukarest, Cluj, Cluj Napoca, Timișoara, Iași, România",
  RS: "Beograd, Novi Sad, Srbija, Србија",
  RU: "Moskau, Россия",
  SA: "السعودية, KSA",
  SE: "Göteborg, Malmö, Sverige",
  TH: "ประเทศไทย, Phuket, Krung Thep",
  TR: "İstanbul, İzmir, Türkiye",
  TW: "臺北, 台灣, 台湾",
  UA: "Одеса, Одесса, Україна, Kiev, Kyiv",
  US: "USA, U.S.A., NYC, New York, SoCal, Bay Area, Washington DC, Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, Florida, Hawaii, Idaho, Illinois, Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts, Michigan, Minnesota, Mississippi, Missouri, Montana, Nebraska, Nevada, New Hampshire, New Jersey, New Mexico, North Carolina, North Dakota, Ohio, Oklahoma, Oregon, Pennsylvania, Rhode Island, South Carolina, South Dakota, Tennessee, Texas, Utah, Vermont, West Virginia, Wisconsin, Wyoming",
  VN: "Sài Gòn, Saigon, Hà Nội, Đà Nẵng, TP HCM, Việt Nam",
};

/** Short names of cities; they count in capitals only ("LDN", not "ldn"). By ISO 3166-1 code. */
export const SHORT_CITY_NAMES: Readonly<Record<string, string>> = {
  AE: "DXB AUH",
  AT: "VIE",
  AU: "SYD MEL MELB BNE",
  BE: "BXL",
  BR: "SAMPA GRU POA BSB",
  CA: "YYZ YVR YUL YYC YEG MTL",
  CH: "ZRH GVA BSL",
  CL: "SCL",
  DE: "MUC DUS CGN BLN FFM STR",
  DK: "CPH KBH",
  ES: "BCN MAD VLC AGP",
  FI: "HKI",
  FR: "CDG",
  GB: "LDN MCR BHX EDI GLA BRUM",
  HK: "HKG",
  HU: "BUD BP",
  ID: "JKT CGK DPS BDG",
  IE: "DUB",
  IN: "BOM BLR DEL",
  IT: "MXP FCO",
  JP: "NRT TYO",
  KR: "ICN",
  MX: "GDL MTY",
  MY: "KUL",
  NG: "LOS",
  NL: "AMS RTM",
  NO: "OSL",
  NZ: "AKL",
  PH: "MNL",
  PT: "LIS OPO",
  SE: "STHLM STO GBG ARN",
  SG: "SGP",
  TH: "BKK",
  TR: "IST",
  US: "NYC LAX SFO JFK ATX ATL DFW HTX PDX PHX PHL CHI MIA BOS SEA BK BKLYN NOLA PHILLY DMV",
  ZA: "JHB JNB CPT",
};
export const SHORT_NAMES_IN_CAPITALS = new Set(
  Object.values(SHORT_CITY_NAMES).flatMap((names) => names.split(" ")),
);

/**
 * Places whose names are as often a first name or a word. They count only if something else shows that a place is
 * meant. Folded, as `fold` does.
 */
export const AMBIGUOUS_NAMES = new Set(
  `adelaide alexandria america armenia aurora austin bari bath best bo brandon brooklyn cali carolina chad chandler charlotte chelsea
  china christmas city cork corona cuba dallas delta diana dominica essen eugene everett florence florida franca georgia
  gilbert grace guadalupe guinea hagen halle hamilton hamm haiti houston ica ida independence india ireland israel
  jackson jamaica jersey jordan juba kent kenya kobe kota lebanon leon lima lincoln linda love lourdes lyon madison
  maine mali male malta man marina mary mercedes mesa metro milan milton mobile moss most nancy natal nice norman
  of olinda orange orlando paradise phoenix preston providence reading regina reno richmond rosario rugby sale
  salem salvador santiago santos savannah sofia soledad split surprise sutton sydney taba tours trinidad turkey tyler
  valencia van vaughan verona victoria virginia vladimir wales weimar windsor worms york zara
  rosario morena elizabeth nigel kara andria ariana david carmel allen lawrence carson lynn tracy rafaela gary bryan kendall shelby frederick
  franklin davis taylor logan wayne martin anderson nikki vittoria nelson mariano deva roman mila clovis edison henderson hassan anand
  lafayette marietta lorena santana concepcion candelaria pilar samara zaria miri casper crosby bowie delano blaine una ina ise lida`.split(
    /\s+/,
  ),
);
