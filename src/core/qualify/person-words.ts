import { anyOf } from "../text/word-list.js";

/** What only a person says of themselves: whose parent, a student of what, a fan of which club; in the languages most written. */
export const SELF_ENTRIES = `
  girl in, boy in, just here for, just a girl, just a guy, nurse, aunt, uncle, varsity, class of, grad student, undergrad, wife of, coffee addict, chai addict, proud mom, proud dad, introvert, my opinions, views my own,
  azubi, vwl, bwl, lehramt, dorfkind, ehefrau, mama von, papa von, mutter von, vater von, stolze mama, hundemama, privatperson, studiert, student an, freiwillige feuerwehr,
  estudiante, enfermera, ingeniero, ingeniera, ingeniería, profe de, mamá de, papá de, mami de, papi de, maestra, amante de, esposo de, esposa de,
  estudante, engenheiro, engenheira, enfermeira, mãe da, mãe do, mãe de, pai da, pai do, pai de, pai babado, apaixonada, apaixonado, professora, advogada,
  étudiant, étudiante, infirmière, infirmier, maman de, papa de, maman comblée, ingénieur, amoureuse, passionnée,
  studentessa, studente, infermiera, ingegnere, mamma di, papà di, gattara, innamorata, laureanda, psicologia,
  moeder van, vader van, papa van, mama van, verpleegkundige, studeert, hardlopen,
  studentka, mama zosi, psiara, kociara, żona i, mąż i, tata, biegam, czytam, pielęgniarka,
  mamma till, pappa till, mor til, far til, læser til, studerar, pluggar, sjuksköterska, student på, studerer,
  öğrencisi, öğrenci, annesi, babası, mühendis, hemşire, öğretmen, evli, bekar, itü, odtü,
  студентка, студент, мама двоих, мама троих, мама сына, мама дочки, жена и, муж и, врач, учитель, медсестра, инженер, дружина, студентка кну,
  φοιτητής, φοιτήτρια, μαμά, μπαμπάς, νοσοκόμα, φυσικός, δασκάλα,
  anak bandung, mahasiswa, mahasiswi, ibu dari, ayah dari, istri, suami, pelajar, suka kopi, sinh viên, du học sinh, mẹ bỉm, mê bóng đá, thích nấu ăn, học sinh,
  طالب, طالبة, مهندس, مهندسة, طبيب, طبيبة, أم لـ, أب لـ, أب لثلاثة, أم لطفلين, معلم, معلمة, סטודנט, סטודנטית, אמא של, אבא של,
  大学生, 高校生, 社会人, 会社員, サラリーマン, 主婦, ママ, 看護師, 保育士, 一児の母, 二児の母, 대학생, 직장인, 간호사, 집사, 육아맘, 엄마, 학생, 大學生, 学生, 學生, 妈妈, 媽媽, 护士, 程序员, 上班族`;
const SELF_WORDS = anyOf(SELF_ENTRIES);
/** An age between separators: "27", "21 años", "22 🎂", "17 y.o.". */
const AGE =
  /(?:^|[|•·\n,｜/])\s*(?:1[4-9]|[2-5]\d)\s*(?:🎂|🎈|y\.?o\.?|yrs?|years|jahre?|años|anos|ans|anni|jaar|lat|år|yaş|лет|года|год|τ|tahun|tuổi|歳|살)?\s*(?=$|[|•·\n,｜/])/iu;

/** Instagram's categories of people in other languages than English. */
export const PERSON_CATEGORY_ENTRIES = `
  blogueur, blogueuse, bloguero, bloguera, blogueiro, blogueira, bloger, blogerka, blogger, influencer, creator digitale, creatore digitale, créateur numérique, créatrice numérique, créateur digital, creador digital, creadora digital, creador de contenido digital, criador digital, criador de conteúdo digital, criador(a) de conteúdo digital, digitaler creator, digitale creator, twórca cyfrowy, dijital içerik üreticisi, автор цифрового контента, блогер, kreator digital, デジタルクリエイター, 디지털 크리에이터, personal trainer, entrenador personal, coach sportif, nutricionista, nutrizionista, diététicien, athlet, athlete, sportler, atleta, athlète, deportista, спортсмен, artista, künstler, künstlerin, artiste, sanatçı, художник, musiker, musikerin, músico, musicien, musicista, музыкант, fotógrafo, fotografo, photographe, fotograf, fotografin, фотограф, φωτογράφος, fotoğrafçı, schriftsteller, autor, autorin, escritor, écrivain, scrittore, писатель, gaming video creator, video creator, youtuber, streamer, podcaster, person des öffentlichen lebens, personalidad pública, personaje público, figura pública, personnalité publique, personaggio pubblico, osoba publiczna, общественный деятель, schauspieler, schauspielerin, actor, actriz, acteur, attore, attrice, modelo, mannequin, model, dj, comediante, comico, tänzerin, bailarina`;
export const PERSON_CATEGORY_WORDS = anyOf(PERSON_CATEGORY_ENTRIES);

/** @returns whether a biography tells something that only a person has: an age, a parent's or student's life, a trade of one's own. */
export function tellsOfPerson(biography: string): boolean {
  return SELF_WORDS.test(biography) || AGE.test(biography);
}
