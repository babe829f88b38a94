import { anyOf } from "../text/word-list.js";
import { PERSON_CATEGORIES } from "./words.js";

/**
 * Statements that only a person makes: being a parent, a student of a subject, a fan of a club; in the most common
 * languages.
 */
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
  大学生, 高校生, 社会人, 会社員, サラリーマン, 主婦, ママ, 看護師, 保育士, 一児の母, 二児の母, 대학생, 직장인, 간호사, 집사, 육아맘, 엄마, 학생, 大學生, 学生, 學生, 妈妈, 媽媽, 护士, 程序员, 上班族, 消防士, 看護学生, エンジニア, イラストレーター, カメラマン, 暮らしています,
  easy recipes, schnelle rezepte, einfache rezepte, recetas fáciles, receitas fáceis, recettes faciles, ricette facili, pratik tarifler, proste przepisy, простые рецепты, resep mudah, new videos, neue videos, yeni video, collab, collabs, kooperationen, iş birliği, colaboraciones, collaborazioni, parcerias, współpraca, сотрудничество, ugc creator, livestreams, twitch, vlogs, vlogi, e-book im link, vídeos cada, videos every, videos jeden, workouts ohne, manualidades fáciles`;
const SELF_WORDS = anyOf(SELF_ENTRIES);
/** An age between separators: "27", "21 años", "22 🎂", "17 y.o.". */
const AGE =
  /(?:^|[|•·\n,｜/])\s*(?:1[4-9]|[2-5]\d)\s*(?:🎂|🎈|y\.?o\.?|yrs?|years|jahre?|años|anos|ans|anni|jaar|lat|år|yaş|лет|года|год|τ|tahun|tuổi|歳|살)?\s*(?=$|[|•·\n,｜/])/iu;

/** Instagram's categories of people in languages other than English. */
export const PERSON_CATEGORY_ENTRIES = `
  blogueur, blogueuse, bloguero, bloguera, blogueiro, blogueira, bloger, blogerka, blogger, influencer, creator digitale, creatore digitale, créateur numérique, créatrice numérique, créateur digital, creador digital, creadora digital, creador de contenido digital, criador digital, criador de conteúdo digital, criador(a) de conteúdo digital, digitaler creator, digitale creator, twórca cyfrowy, dijital içerik üreticisi, автор цифрового контента, блогер, kreator digital, デジタルクリエイター, 디지털 크리에이터, personal trainer, entrenador personal, coach sportif, nutricionista, nutrizionista, diététicien, athlet, athlete, sportler, atleta, athlète, deportista, спортсмен, artista, künstler, künstlerin, artiste, sanatçı, художник, musiker, musikerin, músico, musicien, musicista, музыкант, fotógrafo, fotografo, photographe, fotograf, fotografin, фотограф, φωτογράφος, fotoğrafçı, schriftsteller, autor, autorin, escritor, écrivain, scrittore, писатель, gaming video creator, video creator, youtuber, streamer, podcaster, person des öffentlichen lebens, personalidad pública, personaje público, figura pública, personnalité publique, personaggio pubblico, osoba publiczna, общественный деятель, schauspieler, schauspielerin, actor, actriz, acteur, attore, attrice, modelo, mannequin, model, dj, comediante, comico, tänzerin, bailarina,
  persönlicher blog, blog personal, blog personnel, blog personale, blog pessoal, persoonlijke blog, blog osobisty, osobní blog, osobný blog, személyes blog, personlig blogg, personlig blog, henkilökohtainen blogi, kişisel blog, личный блог, особистий блог, προσωπικό ιστολόγιο, blog pribadi, blog cá nhân, مدونة شخصية, בלוג אישי, व्यक्तिगत ब्लॉग, 個人ブログ, 개인 블로그, 个人博客, 個人部落格,
  digital skaber, digital skapare, digital innholdsskaper, digitaalinen sisällöntuottaja, tvůrce digitálního obsahu, digitális tartalomkészítő, creator digital, цифровий автор, ψηφιακός δημιουργός, nhà sáng tạo nội dung số, صانع محتوى, صانع محتوى رقمي, יוצר תוכן דיגיטלי, डिजिटल क्रिएटर, 数字创作者, 數位創作者, ดิจิทัลครีเอเตอร์, contentcreator, content creator, creador de contenido, créateur de contenu, criador de conteúdo,
  umělec, művész, taiteilija, kunstner, konstnär, kunstenaar, artysta, митець, καλλιτέχνης, seniman, nghệ sĩ, فنان, فنانة, אמן, कलाकार, アーティスト, 아티스트, 艺术家, 藝術家, ศิลปิน,
  figura publica, personnage public, offentlig person, publiek figuur, veřejná osobnost, közszereplő, tanınmış kişi, публичная личность, публічна особа, δημόσιο πρόσωπο, tokoh publik, nhân vật của công chúng, شخصية عامة, איש ציבור, सार्वजनिक हस्ती, 著名人, 공인, 公众人物, 公眾人物,
  blogári, bloggaaja, μπλόγκερ, مدون, مدونة, ブロガー, 블로거, 博主, 部落客, muzyk, hudebník, zenész, muusikko, müzisyen, μουσικός, musisi, nhạc sĩ, موسيقي, ミュージシャン, 뮤지션, 音乐人, fotógrafa, fotografe, valokuvaaja, fényképész, fotografer, nhiếp ảnh gia, مصور, צלם, 写真家, 사진작가, 摄影师,
  pisarz, spisovatel, kirjailija, yazar, författare, forfatter, письменник, συγγραφέας, penulis, nhà văn, كاتب, 作家, 작가, sportowiec, sportovec, sporcu, idrottare, urheilija, αθλητής, atlet, vận động viên, رياضي, スポーツ選手, 운동선수, 运动员, trener personalny, personlig tränare, kişisel antrenör, персональный тренер, pelatih pribadi, مدرب شخصي`;
const PERSON_CATEGORY_WORDS = anyOf(PERSON_CATEGORY_ENTRIES);
/** Categories that people, businesses and pages about something choose alike. */
const NEUTRAL_CATEGORY =
  /^(?:education|just for fun|interest|topic|community|hobbies?|entertainment(?: website)?|website|personal website|sports|sports & recreation|arts & humanities website|media|bildung|éducation|educación|educação|istruzione|onderwijs|edukacja|eğitim|образование|освіта|pendidikan|教育|교육|تعليم)$/iu;

/** @returns whose category it is; null for none, or for one that tells nothing. */
export function ownerOfCategory(category: string): "person" | "other" | null {
  if (category === "" || NEUTRAL_CATEGORY.test(category.trim())) return null;
  return PERSON_CATEGORIES.test(category) || PERSON_CATEGORY_WORDS.test(category) ? "person" : "other";
}

/**
 * @returns whether a biography contains something that only a person says: an age, a parent's or student's life.
 */
export function tellsOfPerson(biography: string): boolean {
  return SELF_WORDS.test(biography) || AGE.test(biography);
}
