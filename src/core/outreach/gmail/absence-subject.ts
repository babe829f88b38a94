/**
 * The first words of absence notices in Outlook, Gmail, Zimbra, Notes, GroupWise and those that people write
 * themselves. The original subject follows after a colon or a dash.
 */
export const ABSENCE_NOTICES = [
  "auto(?:matic|mated|matically generated)?[ -]?(?:re(?:ply|sponse|sponder)|answer|message|notification)?",
  "out[ -]of[ -](?:the[ -])?office(?: auto-?reply| reply| message| response)?|ooo|oof|away from (?:the )?(?:office|my desk|my mail|e-?mail)|absence (?:notice|notification)|vacation (?:reply|response|message|notice|auto-?reply)|on (?:vacation|holiday|leave|annual leave|maternity leave|parental leave)|i(?:'m| am) (?:away|on vacation|on holiday|on leave|out of the office|currently (?:away|out))|i will be (?:out|away)",
  "automatische (?:antwort|rückmeldung|nachricht|abwesenheits\\p{L}+)|abwesenheit(?:s\\p{L}*)?(?: von| bis)?|abwesend|außer haus|nicht (?:im büro|im haus|am platz)|ich bin (?:im urlaub|nicht im büro|abwesend)|urlaub(?:s\\p{L}*)?",
  "réponse automatique|message d['’ ]absence|(?:en )?absence(?: du bureau)?|absent(?:e)?(?: du bureau)?|hors du bureau|notification d['’]absence|réponse d['’]absence|en congés?|je suis (?:absent|en congé|en vacances)",
  "respuesta autom[aá]tica|fuera de (?:la )?oficina|ausencia|ausente|de vacaciones|respuesta de ausencia|contestaci[oó]n autom[aá]tica",
  "risposta automatica|fuori (?:sede|ufficio)|assenza|assente|in ferie|messaggio di assenza|avviso di assenza",
  "resposta autom[aá]tica|fora do escrit[oó]rio|aus[eê]ncia|mensagem autom[aá]tica|de f[eé]rias|estou (?:de f[eé]rias|ausente)",
  "automatisch(?:e)? (?:antwoord|beantwoord|reactie|bericht)|afwezig(?:heid(?:s\\p{L}*)?)?|niet op kantoor|met vakantie|op vakantie",
  "odpowied[zź] automatyczna|automatyczna odpowied[zź]|autoodpowied[zź]|poza biurem|nieobecno[sś][cć]|jestem na urlopie|urlop",
  "automatick[aá] odpov[eě][dď]|mimo kancel[aá][rř]|nep[rř][ií]tomnost|(?:jsem )?na dovolen[eé]|dovolen[aá]|oznámení o nepřítomnosti",
  "otomatik (?:yanıt|cevap|mesaj)|ofis dışında(?:yım)?|dışarıda|izinde(?:yim)?|yıllık izin",
  "автоматическ(?:ий|ое) (?:ответ|уведомление|сообщение)|автоответ(?:чик)?|вне офиса|нет на месте|(?:я )?в отпуске|отсутствую|отсутствие(?: на рабочем месте)?",
  "автоматичн(?:а|е) (?:відповідь|повідомлення)|автовідповідь|поза офісом|(?:я )?у відпустці|відсутність|відсутн(?:ій|я)",
  "автоматичен отговор|извън офиса|(?:в|на) отпуск(?: съм)?",
  "autosvar|automatiskt svar|frånvaro(?:meddelande|assistent)?|frånvarande|inte på kontoret|på semester|semester",
  "automatisk svar|fravær(?:sbesked|smelding|sassistent)?|fraværende|ikke (?:på kontoret|til stede)|på ferie|ferie",
  "automaattinen vastaus|poissaolo(?:ilmoitus|viesti)?|poissa(?: toimistolta)?|en ole paikalla|lomalla",
  "automatikus válasz|távollét(?:i \\p{L}+)?|házon kívül|irodán kívül|szabadságon",
  "răspuns automat|în afara biroului|absență|în concediu|absent",
  "αυτόματη απάντηση|εκτός γραφείου|απουσία|σε άδεια",
  "自動(?:返信|応答|回答)(?:メール)?|不在(?:通知|のお知らせ|連絡|中)?|休暇(?:中(?:です)?|のお知らせ)?|外出中|【自動返信】",
  "自动(?:回复|答复|应答)|自動(?:回覆|回复|答覆)|外出(?:自动回复|通知)?|休假(?:中|通知)?|不在办公室|不在辦公室|假期自动回复",
  "자동 ?(?:회신|응답|답장|답변)|부재 ?중?(?: ?(?:알림|안내|자동응답|메시지))?|휴가(?: ?중)?(?: ?안내)?|사무실 부재",
  "رد تلقائي|الرد التلقائي|خارج المكتب|إجازة|في إجازة|غائب",
  "תשובה אוטומטית|מענה אוטומטי|הודעת היעדרות|מחוץ למשרד|בחופשה",
  "پاسخ خودکار|خارج از دفتر|در مرخصی",
  "trả lời tự động|phản hồi tự động|tự động trả lời|ngoài văn phòng|vắng mặt|nghỉ phép",
  "balasan otomatis|jawaban otomatis|di luar kantor|tidak di kantor|sedang cuti|balas automatik|cuti",
  "ตอบกลับอัตโนมัติ|การตอบกลับอัตโนมัติ|ไม่อยู่ที่สำนักงาน|ลาพักร้อน",
  "स्वचालित (?:उत्तर|जवाब)|कार्यालय से बाहर",
  "automatski odgovor|automatic odgovor|izvan ureda|van kancelarije|odsutnost|na godišnjem|samodejni odgovor|odsoten|odsotnost",
  "automatická odpoveď|mimo kancelárie|neprítomnosť|na dovolenke|automaatvastus|kontorist väljas|automātiskā atbilde|automatinis atsakymas|resposta automàtica|erantzun automatikoa",
  "аутоматски одговор|автоматски одговор|аўтаматычны адказ|автоматты жауап|avtomatik cavab|avtomatik javob|ավտոմատ պատասխան|ավտոպատասխան|ავტომატური პასუხი|përgjigje automatike|sjálfvirkt svar|outomatiese antwoord|ateb awtomatig|freagra uathoibríoch|awtomatikong (?:tugon|sagot)|jibu la kiotomatiki|স্বয়ংক্রিয় (?:উত্তর|জবাব)|தானியங்கு பதில்|خودکار جواب|twissijiet awtomatiċi|автоматтык жооп|автомат хариу|ឆ្លើយតប(?:ដោយ)?ស្វ័យប្រវត្តិ|ការឆ្លើយតបស្វ័យប្រវត្តិ|ຕອບກັບອັດຕະໂນມັດ|स्वत:? जवाफ|स्वचालित जवाफ|स्वयंचलित उत्तर|સ્વચાલિત (?:જવાબ|પ્રત્યુત્તર)|ਸਵੈਚਲਿਤ ਜਵਾਬ|స్వయంచాలక (?:ప్రత్యుత్తరం|సమాధానం)|ಸ್ವಯಂಚಾಲಿತ (?:ಪ್ರತ್ಯುತ್ತರ|ಉತ್ತರ)|സ്വയമേവയുള്ള മറുപടി|ස්වයංක්‍රීය පිළිතුර|ራስ-ሰር ምላሽ",
];

