/** Directly before a place: the writer lives there. */
export const LIVES_BEFORE =
  /(?:[📍🏠🏡🌍🌎🌏🗺]\uFE0F?|(?<!\p{L})(?:(?:based|living|lives?|located|residing|now|currently|living life|working) (?:in|at|near)|based:|base:|location:|standort:|studio in|salon in|praxis in|atelier in|shop in|wohnhaft in|wohne in|lebe in|leb in|lebt in|zuhause in|daheim in|raum|vivo en|viviendo en|vive en|ubicados? en|ubicadas? en|radicad[oa] en|moro em|vivendo em|localizad[oa] em|basée? à|vis à|habite à|installée? à|vivo a|vivo in|abito a|woonachtig in|woon in|wonend in|gevestigd in|bor i|mieszkam we?|żyję we?|žiju ve?|bydlím ve?|žijem v|bývam v|živim v|živim u|živimo u|живу во?|живу у|мешкаю [ву]|проживаю в|живея в|locuiesc în|trăiesc în|μένω σ(?:ε|την?|το)|ζω σ(?:ε|την?|το)|yaşıyorum|tinggal di|住在|在住))\s*[:,]?\s*$/iu;
/** Directly before a place: the writer comes from there. */
export const FROM_BEFORE =
  /(?<!\p{L})(?:from|born in|born & raised in|originally from|native of|made of|aus|gebürtig aus|ursprünglich aus|soy de|de origen|desde|natural de|originaire de|je viens de|vengo da|nat[oa] a|origini|uit|kom uit|född i|från|fra|pochodzę z|из|із|родом из|din|από|iz|dari|asal)\s*:?\s*$/iu;
/** Directly after a place: "Berlin based", "UK-based", "LDN 📍". */
export const SAYS_AFTER = /^[\s-]*(?:based\b|ansässig\b|residente\b|area\b|📍|在住|出身|에 살아)/iu;
/** Directly before a place: something is there, usually the writer. But not "made in Germany". */
export const INSIDE_BEFORE =
  /(?<!\b(?:made|interested|believe|specialized|specialised|inspired))(?:^|\s)(?:in|en|em|à|a|i|we?|во?|у|u|ve?|în|στην?|στο|im|nahe|near|bei|rund um|around|di|te|at)\s*$/iu;
