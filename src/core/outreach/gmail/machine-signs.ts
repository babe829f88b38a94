import { CHALLENGE_SUBJECT, CHALLENGE_TEXT } from "./challenge-words.js";
import { ownWords } from "./own-words.js";
import type { Mail } from "./read-mail.js";

/** A name for evidence, and whether a message shows it. */
export type Sign = readonly [name: string, isThere: (mail: Mail) => boolean];

const has = (name: string) => (mail: Mail) => mail.headers.has(name);
const first = (mail: Mail, name: string) => mail.headers.get(name)?.[0] ?? "";
const says = (name: string, pattern: RegExp) => (mail: Mail) => pattern.test(first(mail, name));
const isNotNo = (name: string) => (mail: Mail) =>
  has(name)(mail) && !/^\s*(?:no|false|0)\b/i.test(first(mail, name));

/** X-Autoreply, X-Auto-Response, X-Zoho-AutoResponder, X-Vacation and the like, of whatever system. */
const AUTOMATIC =
  /^x-(?:[a-z0-9]+-){0,3}(?:auto-?(?:repl(?:y|ied)|respon[ds]\w*|answer\w*|generated|notification)|vacation|out-?of-?office)(?!-suppress)(?:-[a-z]+)?$/;

function isAutomatic(name: string, mail: Mail): boolean {
  return AUTOMATIC.test(name) && isNotNo(name)(mail);
}

/** @returns the name of the first sign that a message shows, or undefined. */
export function signIn(signs: readonly Sign[], mail: Mail): string | undefined {
  return signs.find(([, isThere]) => isThere(mail))?.[0];
}

/**
 * Headers of messages that nobody wrote: RFC 3834 §5, and those of the large systems. X-Auto-Response-Suppress asks for
 * silence and proves nothing (facts §6).
 */
