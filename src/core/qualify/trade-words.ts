import { anyOf } from "../text/word-list.js";

/**
 * Opening hours: days beside times ("Mo–Sa 9–19", "di–za 9-18u"), or times with minutes on both sides ("10:00-19:00").
 */
const DAYS =
  "mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|thur|thurs|fri|sat|sun|lun|lu|mar|ma|mié|mie|mer|jue|jeu|je|gio|vie|ven|ve|vr|sáb|sab|sam|dom|dim|za|zo|wo|pn|pon|wt|śr|sr|czw|cz|pt|sob|nd|ndz|tis|ons|tors|tor|fre|lör|lør|sön|søn|man|tir|pzt|sal|çar|per|cum|cmt|paz|пн|вт|ср|чт|пт|сб|вс|нд|δευ|τρι|τετ|πεμ|παρ|σαβ|κυρ|sen|sel|rab|kam|jum|min|월|화|수|목|금|토|일|月|火|水|木|金|土|日";
const TIME = "\\d{1,2}(?:[:.h]\\d{2})?\\s?(?:h|u|uhr|am|pm|uur|kl)?";
const WRITTEN_TIME = "\\d{1,2}(?:[:.h]\\d{2}\\s?(?:h|uhr|am|pm)?|\\s?(?:h|am|pm|uhr))";
const TO = "\\s?(?:[-–—〜~]|to|till|until|bis|à|a|do|до|til|till|t/m|tot)\\s?";
const OPENING_HOURS = new RegExp(
  [
    `(?<![\\p{L}\\p{M}])(?:${DAYS})\\.?(?:${TO}|\\s?[,+&]\\s?)(?:${DAYS})\\.?(?:[\\s:,]+(?:${TIME})${TO}(?:${TIME}|late))?(?![\\p{L}\\p{M}\\d])`,
    `(?<![\\p{L}\\p{M}])(?:${DAYS})\\.?[\\s:,]+(?:${TIME})${TO}(?:${TIME})(?![\\p{L}\\d])`,
    `(?<![\\p{N}:])(?:${WRITTEN_TIME})${TO}(?:${WRITTEN_TIME})(?![\\p{L}\\d])`,
    // "ab 9 €", "from $12".
    "(?<![\\p{L}])(?:ab|from|desde|dès|à partir de|da|vanaf|od|от|fra|från)\\s?(?:[€$£]\\s?\\d|\\d[\\d.,]*\\s?(?:€|\\$|£|zł|kr|₺|₽|eur|usd))",
    "(?<![\\p{L}])с \\d{1,2}(?::\\d\\d)? до \\d{1,2}",
    // "火曜定休", "7時から", "週一公休", "월요일 휴무", "9시부터", "เปิด 8", "หยุดวันพุธ".
    "[月火水木金土日]曜?日?(?:定休|休み|休業)|[週周][一二三四五六日](?:公?休|店休)|\\d{1,2}時(?:から|〜|～|-|オープン)|\\d{1,2}시(?:부터|~|-| 오픈)|[월화수목금토일]요일 ?(?:휴무|휴일)|เปิด\\s?\\d|(?:หยุด|ปิด)วัน",
  ].join("|"),
  "iu",
);

