import type { MessageClass } from "../../src/core/db/schema/outreach.js";

/** A message in the format of a real program, written for these tests, with its expected class. */
export interface LabelledMail {
  name: string;
  is: MessageClass;
  /** For a bounce: the address that was not reached, and whether permanently. */
  bounce?: { email: string; isHard: boolean };
  raw: string;
}

/** The address we wrote to; every message is about this lead. */
export const LEAD = "jane@lead.example";
const US = "us@our.example";

function mail(headers: string, body: string): string {
  const crlf = (text: string) => text.replaceAll(/\r?\n/g, "\r\n");
  return `${crlf(headers)}\r\n\r\n${crlf(body)}\r\n`;
}

/** A report of RFC 3464 as multipart/report. */
function report(
  headers: string,
  status: string,
  { explanation = "This is the mail system.", original = true } = {},
): string {
  return mail(
    `${headers}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="b1"`,
    `--b1
Content-Type: text/plain; charset=utf-8

${explanation}

--b1
Content-Type: message/delivery-status

${status}
${
  original
    ? `--b1
Content-Type: message/rfc822

From: ${US}
To: ${LEAD}
Subject: A question
List-Unsubscribe: <mailto:stop@our.example>

Hello
`
    : ""
}--b1--`,
  );
}

const postfix = (
  name: string,
  code: string,
  diagnostic: string,
  isHard: boolean,
  action = "failed",
): LabelledMail => ({
  name: `Postfix: ${name}`,
  is: "bounced",
  bounce: { email: LEAD, isHard },
  raw: report(
    `Return-Path: <>
Date: Tue, 3 Mar 2026 10:00:00 +0100 (CET)
From: MAILER-DAEMON@mx.our.example (Mail Delivery System)
Subject: ${action === "delayed" ? "Delayed Mail (still being retried)" : "Undelivered Mail Returned to Sender"}
To: ${US}
Auto-Submitted: auto-replied
Message-Id: <20260303090000.4F1A22@mx.our.example>`,
    `Reporting-MTA: dns; mx.our.example
X-Postfix-Queue-ID: 4F1A22
X-Postfix-Sender: rfc822; ${US}
Arrival-Date: Tue,  3 Mar 2026 09:59:58 +0100 (CET)

Final-Recipient: rfc822; ${LEAD}
Original-Recipient: rfc822;${LEAD}
Action: ${action}
Status: ${code}
Remote-MTA: dns; mail.lead.example
Diagnostic-Code: ${diagnostic}
`,
    {
      explanation:
        "I'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.",
    },
  ),
});

const exchange = (
  name: string,
  code: string,
  diagnostic: string,
  isHard: boolean,
  subject: string,
): LabelledMail => ({
  name: `Exchange: ${name}`,
  is: "bounced",
  bounce: { email: LEAD, isHard },
  raw: report(
    `From: <postmaster@lead.example>
To: <${US}>
Date: Wed, 4 Mar 2026 08:12:13 +0000
Content-Language: en-US
Message-ID: <7d0a3c@AM0PR02MB1234.eurprd02.prod.outlook.com>
In-Reply-To: <abc@our.example>
Subject: ${subject}
Auto-Submitted: auto-replied
X-MS-Exchange-Message-Is-Ndr:
X-Auto-Response-Suppress: DR, OOF, AutoReply`,
    `Reporting-MTA: dns;AM0PR02MB1234.eurprd02.prod.outlook.com
Received-From-MTA: dns;mail.our.example
Arrival-Date: Wed, 4 Mar 2026 08:12:12 +0000

Final-Recipient: rfc822;${LEAD}
Action: failed
Status: ${code}
Diagnostic-Code: ${diagnostic}
X-Display-Name: Jane
`,
    { explanation: "Delivery has failed to these recipients or groups:\n\njane@lead.example" },
  ),
});

const google = (
  name: string,
  code: string,
  diagnostic: string,
  isHard: boolean,
  action = "failed",
): LabelledMail => ({
  name: `Gmail: ${name}`,
  is: "bounced",
  bounce: { email: LEAD, isHard },
  raw: report(
    `Delivered-To: ${US}
Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: ${US}
Auto-Submitted: auto-replied
Subject: Delivery Status Notification (${action === "delayed" ? "Delay" : "Failure"})
References: <CAB1@mail.gmail.com>
In-Reply-To: <CAB1@mail.gmail.com>
X-Failed-Recipients: ${LEAD}
Message-ID: <65e1.0a0220.2b.GMR@mx.google.com>
Date: Thu, 05 Mar 2026 01:02:03 -0800 (PST)`,
    `Reporting-MTA: dns; googlemail.com
Arrival-Date: Thu, 05 Mar 2026 01:02:02 -0800 (PST)
X-Original-Message-ID: <CAB1@mail.gmail.com>

Final-Recipient: rfc822; ${LEAD}
Action: ${action}
Status: ${code}
Diagnostic-Code: ${diagnostic}
Last-Attempt-Date: Thu, 05 Mar 2026 01:02:03 -0800 (PST)
`,
  ),
});

