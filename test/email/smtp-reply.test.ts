import { describe, expect, test } from "vitest";
import {
  meaningOfReply,
  type ReplyMeaning,
  replyOf,
  type SmtpPhase,
  type SmtpReply,
} from "../../src/core/email/smtp-reply.js";

/** Replies of mail servers with their default words; `jane@shop.example` is the recipient, check@us.example is us. */
const TO_RECIPIENT: [string, ReplyMeaning][] = [
  ["250 2.1.5 Ok", "exists"],
  ["250 Accepted", "exists"],
  ["251 User not local; will forward to <jane@other.example>", "exists"],
  ["252 Cannot VRFY user, but will accept message and attempt delivery", "unclear"],

  [
    "550 5.1.1 <jane@shop.example>: Recipient address rejected: User unknown in local recipient table",
    "missing",
  ],
  [
    "550 5.1.1 <jane@shop.example>: Recipient address rejected: User unknown in virtual mailbox table",
    "missing",
  ],
  [
    "550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces.",
    "missing",
  ],
  ["550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup", "missing"],
  [
    "550 5.4.1 Recipient address rejected: Access denied. [AM7EUR03FT032.eop-EUR03.prod.protection.outlook.com]",
    "missing",
  ],
  ["554 delivery error: dd This user doesn't have a yahoo.com account (jane@yahoo.com) [0]", "missing"],
  ["550 Unrouteable address", "missing"],
  ["550 No such user here", "missing"],
  ["550 no mailbox by that name is currently available", "missing"],
  ["550 Unknown user", "missing"],
  ["550 jane@shop.example unknown user account", "missing"],
  ["551 User not local; please try <jane@other.example>", "missing"],
  ["553 5.3.0 <jane@shop.example>... No such user here", "missing"],
  ["550 Invalid recipient <jane@shop.example>", "missing"],
  ["550 Mailbox not found", "missing"],
  ["550 5.1.6 Recipient no longer on server: jane@shop.example", "missing"],
  ["550 Address does not exist", "missing"],
  // The words within the requested name are not the host's.
  ["550 <policy.spam.blocked@shop.example>: user unknown", "missing"],

  ["550 5.2.1 The email account that you tried to reach is disabled.", "disabled"],
  ["550 User account is suspended", "disabled"],
  [
    "554 30 Sorry, your message to jane@yahoo.com cannot be delivered. This mailbox is disabled (554.30).",
    "disabled",
  ],

  ["552 5.2.2 <jane@shop.example>: Recipient address rejected: Mailbox quota exceeded", "full"],
  ["452 4.2.2 The email account that you tried to reach is over quota and inactive.", "full"],
  ["552 Mailbox full", "full"],
  ["550 mailbox is full", "full"],
  ["452 Mailbox size limit exceeded", "full"],

  [
    "450 4.2.0 <jane@shop.example>: Recipient address rejected: Greylisted, see http://postgrey.example/",
    "greylisted",
  ],
  ["451 4.7.1 Greylisting in action, please come back later", "greylisted"],
  ["451 Temporary local problem - please try later", "greylisted"],
  ["450 4.1.1 <jane@shop.example>: Recipient address rejected: unverified address", "greylisted"],
  ["450 4.2.1 The user you are trying to contact is receiving mail too quickly.", "greylisted"],

  ["421 4.7.0 Try again later, closing connection.", "try_later"],
  ["421 Too many concurrent SMTP connections", "try_later"],
  ["451 4.3.2 System not accepting network messages", "try_later"],
  ["452 4.3.1 Insufficient system storage", "try_later"],
  ["450 4.7.1 Client host rejected: cannot find your reverse hostname", "try_later"],
  [
    "451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation",
    "try_later",
  ],

  ["550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using Spamhaus", "policy"],
  ["554 5.7.1 <jane@shop.example>: Relay access denied", "policy"],
  ["550 relay not permitted", "policy"],
  ["550 5.7.1 Unable to relay", "policy"],
  ["530 5.7.0 Must issue a STARTTLS command first", "policy"],
  ["550 5.7.26 Unauthenticated email is not accepted due to domain's DMARC policy", "policy"],
  ["550 SPF check failed", "policy"],
  ["553 5.1.8 <check@us.example>... Domain of sender address does not exist", "policy"],
  ["550 5.1.7 Invalid sender address", "policy"],
  [
    "550-Verification failed for <check@us.example>\n550-No Such User Here\n550 Sender verify failed",
    "policy",
  ],
  ["550 5.1.1 Mail from your IP address is blocked, user unknown", "policy"],
  ["550 5.7.606 Access denied, banned sending IP [192.0.2.1]", "policy"],
  [
    "554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.",
    "policy",
  ],
  ["550 5.5.0 Too many invalid recipients", "policy"],

  ["550 Requested action not taken: mailbox unavailable", "missing"],
  ["550 5.1.0 Address rejected.", "missing"],
  ["554 Transaction failed", "unclear"],
  ["550 5.1.0 shop.example does not exist", "policy"],
  ["550 The envelope sender does not exist", "policy"],
  ["550 Your return path could not be verified, no such mailbox", "policy"],
  ["553 Invalid sender: user not found", "policy"],
  ["550 Name server: host not found for 192.0.2.7", "policy"],
  ["550 Absender unbekannt", "policy"],
  ["550 5.7.1 The host sending this message does not exist", "policy"],
  ["554 The name you gave in HELO does not exist", "policy"],
  ["550 The mailbox you are writing from was not found", "policy"],
  ["553 we refuse this envelope (badmailfrom)", "policy"],
  ["550 Отправитель не найден", "policy"],
  ["550 5.2.1 This user gets mail at a rate that prevents more", "try_later"],
  ["550 5.7.1 There is no such user", "missing"],
  ["552 2 Mail action aborted, mailbox not found", "missing"],
  ["550 this user doesnt have a mailbox here", "missing"],
  ["550 unknown local-part", "missing"],
  ["550 <jane@shop.example>: Recipient address rejected: userunknown", "missing"],
  ["550 Mailbox unavaiable", "missing"],
  ["550 <jane@shop.example> does not exist.", "missing"],
  ["550 We don't know any person of that name: do not know anyone called jane", "missing"],
  ["550 No conocemos a este usuario", "missing"],
  ["550 Wir kennen keinen Empfänger dieses Namens", "missing"],
  ["550 등록된 사용자가 없습니다", "missing"],
  ["550 ไม่มีบัญชีนี้", "missing"],
  ["550 사용자 권한이 없습니다", "unclear"],
  ["550 There is no such account as you", "policy"],
  // RFC 5248: the account that has authenticated, which at this step is ours.
  ["550 5.7.13 Rejected", "policy"],
  ["550 5.2.1", "unclear"],
  ["550 5.4.1 All recipient addresses rejected : Access denied [x.mail.protection.shop.example]", "missing"],
  ["550 <rosa@looms.example> not used", "missing"],
  ["554 5.7.1 <rosa@looms.example>: Recipient address rejected: Not in recipient list", "missing"],
  ["550 That address does not receive mail", "missing"],
  ["550 This mailbox does not accept mail from your network", "policy"],
  ["550 Mailaddress has been disabled", "disabled"],
  ["550 mailbox unavailable. Sending failed, try again later", "unclear"],
  ["550 5.2.1 This mailbox is locked", "disabled"],
  ["550 5.2.1 Dienst nicht verfügbar, [shop.example] nimmt nichts über IPv6 an.", "policy"],
  ["550 5.2.1 Palvelu ei ole käytettävissä", "unclear"],
  ["550 Der Empfänger ist unbekannt", "missing"],
  ["550 El buzón no existe", "missing"],
  ["550 Utilisateur inconnu", "missing"],
  ["550 Casella inesistente", "missing"],
  ["550 Destinatário não encontrado", "missing"],
  ["550 Gebruiker onbekend", "missing"],
  ["550 Nie ma takiego konta", "missing"],
  ["550 Uživatel neexistuje", "missing"],
  ["550 Tento používateľ neexistuje", "missing"],
  ["550 Utilizador desconhecido", "missing"],
  ["550 存在しない宛先です", "missing"],
  ["550 존재하지 않는 사용자입니다", "missing"],
  ["550 Kullanıcı bulunamadı", "missing"],
  ["550 Получатель не найден", "missing"],
  ["550 Користувача не знайдено", "missing"],
  ["550 收件人不存在", "missing"],
  ["550 メールアドレスが見つかりません", "missing"],
  ["550 사용자를 찾을 수 없습니다", "missing"],
  // A locked or blocked mailbox may be opened again; only a code makes it final.
  ["550 Konto gesperrt", "unclear"],
  ["550 Mailbox locked", "unclear"],
  ["550 The account is blocked", "unclear"],
  ["550 5.2.1 Mailbox locked", "disabled"],
  ["550 Account not available", "unclear"],
  ["550 Bad recipient", "unclear"],
  ["550 Illegal recipient", "unclear"],
  ["550 Mailbox unavailable or access denied", "unclear"],
  ["550 5.1.1 <jane@shop.example>: User unknown in the relay recipient table", "missing"],
  ["550 Message was not accepted -- invalid mailbox: user not found", "missing"],
  ["550 Mail refused. The mailbox of jane is disabled", "disabled"],
  ["550 Mail refused", "policy"],
  ["553 jane... Addressee unknown, relay=[192.0.2.7]", "missing"],
  ["550 The account that sent this could not be found", "policy"],
  ["550 Your provider's account is suspended", "policy"],
  ["550 Mailbox is frozen and takes no mail", "disabled"],
  ["525 5.7.13 User account disabled", "disabled"],
  ["552 Das Postfach ist voll", "full"],
  ["552 邮箱已满", "full"],
  ["550 The account of that subscriber has been archived recipient", "disabled"],
  ["550 Your envelope recipient is on badrcptto here", "disabled"],
  ["550 Mail refused - address jane@shop.example: recipient unknown", "missing"],
  ["550 jane does not exist", "missing"],
  ["550 Non existent mailbox", "missing"],
  ["550 Not an active address on our machines", "missing"],
  // The subject of the sentence is something else than the mailbox.
  ["550 domain does not exist", "policy"],
  ["550 A DNS record of yours could not be found here", "unclear"],
  ["550 Certificate isn't valid", "unclear"],
  ["550 No recipients left", "unclear"],
  ["503 No valid recipients", "unclear"],
  ["550 Recipient refused for an unknown reason", "unclear"],
  ["550 The user database is not available", "unclear"],
  ["550 mailbox temporarily unavailable", "unclear"],
  // The lookup of the mailbox failed.
  ["550 Unable to verify this recipient at this time", "unclear"],
  ["550 Could not check the user: LDAP server not found", "unclear"],
  // About us, whatever the noun.
  ["550 You are not known to this host", "policy"],
  ["550 The user you are authenticated as is unknown", "policy"],
  ["550 Reply address does not exist", "policy"],
  ["550 The user has blocked you", "policy"],
  ["550 Recipient is not available for external senders", "policy"],
  ["550 Delivery to one recipient failed for good (jane@shop.example:blocked)", "policy"],
  ["550 Ihr Konto ist gesperrt", "policy"],
  ["550 Twoje konto nie istnieje", "policy"],
  // A refusal without a reason may be a rule of the host's; a code beside it decides.
  ["550 Address rejected", "unclear"],
  ["550 <jane@shop.example>: Recipient address rejected", "unclear"],
  ["550 5.1.1 <jane@shop.example>: Recipient address rejected", "missing"],
  ["550 Address rejected: no mailbox of that name", "missing"],
  ["550 Recipient rejected", "unclear"],
  ["550 Recipient blocked", "unclear"],
  ["550 Recipient is restricted", "unclear"],
  ["550 Not our customer", "unclear"],
  ["550 5.1.1 Not our customer", "missing"],
  ["553 Mailbox name not allowed", "unclear"],
  ["550 User unavailable", "unclear"],
  ["550 Recipient's mail store cannot be reached", "unclear"],
  ["550 Message header does not match the envelope", "unclear"],
  // A mailbox that is closed for now may open again.
  ["550 Mailbox temporarily disabled", "unclear"],
  ["550 5.2.1 Mailbox temporarily disabled", "unclear"],
  ["550 Account currently suspended", "unclear"],
  ["550 Mailbox unavailable at this time", "unclear"],
  ["550 Konto vorübergehend gesperrt", "unclear"],
  ["550 Compte temporairement suspendu", "unclear"],
  ["550 Cuenta suspendida temporalmente", "unclear"],
  ["550 Ящик временно заблокирован", "unclear"],
  ["550 账户暂时停用", "unclear"],
  ["550 5.2.1 Mailbox suspended", "disabled"],
  ["550 Mailbox permanently disabled", "disabled"],
  ["550 Rejected", "unclear"],
  ["550", "unclear"],
  ["554 5.0.0 Service unavailable", "unclear"],
];

