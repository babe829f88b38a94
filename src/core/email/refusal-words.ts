import { unaccented } from "../text/unaccented.js";

/** The words of mail hosts' refusals, grouped by whom they are about. All are matched against `plainWords`. */

/** The rest of a text is not judged. */
const MOST_CHARACTERS = 2_000;

const ADDRESS = /<?[^\s<>"'()[\]:;,]{1,80}@[\p{L}\p{N}.-]{1,120}>?/gu;
const URL = /\bhttps?:\/\/\S{1,300}/g;
const IP = /\[?\b\d{1,3}(?:\.\d{1,3}){3}\b\]?|\[(?:ipv6:)?[0-9a-f:]{3,45}\]/g;
const ENHANCED = /#?\b[245]\.\d{1,3}\.\d{1,3}\b/g;
/** Codes at the beginning of each line of a reply: the sentence continues after them. */
const LINE_CODE = /(?<![\d.])[245]\d\d[ -](?=#?[245]\.\d{1,3}\.\d)/g;
/** Says only that mail was refused; the reason follows. */
const LEAD_IN =
  /^(?:(?:(?:the |your )?(?:mail|message|e-?mail|delivery)(?: (?:was|is|has been))? (?:rejected|refused|not accepted|denied|rejete)\b)\s*(?:--?|[–:.,]+)\s*)+(?=.)/;
/** Sendmail's note of the host it talked to. */
const RELAY_OF_A_LOG = /\brelay=\S{1,200}/g;
/** "The address that you have entered": Microsoft's words between the noun and what is said of it. */
const AS_ENTERED =
  /\b(?:(?:de courrier(?: electronique)? )?que vous avez (?:entree|saisie|indiquee)|(?:de correo(?: electronico)? )?que (?:ha|has) (?:escrito|introducido|especificado)|(?:de e-?mail )?que voce (?:inseriu|digitou)|(?:di posta elettronica )(?:immesso|specificato)|die sie (?:eingegeben|angegeben) haben|dat u hebt opgegeven)\b/g;
/** "doesnt", "isnt": hosts leave the apostrophe out. */
const CONTRACTION = /\b(does|did|do|is|was|are|has|have|could|would|wo)nt\b/g;
/** A host's name; error names of directories such as "resolver.adr.notfound" have a longer last label. */
const HOST = /\b(?:[\p{L}\p{N}_-]{1,63}\.){1,6}(?:example|test|local|invalid|[a-z]{2,4})\b(?!\.\p{L})/gu;

/**
 * @returns a host's words in normal form: lower case without accents, white space as one space, and placeholders for
 * quoted values: "address" (the sender's own and its domain: "senderaddress"), "ipaddress", "hostname". The words within
 * a name must not count as the host's.
 */
export function plainWords(text: string, sender: string | null): string {
  const lower = unaccented(text.slice(0, MOST_CHARACTERS));
  const ours = sender?.toLowerCase() ?? null;
  const domain = ours?.slice(ours.lastIndexOf("@") + 1) ?? null;
  return lower
    .replace(URL, " ")
    .replace(ADDRESS, (found) =>
      ours !== null && found.replace(/^<|>$/g, "") === ours ? " senderaddress " : " address ",
    )
    .replace(LINE_CODE, " ")
    .replace(ENHANCED, " ")
    .replace(RELAY_OF_A_LOG, " ")
    .replace(AS_ENTERED, " ")
    .replace(IP, " ipaddress ")
    .replace(HOST, (found) => (found === domain ? " senderaddress " : " hostname "))
    .replace(/[’‘`]/g, "'")
    .replace(CONTRACTION, "$1n't")
    .replace(/[<>"_*]+/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(LEAD_IN, "");
}

function anyOf(...patterns: string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join("|")})(?![\\p{L}\\p{N}])`, "u");
}

/** Words of scripts and languages without spaces between words: matched without word boundaries. */
function anyWhere(...patterns: string[]): string {
  return unaccented(patterns.join("|"));
}

function either(...patterns: (RegExp | string)[]): RegExp {
  return new RegExp(
    patterns.map((pattern) => (typeof pattern === "string" ? pattern : pattern.source)).join("|"),
    "u",
  );
}

/** Any text within one sentence, up to this many characters. */
const near = (most: number) => `[^.;!?]{0,${most}}`;

const MAILBOX =
  "(?:user(?:s| ?id| ?name)?|mail ?box(?:es)?|mailbox|mail ?address|recipients?|account|addressee|e-?mail(?: (?:address|account|id))?|alias|inbox|rcpt|forward-path|local[- ]?part|to address|address|customer|subscriber|member|person|domain user|mail drop|destination address|destination)(?! (?:computer|host|domain|database|server|verification|lookup|counts?|numbers?|left|specified|given|polic(?:y|ies)|limits?|systems?|services?|backends?|maps?)\\b|'s (?!(?:e-?mail |mail)?(?:address|name|account|mailbox|box)\\b))";

/** Names a mailbox, or says how it is. */
export const NAMES_MAILBOX = anyOf(
  MAILBOX,
  "disabled|in-?active|suspended|de-?activated|closed|expired|locked|not (?:accepting|active)",
);

/** Exchange's words for a recipient missing from its directory. */
export const RESOLVER_MISSING =
  /resolver\.adr\.(?:ex)?recip(?:ient)?(?:not ?found)|resolver\.adr\.invalidinsmtpaddress|unknown recipient|\(000c05a6\)|msexch:ims:.{0,80}000c05a6|recipnotfound/;

const NOT_THERE =
  "(?:unknown|invalid|not valid|not (?:be )?(?:found|known|exist(?:ing)?|verified|resolved)|(?:does|do|did)(?: no| not|n't) (?:exists?|resolve|match)|doesn'?t exist|could(?: not|n't) be (?:found|verified)|cannot be (?:found|verified)|no longer exists?|non-?existent|rejected|refused|denied|(?:is |are )?not (?:allowed|permitted|accepted|authori[sz]ed|acceptable)|blocked|forbidden|mismatch\\w*|failed|fails|missing|bad)";
/** A delivery program failed; the text that it quotes is not the host's. */
export const DELIVERY_PROGRAM =
  /command output|couldn't create|can't create|lock failure|procmail:|maildrop:|error while writing|unable to open mailbox/;

const SENDER =
  "(?:(?<!return(?:ed)? (?:it )?to )(?<!the )sender(?:'s|s)?(?: (?:e-?mail|domain|address|host|server|ip|account|mailbox|name))?|the sender(?= )|(?:envelope |mail |header )?(?:return|reverse)[ -]?path(?: address)?|envelope[ -]?from|mail ?from|(?:the )?from(?:[ :]header|[ :]address|[ :]field| domain|:)|originat(?:or|ing)(?: \\w+)?|(?:reply|reply-to|return|from) address|reply-to|(?:your|the sending|sending|source|sender) (?:own )?(?:domain|e-?mail(?= (?:is|does|was|could|cannot|has))|e-?mail address|address|account|mailbox|ip|ip address|host ?name)|senderaddress|domain of sender(?: address)?|bounce address)";

/** Statements about the sender. */
export const ABOUT_SENDER = either(
  anyOf(
    `${SENDER}${near(50)}\\b${NOT_THERE}`,
    `(?:invalid|unknown|bad|forged|spoofed|rejected|blocked|blacklisted|unverified|unauthenticated|unacceptable|illegal|unresolvable|malformed|denied|non-?existent|untrusted|suspicious|unauthori[sz]ed)(?: \\w+){0,2} (?:sender|return[ -]path|reverse[ -]path|envelope[ -]from|mail ?from|from (?:address|header|domain)|originator|senders)`,
    "(?:no such|unknown|invalid|non-?existent|verify|validate)(?: \\w+){0,2}:? senderaddress|senderaddress:? (?:\\w+ ){0,2}(?:no such|unknown|invalid|suspended|disabled)",
    "no such (?:user|account|person|address) as you|you are (?:not|un)(?: )?(?:known|recogni[sz]ed|registered)|(?:do not|don't) (?:know|recogni[sz]e) (?:you|your)|(?:user|account|address|mailbox|identity)(?: that)?(?: you(?:'re| are| have)?)? (?:authenticated|logged in|used to|using)|verify your (?:e-?mail )?address",
    "blocked (?:you|your|(?:e-?mails?|mails?|messages?) from|this sender)|address ?: ?blocked|(?:for|from|to|by) (?:external|outside|unknown|anonymous|internet) (?:senders?|users?|mail|addresses|domains)|(?:internal|local) (?:e-?mail|mail|users?|senders?|use|messages) only|only (?:accepts? |reachable |available |for |from )+(?:internal|local)(?:ly)?",
    `${SENDER}(?::|,| -) ?(?:no such|unknown|invalid|user|mailbox|address|domain)${near(40)}`,
    "sender (?:verif\\w+|callout|call-?back|check\\w*|policy|id|reputation|score|authentication|quota|limit|is on|listed|black|denied|rejected)",
    "(?:verif(?:y|ication)|call-?out|call-?back|validation) (?:of (?:the )?sender|failed for|failure for|failed)",
    "(?:could not|cannot|can't|unable to|failed to) (?:be )?(?:verif\\w+|validate|resolve|authenticate) (?:the |your )?(?:sender|return|reverse|envelope|from|originating|sending)",
    "(?:do not|don't|will not|not) accept(?:ing)? (?:e?-?mails?|messages?|anything|connections?) from",
    "(?:mail|messages?|e-?mails?|connections?|traffic) from (?:the |this |your |that )?(?:\\w+ )?(?:ipaddress|hostname|address|senderaddress|domain|ip|host|server|network|isp|country|region)\\b[^;]{0,60}(?:rejected|refused|denied|blocked|not|banned|listed|suspended|prohibited|unsolicited)",
    "not (?:authori[sz]ed|permitted|allowed|recogni[sz]ed|able) (?:to send|to relay|as a valid sender|to use|to submit|sender)",
    "(?:isn't|is not|aren't|are not|not) (?:allowed|permitted|authori[sz]ed) to (?:send|submit|post|deliver|e-?mail|use)",
    "(?:address|account|mailbox|domain|host|identity) (?:that )?you (?:are )?(?:send|sending|sent|write|writing|wrote|use|using)(?: \\w+)? (?:from|with)|(?:account|address|mailbox|user) (?:that|which|who) (?:sent|sends|is sending)|your (?!(?:recipient|intended|destination|target|contact|addressee))(?:[\\w']+ ){0,2}(?:account|mailbox)",
    "address does not match the authenticated|multiple addresses in from|weren't recogni[sz]ed as a valid sender|only accept(?:s|ed)? (?:mail|messages) from|accept(?:s|ed)? only (?:mail|messages)",
    "too many (?:invalid|unknown|bad|wrong|non-?existent|errors|commands|hits|failures|login)|unauthenticated senders?|approved senders?|authori[sz]ed senders?|authenticated senders?|permission to (?:send|post|publish)|restricted sender|moderat(?:ed|or)",
    "sender hostname|(?:your|sending) (?:account|mailbox|user) (?:is |has been |was )?(?:disabled|suspended|blocked|locked|deactivated|not)",
  ),
);

/** Statements about our server: its address and name, its reputation, its authentication. */
export const ABOUT_OUR_SERVER = either(
  anyOf(
    "spamhaus|spamcop|barracuda(?:central)?|sorbs|senderscore|sender score|proofpoint|cloudmark|spam ?rats|uceprotect|invaluement|backscatter(?:er)?|batv|abusix|trend ?micro|manitu|nixspam|abuseat|psbl|mailspike|zen|s5h|truncate",
    "ipv[46]|dnsbls?|rbls?|rhsbl|ip ?rbl|(?:black|block|deny|reject)[ -]?list\\w*|(?<!not |n't )listed (?:at|by|in|on|as)|reputation|banned|denylist\\w*|blocklist\\w*",
    "(?:ip|ipaddress|hostname|host|server|client|mta|connection|network|netblock|domain)(?: (?:address|name|ipaddress|hostname|you)){0,3}[^.;]{0,30} (?:is |are |was |has been |have been |been |temporarily |currently |permanently )*(?:blocked|banned|denied|refused|rejected|(?<!not )listed|deferred|suspicious|untrusted|not (?:allowed|permitted|welcome|authori[sz]ed)|blacklisted|forbidden)",
    "(?:blocked|banned|rejected|refused|denied)(?: \\w+){0,3} (?:ip|ipaddress|your ip|host|client|network|country|server)",
    "reverse (?:dns|hostname|host|lookup|name|mapping|resolution|address)|rdns|fcrdns|ptr|ptrs|no ptr|in-addr|inverse (?:dns|lookup)|helo|ehlo|hello|forward[- ]confirmed|dynamic ip|dynamic(?:ally)?[ -]?(?:assigned|address|allocated)|dial-?up|generic (?:hostname|ptr|rdns|reverse)|residential",
    "spf|dkim|dmarc|senderid|sender id|domainkeys?|arc|auth(?:entication|enticated|enticate|enticity)?(?: (?:required|failed|failure|checks?|information|needed|credentials))|not authenticated|unauthenticated|smtp auth\\w*|authentication|must issue a? ?starttls|tls (?:is )?(?:required|encryption|connection|negotiation)|requires? (?:tls|encryption|starttls)|encryption (?:required|needed)|starttls",
    "(?:server|host|system|machine|client|mta|computer|domain|site)s? (?:that |which )?(?:(?:is|are|was|were) )?(?:sending|connecting|you (?:are|use|used|send)|trying to send|which sent|submitting)|(?:the )?(?:name|address) (?:that )?you (?:gave|give|use|sent|are (?:using|sending))|badmailfrom|check_?mail_?from",
    "client host|your (?:ip|host|server|network|mta|isp|machine|provider|mail (?:server|host|system)|smtp|message (?:has been|was) (?:blocked|rejected))|sending (?:ip|mta|server|host|domain|network)|connecting (?:ip|host|server)|source ip|remote (?:ip|host) (?:is )?(?:blocked|denied)|client ip\\w*",
    "unauthori[sz]ed|access to this mail system|no access from|access denied(?: to| for|, banned)|bulk mail from|(?:this|the) (?:ip|host) (?:is|has|was)|exploited|compromised|botnet|open relay|open proxy|trojan|zombie|hijacked|abus(?:e|ive|ing)",
    "(?:violat\\w+|breach\\w*|contravene\\w*)|(?:local|site|company|security|organi[sz]ation|administrative|domain|mail|content|message|anti-?spam|server|network|corporate|sending|recipient's?|acceptance) polic(?:y|ies)|policy (?:reasons?|violation|rejection|reject\\w*|restriction|error|filter|block|denied)|polic(?:y|ies)|prohibited|administratively|administrative (?:prohibition|block|lock)|due to (?:\\w+ ){0,2}rules?",
    "no (?:mx|a|dns|ns)(?: or a| or mx)?(?: records?)? (?:for|found for) (?:the |your )?(?:sender|sending)|invalid dns|dns (?:check|lookup) failed|host not found, unknown address ipaddress|(?:ip|host) ?name (?:lookup|mismatch)|mismatch\\w* client ip\\w*|mismatch\\w*",
    "sperrliste|gesperrte?r? (?:ip|absender|server|host)|liste noire|lista (?:negra|nera)|черн\\p{L}+ спис\\p{L}+|schwarze liste|zwarte lijst|czarn\\p{L}+ list\\p{L}+|kara liste",
  ),
  anyWhere(
    "黑名单",
    "黑名單",
    "ブラックリスト",
    "スパム",
    "迷惑メール",
    "垃圾邮件",
    "垃圾郵件",
    "스팸",
    "冒充",
    "拒绝您的ip",
  ),
);

export const RELAYING = anyOf(
  "(?:open |mail |third[- ]party )?relay(?:ing|ed)?(?: (?:access|mail|is|to|for|from|of|through|address|hostname|this|here)){0,4}[^.;]{0,30}(?:denied|not (?:permitted|allowed|possible|authori[sz]ed|accepted|supported)|prohibited|disallowed|refused|rejected|forbidden|disabled|blocked)",
  "(?:not|cannot|can't|don't|doesn't|unable|won't|no|denied|refus\\w+|reject\\w+|disallowed|prohibited|never|not allowed|not permitted|unauthori[sz]ed|attempt(?:ed|s)? to|may not|we do not|not a|you are not allowed|insecure|illegal|stop)(?: \\w+){0,2} relay(?:s|ing|ed)?",
  "not (?:a|an) (?:open )?relay|relay (?:not|access|denied|prohibited|check|restriction|from|rejected)|^relay(?:ing)?|rcpthosts|locally hosted|not (?:hosted|local|handled) (?:here|domain|at this)|(?:non-?local|foreign) (?:domain|recipient)s? not|gateway (?:not|rejected)",
);

/** Somebody sends too much at once. */
export const RATE = anyOf(
  "at a rate that (?:prevents|is)|too (?:quickly|fast|frequent(?:ly)?|often|many (?:connections?|requests|messages|mails?|e-?mails|recipients|sessions|concurrent|simultaneous|attempts|rcpts?|transactions|mail transactions|consecutive|smtp|deliveries|smtp connections))",
  "throttl\\w+|rate[ -]?limit\\w*|rate (?:exceeded|control|of)|(?:sending|message|mail|connection|delivery|hourly|daily|session|recipient|recipients|envelope|concurrency) (?:rate|limits?|quota|frequency|count)(?: (?:has been|was|is))?(?: \\w+)? (?:exceeded|limited|reached|over)|(?:exceed\\w*|reached|over|hit|above)(?: \\w+){0,4} (?:rate|connection|connections|hourly|daily|sending|frequency|concurrency|concurrent|recipients?|messages) ?(?:limit|limits|quota|allowed|rate|per)?",
  "(?:concurrent|simultaneous|parallel)(?: \\w+)? (?:connections?|sessions?|smtp)|connection (?:frequency|rate)|max(?:imum)?(?: \\w+){0,2} connections?|(?:sent|sending|receiving|received) (?:too )?(?:many|mail too|messages too|email too|at)|excessive(?:ly)?|slow down|velocity|frequency limited|frequency|unusual (?:rate|volume|traffic)|high volume|daily (?:message|sending|user) (?:limit|quota)",
);

export const FULL = either(
  anyOf(
    "(?:mail ?box|inbox|account|user|recipient|quota|storage|disk quota|maildir|mail ?drop|mail folder|message store|mail storage|mailfolder|folder|space)\\b[^.;]{0,60}\\b(?:(?:is |was |are )?(?:too )?full|exceed\\w*|over ?(?:quota|its|the|allocated|disk|limit|storage|size)|over-?quota|out of (?:storage|space|quota|disk)|reached (?:its|the|his|max\\w*)|no (?:more )?space|not enough space|overflow|size limit|too large|limit reached|exhausted|insufficient)",
    "over ?-?(?:the )?(?:his |her |its |their )?(?:quota|storage (?:limit|quota)|disk quota|mailbox (?:limit|quota))|(?:exceed\\w*|reached)(?: \\w+){0,4} (?:mailbox|quota|storage|space|disk|allotted|local limit|mailbox size)|quota (?:violation|reached|full|exceed\\w*|limit|error|overdrawn|over)|disk quota|mailbox quota|(?:user|mailbox) (?:disk )?quota",
    "(?:not enough|no|insufficient|lack of|out of|without)(?: \\w+){0,3} (?:mailbox|user|inbox|quota) (?:space|storage|left|available)|insufficient (?:mailbox|user) storage|(?:mailbox|inbox|quota|full) (?:full|exceeded)|full (?:mail ?box|inbox)|mail ?box ?full|mailboxfull|insufficient system storage \\(mailbox|exceeded the local limit|exceeded storage|storage (?:allocation|limit)|too much mail (?:data|stored)|mail quota|maximum (?:mailbox|storage|quota)|would (?:exceed|be over)[^.;]{0,30}quota|overquota|quotaexceeded",
  ),
);

export const GREYLISTED = anyOf(
  "gr[ea]y[ -]?list\\w*|postgrey|temporarily (?:delayed|deferred|rejected for)|come back (?:later|in)|try again (?:in|after) \\d+",
);

export const TOO_BIG = either(
  anyOf(
    "(?:message|mail|e-?mail|data|content|attachment|body|header)(?:'s)?(?: (?:size|length|body|file|header))?s?\\b[^.;]{0,40}\\b(?:exceed\\w*|too (?:large|big|long)|larger than|bigger than|over (?:the )?(?:size|limit|max)|greater than)",
    "(?:exceed\\w*|over|above|larger than|bigger than)(?: \\w+){0,4} (?:message|mail|max(?:imum)?|file|attachment|fixed|size|content)(?: \\w+){0,3} ?(?:size|limit|length)|(?:message|size|maximum|max) (?:size|message|limit)(?: \\w+){0,3} (?:exceed\\w*|reached|violat\\w+)|size (?:limit|restriction|exceeds|too)|message (?:size|too) (?:large|big|limit|long)|(?:message|file|mail) (?:is )?too (?:large|big|long)|oversized?|rejected for size",
    "nachricht (?:ist )?zu gross|message trop (?:gros|volumineux|grand)|mensaje (?:es )?demasiado grande|mensagem muito grande|messaggio troppo grande|слишком больш\\p{L}+|bericht (?:is )?te groot|wiadomosc (?:jest )?za duza|supera (?:la dimensione|el tamano|o tamanho)|depasse la taille|uberschreitet die (?:maximale |zulassige )?grosse|zprava je prilis velka|sprava je prilis velka|meddelelsen er for stor|meldingen er for stor|meddelandet ar for stort|viesti on liian suuri|(?:uzenet|level) tul nagy|mesajul (?:este )?prea mare|cok buyuk|завелик\\p{L}*|твърде голям\\p{L}*|邮件(?:过大|太大)|郵件過大|大小超(?:过|過)|サイズ(?:が|を)?(?:大きすぎ|超)|너무 큽",
  ),
  anyWhere("邮件(?:过大|太大)", "サイズ.{0,8}(?:超え|大きすぎ|制限)"),
);

/** The domain accepts no mail at all (RFC 7504, RFC 7505). */
export const NO_MAIL_AT_DOMAIN = anyOf(
  "no smtp service|couldn't find a mail exchanger|(?:host|domain|server|hostname|system|site|recipient domain)(?: \\w+){0,3} (?:does not|doesn't|never|will not|do not|don't) (?:accept|receive|take|handle)s?(?: any| e-?)? ?-?(?:mail|email|messages)|null ?mx|never accepts mail|no mail (?:is )?accepted here|(?:does not|doesn't) accept (?:any )?e?-?mail at all|mx (?:record )?(?:is |points to )?(?:null|0\\.0\\.0\\.0)|domain (?:has )?no (?:mail|mx|valid mail)|(?:all relevant |its )mx records? point to non-?existent",
);

/** A bare name of a host that does not exist: a domain, not a mailbox. */
export const NO_SUCH_HOST = /^(?:the )?(?:domain )?hostname:? (?:does not|doesn't) exist/;

/** Statements about the content of the message, or what it is taken for. */
export const CONTENT = anyOf(
  "spam\\w*|junk|ube|uce|unsolicited|bulk e?-?mail|virus\\w*|malware|phish\\w*|infected|malicious|scam|fraud\\w*|worm|unwanted|viagra|advertis\\w*",
  "(?:message|mail|e-?mail|content|data|body|attachment|header|headers|transaction)(?: \\w+){0,2} (?:content |contents )?(?:was |is |has been |are |were |been )*(?:rejected|blocked|refused|not accept(?:ed|able)|denied|prohibited|filtered|quarantined|discarded|considered|identified|detected|classified|not compliant|not rfc|malformed|looks like)(?! ?[-:,–]+ ?[^.;]{0,60}(?:(?:recipient|user|mailbox|address) unknown|unknown (?:user|recipient)|no such))",
  "content (?:filter\\w*|policy|rejected|scan\\w*|restrict\\w*|violation|analysis|presents|blocked)|potential(?:ly)? (?:security|executable|dangerous|harmful)|(?:url|link|attachment|domain in) [^.;]{0,30}(?:blocked|listed|not allowed|banned|forbidden)|(?:suspicious|offensive|dangerous|prohibited|illegal|banned|bare|8-?bit)(?: \\w+)? (?:content|attachment|file|message|url|link|lf|linefeed|characters?)|bad (?:content|message|header|mime)|header (?:error|check|invalid)|invalid (?:header|mime|message|charset)|not (?:rfc|compliant)|rfc ?(?:5322|2822|822)|mime (?:error|type)|media error|conversion|high probability of|(?:message |mail )?filter(?:ed|s) (?:out|by|as|this|your)|(?:invalid|missing|duplicated?|bad|no|without)(?: a)?(?: valid)? message-?id|missing (?:header|from|date|to)(?: header)?|duplicate header",
);

export const MOVED = either(
  anyOf(
    "(?:has|have|is) (?:been )?moved(?: \\w+){0,2}|moved to (?:address|another|new|hostname)|no longer (?:at this|with|works?|employed|on server)|new (?:e-?mail )?address is|has left (?:the )?(?:company|organi[sz]ation)|(?:please )?(?:try|use|send to)(?: the)? (?:new )?address(?: instead)?|account has been (?:moved|migrated|replaced)|has been replaced|address (?:has )?changed|changed (?:to|his|her|their) address|user (?:has )?moved|mailbox moved|relocated",
  ),
);

/** Closed mailboxes that may open again: RFC 3463 §3.3 has one code, X.2.1, for both. */
export const CLOSED_FOR_NOW =
  /(?<![\p{L}])(?:temporar(?:y|ily)|currently|momentarily|at (?:this|the) (?:time|moment)|for the moment|right now|until further notice|try (?:again )?later|pending)(?![\p{L}])/u;

/** A host that asks for another attempt has not said that there is no such mailbox. */
export const TRY_LATER = /(?<![\p{L}])(?:try|retry) (?:again |sending )?later(?![\p{L}])/u;

export const DISABLED = either(
  anyOf(
    `${MAILBOX}\\b[^.;]{0,60}\\b(?:disabled?|in-?active|suspended|de-?activated|expired|closed|discontinued|terminated|frozen|cancell?ed|not (?:active|activated|enabled)|no longer (?:active|in use|available|valid|used|accept\\w*|monitored)|dormant|unsubscribed|deleted|removed|isn't active|out of service|withdrawn|suspends? the service|retired|abandoned|purged|archived|hibernat\\w+|administratively disabled|unused)`,
    `(?:disabled|in-?active|suspended|de-?activated|expired|closed|frozen|terminated|deleted|dormant|cancell?ed|discontinued)(?: \\w+)? ${MAILBOX}`,
    "deactivated(?: mailbox| due)|archived (?:recipient|mailbox|account|user)|bad ?r(?:e)?c(?:i)?p(?:ien)?t ?to|envelope recipient (?:is in|has been denied)",
  ),
);

/** The lookup of the mailbox failed. */
export const LOOKUP_TROUBLE = anyOf(
  "(?:ldap|database|sql|directory|lookup|verification|callout)(?: (?:server|service|query|connection|backend|host))?[^.;:]{0,20} (?:not found|not available|unavailable|failed|failure|error|unreachable|timed out|down|in progress)|temporarily unable to|(?:unable|cannot|could not|can't|failed)(?: to)? (?:verify|validate|check|look ?up)[^.;]{0,40} (?:at (?:this|the) (?:time|moment)|right now|now|currently|temporarily)",
);

/** A refusal of the address without a reason: it may be the mailbox, a rule of the host's, or us. */
export const ADDRESS_REFUSED =
  /(?<!\p{L})(?:(?:address|addressee|recipient|rcpt)(?: address)? (?:rejected|refused|denied)|(?:recipient|address) (?:is )?not ok|not (?:our|a) customer)(?!\p{L})/u;

/** Statements about the recipient: no such mailbox. */
export const NO_MAILBOX = either(
  // The whole reply, or all of it behind the code and the address.
  /^(?:address:? )?(?:does not|doesn't) exist\b[ .!]*(?:$|\()/u,
  // A bare name is a mailbox's, unless it is a word for something else.
  /(?:^|[:(] ?)(?:sorry,? )?(?!(?:the|this|it|that|domain|host|hostname|server|system|name|records?|list|group|command|certificate|session|file|path|zone|route|service|page|sender|senderaddress|ipaddress|mx|key|rule) )[\p{L}\p{N}.+-]{2,40} (?:does not|doesn't) exist\b/u,
  anyOf(
    `${MAILBOX}\\b(?<!(?:ip|from|sender|mac|host) address)[^.;]{0,70}\\b(?:(?:is |was |are |were )?(?:un-?known(?! (?:reason|error|failure|cause|problem|status|sender|host|client|ip|helo|network|command|senders))|invalid|undeliverable|non-?exist\\w*|unroutable|unrouteable|un-?recogni[sz]ed|not (?:a )?(?:valid|known|recogni[sz]ed|local|listed|registered|here|ours|unique|our (?!customers?\\b)\\w+|one of|on this|present|in (?:our|the|this) \\w+)|wrong|incorrect|misspelled|missing|rejected as unknown))`,
    `${MAILBOX}\\b(?<!(?:ip|from|sender|host) address)[^.;]{0,70}(?:\\b(?:(?<!may )not|does no|cannot|can not|could not|no longer)|n't) (?:be )?(?:found|exists?|existed|known|valid|listed|located|identified|recogni[sz]ed|matched|served|hosted|resolved|defined|registered|deliverable|reached)`,
    `(?:no such|un-?known|invalid|non[ -]?existent|no(?! recipients)|no valid(?! recipients(?! for))|bad destination|unable to (?:find|locate)|cannot find|can't find|could not find|not found|no matching|not a valid|not a known|not a local|undefined|unregistered|unrecogni[sz]ed|unknown or illegal|nonexist\\w*|mistyped|undeliverable)(?: (?:final|local|remote|virtual|destination|mail|e-?mail|the|this|that|internal|recipient|target|specified|domain|hostname|delivery|user|unix|pop|imap|ldap|vpopmail|customer|smtp|such|active|or|single|network|addressee's)){0,3} ${MAILBOX}`,
    "(?<!open )mail ?box(?: address)?(?: is| was)? unavail?i?[ai]?ble(?! (?:or |now|right now|at (?:this|the) (?:time|moment)|for (?:now|the moment)|temporarily|currently))|no mailbox (?:here|by|found|for|with)|user ?name not (?:found|known)|nobody (?:here|by)|not (?:known here|listed in|found in (?:directory|database)|deliverable to mailbox)|is not known here|no (?:one|body) (?:here|by|with)[^.;]{0,30}name|(?:do not|don't|does not|doesn't) know (?:of )?(?:anyone|anybody|(?:this|that|such an?|any) (?:user|person|recipient|mailbox|addressee))|user not (?:local|found|exist|known|here)|no account by|(?:does not|doesn't|don't|did not|do not) have (?:an?|any) [^.;]{1,40}(?:account|mailbox|user)|(?:does not|doesn't) have an? (?:hostname )?(?:account|mailbox)|unrouteable address|unroutable address|not (?:listed )?in (?:the )?(?:domino|public name)[^.;]{0,20}|not listed in (?:the |our |this )?(?:directory|address|public|domino|name|ldap|system)|unknown (?:in|at) (?:this|our)|address(?:ee)? unknown|unknown addressee|usersearch|recipient name is not recogni[sz]ed|recipient(?:'s)? (?:name |address )?(?:is )?not (?:recogni[sz]ed|on|in)|hop not found|no local user|(?:doesn't|does not) handle mail for (?:that|this) user|no \\S{1,64} in (?:the )?(?:name|address) (?:directory|book)|not a user here|there is no one|no such (?:address|person|id|local|object|account|entry)|unknown (?:account|id|login|person)|invalid (?:final|e-?mail|id)|recipient unknown|user ?unknown|email address is possibly incorrect|address wasn't found|not an? active (?:address|account|user|mailbox)|not (?:hosted|served) here|^address (?:is )?not (?:used|in use)\\b|not in (?:the |our )?(?:recipient|user|address) (?:list|table|map|directory|database)|(?:address|mailbox|account|user) (?:does not|doesn't|can ?not|can't|no longer) (?:receives?|accepts?) (?:any (?:more )?)?(?:e-?mail|mail|messages)(?! (?:from|over|with|without|for|that|sent|by|larger|via|as|to)\\b)|dirsync|no longer (?:on server|exists|valid)|not (?:match|recogni[sz])\\w* any",
  ),
);

/** Statements about the domain in the address. */
export const NO_DOMAIN = either(
  anyOf(
    "(?:host|domain|hostname|server|name|destination|system|mail domain|domain name|recipient domain|mail exchanger|mx)(?: (?:name|or domain name|address|host|hostname|part|server|record|lookup|service)){0,2}(?: hostname)?\\b[^.;]{0,40}\\b(?:unknown|not (?:be )?(?:found|known|exist|resolved|reachable|valid|registered)|(?:does not|doesn't|do not) exist|invalid|non-?existent|not reachable|no such|cannot be (?:found|resolved))",
    "(?:unknown|no such|invalid|bad|illegal|non-?existent|cannot (?:find|resolve)|couldn't find any|could not find|unable to (?:find|resolve)|unresolvable|unrouteable|unroutable|can't resolve|undefined)(?: (?:any|mail|the|a|destination|recipient|remote|target|host|or|system)){0,3} (?:host|domain|hostname|mail domain|server|mx|system|exchanger|ip address|domain name|host ?name)",
    "nxdomain|name or service not known|no address associated|no (?:valid )?(?:mx|mail exchanger|a|dns)(?: hosts?| records?| or a records?)?(?: found| for|$)|host not found|domain not found|address resolution of|hostname (?:does not|doesn't) exist|unrouteable mail domain|bad destination (?:system|host|mailbox system)|mail exchanger not|no mail exchanger|dns (?:error|server returned answer with no data|name does not exist)|name service error[^.;]{0,40}not found|domain (?:is )?(?:not|no longer) (?:in use|valid|registered|active|exist\\w*)|domain has expired|(?:expired|parked) domain|esmtp:.{0,30}nxdomain",
    "domane (?:existiert nicht|unbekannt)|dominio (?:inexistente|no existe|desconocido|inesistente)|domaine (?:inconnu|inexistant)|dominio (?:invalido)|домен не (?:найден|существует)",
  ),
  anyWhere("域名不存在", "ドメイン.{0,8}(?:存在しません|見つかりません)"),
);

export const ROUTING = anyOf(
  "(?:too many |maximum |max )?hops?(?: count)?(?: exceeded)?|(?:mail|routing|forwarding|delivery|message|possible|mail ?forwarding)? ?loop(?:s|ing|ed)?|loops back to (?:myself|itself)|connection (?:refused|timed out|reset|lost|closed|dropped|failed|error|was|terminated|aborted|attempt)|(?:lost|no|bad|dropped|could not|cannot|can't|couldn't|unable to|failed to|establish\\w*)(?: \\w+){0,3} (?:connect\\w*|connection|contact|reach|establish)|timed? ?out|time-?out|unreachable|no route|(?:network|operation|host) (?:is )?(?:unreachable|timed|down)|lookup (?:failure|failed|error|timed)|(?:name ?server|dns)[^.;]{0,40}(?:failure|fail\\w*|time\\w*|error|try)|not responding|did not respond|no answer|no response|all hosts|smtp session|wasn't able to establish|remote host|temporary (?:failure in name|dns)|server hello|mail server (?:is )?(?:down|unavailable)|try later|could not send",
);

export const SYSTEM = anyOf(
  "(?:local|internal|system|server|temporary|configuration|config|software|mailer|processing|i/o|disk|database|lookup|ldap|unexpected|transient|operating|delivery agent|filter|table|application|upstream|backend|os|script|pipe|program|command)(?: \\w+){0,2} (?:error|problem|failure|fault|failed|exception|trouble|unavailable|overloaded|busy)|service (?:is )?(?:temporarily |currently |not )?(?:unavailable|available|shutting)|(?:insufficient|out of|not enough|no)(?: \\w+){0,2} (?:system|disk|memory|resources?|permission|storage|space|swap|file)|(?:resources?|system|server)(?: \\w+){0,2} (?:temporarily|unavailable|busy|not (?:accepting|capable)|down|full)|insufficient (?:permission|disk|system)|not accepting|mail system|misconfigur\\w*|can't create|cannot (?:create|open|write|append|update|execute)|permission denied|exit(?:ed)? (?:status|with|code)|command (?:died|failed|not)|aborted|maildir|core dump|read-?only|mail for .{0,40}loops|queue file|try again later|temporar(?:y|ily)",
);

export const EXPIRED = anyOf(
  "expired|giving up|gave up|given up|(?:after|failed) \\d+ attempts|too long|(?:has been|was) in the queue|(?:could not|cannot|unable|not)(?: \\w+){0,3} (?:deliver\\w*)(?: \\w+){0,4} (?:days?|hours?|seconds|minutes)|(?:after|within|for|over)(?: the last)? \\d+ (?:days?|hours?|h|d|seconds|minutes)|retry (?:time(?:out)?|limit)|retries|delayed|not yet been delivered|still (?:trying|being)|undelivered (?:for|after)|queued too|delivery (?:time|period)|deliver time|will be retried|time limit",
);
