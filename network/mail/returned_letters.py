"""The letter about mail that came back, for administrators: numbers by reason, and no address."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from network.mail.failure_reasons import Reason
from network.mail.letters import Letter, _signature, _words


def write_returned(
    folder: Path,
    language: str,
    name: str,
    reasons: Mapping[Reason, int],
    sent: int,
    address: str,
) -> Letter:
    """How many mails came back within a day, and what may be wrong. ``folder`` holds the words,
    ``address`` is that of the site."""
    words = _words(folder, language)
    _, ngettext = words.gettext, words.ngettext
    called = {
        "blocked": _("refused because of us: block lists, sender checks, rules of the receiver"),
        "mail_refused": _("refused because of the email: its content, form or size"),
        "mailbox_full": _("the mailbox is full"),
        "route": _("faults of the servers on the way"),
        "passing": _("faults that pass"),
        "complaint": _("reported as unwanted"),
        "unknown": _("for reasons that the server does not tell"),
    }
    number = sum(reasons.values())
    lines = [
        f"{many}: {called[reason]}"
        for reason, many in sorted(reasons.items(), key=lambda item: -item[1])
        if many
    ]
    told = ngettext(
        "In the last day %(num)s email from Grannar came back, of %(sent)s sent, for reasons that "
        "are not the address's own:",
        "In the last day %(num)s emails from Grannar came back, of %(sent)s sent, for reasons that "
        "are not the address's own:",
        number,
    ) % {"num": number, "sent": sent}
    return Letter(
        _("Much of the email from Grannar comes back"),
        "\n\n".join(
            (
                _("Hello %(name)s,") % {"name": name},
                told + "\n" + "\n".join(lines),
                _(
                    "Nobody has been set aside for this. Whoever runs the email server should look "
                    "at it: whether its address is on a block list, and whether SPF, DKIM and "
                    "DMARC are right for the domain that the email comes from."
                ),
                address,
                _signature(),
            )
        ),
    )
