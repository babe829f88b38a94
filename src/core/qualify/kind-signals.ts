import { BRANCH_WORDS, FAN_WORDS, FAN_WORDS_BESIDE_NAME, isFanPage } from "../text/account-words.js";
import { saysWhatOneIs } from "../text/roles.js";
import { namesACountry } from "./country-words.js";
import { DEVOTION_WORDS, FAN_CONTENT_WORDS, FAN_PAGE_NAME_WORDS } from "./fan-words.js";
import {
  firstNameIn,
  isOfSurnames,
  isPair,
  isPersonsName,
  isRareFirstName,
  knownWordsIn,
} from "./first-names.js";
import { ownerOfCategory, tellsOfPerson } from "./person-words.js";
import {
  ABOUT_WORDS,
  LIFE_WORDS,
  ORGANISATION_WORDS,
  PUBLISHER_WORDS,
  WE_WORDS,
  YOU_WORDS,
} from "./speaker-words.js";
import { namesAPlace, namesATrade } from "./trade-places.js";
import { isFirmName, isVenueName, sellsOrServes } from "./trade-words.js";
import {
  BUSINESS_WORDS,
  GENDERED_WORDS,
  GERMAN_TRADE_OF_A_WOMAN,
  GOODS_WORDS,
  LITTLE_WORDS,
  PERSON_WORDS,
} from "./words.js";

/** The texts of an account, in plain letters, as signals read them. */
export interface ReadTexts {
  name: string;
  biography: string;
  category: string;
  /** ISO 639-1 of the biography, in lower case. */
  language: string | null;
}

