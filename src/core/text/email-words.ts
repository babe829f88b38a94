import { unaccented } from "./unaccented.js";

/** Words that precede "at" or "@" in ordinary sentences, and are no mailbox there ("founder @ brand.com"). */
export const NOT_A_MAILBOX = new Set(
  `above after all anything as been before below both done during either enough even few first formerly had how
  if last less many me most my no nobody nothing once one ones own same since so some someone something still such
  than then this those though too two until very what when where which while who whole why will won
  a about account accounts actor actress advisor agency alumni always am ambassador an analyst and angel apply are art
  artist assistant associate athlete author available baker band barista barber be been blogger book books born
  brand busy but buy by captain ceo cfo chef class classes click clothes coach co-founder co-owner cofounder code columnist
  concert consultant contributor coo cook cooking coordinator correspondent creative creator cto curator currently
  dancer day design designer details developer dev dinner director discount dj doctor doing dr drink drinks eat
  eating editor editorial else engineer engineering event every everyone everything ex exclusively executive featured
  fellow find fitness follow food for former formerly fotograf found founded founder friday friends from full get gig
  graduate grad guest guitarist gym hair head heute her here him his home host hosted i in instructor intern internship
  investor is it items join journalist just lead leader lecturer life link links listen live lives living location look
  looking lunch made makeup management manager marketing me meet member mentor merch met mgmt model models
  monday more morning musician new next nurse now of off offer officer on online only open or order orders our out owner
  page partner partnered party people performer phd photo photographer photography pictures pilot play player playing
  poet post postdoc president prev previously prints pro producer products prof professor programmer promo
  published reader recipes recruiter rep reporter represented researcher reserve resident saturday scholar scientist see
  sell selling senior series set shop shopping show shows signed singer software sold song speaker specialist staff
  starting stay store strategist stream streaming streams student studied studies study studying stylist sunday
  surgeon tattooer tattoos teach teacher teaching thanks that the their them there they things thursday ticket
  tickets to today tomorrow tonight trainer training tuesday tutor up us vc vet videos visit volunteer vocalist vp
  was watch we website wednesday wedding weddings weekend were with work worked working works workshop write writer
  writing yoga you your down broken blocked slow missing available alive dead hacked bouncing unreachable`.split(
    /\s+/,
  ),
);

/**
 * Occupations, and words for what is offered or done somewhere, in 16 languages: no mailbox in "florist at bloom.example",
 * though one may be called so ("fotografin at studio dot de").
 */