const BOUNCES: LabelledMail[] = [
  postfix(
    "no such user",
    "5.1.1",
    `smtp; 550 5.1.1 <${LEAD}>: Recipient address rejected:\n    User unknown in virtual mailbox table`,
    true,
  ),
  postfix("mailbox full", "4.2.2", "smtp; 452 4.2.2 Over quota", false),
  postfix(
    "domain not found",
    "5.4.4",
    "X-Postfix; Host or domain name not found. Name service error for\n    name=lead.example type=AAAA: Host not found",
    true,
  ),
  postfix(
    "delayed",
    "4.4.1",
    "X-Postfix; connect to mail.lead.example[192.0.2.1]:25: Connection timed\n    out",
    false,
    "delayed",
  ),
  postfix("refused by policy", "5.7.1", "smtp; 554 5.7.1 Message rejected as spam", false),
  postfix("relaying denied", "5.7.1", "smtp; 550 5.7.1 Relaying denied", false),
  exchange(
    "no such recipient",
    "5.1.10",
    "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
    true,
    "Undeliverable: A question",
  ),
  exchange(
    "mailbox disabled",
    "5.2.1",
    "smtp;550 5.2.1 STOREDRV.Deliver; mailbox disabled",
    true,
    "Undeliverable: A question",
  ),
  exchange("over quota", "5.2.2", "smtp;554 5.2.2 mailbox full", false, "Unzustellbar: Eine Frage"),
  exchange(
    "access denied",
    "5.7.129",
    "smtp;550 5.7.129 RESOLVER.RST.RestrictedToRecipientsPermission",
    false,
    "Undeliverable: A question",
  ),
  exchange(
    "loop",
    "5.4.14",
    "smtp;554 5.4.14 Hop count exceeded - possible mail loop",
    false,
    "Undeliverable: A question",
  ),
  google(
    "address not found",
    "5.1.1",
    "smtp; 550-5.1.1 The email account that you tried to reach does not exist.",
    true,
  ),
  google(
    "domain not found",
    "5.1.2",
    "dns; 550 5.1.2 The recipient server lead.example could not be found",
    true,
  ),
  google(
    "inbox full",
    "4.2.2",
    "smtp; 452-4.2.2 The recipient's inbox is out of storage space.",
    false,
    "delayed",
  ),
  google(
    "still trying",
    "4.4.1",
    "smtp; The recipient server did not accept our requests to connect.",
    false,
    "delayed",
  ),
  google(
    "blocked",
    "5.7.26",
    "smtp; 550-5.7.26 This mail has been blocked because the sender is unauthenticated.",
    false,
  ),
  {
    name: "Sendmail: with original recipient alone",
    is: "bounced",
    bounce: { email: LEAD, isHard: true },
    raw: report(
      `From: Mail Delivery Subsystem <MAILER-DAEMON@smtp.our.example>\nTo: <${US}>\nSubject: Returned mail: see transcript for details\nAuto-Submitted: auto-generated (failure)`,
      `Reporting-MTA: dns; smtp.our.example

Original-Recipient: rfc822; <${LEAD}>
Action: failed
Status: 5.1.1
Diagnostic-Code: SMTP; 550 5.1.1 User unknown
`,
      { original: false },
    ),
  },
  ...["message", "original"].map(
    (part): LabelledMail => ({
      name: `Exim: no report, the address in a header (${part})`,
      is: "bounced",
      bounce: { email: LEAD, isHard: true },
      raw: mail(
        `From: Mail Delivery System <Mailer-Daemon@exim.our.example>
To: ${US}
Auto-Submitted: auto-replied
X-Failed-Recipients: ${LEAD}
Subject: Mail delivery failed: returning message to sender
MIME-Version: 1.0
Content-Type: text/plain`,
        `A message that you sent could not be delivered to all of its recipients.\n\n  ${LEAD}\n    host mail.lead.example: 550 unknown user\n------ This is a copy of your ${part} ------`,
      ),
    }),
  ),
  {
    name: "qmail: plain text and a subject",
    is: "bounced",
    bounce: { email: LEAD, isHard: true },
    raw: mail(
      `Return-Path: <>\nFrom: MAILER-DAEMON@qmail.lead.example\nTo: ${US}\nSubject: failure notice`,
      `Hi. This is the qmail-send program at qmail.lead.example.\n\n<${LEAD}>:\nSorry, no mailbox here by that name. (#5.1.1)`,
    ),
  },
];