function meaning(text: string, phase: SmtpPhase) {
  const reply = replyOf(text.split("\n"));
  if (reply === null) throw new Error(`no reply: ${text}`);
  return meaningOfReply(reply, phase);
}

describe("what a reply to RCPT TO means", () => {
  test.each(TO_RECIPIENT)("%s: %s", (text, expected) => {
    expect(meaning(text, "recipient")).toBe(expected);
  });
});

test("what is said of our own domain is said of us", () => {
  const reply = replyOf(["550 account us.example suspended"]) as SmtpReply;
  expect(meaningOfReply(reply, "recipient", "check@us.example")).toBe("policy");
});

test.each([
  "550 <check@us.example> does not exist",
  "550 unknown user check@us.example",
  "550 cannot verify check@us.example: no such user",
])("what is said of our own address or domain is said of us: %s", (text) => {
  const reply = replyOf([text]) as SmtpReply;
  expect(meaningOfReply(reply, "recipient", "check@us.example")).toBe("policy");
  expect(meaningOfReply(reply, "recipient", "other@us.example")).toBe("missing");
});

test("of a reply without end its beginning is judged", () => {
  const lines = Array.from({ length: 400 }, (_, at) => `550${at < 399 ? "-" : " "}${"<".repeat(2_000)}`);
  const reply = replyOf(["550-5.1.1 No such user", ...lines]) as SmtpReply;
  expect(reply.text.length).toBeLessThanOrEqual(2_000);
  expect(meaningOfReply(reply, "recipient")).toBe("missing");
});