export const OCCUPATIONS = new Set(
  `accessories advice also analysis answered appointment appointments articles attending based beautician bought
  branch brunch cafe campaign carpenter certified chair chairman chemist choreographer cleaner client clients
  clinic coaching coding comments company cooks counselor course courses covered customer customers dad delivered
  dentist deputy detail diary directing distributed docs doctoral documentation driver economist educator employed
  employee episode episodes esthetician exclusive exhibition exhibitions exploring expert fan fans fellows figures
  files finalist florist freelance freelancer gallery gamer garden gardener gear given glass goalkeeper grown
  guide guides half happily hairdresser hiring historian hobby holiday hosting hour hours illustrator images
  influencer information internships interview interviewed interviews jeweller jewelry keynote lab lawyer lash
  lashes later learn learning lessons librarian lifestyle lists located login love mama map maps master masters
  mechanic membership merchandise midwife mom mother mum mural nail nails nannying need nutritionist officially
  opening organic organizer over packages painter painting paintings papa part permanent pharmacist physio
  physiotherapist planner poems portfolio portraits possible posts preorder prices pricing print processor product
  professional project projects promoter psychologist publications publisher purchase questions raised read
  reading recipe record records register registered research reserved retreat retreats review reviews sample
  schedule school scout secretary seen seminar seminars session sessions sewing shipping shipped sign signing
  singing sister sketches slots small soap sometimes son songs sport spots stories story strategy styled subscribe
  summer surfer swimmer talk talks tattoo tattooist therapist therapy tips tour tours track tracks trade travel
  treatments tutorials typing undergrad unboxing upcoming used user vegan veterinarian via view vintage vlog vlogs
  voted waiter waitress walk warehouse wear weekly welder wholesale wife winner women worker writes wrote year
  years yogi anwalt anwältin arzt ärztin ausbildung autor autorin bäcker bestellen bestellung bestellungen blumen
  chefin doktorand entwickler erzieherin erhältlich floristin fotos fotografin friseur friseurin früher
  geschäftsführer geschäftsführerin geschichten gesehen gründer gründerin hebamme ich immer inhaber inhaberin
  jetzt journalistin kaufen köchin konditorin kosmetik kosmetikerin kunst kurse künstler künstlerin lehrer
  lehrerin leiterin malerin mehr mitarbeiter mitarbeiterin mitglied moderatorin musiker musikerin nageldesign nur
  produkte redakteur redakteurin rezepte sänger sängerin schauspieler schauspielerin schmuck schneiderin
  schriftstellerin seit sprecherin studentin stylistin tätowierer tätowiererin tanz tänzerin termin termine
  therapeutin trainerin verfügbar verkauf werke zeichnungen abogada abogado actriz agenda alumna artesana artista
  autora bailarina barbero belleza blog cantante clases comida compra comunicadora conductora creadora creador
  cursos desde diseñadora diseñador disponible dueña dueño editora entrenador entrenadora escritora estilista
  estudiante estudio fotógrafa fotógrafo fundador fundadora hoy ilustradora ingeniera ingeniero joyas locutora
  maestra maquilladora maquillaje médica modelo músico nutricionista peluquera periodista pintora poeta
  presentadora profesora psicóloga recetas reportera socia tatuador tatuadora turnos advogada ator atriz cantora
  confeiteira consultora dentista dona empresária engenheira escritor fisioterapeuta jornalista maquiadora nutri
  professora receitas repórter roupas acteur actrice artisan artiste auteure avocate avocat boulanger chanteuse
  chanteur coiffeur coiffeuse comédienne comédien conseillère couturière créatrice créateur danseuse directeur
  directrice élève enseignante étudiant étudiante fleuriste fondateur fondatrice graphiste illustratrice
  infirmière journaliste maquilleuse maman musicienne peintre photographe professeure rédactrice styliste tatoueur
  tatoueuse toujours vente attore attrice avvocato ballerina cuoca cuoco estetista fotografa fotografo fondatore
  giornalista insegnante istruttrice medico modella parrucchiera pittrice presso psicologa ricette scrittrice
  studentessa tatuatore tatuatrice truccatrice vendita auteur danseres eigenaar eigenares fotografe kapper kapster
  kunstenaar kunstenares lerares oprichter presentatrice schrijfster tatoeëerder verloskundige zangeres aktorka
  aktor autorka blogerka dziennikarka fotografka kosmetyczka makijażystka modelka piosenkarka projektantka
  tatuatorka założycielka dietetyczka herečka zpěvačka novinářka kadeřnice majitelka učitelka kurucu kurucusu
  oyuncu öğrenci öğretmen fotoğrafçı sanatçı yazar doktor avukat gazeteci sahibi grundare konstnär författare
  skribent frisör ägare grunnlegger stifter forfatter kunstner perustaja valokuvaaja taiteilija fotós alapító
  színésznő énekesnő újságíró fondator actriță cântăreață jurnalist pemilik pendiri penulis mahasiswa penyanyi
  server servers addresses template templates newsletter newsletters provider providers inbox inboxes alias
  aliases domain domains list signup password notifications alerts`.split(/\s+/),
);

/** Words that precede a mention without a space ("owner of@brand.co"): no mailbox even then. */
export const JOINING_WORDS = new Set("of by from for with and via the".split(" "));

