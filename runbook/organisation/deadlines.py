"""When something of the company is due: the last day on which it is still in time. Each day is worked out here only.

The rules of `check`, sheet 08 and `due` ask here. A day counts as a whole, in the company's time zone; on the due day
itself nothing is overdue. What a date says stands at the field of the config; how long it lasts is the company's own
rotation rule, or else what the reference of the rule in question asks for (runbook/checks/rules).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, takewhile

from runbook.organisation.accounts import Account, Custody
from runbook.organisation.interval import Interval
from runbook.organisation.people import PersonContact
from runbook.organisation.places import Item
from runbook.organisation.rules import Rotation, RotationRule
from runbook.organisation.services import DOMAIN_NOTICE, Domain
from runbook.organisation.whole import Organisation

QUARTER = Interval.of("P3M")
YEAR = Interval.of("P1Y")
POWERED = ("totp-token", "phone", "tablet")
_NOT_LOOKED_AT = (Custody.UNKNOWN, Custody.NONE)
_ONE_DAY = timedelta(days=1)
# Without a first day intervals begin anew with each year. One that fits into a leap year only is due within these.
_YEARS_TRIED = 9


def is_over(due: date, day: date) -> bool:
    """Whether on a day it is too late for what was due: from the day after on."""
    return due < day


def contact_interval(rotation: Rotation) -> Interval:
    """For how long a contact counts as confirmed: as often as contacts are tested, else a quarter."""
    return rotation.contact_test.every or QUARTER


def contact_due(contact: PersonContact, rotation: Rotation) -> date | None:
    """The last day on which a contact counts as confirmed; None if it never was."""
    return contact_interval(rotation).after(contact.confirmed_on) if contact.confirmed_on else None


def device_interval(rotation: Rotation) -> Interval:
    """For how long the test of an item counts: as often as custody and MFA devices are checked, else a quarter."""
    return rotation.mfa_check.every or QUARTER


def device_due(item: Item, rotation: Rotation) -> date | None:
    """The last day on which the test of an item counts; None if it was never tested."""
    return device_interval(rotation).after(item.tested_on) if item.tested_on else None


def is_tested(item: Item) -> bool:
    """Whether somebody has to see from time to time that it works: an MFA device of ours, or what was tested once."""
    return "mfa" in item.keys or item.tested_on is not None


def has_battery(item: Item) -> bool:
    """Whether it is of a kind that is dead once its battery is: it has a `battery_due`, or ought to have one."""
    return item.kind in POWERED


def is_looked_at(account: Account) -> bool:
    """Whether somebody has to look from time to time how its root is kept: not for what is closed, or has no root."""
    return not account.is_closed and account.custody not in _NOT_LOOKED_AT


def custody_due(account: Account) -> date | None:
    """The last day on which it counts as verified how its root is kept; None if nobody ever looked."""
    return YEAR.after(account.verified_on) if account.verified_on else None


def copies_interval(rotation: Rotation) -> Interval:
    """For how long it counts that copies were seen in their place: as often as the runbook is reviewed, else a year."""
    return rotation.runbook_review.every or YEAR


def copies_due(seen: date, rotation: Rotation) -> date:
    """The last day on which it counts that copies were seen in their place."""
    return copies_interval(rotation).after(seen)


def root_domains(organisation: Organisation) -> Iterator[tuple[int, Domain]]:
    """The domains on which a root address lies, each with its number in the config."""
    addresses = [account.root_email for account in organisation.accounts if account.root_email]
    for number, domain in enumerate(organisation.domains):
        if any(map(domain.serves, addresses)):
            yield number, domain


def renewal_due(domain: Domain) -> date | None:
    """The last day for renewing a registration: so long before it ends that a slip can be mended; None if not known."""
    return domain.expires_on - DOMAIN_NOTICE if domain.expires_on else None


def due_days(rule: RotationRule, year: int) -> tuple[date, ...]:
    """The days in ``year`` on which a periodic task is due: the last day of each interval."""
    return tuple(takewhile(lambda day: day.year == year, due_from(rule, date(year, 1, 1))))


def due_from(rule: RotationRule, first: date) -> Iterator[date]:
    """The due days of a periodic task that are not before ``first``, in order; nothing if it is due on events only.

    Intervals are counted from ``rule.start``, without end. Without it they begin anew on 1 January of every year: one
    longer than a year is then never over, and the task never due.
    """
    if rule.every is None:
        return
    if rule.start is not None:
        yield from (day for day in _ends(rule.every, rule.start) if day >= first)
        return
    empty = 0
    for year in range(first.year, date.max.year):
        days = _ends_in(year, rule.every)
        yield from (day for day in days if day >= first)
        empty = 0 if days else empty + 1
        if empty == _YEARS_TRIED:
            return


def open_days(rule: RotationRule, day: date, last: date | None) -> Iterator[date]:
    """The due days that are still to be kept: after the interval in which it was last done, else from ``day`` on."""
    if last is None:
        yield from due_from(rule, day)
        return
    days = due_from(rule, last)
    end = next(days, None)
    if end is not None and last < (rule.start or date(end.year, 1, 1)):
        yield end  # its interval had not begun
    yield from days


def _ends_in(year: int, every: Interval) -> tuple[date, ...]:
    return tuple(takewhile(lambda day: day.year == year, _ends(every, date(year, 1, 1))))


def _ends(every: Interval, start: date) -> Iterator[date]:
    """The last day of each interval since a day, up to the end of the calendar."""
    for number in count(1):
        try:
            yield every.after(start, number) - _ONE_DAY
        except OverflowError:
            return