/** Words of somebody who sells or serves: order, book, deliver, open; in the most common languages. */
export const TRADE_ENTRIES = `
  opening times, open from, open till, closed on, closed mon*, open thu*, open fri*, walk-ins welcome, by appointment, appointments, new patients, book your, book an appointment, book on, order via, order at, orders open, custom orders, to order, made to order, bespoke, taproom, pickup, pick-up, takeaway, delivery, uk delivery, local delivery, ships worldwide, shipping worldwide, in stock, wholesale, stockists, free quotes, free estimates, licensed & insured, call-outs, we're open, trade only, handcrafted, hand-poured, small-batch, small batch, made slowly, from our, our workshop, our shop, our menu, we make, we deliver, we craft, shop update, shop-update, free parking, drop-in, per night, removals, stump grinding, house-made, free eu shipping, free uk shipping, cold-pressed, poured by hand, made by hand, sewn in, lifetime warranty, for the planet,
  geöffnet, geschlossen, ruhetag, sprechzeiten, sprechstunde*, termine online, termin online, termine unter, termin:, tischreservierung, bestellung*, bestellen, lieferung, lieferdienst, abholung, hofverkauf, werksverkauf, meisterbetrieb, fachbetrieb, innungsbetrieb, auf maß, maßanfertigung, handgenäht, angebote per, kostenlose beratung, führungen, unser sortiment, aus eigener, frisch geröstet, frisch gebacken, handgefertigt, handgemacht in, unikate, zu vermieten, mieten in, ferienwohnung, ferienwohnungen, erstgespräch, genäht in, von hand gefertigt, von hand gemacht, kaltgepresst,
  pedidos, haz tu pedido, encargos, por encargo, pide cita, pide tu cita, cita previa, reserva tu, reservas, envíos, envío gratis, hacemos envíos, abierto de, abierto todos, cerrado, horario, presupuesto sin, urgencias, a domicilio, calzado, por mayor, hecho a mano, hechos a mano, hecha a mano, nuestra tienda, nuestro taller, citas por, cosecha temprana, a medida,
  encomendas, sob encomenda, faça seu pedido, faça sua, entrega em, entregamos, enviamos para, frete, agende seu horário, agendamento, aberto de, aberto todos, fechado, horário de, atacado, feito à mão, feitos à mão, orçamento, orçamentos, fornadas, fermentação natural,
  sur commande, commandes, livraison, click & collect, réservation*, prise de rdv, rdv par, rdv en ligne, sur rdv, ouvert du, ouvert de, ouvert tous, ouvert 7*, fermé, horaires, devis gratuit, affineur, depuis trois générations, fait main, faits main, fabriqué en, fabriqués en, fabriquée en, fabriqué à, notre atelier, notre boutique, sur mesure, coulées à la main, faits à la main, fait à la main, cousu en, cousus en,
  su ordinazione, ordini, ordina, su misura, prenotazioni, prenota, consegna a domicilio, spedizione, spedizioni, aperti tutti, aperto dal, aperti dal, aperto tutti, chiuso, orari, preventivi, fatto a mano, fatti a mano, su appuntamento, stagionati, nostra cantina, cucina mediterranea, cucina tipica, cucina casalinga,
  bestel, bestellen via, bezorging, verzending, gesloten, geopend, openingstijden, reparatie, afspraak maken, op maat, vers brood, reserveer, handgemaakt, eigen atelier, te huur,
  zamówienia, zamów, na zamówienie, dostawa, wysyłka, czynne, otwarte, nieczynne, rezerwacje, umów wizytę, cennik, ręcznie robione, rękodzieło, szyte na miarę,
  beställ, beställning*, leverans, öppet, stängt, öppettider, boka tid, nybakat, bestil, levering, åbent, lukket, åbningstider, book tid, åpent, stengt, åpningstider, bestilling*, nybakt,
  sipariş, siparişi, siparişler, kapıda ödeme, kargo bedava, ücretsiz kargo, toptan, randevu, rezervasyon, paket servis, el yapımı, el emeği, gönderim, soğuk sıkım,
  заказ, заказы, на заказ, доставка, доставкой, доставляем, запись в, запись по, запись через, ежедневно, работаем, режим работы, скидки, оптом, с собой, замовлення, доставляємо, щодня, ручной работы, ручная работа, отправка по, свежей обжарки,
  παραγγελίες, παραγγελία, αποστολές, ανοιχτά, κλειστά, ραντεβού, χειροποίητα, κρατήσεις,
  pemesanan, order via wa, order wa, order by, kirim ke, pengiriman, ongkir, reseller, buka tiap, buka setiap, tutup, grosir, cod, đặt hàng, ship toàn quốc, giao hàng, mở cửa, đặt lịch,
  للطلب, الطلب, التوصيل, توصيل, نوصل, للحجز, الحجز, نفتح, مواعيد العمل, شحن, متجر, خصم, להזמנות, משלוחים, משלוח,
  営業時間, 定休日, ご予約, 予約受付, ご注文, 通販, 配送, 送料, 販売中, 店舗, 영업시간, 예약, 주문, 배송, 휴무, 매장, 营业时间, 預約, 预约, 訂購, 订购, 包邮, 發貨, 发货, 自家焙煎, 手作り販売, 선물세트, 수제`;
const TRADE_WORDS = anyOf(TRADE_ENTRIES);

