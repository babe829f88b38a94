import { anyOf } from "./word-list.js";

/**
 * Words by which accounts describe themselves, in the most common languages on Instagram (English, Spanish, Portuguese,
 * French, German, Italian, Dutch, Turkish, Polish, Russian, Indonesian, Arabic, Hindi, Japanese, Korean, Chinese).
 * `qualify` and the clone watch use the same lists; for every entry test/text/account-words.test.ts has a text that it
 * must match and one that it must not.
 */
export const FAN_ENTRIES = `
  fan~page*, fan~account*, fan~club*, fan~acc, fan~made, fan~base, fandom, stan account, not affiliated, no affiliation, unofficial, not official,
  not the real, parody, satire account, tribute account, tribute page, supporters club, run by fans, run by a fan, not impersonating, no copyright infringement,
  fan~seite*, fan~konto, fan~projekt, fanclub von, inoffiziell*, nicht offiziell*, parodie*, satire~account, nicht der echte, nicht die echte, von fans für fans,
  club de fans, página de fans, cuenta de fans, cuenta fan, no oficial, cuenta no oficial, no afiliado, no afiliada, parodia, sin afiliación,
  fã clube, fã~clube, fc oficial, página de fãs, conta de fã, não oficial, paródia, não afiliado, não afiliada,
  compte fan, page de fans, non officiel*, parodique, non affilié, non affiliée, fanpage officielle,
  pagina fan, non ufficiale, non affiliato, non affiliata, parodia di,
  fanpagina, niet officieel,
  hayran sayfası, hayran hesabı, fan sayfası, resmi değil*, resmi olmayan,
  strona fanowska, nieoficjaln*,
  фан~клуб*, фан~страниц*, фан~аккаунт*, неофициальн*, пародия,
  akun fans, akun fanbase, fans page, bukan akun resmi, tidak resmi, akun parodi,
  حساب معجبين, صفحة معجبين, فانز, غير رسمي, محاكاة ساخرة,
  फैन पेज, फैन क्लब, फैन अकाउंट, अनौपचारिक,
  ファンアカウント, ファンクラブ, ファンページ, 非公式, 応援アカウント, パロディ,
  팬페이지, 팬계정, 팬클럽, 비공식, 패러디,
  แฟนคลับ, 粉丝, 粉絲, 后援会, 後援會, 非官方, 恶搞`;
/** Claims to belong to the person or brand: a backup, new, private, real or official account. */
export const CLAIM_ENTRIES = `
  official, official account, official page, backup, back~up, backup account, second account, 2nd account, 2nd acc, second page, other account, new account, new page, main account, personal account,
  private account, private page, priv, privat account, spam account, old account, old one, got hacked, was hacked, been hacked, account hacked, my real account, real account, the real one, real one, only account, only real account,
  ignore fakes, beware of fakes, no other account, authentic account, verified account, manager of, managed by me, my only account, our only account, for real fans, for my fans, for our fans,
  offiziell*, offizieller account, zweitaccount, zweit~account*, zweitkonto, zweiter account, backup~account, neuer account, neues konto, neues profil, privater account, privat~account, privataccount, altes konto,
  alter account, wurde gehackt, echter account, der echte, die echte, das echte, einziger account, nur echt,
  oficial, cuenta oficial, cuenta nueva, nueva cuenta, segunda cuenta, cuenta privada, cuenta personal, cuenta de respaldo, respaldo, me hackearon, cuenta real, la real, el verdadero, la verdadera, única cuenta,
  conta oficial, conta nova, nova conta, segunda conta, conta reserva, conta privada, conta pessoal, fui hackeada, fui hackeado, conta verdadeira, única conta, perfil oficial, perfil novo,
  officiel*, compte officiel, nouveau compte, deuxième compte, second compte, compte privé, compte secondaire, compte perso, piraté*, vrai compte, seul compte,
  ufficiale, account ufficiale, nuovo account, secondo account, profilo privato, profilo ufficiale, nuovo profilo, hackerato, hackerata, vero account, unico account,
  officieel, nieuw account, tweede account, privé account, gehackt account, echte account,
  resmi, resmi hesap, resmi hesabı, yeni hesap, yeni hesabım, yedek hesap, ikinci hesap, özel hesap, gerçek hesap, çalındı,
  oficjalne, oficjalny, oficjalna, nowe konto, drugie konto, prywatne konto, zapasowe konto,
  официальн*, новый аккаунт, второй аккаунт, запасной аккаунт, личный аккаунт, взломали, настоящий аккаунт, резервный аккаунт,
  akun resmi, akun baru, akun kedua, akun pribadi, akun cadangan, akun asli,
  الحساب الرسمي, حساب رسمي, حسابي الجديد, الحساب الثاني, حساب خاص, الحساب الاحتياطي, الحساب الحقيقي,
  आधिकारिक, नया अकाउंट, दूसरा अकाउंट, असली अकाउंट, प्राइवेट अकाउंट,
  公式アカウント, サブ垢, サブアカ, 新しいアカウント, 裏アカ, 本物, 本人です,
  공식 계정, 공식계정, 부계정, 새 계정, 비공개 계정, 본계정,
  官方账号, 官方帳號, 小号, 小號, 新号, 备用号, 本人`;