const words = (text: string) => text.match(/\p{L}[\p{L}\p{M}'’]*/gu) ?? [];
const wordsOfName = ({ name }: ReadTexts) => words(name.split(/[|•·(]/u)[0] ?? "");
const isWritten = (word: string) => /^\p{Lu}|^\p{Lo}/u.test(word);

const ARTICLE =
  /^(?:the|die|der|das|le|la|les|l['’]|el|los|las|il|lo|gli|o|os|as|a|da|do|de|den|het|'t|zum|zur|am|im|chez|au|aux|al|casa|maison|villa|haus)\s/iu;
/** "まつだ接骨院", "달빛책방": the last letter is that of a house, shop or institute. */
const EAST_ASIAN_PLACE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2,}(?:院|屋|堂|園|亭|軒|館|店|社|坊|局|庵|荘|舗|房|所|室|班|會|会|寺|社区|中心|工坊|公司)(?:$|\s)|\p{Script=Hangul}{2,}(?:집|점|방|원|관|당|소|실|샵|학원|센터|클럽)(?:$|\s)/u;
const TITLE_BEFORE_NAME =
  /^(?:rev|pastor|pfarrer|mme|mlle|madame|monsieur|herr|frau|fräulein|familie|family|familia|família|famille|famiglia|rodzina|señora|señor|sra|sr|srta|sig|pan|pani|fru|frk|dr|dra|prof|professor|mr|mrs|ms|miss|chef|coach|sir|don|doña|oma|opa|onkel|tante|uncle|aunt|aunty|auntie|grandma|grandpa|granny|nana|mamie|papy|tonton|tata|zia|zio|nonna|nonno|tía|tío|abuela|abuelo|tia|tio|vovó|vovô|wujek|ciocia|babcia|dziadek|strýc|babi|dede|teyze|amca|hoca|baba|mama|papa|дядя|тётя|тетя|бабушка|дед|доктор|баба|θεία|θείος|γιαγιά|pak|bu|mas|mbak|kak|om|anh|chị|cô|chú|bà|ông|شيف|دكتور|دكتورة|د|أبو|أم|أستاذ|ד"ר)\.?\s/iu;
const POSSESSIVE = /\p{L}['’]s\s+\p{L}/u;
const STREET =
  /\p{L}(?:str\.|straße|strasse|gasse|platz|weg)\s?\d|(?<!\p{L})(?:street|st\.|road|rd\.?|avenue|ave\.?|blvd|lane|square|rue|calle|c\/|av\.|avda|rua|via|viale|corso|piazza|ul\.|улица|ул\.|вул\.|cad\.|sok\.|jl\.|đường)\s|(?:丁目|番地|號|号)|\d(?:st|nd|rd|th) floor/iu;
const PHONE = /(?:\+|00)?\d[\d\s().–-]{7,}\d|☎|📞|📲/u;
const PRICE =
  /(?:[€$£₹₺₽¥]|(?:rp|eur|usd|inr|pln|zł|kr)\.?)\s?\d|\d\s?(?:[€$£₹₺₽¥]|(?:eur|usd|zł|kr|uah|грн|руб)(?!\p{L}))/iu;
const DATE_OR_SIGN =
  /[♈-♓💍🎂🎓⚭∞]|(?<!\d)\d{1,2}[./]\d{1,2}[./](?:19|20)?\d{2}(?!\d)|(?<!\d)(?:19[6-9]\d|200\d)(?!\d)|['’]\d\d(?!\d)|c\/o\s?20\d\d/u;
const COUNT = /\d[\d.,]*\s?(?:\+|k\b|m\b|mio)|\d+\s(?:länder|countries|países|pays|paesi|ülke|стран)/iu;
/** "Maison fondée en 1888", "Fundada en 1950". */
const FOUNDED =
  /(?<!\p{L})(?:founded|established|gegründet|fondée?|fundad[ao]|fondat[ao]|opgericht|założon[aey]|grundat|grundlagt|stiftet|kuruluş|основан\p{L}*|засновано?)\s+(?:in |en |em |nel |im jahr |i |w |в |у )?(?:1[6-9]|20)\d\d(?!\d)/iu;
const HANDLE_OF_ANOTHER = /(?<![\p{L}\d.])@[\w.]{3,}/u;

const WITH_SOMEBODY = /\s(?:mit|with|met|con|com|avec|med|z|ze|s|с|со|з|ile|a)\s\p{Lu}\p{L}+$/u;

function endsWithFirstName(texts: ReadTexts): boolean {
  const all = wordsOfName(texts);
  return all.length > 1 && firstNameIn(texts.name) === null && isPersonsName(all.at(-1) ?? "");
}

const OF_SOMEBODY =
  /(?<![\p{L}\p{M}])(?:von|of|about|for|für|über|um|de|del|di|da|do|du|sur|su|sobre|pour|per|para|van|over|voor|om|o|об|про|о|för)\s(\p{Lu}\p{L}+)|d['’](\p{Lu}\p{L}+)/gu;
const ofSomebody = (biography: string) =>
  [...biography.matchAll(OF_SOMEBODY)].some(([, one, other]) => isPersonsName(one ?? other ?? ""));

const speaksAsI = ({ biography, language }: ReadTexts) =>
  PERSON_WORDS.test(biography) || (language !== null && LITTLE_WORDS[language]?.test(biography) === true);

const isTitled = (name: string) => words(name).length > 1 && TITLE_BEFORE_NAME.test(name.trim());
/** "M. Okafor", "Andrés M." */
const hasInitial = (name: string) =>
  /^(?:\p{Lu}\.\s?)+\p{Lu}[\p{L}'’-]+$|^\p{Lu}\p{Ll}+ \p{Lu}\.?$/u.test(name.trim());

/** Parts of one to three words between separators, as people list what they are and like. */
const isListOfScraps = (biography: string, separator: RegExp) => {
  const parts = biography.split(separator).filter((part) => /\p{L}/u.test(part));
  return parts.length >= 2 && parts.every((part) => words(part).length <= 3);
};
const SIGNS_BETWEEN = /[|•·\n｜/&+～~→»]|\s[-–—]\s|\p{Extended_Pictographic}/u;
const COMMAS_AND_STOPS = /[,;.、，。]|\s(?:and|und|et|y|e|en|och|og|i|ve|и|та|dan|και|と)\s/u;

/** "Ioana Stan": a first name before a surname that is also a word of fans, where the biography says nothing of these. */
const isOnlyAName = ({ name, biography }: Pick<ReadTexts, "name" | "biography">) =>
  words(name).length === 2 &&
  isPersonsName(name) &&
  knownWordsIn(name).isWhole &&
  !DEVOTION_WORDS.test(biography) &&
  !FAN_CONTENT_WORDS.test(biography);

/** "Neymar Jr Zone", "Team Antonia", "大谷翔平まとめ". */
function isNameOfPage(name: string): boolean {
  const all = words(name);
  if (all.length === 0) return false;
  if (all.length > 1 && /^team$/iu.test(all[0] as string)) return true;
  const isUnspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(name);
  return isUnspaced
    ? FAN_PAGE_NAME_WORDS.test(name)
    : all.length > 1 && FAN_PAGE_NAME_WORDS.test(all.slice(1).join(" "));
}

/** "Team Antonia" · "Wir drücken Antonia …": a word of the name, or its beginning, in the biography. */
function repeatsAWord(name: string, biography: string): boolean {
  const inName = words(name.toLowerCase()).filter((word) => word.length >= 3);
  const inBiography = words(biography.toLowerCase());
  return inName.some((word) =>
    inBiography.some(
      (other) =>
        other === word ||
        (word.length >= 4 && (other.startsWith(word) || (other.length >= 4 && word.startsWith(other)))),
    ),
  );
}

/** What tells the kind of an account: each is present or absent. Their weights are in `kind-of-account.ts`. */
export const KIND_SIGNALS = {
  /** A first name alone, or before a surname. */
  nameOfPerson: ({ name }) => isPersonsName(name) && !isOfSurnames(name) && knownWordsIn(name).isWhole,
  /** "Kestrel", "Sunset Bowl": few lists have the first name, which may be another word. */
  nameIsRare: ({ name }) => isRareFirstName(name),
  /** A first name before something else ("Amara Skin", "Timo kocht"). */
  nameBeginsWithFirstName: ({ name }) => firstNameIn(name) !== null && !knownWordsIn(name).isWhole,
  /** "Harry Kane Bayern", "Barış Manço Anısına": a first name, another word and more. */
  nameOfPersonAndMore: (texts) =>
    firstNameIn(texts.name) !== null && !knownWordsIn(texts.name).isWhole && wordsOfName(texts).length > 2,
  /** "Plant Based Priya", "Bar Manolo". */
  nameEndsWithFirstName: (texts) => endsWithFirstName(texts),
  /** "Sport mit Sina", "Cocina con Marta". */
  nameWithSomebody: ({ name }) => WITH_SOMEBODY.test(name),
  nameEndsWithSurname: ({ name }) => firstNameIn(name) === null && knownWordsIn(name).endsWithSurname,
  nameOfSurnames: ({ name }) => isOfSurnames(name),
  nameOfPlace: ({ name }) => isVenueName(name) || namesAPlace(name) || EAST_ASIAN_PLACE.test(name),
  nameOfTrade: ({ name }) => namesATrade(name),
  nameOfFirm: ({ name }) => isFirmName(name),
  nameWithWordOfFans: ({ name, biography }) =>
    words(name).length > 1 && FAN_WORDS_BESIDE_NAME.test(name) && !isOnlyAName({ name, biography }),
  /** "Lewandowski 9 Fan", "Neymar Jr Zone": more than one word, the last ones those of a page. */
  nameOfPageAbout: (texts) => isNameOfPage(texts.name) && !isOnlyAName(texts),
  nameWithCountry: ({ name }) => words(name).length > 1 && namesACountry(name),
  nameIsRepeated: ({ name, biography }) => repeatsAWord(name, biography),
  /** "Oma Trudi", "Dr. Ali", "Wujek Staszek". */
  nameWithTitle: ({ name }) => isTitled(name),
  nameWithInitial: ({ name }) => hasInitial(name),
  nameOfUnknownWords: (texts) => {
    const all = wordsOfName(texts);
    return (
      all.length >= 2 &&
      all.some(isWritten) &&
      firstNameIn(texts.name) === null &&
      !isTitled(texts.name) &&
      !hasInitial(texts.name) &&
      !knownWordsIn(texts.name).endsWithSurname
    );
  },
  nameOfOneUnknownWord: (texts) => wordsOfName(texts).length === 1 && firstNameIn(texts.name) === null,
  nameInSmallLetters: ({ name }) => /\p{Ll}/u.test(name) && !/\p{Lu}/u.test(name),
  nameWithArticle: ({ name }) => ARTICLE.test(name),
  nameWithPossessive: ({ name }) => POSSESSIVE.test(name),
  nameJoined: ({ name }) => /[&+]/u.test(name) && !isPair(name),
  nameOfPair: ({ name }) => isPair(name),
  // "de" and "at" are words before they are countries.
  nameWithPart: ({ name }) =>
    words(name).length > 1 && BRANCH_WORDS.test(name.replace(/(?<!\p{L})\p{Ll}{2}(?!\p{L})/gu, "")),
  nameWithGoods: ({ name }) => GOODS_WORDS.test(name),
  speaksAsI: (texts) => speaksAsI(texts),
  speaksAsWe: ({ biography }) => WE_WORDS.test(biography),
  tellsOfPerson: ({ biography }) =>
    tellsOfPerson(biography) ||
    GENDERED_WORDS.female.test(biography) ||
    GENDERED_WORDS.male.test(biography) ||
    GERMAN_TRADE_OF_A_WOMAN.test(biography),
  saysWhatOneIs: ({ biography }) => saysWhatOneIs(biography),
  tellsOfLife: ({ biography }) => LIFE_WORDS.test(biography),
  tellsOfTrade: ({ biography }) => namesATrade(biography),
  tellsOfPlace: ({ biography }) => namesAPlace(biography) || isVenueName(biography),
  sellsOrServes: ({ biography }) => sellsOrServes(biography),
  wordsOfBusiness: ({ name, biography }) =>
    BUSINESS_WORDS.test(`${name}\n${biography}`) || FOUNDED.test(biography),
  wordsOfOrganisation: ({ biography }) => ORGANISATION_WORDS.test(biography),
  goods: (texts) => GOODS_WORDS.test(texts.biography) && !speaksAsI(texts),
  publishes: ({ biography }) => PUBLISHER_WORDS.test(biography),
  /** "Tore von Harry", "photos d'Antoine". */
  ofSomebody: ({ biography }) => ofSomebody(biography),
  contentOfFans: ({ biography }) => FAN_CONTENT_WORDS.test(biography),
  devotion: (texts) =>
    DEVOTION_WORDS.test(isOnlyAName(texts) ? texts.biography : `${texts.name}\n${texts.biography}`),
  allAboutAnother: ({ biography }) => ABOUT_WORDS.test(biography),
  address: ({ biography }) => STREET.test(biography),
  phone: ({ biography }) => PHONE.test(biography),
  price: ({ biography }) => PRICE.test(biography),
  dateOrSign: ({ biography }) => DATE_OR_SIGN.test(biography),
  countOfSuccess: ({ biography }) => COUNT.test(biography),
  namesAnother: ({ biography }) => HANDLE_OF_ANOTHER.test(biography),
  listOfScraps: ({ biography }) => isListOfScraps(biography, SIGNS_BETWEEN),
  listWithCommas: ({ biography }) =>
    !SIGNS_BETWEEN.test(biography) && isListOfScraps(biography, COMMAS_AND_STOPS),
  speaksToReader: ({ biography }) => YOU_WORDS.test(biography),
  saysLittle: ({ biography }) => words(biography).length < 3,
  saysNothing: ({ biography }) => words(biography).length === 0,
  categoryOfPerson: ({ category }) => ownerOfCategory(category) === "person",
  categoryOfOther: ({ category }) => ownerOfCategory(category) === "other",
} satisfies Record<string, (texts: ReadTexts) => boolean>;

/** Signals of form, which tell nothing by themselves. */
const FORMAL: readonly KindSignal[] = [
  "nameOfOneUnknownWord",
  "nameInSmallLetters",
  "saysLittle",
  "saysNothing",
];

/** @returns whether there is nothing to judge by: unknown words for a name, and next to no biography. */
export function tellNothing(present: readonly KindSignal[]): boolean {
  const left = present.filter((signal) => !FORMAL.includes(signal));
  return left.length === 0 || (present.includes("saysLittle") && left.join() === "nameOfUnknownWords");
}

/** @returns whether an account says that it is a fan page, a parody, or not the one it shows. */
export function saysFan({ name, biography, category }: ReadTexts): boolean {
  return FAN_WORDS.test(`${name}\n${biography}\n${category}`) || isFanPage(name, biography);
}

export type KindSignal = keyof typeof KIND_SIGNALS;

/** @returns the signals present in an account's texts. */
export function signalsIn(texts: ReadTexts): KindSignal[] {
  return (Object.keys(KIND_SIGNALS) as KindSignal[]).filter((signal) => KIND_SIGNALS[signal](texts));
}
