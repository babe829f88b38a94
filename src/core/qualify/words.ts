import { anyOf } from "../text/word-list.js";
import type { Gender, Topic } from "./qualification.js";

/** The ways to state pronouns. */
export const PRONOUNS: Readonly<Record<Gender, RegExp>> = {
  other:
    /(?<!\p{L})(?:they\s?[/|]\s?them|she\s?[/|]\s?they|he\s?[/|]\s?they|non-?binary|enby|nicht-?binär|iel)(?!\p{L})/iu,
  female:
    /(?<!\p{L})(?:she\s?[/|]\s?her|sie\s?[/|]\s?ihr|elle\s?[/|]\s?la|ella\s?[/|]\s?la|lei\s?[/|]\s?la|zij\s?[/|]\s?haar|hon\s?[/|]\s?henne)(?!\p{L})/iu,
  male: /(?<!\p{L})(?:he\s?[/|]\s?him|er\s?[/|]\s?ihm|il\s?[/|]\s?lui|él\s?[/|]\s?el|lui\s?[/|]\s?gli|hij\s?[/|]\s?hem|han\s?[/|]\s?honom)(?!\p{L})/iu,
};

/** Words that only one gender would use of themselves. */
export const GENDERED_ENTRIES = {
  female: `
    mama, mami, mutter, mum, mom, mommy, mummy, mother, wife, wifey, ehefrau, girl, woman, lady, actress, sister, daughter, boymom, girlmom, boy mom, girl mom, bloggerin,
    künstlerin, hebamme, tochter, schwester, oma, maman, blogueuse, créatrice, auteure, photographe femme, infirmière, esposa, mamá, madre, mujer, hija, abogada, fotógrafa, escritora,
    bailarina, enfermera, attrice, mamma, moglie, scrittrice, donna, figlia, mãe, mamãe, mulher, filha, moeder, fotografe, vrouw, dochter, anne, annesi, mama van, żona, matka, мама, жена, мать,
    девушка, матір, дружина, ママ, 엄마, أم, زوجة`,
  male: `
    papa, papi, vater, dad, daddy, father, husband, hubby, ehemann, girl dad, boydad, boy dad, girldad, son, brother, familienvater, sohn, bruder, opa, actor dad, mari, père, papá, padre, marido, esposo,
    hijo, abogado, fotógrafo, escritor, papà, marito, attore, uomo, figlio, pai, homem, filho, vader, zoon, baba, babası, mąż, tata, ojciec, папа, муж, отец, парень, тато, чоловік, パパ, 아빠, أب, زوج`,
} as const;
/** After one of these the word is about somebody else: "my wife", "meine Mama", "for every mom". */
const SOMEBODY_ELSES =
  "(?:my|your|his|her|our|their|the|every|for|by|best|to|love|with|meine[rn]?|meinen?|mein|deine?|seine?|ihre?|unsere?|für|mit|liebe|der|die|mi|mis|tu|su|nuestra|para|con|ma|mon|ta|sa|son|notre|pour|avec|mia|mio|tua|sua|per|minha|meu|mijn|jouw|zijn|haar|voor|min|mitt|din|moja|moją|mojej|benim|моя|моей|мою|мой|мою|для)";
const ownWords = (entries: string) =>
  new RegExp(
    `(?<!(?<!\\p{L})${SOMEBODY_ELSES}\\s+)(?:${anyOf(entries).source})(?!['’]s|\\s+(?:dad|mom|boss|squad|gang|power|tribe)\\b)`,
    "iu",
  );
export const GENDERED_WORDS: Readonly<Record<"female" | "male", RegExp>> = {
  female: ownWords(GENDERED_ENTRIES.female),
  male: ownWords(GENDERED_ENTRIES.male),
};
/** German female forms of trades: "Fotografin", "Zahnärztin", "Yogalehrerin"; not Berlin, Benjamin or Medizin. */
export const GERMAN_TRADE_OF_A_WOMAN =
  /(?<![\p{L}\p{M}])(?:\p{L}*(?:lehrer|trainer|berater|künstler|sänger|spieler|tänzer|schneider|bäcker|gärtner|macher|fahrer|läufer|sportler|meister|designer|manager|pfleger|gründer|leiter|helfer|händler|züchter|reiter|schwimmer|unternehmer|pfarrer|maler|schüler|youtuber|blogger|influencer|stylist|visagist|kosmetiker|friseur|masseur|redakteur|ingenieur|student|assistent|dozent|referent|journalist|floristin?|polizist|artist|pianist|therapeut|fotograf|psycholog|biolog|pädagog|autor|direktor|doktor|moderator|illustrator|ärzt|anwält|wirt|köch|bäuer|winzer|model|coach|hebamm|kauffrau)in)(?![\p{L}\p{M}])/iu;

