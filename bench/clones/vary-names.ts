/**
 * How many of the names that imitators use are among the first 60, 150 and 500 of vary-names. The names are hand-made
 * after the patterns in public reports of cloned accounts (own material): the first accounts may be looked at while
 * tuning (`--show`), the others measure. The baseline appends and prepends the forty most common words and signs, as
 * simple scripts do.
 */
import { varyName } from "../../src/core/clones/variations.js";

interface Watched {
  username: string;
  fullName: string;
  country: string | null;
  imitators: string;
}

const FIRST: readonly Watched[] = [
  {
    username: "marie.huber",
    fullName: "Marie Huber",
    country: "DE",
    imitators:
      "marie_huber marie.huber_ mariehuber_ marie.huberr marie_huber1 mariee.huber marie.huber_privat marie.hubber huber.marie marie.huber.2",
  },
  {
    username: "backstube_kern",
    fullName: "Backstube Kern",
    country: "DE",
    imitators:
      "backstube.kern backstube_kern_ backstubekern backstube_kern_gewinnspiel backstube_kern.de backstube_kernn _backstube_kern backstube_kern_official backstubekern_official",
  },
  {
    username: "lauragarcia",
    fullName: "Laura García",
    country: "ES",
    imitators:
      "laura.garcia laura_garcia laura_garcia_ lauragarcia_oficial lauragarciia lauragarcia2 lauragarcla laura.garcia.priv lauragarcia_privada",
  },
  {
    username: "tomwalker",
    fullName: "Tom Walker",
    country: "US",
    imitators:
      "tom.walker tom_walker tomwalker_ tomwalkerr real_tomwalker tomwalker.backup tomwalker_private t0mwalker tomwalker1 therealtomwalker",
  },
  {
    username: "nordbrand",
    fullName: "Nordbrand",
    country: "DE",
    imitators:
      "nordbrand_ nordbrand.shop nordbrandd nordbrand_de nordbrand_support nordbrand.official nordbrand_giveaway n0rdbrand nordbrand_sale",
  },
  {
    username: "ana_pires",
    fullName: "Ana Pires",
    country: "PT",
    imitators:
      "ana.pires anapires anapires_ ana_pires_ ana__pires ana_pires1 ana_piress ana_pires_oficial ana.pires_",
  },
];
const OTHERS: readonly Watched[] = [
  {
    username: "clara.stein",
    fullName: "Clara Stein",
    country: "AT",
    imitators:
      "clara_stein clarastein clara.stein_ clara_stein_ clara.stein1 clara.steiin clara.stein.privat claraa.stein stein.clara clara.stein_2",
  },
  {
    username: "juliettefaure",
    fullName: "Juliette Faure",
    country: "FR",
    imitators:
      "juliette.faure juliette_faure juliettefaure_ juliettefaure2 julliettefaure juliettefaure_officiel juliettefaurre juliette.faure_ juliettefaure.priv",
  },
  {
    username: "cafe_lumen",
    fullName: "Café Lumen",
    country: "CH",
    imitators:
      "cafe.lumen cafelumen cafe_lumen_ cafe_lumen.ch cafe_lumenn cafe_lumen_official cafe_lumen_gewinnspiel _cafe_lumen cafelumen_",
  },
  {
    username: "emre.kaya",
    fullName: "Emre Kaya",
    country: "TR",
    imitators:
      "emre_kaya emrekaya emre.kaya_ emre.kaya1 emrekaya_ emre.kayaa emre.kaya_resmi emre.kaya.yedek kaya.emre",
  },
  {
    username: "sophiebaker",
    fullName: "Sophie Baker",
    country: "GB",
    imitators:
      "sophie.baker sophie_baker sophiebaker_ sophiebakerr sophiebaker1 sophiebaker_x sophiebaker.private sophie_baker_ sophlebaker s0phiebaker",
  },
  {
    username: "luca_bianchi",
    fullName: "Luca Bianchi",
    country: "IT",
    imitators:
      "luca.bianchi lucabianchi luca_bianchi_ luca_bianchii lucabianchi_ luca_bianchi_privato luca_bianchi_ufficiale luca_bianch1 luca_bianchi.2",
  },
  {
    username: "veloria",
    fullName: "Veloria",
    country: null,
    imitators:
      "veloria_ veloria.official veloria_shop veloriaa vel0ria veloria_outlet velloria the.veloria veloria.us veloria_help",
  },
];
const STEPS = [60, 150, 500];
const WORDS =
  "official real backup private shop store giveaway support team help fan fans fanpage new account page ig tv hq the its iam".split(
    " ",
  );
const naive = (name: string) => [
  ...["_", "__", "1", "2", "01", "123"].map((sign) => name + sign),
  `_${name}`,
  ...WORDS.flatMap((word) => [
    `${name}_${word}`,
    `${name}.${word}`,
    `${name}${word}`,
    `${word}${name}`,
    `${word}_${name}`,
  ]),
];

console.log(
  `| names | taken | ${STEPS.map((step) => `within ${step}`).join(" | ")} | baseline: ${STEPS.join(" / ")} |`,
);
console.log(`|---|---:|${STEPS.map(() => "---:|").join("")}---:|`);
for (const [half, accounts] of [
  ["accounts that may be looked at", FIRST],
  ["other accounts", OTHERS],
] as const) {
  const placed = accounts.flatMap(({ username, fullName, country, imitators }) => {
    const order = varyName(username, { country, fullName, year: 2026, invented: [] }).map(
      (each) => each.username,
    );
    const simple = naive(username);
    return imitators
      .split(" ")
      .map((name) => ({ name, at: order.indexOf(name), simple: simple.indexOf(name) }));
  });
  const share = (key: "at" | "simple", step: number) =>
    `${((100 * placed.filter((each) => each[key] >= 0 && each[key] < step).length) / placed.length).toFixed(0)} %`;
  console.log(
    `| ${half} | ${placed.length} | ${STEPS.map((step) => share("at", step)).join(" | ")} | ${STEPS.map((step) => share("simple", step)).join(" / ")} |`,
  );
  if (process.argv.includes("--show") && accounts === FIRST)
    for (const { name, at } of placed.filter((each) => each.at < 0 || each.at >= 60)) console.log(name, at);
}
