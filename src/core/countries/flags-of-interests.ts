import countries from "i18n-iso-countries";
import { cldrNames } from "../text/cldr-names.js";
import { anyOf } from "../text/word-list.js";
import { fold } from "./fold.js";

/** The languages that people learn and teach, and the languages in which a bio may name them. */
const TAUGHT =
  "ar ca cs da de el en es eu fa fi fr gl he hi hr hu id it ja ko nl no pl pt ro ru sv th tr uk vi zh".split(
    " ",
  );
const NAMED_IN = "cs da de en es fi fr hu id it nl no pl pt ro ru sv tr uk".split(" ");
/** Words about learning, teaching and translating. */
export const LEARN_OR_TEACH_ENTRIES = `
  study, studying, teach, teaching, teacher, tutor, tutoring, learn, learning, lesson, lessons, class, classes, course, courses, tips, grammar, practice, practising, practicing, beginner, level, translations, translating,
  unterricht, unterrichte, lehrer, lehrerin, kurs, kurse, nachhilfe, lernen, lerne, studiere, übersetzung, übersetzungen, üben,
  estudio, estudiando, aprendo, aprender, aprende, enseño, clases, clase, profe, profesor, profesora, curso, cursos, traducciones,
  estudo, estudando, aprenda, ensino, aulas, aula, professor, professora, traduções,
  étudie, étudier, apprendre, enseigne, cours, prof, professeur, professeure, traductions,
  studio, studiando, apprendo, imparare, impara, insegno, insegnante, lezioni, corso, corsi, traduzioni,
  studeer, lessen, bijles, docent, cursus, lektor, lekcje, korepetycje, nauczyciel, nauczycielka, nauka, studuję, učím, učím se, doučování, lekce, undervisning, undervisar, lektion, opettaja,
  ders, dersi, dersleri, öğretmeni, öğretmen, kursu, учитель, учительница, преподаватель, репетитор, уроки, курсы, изучаю, викладач, belajar, les, guru, tanár, tanulok, predau, profesoară`;
const LEARN_OR_TEACH = anyOf(LEARN_OR_TEACH_ENTRIES);
/** "Englisch-Nachhilfe" is two words; "Spanischlehrerin" is one. Folded. */
const GERMAN_COMPOUND =
  /(?:lehrer|lehrerin|kurs|kurse|unterricht|nachhilfe|dolmetscher|dolmetscherin|ubersetzer|ubersetzerin)$/u;
/** A verb directly before the flag: "Teaching 🇫🇷 to adults". */
const TEACHES_FLAG =
  /(?<!\p{L})(?:teach|teaching|tutoring|study|studying|enseño|insegno|ensino|enseigne|unterrichte)\s*\p{Regional_Indicator}{2}/iu;

let ofLanguages: ReadonlySet<string> | null = null;
/** "italian", "italiano", "italienisch". */
const languageNames = () => (ofLanguages ??= new Set(cldrNames("language", TAUGHT, NAMED_IN).map(fold)));

/** @returns whether a part of a bio is about learning, teaching or translating a language, whose flag stands beside it. */
export function isAboutLanguage(part: string): boolean {
  if (TEACHES_FLAG.test(part)) return true;
  const words = fold(part).split(" ");
  return words.some(
    (word) =>
      (languageNames().has(word) && LEARN_OR_TEACH.test(part)) ||
      (GERMAN_COMPOUND.test(word) && languageNames().has(word.replace(GERMAN_COMPOUND, ""))),
  );
}

/** What people follow, practise or did abroad: its flag is not theirs. */
export const HOBBY_ENTRIES = `
  formula 1, formula one, formel 1, fórmula 1, formule 1, f1, motogp, grand prix, world cup, eurovision, esc, anime, manga, k-pop, kpop, k-drama, k-dramas, kdrama, kdramas, j-pop, telenovelas,
  muay thai, jiu jitsu, jiu-jitsu, bjj, karate, judo, aikido, taekwondo, kung fu, krav maga, capoeira,
  bulldog, bulldogs, shepherd, greyhound, terrier, spaniel, mastiff, shiba, akita, schäferhund, bouledogue, berger, dogo,
  erasmus, exchange student, exchange year, exchange semester, semester abroad, year abroad, auslandsjahr, auslandssemester, austauschjahr, austauschschülerin, austauschschüler, intercambio, intercâmbio, échange universitaire, scambio culturale, au pair, work and travel, work & travel, gap year, roadtrip, road trip,
  fc, cf, ac, afc, ssc, f.c., a.c., juniors, hala, forza, ultras, hinchada, hincha, addict, series, serie, tv show, casa de papel,
  sushi, ramen, matcha, kimchi, bibimbap, tacos, burritos, paella, tapas, churros, croissant, croissants, gelato, risotto, lasagna, tiramisu, kebab, döner, baklava, falafel, hummus, gyros, souvlaki, pho, pad thai, curry, biryani, feijoada, ceviche, empanadas, pierogi, borsch,
  reisetipps, travel tips, travel guide, consejos de viaje, dicas de viagem, conseils voyage, consigli di viaggio`;
