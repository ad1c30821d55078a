"""Every reason to pick up paper: which accounts, classes and emergency users have a packet."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.packet_companies import ACCOUNT, LINKED, OTHER, Frame, Keys, case, company, packets_of

from runbook.organisation import AccountStatus


def kinds(frame: Frame) -> list[str]:
    return [packet.case.kind.id for packet in packets_of(company(Keys(), frame))]


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (
            "safe",
            [
                *("alert", "own-root", "session", "lost-mfa", "lost-password", "lost-mailbox", "lost-phone", "refused"),
                "lost-mailbox-removed",
            ],
        ),
        ("removed", ["alert", "session", "bring-back", "refused", "lost-mailbox-removed"]),
        ("sealed", ["alert", "session", "sealed", "lost-phone", "refused", "lost-mailbox-removed"]),
        ("reseller", ["alert", "reseller"]),
        ("china", ["alert", "china"]),
        ("sovereign", ["alert", "sovereign"]),
        ("new", ["alert", "new-experience"]),
        ("unknown", ["alert", "unknown"]),
        ("gov-unlisted", ["alert", "govcloud"]),
    ],
)
def test_a_route_has_the_packets_of_what_can_happen_to_it(route: str, expected: list[str]) -> None:
    assert kinds(Frame(route)) == expected


def test_there_is_no_packet_for_a_session_where_sessions_are_switched_off() -> None:
    assert "session" not in kinds(Frame("removed", sessions=False))


def test_govcloud_is_used_by_the_root_of_its_linked_account() -> None:
    kept = case(company(Keys(), Frame("gov-kept")), "govcloud")
    assert (kept.subject and kept.subject.id, kept.account and kept.account.id) == (LINKED, ACCOUNT)
    assert [thing.item.id for thing in kept.things] == ["PW", "MFA0"]
    removed = case(company(Keys(), Frame("gov-removed")), "govcloud")
    assert (removed.subject and removed.subject.id, removed.account and removed.account.id) == (LINKED, OTHER)
    unlisted = case(company(Keys(), Frame("gov-unlisted")), "govcloud")
    assert unlisted.account is None
    assert unlisted.slug == f"govcloud-{LINKED}"


def test_two_emergency_users_of_one_account_have_two_packets() -> None:
    packets = [p for p in packets_of(company(Keys(), Frame(emergency="two"))) if p.case.kind.id == "emergency"]
    assert [packet.case.slug for packet in packets] == [f"emergency-{ACCOUNT}", f"emergency-{ACCOUNT}-2"]
    assert [{t.item.id for t in p.case.things} for p in packets] == [
        {"E-Emergency", "K-Emergency", "P-Emergency"},
        {"E-Second", "K-Second", "P-Second"},
    ]


def test_a_closed_account_has_no_packet() -> None:
    organisation = company(Keys(), Frame("sealed"))
    closed = tuple(replace(account, status=AccountStatus.CLOSED) for account in organisation.accounts)
    assert "sealed" not in [p.case.kind.id for p in packets_of(replace(organisation, accounts=closed))]


def test_a_class_has_what_serves_every_account_of_it() -> None:
    organisation = company(Keys(mailbox="tablet"), Frame("removed"))
    assert [thing.item.id for thing in case(organisation, "bring-back").things] == ["MAIL"]
    second = replace(organisation.accounts[0], id="999900002222")
    two = replace(organisation, accounts=(*organisation.accounts, second))
    assert case(two, "bring-back").things == ()