/** Help desks confirm receipt with these; that is no answer yet. */
export const RECEIPTS = [
  "(?:your )?(?:ticket|request|case|enquiry|inquiry|message|e-?mail) (?:#?\\d+ )?(?:(?:has been|was|is) )?(?:received|created|opened|logged|registered)|incident [a-z]{0,4}\\d+ has been (?:opened|created|logged)|(?:support )?ticket (?:received|opened|created)|we(?:'ve| have)? received your|thank(?:s| you) for (?:contacting|reaching out|getting in touch|your (?:e-?mail|message|enquiry|inquiry|request))|(?:new )?ticket created",
  "eingangsbestätigung|empfangsbestätigung|ihre (?:anfrage|nachricht|e-?mail) (?:ist|wurde|haben)|wir haben ihre|(?:vielen )?dank für ihre (?:anfrage|nachricht|e-?mail)",
  "accusé de réception|nous avons bien reçu|votre (?:demande|message) a (?:bien )?été|merci (?:pour votre|de nous avoir)",
  "acuse de recibo|hemos recibido|gracias por (?:contactar|su mensaje|tu mensaje|escribirnos)|su solicitud",
  "conferma di ricezione|abbiamo ricevuto|grazie per averci|recebemos (?:a |o )?(?:sua|seu)|obrigad[oa] (?:por|pelo) (?:entrar em )?contato",
  "ontvangstbevestiging|uw (?:bericht|aanvraag|vraag) (?:is|werd)|(?:wij|we) hebben (?:uw|je)|bedankt voor (?:uw|je) (?:bericht|e-?mail|aanvraag)|potwierdzenie (?:otrzymania|odbioru|przyjęcia)|otrzymaliśmy|dziękujemy za (?:wiadomość|kontakt|zgłoszenie)|potvrzení (?:přijetí|o přijetí)|obdrželi jsme",
  "talebiniz alın|mesajınız alın|мы получили ваш|ваш(?:е|а)? (?:обращение|заявка|письмо)|ваше звернення|спасибо за (?:обращение|ваше)|vi har (?:tagit emot|mottagit) (?:ditt|din|er)|vi har mottatt (?:din|ditt)|vi har modtaget (?:din|dit)|tack för ditt (?:meddelande|mejl|ärende)|tak for din (?:henvendelse|mail)|takk for din henvendelse|kiitos (?:viestistäsi|yhteydenotostasi)",
  "megkaptuk (?:az )?(?:ön )?(?:üzenetét|levelét|megkeresését)|köszönjük (?:üzenetét|levelét|megkeresését)|am primit (?:mesajul|solicitarea|cererea)|λάβαμε το (?:μήνυμά|αίτημά) σας|olemme vastaanottaneet|hem rebut (?:el |la )?(?:seu|seva|vostre|vostra)|primili smo va[sš]|prejeli smo va[sš]e|отримали ваш|получихме ваш",
  "פניית(?:ך|כם) (?:התקבלה|נקלטה)|קיבלנו את (?:פניית|הודעת)(?:ך|כם)|(?:لقد )?(?:استلمنا|تلقينا) (?:رسالتك|طلبك)|تم استلام (?:رسالتك|طلبك)|(?:پیام|درخواست) شما (?:دریافت|ثبت) شد|(?:chúng tôi )?đã nhận được (?:yêu cầu|thư|tin nhắn|email)|(?:kami )?(?:telah|sudah) menerima (?:pesan|permintaan|email)|(?:pesan|permintaan) anda (?:telah |sudah )?(?:kami )?(?:terima|diterima)|เราได้รับ(?:ข้อความ|คำขอ|อีเมล)|ได้รับ(?:ข้อความ|คำขอ)ของคุณ|आपका (?:संदेश|अनुरोध) प्राप्त",
  "お問い合わせ(?:を受け付け|ありがとう|いただき)|受付(?:完了|確認)|我们已(?:经)?收到|已收到您|您的(?:咨询|邮件|请求|问题|来信|反馈)已(?:经)?(?:收到|受理)|感谢您的(?:来信|来函|咨询|联系)|문의(?:가|를)? ?접수|접수(?:되었|완료)",
];