export const BOT_WORDS =
  /🤖|(?<!\p{L})(?:automated (?:account|posts?)|auto-?posted|this is a bot|i am a bot|ein bot|bot account|posts? every (?:hour|day) automatically)(?!\p{L})/iu;
/** Instagram's categories of people; the others are of businesses, places and causes. */
export const PERSON_CATEGORIES = anyOf(
  `personal blog, digital creator, blogger, artist, musician, musician/band, public figure, photographer, writer, author, actor, athlete, model,
  video creator, gamer, dancer, comedian, entrepreneur, journalist, chef, coach, teacher, politician, scientist, fitness model, fashion model,
  fitness trainer, makeup artist, graphic designer, fashion designer, motivational speaker, tattoo artist`,
);
export const BUSINESS_ENTRIES = `
  gmbh, ug, ltd, llc, inc., s.r.l., srl, s.a., sarl, sas, s.l., e.k., kg, ohg, bv, b.v., aps, oy, sp. z o.o., ltda, e.v., impressum, öffnungszeiten, opening hours, open daily, open mon*, mon–fri, mo–fr, mo-fr, mon-fri, täglich geöffnet, online~shop, webshop,
  boutique, store, concept store, shop now, order now, order online, jetzt bestellen, jetzt shoppen, worldwide shipping, free shipping, we ship worldwide, versandkostenfrei, weltweiter versand, envíos a todo, envíos nacionales,
  envios para todo, livraison gratuite, spedizione gratuita, spedizioni in tutta, gratis verzending, kargo, book a table, book now, reservations, reservierung*, termine nach vereinbarung, termine online, family-run, family owned, familienbetrieb, familienunternehmen, traditionsunternehmen,
  since 17##, since 18##, since 19##, since 20##, seit 17##, seit 18##, seit 19##, seit 20##, est. 18##, est. 19##, est. 20##, established 18##, established 19##, gegründet 18##, gegründet 19##, desde 18##, desde 19##, depuis 18##, depuis 19##, dal 18##, dal 19##, sinds 18##, sinds 19##,
  official account of, official page of, offizieller account, agentur für, agency for, agency, restaurant, ristorante, trattoria, osteria, pizzeria, bistro, gasthaus, gasthof, wirtshaus, brasserie, taverna, eisdiele, hotel, hostel, pension, bed & breakfast, salon, barbershop, nagelstudio,
  tattoo studio, kosmetikstudio, fitnessstudio, studio for, praxis für, zahnarztpraxis, café in, café &, bäckerei, konditorei, bakery, patisserie, pâtisserie, boulangerie, panadería, pasticceria, metzgerei, fleischerei, weingut, winery, brauerei, brewery, distillery, rösterei, coffee roasters, hofladen, gärtnerei,
  blumenladen, florist shop, apotheke, pharmacy, optiker, tischlerei, schreinerei, werkstatt für, autohaus, fahrschule, immobilien gmbh, verlag, buchhandlung, bookshop, museum, galerie, gallery, our products, our collection, our shop, unsere produkte, unsere kollektion, nuestra tienda, nuestros productos, nos produits, notre boutique, i nostri prodotti,
  we make, we design, we deliver, wir fertigen, wir liefern, wir machen, manufaktur, handcrafted in, handgefertigt in, fabricado en, fabriqué en, hecho en, feito em`;
