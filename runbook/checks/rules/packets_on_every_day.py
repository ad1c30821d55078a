"""On every day up to the end of the next year each packet can be carried out, not only root be reached.

The way in may be open while both who open the place of the registered phone are away, or nobody opens a privileged
session: then one packet stops. This rule tries every packet on every day, by the paper: who is absent, or whose hours
leave the day out, is not called; a deputy acts in the role in which they stand in; a place may be closed all day. Days
without a complete team are told by `quorum-on-every-day`, days without a way in to an account by
`way-in-on-every-day`; sheet 11 tells all of them by packet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from runbook.checks.days import SHOWN, listed
from runbook.checks.rule import Broken, Case, Severity
from runbook.custody import days_without_way_in
from runbook.knowledge.phrases import Listed, Phrase, Value
from runbook.organisation.horizon import horizon, stretches_of
from runbook.packets.cases import Case as PacketCase

SEVERITY = Severity.WARNING
AHEAD = False  # looks at every day itself
CONTROLS = ("emergency-access", "custody")
SOURCES = ("WA-03", "ORG-M")
GOOD = """
    minutes_to: {tokyo: 40}
  - id: ito
...
    minutes_to: {osaka: 55, bank-vault: 45}
...
accounts:
  - id: "111122223333"
"""
BAD = """
    absences: [{from: 2027-02-09, until: 2027-02-09}]
    minutes_to: {tokyo: 40}
  - id: ito
...
    absences: [{from: 2027-02-09, until: 2027-02-09}]
    minutes_to: {osaka: 55, bank-vault: 45}
...
accounts:
  - id: "111122223333"  # <-
"""


def check(case: Case) -> Iterator[Broken]:
    """One finding for all packets that stop on the same days, at the first account that they are about."""
    shut = _shut(case)
    numbers = {account.id: number for number, account in enumerate(case.whole.accounts)}
    found: dict[tuple[date, ...], list[PacketCase]] = {}
    for of_case, days in case.packet_days.by_case:
        accounts = [account.id for account in (of_case.account, *of_case.accounts) if account is not None]
        told = frozenset.intersection(*(shut.get(name, frozenset()) for name in accounts)) if accounts else frozenset()
        if left := tuple(day for day in days if day >= case.day and day not in told):
            found.setdefault(left, []).append(of_case)
    for days, cases in found.items():
        named = (account.id for one in cases for account in (one.account, *one.accounts) if account is not None)
        at = next((numbers[name] for name in named if name in numbers), None)  # one may only be linked to another
        yield Broken.of(
            ("accounts",) if at is None else ("accounts", at),
            about=cases[0].slug,
            packets=_named(cases),
            count=str(len(days)),
            days=listed(stretches_of(days)),
        )


def _shut(case: Case) -> Mapping[str, frozenset[date]]:
    """By account the days on which there is no way in at all: another rule tells them."""
    found: dict[str, frozenset[date]] = {}
    for ids, days in days_without_way_in(case.whole, case.day, horizon(case.day)).items():
        found |= dict.fromkeys(ids, frozenset(days))
    return found


def _named(cases: Sequence[PacketCase]) -> Value:
    """Packets by number and what they are about, as their files are called; the first of them, the others counted."""
    shown: list[Value] = [f"{one.kind.number}-{one.slug}" for one in cases[:SHOWN]]
    if len(cases) > SHOWN:
        shown.append(Phrase.of("more-packets", count=str(len(cases) - SHOWN)))
    return Listed(tuple(shown), "commas")