const auto = (name: string, headers: string, body = "I am away until Monday."): LabelledMail => ({
  name,
  is: "auto_reply",
  raw: mail(`From: Jane <${LEAD}>\nTo: ${US}\n${headers}`, body),
});

const AUTO_REPLIES: LabelledMail[] = [
  auto(
    "Sieve vacation (Dovecot)",
    "Auto-Submitted: auto-replied (vacation)\nX-Sieve: Pigeonhole Sieve 0.5\nPrecedence: bulk\nSubject: Auto: A question",
  ),
  auto(
    "Gmail's responder",
    "Subject: On holiday Re: A question\nPrecedence: bulk\nX-Autoreply: yes\nAuto-Submitted: auto-replied",
  ),
  auto(
    "Exchange: automatic reply",
    "Subject: Automatic reply: A question\nX-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\nX-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",
  ),
  auto("Exchange in German", "Subject: Automatische Antwort: Eine Frage\nAuto-Submitted: auto-generated"),
  auto(
    "cPanel autoresponder",
    "Subject: Thanks for your message\nX-Autorespond: A question\nPrecedence: auto_reply",
  ),
  auto("Plesk", "Subject: Away\nPrecedence: auto_reply"),
  auto("X-Auto-Response alone", "Subject: Re: A question\nX-Auto-Response: yes"),
  auto(
    "help desk",
    "Subject: [Ticket 4711] received\nAuto-Submitted: auto-generated\nX-Zendesk-From-Account-Id: 1",
  ),
  auto("Yahoo's responder, by its subject", "Subject: Automatic reply: A question"),
  auto("Outlook without headers, by its subject", "Subject: Out of Office: A question"),
  auto("Lotus Notes, by its subject", "Subject: Abwesenheitsnotiz: Eine Frage"),
  auto("French, by its subject", "Subject: =?utf-8?Q?R=C3=A9ponse_automatique_:_Une_question?="),
  auto(
    "responder that also unsubscribes",
    "Subject: Thank you\nAuto-Submitted: auto-replied\nList-Unsubscribe: <mailto:x@lead.example>",
  ),
  {
    name: "read receipt (RFC 8098)",
    is: "auto_reply",
    raw: mail(
      `From: Jane <${LEAD}>\nTo: ${US}\nSubject: Read: A question\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=disposition-notification; boundary="b2"`,
      `--b2\nContent-Type: text/plain\n\nRead.\n--b2\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;${LEAD}\nDisposition: manual-action/MDN-sent-manually; displayed\n--b2--`,
    ),
  },
];

const bulk = (name: string, headers: string): LabelledMail => ({
  name,
  is: "bulk",
  raw: mail(`From: News <${LEAD}>\nTo: ${US}\n${headers}`, "Our news of the week."),
});

const BULK: LabelledMail[] = [
  bulk("Mailman", "Subject: [news] Issue 12\nPrecedence: list\nList-Id: News <news.lead.example>"),
  bulk(
    "Google Groups",
    "Subject: [group] Hello\nList-ID: <group.googlegroups.com>\nMailing-list: list group@googlegroups.com",
  ),
  bulk(
    "Mailchimp",
    "Subject: News\nList-Unsubscribe: <https://lead.example/u>, <mailto:u@lead.example>\nX-MC-User: 1",
  ),
  bulk(
    "one click",
    "Subject: News\nList-Unsubscribe: <https://lead.example/u>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click",
  ),
  bulk("Feedback-ID alone", "Subject: Your receipt\nFeedback-ID: 1:2:3:ses"),
  bulk("shop", "Subject: Re: your order\nFeedback-ID: a:b:c\nList-Unsubscribe: <mailto:x@lead.example>"),
  bulk(
    "a list whose subject looks like an auto-reply",
    "Subject: Out of office fashion\nList-Id: <f.lead.example>",
  ),
];

const forward = (name: string, from: string, headers: string): LabelledMail => ({
  name,
  is: "forwarded",
  raw: mail(`From: ${from}\nTo: ${US}\n${headers}`, "Hello, this reached me. Tell me more."),
});

