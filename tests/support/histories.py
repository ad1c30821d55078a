"""Invented registers for tests: sheets are single lines, so their codes are quickly made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from runbook.editions import Approval, IssuedEdition, IssuedSheet, Register
from runbook.knowledge.sheets import SheetName
from runbook.sheets.codes import edition_code, sheet_code

START = date(2026, 12, 1)
NAMES = ("ja/00-register", "ja/02-approvers", "en/02-approvers", "en/04-break-glass")


def code_of(name: str, words: str) -> str:
    """The code of an invented sheet."""
    return sheet_code(SheetName.read(name).language, f"{name} {words}")


def _counted(sheet: IssuedSheet, number: int) -> IssuedSheet:
    return sheet if sheet.pages else replace(sheet, pages=1 + number % 3)


def issued(
    register: Register, sheets: Mapping[str, str], effective: date, *, approved: bool = True, reason: str = "Why not"
) -> Register:
    """The register with one more edition, whose sheets (name to words) begin on a day."""
    codes = {SheetName.read(name): code_of(name, words) for name, words in sheets.items()}
    code = edition_code(codes)
    number = len(register.editions) + 1
    edition = IssuedEdition(
        number=number,
        code=code,
        issued_on=START,
        effective=effective,
        reason=f"{reason} {number}",
        required=2,
        approvals=tuple(
            Approval(person, {"en": person.title()}, code if approved else "0000-0000-0") for person in ("sato", "kato")
        ),
        tool="runbook 0",
        time_zone="Asia/Tokyo",
        sheets={name: _counted(register.revised(name, code, effective), number) for name, code in codes.items()},
        changes={"ja": (f"変更 {number}",), "en": (f"Change {number}",)},
        copies={name.sheet.name: {"safe-a": number} for name in codes},
        places={"safe-a": {"ja": "金庫", "en": "Safe"}},
        facts={f"people/{words}/name": words for words in sheets.values()},
        words={SheetName.read(name): (f"p {name} {words}",) for name, words in sheets.items()},
    )
    return Register((*register.editions, edition))


@st.composite
def histories(draw: st.DrawFn, *, most: int = 6) -> Register:
    """Registers with codes that come back, sheets that vanish, days that coincide, editions that nobody approved."""
    register = Register()
    day = START
    for _ in range(draw(st.integers(1, most))):
        words = st.sampled_from(["one", "two", "three"])
        sheets = draw(st.dictionaries(st.sampled_from(NAMES), words, min_size=1))
        day += timedelta(days=draw(st.sampled_from([0, 0, 1, 5, 31])))
        register = issued(register, sheets, day, approved=draw(st.integers(0, 4)) > 0)
    return register


def days_around(editions: Sequence[IssuedEdition]) -> list[date]:
    """Every day on which something could change, the days before and after, and a day long after."""
    days = {edition.effective + timedelta(days=offset) for edition in editions for offset in (-1, 0, 1)}
    return sorted({*days, START - timedelta(days=40), START + timedelta(days=4000)})
