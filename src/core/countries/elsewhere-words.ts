import { anyOf } from "../text/word-list.js";

/**
 * Words beside which a place or flag is not a residence: travel, likes, causes, languages. They apply to the part of a
 * bio that contains them. test/countries/elsewhere-words.test.ts has an example for and against each.
 */
export const ELSEWHERE_ENTRIES = `
  next, next stop, next up, next trip, coming soon, soon, visited, visit, visiting, been to, heading to, going to, travelling to, traveling to, travels to, trip to, flying to, off to, love, loves, loving, lover*, in love with, i ❤, fan, fans, miss, missing, dreaming of, dream of,
  obsessed with, bucket list, favourite, favorite, memories of, wanderlust, stand with, stands with, standing with, free palestine, free gaza, free iran, free ukraine, free tibet, free syria, free sudan, free congo, free kashmir, free hong kong, pray for, praying for, i support, supporting, supports, solidarity, save, peace for, justice for, for peace, learning, learn, studying, speak, speaks, speaking, spoken, fluent, native, language*,
  translator, made in, food, cuisine, inspired by, ships to, shipping to, we ship to, citizen, passport, diaspora, heritage, roots, lyrics, football, vibes,
  nächste*, bald in, bald wieder, besucht, reise nach, reisen nach, urlaub in, liebe, liebt, verliebt in, vermisse, fernweh, sehnsucht, lerne, lernt, spreche, spricht, sprachen, freiheit für, frieden für, solidarität mit, beten für, fan von,
  próximo destino, próxima parada, próximo, pronto en, visitado, viaje a, viajando a, amo, amor por, enamorada de, enamorado de, extraño, aprendiendo, hablo, idiomas, apoyo a, viva, fuerza,
  próxima viagem, em breve, visitei, viagem para, apaixonada por, apaixonado por, saudades de, aprendendo, falo, idiomas falados, força, rumo a,
  prochain*, bientôt, visité, voyage à, voyage au, voyage en, j'aime, j'adore, amoureuse de, amoureux de, apprends, je parle, parle, langues, soutien à, libérez, vive,
  prossima tappa, prossima, presto a, visitato, viaggio a, viaggio in, innamorata di, innamorato di, imparo, parlo, lingue, sostegno a,
  volgende, binnenkort, bezocht, reis naar, hou van, verliefd op, leer, spreek, talen, sıradaki, yakında, seviyorum, aşığı, öğreniyorum, konuşuyorum, destek,
  następny przystanek, wkrótce, kocham, uczę się, mówię, następna podróż, скоро, следующая остановка, люблю, учу, говорю, поддержка, тур в,
  مع, أحب, تعلم, الحرية, فلسطين حرة, selanjutnya, cinta, belajar, 次は, 大好き, 勉強中, 旅行, 다음, 사랑해, 공부, 爱, 學習, 学习, 下一站`;
const ELSEWHERE = anyOf(ELSEWHERE_ENTRIES);
/** Signs with the same meaning. */
const ELSEWHERE_SIGNS = /[✈🛫🛬🔜🧳💔🕊🙏✊]|(?<=[\p{L}\p{Regional_Indicator}])\s?(?:❤|💙|💛|💚|💜|🧡|💖|♥)/u;

/**
 * Separators between the parts of a bio: line breaks, bars, bullets, dashes, sentence ends, and emoji other than a pin
 * or a flag.
 */
const SEPARATOR =
  /\n|[|•·●▪*\\;()[\]{}<>–—]|\s[-~/+:]\s|\/\/|(?<!(?<![\p{L}])(?:St|Sta|Ste))[.!?](?=\s|$)|(?![📍🏠🏡🌍🌎🌏🗺✈🛫🛬🔜🧳➡❤💙💛💚💜🧡💖♥💔🕊🙏✊🇦-🇿])\p{Extended_Pictographic}(?:\uFE0F|\u200D|\p{Emoji_Modifier})*/gu;

/** @returns the parts of a text, each with its start. */
export function partsOf(text: string): string[] {
  return text
    .split(SEPARATOR)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** @returns whether a part of a bio is about another place than home. */
export function isElsewhere(part: string): boolean {
  return ELSEWHERE_SIGNS.test(part) || ELSEWHERE.test(part);
}