/** Words in the names of shops, workshops and practices. */
export const VENUE_ENTRIES = `
  shop, store, market, deli, bakehouse, brewing, brewers, taproom, roasters, kitchen & bar, grill, diner, pub, bistro, tavern, inn, spa, clinic, dental, dentistry, orthodontics, veterinary, vets, physiotherapy, realty, real estate, properties, homes in, plumbing, roofing, landscaping, electrical, garage, motors, auto repair, tattoo, barbers, nails, cleaners, florist, flowers & gifts, nursery, foods, farms, vineyard, winery, holdings, consulting, solutions, partners, associates, yoga studio, pilates studio, dance studio, gym, fitness club, bookstore, optics, upholstery, joinery, quilts, cosmetics, skincare, haircare, jewelry, jewellery, jewels, candles, ceramics, apparel, clothing, footwear, swimwear, eyewear, roastery, organics, botanicals, chocolates, interiors, furniture, rentals, coffee co, tree care, dresses, bridal, sushi, pizza, burger, burgers, kebab, ramen, tacos, cakes, cupcakes, catering, pharmacy, technologies, software, mobility, logistics, resort, insurance, law firm, travel agency, record label,
  laden, lädchen, hofladen, manufaktur, werkstatt, praxis, kanzlei, studio für, atelier für, betrieb, meisterbetrieb, imkerei, kelterei, mosterei, reinigung, sanitär, elektro, dachdecker, fliesenleger, malerbetrieb, zimmerei, steuerberatung, kräuterhof, obsthof, reiterhof, kieferorthopädie, physiotherapie, zahnärzte, söhne, & co, kosmetik, naturkosmetik, schmuck, moden, möbel, immobilien, versicherungen, fahrschule, weine, kaffee, keramik, torten, brautmode, optik, apotheke, spielwaren, caseificio,
  tienda, taller, taller mecánico, clínica, clinica, ferretería, peluquería, floristería, panadería, pastelería, zapatería, carnicería, frutería, librería, heladería, cafetería, cervecería, inmobiliaria, abogados, asesoría, hermanos, e hijos, dulces, tartas, postres, joyas, ropa, eventos, bodas, quesos, aceites, óptica, farmacia, panes, calzado, muebles, cosmética, 
  loja, ateliê, oficina mecânica, padaria, confeitaria, doceria, doces, bolos caseiros, salão, barbearia, imobiliária, advocacia, consultório, pousada, sorveteria, hamburgueria, semijoias, joias, roupas, calçados, cosméticos, móveis,
  atelier, fromagerie, boulangerie, pâtisserie, boucherie, charcuterie, librairie, bijouterie, fleuriste, cabinet, épicerie, torréfaction, domaine, château, tatouage, menuiserie, bijoux, vêtements, cosmétiques, immobilier, savonnerie,
  officina, sartoria, pasticceria, gelateria, panificio, forno, macelleria, enoteca, cantina, libreria, gioielleria, falegnameria, fioreria, parrucchieri, studio legale, restauro, azienda agricola, agriturismo, gioielli, abbigliamento, sposa, sposi, eventi, ottica, formaggi, cosmetici, arredamenti, immobiliare,
  bakkerij, slagerij, kapper, kapsalon, bloemist, fietsenmaker, fietsenmakerij, winkel, webwinkel, garagebedrijf, praktijk, makelaar*, brouwerij, sieraden, kleding, cosmetica, meubelen,
  pracownia, piekarnia, cukiernia, kwiaciarnia, kawiarnia, restauracja, sklep, salon, gabinet, warsztat, kancelaria, palarnia, biżuteria, odzież, kosmetyki, meble, nieruchomości,
  bageri, bageriet, surdegsbageri*, konditori, konditoriet, butik, butiken, blomster, frisør, frisör, kompagniet, verkstad, værksted, gårdbutik, kro,
  butiği, mağaza, pastane, fırın, kuaför, takı, çiçekçilik, emlak, lokantası, kebap, avukatlık, atölye, kozmetik, giyim, ayakkabı, mobilya, zeytinyağı, tekstil, gıda,
  магазин, лавка, пекарня, кофейня, кондитерская, мастерская, студия, салон, клиника, ателье, ресторан, кафе, пиццерия, цветы, букеты, агентство, барбершоп, крамниця, косметика, одежда, обувь, украшения, мебель, недвижимость, кав'ярня, майстерня,
  φούρνος, ζαχαροπλαστείο, ταβέρνα, καφέ, κοσμήματα, εργαστήριο, κομμωτήριο, ανθοπωλείο, κατάστημα,
  toko, warung, kedai, kue ulang tahun, hijab, gamis, bengkel, apotek, laundry, baju, mebel, tiệm, cửa hàng, quán, nhà hàng, thời trang,
  مطعم, مخبز, مقهى, متجر, صالون, عيادة, شركة, بوتيك, عبايات, مجوهرات, מאפייה, מסעדה, חנות, מספרה, סטודיו,
  花屋, パン工房, 工房, 美容室, サロン, 食堂, 居酒屋, カフェ&, 専門店, 本店, 和菓子, 整体院, 歯科, 빵집, 꽃집, 공방, 미용실, 카페24, 식당, 베이커리, 餐廳, 餐厅, 咖啡店, 花店, 工作室, 專賣店, 旗舰店, 焙煎所, 酒造, 製菓, 商店, 카페, 커피, 상점`;