/** Lures people elsewhere, to money or intimate chats. */
export const LURE_ENTRIES = `
  telegram, whats~app me, on whats~app, via whats~app, text me on, text us on, message me on, message us on, add me on, write me on, hangouts, google chat, signal only, snapchat only, wa.me*, t.me*, kik me,
  crypto, bitcoin, btc, forex, fx trader, binary options, trading signals, investment platform, bitcoin investment, invest with me, invest now, financial freedom, passive income, earn from home, earn money, make money, double your money,
  money flip, cash app, cashapp, giveaway*, giveaway winner*, lucky winner*, you won, you have won, claim your prize, claim your reward, free iphone, gift card, sugar daddy, sugar mummy, sugar baby, god fearing, widow, widowed, widower, single dad, single mom,
  military doctor, us army, offshore, oil rig, looking for love, looking for something real, serious relationship, private channel, private chat, private messages, exclusive private content, hot pics, nudes, link below, click the link, click link, vip channel,
  dm for business, dm to learn, dm to earn, dm me to, dm me for, text me now,
  schreib mir auf, schreibt mir auf, schreib mir bei, schreibt uns auf, privater kanal, geld verdienen, passives einkommen, gewinnspiel*, du hast gewonnen, ihr habt gewonnen, klick auf den link, klickt auf den link, sugardaddy,
  escríbeme por, escríbeme al, escríbenos por, ganar dinero, gana dinero, sorteo*, has ganado, canal privado, haz clic, viudo, viuda,
  me chama no, chama no zap, chama no whats, ganhar dinheiro, ganhe dinheiro, renda extra, sorteio*, você ganhou, clique no link, viúvo, viúva,
  écris-moi sur, écrivez-moi sur, contactez-moi sur, gagner de l'argent, jeu concours, vous avez gagné, canal privé, cliquez sur le lien,
  scrivimi su, scrivetemi su, guadagna online, guadagnare online, hai vinto, canale privato, clicca sul link,
  stuur me een bericht op, winactie, je hebt gewonnen, klik op de link,
  para kazan*, çekiliş*, kazandınız, özel kanal, linke tıkla*, telegramdan yaz, whatsapptan yaz,
  napisz do mnie na, zarabiaj, wygrałeś, wygrałaś, kliknij w link,
  телеграм, телеграмм, пишите в телеграм, заработок, заработать, розыгрыш*, выиграли, закрытый канал,
  chat saya di, hubungi wa, penghasilan, klik link,
  تيليجرام, تلغرام, تواصل واتساب, ربح المال, فزت, رابط في الأسفل,
  टेलीग्राम, पैसे कमाएं,
  テレグラム, 副業, 稼げ, 当選, プレゼント企画,
  텔레그램, 부업, 당첨,
  电报, 赚钱, 賺錢, 中奖, 中獎, 加微信`;
