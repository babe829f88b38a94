/** A language, and what distinguishes it from its siblings. */
interface Sibling {
  language: string;
  /** Everyday words in lower case: captions are chat, not prose. */
  words: ReadonlySet<string>;
  /** Distinctive letters or word endings. */
  pattern?: RegExp;
}

/** Two languages, and the weights of the evidence between them, in log odds for the first against the second. */
interface Family {
  siblings: readonly [Sibling, Sibling];
  /**
   * Of a word, of fastText's log odds, and of eld's fit. Fitted to half of the translations in bench/text/languages.ts.
   */
  weights: { word: number; odds: number; fit: number };
  /** The evidence needed for the first language and for the second: less for the one that far more people write. */
  least: readonly [number, number];
}

/** The opinions of eld and fastText on a text. */
export interface Leanings {
  fitOf(language: string): number;
  /** Called only if words and fit cannot decide, because it is slow. */
  probabilityOf(language: string): number;
}

const words = (list: string) => new Set(list.trim().split(/\s+/));

/**
 * Differences in spelling: Danish writes vej, høj, kvinde, igtig, -hed, -tion and adds -erne and -ede; Norwegian writes
 * vei, høy, kvinne, iktig, -het, -sjon, doubles the last consonant, and has kj and gje where Danish has k and ge.
 */
const DANISH =
  /[eø]j(?!e?kt)|^\p{L}{3,}(?:hed(?:en|er|erne|s)?|tion(?:en|er|erne|s)?|skab(?:et|er)?)$|igtig|^\p{L}{3,}(?<!fj|mod|stj|int|st|las)erne$|^(?!aller|tilst)\p{L}{3,}ede$|^ind(?=\p{L}{3})(?!i|u)|^ud(?=[bfghklmnprstv])/u;
const NORWEGIAN =
  /(?<!l)ei(?=[defglmnrst])|øy|^kj(?!ol)|gje(?!r)|skj[eø]|^\p{L}{3,}(?:het(?:en|er|ene|s)?|sjon(?:en|er|ene|s)?|skap(?:et|er)?)$|iktig|^fjell|^\p{L}{2,}(?:tt|kk|pp|ff|nn)$|unn(?=[lst])|(?:^|s)opp(?=[bdfghklmnrstv])|^inn(?=[a-zæøå]{3})|^ut(?=[bfgvlns])|ikkje/u;

/**
 * Languages that eld confuses in short texts, or does not know: it calls Indonesian Malay. Loan words also separate
 * Indonesian from Malay: one took them from Dutch (-itas, -asi), the other from English (-iti).
 */