/** Mailboxes tell with these that a message was opened, deleted or delivered; the subject follows after a colon. */
export const MAILBOX_RECEIPTS = [
  "(?:not )?read|delivered|recalled?|(?:nicht )?gelesen|zugestellt|(?:non )?lu|remis|(?:no )?le[ií]do|entregado|non letto|letto|recapitato|(?:n[aã]o )?lida|entregue|(?:niet )?gelezen|bezorgd|(?:nie )?przeczytan[oe]|(?:ne)?p[rř]e[cč]teno|(?:не )?прочитано|(?:не )?прочетено|läst|inte läst|(?:ikke )?læst|(?:ikke )?lest|luettu|okundu|okunmadı|olvasva|citit|开封|開封済み|已读|未读|已讀|읽음|읽지 않음|נקרא|تمت القراءة|ตอบรับการอ่าน",
];

const NOTICES = ABSENCE_NOTICES.join("|");
const OPENED = MAILBOX_RECEIPTS.join("|");
const RECEIVED = RECEIPTS.join("|");

/** A help desk's tag before its words: "[Atelier #12]". */
const TAG = "^(?:\\s*\\[[^\\]]{1,60}\\](?=\\s*[^\\s:]))?";
/** The whole subject is the notice, with or without the subject that it answers. */
const WHOLE = new RegExp(`${TAG}[\\s\\[("【<*]*(?:${NOTICES})[\\s\\])"】>*.!]*$`, "iu");
/** The notice in brackets before the subject that it answers: "[Out of office] Your question". */
const BRACKETED = new RegExp(`^\\s*[[(【]\\s*(?:${NOTICES})\\s*[\\])】]\\s*\\S`, "iu");
const RECEIPT = new RegExp(`${TAG}[\\s\\[("【<*]*(?:${RECEIVED})`, "iu");
const BEFORE_SUBJECT = new RegExp(
  `${TAG}[\\s\\[("【<*]*(?:${NOTICES})[\\s\\])"】>*]*(?:[:：՝]|\\s[-–—|]\\s)`,
  "iu",
);
/** "Read: Your question", always with the subject that was read. */
const MAILBOX_RECEIPT = new RegExp(`^\\s*(?:${OPENED})\\s?[:：]\\s*\\S`, "iu");
const MENTIONED = new RegExp(`(?<![\\p{L}\\p{N}])(?:${NOTICES})(?![\\p{L}\\p{N}])`, "iu");
const CJK_MENTIONED = /自動(?:返信|応答|回覆)|自动(?:回复|答复)|不在通知|자동 ?(?:회신|응답|답장)|부재중/u;
const ANSWERED =
  /^\s*(?:re|aw|sv|vs|odp|ynt|antw|rif|res|ref|r|ответ|回复|答复|回覆|atb|ats|vá|απ|отг)\s*(?:\[\d+\])?\s*[:：]/iu;

/** How certainly a subject belongs to an absence notice. */
export type AbsenceSubject = "notice" | "perhaps" | "none";

/**
 * Whether mailboxes use such a subject to say that nobody is there. It is a "notice" if it has a program's form (the
 * words, then the subject that they answer) without a person's "Re:" in front; if it merely contains the words, it is
 * "perhaps".
 */
export function absenceIn(subject: string): AbsenceSubject {
  const text = subject.slice(0, 300).normalize("NFC");
  const isAnswer = ANSWERED.test(text);
  const own = text.replace(ANSWERED, "").trim();
  if (WHOLE.test(own) || BEFORE_SUBJECT.test(own) || BRACKETED.test(own))
    return isAnswer ? "perhaps" : "notice";
  if (!isAnswer && (RECEIPT.test(own) || MAILBOX_RECEIPT.test(own))) return "notice";
  return MENTIONED.test(own) || CJK_MENTIONED.test(own) ? "perhaps" : "none";
}

/** @returns whether a subject begins as answers do, in the languages of mail programs. */
export function isAnswerSubject(subject: string): boolean {
  return ANSWERED.test(subject);
}
