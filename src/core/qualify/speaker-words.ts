import { anyOf } from "../text/word-list.js";

/** "We" and "our" as businesses, clubs and institutions write it. */
export const WE_ENTRIES = `
  we, our, us, we're, we've, wir, uns, unser, unsere, unserem, unseren, unserer, nous, notre, nos, nosotros, nosotras, nuestro, nuestra, nuestros, nuestras, noi, nostro, nostra, nostri, nostre, nós, nosso, nossa, nossos, nossas, somos, hacemos, ofrecemos, fazemos, oferecemos, siamo, facciamo,
  wij, onze, ons, nasz, nasza, nasze, naszych, jesteśmy, robimy, náš, naše, našich, vår, våra, vores, våre, meillä, meidän, biz, bizim, мы, наш, наша, наше, наши, нас, помогаем, ми, ненашої, наші, εμείς, μας, kami, chúng tôi, 私たち, 当店, 当社, 우리, 저희, 我们, 我們, 本店, 本公司, نحن, لدينا, فروعنا, אנחנו, שלנו, เรา, हम, हमारे`;
export const WE_WORDS = anyOf(WE_ENTRIES);

/** What only an organisation asks of its readers or tells them. */
export const ORGANISATION_ENTRIES = `
  now hiring, we're hiring, join us, visit us, find us, come as you are, come visit, donate, adopt, adopt don't shop, volunteer, volunteers, enrolling, enrol now, enroll now, tryouts, call for, call or text, text for, call us, free consultation, free quote, fully insured, insured, tap to shop, shop the, shop now, link to shop, download the app, get the app, sign up, walk-ins, walk ins, no reservations, cash only, deposits required, all day, local news, community action, non-profit, nonprofit, charity, ngo, official account, official instagram, locations, branches, outlets, ages, classes, lessons, tickets at, end of tenancy, for price, dm for price, ready stock,
  azubis gesucht, wir suchen, verein, ehrenamtlich, ehrenamtlich geführt, aus einer hand, versand, ankauf, kurse, anmeldung, platzanfragen, programm, offizieller kanal, offizielle seite, notruf, stadtverwaltung, gemeinde, filialen, neueröffnung, für die ganze familie, location, hochzeitslocation, einzeltraining, probetraining, schnupperstunde, fairer handel, sanierung, meisterbetrieb,
  adopta, adopción, dona, voluntarios, matrícula abierta, jornada de puertas abiertas, información municipal, ventas al mayor, al mayor y detal, turnos, turno, cosecha propia, venta de, servicio de, servicios de, asesoría gratis, municipal, sede, sedes, sucursales,
  adoptez, famille d'accueil, bénévoles, compte de la ville, compte officiel de, vie locale, réservez, emplacements, dégustation, ateliers, soins, stages, inscriptions, adhésion, association,
  asporto, da asporto, vendita, riparazione, prima consulenza, consulenza gratuita, camere, sagre, tesseramento, iscrizioni aperte, adotta, volontari,
  banho e tosa, leva e traz, agenda aberta, cultos, matrículas abertas, provas e alojamento, alojamento, comida caseira, adote, voluntários, unidades, vendas,
  proefles, slagingspercentage, vanaf, vrijwilligers, aanmelden, doneer, verkoop, adopteer, lidmaatschap,
  pokoje, noclegi, zapisy, nabór, wolontariat, adoptuj, oferujemy, zapraszamy, pre všetkých, na objednávku, ubytování, otevřeno, prodej, rendelés, házhozszállítás, nyitva, szállás, cazare, comenzi, livrare, deschis, boende, bokning, anmälan, förening, til salg, påmelding, forening, varaa, avoinna, lounas, tilaa,
  adrese teslim, toplu yemek, günlük menü, kayıt, kayıtlar başladı, şubeler, hizmetinizdeyiz, için arayın, bağış,
  набор детей, набор, первое занятие бесплатно, помощь, ремонт, продажа, филиалы, аренда, шиномонтаж, диагностика, карта в шапке, волонтёры, приглашаем, допомога, запис, оренда, набір,
  εκδηλώσεις, γευσιγνωσία, πωλήσεις, δεχόμαστε, εγγραφές, cabang, melayani, jual, menyediakan, pendaftaran, hotline, chi nhánh, tuyển sinh, dịch vụ, cung cấp, chăm sóc, gội đầu, nhận đặt,
  احجز, فروع, فرعنا, تبرع, تسوق, نقدم, خدمات, التسجيل, הזמנות, סניפים, פתוח, סגור, הרשמה, התנדבות,
  体験受付, 受付中, 募集中, 会員募集, 休み, 御予約, 取扱, 販売, 客室, 객실, 모집, 상담, 오픈, 운영, 판매, 歡迎, 欢迎, 試聽, 招生, 批發, 批发, 營業, 營业, 分店, รับจัด, จำหน่าย, สั่งซื้อ, เปิดบริการ, ส่งทั่ว, รับทำ`;