const FORWARDS: LabelledMail[] = [
  forward(
    "resent by a person",
    `Jane <${LEAD}>`,
    `Subject: A question\nResent-From: boss@lead.example\nResent-To: ${US}`,
  ),
  forward(
    "Gmail's forwarding",
    `Jane <${LEAD}>`,
    `Subject: Re: A question\nX-Forwarded-To: ${US}\nX-Forwarded-For: ${LEAD} ${US}`,
  ),
  forward(
    "X-Forwarded-For alone",
    `Jane <${LEAD}>`,
    `Subject: Re: A question\nX-Forwarded-For: info@lead.example`,
  ),
  forward(
    "answered from a private address",
    "Jane <jane.private@elsewhere.example>",
    "Subject: Re: A question\nIn-Reply-To: <abc@our.example>",
  ),
  forward("answered by a manager", "Office <office@agency.example>", "Subject: AW: A question"),
  forward("answered from the same domain", "Team <team@lead.example>", "Subject: Re: A question"),
  forward(
    "another address, another script",
    "=?utf-8?B?0JDQvdC90LA=?= <anna@elsewhere.example>",
    "Subject: =?utf-8?B?UmU6INCS0L7Qv9GA0L7RgQ==?=",
  ),
];

const person = (name: string, headers: string, body = "Sounds good, tell me more."): LabelledMail => ({
  name,
  is: "replied",
  raw: mail(`From: Jane <${LEAD}>\nTo: ${US}\n${headers}`, body),
});

const PEOPLE: LabelledMail[] = [
  person("plain", "Subject: Re: A question\nIn-Reply-To: <abc@our.example>"),
  person("a new subject", "Subject: Collaboration?"),
  person("without a subject", "Date: Fri, 6 Mar 2026 10:00:00 +0000"),
  person(
    "the body tells of an absence",
    "Subject: Re: A question",
    "I was out of office last week. Automatic reply: no, it is me!",
  ),
  person(
    "the body quotes a bounce",
    "Subject: Re: A question",
    "> Undelivered Mail Returned to Sender\n> Final-Recipient: rfc822; x@y.example\nStrange, is it not?",
  ),
  person("asks for silence of robots", "Subject: Re: A question\nX-Auto-Response-Suppress: All"),
  person("says that it is no robot", "Subject: Re: A question\nAuto-Submitted: no"),
  person(
    "HTML alone",
    "Subject: Re: A question\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8",
    "<p>Yes, <b>please</b></p>",
  ),
  person(
    "base64",
    "Subject: =?utf-8?B?UmU6IGEgcXVlc3Rpb24=?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64",
    "WWVz",
  ),
  person("a phone", "Subject: Re: A question\nX-Mailer: iPhone Mail (22D72)", "Yes\n\nSent from my iPhone"),
  person(
    "a picture attached",
    'Subject: Re: A question\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b3"',
    "--b3\nContent-Type: text/plain\n\nSee.\n--b3\nContent-Type: image/png; name=a.png\nContent-Disposition: attachment; filename=a.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b3--",
  ),
  person("says no", "Subject: Re: A question", "Please take me off your list."),
  person(
    "forwards a bounce as an attachment",
    'Subject: Your mail bounced?\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b4"',
    "--b4\nContent-Type: text/plain\n\nI got this.\n--b4\nContent-Type: message/rfc822\n\nFrom: mailer-daemon@x.example\nSubject: failure notice\n\nx\n--b4--",
  ),
  person("a subject with the words inside", "Subject: Re: Is your office out of order?"),
  person("Precedence that says nothing", "Subject: Re: A question\nPrecedence: normal"),
];

const OTHERS: LabelledMail[] = [
  {
    name: "Postfix: delivered, as asked",
    is: "other",
    raw: report(
      `From: MAILER-DAEMON@mx.our.example (Mail Delivery System)\nTo: ${US}\nSubject: Successful Mail Delivery Report\nAuto-Submitted: auto-replied`,
      `Reporting-MTA: dns; mx.our.example\n\nFinal-Recipient: rfc822; ${LEAD}\nAction: relayed\nStatus: 2.1.5\n`,
    ),
  },
];

/** The labelled set. */
export const MAIL_SET: readonly LabelledMail[] = [
  ...BOUNCES,
  ...AUTO_REPLIES,
  ...BULK,
  ...FORWARDS,
  ...PEOPLE,
  ...OTHERS,
];