/** Placeholders for one's own name in forms and templates, in any language: never a mailbox. */
export const PLACEHOLDERS = new Set(
  `yourname your.name your_name your-name youremail your.email your_email your-email yourmail yourusername your.username
  myusername my.username myname my.name myemail username user.name user_name usernamehere example examplename example1
  exampleemail someone somebody firstname.lastname lastname.firstname surname.name firstname.surname first.last firstname lastname name.surname namesurname handle myhandle
  yourhandle ejemplo tunombre tu.nombre tucorreo tu.correo tuemail tu.email tuusuario nombre.apellido apellido.nombre miusuario
  seunome seu.nome seuemail seu.email seuusuario exemplo nome.sobrenome votrenom votre.nom votreemail votre.email
  votreadresse prenom.nom nom.prenom exemple nomutilisateur deinname dein.name deine.email deinemail ihrname ihr.name ihre.email
  vorname.nachname nachname.vorname beispiel mustermail benutzername tuonome tuo.nome tuaemail tua.email nome.cognome cognome.nome nomeutente esempio
  jouwnaam jouw.naam jouwemail uwnaam gebruikersnaam voorbeeld voornaam.achternaam twojemail twoj.email twojadres
  imie.nazwisko nazwauzytkownika przyklad vasemail vas.email vasejmeno jmeno.prijmeni priklad uzivatel adiniz adsoyad
  kullaniciadi kullaniciadiniz epostaniz ornek isminiz namaanda nama.anda emailanda contoh namapengguna tenban emailcuaban
  vidu dittnamn fornamn.efternamn exempel ditnavn eksempel fornavn.etternavn esimerkki etunimi.sukunimi pelda neved
  nev.vezeteknev numele.tau exemplu imeprezime primjer primer vase.ime вашеимя ваше.имя имя.фамилия пример вашапочта`
    .split(/\s+/)
    .filter(Boolean)
    .map(withoutSigns),
);
/** Placeholders only at free mail hosts; at other domains they are mailboxes. */
export const PLACEHOLDERS_AT_FREE_HOSTS = new Set(
  `name email e-mail mail user usuario usuário usuario1 correo utilisateur benutzer nutzer nome nombre nom naam navn namn
  gebruiker utente uporabnik korisnik kullanici adres address adresse xxx xxxx xxxxx abc above below anything something
  same meno jmeno imie ime prenume handle account login имя логин почта nick nickname insta instagram gmail`.split(
    /\s+/,
  ),
);

function withoutSigns(name: string): string {
  return unaccented(name).replace(/[._-]/g, "");
}

/** Placeholders at a domain of their own name ("email@email.com") or one that is reserved for examples (RFC 2606). */
const PLACEHOLDERS_AT_EXAMPLES = new Set([
  ...PLACEHOLDERS_AT_FREE_HOSTS,
  ..."contact hello info test admin".split(" "),
]);
const EXAMPLE_DOMAIN =
  /^(?:example|domain|domena|domaine?|dominio|ejemplo|exemple|exemplo|esempio|beispiel)\.(?!example$)/;

/** "you@yourdomain.com", "info@mycompany.com", in the languages of the templates above. */
const PLACEHOLDER_DOMAIN =
  /^(?:your|my|tu|mi|seu|sua|deine?|ihre?|votre|tuo|jouw|twoja?)-?(?:domain|company|site|website|brand|business|store|dominio|empresa|marca|firma|domaine|entreprise|marque|azienda|bedrijf|domena)\./;

/** @returns whether a mailbox name or its domain is a placeholder. */
export function isPlaceholder(local: string, domain: string): boolean {
  const isFreeHost = isFreeMailHost(domain);
  const isExample = EXAMPLE_DOMAIN.test(domain) || domain.startsWith(`${local}.`);
  return (
    (isExample && PLACEHOLDERS_AT_EXAMPLES.has(local)) ||
    PLACEHOLDER_DOMAIN.test(domain) ||
    PLACEHOLDERS.has(withoutSigns(local)) ||
    (isFreeHost && PLACEHOLDERS_AT_FREE_HOSTS.has(local))
  );
}

/** Words that announce an e-mail address right after them. */
export const ADDRESS_CUES = new Set(
  `address adres adresse anfrage anfragen booking bookings business collab collabs collaboration collaborations
  contact contacto contato contatti contatto correo courriel e-mail email emails enquiries enquiry inquiries
  inquiry kontakt kooperation kooperationen mail mails management mél parcerias pr presse press reach
  requests sponsorship via author maintainer unter почта связь реклама пишите 邮箱 邮件 合作 商务 連絡先 メール 메일 문의`.split(
    /\s+/,
  ),
);

/** Words that say "e-mail" and nothing else. */
export const MAIL_WORDS = new Set(
  "e-mail email mail correo courriel mél почта 邮箱 邮件 メール 메일".split(" "),
);

