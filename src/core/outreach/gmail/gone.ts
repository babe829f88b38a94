import { ownWords } from "./own-words.js";
import type { Mail } from "./read-mail.js";

/** The person has left, or the address is no longer read or has changed; in 25 languages. */
const GONE =
  /no longer (?:with|works?|working|employed|an employee|part of|at (?:this|the) company|monitored|in use|active|checked|read)|(?:has|have) (?:left (?:the (?:company|firm|organi[sz]ation|team|business)|our |us\b|(?:my|his|her|their) (?:job|position|role|post))|(?:now|since|recently) left)|passed away|deceased|verstorben|décédée?|falleci(?:ó|do|da)|faleceu|(?:è )?(?:deceduto|mancat[oa])|overleden|zmarł|avliden|afgået ved døden|скончал(?:ся|ась)|помер(?:ла)?\b|逝去|去世|(?:e-?mail )?address has changed|(?:my|our|the) new (?:e-?mail )?address|nicht (?:mehr|länger) [^.]{0,60}(?:tätig|beschäftigt|angestellt|im unternehmen|erreichbar|gelesen|abgerufen)|arbeitet nicht mehr|(?:unternehmen|firma|haus) verlassen|(?:neue|geänderte) (?:e-?mail-?)?adresse|ne travaille plus|ne fait plus partie|a quitté (?:l[ae'’]|notre)|n['’]est plus (?:en poste|utilisée|valide|consultée|active)|nouvelle adresse|ya no (?:trabaja|forma parte|labora)|dejó de trabajar|nueva dirección|não (?:trabalha|faz) mais|já não (?:trabalha|faz parte)|novo (?:e-?mail|endereço)|non (?:lavora|fa) più|nuovo indirizzo|niet (?:meer|langer) werkzaam|werkt (?:hier )?niet (?:meer|langer)|nieuw(?:e)? (?:e-?mail)?adres|(?:już nie|nie) pracuje(?: już)?|nowy adres|(?:už|již) nepracuje|arbetar inte längre|har slutat|arbejder ikke længere|er fratrådt|jobber ikke lenger|ei (?:enää )?työskentele|больше не работает|уволил(?:ся|ась)|новый адрес|більше не працює|вече не работи|artık (?:[^.]{0,40} )?çalış(?:mıyor|mamaktadır)|退職(?:いた|し|者)|異動(?:いた|とな|し)|已(?:经)?离职|已離職|不再任职|퇴사|퇴직|már nem dolgozik|nu mai lucrează|δεν εργάζεται πλέον|(?:כבר )?לא עובדת? (?:עוד|יותר)|כבר לא עובד|لم يعد يعمل|لم تعد تعمل|không còn làm việc|đã nghỉ việc|(?:sudah )?tidak (?:lagi )?bekerja|ไม่ได้ทำงาน/iu;

/**
 * @returns whether an automatic answer says that the person is gone for good. The mailbox exists, so the address is not
 * dead; whether to go on is a person's decision.
 */
export function saysGone(mail: Mail): boolean {
  return GONE.test(ownWords(mail.text));
}