export const AUTO_REPLY: readonly Sign[] = [
  ["Auto-Submitted", isNotNo("auto-submitted")],
  ["automatic answer", (mail) => [...mail.headers.keys()].some((name) => isAutomatic(name, mail))],
  ["X-FC-MachineGenerated", isNotNo("x-fc-machinegenerated")],
  ["X-MS-Exchange-Inbox-Rules-Loop", has("x-ms-exchange-inbox-rules-loop")],
  [
    "X-MS-Exchange-Generated-Message-Source",
    says("x-ms-exchange-generated-message-source", /rules|oof|assistant|transport/i),
  ],
  ["X-Apple-Action", says("x-apple-action", /vacation/i)],
  ["X-POST-MessageClass", says("x-post-messageclass", /autoresponder|^\s*9\b/i)],
  ["X-Mailer", says("x-mailer", /vacation|autoresponder|auto-?reply/i)],
  ["Delivered-To", says("delivered-to", /^autoresponder/i)],
  // Systems that ask every sender for confirmation (Boxbe, Spam Arrest, TMDA, qconfirm, Bluebottle, EarthLink, UOL).
  [
    "challenge",
    (mail) =>
      [...mail.headers.keys()].some((name) =>
        /^x-(?:boxbe|spamarrest|spam-arrest|trusted-delivery|challenge|qconfirm)/.test(name),
      ) ||
      says("x-delivery-agent", /\btmda\b/i)(mail) ||
      /@(?:boxbe|spamarrest|mailblocks|bluebottle|choicemail|sanebox)\./.test(mail.sender ?? "") ||
      CHALLENGE_SUBJECT.test(mail.subject.slice(0, 300)),
  ],
  ["X-OTRS-Loop", has("x-otrs-loop")],
  ["Precedence", says("precedence", /^\s*auto[_-]?reply\b/i)],
  ["read receipt", (mail) => /report-type="?disposition-notification/.test(mail.contentType)],
];

/** Signs of bulk mail. */
export const BULK: readonly Sign[] = [
  ["List-Id", has("list-id")],
  ["List-Unsubscribe", has("list-unsubscribe")],
  ["Feedback-ID", has("feedback-id")],
];

/** Texts after which nobody has answered, though no header says so: a challenge, or an answer to an invitation. */
export const PERHAPS_MACHINE: readonly Sign[] = [
  ["answer to an invitation", (mail) => /^text\/calendar\b/.test(mail.contentType)],
  ["text of a challenge", (mail) => CHALLENGE_TEXT.test(ownWords(mail.text))],
];

const FORWARDED: readonly Sign[] = [
  ["Resent", (mail) => [...mail.headers.keys()].some((name) => name.startsWith("resent-"))],
  ["X-Forwarded-To", has("x-forwarded-to")],
  ["X-Forwarded-For", has("x-forwarded-for")],
];

/**
 * @returns the sign that a message was forwarded, or came from another address than the one written to; undefined if
 * neither.
 */
export function forwardSignIn(mail: Mail, writtenTo: string | null): string | undefined {
  const isOther = writtenTo !== null && mail.sender !== null && !mail.senders.includes(writtenTo);
  return signIn(FORWARDED, mail) ?? (isOther ? "another address" : undefined);
}

export const FROM_MAIL_SYSTEM =
  /^(?:mailer[-_.]?daemon|postmaster|mail-?daemon|mdaemon|mailerdaemon|mail[-_.]?delivery|mmdf|daemon|bounces?|double-bounce|mail[-_.]?system|amavisd?|exchange|microsoftexchange[0-9a-f]+|maildelivery\w*|mail[-_.]?admin|notifications?-bounce)(?:[+-][^@]*)?@/;
/** Sender names that no person uses. */
export const FROM_MACHINE =
  /^(?:no-?_?\.?reply|do-?_?not-?_?reply|donotreply|noreply[-+_.].*|.*[-_.]no-?reply|auto-?(?:reply|responder|confirm|mailer))@/;

/** Somebody who forwards a bounce, or asks about one, is no mail system. */
const ANSWERED_OR_PASSED_ON = /^\s*(?:re|fwd?|aw|wg|sv|vs|tr|rv|enc|odp|pd|antw|doorst)\s*(?:\[\d+\])?\s*:/i;
export const BOUNCE_SUBJECT =
  /undeliver|un-?able to deliver|non-?deliver|not delivered|delivery (?:has )?(?:fail|status|report|notification|problem|error|incomplete|delay|subsystem|unsuccessful)|(?:fail(?:ed|ure)?|failure|error|problem|unsuccessful)[^.]{0,20} deliver|mail(?: system)? (?:error|failure|status|could not|undeliver|delivery|delayed)|failure notice|returned (?:mail|to sender|message|e-?mail)|return(?:ing|ed)? (?:message|mail) to sender|message (?:could not|not|you sent|delayed|delivery|status|blocked|undeliver|rejected|returned)|considered (?:unsolicited|spam)|(?:e-?mail|message)[^.]{0,30} (?:could not be|cannot be|was not|blocked|rejected)|warning: (?:message|could not|e-?mail)|could not (?:send|deliver)|bounced?\b|rejected|recipient[^.]{0,20} (?:unknown|rejected|not found)|blocked (?:message|mail)|dsn\b|ndr\b|unknown (?:user|address|recipient)|mailbox (?:full|unavailable)|nicht (?:zustellbar|zugestellt|übermittelt)|unzustellbar|zustell(?:ung|bericht|fehler)|fehlgeschlagen|non (?:remis|distribué|délivré)|échec (?:de|d')|message non|no se (?:pudo|ha podido) entregar|no entregado|no se puede entregar|devuelto|error en la entrega|mancata consegna|impossibile (?:consegnare|recapitare)|non recapitabile|n[aã]o (?:entregue|foi entregue|p[oô]de ser entregue)|falha na entrega|onbestelbaar|niet (?:bezorgd|afgeleverd)|kan niet worden (?:bezorgd|afgeleverd)|niedostarczon|nie (?:można|udało się) dostarczyć|zwrot|nedoruč|teslim edilemedi|iletilemedi|не (?:доставлен|удалось доставить)|недоставлен|невозможно доставить|ошибка доставки|не може бути доставлен|kan (?:ikke|inte) (?:leveres|levereras)|olevererbar|oleverer|toimitus epäonnistui|nem kézbesíthető|kézbesíthetetlen|nelivrabil|退信|未能(?:送达|投递)|无法(?:投递|送达|传递)|投递失败|無法傳送|送信(?:失敗|エラー|できません)|配信(?:不能|エラー|できません)|不達|戻|エラー|배달 ?(?:실패|되지|불가)|반송|전송 ?실패|تعذر (?:التسليم|تسليم)|لم يتم تسليم|mail system error|failed mail\b|발송 ?실패|보낼 수 없|전송할 수 없|未(?:送达|投递)/i;

/** Whether a program that sorts mail refused it with a receipt instead of a report (Sieve, RFC 5429 §2.1.2). */
export function isRefusalByReceipt({ contentType, headers, subject }: Mail): boolean {
  return (
    /report-type="?disposition-notification/.test(contentType) &&
    /\brejected\b/i.test(`${headers.get("auto-submitted")?.[0] ?? ""} ${subject}`)
  );
}

/** The first words of bounce notices that have neither a mail system's sender nor its subject. */
const NOT_DELIVERED =
  /^[\s*#=_>.-]*(?:(?:hi|hello|sorry|dear \w+)[^\n]{0,40}\n+\s*)?(?:your|the|this|a) (?:e-?mail|mail|message)(?: [^.\n]{0,80})? (?:could not be|cannot be|was not|has not been|wasn't|couldn't be) (?:delivered|sent)|^[\s*#=_>.-]*votre message n'a (?:pas )?pu? ?(?:pas )?(?:pu )?[eê]tre (?:d[eé]livr[eé]|remis|distribu[eé])|^[\s*#=_>.-]*(?:ihre (?:e-?mail|nachricht)|die nachricht) (?:konnte|wurde) nicht (?:zugestellt|ausgeliefert)|^[\s*#=_>.-]*(?:su|tu|el) (?:mensaje|correo)[^.\n]{0,60} no (?:se )?(?:pudo|ha podido|ha sido|fue) (?:ser )?entregad?[oa]?r?/i;

/** @returns whether a text begins like such a notice. */
export function isNoticeText(text: string): boolean {
  return NOT_DELIVERED.test(text.slice(0, 400));
}

/** What mail systems write anywhere in such a notice. A person may write it too, so only a system's sender makes it one. */
const RETURNED_OR_FAILED =
  /\b(?:e-?mail|mail|message) (?:has been|was|is being) returned|\breturned to (?:you|the sender|its sender|sender)\b|\b(?:could not|cannot|unable to|failed to) (?:be )?(?:deliver|process)|\bundeliver(?:able|ed)\b|\bnot delivered to\b/i;

/** @returns whether a mail system's text says that it did not deliver something. */
export function tellsOfFailure(text: string): boolean {
  return RETURNED_OR_FAILED.test(text.slice(0, 1_500));
}

/** @returns whether a subject is that of a mail system's bounce. */
export function isBounceSubject(subject: string): boolean {
  return BOUNCE_SUBJECT.test(subject.slice(0, 300)) && !ANSWERED_OR_PASSED_ON.test(subject);
}