const FAMILIES: readonly Family[] = [
  {
    weights: { word: 2.5, odds: 0.5, fit: 0 },
    // More than ten people write Indonesian for each who writes Malay: weak evidence is enough for the one, not for the
    // other.
    least: [-0.2, 1],
    siblings: [
      {
        language: "id",
        words: words(`
        abis agustus aja anggota apapun apotek ayo bahwa bandara banget bangkit bapak bapak-bapak bareng baterai bawaan beda
        bensin berbeda berkas berlangsung beserta besok bgt biar biaya bikin bikinan bilang bioskop bis bisa bupati butuh
        cepet cewek coba cod cowok cuman dapat deh deket desa desember dibutuhkan dimanapun dinas diskon ditemukan ditonton
        diunduh doanya dokter dokumenter dong emang enak enggak faktur foto ga gak galat gan gedung gimana gitu gratis gua
        gubernur gue handphone handuk hape hapus harus hewan hijab hp hukum ibu-ibu ijin indahman informasi instansi
        istirahat istri izinkan jalan-jalan jaringan jendela jerawat jilbab juara juli juni kabar kabarnya kadang kalo kamar
        kamis kangen kantor kapan kapanpun karena karyawan kasus kata-kata kayak keamanan kemarin keren kerusakan kesehatan
        kesempatan ketemu ketua klub knalpot kok kolom komentar kompor koneksi kontak koran kota kuliah kulit kulkas
        laki-laki layanan layar lho libur liburan lisensi listrik lo loh lomba lucu lumayan mahasiswa makasih manapun maret
        mas mau maupun mbak membutuhkan memperbarui menampilkan menemukan mengatur mengunduh menit menurut menyelesaikan
        merek meskipun minggu mobil musik narasumber nga ngga nggak ngobrol ngomong ngopi nih nikah nomor nonton novel
        nyangka olahraga ongkir opsi organisasi otomatis pabrik pacar paham pake paket peladen pelaku pelatih pelatihan
        pelayanan pemain pemerintah pemerintahan penelitian pengadilan pengaturan pengen pengiriman perangkat perawatan
        perbarui perkawinan pertandingan perusahaan pesan pesanan pesen pikir pikiran polisi ponsel praktis presiden pria
        provinsi pulang ready reseller resep resi restok ruangan rusak saat saja sampe sandi sarapan sebagian sebentar
        sekali semangat senang seneng senin sepakbola sepatu sepeda server setelah siang sih silahkan silakan sis siswa
        skripsi sore standar sudah surel swasta tampilan tampilkan tautan telepon televisi teman teman-teman tentara terjadi
        terkadang tim tipe toko tombol tuh tunjangan uang udah ukuran ulang unduh unduhan unggah universitas wajah walikota
        warga warung wisata wisuda yaitu yakni yayasan yg yuk`),
        pattern: /^\p{L}{3,}itas(?:nya)?$/u,
      },
      {
        language: "ms",
        words: words(`
        ahad ahli ais akaun aktiviti anakanda automatik awak awam baharu bahawa bandar basikal beli-belah belian berbeza
        bercuti berjaya berkenaan bermula beza bilik bolehlah budak budak-budak butang butiran camne camni camtu cik cikgu
        comel cuba cuti dah dalaman daripada dihantar dijumpai dikehendaki dimuatkan diorang diorg dipaparkan disember
        disokong doktor duit e-mel emel encik esok faham fail fikir fikiran hantar hendak hendaklah hospital iaitu ialah
        imej isnin isteri jemput jemputan jenama jer jom julai jumaat jumpa jun jurulatih kaedah kahwin kakitangan
        kanak-kanak kasut kat kawalan kawan-kawan kedai kekunci kelab kelajuan kenduri kerajaan kerana keselamatan kesihatan
        khabar khamis kitaorang kitorang kitorg komen korang kualiti lajur lalai laluan lelaki lepastu lesen mac macam
        macamtu mahkamah mahu majlis maklumat mana-mana manakala mcm mcmana memaparkan memuatkan menerusi menghantar
        mengikut menyokong mesej mesti minit motosikal nak nombor nota ogos pakej paparan paparkan pastu pasukan pautan
        pejabat pelajar pelancongan pemasangan pembolehubah pengerusi penghantaran peranti percuma percutian perisian
        perkahwinan perkhidmatan perlawanan persekitaran persendirian pertubuhan petang polis puan rakan rakan-rakan ralat
        ramai rasmi raya rehat resipi ringgit rosak sahaja saiz sebarang sekejap sekiranya sekurang-kurangnya semalam semasa
        senarai sentiasa seronok sesiapa setakat sgt sikit sila skrin sokongan sudi sukan syarikat tahniah takde takkan
        taknak takpe takyah tandas televisyen tempahan tengok tersilap tetapan tetapkan tetingkap tgk tiada tudung
        undang-undang universiti wang warganegara wayang xnak`),
        pattern: /^\p{L}{3,}iti(?:nya)?$|^(?:ber|di|me[mn]?)?bahawa/u,
      },
    ],
  },
  {
    weights: { word: 2.9, odds: 0.5, fit: 0.06 },
    least: [0.7, 0.7],
    siblings: [
      {
        language: "da",
        words: words(`
        af aften aftenen altid anden andet arbejde arbejder arbejdet arbejds bedst blev blevet bliv blive bliver brug
        bruge bruger brugere brugeren brugt bør børn børnehave børnene dejlig dejligste dejligt deltage dig dog drenge
        drengen dyb efter efterår endnu ethvert farve farver fejl fejlede fik finde finder findes frihed fuld fuldt fundet
        fået fødselsdag gaver gem gemme gemt gennem gerne glæder godmorgen grøn gået gør gøre halvtreds hej hjælp hjælpe
        hvad hvid hvide hvornår hygge hyggelig hyggeligt høj høje højre igen ind inde indeholder inden indhold indlæg
        indstillinger indtil jer jeres kage kald kaldes kaldt kende kender kendt kig konkurrence kun kvinde kvinden kvinder
        kæmpe kære kæreste kærlighed køb købe købt køre kører kørt lavede laver lavet lejlighed lidt lige ligesom lille
        lækker lækkert længde læs læse læser læst løbe mad mand manden meget mellem menneskene mere mig mod morgenmad
        mulighed muligheder måske mænd nej nogen noget nogle nu nyt næste nødvendigt op oplevelse oplevelser penge pige
        pigen piger rejse rejsen rejser ret rettighed rettigheder rigtig rigtige rigtigt samfund sidst sidste sig sige siger
        skabe skabt skoven slet slettes sort sorte stadig stranden sådan således sæt sætte sætter søde søg søge tage tager
        tak tilbage tilladelse tilladt tillykke trække tusind tyve tøj ud ude uden udenfor uge uger ukendt ukendte valgte
        vej vejr vejret veninde veninder vigtig vigtige vigtigt vinteren vores vælg vælge vælger værdi værdien værdier
        weekenden åben åbent åbn åbne ændre ændret ændringer øje øjne
        billede billeder billederne billedet spændende sne giver give hinanden os mindste værd skønt sjov sjovt nemt afsted frugt`),
        pattern: DANISH,
      },
      {
        language: "no",
        words: words(`
        alltid annen annet arbeid arbeider arbeidet av bare barna barnehage berre best bikkja ble bli blir blitt
        bruk bruke bruker brukere brukeren brukt bursdag bygda deg dei deilig dere desse dyp eg eigen eigne ein eit enda
        endre endret endringer ennå etter fann farge farger feil feilet fikk finne finner finnes finst fjell fjellet fleire
        framtid frihet frokost frå fullt funnet fått gjennom gjer gjere gjerne gjør gjøre gleda gleder gratulerer grønn gutt
        gutten gutter gått gøy hadde heile helg helga hilsener hjelp hjelpe hjemme hva hvit hvite hytta hyttakake høg høy
        høye høyre igjen ikkje inn inne inneholder innen innhold innlegg innstillinger jenta jente jenter kall kalles kalt
        kanskje kjem kjenne kjenner kjent kjære kjæreste kjærlighet kjøp kjøpe kjøpt kjøre kjører kjørt klær korleis kos
        koselig koselige kva kvar kveld kvelden kven kvinne kvinnen kvinner lage lager laget lagre lagret leilighet lekker
        lekkert lengde les lese leser lest likevel liten litt løpe mann mannen mat meg meir mellom menn mer mot mulighet
        muligheter mye mykje nei neste noe noen noko nokon nokre nydelig nydelige nytt nå opp opplevelse opplevelser penger
        påska påske reise reisen reiser rett rettighet rettigheter riktig riktige saman samfunn seg sett sette setter sier
        sist siste skape skapt skjønner slett slik slike sola stranda svart svarte sånn søk søke søte takk tar
        tilbake tilgang tillatelse tillater tillatt tjue tursti tusen uke ukjent ukjente uten utenfor valgt vei velg velge
        velger venninne venninner vera verdi verdien verdier vere vert viktig viktige vår våre vårens vårt været å åpen
        åpent åpne åpner òg øye øyne
        bilde bilder bildene bildet spennende snø snøen gir gi ga ta hverandre oss minste verd yrke dager fram veldig dra hei samboer ettermiddag`),
        pattern: NORWEGIAN,
      },
    ],
  },
];