export const ORGANISATION_WORDS = anyOf(ORGANISATION_ENTRIES);

/** Of people who publish: what they make, teach, and where else they are read or seen. */
export const PUBLISHER_ENTRIES = `
  recipes, recipe, tutorial, tutorials, tips, my book, my podcast, podcast, ebook, e-book, newsletter, youtube, tiktok, vlog, vlogger, reviews, giveaways, ambassador, affiliate, discount code, use code, code, my looks, ltk, collab, collabs, collaboration, collaborations, pr, ugc, ko-fi, patreon, substack, bestselling, best-selling, author of, debunked, explained, explains, explaining, followers, subscribers, my course, online coach, helping women, helping you, i help, prints available, new drop, next con, mgmt, management, bookings, booking, my new single, new single, new ep, new album, out now, new mix out, on tour, tour, bookstagram, commissions, commissions open, freebie, free guide, free printable, printable, inspo,
  rezepte, reisetipps, tipps, anfragen, kooperation, kooperationen, anleitungen, für anfänger, erklärt, mein buch, mein kurs, werbung, podcast jeden, tickets im link, tourdaten, gutschein, rabattcode, abnehmen, outfits, workshops, guide, ausmisten, kein ersatz,
  recetas, tutoriales, colaboraciones, colaboración, consejos, mi libro, mi curso, vídeos, videos, te cuento, lo cuento, asesoría, clases online, trucos, reseñas, sorteos, código, publi, contrataciones,
  recettes, conseils, astuces, mon livre, mon ebook, mon podcast, partenariat, partenariats, partenaires, je filme, vidéo, vidéos, mes adresses, bons plans, petits budgets, batch cooking,
  ricette, consigli, recensioni, il mio libro, collaborazioni, codice, codice sconto, racconto, video, guide gratuite,
  receitas, dicas, parcerias, roteiros, aulas no, meu livro, meu curso, cupom, resenhas, conteúdo,
  recepten, samenwerken, samenwerking, samenwerkingen, wandelroutes, mijn boek, kortingscode, filmpjes, przepisy, współpraca, książka w linku, poradnik, kod, filmy, recepty, spolupráce, návody, receptek, együttműködés, rețete, colaborări, recept, samarbete, samarbeten, opskrifter, samarbejde, oppskrifter, samarbeid, reseptit, yhteistyö, uusi video,
  tarifler, iş birliği, işbirliği, rotalar, öne çıkanlarda, önerilerim, yeni video, içerik, рецепты, сотрудничество, реклама, курс, гайд, обзоры, советы, рассказываю, показываю, говорю о, блог, запись на консультацию, рецепти, співпраця, поради, огляди, συνταγές, συνεργασίες, resep, endorse, endorsement, kolaborasi, paid promote, hidden gem, công thức, hợp tác, liên hệ quảng cáo, nhận review,
  وصفات, للإعلان, للاعلان, للإعلانات, للتعاون, تعاون, مراجعات, מתכונים, לשיתופי פעולה, レシピ, レシピ本, pr依頼, 案件, お仕事依頼, 紹介, 発信, 協賛, 협찬, 문의, 레시피, 리뷰, 브이로그, 유튜브, 合作, 邀約, 分享, 食譜, 開箱, 测评, 测评合作, รีวิว, ติดต่องาน, สูตรอาหาร,
  workout, workouts, exercises, drills, challenge, challenges, cookbook, vanlife, van life, hauls, haul, finds, upcycling, unboxing, memes, motherhood, parenting, storytime, skits, sketches, covers, cover songs, tabs, lessons online, online course, masterclass, webinar, webinars, case studies, explainer, made simple, made easy, for beginners, step by step, how to, hacks, diy, inspiration, ideas, daily vlog, day in the life, content, content creator, creating content, teaching you, watch me, watch my, follow me, follow along, follow for, new post, new posts, new episode, new episodes, every week, every day, weekly, subscribe, merch, presets, portraits, weddings, couples, available for, open for work, speaker, keynote, bestseller, shows, gigs, live dates, single out, album, ep, streaming, feat,
  kochbuch, schnittmuster, freebook, freebooks, stellplätze, routen, alltag, elternalltag, anfänger, trainingspläne, übungen, ideen, schritt für schritt, jede woche, jeden tag, jeden sonntag, neue folge, folge mir, folgt mir, ohne fachchinesisch, einfach erklärt, aufklärung, humor, bühne, auftritte, aufträge, hochzeitsreportagen, porträts,
  rutinas, ejercicios, paso a paso, para principiantes, maternidad, crianza, encargos abiertos, nuevos vídeos, cada semana, cada día, sígueme, te enseño, te ayudo, aprende conmigo, reels, hábitos, motivación, gira, ilustración, acuarela,
  exercices, pas à pas, pour débutants, débutants, idées, maternité, humour, sketchs, chroniques, reportages, chaque semaine, chaque dimanche, abonnez-vous, suivez-moi, je partage, je teste, zéro déchet, spectacle, tournée, tuto, tutos,
  esercizi, passo passo, per principianti, idee, maternità, ogni settimana, ogni giorno, seguimi, ti aiuto, nuove ricette, spettacolo, recensisco, videoricette,
  exercícios, passo a passo, para iniciantes, ideias, maternidade, resenhas sinceras, toda semana, todo dia, me siga, maquiagem, aula, vídeo novo,
  oefeningen, stap voor stap, voor beginners, ideeën, elke week, volg mij, routes, ćwiczenia, krok po kroku, dla początkujących, pomysły, metamorfozy, recenzje, co tydzień, cviky, krok za krokem, övningar, för nybörjare, varje vecka, varje söndag, øvelser, for begyndere, hver uge, harjoituksia,
  egzersiz, egzersizler, adım adım, kendin yap, videoları, videolar, her gün, her hafta, takip et, anlatıyorum, упражнения, разборы, для начинающих, мастер-классы, выкройки, пошагово, каждый день, каждую неделю, подпишись, вправи, для початківців, майстер-класи, покроково, ασκήσεις, βήμα βήμα, για αρχάριους, κάθε μέρα, tips & trick, tiap hari, setiap hari, video tiap, mẹo, mỗi ngày, hướng dẫn, khám phá,
  خطوة بخطوة, للمبتدئين, كل يوم, روتين, تجاربي, نصائح, פעם בשבוע, טיפים, צעד אחר צעד, フォロー, 記録, 毎日, 毎朝, 初心者, 保存して, 更新, 공부, 매일, 기록, 팔로우, 홈트, 每週更新, 每天, 心得, 新手, 教學, 教学, 追蹤`;
