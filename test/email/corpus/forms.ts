/**
 * The formats of bounces by system: their fields and the places of their sentences; every text, name and address is the
 * corpus's own.
 */
export interface Told {
  /** The recipient that was not reached. */
  to: string;
  code: number;
  status: string;
  /** The host's words. */
  words: string;
}

export interface Form {
  system: string;
  write(told: Told): string;
}

const US = "us@our.example";
const HEAD = (to: string) =>
  `Received: from out.our.example ([192.0.2.7]) by relay.example; Mon, 2 Mar 2026 10:00:00 +0000\nFrom: Us <${US}>\nTo: ${to}\nSubject: A question of ours\nMessage-ID: <q1@our.example>\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain`;
const RETURNED = (to: string) => `${HEAD(to)}\n\nHello, may we ask you something?`;

interface Outer {
  from?: string;
  subject?: string;
  path?: string | null;
  more?: string;
}

function outer({
  from,
  subject = "Undelivered Mail Returned to Sender",
  path = "<>",
  more = "",
}: Outer): string {
  return [
    ...(path === null ? [] : [`Return-Path: ${path}`]),
    `From: ${from ?? "Mail Delivery System <MAILER-DAEMON@mx.relay.example>"}`,
    `To: ${US}`,
    `Subject: ${subject}`,
    "Date: Mon, 2 Mar 2026 10:00:05 +0000",
    ...(more === "" ? [] : [more]),
    "MIME-Version: 1.0",
  ].join("\n");
}

function plain(system: string, head: Outer, body: (told: Told) => string): Form {
  return {
    system,
    write: (told) => `${outer(head)}\nContent-Type: text/plain; charset=utf-8\n\n${body(told)}\n`,
  };
}

function report(
  system: string,
  head: Outer,
  text: (told: Told) => string,
  fields: (told: Told) => string,
  { returned = "message/rfc822" }: { returned?: "message/rfc822" | "text/rfc822-headers" | null } = {},
): Form {
  return {
    system,
    write: (told) =>
      [
        `${outer(head)}\nContent-Type: multipart/report; report-type=delivery-status; boundary="=_b1"\n`,
        `--=_b1\nContent-Type: text/plain; charset=utf-8\n\n${text(told)}\n`,
        `--=_b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.relay.example\n\n${fields(told)}\n`,
        ...(returned === null
          ? []
          : [
              `--=_b1\nContent-Type: ${returned}\n\n${returned === "message/rfc822" ? RETURNED(told.to) : HEAD(told.to)}\n`,
            ]),
        "--=_b1--\n",
      ].join("\n"),
  };
}

function withReturned(system: string, head: Outer, body: (told: Told) => string): Form {
  return {
    system,
    write: (told) =>
      `${outer(head)}\nContent-Type: multipart/mixed; boundary="=_m1"\n\n--=_m1\nContent-Type: text/plain; charset=utf-8\n\n${body(told)}\n\n--=_m1\nContent-Type: message/rfc822\n\n${RETURNED(told.to)}\n--=_m1--\n`,
  };
}

const reply = ({ code, status, words }: Told) => `${code} ${status} ${words}`;
const usual = (told: Told, type = "smtp") =>
  `Final-Recipient: rfc822; ${told.to}\nAction: failed\nStatus: ${told.status}\nRemote-MTA: dns; mx.firm.example\nDiagnostic-Code: ${type}; ${reply(told)}`;

const nameOf = (email: string) => email.slice(0, email.indexOf("@"));
const domainOf = (email: string) => email.slice(email.indexOf("@") + 1);