const FAMILY_OF = new Map(
  FAMILIES.flatMap((family) => family.siblings.map(({ language }) => [language, family] as const)),
);
/** The limit of fastText's log odds. */
const MOST_ODDS = 4;
const LEAST_PROBABILITY = 0.01;
/** In a text with fewer letters weak evidence is not enough. */
const SHORT = 20;

/**
 * Weighs the words of a text for one sibling against the other, with the opinions of eld and fastText.
 * @returns the sibling that the evidence supports; null if it supports none, or the language has no siblings.
 */
export function siblingIn(
  language: string,
  textWords: readonly string[],
  { fitOf, probabilityOf }: Leanings,
): string | null {
  const family = FAMILY_OF.get(language);
  if (family === undefined) return null;
  const { siblings, weights, least } = family;
  const [one, other] = siblings;
  const isShort = textWords.join("").length < SHORT;
  const leastForOne = isShort ? Math.max(...least) : least[0];
  const told = (evidence: number) =>
    evidence >= leastForOne ? one.language : evidence <= -least[1] ? other.language : null;

  const seen =
    weights.word * (countOf(one, textWords) - countOf(other, textWords)) +
    weights.fit * (fitOf(one.language) - fitOf(other.language));
  const mostSaid = weights.odds * MOST_ODDS;
  if (told(seen - mostSaid) === told(seen + mostSaid)) return told(seen);
  const odds = Math.log(
    Math.max(LEAST_PROBABILITY, probabilityOf(one.language)) /
      Math.max(LEAST_PROBABILITY, probabilityOf(other.language)),
  );
  return told(seen + weights.odds * Math.max(-MOST_ODDS, Math.min(MOST_ODDS, odds)));
}

const countOf = (sibling: Sibling, textWords: readonly string[]) =>
  textWords.filter((word) => sibling.words.has(word) || sibling.pattern?.test(word)).length;

/**
 * @returns how many more words and spellings of a text support one sibling than the other; 0 for a language without
 * one.
 */
export function wordLead(language: string, textWords: readonly string[]): number {
  const [one, other] = FAMILY_OF.get(language)?.siblings ?? [];
  return one === undefined || other === undefined
    ? 0
    : Math.abs(countOf(one, textWords) - countOf(other, textWords));
}

/** @returns whether a language must be told from its siblings by words, whatever the score is. */
export function hasSiblings(language: string): boolean {
  return FAMILY_OF.has(language);
}

/** @returns the language and its sibling; empty for a language without one. */
export function familyOf(language: string): string[] {
  return FAMILY_OF.get(language)?.siblings.map((sibling) => sibling.language) ?? [];
}
