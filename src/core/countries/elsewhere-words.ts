import { anyOf } from "../text/word-list.js";

/**
 * Words beside which a place or flag is not a residence: travel, likes, causes, languages. They apply to the part of a
 * bio that contains them. test/countries/elsewhere-words.test.ts has an example for and against each.
 */
export const ELSEWHERE_ENTRIES = `
  next, next stop, next up, next trip, coming soon, soon, visited, visit, visiting, been to, heading to, going to, travelling to, traveling to, travels to, trip to, flying to, off to, love, loves, loving, lover*, in love with, i ❤, fan, fans, miss, missing, dreaming of, dream of,
  obsessed with, bucket list, favourite, favorite, memories of, wanderlust, stand with, stands with, standing with, free palestine, free gaza, free iran, free ukraine, free tibet, free syria, free sudan, free congo, free kashmir, free hong kong, pray for, praying for, i support, supporting, supports, solidarity, save, peace for, justice for, for peace, learning, learn, speak, speaks, speaking, spoken, fluent, native, language*,
  translator, made in, food, cuisine, inspired by, ships to, shipping to, we ship to, citizen, passport, diaspora, heritage, roots, lyrics, football, vibes,
  back from, home from, take me to, take me back to, bring me back to, take me back, lived in, used to live in, studied in, formerly in, previously in, we support, i stand for, prayers for, hope for, glory to, slava ukraini, slava ukraine, stop war, stop the war, no war, no to war, one day in, one night in, once in, just landed in, landed in, last seen in, lost in, see you in, meet me in, weekend in, holidays in, vacation in, honeymoon in, summer in, days in, waiting for, help for, help, ships from, shipped from, refugees, countdown to, woman life freedom, jiyan,free lebanon, free belarus, free venezuela, free cuba, free tigray,
  nächste*, bald in, bald wieder, besucht, reise nach, reisen nach, urlaub in, liebe, liebt, verliebt in, vermisse, fernweh, sehnsucht, lerne, lernt, spreche, spricht, sprachen, freiheit für, frieden für, solidarität mit, beten für, fan von,
  zurück aus, zurück von, bring mich nach, früher in, lebte in, studierte in, unterstütze, wir unterstützen, stehe zu, wir stehen zu, gegen den krieg, kein krieg, ruhm der ukraine, ein tag in, eine nacht in, wochenende in, ferien in, gelandet in, verloren in, im herzen, hilfe für, flüchtlingshilfe, frau leben freiheit, freies palästina, hoffnung für,
  próximo destino, próxima parada, próximo, pronto en, visitado, viaje a, viajando a, amo, amor por, enamorada de, enamorado de, extraño, aprendiendo, hablo, idiomas, apoyo a, viva, fuerza,
  de vuelta de, recién llegada de, recién llegado de, llévame a, llévenme a, estudié en, viví en, apoyando a, apoyamos a, solidaridad con, estoy con, estamos con, oren por, oremos por, no a la guerra, gloria a, palestina libre, venezuela libre, cuba libre, irán libre, ucrania libre, extrañando, un día en, una noche en, nos vemos en, perdida en, perdido en, vacaciones en, fin de semana en, verano en, ayuda a, ayuda para, en mi corazón, mujer vida libertad,
  próxima viagem, em breve, visitei, viagem para, apaixonada por, apaixonado por, saudades de, aprendendo, falo, idiomas falados, força, rumo a,
  de volta de, voltei de, me leva pra, me leve para, estudei em, morei em, apoio a, apoiamos, solidariedade com, solidariedade a, orem por, oremos pela, oremos pelo, não à guerra, palestina livre, glória à, um dia em, uma noite em, férias em, perdida em, perdido em, no coração, ajuda à, ajuda para,
  prochain*, bientôt, visité, voyage à, voyage au, voyage en, j'aime, j'adore, amoureuse de, amoureux de, apprends, je parle, parle, langues, soutien à, libérez, vive,
  de retour de, rentrée de, rentré de, emmène-moi à, emmenez-moi à, ramenez-moi à, étudié à, vécu à, je soutiens, nous soutenons, on soutient, soutien au, soutien aux, solidarité avec, solidaire de, solidaires avec, prions pour, priez pour, non à la guerre, gloire à, palestine libre, liban libre, ukraine libre, iran libre, fan de, un jour à, une nuit à, vacances à, vacances en, week-end à, perdue à, perdu à, dans mon cœur, dans mon coeur, aide à, femme vie liberté,
  prossima tappa, prossima, presto a, visitato, viaggio a, viaggio in, innamorata di, innamorato di, imparo, parlo, lingue, sostegno a,
  di ritorno da, tornata da, tornato da, portami a, portatemi a, ho studiato a, ho vissuto a, imparando, sostengo, sosteniamo, solidarietà con, solidarietà a, preghiamo per, pregate per, no alla guerra, gloria all'ucraina, palestina libera, ucraina libera, iran libero, adoro, mi manca, fan di, tifoso, tifosa, un giorno a, una notte a, vacanze a, vacanze in, weekend a, persa a, perso a, nel cuore, aiuti per, donna vita libertà,
  volgende, binnenkort, bezocht, reis naar, hou van, verliefd op, leer, spreek, talen, een dag in, een nacht in, vakantie in, in mijn hart, hulp voor, terug van, terug uit, breng me naar, woonde in, studeerde in, ik steun, wij steunen, solidair met, bid voor, stop de oorlog, vrij palestina, hjem fra, hemma från, tillbaka från, tilbage fra, tilbake fra, stöttar, støtter, älskar, elsker, lär mig, lærer, saknar, savner, längtar till,
  sıradaki, yakında, seviyorum, aşığı, öğreniyorum, konuşuyorum, destek,
  özgür filistin, savaşa hayır, için dua, özledim,
  wróciłam z, wróciłem z, zabierz mnie do, tęsknię za, wspieram, wspieramy, solidarni z, módlmy się za, stop wojnie, chwała ukrainie, wolna ukraina, wolna palestyna, wolna białoruś, weekend w, wakacje w, jeden dzień w, w sercu, pomoc dla, następny przystanek, wkrótce, kocham, uczę się, mówię, następna podróż, скоро, следующая остановка, люблю, учу, говорю, поддержка, тур в, вернулась из, вернулся из, скучаю по, мечтаю о, поддерживаю, молюсь за, молимся за, нет войне, свободу, жыве беларусь, один день в, отпуск в, в сердце, помощь, була в, закохана в, вивчаю,
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

/** The French write "Prochain arrêt : Oslo". */
const SPACED_COLON = /([^\n|•·:]{1,60})\s:\s/gu;

/** @returns the parts of a text, each with its start. */
export function partsOf(text: string): string[] {
  return text
    .replace(SPACED_COLON, (all, before: string) => (ELSEWHERE.test(before) ? `${before}: ` : all))
    .split(SEPARATOR)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** @returns whether a part of a bio is about another place than home. */
export function isElsewhere(part: string): boolean {
  return ELSEWHERE_SIGNS.test(part) || ELSEWHERE.test(part);
}