export const PUBLISHER_WORDS = anyOf(PUBLISHER_ENTRIES);

/** Family, friends, pets and beliefs: what people write of their lives. */
export const LIFE_ENTRIES = `
  mom, mum, dad, mama, papa, mother, father, wife, husband, grandma, grandpa, granny, nana, grandkids, grandson, granddaughter, married, married to, engaged, single, bff, daughter, son, kids, family first, retired, private, friends and family, god, jesus, psalm, believer, blessed, season ticket, survivor, warrior, fighter, mortgage, bad jokes, lover, addict, introvert, homebody, born and raised, raised, boy, girl, she, he, semester, degree, sophomore, freshman, senior, alum, majoring, pre-med,
  opa, oma, enkel, vater, mutter, mami, papi, verheiratet, ehemann, freunde, familie, hund, katze, katzen, rentner, abi, klasse, azubi, dankbar, kämpferin, kämpfer, sonst nix, liebe, verliebt, glücklich,
  madre, padre, abuela, abuelo, nietos, nietas, hijos, hija, hijo, casado, casada, novia, novio, jubilado, jubilada, opositando, viviendo, años, familia, amigos, gato, perro, bendecida,
  maman, mamie, mari, femme, enfants, petits-enfants, retraité, retraitée, amoureuse, amis, chat, chien, fac, licence, master, ans, piges,
  mamma, papà, nonna, nonno, nipoti, figli, sposata, sposato, pensionato, pensionata, tifoso, tifosa, amici, gatto, cane, liceo, laurea, anni,
  mãe, pai, avó, avô, netos, filhos, aposentado, aposentada, gata, cachorro, flamenguista, corinthiano, faculdade, formação, anos,
  moeder, vader, kinderen, kleinkinderen, getrouwd, gepensioneerd, vrienden, kat, tata, żona, mąż, dzieci, wnuki, babcia, dziadek, emeryt, emerytka, emerytowany, działka, kot, pies, máma, táta, děti, manžel, manželka, anya, apa, macska, macskák, kutya, mamă, tată, soție, câine, pisică, pappa, barn, unger, ungar, fru, gift, man, hustru, katt, hytte, äiti, isä, mummo, koira, kissa,
  anne, baba, evli, nişanlı, emekli, torun, torunlar, torunlarım, dede, anneanne, kedi, kedim, iki kedi, köpek, mezunu, öğrenci, мама, папа, бабушка, дед, дедушка, внуки, жена, муж, дети, сын, дочь, сына, дочки, дачник, рыбак, пенсионер, пенсионерка, кот, собака, коты, бегаю, читаю, тато, чоловік, дружина, діти, кіт, μαμά, μπαμπάς, παππούς, γιαγιά, συνταξιούχος, γάτα, σκύλος,
  ibu, ayah, istri, suami, anak, nenek, kakek, kucing, mẹ, bố, vợ, chồng, bà, ông, mèo, yêu mèo, متقاعد, متقاعدة, زوجة, زوج, أب, أم, جامعة, ابنة, חייל, חיילת, סבתא, סבא, אמא, אבא, נשוי, נשואה,
  家族, 夫婦, 二人暮らし, 一人暮らし, 犬, 猫, 保護猫, 妻, 夫, 娘, 息子, 孫, ol♡, 都内ol, 40代, 30代, 20代, 50代, 研究生, 老婆, 老公, 女儿, 兒子, 貓, 고양이, 강아지, 아내, 남편, 결혼, แม่, พ่อ, แมว, สมัครเล่น,
  vicar, parish, dog mum, dog dad, cat mum, plant mum, bookish, alone, sleep, coffee, wine, beer, pints, fan, chaos, plan, nachtmensch, hundemensch, leider, feierabend, hausbau, kindern, kinder, bier, weizen, kaffee, hertha, effzeh, schalke, bvb, soltera, guerreros, café, mar, playa, futbol, fútbol, videojuegos, rugby, bière, pastis, trail, nipotini, mare, bisneta, praia, cerveja, futebol, zingt, zee, koffie, piwo, góry, grill, hory, pivo, tatil, deniz, rakı, rakı balık, море, горы, пиво, рыбалка, гараж, вяжу, учу, θάλασσα, βουτιές, アラサー, アラフォー, 婚活中, 育児中, 사는, 사는 곳, 海, 登山, بحر, قهوة`;
