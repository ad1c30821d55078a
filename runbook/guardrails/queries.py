"""Queries for what root did in a window of time: the event history of every account, CloudTrail Lake, Athena.

What was asked for is the same in all three: what root did, who signed in, who opened a privileged session, and who gave
an account another address or telephone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from runbook.guardrails.written import Window

_COLUMNS = (
    *("eventtime", "recipientaccountid", "awsregion", "eventsource", "eventname", "sourceipaddress", "useragent"),
    *("errorcode", "errormessage", "useridentity.type", "useridentity.accesskeyid"),
    *("requestparameters", "responseelements", "additionaleventdata"),
)
_ROOT = "useridentity.type = 'Root'"
_OF = {
    "root": (_ROOT, True),
    "sign_in": ("eventsource = 'signin.amazonaws.com' AND " + _ROOT, True),
    "sessions": ("eventsource = 'sts.amazonaws.com' AND eventname = 'AssumeRoot'", False),
    "rekeying": ("eventsource = 'account.amazonaws.com'", False),
}
"""By what is asked: what an event is like, and whether it is recorded in the account that is asked about."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a service writes a moment and names the table."""

    table: str
    moment: str

    def at(self, moment: datetime) -> str:
        """A moment as the service compares it."""
        return moment.strftime(self.moment)


LAKE = Dialect("<event-data-store-id>", "%Y-%m-%d %H:%M:%S")
ATHENA = Dialect("<cloudtrail-table>", "%Y-%m-%dT%H:%M:%SZ")


def sql(dialect: Dialect, window: Window, titles: dict[str, str]) -> str:
    """One query after the other, each with its title; run them one by one."""
    return "\n".join(_query(dialect, window, name, titles[name]) for name in _OF)


def _query(dialect: Dialect, window: Window, name: str, title: str) -> str:
    condition, is_in_the_account = _OF[name]
    own = f"\n  AND recipientaccountid = '{window.account}'" if window.account and is_in_the_account else ""
    return (
        f"-- {title}\nSELECT {', '.join(_COLUMNS)}\nFROM {dialect.table}\n"
        f"WHERE eventtime >= '{dialect.at(window.start)}'\n  AND eventtime <= '{dialect.at(window.end)}'{own}\n"
        f"  AND {condition}\nORDER BY eventtime;\n"
    )


def history_script(regions: Sequence[str], window: Window) -> str:
    """A script that reads the event history in every Region: what root did, and who opened privileged sessions."""
    return "".join(f"{line}\n" for line in _history(regions, window))


def _history(regions: Sequence[str], window: Window) -> Iterator[str]:
    yield "set -eu"
    yield "aws sts get-caller-identity --query Account --output text"
    for region in regions:
        for key, value in (("Username", "root"), ("EventName", "AssumeRoot")):
            yield (
                f"aws cloudtrail lookup-events --region {region} --start-time {ATHENA.at(window.start)} "
                f"--end-time {ATHENA.at(window.end)} \\"
            )
            yield f"  --lookup-attributes AttributeKey={key},AttributeValue={value} --output json"