describe("a refusal before RCPT TO is never about the mailbox", () => {
  test.each<[SmtpPhase, string, ReplyMeaning]>([
    ["greeting", "554 5.7.1 No such user", "policy"],
    ["greeting", "421 4.3.2 Service shutting down", "try_later"],
    ["hello", "550 User unknown", "policy"],
    ["mail", "550 5.1.1 <check@us.example>: User unknown", "policy"],
    ["mail", "451 4.3.0 Temporary lookup failure", "try_later"],
  ])("at %s: %s: %s", (phase, text, expected) => {
    expect(meaning(text, phase)).toBe(expected);
  });
});

describe("the lines of a reply", () => {
  test("make one reply, with the enhanced code of whichever line has it", () => {
    expect(replyOf(["550-5.1.1 The account", "550 5.1.1 does not exist"])).toEqual({
      code: 550,
      enhanced: "5.1.1",
      text: "5.1.1 The account 5.1.1 does not exist",
    });
  });

  test.each([
    [["250 5.1.1 odd"], null],
    [["550 5.1.1.1 no code"], null],
    [["550 version 5.1.1"], null],
    [["550 5.7.606"], "5.7.606"],
  ])("%j: its enhanced code is of the same class and stands first: %s", (lines, enhanced) => {
    expect(replyOf(lines)).toMatchObject({ enhanced });
  });

  test.each([[["hello"]], [["250-a", "550 b"]], [["99 x"]], [["2500 x"]], [["650 x"]], [[]]])(
    "%j are none",
    (lines) => {
      expect(replyOf(lines)).toBeNull();
    },
  );
});