const HOBBIES = anyOf(HOBBY_ENTRIES);
/** Before a country or its flag: the bio is about it, not from there. */
const ABOUT_BEFORE =
  /(?<!\p{L})(?:about|for|with|to|through|across|against|über|für|mit|nach|gegen|durch|para|sobre|con|hacia|contra|pour|avec|vers|sur|verso|over|voor|met|naar|dla|для|о|про|için|tentang|untuk)\s+(?=(?:the |la |le |el |l['’]|den |die )?([\p{L}\p{M} ]*?)\s*\p{Regional_Indicator}{2})/gu;
/** "Visiter le Portugal 🇵🇹", "Herz für die Ukraine": an article before a country, and no word of being there or from there. */
const WITH_ARTICLE =
  /(?<!(?<!\p{L})(?:in|from|aus|dans|en|de|von|af|uit|across|near)\s)(?<!\p{L})(?:the|le|la|l['’]|du|der|die|den|el|il|o)\s?(?=(\p{Lu}[\p{L}\p{M}]+))/gu;
/** Things that are named with a country's adjective by those who like them: "Cuban salsa", "cultura japonesa". */
export const THING_ENTRIES = `
  dance, dances, salsa, bachata, tango, flamenco, literature, culture, history, music, cinema, movies, series, drama, dramas, books, poetry, art, philosophy, cars, watches, products, skincare, beauty, cosmetics, fashion, brands, design, wine, wines, coffee, tea, cheese, beer, pizza, pasta, sweets, snacks, recipes, cooking, kitchen, politics, whiskey, whisky,
  literatur, kultur, geschichte, musik, filme, serien, tanz, kunst, autos, uhren, produkte, kosmetik, weine, rezepte, küche,
  literatura, cultura, historia, música, cine, baile, coches, productos, cosmética, vinos, recetas, cocina, comida, cozinha, receitas, vinhos, história,
  littérature, histoire, musique, cinéma, danse, voitures, produits, cosmétiques, vins, recettes, letteratura, storia, musica, ballo, prodotti, vini, ricette, cucina, literatuur, geschiedenis, muziek, keuken, kuchnia, muzyka, литература, культура, музыка, кухня`;
const THINGS = anyOf(THING_ENTRIES);
/** Adjectives of countries whose language has another name. */
const ADJECTIVES = new Set(
  `american british english scottish irish welsh canadian australian mexican brazilian argentine argentinian colombian cuban peruvian chilean venezuelan swiss
  austrian belgian indian pakistani nigerian ethiopian moroccan egyptian lebanese syrian jamaican african amerikanisch brasilianisch kubanisch mexikanisch irisch schottisch schweizer
  osterreichisch indisch argentinisch cuban american mexican argentin brasilen irland escoces suiz indi marroqu american mexicain bresilien cubain irlandais ecossais suisse indien marocain
  brasilian messican argentin irlandes scozzes svizzer marocchin austriac`.split(/\s+/),
);
/** "japonesa", "japonés", "japonesas" are one adjective. */
const withoutEnding = (word: string) => word.replace(/(?:es|er|en|as|os|[aeos])$/, "");

/** @returns whether a part of a bio is about a hobby, a thing or a stay that has a foreign country's flag. */
export function isHobbyAbroad(part: string): boolean {
  if (HOBBIES.test(part)) return true;
  const isCountry = (name: string) => countryNames().has(fold(name));
  if ([...part.matchAll(ABOUT_BEFORE)].some(([, name = ""]) => name === "" || isCountry(name))) return true;
  if ([...part.matchAll(WITH_ARTICLE)].some(([, name = ""]) => isCountry(name))) return true;
  return (
    THINGS.test(part) &&
    fold(part)
      .split(" ")
      .some((word) => word.length > 4 && !THINGS.test(word) && isAdjective(word))
  );
}

function isAdjective(word: string): boolean {
  return [word, withoutEnding(word)].some((form) => ADJECTIVES.has(form) || languageStems().has(form));
}

const SHORT_NAMES_OF_COUNTRIES = "korea uk usa us england scotland wales holland czechia corea coree".split(
  " ",
);
let ofCountries: ReadonlySet<string> | null = null;
const countryNames = () =>
  (ofCountries ??= new Set([
    ...SHORT_NAMES_OF_COUNTRIES,
    ...cldrNames("region", Object.keys(countries.getAlpha2Codes()), NAMED_IN).map(fold),
  ]));

let stems: ReadonlySet<string> | null = null;
const languageStems = () =>
  (stems ??= new Set([...languageNames()].flatMap((name) => [name, withoutEnding(name)])));
