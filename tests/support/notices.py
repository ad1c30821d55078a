"""The notices of one change of the example company: an approver is replaced, a custodian leaves. No paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from runbook.building import Draft
from runbook.editions import EMPTY, Approval, IssuedEdition, Register
from runbook.editions.comparison import Comparison, compare
from runbook.editions.reprint import reprint_notices
from runbook.issuing import propose
from runbook.offboarding.departure import departure_of
from runbook.offboarding.leaver_list import departure_notices
from runbook.sheets.notices import Notice
from support.config_texts import EXAMPLE, changed, drafted

NOTICES = ("slip", "redline", "leaver")
LAST_DAY = date(2026, 12, 31)
_KATO = "- {person: kato, from: 2026-04-01, until: 2028-03-31, deputy: takahashi}"
_MORI = "- {person: mori, from: 2026-11-24, deputy: takahashi}"
_PAGES = 2  # counted on paper, which is not made here
# One copy more of every sheet in the bank: so a sheet whose words stay the same has an replacement, too.
_BANK = "- {sheet: contacts, place: bank-vault}"
_BANK_TOO = '- {sheet: "*", place: bank-vault}'


@cache
def drafts() -> tuple[Draft, Draft]:
    """The example company before and after the change."""
    return drafted(EXAMPLE), drafted(changed(_BANK, _BANK_TOO, changed(_KATO, _MORI, EXAMPLE)))


@cache
def comparison() -> Comparison:
    """The edition after the change against the one before."""
    before, after = drafts()
    first = _issued(before, EMPTY)
    return compare(first, _issued(after, Register((first,))))


@cache
def notices() -> Mapping[str, Notice]:
    """Every notice by name ("ja/slip")."""
    before, after = drafts()
    made = (
        *(notice for view in after.views for notice in reprint_notices(comparison(), view, after.templates)),
        *departure_notices(before, departure_of(before, "suzuki", LAST_DAY)),
    )
    return {notice.name: notice for notice in made}


def _issued(made: Draft, register: Register) -> IssuedEdition:
    edition = propose(made, register, register.latest)
    people = [made.assessment.whole.organisation.person(name) for name in ("sato", "takahashi")]
    return replace(
        edition,
        reason="Kato leaves, Mori follows",
        approvals=tuple(
            Approval(person.id, {code: person.name.in_language(code) for code in ("ja", "en")}, edition.code)
            for person in people
        ),
        sheets={name: replace(sheet, pages=_PAGES) for name, sheet in edition.sheets.items()},
    )