/** A part of an organisation: a team, a shop, a hiring desk, a location. */
export const BRANCH_ENTRIES = `
  careers, career, jobs, job, hiring, work with us, join our team, recruiting, recruitment, talent, internships, store, stores, shop, boutique, outlet, flagship, showroom, team, crew, support, help, helpdesk, customer care, customer service, service, press, newsroom,
  media, events, academy, foundation, studio, lab, kids, women, men, sport, sports, global, international, worldwide, europe, asia, africa, latam, mena, apac, emea, usa, uk, de, at, ch, fr, es, it, nl, pl, pt, br, mx, tr, jp, kr, india, canada, australia,
  karriere, stellen, ausbildung, arbeite bei uns, arbeiten bei, filiale, laden, kundenservice, kundendienst, presse, veranstaltungen, stiftung,
  empleo, empleos, carreras, tienda, tiendas, sucursal, atención al cliente, prensa, equipo, carreira, carreiras, vagas, loja, lojas, atendimento, imprensa, equipe,
  carrière*, recrutement, emploi*, magasin, magasins, boutiques, équipe, service client, lavora con noi, carriere, negozio, negozi, assistenza, squadra,
  vacatures, werken bij, winkel, winkels, klantenservice, kariyer, mağaza, mağazası, destek, takım, praca, kariera, sklep, obsługa klienta, drużyna,
  карьера, вакансии, магазин, поддержка, команда, lowongan, karir, toko, layanan pelanggan, tim,
  وظائف, متجر, خدمة العملاء, فريق, करियर, नौकरी, दुकान, टीम, 採用, 店舗, ショップ, 公式ショップ, 채용, 매장, 고객센터, 招聘, 门店, 旗舰店, 客服,
  berlin, hamburg, münchen, munich, köln, cologne, frankfurt, stuttgart, düsseldorf, leipzig, wien, vienna, graz, salzburg, zürich, zurich, basel, genf, genève, london, manchester, paris, lyon, marseille, madrid, barcelona, valencia, sevilla,
  lisboa, lisbon, porto, roma, rome, milano, milan, torino, napoli, amsterdam, rotterdam, brussels, bruxelles, antwerpen, copenhagen, stockholm, oslo, helsinki, warszawa, warsaw, kraków, praha, prague, budapest, istanbul, ankara, moscow,
  москва, dubai, nyc, new york, los angeles, miami, chicago, houston, toronto, montreal, vancouver, sydney, melbourne, tokyo, seoul, singapore, hong kong, bangkok, jakarta, mumbai, delhi, são paulo, rio, buenos aires, bogotá, santiago, lima`;
/** Words and titles around a name that do not make it another name. */
export const TITLE_ENTRIES = `
  dr, prof, professor, mr, mrs, ms, miss, mx, sir, lady, phd, md, mba, msc, bsc, esq, jr, sr, ii, iii, herr, frau, dipl, ing, med, mag, dott, dottssa, avv, sig, sra, srta, doña, don, dra, lic, mme, mlle, mons, maître, mevr, dhr, pan, pani, señor, señora, sta, srita, bay, hanım, coach, chef, dj, official, real,
  the, its, iam, im, backup, private, new, account, page, offiziell, privat, neu, echt, oficial, nueva, nuevo, nova, novo, officiel, officielle, vrai, ufficiale, nuovo, resmi, yeni, официальный, официальная, др, د`;

export const FAN_WORDS = anyOf(FAN_ENTRIES);
export const CLAIM_WORDS = anyOf(CLAIM_ENTRIES);
export const LURE_WORDS = anyOf(LURE_ENTRIES);
export const BRANCH_WORDS = anyOf(BRANCH_ENTRIES);
export const TITLE_WORDS = anyOf(TITLE_ENTRIES, "giu");