export const BUSINESS_WORDS = anyOf(BUSINESS_ENTRIES);
/** Goods: a bio with nothing but these, and no word of a person, is a brand's, whatever its name. */
export const GOODS_ENTRIES = `
  schuhe, schuh, lederwaren, taschen, schmuck, möbel, bekleidung, mode für, kinderkleidung, uhren, brillen, weine, spirituosen, textilien, kosmetik aus, kerzen, keramik aus, naturkosmetik, fahrräder, skier, rucksäcke, matratzen, küchen, fashion label, modelabel,
  shoes, footwear, boots, sneakers, leather goods, bags, jewelry, jewellery, furniture, apparel, clothing, clothes, outerwear, sportswear, swimwear, activewear, lingerie, eyewear, watches, wines, spirits, textiles, skincare brand, cosmetics, candles, ceramics, gear, equipment, bikes, accessories, label, scandinavian design, homeware, knives,
  zapatos, calzado, bolsos, joyas, joyería, muebles, ropa, relojes, vinos, chaussures, sacs, bijoux, meubles, vêtements, montres, vins, scarpe, borse, gioielli, mobili, abbigliamento, orologi, vini, sapatos, bolsas, joias, móveis, roupas, schoenen, tassen, sieraden, meubels, kleding, ayakkabı, takı, mobilya, giyim, buty, biżuteria, meble, odzież,
  обувь, украшения, мебель, одежда`;
export const GOODS_WORDS = anyOf(GOODS_ENTRIES);
export const PERSON_ENTRIES = `
  i'm, i am, my, myself, ich, mein, meine, meinem, meiner, mich, mir, mama, papa, mom, mum, dad, wife, husband, je suis, j'aime, sono una, sono un, minha, meu, ik, ik ben, mijn, jag, jag är, jeg, jeg er, benim, я, мой, моя, student, studentin, studying at, y/o, yo mom, years old, jahre alt,
  aspiring, lover of, mother of, father of, proud parent, dog mom, cat mom, he/him, she/her, they/them`;
export const PERSON_WORDS = anyOf(PERSON_ENTRIES);
/** Short words that mean a person in their own language, and something else in another ("Mon–Fri", "min"). */
export const LITTLE_WORDS: Readonly<Record<string, RegExp>> = {
  en: anyOf("i, im, me"),
  fr: anyOf("mon, ma, mes, moi"),
  es: anyOf("yo, soy, mi, mis, me"),
  it: anyOf("io, mio, mia, mi"),
  pt: anyOf("eu, sou, meus, minhas"),
  tr: anyOf("ben, bana"),
  sv: anyOf("min, mitt, mig"),
  no: anyOf("min, mitt, meg"),
  da: anyOf("min, mit, mig"),
  nl: anyOf("mij, me"),
};

