import { hashtagsIn } from "./hashtags.js";
import { unaccented } from "./unaccented.js";

/**
 * Hashtags by which creators declare an advertisement, by language. Based on the regulators' requirements: FTC (US),
 * ASA (GB), Medienanstalten (DE), ARPP (FR), Autocontrol (ES), AGCM (IT), CONAR (BR), RSM (NL), UOKiK (PL), Ticaret
 * Bakanlığı (TR), Konsumentverket (SE), Forbrukertilsynet (NO), Forbrugerombudsmanden (DK), KKV (FI), JARO (JP), KFTC
 * (KR). Words that may also mean a mere cooperation or a gift are left out. Without accents and in lower case, as
 * captions are read.
 */
const AD_TAGS: Readonly<Record<string, string>> = {
  en: "ad ads paidad advert advertisement advertising sponsored sponsoredpost sponsoredcontent paidpartnership paidpromotion paidcollaboration paidcollab paidpost",
  de: "anzeige werbung bezahltewerbung bezahlteanzeige bezahltepartnerschaft bezahltekooperation gesponsert dauerwerbesendung",
  fr: "publicite sponsorise contenusponsorise partenariatremunere collaborationcommerciale collaborationremuneree",
  es: "publi publicidad publicidadpagada anuncio patrocinado contenidopatrocinado colaboracionpagada colaboracionpagadacon",
  it: "adv pubblicita sponsorizzato contenutosponsorizzato collaborazioneretribuita inserzioneapagamento",
  pt: "publipost publicidade patrocinado conteudopago parceriapaga publieditorial",
  nl: "reclame advertentie gesponsord betaaldesamenwerking betaaldpartnerschap betaaldepromotie spon",
  pl: "reklama wspolpracareklamowa wspolpracaplatna platnawspolpraca materialreklamowy materialsponsorowany postsponsorowany sponsorowane",
  tr: "reklam sponsorlu reklamisbirligi ucretlisponsorluk",
  sv: "annons betaltsamarbete annonssamarbete reklamsamarbete sponsrat",
  da: "annonce reklame betaltsamarbejde sponsoreret",
  no: "annonse annonselenke betaltsamarbeid sponset",
  fi: "mainos kaupallinenyhteistyo maksettumainos",
  cs: "placenaspoluprace placenareklama sponzorovano platenaspolupraca",
  hu: "hirdetes reklam szponzoralt fizetettegyuttmukodes",
  ro: "publicitate reclama parteneriatplatit",
  id: "iklan kerjasamaberbayar",
  ru: "реклама рекламныйпост партнерскийматериал",
  el: "διαφημιση χορηγουμενο",
  ja: "広告 タイアップ タイアップ投稿 プロモーション",
  ko: "광고 유료광고 협찬 유료광고포함",
  zh: "广告 廣告 合作广告 业配 業配",
  ar: "اعلان اعلان_مدفوع شراكة_مدفوعة",
  he: "פרסומת תוכןממומן שיתוףפעולהבתשלום",
  hi: "विज्ञापन",
  th: "โฆษณา",
  vi: "quangcao",
};

/** "Werbung, unbezahlt" and "not an ad" declare the opposite. */
const UNPAID_TAGS =
  "unbezahltewerbung werbungunbezahlt unbezahlt unbeauftragt unbezahlteanzeige notsponsored notanad notad unpaid nonsponsored niesponsorowane nosponsor";
const UNPAID =
  /\bun(?:bezahlt|beauftragt|paid)|\bselbst ?(?:ge|be)(?:kauft|zahlt)|\b(?:not?|non|isn't|keine?|no es) (?:an? )?(?:ad|ads|sponsored|sponsorise|anzeige|werbung|publicidad|adv)\b/u;

const tags = new Set(Object.values(AD_TAGS).flatMap((words) => words.split(" ").map(unaccented)));
const unpaidTags = new Set(UNPAID_TAGS.split(" "));

/** A label at the beginning, such as "Anzeige | …", "[Ad] …" or on a line of its own. */
const LABEL =
  /^[\s[({*#|_–—-]*(?:bezahlte |paid )?(anzeige|werbung|ad|advert|advertisement|sponsored|paid partnership|publicite|publicidad|publi|pubblicita|adv|publicidade|reclame|advertentie|reklama|reklam|annons|annonce|reklame|annonse|mainos|реклама|広告|광고|广告|廣告|اعلان)(?=\s*(?:[|:/*\])}–—\n]|-\s|$))/u;
/** Instagram's own label for such posts, if it was copied into the caption. */
const PARTNERSHIP =
  /\b(?:paid (?:partnership|collaboration|promotion) with|(?:in )?bezahlter? (?:partnerschaft|kooperation|zusammenarbeit) mit|partenariat remunere avec|collaboration commerciale avec|colaboracion pagada con|collaborazione (?:pubblicitaria|retribuita) con|parceria paga com|betaalde? (?:samenwerking|partnerschap) met|platna wspolpraca z|betalt samarbet?e? med|betalt samarbei[dj]e? med)\b/u;

/** Letters at the beginning of a caption that are searched for a label. */
const HEAD = 80;
/** Japanese captions declare advertising with #PR; elsewhere it means a personal record or public relations. */
const KANA = /[\u3040-\u30ff]/u;

/**
 * Whether a caption declares its post an advertisement. Many advertisements are not declared.
 * @param caption null if there is none.
 */
export function isDeclaredAd(caption: string | null): boolean {
  if (caption === null || caption === "") return false;
  const text = unaccented(caption);
  if (UNPAID.test(text)) return false;
  const found = caption.includes("#") || caption.includes("＃") ? hashtagsIn(caption).map(unaccented) : [];
  if (found.some((tag) => unpaidTags.has(tag))) return false;
  return (
    found.some((tag) => tags.has(tag) || (tag === "pr" && KANA.test(caption))) ||
    LABEL.test(text.slice(0, HEAD)) ||
    PARTNERSHIP.test(text)
  );
}
