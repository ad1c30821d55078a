"""Codes that no edition has: those of cards, and of packets that were made for a moment."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from support.command import Runbook
from support.config_texts import MINIMAL, changed, drafted
from support.histories import START, issued

from runbook.building import prepare
from runbook.cards.folder import Choice, decks_of
from runbook.clock import Clock
from runbook.config import load_config
from runbook.custody.call_list import local_moment
from runbook.editions import EMPTY, register_text
from runbook.editions.answers import PACKET, Answer, Unknown, Unlisted
from runbook.editions.typed_codes import Typed
from runbook.editions.verification import verify
from runbook.on_demand.packet import PacketRequest, packet_sheet
from runbook.on_demand.recognition import Recognition
from runbook.sheets.sets import mark_set, word_set
from runbook.sheets.view import Occasion
from runbook.sheets.weaving import bilingual_sheet

MADE = date(2026, 12, 1)
LATER = MADE + timedelta(days=3)
KATO = "    - {person: kato, from: 2026-04-01}"
COMPANY = changed(
    KATO, "    - {person: kato, from: 2026-04-01, until: 2027-01-31}\n    - {person: mori, from: 2027-02-01}", MINIMAL
)
"""The smallest company, in which somebody follows an approver: what names approvers ends with the term of one."""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(COMPANY, "utf-8")
    register = replace(issued(EMPTY, {"ja/02-approvers": "one"}, START).editions[0], time_zone="Asia/Tokyo")
    (tmp_path / "config.yaml.editions.json").write_bytes(register_text(replace(EMPTY, editions=(register,))))
    return path


def codes_of_cards() -> dict[str, str]:
    """The first code of each deck of the company, by the deck's name."""
    decks = decks_of(drafted(COMPANY, Clock(day=MADE)), EMPTY, Choice())
    return {deck.name: deck.cards[0].code for deck in decks}


def answers(config: Path, codes: dict[str, str], made: str, today: date) -> dict[str, Answer]:
    lookup = Recognition(config)
    return {name: verify(Typed(code, made), EMPTY, today, lookup) for name, code in codes.items()}


@pytest.mark.slow
def test_each_card_is_known_by_its_code_and_day_until_the_config_says_something_else(config: Path) -> None:
    codes = codes_of_cards()
    assert len(codes) == 12
    for name, answer in answers(config, codes, str(MADE), LATER).items():
        assert isinstance(answer, Unlisted)
        assert (answer.name, answer.made, answer.is_current) == (name, str(MADE), True)
        assert answer.until == (date(2027, 1, 31) if name.endswith(("door", "phone")) else None)
    text = changed('value: "+81 90 0000 0001"', 'value: "+81 90 0000 0091"', COMPANY)
    config.write_text(text, "utf-8")
    found = answers(config, codes, str(MADE), LATER)
    unknown = {name for name, answer in found.items() if isinstance(answer, Unknown)}
    assert unknown == {f"{language}/{kind}" for language in ("ja", "en") for kind in ("door", "phone")}


@pytest.mark.slow
def test_a_card_whose_days_are_over_is_known_and_not_current(config: Path) -> None:
    codes = {name: code for name, code in codes_of_cards().items() if name in ("ja/door", "en/phone")}
    for answer in answers(config, codes, str(MADE), date(2027, 2, 1)).values():
        assert isinstance(answer, Unlisted)
        assert not answer.is_current


@pytest.mark.slow
def test_a_packet_for_a_moment_is_known_by_that_moment_in_one_language_and_in_two(config: Path) -> None:
    config.write_text(MINIMAL, "utf-8")  # every packet of a company is worded to know one
    case = prepare(load_config(config), clock=Clock(day=MADE))
    moment, _ = local_moment(f"{MADE}T10:00", "Asia/Tokyo")
    occasion = Occasion.at(moment, case.assessment.whole.organisation)
    views = [replace(view, occasion=occasion) for view in case.views]
    sheet = packet_sheet(views[0], PacketRequest("alert", None, occasion))
    sets = [word_set(view, case.templates, sheet) for view in views]
    twin = bilingual_sheet(*(mark_set(worded, {}, case.templates) for worded in sets))
    lookup = Recognition(config)
    for code, name in ((sets[1].sheets[0].code, "en/20-alert"), (twin.code, "ja-en/20-alert")):
        found = verify(Typed(code, str(MADE), "10:00"), EMPTY, MADE, lookup)
        assert found == Unlisted(code, code, PACKET, name, f"{MADE} 10:00", None, holds=True)
        assert not verify(Typed(code, str(MADE), "10:00"), EMPTY, LATER, lookup).is_current
        assert verify(Typed(code, str(MADE), "10:01"), EMPTY, MADE, lookup) == Unknown(code, code, looked=True)


@pytest.mark.parametrize("day", ["2026-02-30", "9999-12-31"])
def test_a_day_that_is_none_and_a_config_that_is_none_make_a_code_unknown(config: Path, day: str) -> None:
    code = "7K3M-9QTX-X"
    config.write_text("company: [", "utf-8")
    assert verify(Typed(code, day, "10:00"), EMPTY, MADE, Recognition(config)) == Unknown(code, code)


@pytest.mark.slow
def test_the_command_tells_what_a_card_is(config: Path, runbook: Runbook) -> None:
    code = codes_of_cards()["ja/labels"]
    asked = ("verify", "-c", str(config), "--date", str(LATER), code, str(MADE))
    told = runbook(*asked)
    assert (told.code, told.stderr) == (0, "")
    assert code in told.stdout
    assert str(MADE) in told.stdout
    (record,) = json.loads(runbook(*asked, "--json").stdout)["codes"]
    assert (record["state"], record["sheet"], record["current"]) == ("current", "ja/labels", True)
