/**
 * Words that imitators, fans and the people themselves put before or after a username, by meaning. Besides English there are
 * German, Spanish, Portuguese, French, Italian and Turkish ones, since an imitator writes for the same audience. vary-names
 * tries them; comparisons of usernames ignore them.
 */
export const WORDS_BEHIND = {
  official: ["official", "oficial", "offiziell", "officiel", "resmi", "ufficiale"],
  backup: ["backup", "backupaccount", "zweitaccount", "zweitacc", "respaldo", "reserva", "secours", "yedek"],
  private: ["private", "privat", "priv", "privado", "privada", "prive", "ozel", "privato"],
  real: ["real", "echt", "verdadero", "vrai", "vero", "gercek"],
  new: ["new", "neu", "neuer", "nuevo", "nueva", "novo", "nova", "nouveau", "nuovo", "yeni"],
  shop: ["shop", "store", "tienda", "loja", "boutique", "negozio", "magaza", "sale", "outlet"],
  giveaway: [
    "giveaway",
    "gewinnspiel",
    "gewinnspiele",
    "sorteo",
    "sorteos",
    "sorteio",
    "sorteios",
    "concours",
    "cekilis",
    "winner",
    "gewinn",
  ],
  platform: ["ig", "tv", "hq", "insta", "page"],
  service: ["support", "team", "help", "kundenservice", "service"],
  account: ["account", "acc", "spam", "finsta", "konto", "hesap", "cuenta", "conta", "compte"],
  fan: ["fan", "fans", "fanpage", "fanclub"],
} as const satisfies Record<string, readonly string[]>;

/** As `WORDS_BEHIND`, before a username. */
export const WORDS_BEFORE = {
  real: ["real", "the", "official", "echt"],
  "I am": ["its", "iam", "ich", "soy", "not"],
} as const satisfies Record<string, readonly string[]>;

/** The words of each language; English ones are used everywhere. */
export const LOCAL_WORDS = {
  de: [
    "offiziell",
    "zweitaccount",
    "zweitacc",
    "privat",
    "echt",
    "neu",
    "neuer",
    "gewinnspiel",
    "gewinnspiele",
    "gewinn",
    "kundenservice",
    "konto",
  ],
  es: [
    "oficial",
    "respaldo",
    "privado",
    "privada",
    "verdadero",
    "nuevo",
    "nueva",
    "tienda",
    "sorteo",
    "sorteos",
    "cuenta",
  ],
  pt: ["oficial", "reserva", "privado", "privada", "novo", "nova", "loja", "sorteio", "sorteios", "conta"],
  fr: ["officiel", "secours", "prive", "vrai", "nouveau", "boutique", "concours", "compte"],
  tr: ["resmi", "yedek", "ozel", "gercek", "yeni", "magaza", "cekilis", "hesap"],
  it: ["ufficiale", "privato", "vero", "nuovo", "negozio"],
} as const satisfies Record<string, readonly string[]>;