export const LIFE_WORDS = anyOf(LIFE_ENTRIES);

/** All about somebody or something else. */
export const ABOUT_ENTRIES = `
  all things, all about, everything about, your source for, daily content, daily pictures, daily photos, in loving memory of, in memory of, for everyone who loves, for all fans, for fans, fans of, fan of the, fan acc, saw him, saw her, he follows, she follows, she noticed, he noticed, requests open, stills, countdowns, tour looks, era, charts,
  alles über, alles rund um, rund um, jeden tag ein bild, alle news zu, fangemeinde, folgt,
  todo sobre, noticias de, fotos de, seguidores, dedicado a, dedicada a, toda la info,
  tout sur, toute l'actu, toute l'actualité, infos sur, on soutient, dédié à, pas l'artiste,
  tutto su, tutto ciò che riguarda, notizie su, dedicata a, dedicato a, tifosi di, gestita da,
  tudo sobre, notícias da, notícias do, dedicado ao, dedicada à, fãs, alles over, wszystko o, fanki, hakkında her şey, dair her şey, всё о, все о, фанаты, шанувальників, все про, tất cả về, cập nhật tin tức, trang của fan, segala tentang, semua tentang, info seputar,
  كل ما يخص, كل أخبار, محبي, معجبين, の情報, 情報まとめ, 画像まとめ, 応援, 응원, 팬, 歌迷, 粉絲, 粉丝, 的一切, แฟนคลับ,
  kein offizieller, keine offizielle, not the official, not an official, no es la cuenta, no es oficial, ce n'est pas, pas officiel, non è ufficiale, não é oficial, geen officieel, nie jest oficjalne, resmi hesap değil, не официальный, latest on, credited, all credits, cr to, parody, gesammelt, bastidores, em hq`;
export const ABOUT_WORDS = anyOf(ABOUT_ENTRIES);

/** The reader, as those address who sell, serve, teach or entertain. */
export const YOU_ENTRIES = `
  you, your, yours, you'll, dich, dir, dein, deine, deinen, deinem, deiner, euch, euer, eure, eurem, ihnen, für sie, ihr, ihre, ihren, vous, votre, vos, toi, ton, tes, tu, tus, ti, te, usted, ustedes, vuestro, vuestra, vosotros, tuo, tua, tuoi, vostro, vostra, vostri, você, vocês, seu, sua, seus, suas, jou, jouw, jullie, uw, twój, twoja, twoje, twoich, dla ciebie, ciebie, tobie, vás, pro vás, neked, nektek, pentru tine, dumneavoastră, dig, din, er, deg, sinulle, sizin, size, sizlere, senin, вы, вас, вам, ваш, ваша, ваше, ваши, тебя, твой, твоё, для вас, для тебя, вашої, σας, εσάς, kamu, anda, kalian, bạn, cho bạn, لك, لكم, معكم, לכם, עבורכם, あなた, 皆様, みなさん, 여러분, 당신, 您, 你的, คุณ`;
export const YOU_WORDS = anyOf(YOU_ENTRIES);
