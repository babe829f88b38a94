import type { Gender, Topic } from "./qualification.js";

/** A pattern for any of the words, each whole: not within another word. A `*` stands for any ending. */
function anyOf(words: string, flags = "iu"): RegExp {
  const alternatives = words
    .trim()
    .split(/\s*,\s*/)
    .map((word) =>
      word
        .replace(/[.()/+]/g, "\\$&")
        .replace(/\*/g, "\\p{L}*")
        .replace(/ /g, "\\s+"),
    );
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join("|")})(?![\\p{L}\\p{N}])`, flags);
}

/** How people state their pronouns. */
export const PRONOUNS: Readonly<Record<Gender, RegExp>> = {
  other:
    /(?<!\p{L})(?:they\s?[/|]\s?them|she\s?[/|]\s?they|he\s?[/|]\s?they|non-?binary|enby|nicht-?binär|iel)(?!\p{L})/iu,
  female:
    /(?<!\p{L})(?:she\s?[/|]\s?her|sie\s?[/|]\s?ihr|elle\s?[/|]\s?la|ella\s?[/|]\s?la|lei\s?[/|]\s?la|zij\s?[/|]\s?haar|hon\s?[/|]\s?henne)(?!\p{L})/iu,
  male: /(?<!\p{L})(?:he\s?[/|]\s?him|er\s?[/|]\s?ihm|il\s?[/|]\s?lui|él\s?[/|]\s?el|lui\s?[/|]\s?gli|hij\s?[/|]\s?hem|han\s?[/|]\s?honom)(?!\p{L})/iu,
};

/** Words that only one of two would use of themselves. */
export const GENDERED_WORDS: Readonly<Record<"female" | "male", RegExp>> = {
  female: anyOf(`
    mama, mami, mutter, mum, mom, mommy, mother, wife, ehefrau, girl, woman, actress, sister of, daughter of, boymom, girlmom, fotografin, bloggerin,
    autorin, künstlerin, schauspielerin, sängerin, trainerin, lehrerin, ärztin, studentin, designerin, gründerin, hebamme, maman, blogueuse,
    photographe femme, esposa, mamá, madre, abogada, fotógrafa, escritora, bailarina, attrice, mamma, moglie, scrittrice, mãe, mamãe, fotógrafa, moeder,
    fotografe, mamma til, anne, мама, жена, матір`),
  male: anyOf(`
    papa, papi, vater, dad, daddy, father, husband, ehemann, girl dad, boydad, girldad, man of god, son of, familienvater, mari de, père, papá, padre, marido,
    esposo, abogado, fotógrafo, escritor, papà, marito, attore, pai de, pai do, vader, baba, папа, муж, тато`),
};

export const BOT_WORDS =
  /🤖|(?<!\p{L})(?:automated (?:account|posts?)|auto-?posted|this is a bot|i am a bot|ein bot|bot account|posts? every (?:hour|day) automatically)(?!\p{L})/iu;
export const FAN_WORDS = anyOf(
  `fan page, fanpage, fan-page, fan account, fanaccount, fan club, fanclub, fan club oficial, fan de, fanseite, fan-account, fanbase, fandom, fã clube,
  parody, parodie, parodia, not affiliated, unofficial, inoffiziell, no oficial, non officiel, non ufficiale, not the real, stan account, updates on`,
);
/** Instagram's categories of people; the others are of businesses, places and causes. */
export const PERSON_CATEGORIES = anyOf(
  `personal blog, digital creator, blogger, artist, musician, musician/band, public figure, photographer, writer, author, actor, athlete, model,
  video creator, gamer, dancer, comedian, entrepreneur, journalist, chef, coach, teacher, politician, scientist, fitness model, fashion model,
  fitness trainer, makeup artist, graphic designer, fashion designer, motivational speaker, tattoo artist`,
);
export const BUSINESS_WORDS = anyOf(`
  gmbh, ug, ltd, llc, inc., s.r.l., sarl, s.l., e.k., kg, impressum, öffnungszeiten, opening hours, open daily, täglich geöffnet, online shop, onlineshop,
  online-shop, webshop, boutique, store, shop now, order now, jetzt bestellen, worldwide shipping, free shipping, versandkostenfrei, weltweiter versand, envíos a todo,
  livraison gratuite, spedizione gratuita, book a table, reservations, reservierung*, termine nach vereinbarung, family-run, familienbetrieb, since 19*, seit 19*, est. 19*,
  official account of, offizieller account, agentur für, agency for, restaurant, hotel, salon, studio for, praxis für, café in, our products, unsere produkte`);
export const PERSON_WORDS = anyOf(`
  i, i'm, im, my, me, ich, mein, meine, mama, papa, mom, dad, wife, husband, je suis, mon, ma, yo, mi, soy, io, sono, mio, eu, sou, minha, meu, ik, mijn, jag, min,
  jeg, ben, benim, я, мой, моя, student, studentin, y/o, years old, jahre alt, aspiring, lover, 🤰`);

/** Words by which a topic is told. */
export const TOPIC_WORDS: Readonly<Record<Topic, RegExp>> = {
  animals: anyOf(
    "dog*, cat, cats, hund*, katze*, horse*, pferd*, perro*, gato*, chien*, cavallo, pets, haustier*, dogmom, 🐶, 🐱, 🐴, 🐕",
    "giu",
  ),
  art: anyOf(
    "art, artist, artwork, kunst, künstler*, arte, illustration*, illustrator*, painter, painting*, malerei, drawing*, zeichnung*, 🎨",
    "giu",
  ),
  beauty: anyOf(
    "beauty, makeup, make-up, mua, kosmetik, skincare, hautpflege, nails, nägel, maquillaje, maquillage, lashes, hair, friseur*, 💄, 💅",
    "giu",
  ),
  books: anyOf(
    "book*, bücher*, bücherwurm, author, autor, autorin, reader, bookstagram, leseratte, libros, livres, libri, writer, 📚, 📖",
    "giu",
  ),
  business: anyOf(
    "business, entrepreneur*, unternehmer*, startup*, marketing, finance, founder, gründer*, ceo, immobilien, real estate, coaching, invest*",
    "giu",
  ),
  cars: anyOf(
    "car, cars, auto, autos, motorsport, motorrad, motorcycle*, bmw, audi, porsche, drift, racing, coches, voitures, 🏎, 🏍",
    "giu",
  ),
  comedy: anyOf("comedy, comedian, funny, memes, meme, humor, humour, jokes, lustig*, witze, 😂", "giu"),
  crafts: anyOf(
    "handmade, handgemacht*, diy, crochet, häkeln, stricken, knitting, nähen, sewing, keramik, ceramic*, pottery, basteln, werkstatt, hecho a mano, 🧶, 🧵",
    "giu",
  ),
  dance: anyOf(
    "dance, dancer, dancing, tanz, tänzer*, tanzen, ballet, baile, bailarina, danse, danza, 💃",
    "giu",
  ),
  education: anyOf(
    "teacher, lehrer*, education, bildung, schule, school, university, universität, student, studentin, studium, learn*, lernen, profesor*, 🎓",
    "giu",
  ),
  family: anyOf(
    "family, familie, mama, papa, mom, dad, mum, baby, kinder, kindern, kids, mother*, eltern, parents, familia, famille, famiglia, 👶, 👨‍👩‍👧",
    "giu",
  ),
  fashion: anyOf(
    "fashion, mode, style, outfit*, ootd, streetwear, moda, stylist, model, vintage, kleidung, clothing, 👗, 👠",
    "giu",
  ),
  film: anyOf(
    "film, films, filmmaker, movie*, cinema, kino, actor, actress, schauspiel*, cine, director, 🎬, 🎥",
    "giu",
  ),
  fitness: anyOf(
    "fitness, gym, workout*, crossfit, bodybuilding, personal trainer, yoga, pilates, training, kraftsport, abnehmen, 💪, 🏋",
    "giu",
  ),
  food: anyOf(
    "food, foodie, rezept*, recipe*, recetas, recettes, ricette, vegan*, cooking, kochen, backen, baking, baker*, chef, kuchen, kaffee, coffee, restaurant, küche, cocina, 🍰, 🍕, 🍳",
    "giu",
  ),
  gaming: anyOf(
    "gamer, gaming, twitch, esports, playstation, xbox, nintendo, streamer, minecraft, fortnite, 🎮",
    "giu",
  ),
  gardening: anyOf(
    "garden*, garten, gärtner*, plants, pflanzen, jardín, jardin, gemüse, blumen, flowers, 🌱, 🌻, 🪴",
    "giu",
  ),
  health: anyOf(
    "health, gesundheit, ernährung*, nutrition, wellness, therapy, therapie, mental health, heilpraktiker*, doctor, arzt, ärztin, nurse, salud, santé",
    "giu",
  ),
  home: anyOf(
    "interior*, einrichtung, wohnen, home decor, homedecor, deko, möbel, hygge, zuhause, renovierung, hausbau, decoración, 🏡",
    "giu",
  ),
  lifestyle: anyOf(
    "lifestyle, life, leben, daily life, alltag, vida, vie, vita, positive vibes, good vibes, minimalis*",
    "giu",
  ),
  music: anyOf(
    "music, musik, musician, musiker*, singer, sänger*, dj, band, producer, songwriter, música, musique, musica, guitar*, gitarre, spotify, new single, 🎵, 🎶, 🎤, 🎸",
    "giu",
  ),
  nature: anyOf(
    "nature, natur, outdoor*, hiking, wandern, mountains, berge, forest, wald, camping, wohnmobil, vanlife, naturaleza, montagne, 🏔, 🌲",
    "giu",
  ),
  news: anyOf(
    "news, nachrichten, journalist*, noticias, magazine, magazin, zeitung, press, podcast, reporter*",
    "giu",
  ),
  photography: anyOf(
    "photo*, foto*, fotograf*, camera, kamera, portrait*, canon, nikon, leica, 📷, 📸",
    "giu",
  ),
  politics: anyOf(
    "politics, politik*, politician, activist, aktivist*, partei, party member, congress, bundestag, feminist*, política, climate justice",
    "giu",
  ),
  religion: anyOf(
    "god, jesus, christ*, faith, bible, bibel, gott, glaube, islam, muslim*, church, kirche, dios, prayer, ✝, ☪",
    "giu",
  ),
  science: anyOf(
    "science, scientist, wissenschaft*, phd, physics, biology, biologie, chemi*, astronomy, research*, forschung, 🔬, 🧬",
    "giu",
  ),
  sports: anyOf(
    "sport*, football*, fußball*, soccer, basketball, tennis, running, runner, laufen, marathon, cycling, radfahren, surf*, ski, snowboard*, triathlon, athlete, athlet*, deporte, ⚽, 🏀, 🎾",
    "giu",
  ),
  technology: anyOf(
    "tech, technology, technik, developer, entwickler*, software, coding, programmer, programmier*, ai engineer, web design*, data, crypto, 💻",
    "giu",
  ),
  travel: anyOf(
    "travel*, reisen, reise, reiseblog*, viajar, viajes, viajera, voyage*, viaggi*, wanderlust, explorer, backpack*, unterwegs, ✈, 🌍",
    "giu",
  ),
  weddings: anyOf(
    "wedding*, hochzeit*, braut, brautmode, bride*, boda*, mariage*, matrimonio, 💍, 👰",
    "giu",
  ),
};
