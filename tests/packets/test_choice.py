"""Which packet a task of an account needs, and whose it is."""

from __future__ import annotations

import pytest
from support.config_texts import EXAMPLE, in_memory
from support.organisations import knowledge

from runbook.assessment import read_config
from runbook.packets.choice import packet_for

KEPT, MEMBER, CHINA = "444455556666", "333344445555", "888899990000"
EVERY = ("own-root", "session", "bring-back", "china")


@pytest.mark.parametrize(
    ("account", "judged", "known", "expected"),
    [
        (KEPT, None, EVERY, ("own-root", KEPT)),
        (KEPT, "root", EVERY, ("own-root", KEPT)),
        (KEPT, "central", EVERY, ("session", None)),
        (KEPT, "central", ("own-root",), ("own-root", KEPT)),
        (MEMBER, "central", ("bring-back",), ("bring-back", MEMBER)),
        (MEMBER, "recover", EVERY, ("bring-back", MEMBER)),
        (MEMBER, "organizations", EVERY, None),
        (CHINA, "central", EVERY, ("china", CHINA)),
    ],
)
def test_a_session_is_of_no_account_and_every_other_packet_of_its_own(
    account: str, judged: str | None, known: tuple[str, ...], expected: tuple[str, str | None] | None
) -> None:
    asked = read_config(in_memory(EXAMPLE), knowledge()).organisation.account(account)
    assert asked is not None
    found = packet_for(asked, judged, known)
    assert (found and (found[0], found[1].id if found[1] else None)) == expected