/** Words that indicate a topic. */
export const TOPIC_ENTRIES: Readonly<Record<Topic, string>> = {
  animals:
    "dog, dogs, doglover*, cat, cats, hund, hunde, hunden, hundemama*, hundeliebe*, katze*, horse, horses, horseback riding, pferd*, perro*, gato, gatos, chien*, cavallo, pets, haustier*, dogmom, 🐶, 🐱, 🐴, 🐕",
  art: "art, artist, artwork, kunst, künstler*, arte, illustration*, illustrator*, painter, painting*, malerei, drawing*, zeichnung*, 🎨",
  beauty:
    "beauty, makeup, make-up, mua, kosmetik, skincare, hautpflege, nails, nägel, maquillaje, maquillage, lashes, hair, friseur*, 💄, 💅",
  books:
    "book, books, bookworm*, booklover*, bookish, bookstagram*, bookclub, buch, bücher, büchern, bücherwurm, bücherliebe, author, autor, autorin, reader, bookstagram, leseratte, libros, livres, libri, writer, 📚, 📖",
  business:
    "business, entrepreneur*, unternehmer*, startup*, marketing, finance, founder, gründer*, ceo, immobilien, real estate, coaching, investor*, investing, investment*",
  cars: "car, cars, auto, autos, motorsport, motorrad, motorcycle*, bmw, audi, porsche, drift, racing, coches, voitures, 🏎, 🏍",
  comedy: "comedy, comedian, funny, memes, meme, humor, humour, jokes, lustig*, witze, 😂",
  crafts:
    "handmade, handgemacht*, diy, crochet, häkeln, stricken, knitting, nähen, sewing, keramik, ceramic*, pottery, basteln, werkstatt, hecho a mano, 🧶, 🧵",
  dance: "dance, dancer, dancing, tanz, tänzer*, tanzen, ballet, baile, bailarina, danse, danza, 💃",
  education:
    "teacher, lehrer*, education, bildung, schule, school, university, universität, student, studentin, studium, learn, learning, lernen, profesor*, 🎓",
  family:
    "family, familie, mama, papa, mom, dad, mum, baby, kinder, kindern, kids, mother, motherhood, eltern, parents, familia, famille, famiglia, 👶, 👨‍👩‍👧",
  fashion:
    "fashion, fashionista, modeblog*, modeliebe, streetstyle, style, outfit*, ootd, streetwear, moda, stylist, model, vintage, kleidung, clothing, 👗, 👠",
  film: "film, films, filmmaker, movie*, cinema, kino, actor, actress, schauspiel*, cine, director, 🎬, 🎥",
  fitness:
    "fitness, gym, workout*, crossfit, bodybuilding, personal trainer, yoga, pilates, training, kraftsport, abnehmen, 💪, 🏋",
  food: "food, foodie, rezept*, recipe*, recetas, recettes, ricette, vegan*, cooking, kochen, backen, baking, baker, bakers, bakery, chef, kuchen, kaffee, coffee, restaurant, küche, cocina, 🍰, 🍕, 🍳",
  gaming: "gamer, gaming, twitch, esports, playstation, xbox, nintendo, streamer, minecraft, fortnite, 🎮",
  gardening:
    "garden*, garten, gärtner*, plants, pflanzen, jardín, jardin, gemüse, blumen, flowers, 🌱, 🌻, 🪴",
  health:
    "health, gesundheit, ernährung*, nutrition, wellness, therapy, therapie, mental health, heilpraktiker*, doctor, arzt, ärztin, zahnarzt, zahnärztin, hautarzt, hautärztin, kinderarzt, kinderärztin, tierarzt, tierärztin, hausarzt, hausärztin, frauenarzt, frauenärztin, physio*, hebamme, krankenschwester, médecin, médico, médica, enfermera, nurse, salud, santé",
  home: "interior*, einrichtung, wohnen, home decor, homedecor, deko, möbel, hygge, zuhause, renovierung, hausbau, decoración, 🏡",
  lifestyle:
    "lifestyle, life, leben, daily life, alltag, vida, vie, vita, positive vibes, good vibes, minimalis*",
  music:
    "music, musik, musician, musiker*, singer, sänger*, dj, band, producer, songwriter, música, musique, musica, guitar*, gitarre, spotify, new single, 🎵, 🎶, 🎤, 🎸",
  nature:
    "nature, natur, outdoor*, hiking, wandern, mountains, berge, forest, wald, camping, wohnmobil, vanlife, naturaleza, montagne, 🏔, 🌲",
  news: "news, nachrichten, journalist*, noticias, magazine, magazin, zeitung, press, podcast, reporter*",
  photography:
    "photo, photos, photograph*, foto, fotos, fotograf*, camera, kamera, portrait, portraits, canon, nikon, leica, 📷, 📸",
  politics:
    "politics, politik*, politician, activist, aktivist*, partei, party member, congress, bundestag, feminist*, política, climate justice",
  religion:
    "god, jesus, jesus christ, christ, christian faith, christian girl, christian life, christlich*, follower of christ, child of god, faith, bible, bibel, gott, glaube, glauben, islam, muslim, muslima, muslimah, church, kirche, kirchengemeinde, pfarrer, pfarrerin, pastor, pastorin, dios, iglesia, prayer, gebet, quran, koran, torah, ✝, ☪",
  science:
    "science, scientist, wissenschaft*, phd, physics, biology, biologie, chemie, chemiker*, chemistry, chemist, astronomy, research*, forschung, 🔬, 🧬",
  sports:
    "sport, sports, sportler*, sportlich*, football*, fußball*, soccer, basketball, tennis, running, runner, laufen, marathon, cycling, radfahren, surf, surfing, surfen, surfer*, ski, snowboard*, triathlon, athlete, athlet*, deporte, ⚽, 🏀, 🎾",
  technology:
    "tech, technology, technik, developer, entwickler*, software, coding, programmer, programmier*, ai engineer, web design*, data, crypto, 💻",
  travel:
    "travel*, reisen, reise, reiseblog*, viajar, viajes, viajera, voyage*, viaggi*, wanderlust, explorer, backpack*, unterwegs, ✈, 🌍",
  weddings: "wedding*, hochzeit*, braut, brautmode, bride*, boda, bodas, mariage*, matrimonio, 💍, 👰",
};

export const TOPIC_WORDS = Object.fromEntries(
  Object.entries(TOPIC_ENTRIES).map(([topic, entries]) => [topic, anyOf(entries, "giu")]),
) as Readonly<Record<Topic, RegExp>>;