/** Words of fans that count only beside the name of the account that they are about: "we love Tim Hofer", "timhofer.daily". */
export const FAN_BESIDE_NAME_ENTRIES = `
  fan, fans, fc, stan, stans, fan of, fans of, we love, we stan, tribute, tribute to, updates, updates on, updates of, daily, daily pictures, archive, archives, edits, lovers, army, forever, memes, quotes, parody, news, source, lyrics, closet, outfits, outfits worn by, worn by, gallery, streaming team, streaming team for, charts, queen, addict, obsessed, loves, news about, news on, source for, source on, source about, information about, info about,
  fan von, fans von, wir lieben, fan de, fans de, amamos a, amamos, fãs, fãs de, fan di, amiamo, nous aimons, fuente de, fuente sobre, información sobre, noticias de, noticias sobre, fonte de, fonte sobre, fonte di, fonte italiana su, informações sobre, informações sobre a cantora, informações sobre o cantor, notícias de, notícias sobre, notícias da, notícias do, actualité de, actu de, actus de, infos sur, notizie su, informazioni su, neuigkeiten über, news zu, alles über, alles zu, nieuws over, wszystko o, новости о, всё о, hayranları, fanki, fani, фанаты, фанат, penggemar, معجبين, ファン, 応援, 팬`;
export const FAN_WORDS_BESIDE_NAME = anyOf(FAN_BESIDE_NAME_ENTRIES);

/** Names of pages about somebody: "Annenmaykantereit Fans", "zendaya source". */
const FAN_PAGE_NAME =
  /(?<![\p{L}\p{M}])(?:fans|fanz|fandom|fan(?:archiv|welt|seite|hub|blog|treff|projekt)\p{L}*|stans|updates|source|archives?|edits|infos|fã[ns]?|fani|hayranları|фанаты|фанов|penggemar|معجبين)(?![\p{L}\p{M}])/iu;
/** Says that the account is not the person it shows. */
const NOT_THE_ONE =
  /(?<![\p{L}\p{M}])(?:(?:we are|we're|i am|i'm|this is|am) not (?:her|him|them|the (?:band|artist|real)|associated)|not (?:her|him|them)(?=$|[!.,|])|not \p{L}+!|nicht (?:die band|der künstler|die künstlerin|er selbst|sie selbst)|no (?:somos|soy) (?:él|ella|ellos|\p{Lu}\p{L}+)|não (?:somos|sou) (?:ele|ela|eles|o artista)|(?:ce n'est )?pas (?:lui|elle|l'artiste|le groupe)|non (?:sono|siamo) (?:lui|lei|loro|i veri|il vero|la vera)|nous ne sommes pas|(?:ik ben|wij zijn) niet (?:hem|haar|hen|de echte)|nie (?:jestem|jesteśmy) (?:nim|nią|nimi)|(?:мы|я) не (?:он|она|они)|bukan (?:dia|akun asli)|(?:ik|vi|jag|jeg) är inte (?:han|hon)|ben o değilim|o değil|(?:tenue?|gérée?|run|geführt|gestita|llevada|feita|made) (?:par des|par une|by|von|da|por|por uns) fans?|fan[- ]run|\p{L}{4,} (?:de|dei|des|von|of) (?:los |les )?fans?|non è il profilo|kein kontakt zu (?:ihr|ihm)|stan (?:acc|account|page))(?![\p{L}\p{M}])/iu;

/** @returns whether the name is that of a fan page, or the text says that this is not the person shown. */
export function isFanPage(fullName: string | null, biography: string): boolean {
  const name = fullName ?? "";
  return (
    (/\s/.test(name.trim()) &&
      (FAN_PAGE_NAME.test(name) || /^we\s*(?:[♡♥❤]\uFE0F?|love|stan)\s/iu.test(name))) ||
    NOT_THE_ONE.test(biography)
  );
}
