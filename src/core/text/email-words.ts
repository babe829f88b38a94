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
  writing yoga you your`.split(/\s+/),
);

/** Words that precede a mention without a space ("owner of@brand.co"): no mailbox even then. */
export const JOINING_WORDS = new Set("of by from for with and via the".split(" "));

/** Placeholders for one's own name in forms and templates, in any language: never a mailbox. */
export const PLACEHOLDERS = new Set(
  `yourname your.name your_name your-name youremail your.email your_email your-email yourmail yourusername your.username
  myusername my.username myname my.name myemail username user.name user_name usernamehere example examplename example1
  exampleemail someone somebody firstname.lastname first.last firstname lastname name.surname namesurname handle myhandle
  yourhandle ejemplo tunombre tu.nombre tucorreo tu.correo tuemail tu.email tuusuario nombre.apellido miusuario
  seunome seu.nome seuemail seu.email seuusuario exemplo nome.sobrenome votrenom votre.nom votreemail votre.email
  votreadresse prenom.nom exemple nomutilisateur deinname dein.name deine.email deinemail ihrname ihr.name ihre.email
  vorname.nachname beispiel mustermail benutzername tuonome tuo.nome tuaemail tua.email nome.cognome nomeutente esempio
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
  return name.replace(/[._-]/g, "");
}

/** @returns whether a mailbox name is a placeholder. */
export function isPlaceholder(local: string, isFreeHost: boolean): boolean {
  return PLACEHOLDERS.has(withoutSigns(local)) || (isFreeHost && PLACEHOLDERS_AT_FREE_HOSTS.has(local));
}

/** Words that announce an e-mail address right after them. */
export const ADDRESS_CUES = new Set(
  `address adres adresse anfrage anfragen booking bookings business collab collabs collaboration collaborations
  contact contacto contato contatti contatto correo courriel e-mail email emails enquiries enquiry inquiries
  inquiry kontakt kooperation kooperationen mail mails management mél parcerias pr presse press reach
  requests sponsorship почта связь реклама пишите 邮箱 邮件 合作 商务 連絡先 メール 메일 문의`.split(/\s+/),
);

/** Words that say "e-mail" and nothing else. */
export const MAIL_WORDS = new Set(
  "e-mail email mail correo courriel mél почта 邮箱 邮件 メール 메일".split(" "),
);

/** Words that announce an address of another kind, which looks like an e-mail address. */
export const OTHER_ADDRESS_CUES = new Set(
  "mastodon fediverse fedi matrix xmpp jabber pixelfed ssh git".split(" "),
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
  /^(?:(?:gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|icloud|gmx|protonmail|aol|yandex|naver|hanmail)\.[a-z]{2,3}(?:\.[a-z]{2})?|web\.de|t-online\.de|freenet\.de|posteo\.de|mailbox\.org|proton\.me|mail\.ru|bk\.ru|list\.ru|qq\.com|163\.com|126\.com|libero\.it|laposte\.net|wanadoo\.fr|wp\.pl|o2\.pl|seznam\.cz|bluewin\.ch|uol\.com\.br|bol\.com\.br|live\.(?:com|de|nl|fr|co\.uk))$/;

/** @returns whether a domain is that of a free mail host, which people write for a mailbox and hardly for a website. */
export function isFreeMailHost(domain: string): boolean {
  return FREE_HOSTS.test(domain);
}
