"""A window of time as typed, or that of an entry of the records; UsageError for what is none."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from runbook.cli.arguments import account_of, moment_of
from runbook.errors import UsageError
from runbook.guardrails.written import Window
from runbook.records.record import moment_of as moment_in
from runbook.records.store_file import read_records_of

if TYPE_CHECKING:
    from runbook.organisation import Organisation
    from runbook.records.store import Entry

MARGIN = timedelta(minutes=15)
"""Before and after what a record says: its times are typed by hand."""

_MINUTE = timedelta(minutes=1)
_ACCOUNT = re.compile(r"[0-9]{12}")


def window_of(
    config: Path,
    organisation: Organisation,
    number: int | None,
    start: str | None,
    end: str | None,
    account: str | None,
) -> Window | None:
    """The window that was asked for, or None; OutputError if the records cannot be read."""
    named = account_of(account, organisation)
    if number is None:
        if start is None and end is None:
            if named is not None:
                raise UsageError("account_without_window")
            return None
        return _typed(organisation, start, end, named.id if named else None)
    if start is not None:
        raise UsageError("window_twice")
    entry = _entry(config, number)
    begun, closed = moment_in(entry.record.get("started")), moment_in(entry.record.get("ended"))
    until = _moment(end, organisation) if end is not None else closed + MARGIN if closed else None
    if begun is None or until is None:
        raise UsageError("record_open", number=number)
    return _window(begun - MARGIN, until, named.id if named else _account_of(entry))


def _account_of(entry: Entry) -> str | None:
    """The account of a record; of one that is about none, or was written by nobody we know, every account is asked."""
    found = entry.record.get("account")
    return found if isinstance(found, str) and _ACCOUNT.fullmatch(found) else None


def _typed(organisation: Organisation, start: str | None, end: str | None, account: str | None) -> Window:
    if start is None or end is None:
        raise UsageError("half_window")
    return _window(_moment(start, organisation), _moment(end, organisation), account)


def _window(start: datetime, end: datetime, account: str | None) -> Window:
    """Whole minutes in UTC that hold the window; UsageError if it has no length."""
    if end <= start:
        raise UsageError("window_backwards")
    first, last = (moment.astimezone(UTC).replace(second=0, microsecond=0) for moment in (start, end))
    return Window(first, last if last == end else last + _MINUTE, account)


def _moment(typed: str, organisation: Organisation) -> datetime:
    moment, is_doubtful = moment_of(typed, organisation.company.time_zone)
    if is_doubtful:
        raise UsageError("doubtful_window", value=typed)
    return moment


def _entry(config: Path, number: int) -> Entry:
    _, records = read_records_of(config)
    found = next((entry for entry in records.entries if entry.number == number), None)
    if found is None:
        known = ", ".join(str(entry.number) for entry in records.entries) or "–"
        raise UsageError("no_record", number=number, known=known)
    return found
