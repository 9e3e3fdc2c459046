"""Why a mail came back, by the codes (RFC 3463) and the words of the server that refused it.

Servers agree on the codes less than on the words: 5.7.1 may be a person who is not there, and 5.1.1
a block list. So words go first, those against a lasting fault before those for it: an address that
is mailed once too often costs less than one that hears nothing any more for what another did.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, get_args

Reason = Literal[
    # The address's own, and lasting: there is nobody of that name, or no such domain.
    "no_such_address",
    # A server has words for that, and nothing shows that they answer to the address: many say them
    # of what they filter, once they have read the mail.
    "said_unknown",
    # The account is there and is closed for now; what is disabled is enabled again at times.
    "account_disabled",
    "mailbox_full",
    # What the receiver holds against the site, or the server it sends by: lists, reputation, checks
    # of the sender, policy.
    "blocked",
    # What it holds against this mail: its content, form or size.
    "mail_refused",
    # Relays, routes and the names of servers; a fault of the servers between.
    "route",
    "passing",
    # The receiver reports the mail as unwanted.
    "complaint",
    "unknown",
]
REASONS: tuple[Reason, ...] = get_args(Reason)

# As much as is looked at of what one server said.
_MOST_WORDS = 2_000

_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.\w])([45]\d\d)(?=[ -]|$)(?! \d)")

_PEOPLE = (
    r"(?:users?|usernames?|user names?|user-?ids?|recipients?|mailbox(?:es)?|accounts?|"
    r"address(?:es)?|"
    r"addressees?|alias(?:es)?|person|customers?|subscribers?|local[- ]parts?|rcpt|"
    r"e-?mail addresses|destination mailbox|mail ?drop|forwarding name)"
)

# In this order: the first that is met tells.
_AGAINST: tuple[tuple[Reason, str], ...] = (
    (
        "mailbox_full",
        r"\bquota\b|over ?quota|quotaexceeded|"
        r"(?:mailbox|inbox|mail ?file|account|storage)\b[^.;]{0,30}\b(?:full|exceed(?:s|ed|"
        r"ing)?|over)\b|"
        r"full mailbox|disk (?:space|full|quota)|"
        r"(?:not enough|insufficient|no|out of) (?:\w+ )?(?:disk |system )?(?:storage|space)|"
        r"storage (?:space|limit|allocation)|size limit of (?:the|his|her|its|this) mailbox|"
        r"mailbox (?:size )?limit|too many messages in|mailbox has exceeded|"
        r"bo[iî]te .{0,30}pleine|postfach .{0,30}voll|full postkasse|postkassen er full|"
        r"brevl[åa]da .{0,20}full",
    ),
    (
        "passing",
        r"greylist|graylist|grey-list|(?:please |to )try (?:it )?again|"
        r"try(?:ing)? again (?:later|in)|not found,? try again|try (?:it )?later|please retry|"
        r"retry (?:time|later)|rate (?:limit|that)|"
        r"too (?:many|much) (?:connections|concurrent|recipients|messages|mails?|sessions|"
        r"errors|hops|attempts|traffic)|"
        r"connection (?:rate|limit)|tim(?:ed|e) ?-?out|"
        r"connection (?:was )?(?:refused|reset|closed|dropped|lost|died)|"
        r"(?:host|server|service|system) (?:is )?(?:too )?(?:busy|currently|temporarily)|"
        r"temporar|deferred|transient|lookup (?:failure|failed|did not)(?!: host )|throttl|"
        r"not responding|"
        r"(?:delayed|expired|undeliver(?:ed|able) for|queued? (?:too long|for)|retry timeout)|"
        r"could not be delivered for|not been (?:collected|delivered) (?:after|within|for)|"
        r"server (?:failure|is down)|malformed or unexpected|try another|being migrated|"
        r"in the queue",
    ),
    (
        "mail_refused",
        r"(?:message|mail|size|attachment|file)s? (?:is )?too (?:large|big|long)|"
        r"(?:message|mail) (?:file )?size|size (?:exceed|limit)|"
        r"exceed\w* .{0,30}(?:size|limit)|too (?:large|big)\b|other mail system problem|virus|"
        r"malware|infected|phish|attachment|executable|duplicate header|missing .{0,30}header|"
        r"header (?:error|is|line)|"
        r"(?:bad|illegal|invalid|multiple|non-rfc|not rfc)[^.;]{0,24}headers?|"
        r"rfc ?(?:5322|2822|822)(?! ?;)|content (?:reject|filter|block|restrict)|"
        r"(?:message|mail) (?:content|contains)|mime (?:error|structure|boundar)|"
        r"bare (?:lf|cr)|8 ?-?bit|redundant|malformed|conversion|improper|command parameter|"
        r"parameter not|syntax error(?! in (?:the )?(?:rcpt|recipient|address|local))",
    ),
    (
        "blocked",
        r"spam|unsolicited|\bube\b|\buce\b|junk|bulk|suspicious|blacklist|black list|"
        r"block ?list|blocklist|blocked|\bblocking\b|\bbl\)|\brbl|dnsbl|\bzen\.|reputation|"
        r"\bdmarc|\bspf\b|\bdkim|sender id|unauthenticated|not authenticated|authenticat|"
        r"\bauth\b|polic(?:y|ies)|\bbanned|prohibit|"
        r"not (?:allowed|permitted|authori[sz]ed|accepted for)|unauthori[sz]ed|\bptr\b|"
        r"reverse (?:dns|lookup|name|hostname)|(?:does|do|did) ?n[o']t (?:reverse )?resolve|"
        r"rdns|access denied|ip (?:address )?(?:is )?(?:name lookup|listed|mismatch)|"
        r"client host|your (?:host|server|ip|domain|mail server)|"
        r"senders? (?:address|domain|verif|is|was|not|host|ip|policy|reject|deni|ha[sd])|"
        r"domain of sender|mail from|from address|"
        r"(?:recipient|user|receiver)(?:'s)? preferences|envelope (?:from|sender)|mismatch|"
        r"complaint|abuse|fraud|security (?:polic|reason|violation|risk)|\btls\b|encrypt|"
        r"restricted|moderat|only accepts? (?:mail|messages)|\bhelo\b|\behlo\b|"
        r"access (?:from|to this)|dynamic|suspected|violat|"
        r"postmaster\.(?:aol|yahoo|live|verizon|google)|delisting|removal|whitelist|"
        r"not a member|filtered|challenge|reject(?:ed|s)? (?:for|due|because|as)\b|"
        r"delivery restriction|(?<!not )\blisted (?:in|at|by|on)\b|"
        r"(?:service|mail|network) (?:refused|abuse)",
    ),
    (
        "route",
        r"relay|\bloops?\b|looping|hop count|no route|routing|route to host|unreachable|"
        r"network (?:error|is)|protocol error|bad sequence|no valid mx|"
        r"mx (?:record|list|points)|points back|back to (?:me|myself)|"
        r"config(?:uration|ured|) (?:error|problem)|local configuration|"
        r"mailer (?:error|daemon error)|i/o error|internal error|software error|system error|"
        r"not accepting (?:connections|mail from)|"
        r"host or domain name not found\. name service error[^;]{0,80}try again|"
        r"unable to (?:connect|deliver to remote)|unknown mailer|command (?:died|output)|"
        r"exit status|permission denied|could ?n[o']t create|\bpipe\b|no such file|misconfigur",
    ),
    (
        "account_disabled",
        r"\b(?:disabled|suspend\w*|inactiv\w*|deactivat\w*|not active|locked|frozen|dormant|"
        r"discontinued|on hold|cannot receive|not accepting (?:any )?(?:mail|"
        r"messages)\b(?! for)|is not receiving|bloqu[eé]e?)\b",
    ),
)

# People that are not there, domains that are not, and the same in the neighbours' languages.
_FOR: tuple[str, ...] = (
    r"\b(?:unknown|un-?existent|no such|no|invalid|non-?exist(?:ent|ing|ant)|not existing|bad|"
    r"illegal|unrecogni[sz]ed|undefined|wrong|unlisted) (?:or (?:illegal|invalid|unknown|"
    r"inactive) )?(?:local |e-?mail |mail |destination |virtual |final (?:delivery )?|domain )?"
    + _PEOPLE
    + r"\b",
    r"\b"
    + _PEOPLE
    + r"\b[^.;]{0,80}?\b(?:unknown|undefined|unrecogni[sz]ed|invalid|not (?:be )?(?:found|known|"
    r"exist\w*|valid|recogni[sz]ed|listed|registered|local|here|a (?:valid|known|local))|"
    r"(?:does|do|did) ?n[o']t exist|doesnt exist|doesn't exist|(?:could ?n[o']t|cannot|can't|"
    r"was ?n[o']t|were ?n[o']t|is ?n[o']t) (?:be )?(?:found|known|valid|recogni[sz]ed|located|"
    r"resolved)|no longer|non-?exist(?:ent|ing|ant)|has (?:moved|left|been (?:deleted|removed|"
    r"closed|terminated))|is (?:closed|terminated)|not ours)",
    r"doesn't have an? .{0,60}account|does not have an? .{0,60}account|"
    r"there is no (?:one|such|user|mailbox|account|address)|"
    r"not (?:our|a local|a known|a valid|a registered|one of our) (?:user|customer|recipient|"
    r"mailbox|account|address|e-?mail)|"
    r"user not exist|"
    r"is not a (?:known|valid|registered) (?:user|mailbox|recipient|address|account|alias)|"
    r"recipnotfound|resolver\.adr\.(?:ex)?recip|recipientnotfound|"
    r"not found in (?:directory|ldap)|"
    r"not (?:listed|found) in (?:the )?(?:public |domino )?(?:name (?:&|and) )?(?:address|"
    r"directory)|"
    r"unrouteable (?:address|user|recipient)|unroutable address|no mailbox here|"
    r"does(?: not|n't) exist|no longer exists|(?:user|mailbox|account) (?:was )?not found|"
    r"bad (?:destination|recipient)|address (?:you entered )?could ?n[o']t be found|"
    r"address not (?:found|recogni[sz]ed)|can't find (?:a |any )?(?:user|mailbox|recipient)|"
    r"recipient no longer|user has (?:left|moved)|"
    r"please (?:check|verify) the (?:recipient|e-?mail) address|unknown or illegal alias|"
    r"unknown (?:in|by|at) ",
    r"(?:host|domain|system|server)(?: name)? (?:is )?(?:unknown|not found|"
    r"not (?:be )?(?:exist\w*)|does ?n[o']t exist|doesn't exist)|"
    r"unknown (?:host|domain|mail domain)|no such (?:host|domain|mail server)|"
    r"(?:invalid|illegal) (?:domain|host|recipient domain)|bad destination system|nxdomain|"
    r"non-?existent (?:domain|host)|unrouteable mail domain|"
    r"all relevant mx records point to non|"
    r"can(?:'t|not) find (?:any |a )?(?:host|mail exchanger)|"
    r"could ?n[o']t find (?:any |a )?(?:host|mail exchanger)|"
    r"(?:unable to|cannot|can't|could ?n[o']t|failed to) resolve|"
    r"unresolvable (?:domain|relay host name)|domain .{0,60}\bnot (?:exist|found)|null mx|"
    r"does not accept (?:any )?(?:e-?mail|mail\b)|recipient domain",
    r"utilisateur inconnu|adresse .{0,30}(?:n'existe|inconnue|invalide)|"
    r"destinataire .{0,20}(?:invalide|inconnu)|"
    r"unbekannte[rn]? (?:benutzer|empf[äa]nger|adresse)|"
    r"(?:benutzer|empf[äa]nger|e-mail-adresse) .{0,60}(?:unbekannt|nicht gefunden|"
    r"existiert nicht)|"
    r"usuario .{0,20}(?:desconocido|no existe)|utente .{0,20}(?:sconosciuto|inesistente)|"
    r"(?:ok[äa]nd|ogiltig) (?:mottagare|anv[äa]ndare|adress)|"
    r"(?:mottagaren?|anv[äa]ndaren?|adressen?|kontot) .{0,60}(?:finns inte|hittades inte|"
    r"[äa]r ok[äa]nd|existerar inte|kunde inte hittas)|"
    r"(?:ukjent|ugyldig) (?:mottaker|bruker|adresse)|"
    r"(?:mottakeren?|brukeren?|adressen?|kontoen) .{0,60}(?:finnes ikke|finst ikkje|"
    r"ble ikke funnet|vart ikkje funnen|ikke funnet|er ukjent|eksisterer ikke)|"
    r"vastaanottajaa .{0,40}(?:ei l[öo]yd|ei ole)|"
    r"tuntematon (?:vastaanottaja|k[äa]ytt[äa]j[äa])",
)

_UNSURE = re.compile(
    r"(?<!unknown recipient or )mailbox (?:is )?unavailable|end of (?:.{0,3})?data\b|"
    r"data command|command data|>>> data\b|550 ?: user unknown"
)
_AGAINST_COMPILED = tuple((reason, re.compile(words)) for reason, words in _AGAINST)
_FOR_COMPILED = tuple(re.compile(words) for words in _FOR)
_NO_DOMAIN = _FOR_COMPILED[3]
_LOOKED_UP = "recipient address rejected: access denied"
# What the code alone says, of a lasting failure.
_BY_CODE: dict[tuple[int, int], Reason] = {
    (1, 1): "no_such_address",
    (1, 2): "no_such_address",
    (1, 3): "no_such_address",
    (1, 6): "no_such_address",
    (1, 10): "no_such_address",
    # By the standard the mailbox is there, and takes no mail (RFC 3463, 3.3).
    (2, 1): "account_disabled",
    (2, 2): "mailbox_full",
    (2, 3): "mail_refused",
    (1, 7): "blocked",
    (1, 8): "blocked",
}
_BY_SUBJECT: dict[int, Reason] = {
    3: "route",
    4: "route",
    5: "route",
    6: "mail_refused",
    7: "blocked",
}


def find_reason(status: str, *said: str) -> Reason | None:
    """Why a mail came back; None where nothing says anything.

    By the status of a report ("" where it has none) and what was said, the nearest to the server
    first: the first that has words for it tells. Pure, and linear in what is said.
    """
    texts = [_simplify(text) for text in said if text]
    said_codes = next(filter(None, map(_list_codes, texts)), [])
    codes = said_codes or _list_codes(status)
    told = next((told for text in texts if (told := _find_told(text, codes)) is not None), None)
    # A server that gives its policy as the code knows who is there, or does not say.
    if told == "no_such_address" and said_codes and all(code[1] == 7 for code in said_codes):
        told = "blocked"
    replies = [int(code) for text in texts[:1] for code in _REPLY.findall(text)]
    is_passing = any(kind == 4 for kind, _, _ in codes) or status.startswith("4")
    if is_passing or (not said_codes and replies and all(code < 500 for code in replies)):
        return told if told == "mailbox_full" or told == "blocked" else "passing"
    if told is not None:
        return told
    for _, subject, detail in codes:
        reason = _BY_CODE.get((subject, detail)) or _BY_SUBJECT.get(subject)
        if reason is not None:
            return reason
    return "unknown" if codes or replies else None


def is_proven(status: str, *said: str) -> bool:
    """Whether what was said of nobody being there is said of the address: by a code of addressing
    (RFC 3463, 3.2) that is not the sender's, in answer to the command that names the recipient, or
    since there is no such domain, and so no server that could have filtered.

    Words alone are no proof: who refuses a mail after its text often says that nobody is there.
    """
    texts = [_simplify(text) for text in said]
    # What the server itself gave for a code outweighs what others made of it.
    codes = (_list_codes(texts[0]) if texts else []) or _list_codes(" ".join((status, *texts)))
    if any(
        kind == 5 and subject == 1 and detail not in _OF_SENDER for kind, subject, detail in codes
    ):
        return True
    if any(pattern.search(words) for words in texts for pattern in _PROOFS):
        return True
    return (5, 4, 1) in codes and any(_LOOKED_UP in words for words in texts)


_OF_SENDER = frozenset({7, 8})
_PROOFS = (
    # In answer to the command that names the recipient; not where a server asks for one, since it
    # has heard of nobody yet.
    re.compile(r"(?<!need )(?<![a-z])rcpt(?![a-z])"),
    # Of commands sent together, to the one after it: none of those named is one.
    re.compile(r"no valid recipient"),
    # Exchange's own code for a name that its directory has not.
    re.compile(r"\(000c05a6\)"),
    _NO_DOMAIN,
)


def _simplify(text: str) -> str:
    """As it is compared: in small letters, and without addresses, whose parts are no words."""
    text = re.sub(r"\s+", " ", text[:_MOST_WORDS]).casefold().replace("\u2019", "'")
    text = re.sub(r"(https?://[^ #]{1,300})#[^ ]*", r"\1", text)
    return re.sub(r"(?<![^ <>@])[^ <>@]{1,320}@[^ <>@]{1,320}", "@", text)


def _list_codes(text: str) -> list[tuple[int, int, int]]:
    return [
        (int(kind), int(subject), int(detail)) for kind, subject, detail in _ENHANCED.findall(text)
    ]


def _find_told(words: str, codes: Sequence[tuple[int, int, int]]) -> Reason | None:
    # Where a server looks who is there before it answers, nobody is there: Microsoft's own words.
    if (5, 4, 1) in codes and _LOOKED_UP in words:
        return "no_such_address"
    is_by_code = any(_BY_CODE.get(code[1:]) == "no_such_address" for code in codes)
    is_told = any(pattern.search(words) for pattern in _FOR_COMPILED)
    for reason, pattern in _AGAINST_COMPILED:
        # "Unknown or inactive" is no account for a while, and "permanent" outweighs advice to try.
        if reason == "account_disabled" and (5, 1, 1) in codes:
            continue
        is_weaker = is_told and (
            (reason == "account_disabled" and is_by_code)
            or (reason == "passing" and "permanent" in words)
        )
        if not is_weaker and pattern.search(words):
            return reason
    # The standard's words for all that 550 may be; and who is told after the text was handed over
    # that nobody is there hears what became of the text.
    if _UNSURE.search(words) and not is_by_code:
        # Hotmail says this of nobody.
        is_hotmail = (5, 5, 0) in codes and "requested action not taken" in words
        return "no_such_address" if is_hotmail else "unknown"
    return "no_such_address" if is_told else None
