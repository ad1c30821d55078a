"""The telephone registered with AWS is in international form, receives text messages, and is answered by a person.

AWS takes + and country code with no zero after it. It sends text messages to it, refuses toll-free numbers, and
recovery of lost MFA is a call in which digits are keyed in: a menu or a hunt group may not get through. The rule also
speaks when the config does not say which telephone is registered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from runbook.checks.rule import Broken, Case, Severity
from runbook.knowledge.phrases import Name
from runbook.organisation import Custody

SEVERITY = Severity.ERROR
CONTROLS = ("contacts-current", "custody")
SOURCES = ("ACC-PRI", "LOST", "RP-PHONE")
GOOD = """
"444455556666"], service: mihon-mobile, sms: true, voice: true}
"""
BAD = """
"444455556666"], sms: false, voice: true}  # <-
"""
# Japan 120 and 800, North America 800 to 888, international 800.
_TOLL_FREE = re.compile(r"\+(?:81[ -]?(?:120|800)|1[ -]?8(?:00|33|44|55|66|77|88)|800)[ -]?")


def check(case: Case) -> Iterator[Broken]:
    """At the telephone; at the first account without one."""
    for index, phone in enumerate(case.whole.recovery_phones):
        number = phone.ending
        if not phone.number.startswith("+"):
            yield Broken.of(("recovery_phones", index, "number"), about=number, says="form", number=number)
        elif _TOLL_FREE.match(phone.number):
            yield Broken.of(("recovery_phones", index, "number"), about=number, says="toll-free", number=number)
        for field in ("sms", "voice"):
            if not getattr(phone, field):
                yield Broken.of(("recovery_phones", index, field), about=number, says=field, number=number)
    for index, account in enumerate(case.whole.accounts):
        recovered = account.custody in (Custody.SAFE, Custody.SEALED) and not account.is_closed
        if recovered and case.whole.recovery_phone(account.id) is None:
            yield Broken.of(("accounts", index), about=account.id, says="unknown", account=Name("account", account.id))
            return
