"""How is read when people are reached, where an alert arrives, and who administers what guards the keys."""

from __future__ import annotations

import re

from runbook.interview.reading import RefusedAnswerError, as_type, is_nothing, parts, some
from runbook.interview.told import AgreedHours, NamedAlert, Told
from runbook.organisation import fields
from runbook.text.characters import folded

THERE_IS_NONE = ("none", "なし")  # "-" is that nobody knows
ALWAYS = ("always", "常時", "24/7")
ALL = ("all", "すべて", "全部")
_DAYS = {"every-day": "every-day", "毎日": "every-day", "weekdays": "weekdays", "平日": "weekdays"}
_HOURS = re.compile(r"(?P<start>\S+?)\s*[-–〜~]\s*(?P<until>[0-9:]+)\s*(?P<days>\S+)?")
_REGION = re.compile("[a-z]{2,4}(?:-[a-z]+)+-[0-9]{1,2}")


def hours(typed: str) -> AgreedHours | None:
    """Hours of "09:00-18:00 weekdays", or of "always"; None for "-"."""
    if is_nothing(typed):
        return None
    text = folded(typed).strip().lower()
    if text in ALWAYS:
        return AgreedHours("00:00", "23:59", "every-day")
    match = _HOURS.fullmatch(text)
    if not match or (match["days"] or "weekdays") not in _DAYS:
        raise RefusedAnswerError("interview-hours")
    start, until = (as_type(fields.TimeOfDay, match[part]) for part in ("start", "until"))
    return AgreedHours(start, until, _DAYS[match["days"] or "weekdays"])


def alert(typed: str) -> NamedAlert | None:
    """The alert of "place, Region, Region"; None for "-"."""
    if is_nothing(typed):
        return None
    found = parts(typed)
    regions = tuple(dict.fromkeys(word for part in found if _is_regions(part) for word in part.split()))
    destination = ", ".join(part for part in found if not _is_regions(part))
    if not regions or not destination:
        raise RefusedAnswerError("interview-alert")
    return NamedAlert(as_type(fields.Text, destination), regions)


def _is_regions(part: str) -> bool:
    return all(map(_REGION.fullmatch, part.split()))


def guarding(typed: str, told: Told) -> tuple[str, ...] | None:
    """The people who administer a guard or have a key of it; () for "none", None for "-"."""
    if folded(typed).strip().lower() in THERE_IS_NONE:
        return ()
    return None if is_nothing(typed) else some(typed, told)