/** Words that announce an address if a colon, an arrow or a line break follows, in 30 languages. */
export const LABELS =
  /(?:wholesale|orders?|commissions?|reservations?|hire|hiring|lessons?|bestellung(?:en)?|reservierung(?:en)?|commandes?|pedidos|encàrrecs|encargos|encomendas|ordini|bestellingen|tilaukset|bestillinger|beställningar|zamówienia|objednávky|rendelés|comenzi|užsakymai|tellimused|sipariş|заказы|замовлення|поръчки|παραγγελίες|anfragen?|kooperation(?:en)?|bewerbung(?:en)?|zapytania|współprac[ay]|kontaktowy|spoluprác[ae]|rezervace|dotazy|együttműködés|kapcsolat|megkeresések|colabor(?:ări|ari|aciones|ação|ações)|parceri(?:a|as)|contrataciones|contrataç(?:ão|ões)|publicidad|publicité|partenariats?|prenotazioni|collaborazioni|réservations?|samenwerking(?:en)?|boekingen|samarbejde|samarbete(?:n)?|samarbeid|bokning(?:ar)?|henvendelser|förfrågningar|yhteistyö|yhteydenotot|keikat|iletişim|iş ?birliği|birliği|rezervasyon|kerja ?sama|endorse(?:ment)?|liên hệ|hệ|hợp tác|tác|suradnj[ae]|saradnj[ae]|sodelovanje|bendradarbiavimas|sadarbība|koostöö|сотрудничеств[ао]|сотрудничеству|предложения|заявки|записи?|співпрац[ія]|зв['’]язок|сътрудничество|контакт(?:ы|и)?|контакти|επικοινωνία|συνεργασίες|κρατήσεις|για συνεργασίες|للتواصل|التواصل|للتعاون|للإعلان|للاعلان|للأعمال|إيميل|ايميل|البريد|תקשורת|קשר|לפניות|פניות|שיתופי|מייל|ایمیل|تماس|همکاری|संपर्क|ईमेल|ติดต่อ|ติดต่องาน|อีเมล|협찬|협업|광고|섭외|문의|연락처|이메일|연락|連絡|依頼|お仕事|ご依頼|お問い合わせ|問い合わせ|问合|邮箱|信箱|电邮|合作|联系|聯絡|聯繫|邀约|邀約)$/iu;

/** Greetings that serve as mailbox names and hardly begin a sentence about a place. */
export const GREETING_NAMES = new Set(
  "hello hallo hi hey hola ola oi ciao bonjour salut moin servus merhaba ahoj".split(" "),
);

/** Names of offices: mailboxes beside an `@`, but not in "info at studio.example", which may speak of a website. */
export const OFFICE_NAMES = new Set(
  `booking bookings collab contact contacto contatti contato email info infos kontakt mail office pr presse sales
  support team`.split(/\s+/),
);

/** Given names that are common in many countries: in lower case and alone, before a domain, a mailbox. */
export const GIVEN_NAMES = new Set(
  `adam agata agnes ahmed aisha alba alejandra alejandro alessandra alessandro alex alexandra alexandre ali alice
  alina alma amelie amina amira ana anastasia andre andrea andreas andrej andrew angela anja anna anne annika
  anouk anton antonia antonio astrid ayse barbara ben benjamin bianca bob bruno camila camille carla carlos carmen
  carolina caroline catherine charlotte chiara chloe chris christian christina clara claudia claire cristina dana
  daniel daniela david diana diego dominik ece edith eduardo ela elena eleni elif elisa elise elizabeth ella elsa
  emil emilia emily emma eric erik ester eva evelyn fatima federica felix fernanda fernando filip finn florian
  francesca francesco frank frida gabriel gabriela george giorgia giulia greta gustav hana hanna hannah hannes
  hans harry heidi helen helena henrik hugo ida ines ingrid irene irina isabel isabella ivan ivana jack jakob
  jakub jan jana jane jasmin javier jean jenny jessica joana joanna joao johanna johannes john jonas jose josef
  joseph juan julia julian julie jules karin karla karolina kasia kate katharina katie katja katrin kim klara
  laila lara lars laura lea lena leo leon leonie lilly lina linda lisa lola lorenzo lotte louis louise luca lucas
  lucia lucie lucy luis luisa lukas luna magda maja manuel marc marco marcus margarita maria mariam mariana marie
  marina mario mark marko markus marta martin martina mary mateo matteo matthias max maya mehmet melanie mia
  michael michelle miguel mila mina mira miriam mohamed monica monika nadia natalia natalie nathalie nia nick
  nicola nicolas nicole nina noah noemi nora oliver olga olivia omar oscar otto pablo paola patricia paul paula
  paulina pedro petra philipp pia rachel rafael raquel rebecca ricardo robert rosa ruth sabine sam samira sandra
  sara sarah sebastian sergio silvia simon sofia sofie sonia sophia sophie stefan stella stephanie susan susanne
  svenja sven tanja tara teresa theo thomas tim tina tobias tom ulrike valentina valeria vera veronika victor
  victoria viktoria vincent yara yasmin yuki yusuf zeynep zoe zuzana`.split(/\s+/),
);

/** Words that announce an address of another kind, which looks like an e-mail address. */
export const OTHER_ADDRESS_CUES = new Set(
  "mastodon fediverse fedi matrix xmpp jabber irc pixelfed ssh git".split(" "),
);

/** Words that people write right after an address, without a space ("…comInstagram"). */
export const GLUED_WORDS = [
  ..."instagram insta whatsapp telegram tiktok youtube facebook twitter snapchat linkedin pinterest".split(
    " ",
  ),
  ..."tel telefon telephone phone mobile handy fax contact kontakt booking bookings business management".split(
    " ",
  ),
  ..."collab collabs anfragen inquiries enquiries website web www http https dm linktree shop".split(" "),
];

/** Second-level names of free mail hosts that exist under many top-level domains, and whole names of the others. */
const FREE_HOSTS =
  /^(?:(?:gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|icloud|gmx|protonmail|aol|yandex|naver|hanmail)\.[a-z]{2,3}(?:\.[a-z]{2})?|web\.de|t-online\.de|freenet\.de|posteo\.[a-z]{2,3}|tutanota\.(?:com|de)|tuta\.(?:io|com)|fastmail\.(?:com|fm)|hushmail\.com|foxmail\.com|rediffmail\.com|mailbox\.org|proton\.me|mail\.ru|bk\.ru|list\.ru|qq\.com|163\.com|126\.com|libero\.it|laposte\.net|wanadoo\.fr|wp\.pl|o2\.pl|seznam\.cz|bluewin\.ch|uol\.com\.br|bol\.com\.br|live\.(?:com|de|nl|fr|co\.uk))$/;

/** @returns whether a domain is that of a free mail host, which people write for a mailbox and hardly for a website. */
export function isFreeMailHost(domain: string): boolean {
  return FREE_HOSTS.test(domain);
}

/**
 * "jane@nospam.shop.example", "janeREMOVETHIS@shop.example": as it stands it reaches nobody, and its owner has said
 * that programs are not to write.
 */
const MARKER_AGAINST_SPAM =
  /(?:^|[._-])(?:no|anti|sans|ohne|kein|geen)[._-]?spam|(?:no[._-]?spam|(?:remove|delete)[._-]?(?:this|me))(?:$|[._-])|spam[._-]?(?:free|block|me[._-]?not)/;

/** @returns whether a mailbox name or its domain was made useless for programs. */
export function hasMarkerAgainstSpam(local: string, domain: string): boolean {
  return MARKER_AGAINST_SPAM.test(local) || MARKER_AGAINST_SPAM.test(domain);
}

/** Networks whose names people write behind their account's: `jane@twitter.com` is an account, not a mailbox. */
const NETWORKS = new Set(
  `instagram.com twitter.com tiktok.com threads.net facebook.com fb.com snapchat.com youtube.com twitch.tv t.me
  telegram.me telegram.org linkedin.com pinterest.com github.com gitlab.com medium.com patreon.com discord.com
  reddit.com soundcloud.com spotify.com whatsapp.com vk.com wa.me linktr.ee`.split(/\s+/),
);

/** @returns whether a domain is that of a network, where accounts have no public mailbox. */
export function isNetwork(domain: string): boolean {
  return NETWORKS.has(domain);
}
