import { anyOf } from "./word-list.js";

/** Roles of people: they count if a part of the biography says nothing else ("writer, gamer", "graphic designer | Leeds"). */
export const ROLE_ENTRIES = `
  person, human, friend, parent, writer, author, poet, novelist, storyteller, blogger, vlogger, youtuber, streamer, gamer, geek, nerd, foodie, bookworm, dreamer, thinker, philosopher, wanderer, explorer, adventurer, traveler, traveller, globetrotter, hiker, climber, runner, cyclist, swimmer, surfer, skater, skier, dancer, singer, songwriter, musician, drummer, guitarist, pianist, actor, actress, artist, painter, illustrator, photographer, filmmaker, videographer, creator, content creator, developer, coder, programmer, engineer, scientist, researcher, educator, teacher, student, grad, graduate, alumna, alumnus, veteran, activist, environmentalist, feminist, leader, inventor, founder, co-founder, entrepreneur, business owner, journalist, reporter, editor, marketer, model, designer, architect, lawyer, doctor, physician, nurse, paramedic, firefighter, pilot, librarian, barista, bartender, chef, baker at heart, coach, mentor, athlete, footballer, minimalist, introvert, extrovert, empath, overthinker, cat person, dog person, old soul,
  fotograf, fotografin, hobbyfotograf, hobbyfotografin, autor, autorin, schriftsteller, schriftstellerin, lehrer, lehrerin, studentin, künstler, künstlerin, musiker, musikerin, sänger, sängerin, schauspieler, schauspielerin, tänzer, tänzerin, journalistin, ingenieur, ingenieurin, entwickler, entwicklerin, designerin, bloggerin, läufer, läuferin, träumer, träumerin, arzt, ärztin, trainerin, unternehmer, unternehmerin, gründer, gründerin, bücherwurm, zocker, rentner, rentnerin, auszubildender, auszubildende, polizist, polizistin, sportler, sportlerin, weltenbummler, weltenbummlerin, naturliebhaber, naturliebhaberin, kletterer,
  photographe, auteur, auteure, autrice, écrivain, écrivaine, professeur, professeure, enseignant, enseignante, musicien, musicienne, chanteur, chanteuse, comédien, comédienne, danseur, danseuse, artiste, ingénieur, ingénieure, développeur, développeuse, voyageur, voyageuse, rêveur, rêveuse, entrepreneuse, étudiant, étudiante, coureur, coureuse,
  fotógrafo, fotógrafa, escritor, escritora, autora, profesor, profesora, músico, cantante, actriz, bailarín, bailarina, artista, ingeniero, ingeniera, desarrollador, desarrolladora, viajero, viajera, soñador, soñadora, emprendedor, emprendedora, estudiante, periodista, abogado, abogada, médico, médica, corredor, corredora, diseñador, diseñadora,
  professor, professora, cantor, cantora, ator, atriz, engenheiro, engenheira, desenvolvedor, desenvolvedora, viajante, sonhador, sonhadora, empreendedor, empreendedora, estudante, jornalista, advogado, advogada, enfermeiro, enfermeira, designer de interiores,
  fotografo, fotografa, scrittore, scrittrice, insegnante, musicista, attore, attrice, ballerino, ballerina, ingegnere, sviluppatore, sviluppatrice, viaggiatore, viaggiatrice, sognatore, sognatrice, imprenditore, imprenditrice, giornalista, avvocato,
  fotografe, schrijver, schrijfster, leraar, lerares, docent, muzikant, zanger, zangeres, acteur, actrice, danser, danseres, kunstenaar, ontwikkelaar, reiziger, dromer, ondernemer, studente, verpleegkundige, hardloper,
  fotografka, pisarz, pisarka, nauczyciel, nauczycielka, muzyk, piosenkarka, aktor, aktorka, tancerka, artysta, artystka, inżynier, programista, programistka, podróżnik, podróżniczka, marzycielka, studentka, biegacz, biegaczka, dziennikarka, lekarka,
  spisovatel, spisovatelka, učitel, učitelka, hudebník, zpěvačka, herec, herečka, cestovatel, cestovatelka,
  författare, lärare, sångerska, skådespelare, konstnär, utvecklare, resenär, drömmare, entreprenör, forfatter, lærer, sanger, skuespiller, kunstner, udvikler, utvikler, drømmer, kirjailija, opettaja, muusikko, valokuvaaja, taiteilija, opiskelija,
  fotoğrafçı, yazar, öğretmen, müzisyen, şarkıcı, oyuncu, dansçı, sanatçı, mühendis, yazılımcı, gezgin, girişimci, gazeteci, avukat, hemşire, doktor,
  фотограф, писатель, поэт, поэтесса, учитель, учительница, музыкант, певец, певица, актёр, актриса, танцор, художник, художница, инженер, программист, путешественник, путешественница, блогер, журналист, журналистка, студент, студентка, предприниматель, мечтатель, дизайнер, вчителька, письменниця, художниця, мандрівниця,
  penulis, guru, musisi, penyanyi, aktris, seniman, insinyur, pengusaha, mahasiswa, mahasiswi, nhiếp ảnh gia, nhà văn, giáo viên, ca sĩ, diễn viên, nghệ sĩ, kỹ sư`;
const ROLE = anyOf(ROLE_ENTRIES).source;
/** "coffee lover", "chainstay enthusiast"; a role may have one word before it ("yoga teacher"). */
const ONLY_A_ROLE = new RegExp(
  `^(?:(?:a |an |\\p{L}[\\p{L}-]* )?${ROLE}|[\\p{L}-]+(?: [\\p{L}-]+)? (?:lover|enthusiast|junkie|addict|fan|fanatic|nerd|geek|aficionado|supporter|devotee|liebhaber|liebhaberin))$`,
  "iu",
);
const BETWEEN_PARTS = /[|•·,;\n｜/&+～~→»]|\s[-–—]\s|\s(?:and|und|et|y|e|en|och|og|i|ve|и|dan)\s/u;

/** @returns whether a part of a biography says nothing but what one is: "writer", "yoga teacher", "cat lover". */
export function saysWhatOneIs(biography: string): boolean {
  return biography.split(BETWEEN_PARTS).some((part) =>
    ONLY_A_ROLE.test(
      part
        .replace(/[^\p{L}\p{M}'’ -]+/gu, " ")
        .replace(/\s+/g, " ")
        .trim(),
    ),
  );
}
