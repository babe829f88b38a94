/** Dialects that count as German and are marked: Swiss German (ISO 639-2 `gsw`) and Bavarian with Austrian (ISO 639-3 `bar`). */
export const GERMAN_DIALECTS = ["gsw", "bar"] as const;
export type GermanDialect = (typeof GERMAN_DIALECTS)[number];

/** Everyday words as written in chat. There is no standard spelling, so many have several variants. */
const WORDS: Readonly<Record<GermanDialect, ReadonlySet<string>>> = {
  gsw: wordsOf(`
    alli bini bisch bitzli bsunders büsi chan chani chasch chind chinde chinder chli chlii chline chunnsch chunnt chunt chönd
    chönne chönnt chömed chömmed cho chuchi chalt chaffi dahei dänn deheim diheim dihei dini donnschtig dörf dörfe drü eifach
    eus eusi eusne euses eusem eu fescht fäscht fänschter friitig fritig füf gfalle gfallt gfreut gfunde gha gleit gluegt gmacht
    gnueg gseh gsee gsehnd gsi gsii gsy gueti guete guets gsait gseit glich gärn gäge gäll gönd grüessli grüezi grüess hend
    händ hei hemmer hämmer hesch hani het hett hoi huere huus hüsli hüt hütt hütte imfall ine isch jetze jetzä kei lueg luege
    luegt liebi läbe lüt meh mer mir mini mis mittwuch mues müend müesse muesch mäld mälded mäntig morn merci nid nöd nüt nüüt
    nume numme neui neus no nomal nöi nüm nümm ohni offe oise öb öpper öppis öppe rächt samschtig schnäll schöni schöns schwiiz
    schwiizer schwizer schwöschter si simmer sini sind sunntig syt syg sötti tuet tüend ufe use uf üs üsi üses üsne vill vilmal
    vielmal vo wänd wänn wei wott wotsch wuche wuchenänd wucheänd wuchenend wiehnacht wiehnachte wiso ziit zit zyt zischtig
    znacht zmittag zmorge zvieri znüni züri ächt äbe ässe`),
  bar: wordsOf(`
    amoi aussi außi aufd aufm amoi bei bissal bissl bisserl bua buam bini boarisch bäda dahoam daham dahoim deaf derf deandl
    dirndl de deppat des drobn drent drin dog do ebba eana eahm eam eh eich eini oans fei fia fias frei ghobt gestan gfoit gfoid
    gfreit gfreid gfrei gfundn ghead gehma gemma geht gnua gnuag goi gschenk griaß griass gsogt guad guada guadn guads gwen gwesn
    ham hama hamma heid heit heier heroben herobn hob hobt hobts hod hods hom homma hoid hoit hoam hoibe host hosd hüttn ihr imma
    jo kemma kimm kimmt kimmts koa koan koane koana kumm kummt leiwand liab liaba liabe liawa ma mach machma mehra mei mia miass
    miassn mog mogst mogs moi moing muas muass mim ned net nimma nocha nochad nomoi nocht oa oag oan oane oana obend obi oba oida
    oid oide oim ois oiso oiwei olle oamoi ollawei pfiat pfiati pfiad sakra san samma sama schaug schaugts schauts schee scheens
    scheena scheene sche sog sogt sogts sogn spezl sunn oiwei trau umi und untn vui fui vo voi wead weads wean weida wern wia wos
    woa woaß woaßt woast wieda zvui zruck zum`),
};
/** Words that standard German or another language has too: they count only beside clearer ones. */
const WEAK: ReadonlySet<string> = wordsOf(`
    alli bei bini bäda cho de des dini dirndl do drin eh eu eifach fei frei geht gäge hei het hett hütte ihr ine jo kei mach mer mei
    merci mini mir mis meh morn mues net ned nid no offe san si sind sini sunn trau uf und use vo voi zit zum ma mim mei dog guete
    woa moi sama ham hom host oa oan oid kumm olle imma läbe`);
/** The fewest clear words that a text must have (different ones). */
const LEAST_CLEAR = 2;
/** The least share of all words that must be of the dialect. */
const LEAST_SHARE = 0.3;
/** A single clear word is enough if more words than this fit. */
const ONE_CLEAR_WITH = 3;

function wordsOf(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

/**
 * Recognises Swiss German and Bavarian by words that standard German spells differently.
 * @param words the words of a German text, in lower case.
 * @returns null if neither, or if there is too little evidence.
 */
export function germanDialect(words: readonly string[]): GermanDialect | null {
  const different = [...new Set(words)];
  const [best, other] = GERMAN_DIALECTS.map((dialect) => {
    const fitting = different.filter((word) => WORDS[dialect].has(word));
    return { dialect, clear: fitting.filter((word) => !WEAK.has(word)).length, fitting: fitting.length };
  }).sort((one, two) => two.clear - one.clear || two.fitting - one.fitting);
  if (best === undefined || best.clear === other?.clear) return null;
  const isClear = best.clear >= LEAST_CLEAR || (best.clear === 1 && best.fitting > ONE_CLEAR_WITH);
  return isClear && best.fitting >= LEAST_SHARE * different.length ? best.dialect : null;
}