const VENUE_WORDS = anyOf(VENUE_ENTRIES);
/** Endings that turn goods into the place of a trade: "Zapatería", "Käserei", "Surdegsbageriet", "Lodziarnia". */
const VENUE_ENDING =
  /(?<![\p{L}\p{M}])\p{L}{3,}(?:ería|rerie|gerie|cherie|eteria|icceria|elleria|oleria|bäckerei|metzgerei|gärtnerei|tischlerei|schneiderei|rösterei|brauerei|käserei|imkerei|manufaktur|werkstatt|laden|praxis|handel|bakkerij|winkel|makerij|bageri|bageriet|bryggeri|bryggeriet|rzywiarnia|ciarnia|ziarnia|ownia|arnia|kanzlei|agentur|beratung|handlung|klinik|apotheke|druckerei|fahrschule|tanzschule|musikschule|backstube|gesellschaft|kellerei)(?![\p{L}\p{M}])/iu;

/** Legal forms, and names of firms of several people; in the most common languages. */
export const FIRM_ENTRIES = `
  inc, inc., corp, corp., co., llc, llp, ltd, limited, plc, group, company, gmbh, ag, kg, ohg, gbr, ug, e.k., mbh, sarl, s.a.r.l., sas, sasu, eurl, sa, s.a., scop, ei, sci, et fils, & fils, srl, s.r.l., spa, s.p.a., snc, e figli, & figli, s.l., s.l.u., y asociados, asociados, e hijos, y compañía, ltda, ltda., eireli, epp, e associados, e filhos, bv, b.v., nv, n.v., v.o.f., en zonen, & zonen, ab, aktiebolag, handelsbolag, kommanditbolag, hb, aps, a/s, oy, oyj, sp. z o.o., z o.o, sp. j., s.c., sp. k., a.ş., ltd. şti., ve oğulları, ооо, оао, зао, пао, ао, ип, нко, тов, фоп, гуп, муп, тсж, кфх, pt, cv, ud, tbk, persero, perum, yayasan, fa, und partner, & partner, & partners, and sons, & sons, bros, und söhne, & söhne, 株式会社, 有限会社, 주식회사, 有限公司, 公司, شركة, بع"מ`;
const FIRM_WORDS = anyOf(FIRM_ENTRIES);
/** "Richter, Wischer und Mikitenko": three surnames are a firm. */
const SEVERAL_SURNAMES =
  /^\p{Lu}[\p{L}'’ -]+, \p{Lu}[\p{L}'’ -]+(?:,? (?:and|und|et|y|e|en|och|og|i|ve|и|dan) )\p{Lu}[\p{L}'’ -]+$/u;

/** @returns whether a name is that of a firm, by its legal form or the people in it. */
export function isFirmName(fullName: string): boolean {
  return FIRM_WORDS.test(fullName) || SEVERAL_SURNAMES.test(fullName.trim());
}

/** @returns whether a biography has opening hours, or tells how to order, book or get a delivery. */
export function sellsOrServes(biography: string): boolean {
  return OPENING_HOURS.test(biography) || TRADE_WORDS.test(biography);
}

/** @returns whether a name is that of a shop, a workshop or a practice. */
export function isVenueName(fullName: string): boolean {
  return VENUE_WORDS.test(fullName) || VENUE_ENDING.test(fullName);
}
