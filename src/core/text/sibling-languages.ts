/** A language, and what it has that its siblings do not. */
interface Sibling {
  language: string;
  /** Everyday words, in lower case: captions are chat, not prose. */
  words: ReadonlySet<string>;
  /** Letters or endings of a word. */
  pattern?: RegExp;
}

const words = (list: string) => new Set(list.trim().split(/\s+/));

/**
 * Languages that eld mixes up on short texts, or does not know: it calls Indonesian Malay.
 * Loan words tell Indonesian from Malay too: one took them from Dutch (-itas, -asi), the other from English (-iti).
 */
const FAMILIES: readonly (readonly Sibling[])[] = [
  [
    {
      language: "id",
      words: words(`
        aja anggota apapun bahwa banget bareng beda berbeda besok bikin bilang bisa butuh coba cowok cewek dapat deh dimanapun diskon
        ditonton doanya dong enak enggak ga gak gimana gratis gua gue harus hukum informasi istirahat kabar kabarnya kalo kantor karena karyawan
        kayak kemarin kesempatan kok komentar kontak lho libur liburan loh makasih manapun maupun mau mobil nga ngga nggak ngobrol
        ngomong ngopi nih nonton nyangka organisasi pacar pake pengadilan pengen perkawinan perawatan pria resep sampe
        sebentar semangat sepeda kota pemerintah perusahaan toko merek nomor ponsel biaya siang senang keren bapak teman teman-teman kuliah mahasiswa siswa berlangsung
        menurut terjadi meskipun yakni yaitu kapan saat sekali dokter kesehatan layanan kebijakan menit senin kamis minggu maret juni juli agustus desember polisi presiden tim
        laki-laki koran sepatu kamar pabrik desa indahman jalan-jalan lucu gue lo deket cepet seneng kangen
        sih silahkan silakan sore telepon televisi tuh udah uang ulang universitas warga yg yuk`),
      pattern: /^\p{L}{3,}itas(?:nya)?$/u,
    },
    {
      language: "ms",
      words: words(`
        ais awak awam bahawa baharu basikal berbeza beza budak budak-budak camne camni cikgu cuba cuti daripada diorang duit esok hendaklah
        jer jom kakitangan kanak-kanak kat kenduri kerana khabar kitaorang kitorang komen korang kualiti macam mahkamah mahu maklumat manakala mana-mana
        mcm mengikut nak pejabat percuma perkahwinan persendirian pertubuhan petang raya rehat resipi sedap sekejap semasa
        seronok ialah iaitu kerajaan syarikat kedai bandar kasut bilik wang tandas polis doktor pelajar jabatan perkhidmatan kesihatan keselamatan minit isnin khamis ahad jumaat mac jun
        julai ogos disember dah sahaja amat berkenaan mesti mestilah comel rakan rakan-rakan ringgit aktiviti ramai semalam jemput sudi majlis pasukan perlawanan jurulatih
        pengerusi menerusi lelaki hendak sesiapa sebarang sekiranya sgt sikit sila takde takkan tengok tgk tiada televisyen undang-undang universiti warganegara`),
      pattern: /^\p{L}{3,}iti(?:nya)?$|^(?:ber|di|me[mn]?)?bahawa/u,
    },
  ],
  [
    {
      language: "da",
      words: words(`
        af altid bedst blevet bliver børn dejlig dejligt dig efter efterår fik forår gerne glæder gåtur hej hvad igen ind indlæg jer jeres
        kage kig kære lækker lækkert mad meget mere mig nej nogen nogle noget nu nyt op oplevelse oplevelser sig skoven søde
        stadig stranden gøre gør siger sige tage tager lidt mellem mod gennem penge kvinder mænd fået gået samfund kærlighed kun blev tyve halvtreds hjælp konkurrence
        hyggeligt aften aftenen godmorgen morgenmad børnene tusind fødselsdag kæmpe fjeld tak tillykke trække ud uden uge vej vejr vejret vores weekenden`),
      pattern: /^\p{L}{3,}(?:hed(?:en|er|erne|s)?|tion(?:en|er|erne|s)?|skab(?:et|er)?)$/u,
    },
    {
      language: "no",
      words: words(`
        alltid av barna best bikkja blir blitt deg deilig dere etter fikk gjerne gleder gratulerer hei helg helga hilsener hva igjen inn innlegg
        å bare gjøre gjør sier ta tar litt mellom mot gjennom penger kvinner menn fått gått samfunn kjærlighet ble tjue hjelp
        kveld kvelden frokost tusen bursdag framtid nydelig nydelige gøy hyttakake kjære koselig koselige lekker lekkert mat meg mer mye nei noe noen nytt nå opp opplevelse opplevelser seg skjønner
        stranda søte takk uke uten vei vår våre været`),
      pattern: /^\p{L}{3,}(?:het(?:en|er|ene|s)?|sjon(?:en|er|ene|s)?|skap(?:et|er)?)$|^fjell/u,
    },
  ],
];

const FAMILY_OF = new Map(
  FAMILIES.flatMap((family) => family.map((sibling) => [sibling.language, family] as const)),
);

/** @returns the sibling that the words of a text speak for; null where none does, or the language has no siblings. */
export function siblingIn(language: string, textWords: readonly string[]): string | null {
  const family = FAMILY_OF.get(language);
  if (family === undefined) return null;
  const votes = family.map((sibling) => ({
    language: sibling.language,
    count: textWords.filter((word) => sibling.words.has(word) || sibling.pattern?.test(word)).length,
  }));
  votes.sort((a, b) => b.count - a.count);
  const [first, second] = votes as [(typeof votes)[number], (typeof votes)[number]];
  return first.count > second.count ? first.language : null;
}

/** @returns whether the language is one that its siblings must be told from by their words, whatever the score says. */
export function hasSiblings(language: string): boolean {
  return FAMILY_OF.has(language);
}
