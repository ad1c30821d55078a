"""What was typed, as values; UsageError for what is none."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from runbook.clock import FIRST_YEAR, LAST_YEAR, Clock
from runbook.errors import UsageError
from runbook.text.nearest import near_one, suggested

if TYPE_CHECKING:
    from runbook.cli.console import Console
    from runbook.organisation import Account, Organisation, Person, Place

_DEFAULT_WINDOW = "90d"
_WINDOW = re.compile(r"[0-9]{1,4}[dDwWmMyY]")


def one_of(option: str, value: str, known: Sequence[str]) -> str:
    """The value of an option that takes one of some words."""
    if value not in known:
        raise UsageError("bad_choice", option=option, value=value, known=", ".join(known))
    return value


def nearest_of(option: str, value: str, known: Sequence[str]) -> str:
    """The same for an option with many words: the nearest is told first."""
    if value not in known:
        raise UsageError(
            "no_choice", option=option, value=value, nearest=near_one(value, known), known=", ".join(known)
        )
    return value


def chosen(typed: Sequence[str] | None, known: Collection[str], complaint: str) -> tuple[str, ...]:
    """Known names in their own order; commas and repeated options both work. ``complaint`` is a key of talk.yaml."""
    names = [name.strip() for value in typed or () for name in value.split(",")]
    for name in names:
        if name not in known:
            raise UsageError(complaint, value=name, known=", ".join(known), nearest=near_one(name, known))
    return tuple(name for name in known if name in names)


def clock_of(wanted: str | None) -> Clock:
    """The only clock: the day that was typed, else SOURCE_DATE_EPOCH, else now. No day far from our time."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    clock = None
    try:
        if wanted is not None:
            clock = Clock(day=_day(wanted))
        else:
            clock = Clock(moment=datetime.fromtimestamp(int(epoch), UTC) if epoch is not None else datetime.now(UTC))
    except (ValueError, OverflowError, OSError):
        pass  # told below
    if clock is None or not FIRST_YEAR <= clock.day_in("UTC").year <= LAST_YEAR:
        raise UsageError("bad_date", value=wanted) if wanted is not None else UsageError("bad_epoch", value=epoch)
    return clock


def _day(typed: str) -> date:
    """The day of YYYY-MM-DD; ValueError if it is none, UsageError if it is one in another form."""
    day = date.fromisoformat(typed)
    if typed != day.isoformat():
        raise UsageError("bad_date_form", value=typed, meant=day)
    return day


def moment_of(at: str | None, time_zone: str) -> tuple[datetime, bool]:
    """The moment meant, and whether it is to be told because the clocks change."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415  only some commands need it

    from runbook.custody.call_list import local_moment  # noqa: PLC0415  as above

    if at is None:
        return (clock_of(None).moment or datetime.now(UTC)).astimezone(ZoneInfo(time_zone)), False
    try:
        moment, is_doubtful = local_moment(at, time_zone)
    except (ValueError, OverflowError):
        raise UsageError("bad_time", value=at) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:  # the calls that follow must have a time, too
        raise UsageError("bad_time", value=at)
    return moment, is_doubtful


def told_moment(at: str | None, time_zone: str, console: Console) -> datetime:
    """The moment meant; the user is told how it was taken if the clocks change then."""
    moment, is_doubtful = moment_of(at, time_zone)
    if is_doubtful:
        console.say("doubtful_time", value=at, moment=f"{moment:%Y-%m-%d %H:%M %Z}")
    return moment


def account_of(typed: str | None, organisation: Organisation) -> Account | None:
    """The account that was typed, in any grouping; UsageError for one that is not listed."""
    if typed is None:
        return None
    account = organisation.account(typed.replace("-", "").replace(" ", ""))
    if account is None:
        known = [account.id for account in organisation.accounts]
        raise UsageError("no_account", value=typed, **suggested(typed, known))
    return account


def id_of(option: str, typed: str | None, known: Sequence[Person | Place]) -> str | None:
    """The id that was typed; UsageError for one that the config does not have."""
    return None if typed is None else nearest_of(option, typed, [entry.id for entry in known])


def last_day(day: date, within: str | None, until: str | None) -> date:
    """The last day to look at: ``until``, or so long after ``day``; UsageError for both, or for none that is one."""
    from runbook.organisation.interval import Interval  # noqa: PLC0415  pydantic, and only for one command

    if within is not None and until is not None:
        raise UsageError("two_windows")
    if until is not None:
        last = clock_of(until).day_in("UTC")
        if last < day:
            raise UsageError("until_past", value=until, day=day)
        return last
    typed = within if within is not None else _DEFAULT_WINDOW
    if not _WINDOW.fullmatch(typed) or not int(typed[:-1]):
        raise UsageError("bad_window", value=typed)
    try:
        last = Interval(((typed[:-1], typed[-1].upper()),)).after(day)
    except OverflowError:
        last = date.max
    if last.year > LAST_YEAR:
        raise UsageError("bad_window", value=typed)
    return last