export const FORMS: readonly Form[] = [
  report(
    "Postfix",
    {},
    (told) =>
      `This is the mail system at host mx.relay.example.\n\n<${told.to}>: host mx.firm.example[192.0.2.9] said: ${reply(told)} (in reply to RCPT TO command)`,
    (told) => `${usual(told)}\nOriginal-Recipient: rfc822;${told.to}`,
  ),
  report(
    "Sendmail",
    { subject: "Returned mail: see transcript for details" },
    (told) =>
      `   ----- The following addresses had permanent fatal errors -----\n<${told.to}>\n    (reason: ${reply(told)})\n\n   ----- Transcript of session follows -----\n... while talking to mx.firm.example.:\n>>> RCPT To:<${told.to}>\n<<< ${reply(told)}`,
    (told) => usual(told, "SMTP"),
  ),
  plain(
    "Sendmail of old",
    { subject: "Returned mail: User unknown", path: "<MAILER-DAEMON@mx.relay.example>" },
    (told) =>
      `   ----- Transcript of session follows -----\n>>> RCPT To:<${told.to}>\n<<< ${reply(told)}\n550 <${told.to}>... not sent\n\n   ----- Unsent message follows -----\n${RETURNED(told.to)}`,
  ),
  plain(
    "Exim",
    {
      subject: "Mail delivery failed: returning message to sender",
      from: "Mail Delivery System <Mailer-Daemon@out.our.example>",
    },
    (told) =>
      `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. The following address(es) failed:\n\n  ${told.to}\n    host mx.firm.example [192.0.2.9]\n    SMTP error from remote mail server after RCPT TO:<${told.to}>:\n    ${reply(told)}\n\n------ This is a copy of the message, including all the headers. ------\n\n${RETURNED(told.to)}`,
  ),
  {
    system: "Exim with its header",
    write: (told) =>
      `${outer({ more: `X-Failed-Recipients: ${told.to}`, subject: "Mail delivery failed: returning message to sender" })}\nContent-Type: text/plain\n\n  ${told.to}\n    ${reply(told)}\n`,
  },
  plain(
    "qmail",
    { subject: "failure notice", from: "MAILER-DAEMON@mx.relay.example" },
    (told) =>
      `Hi. This is the program that delivers at mx.relay.example.\nYour message could not be delivered to the following addresses.\n\n<${told.to}>:\n192.0.2.9 does not like recipient.\nRemote host said: ${reply(told)}\nGiving up on 192.0.2.9.\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <${US}>\n${RETURNED(told.to)}`,
  ),
  plain(
    "qmail, its own words",
    { subject: "failure notice", from: "MAILER-DAEMON@mx.relay.example" },
    (told) =>
      `Hi. This is the program that delivers at mx.relay.example.\n\n<${told.to}>:\n${told.words} (#${told.status})\n\n--- Below this line is a copy of the message.\n\n${RETURNED(told.to)}`,
  ),
  plain(
    "Yahoo",
    { subject: "Failure Notice", from: "MAILER-DAEMON@yahoo.example" },
    (told) =>
      `Sorry, we were unable to deliver your message to the following address.\n\n<${told.to}>:\n${reply(told)}\n\n--- Below this line is a copy of the message.\n\n${RETURNED(told.to)}`,
  ),
  plain(
    "Zoho",
    { subject: "Undelivered Mail Returned to Sender", from: "mailer-daemon@mail.zoho.example" },
    (told) =>
      `This message was created automatically by mail delivery software.\nA message that you sent could not be delivered to one or more of its recipients.\n\n${told.to} Invalid response, ERROR_CODE :${told.code}, ERROR_CODE :${told.status} ${told.words}\n\n${RETURNED(told.to)}`,
  ),
  report(
    "Google",
    {
      from: "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
      subject: "Delivery Status Notification (Failure)",
      more: "Auto-Submitted: auto-replied",
    },
    (told) =>
      `** Message not delivered **\n\nYour message wasn't delivered to ${told.to}.\n\nThe response was:\n\n${reply(told)}`,
    (told) => usual(told),
  ),
  plain(
    "Google of old",
    {
      from: "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
      subject: "Delivery Status Notification (Failure)",
    },
    (told) =>
      `Delivery to the following recipient failed permanently:\n\n     ${told.to}\n\nTechnical details of permanent failure:\nWe tried to deliver your message, but the server for the recipient domain firm.example did not take it.\n\nThe error that the other server returned was:\n${reply(told)}\n\n----- Original message -----\n\n${RETURNED(told.to)}`,
  ),
  report(
    "Microsoft 365",
    {
      from: "Postmaster <postmaster@firm.example>",
      subject: "Undeliverable: A question of ours",
      more: "X-MS-Exchange-Message-Is-Ndr:",
    },
    (told) =>
      `Your message to ${told.to} couldn't be delivered.\n\nDiagnostic information for administrators:\nGenerating server: AM0PR.prod.example\n\n${told.to}\nRemote Server returned '${reply(told)}'`,
    (told) => usual(told),
  ),
  plain(
    "Exchange of old",
    { from: "System Administrator <postmaster@firm.example>", subject: "Undeliverable: A question of ours" },
    (told) =>
      `Your message\n\n  To:      ${told.to}\n  Subject: A question of ours\n  Sent:    Mon, 2 Mar 2026 10:00:00 +0000\n\ndid not reach the following recipient(s):\n\n${told.to} on Mon, 2 Mar 2026 10:00:05 +0000\n    ${told.words}\n    <mx.firm.example #${told.status} smtp;${reply(told)}>`,
  ),
  report(
    "Amazon SES",
    { from: "MAILER-DAEMON@eu.amazonses.example", subject: "Delivery Status Notification (Failure)" },
    (told) => `An error occurred while trying to deliver the mail to the following recipients:\n${told.to}`,
    (told) =>
      `Action: failed\nFinal-Recipient: rfc822; ${told.to}\nDiagnostic-Code: smtp; ${reply(told)}\nStatus: ${told.status}`,
  ),
  withReturned(
    "Amazon WorkMail",
    { from: "MAILER-DAEMON@eu.amazonses.example", subject: "Delivery Status Notification (Failure)" },
    (told) =>
      `An error occurred while trying to deliver the mail to the following recipients:\n${told.to}\n\nTechnical report:\n\nReporting-MTA: dsn; a1.example\n\nAction: failed\nFinal-Recipient: rfc822; ${told.to}\nDiagnostic-Code: smtp; ${reply(told)}\nStatus: ${told.status}`,
  ),
  {
    system: "Amazon SNS",
    write: (told) =>
      `From: "Notices" <no-reply@sns.amazonaws.example>\nTo: ${US}\nSubject: Notification Message\nContent-Type: text/plain\n\n${JSON.stringify({ notificationType: "Bounce", bounce: { bounceType: "Permanent", bouncedRecipients: [{ emailAddress: told.to, action: "failed", status: told.status, diagnosticCode: `smtp; ${reply(told)}` }] }, mail: { source: US, destination: [told.to] } })}\n`,
  },
  plain(
    "OpenSMTPD",
    { from: "Mailer Daemon <MAILER-DAEMON@relay.example>", subject: "Delivery status notification: error" },
    (told) =>
      `    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\n${told.to}: ${reply(told)}\n\n    Below is a copy of the original message:\n\n${RETURNED(told.to)}`,
  ),
  plain(
    "Domino",
    { from: "Postmaster@firm.example", subject: "DELIVERY FAILURE: see below" },
    (told) =>
      `Your message\n\n  Subject: A question of ours\n\nwas not delivered to:\n\n  ${told.to}\n\nbecause:\n\n  ${told.words}\n`,
  ),
  plain(
    "Notes",
    { from: "postmaster@firm.example", subject: "Delivery Failure Report" },
    (told) =>
      `------- Failure Reasons  --------\n\n${told.words}\n${told.to}\n\n------- Returned Message --------\n\n${RETURNED(told.to)}`,
  ),
  report(
    "GroupWise",
    { from: "Mailer-Daemon@firm.example", subject: "Message status - undeliverable" },
    (told) => `The message that you sent was undeliverable to the following:\n\t${told.to} (${reply(told)})`,
    (told) =>
      `Final-Recipient: rfc822;${told.to}\nAction: failed\nStatus: ${told.status}\nDiagnostic-Code: smtp;${reply(told)}`,
    { returned: "text/rfc822-headers" },
  ),
  plain(
    "mail.ru",
    {
      from: "mailer-daemon@corp.mail.example",
      subject: "=?UTF-8?B?0JLQsNGI0LUg0L/QuNGB0YzQvNC+INC90LUg0LTQvtGB0YLQsNCy0LvQtdC90L4=?=",
    },
    (told) =>
      `Это письмо создано автоматически, отвечать на него не нужно.\n\nК сожалению, письмо не доставлено:\n\n  ${told.to}\n    SMTP error from remote mail server after RCPT TO:<${told.to}>:\n    ${reply(told)}\n\n------ This is a copy of the message, including all the headers. ------\n\n${RETURNED(told.to)}`,
  ),
  report(
    "Yandex",
    { from: "mailer-daemon@yandex.example", subject: "Undelivered Mail Returned to Sender" },
    (told) => `Письмо не дошло.\n\n<${told.to}>: ${reply(told)}`,
    (told) => `${usual(told)}\nX-Yandex-Queue-ID: 1`,
  ),
  plain(
    "ezweb",
    {
      from: "Postmaster@ezweb.example",
      subject: "Mail System Error - Returned Mail",
      path: "<MAILER-DAEMON>",
    },
    (told) =>
      `Each of the following recipients was rejected by a remote mail server.\n\n    Recipient: <${told.to}>\n    >>> RCPT TO:<${told.to}>\n    <<< ${reply(told)}\n`,
  ),
  plain(
    "KDDI",
    { from: "no-reply@app.kddi.example", subject: "Mail System Error" },
    (told) =>
      `Your mail sent on: Mon, 2 Mar 2026\n   Could not be delivered to: <${told.to}>\n   As: ${reply(told)}\n`,
  ),
  report(
    "docomo",
    {
      from: "Mail Delivery Subsystem <MAILER-DAEMON@docomo.example>",
      subject: "Returned mail: see transcript",
    },
    (told) => `The following addresses had delivery problems:\n<${told.to}>\n   ${reply(told)}`,
    (told) => usual(told),
  ),
  report(
    "McAfee",
    { from: "postmaster@gate.example", subject: "Delivery Status" },
    (told) => `--- The following addresses had delivery problems ---\n\n<${told.to}>   (${told.words})`,
    (told) => usual(told),
  ),
  report(
    "Barracuda",
    {
      from: "MAILER-DAEMON <MAILER-DAEMON@barracuda.example>",
      subject: "**Message you sent blocked by our bulk email filter**",
    },
    (told) =>
      `Your message to: ${told.to}\nwas blocked. The email you sent with the following subject has NOT BEEN DELIVERED:\n\nSubject: A question of ours`,
    (told) => usual(told),
  ),
  plain(
    "Mimecast",
    { from: '"postmaster" <postmaster@gate.example>', subject: "[Postmaster] Email Delivery Failure" },
    (told) =>
      `This is an automated alert notification. Please do not reply.\n\nAn email that you attempted to send to the following address could not be delivered:\n\n-- ${told.to}\n\nAdditional information follows :\n\n-- ${reply(told)}\n`,
  ),
  plain(
    "IMail",
    { from: '"Postmaster" <postmaster@imail.example>', subject: "Undeliverable Mail", path: null },
    (told) =>
      `${told.words.replace(told.to, "it")}: ${told.to}\n\nOriginal message follows.\n\n${RETURNED(told.to)}`,
  ),
  plain(
    "SurfControl",
    { from: "Mail Administrator <postmaster@gate.example>", subject: "Message could not be delivered" },
    (told) =>
      `Your message could not be sent.\nA transcript of the attempts to send the message follows.\nThe number of attempts made: 1\nAddressed To: ${told.to}\n\nMon, 2 Mar 2026 10:00:00 +0000\nFailed to send to identified host,\n${told.to}: [192.0.2.9], ${reply(told)}\n--- Message non-deliverable.`,
  ),
  plain(
    "MailMarshal",
    { from: '"MailMarshal" <postmaster@gate.example>', subject: 'Undeliverable Mail: "A question of ours"' },
    (told) =>
      `Your message:\n   From:    ${US}\n   Subject: A question of ours\n\nCould not be delivered because of\n\n${reply(told)}\n\nThe following recipients were affected:\n    ${told.to}\n`,
  ),
  plain(
    "InterScan",
    { from: '"InterScan" <postmaster@gate.example>', subject: "Mail could not be delivered" },
    (told) =>
      `Sent <<< RCPT TO:<${told.to}>\nReceived >>> ${reply(told)}\n\nUnable to deliver message to <${told.to}>\n`,
  ),
  withReturned(
    "MessageLabs",
    { from: "MAILER-DAEMON@messagelabs.example", subject: "Mail Delivery Failure" },
    (told) =>
      `This is the mail delivery agent at the gateway.\nI was unable to deliver your message to the following addresses:\n\n${told.to}\n\nReason: ${reply(told)}`,
  ),
  plain(
    "GMX",
    { from: "mailer-daemon@gmx.example", subject: "Mail delivery failed: returning message to sender" },
    (told) =>
      `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered. The following address failed:\n\n"${told.to}":\nSMTP error from remote server after RCPT command:\nhost: mx.firm.example\n${told.status} ${told.words}\n\n--- The header of the original message is following. ---\n\n${HEAD(told.to)}`,
  ),
  plain(
    "1&1",
    {
      from: "mailer-daemon@kundenserver.example",
      subject: "Mail delivery failed: returning message to sender",
    },
    (told) =>
      `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its recipients:\n\n${told.to}:\nhost mx.firm.example: SMTP error from remote server for TEXT command\n${reply(told)}\n\n--- The header of the original message is following. ---\n\n${HEAD(told.to)}`,
  ),
  plain(
    "X1",
    { from: "MAILER-DAEMON@x1.example", subject: "Returned Mail: User unknown" },
    (told) =>
      `The original message was received at Mon, 2 Mar 2026 10:00:00 +0000\nfrom ${US}\n\n---The following addresses had delivery errors---\n\n${told.to} [${told.words}]\n`,
  ),
  plain(
    "X2",
    { from: "MAILER-DAEMON@x2.example", subject: "Delivery failure" },
    (told) =>
      `Message from x2.example.\nUnable to deliver message to the following address(es).\n\n<${told.to}>:\n${reply(told)}\n\n--- Original message follows.\n\n${RETURNED(told.to)}`,
  ),
  withReturned(
    "X3",
    { from: "Mail Delivery System <MAILER-DAEMON@x3.example>", subject: "Delivery status notification" },
    (told) =>
      `============================================================\n      This is a delivery status notification. Your message met\n      with trouble for the following recipient(s):\n\n  * ${told.to}\n    SMTP:Unexpected recipient failure - ${reply(told)}\n`,
  ),
  plain(
    "X5",
    { from: "MAILER-DAEMON@x5.example", subject: "Returned mail: delivery problems" },
    (told) =>
      `----- The following addresses had delivery problems -----\n<${told.to}>\n----- Transcript of session follows -----\n${told.to}... ${reply(told)}\n`,
  ),
  withReturned(
    "X6",
    {
      from: '"Mail Delivery System" <postmaster@x6.example>',
      subject: "There was an error sending your mail",
    },
    (told) =>
      `We had trouble delivering your message. Full details follow:\n\n1 error(s):\n\nSMTP Server <mx.firm.example> rejected recipient <${told.to}> (Error following RCPT command). It responded as follows: [${reply(told)}]\n`,
  ),
  plain(
    "Courier",
    { from: '"Courier mail server" <postmaster@courier.example>', subject: "NOTICE: mail delivery status." },
    (told) =>
      `                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<${told.to}>:\n    mx.firm.example [192.0.2.9]:\n>>> RCPT TO:<${told.to}>\n<<< ${reply(told)}\n`,
  ),
  withReturned(
    "Apache James",
    { from: "postmaster@james.example", subject: "Mail delivery failed" },
    (told) =>
      `Hi. This is the mail server at james.example.\n\nMessage details:\n  Subject: A question of ours\n  MAIL FROM: ${US}\n  RCPT TO: ${told.to}\n  From: ${US}\n  To: ${told.to}\n\nError message below:\n${reply(told)}\n`,
  ),
  plain(
    "Active!hunter",
    { from: "MAILER-DAEMON@ah.example", subject: "FAILURE NOTICE : A question of ours" },
    (told) =>
      `  ----- This is an automatic notice -----\n\n  >>> ${told.to} <${told.to}>\n\n  ${reply(told)}\n\n----- Original message follows -----\n\n${RETURNED(told.to)}`,
  ),
  plain(
    "DragonFly",
    { from: "MAILER-DAEMON <>", subject: "Mail delivery failed", path: null },
    (told) =>
      `This is the mail agent at our.example.\n\nThere was an error delivering your mail to <${told.to}>.\n\nmx.firm.example [192.0.2.9] did not like our RCPT TO:\n${reply(told)}\n\nMessage headers follow.\n\n${HEAD(told.to)}`,
  ),
  plain(
    "m-FILTER",
    {
      from: "POSTMASTER <postmaster@firm.example>",
      subject: "failure notice",
      path: "<postmaster@firm.example>",
    },
    (told) =>
      `以下のメールアドレスへの送信に失敗しました。\n\n${told.to}\n\n-------server message\n${reply(told)}\n\n-------SMTP command\nRCPT\n\n-------original message\n${RETURNED(told.to)}`,
  ),
  withReturned(
    "MailFoundry",
    { from: "MAILER-DAEMON@relay.example", subject: "Message delivery has failed" },
    (told) =>
      `Unable to deliver message to: <${told.to}>\nDelivery failed for the following reason:\nServer mx.firm.example[192.0.2.9] failed with: ${reply(told)}\n\nNo further delivery attempts will be made.`,
  ),
  plain(
    "MX Logic",
    { subject: "Mail delivery failed", from: "Mail Delivery System <MAILER-DAEMON@mxl.example>" },
    (told) =>
      `This message was created automatically by mail delivery software.\n\nThe following address failed:\n\n  <${told.to}>: ${reply(told)}\n\nIncluded is a copy of the message header:\n-----------------------------------------\n${HEAD(told.to)}`,
  ),
  report(
    "PowerMTA",
    { from: "postmaster@pmta.example", subject: "Delivery report" },
    (told) =>
      `Hello, this is the mail server on pmta.example.\n\n  <${told.to}>  delivery failed; will not continue trying`,
    (told) => usual(told),
    { returned: "text/rfc822-headers" },
  ),
  report(
    "Messaging Server",
    { from: "postmaster@ims.example", subject: "Delivery Notification: Delivery has failed" },
    (told) =>
      `This report relates to a message you sent with the following header fields:\n\n  To: ${told.to}\n  Subject: A question of ours\n\nYour message cannot be delivered to the following recipients:\n\n  Recipient address: ${told.to}\n  Reason: Remote SMTP server has rejected address\n  Diagnostic code: smtp;${reply(told)}`,
    (told) =>
      `Original-recipient: rfc822;${told.to}\nFinal-recipient: rfc822;${told.to}\nAction: failed\nStatus: ${told.status} (Remote SMTP server has rejected address)\nDiagnostic-code: smtp;${reply(told)}`,
  ),
  plain(
    "hMailServer",
    { from: "mailer-daemon@hmail.example", subject: "Message undeliverable: A question of ours", path: null },
    (told) =>
      `Your message did not reach some or all of the intended recipients.\n\n   Sent: Mon, 2 Mar 2026 10:00:00 +0000\n   Subject: A question of ours\n\nThe following recipient(s) could not be reached:\n\n${told.to}\n   Error Type: SMTP\n   Remote server (192.0.2.9) issued an error.\n   hMailServer sent: RCPT TO:<${told.to}>\n   Remote server replied: ${reply(told)}\n`,
  ),
  plain(
    "MDaemon",
    { from: "MDaemon at relay.example <MDaemon@relay.example>", subject: "Permanent Delivery Failure" },
    (told) =>
      `The following addresses had trouble:\n\nFailed address: ${told.to}\n\n--- Session Transcript ---\n --> RCPT To:<${told.to}>\n <-- ${reply(told)}\n--- End Transcript ---\n`,
  ),
  report(
    "SendGrid",
    { from: "MAILER-DAEMON", subject: "Undelivered Mail Returned to Sender" },
    (told) => `Hello, this is the mail server at sendgrid.example.\n\n<${told.to}>: ${reply(told)}`,
    (told) =>
      `Final-Recipient: rfc822; ${told.to}\nOriginal-Recipient: rfc822; ${told.to}\nAction: failed\nStatus: ${told.status}\nDiagnostic-Code: ${reply(told)}`,
  ),
  report(
    "Cisco gateway",
    {
      from: "Mail Delivery System <MAILER-DAEMON@gate.example>",
      subject: "Delivery Status Notification (Failure)",
    },
    (told) =>
      `The following message to <${told.to}> was undeliverable.\nThe reason for the problem:\n5.1.0 - Unknown address error ${told.code}-'${told.status} ${told.words}'`,
    (told) =>
      `Final-Recipient: rfc822;${told.to}\nAction: failed\nStatus: 5.0.0 (permanent failure)\nDiagnostic-Code: smtp; 5.1.0 - Unknown address error ${told.code}-'${told.status} ${told.words}' (delivery attempts: 0)`,
  ),
  plain(
    "a system that tells whom at the end of its sentence",
    { from: "MAILER-DAEMON@isp.example", subject: "Returned mail: A question of ours" },
    (told) => `The host said ${reply(told)}: <${told.to}>\nWe could not deliver it.`,
  ),
  plain(
    "a gateway without a system's sender or subject",
    {
      from: "gateway.internet@bank.example",
      subject: "RE: A question of ours : non remis",
      path: "<gateway@bank.example>",
    },
    (told) => `Your message could not be delivered to\n${told.to}\n${reply(told)}`,
  ),
  withReturned(
    "a system without a subject",
    { from: "MAILER-DAEMON@portal.example", subject: "" },
    (told) => `portal.example\n\n<${told.to}>:\n${reply(told)}`,
  ),
  withReturned(
    "Exchange 5.5, X.400",
    { from: "System Administrator <postmaster@corp.example>", subject: "Undeliverable: A question of ours" },
    (told) =>
      `Your message\n\n  To:      team@lists.example\n  Subject: A question of ours\n  Sent:    Mon, 2 Mar 2026 10:00:00 -0000\n\ndid not reach the following recipient(s):\n\nc=US;a= ;p=CORP;o=Site;dda:SMTP=${told.to}; on Mon, 2 Mar 2026 10:00:03 -0000\n    ${reply(told)}\n`,
  ),
  {
    system: "Sieve reject",
    write: (told) =>
      `${outer({ from: "Mail Delivery Subsystem <postmaster@firm.example>", subject: "Automatically rejected mail", path: "<>", more: "Auto-Submitted: auto-replied (rejected)" })}\nContent-Type: multipart/report; report-type=disposition-notification; boundary="=_d1"\n\n--=_d1\nContent-Type: text/plain; charset=utf-8\n\nYour message to <${told.to}> was automatically rejected:\n${reply(told)}\n\n--=_d1\nContent-Type: message/disposition-notification\n\nReporting-UA: firm.example; Mail Delivery Agent\nFinal-Recipient: rfc822; ${told.to}\nDisposition: automatic-action/MDN-sent-automatically; deleted\n\n--=_d1--\n`,
  },
  plain(
    "Haraka",
    { from: "MAILER-DAEMON@mx1.relay.example", subject: "failure notice", path: null },
    (told) =>
      `Hello, this is the program that delivers at mx1.relay.example.\n\nIntended Recipients: <${told.to}>\nFailure Reason: ${reply(told)}\n\n--- Below this line is a copy of the message.\n\n${RETURNED(told.to)}`,
  ),
  report(
    "Stalwart",
    { from: "Mail Delivery Subsystem <MAILER-DAEMON@relay.example>", subject: "Failed to deliver message" },
    (told) =>
      `These recipients did not get your message:\n\n<${told.to}> (host 'mx.firm.example' rejected command 'RCPT TO:<${told.to}>' with code ${told.code} (${told.status}) '${told.words}')`,
    (told) =>
      `Final-Recipient: rfc822;${told.to}\nAction: failed\nStatus: ${told.status}\nDiagnostic-Code: smtp;${told.code} ${told.words}\nRemote-MTA: dns;mx.firm.example`,
  ),
  plain(
    "hMailServer",
    { from: "mailer-daemon@relay.example", subject: "Message undeliverable: A question of ours", path: null },
    (told) =>
      `Some recipients did not get your message.\n\n   Sent: Mon, 2 Mar 2026 10:00:00 +0000\n   Subject: A question of ours\n\nThe following recipient(s) could not be reached:\n\n${told.to}\n   Error Type: SMTP\n   hMailServer sent: RCPT TO:<${told.to}>\n   Remote server replied: ${reply(told)}\n`,
  ),
  plain(
    "MailEnable",
    { from: "Postmaster <postmaster@relay.example>", subject: "Message Delivery Failure", path: null },
    (told) =>
      `MailEnable: not delivered to some recipients.\nThe following recipient(s) could not be reached:\n\n\tRecipient: [SMTP:${told.to}]\n\tReason: Remote SMTP Server Returned: ${reply(told)}\n\n\nMessage headers follow:\n\n${HEAD(told.to)}\n`,
  ),
  plain(
    "Mercury",
    {
      from: "Electronic Postmaster <postmaster@relay.example>",
      subject: "Postmaster notify: delivery failure.",
    },
    (told) =>
      `*** Failed mail notice\n\nYour message with the subject "A question of ours" met this problem:\n\n*** ${told.to}\n${reply(told)}\n\nThe first 25 lines of the message follow\n\n${RETURNED(told.to)}`,
  ),
  plain(
    "a provider's log",
    { from: "Mail Delivery System <mailer-daemon@isp.example>", subject: "Unzustellbare Nachricht" },
    (told) =>
      `|------------- Message log follows: -------------|\n none of the recipients was accepted\n|------------- Failed addresses follow: ----------|\n <${told.to}> ... ${reply(told)}\n|------------- Message text follows: -------------|\n${RETURNED(told.to)}`,
  ),
  plain(
    "QQ",
    { from: "PostMaster@isp-qq.example", subject: "=?UTF-8?B?5p2l6IeqaXNwLXFxLmV4YW1wbGXnmoTpgIDkv6E=?=" },
    (told) =>
      `很抱歉，您的邮件没有送出。\n\n主题：A question of ours\n无法发送到\t${told.to}\n退信原因\t${reply(told)}\n`,
  ),
  plain(
    "NetEase",
    { from: "Postmaster@isp-163.example", subject: "=?UTF-8?B?57O757uf6YCA5L+h?=" },
    (told) =>
      `抱歉，邮件被退回。\n\n时间 2026-03-02\n主题 A question of ours\n收件人 ${told.to}\n退信原因：\n${reply(told)}\n`,
  ),
  plain(
    "Naver",
    {
      from: "MAILER-DAEMON@isp-naver.example",
      subject: "=?UTF-8?B?W+uwnOyGoeyLpO2MqCDslYjrgrRdIOyghOyGoe2VmOyngCDrqrvtlojsirXri4jri6Q=?=",
    },
    (told) => `메일을 전달하지 못했습니다.\n\n받는사람 : ${told.to}\n발송실패 사유 : ${reply(told)}\n`,
  ),
  {
    system: "names in a list, without their domain",
    write: (told) =>
      `${outer({ from: `MAILER-DAEMON@mr2.${domainOf(told.to)}`, subject: "Mail Delivery Problem" })}\nContent-Type: text/plain\n\nYour mail to the following recipients was not accepted:\n\n\t${nameOf(told.to)}\n\n${reply(told).replaceAll(told.to, "that user")}\n`,
  },
  {
    system: "a name without its domain in subject and text",
    write: (told) =>
      `${outer({ from: `postmaster@${domainOf(told.to)} (Automated response)`, subject: `FAILED MAIL to "${nameOf(told.to)}" regarding "A question of ours"`, path: null, more: "X-Autogenerated: Mirror" })}\nContent-Type: text/plain\n\nMail to "${nameOf(told.to)}": ${reply(told).replaceAll(told.to, "that user")}\n`,
  },
  {
    system: "VMS",
    write: (told) =>
      `${outer({ from: `PMDF Mail Server <postmaster@${domainOf(told.to)}>`, subject: "Undeliverable mail: A question of ours" })}\nContent-Type: text/plain\n\nNot delivered:\n\nAddressee: ${nameOf(told.to)}\nReason: ${reply(told).replaceAll(told.to, "that user")}\n`,
  },
];
