"""Is this paper current? For every code ever issued, on every day, compared with walking the days one by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from support.histories import START, code_of, days_around, histories, issued
from support.organisations import ISSUED_ON, LANGUAGES, TODAY, knowledge

from runbook.cli.reports.verifications import report_on
from runbook.clock import Clock
from runbook.editions import EMPTY, Register, register_text
from runbook.editions.answers import (
    Current,
    EditionPaper,
    FolderAnswer,
    Mistyped,
    SheetPaper,
    State,
    Superseded,
    Unknown,
    Upcoming,
    Verification,
    Withdrawn,
)
from runbook.editions.typed_codes import Typed, typed_codes
from runbook.editions.verification import folder_answer, verify, verify_papers
from runbook.errors import Problem, UsageError
from runbook.knowledge.sheets import SheetName
from runbook.sheets.codes import edition_code
from runbook.writing import About, Folder, Kind, Ledger, publish

A, B = "ja/02-approvers", "en/02-approvers"


def in_force(register: Register, day: date) -> dict[SheetName, str]:
    """The naive answer: editions one after the other, each that is approved and has begun replaces the one before."""
    codes: dict[SheetName, str] = {}
    for edition in register.editions:
        if edition.approved and edition.effective <= day:
            codes = dict(edition.codes)
    return codes


@given(histories())
def test_the_timeline_has_exactly_the_editions_that_are_in_force_on_their_first_day(register: Register) -> None:
    assert register.timeline == tuple(
        edition for edition in register.issued if register.in_force(edition.effective) is edition
    )


def test_whether_an_edition_counts_is_worked_out_once_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    register = EMPTY
    for number in range(40):
        register = issued(register, {A: str(number)}, START + timedelta(days=number))
    counted: list[object] = []

    def noted(codes: Mapping[SheetName, str]) -> str:
        counted.append(codes)
        return edition_code(codes)

    monkeypatch.setattr("runbook.editions.register.edition_code", noted)
    assert isinstance(
        verify(Typed(code_of(A, "7")), Register(register.editions), START + timedelta(days=99)), Superseded
    )
    assert len(counted) == len(register.editions)


@pytest.mark.sweep
@settings(max_examples=150)
@given(histories())
def test_every_code_ever_issued_is_answered_rightly_on_every_day(register: Register) -> None:
    counted = [edition for edition in register.editions if edition.approved]
    days = days_around(register.editions)
    for code in {code for edition in register.editions for code in edition.codes.values()}:
        names = {name for edition in counted for name, known in edition.codes.items() if known == code}
        for day in days:
            answer = verify(Typed(code), register, day)
            if not names:
                assert answer == Unknown(code, code)
                continue
            (name,) = names
            today = in_force(register, day).get(name)
            later = [in_force(register, other).get(name) for other in days if other > day]
            if today == code:
                assert isinstance(answer, Current)
                assert (answer.by is None) == all(other == code for other in later)
                assert answer.by is None or in_force(register, answer.by.effective).get(name) != code
                next_code = answer.by and in_force(register, answer.by.effective).get(name)
                assert (answer.successor.code if answer.successor else None) == next_code
            elif code in later:
                assert isinstance(answer, Upcoming)
                assert in_force(register, answer.paper.since).get(name) == code
            elif isinstance(answer, Withdrawn):
                assert name not in answer.by.codes
                assert (answer.now.code if answer.now else None) == today
            else:
                assert isinstance(answer, Superseded)
                assert answer.successor.code == answer.by.codes[name] != code
                assert (answer.now or answer.successor).code == (today or answer.successor.code)
            assert isinstance(answer.paper, SheetPaper)
            assert (answer.paper.code, answer.paper.name) == (code, name)
            assert answer.is_current == (today == code)


@pytest.mark.slow
@settings(max_examples=60)
@given(histories())
def test_edition_codes_are_answered_too(register: Register) -> None:
    for edition in register.issued:
        for day in days_around(register.editions):
            answer = verify(Typed(edition.code), register, day)
            current = register.in_force(day)
            assert isinstance(answer, Current) == (current is not None and current.code == edition.code)
            assert isinstance(answer, Current | Upcoming | Superseded)
            assert isinstance(answer.paper, EditionPaper)
            assert answer.paper.code == edition.code


def test_a_code_that_comes_back_is_current_again() -> None:
    register = EMPTY
    for number, words in enumerate(["one", "two", "one"]):
        register = issued(register, {A: words}, START + timedelta(days=number))
    one, two = code_of(A, "one"), code_of(A, "two")
    last = START + timedelta(days=2)
    states = [type(verify(Typed(one), register, START + timedelta(days=number))) for number in range(3)]
    assert states == [Current, Upcoming, Current]
    again = SheetPaper(one, edition=3, since=last, name=SheetName.read(A), revision=3)
    assert verify(Typed(one), register, last) == Current(one, other_day=False, paper=again, by=None, successor=None)
    answer = verify(Typed(two), register, last)
    assert isinstance(answer, Superseded)
    assert (answer.successor, answer.now) == (again, None)


def test_the_reason_and_the_code_of_today_are_told() -> None:
    register = EMPTY
    for number, words in enumerate(["one", "two", "three"]):
        register = issued(register, {A: words, B: "same"}, START + timedelta(days=number))
    answer = verify(Typed(code_of(A, "one")), register, START + timedelta(days=9))
    assert isinstance(answer, Superseded)
    assert answer.now is not None
    codes = (answer.successor.code, answer.now.code)
    assert (answer.by.reason, *codes) == ("Why not 2", code_of(A, "two"), code_of(A, "three"))
    same = verify(Typed(code_of(B, "same")), register, START + timedelta(days=9))
    assert isinstance(same, Current)
    assert isinstance(same.paper, SheetPaper)
    assert (same.paper.revision, same.paper.edition) == (1, 3)


def test_the_day_on_the_paper_must_be_one_of_its_days() -> None:
    register = issued(EMPTY, {A: "one"}, START)
    assert verify(Typed(code_of(A, "one"), str(START)), register, START).is_current
    wrong = verify(Typed(code_of(A, "one"), "2026-12-02"), register, START)
    assert isinstance(wrong, Current)
    assert wrong.other_day
    assert not wrong.is_current


def test_a_mistyped_code_names_what_may_have_been_meant() -> None:
    register = issued(EMPTY, {A: "one"}, START)
    code = code_of(A, "one")
    wrong = ("0" if code[0] != "0" else "2") + code[1:]
    assert verify(Typed(wrong), register, ISSUED_ON) == Mistyped(wrong, near=(code,))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["7K3M-9QTX-X"], [Typed("7K3M-9QTX-X")]),
        (["7K3M", "9QTX", "5"], [Typed("7K3M 9QTX 5")]),
        (["7k3m9qtx5", "8ABC-DEFG-H"], [Typed("7k3m9qtx5"), Typed("8ABC-DEFG-H")]),
        (["7K3M9QTXX 2026-12-01"], [Typed("7K3M9QTXX", "2026-12-01")]),
        (["7K3M9QTXX", "2026-12-01", "8ABCDEFGH"], [Typed("7K3M9QTXX", "2026-12-01"), Typed("8ABCDEFGH")]),
        (["7K3M-9QTX", "8ABC-DEFG"], [Typed("7K3M-9QTX"), Typed("8ABC-DEFG")]),
        (["7K3M"], [Typed("7K3M")]),
        ([""], []),
    ],
)
def test_codes_are_found_in_what_was_typed(typed: list[str], expected: list[Typed]) -> None:
    assert list(typed_codes(typed)) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_current_paper_that_will_be_replaced_says_by_what(language: str) -> None:
    day = START + timedelta(days=5)
    register = issued(issued(EMPTY, {A: "one", B: "one"}, START), {A: "two"}, day)
    first, second = register.editions
    asked = [first.codes[SheetName.read(A)], first.codes[SheetName.read(B)], first.code]
    verification = Verification(tuple(verify(Typed(code), register, START) for code in asked), None, 2)
    lines = list(report_on(verification, knowledge().language(language)).lines)
    replaced, withdrawn, whole = (line for line in lines if str(day) in line)
    assert second.codes[SheetName.read(A)] in replaced
    assert all(code not in withdrawn for code in (*second.codes.values(), second.code))
    assert second.code in whole
    assert all(line.rstrip(" .")[-1] != ":" for line in lines)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A config, whose text nobody reads here, with a register of two editions, and an output folder of the first."""
    register = issued(issued(EMPTY, {A: "one"}, START), {A: "two"}, START + timedelta(days=5))
    (tmp_path / "config.yaml.editions.json").write_bytes(register_text(register))
    publish(
        {}, tmp_path / "output", config=tmp_path / "config.yaml", about=About(Kind.SHEETS, {"edition": {"number": 1}})
    )
    return tmp_path / "config.yaml"


@pytest.mark.parametrize(("codes", "with_folder"), [([], False), ([" "], False), ([""], True)])
def test_without_a_code_and_without_a_folder_there_is_nothing_to_verify(
    config: Path, codes: list[str], *, with_folder: bool
) -> None:
    output = config.parent / "output" if with_folder else None
    with pytest.raises(UsageError) as error:
        verify_papers(config, codes, output, TODAY)
    assert (error.value.key, error.value.values) == ("nothing_to_verify", {})


def test_a_code_is_not_called_unknown_where_there_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        verify_papers(tmp_path / "config.yaml", ["7K3M-9QTX-5"], tmp_path, TODAY)
    register = tmp_path / "config.yaml.editions.json"
    assert (error.value.key, error.value.values) == ("no_register", {"register": register})
    alone = verify_papers(tmp_path / "config.yaml", [], tmp_path, TODAY)
    assert (alone.answers, alone.latest) == ((), None)
    assert alone.folder is not None


def test_papers_and_folder_are_verified_by_the_register_beside_the_config(config: Path) -> None:
    output = config.parent / "output"
    found = verify_papers(config, [code_of(A, "one"), code_of(A, "two")], output, Clock(START))
    assert [type(answer) for answer in found.answers] == [Current, Upcoming]
    assert found.folder is not None
    assert (found.folder.folder, found.latest) == (Folder(output, (), 1), 2)
    assert verify_papers(config, [code_of(A, "one")], None, TODAY).folder is None
    assert verify_papers(config, [], output, TODAY).answers == ()


def test_the_day_is_the_day_where_the_company_is(config: Path) -> None:
    """Three in the afternoon in Greenwich is midnight in Tokyo."""
    last = datetime(START.year, START.month, START.day, tzinfo=UTC) - timedelta(hours=9, seconds=1)
    for moment, state in ((last, Upcoming), (last + timedelta(seconds=1), Current)):
        (answer,) = verify_papers(config, [code_of(A, "one")], None, Clock(moment=moment)).answers
        assert isinstance(answer, state)


EDITED = Folder(Path("output"), (Problem("output-edited", "output/index.html"),), 1)


@pytest.mark.parametrize(
    ("folder", "state", "good"),
    [
        (Folder(Path("output"), (), 1), State.CURRENT, True),
        (Folder(Path("output"), (), None), State.NOT_ISSUED, True),
        (Folder(Path("output"), (), 1), State.SUPERSEDED, False),
        (Folder(Path("output"), (), 1), State.UPCOMING, False),
        (EDITED, State.CURRENT, False),
    ],
)
def test_a_folder_is_good_if_it_is_unchanged_and_holds_no_edition_but_that_in_force(
    folder: Folder, state: State, *, good: bool
) -> None:
    answer = FolderAnswer(folder, state, Path("register"))
    assert answer.is_good is good
    assert Verification((), answer, 1).is_current is good


def test_one_paper_that_is_not_current_spoils_the_answer() -> None:
    register = issued(EMPTY, {A: "one"}, START)
    good, unknown = (verify(Typed(code_of(A, words)), register, START) for words in ("one", "two"))
    assert Verification((good,), None, 1).is_current
    assert not Verification((good, unknown), None, 1).is_current


def test_a_change_is_told_since_the_edition_that_was_in_force() -> None:
    day = START + timedelta(days=5)
    never = issued(issued(EMPTY, {A: "one"}, START), {A: "two"}, day)
    register = issued(never, {A: "three"}, day)
    code = code_of(A, "one")
    for today in (START, day):
        answer = verify(Typed(code), register, today)
        assert isinstance(answer, Current | Superseded)
        assert answer.before == register.editions[0]
        told = "\n".join(report_on(Verification((answer,), None, 3), knowledge().language("en")).lines)
        assert "one" in told
        assert "three" in told
        assert "two" not in told


def test_a_first_edition_in_force_changed_nothing() -> None:
    register = issued(issued(EMPTY, {A: "one"}, START), {A: "two"}, START)
    answer = verify(Typed(code_of(A, "one")), register, START)
    assert isinstance(answer, Superseded)
    assert answer.before is None
    assert "one" not in "\n".join(report_on(Verification((answer,), None, 2), knowledge().language("en")).lines)


def folder_of(edition: int | None, kind: Kind = Kind.SHEETS) -> Folder:
    return Folder(Path("output"), (), edition, kind)


@pytest.mark.parametrize(
    ("edition", "days", "state", "other"),
    [
        (1, 0, State.CURRENT, 3),
        (1, 5, State.SUPERSEDED, 3),
        (1, -1, State.UPCOMING, None),
        (2, 0, State.SUPERSEDED, 1),
        (3, 0, State.UPCOMING, 1),
        (3, 5, State.CURRENT, None),
        (4, 5, State.UNKNOWN, 3),
        (9, 5, State.UNKNOWN, 3),
        (None, 5, State.NOT_ISSUED, None),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_is_good_only_while_its_edition_is_in_force(
    edition: int | None, days: int, state: State, other: int | None, language: str
) -> None:
    later = START + timedelta(days=5)
    register = issued(issued(issued(EMPTY, {A: "one"}, START), {A: "two"}, later), {A: "three"}, later)
    register = issued(register, {A: "four"}, later, approved=False)
    ledger = Ledger(Path("r.json"), b"x", b"x")
    answer = folder_answer(folder_of(edition), ledger, register, START + timedelta(days=days))
    assert (answer.state, answer.other.number if answer.other else None) == (state, other)
    report = report_on(Verification((), answer, 3), knowledge().language(language))
    assert report.is_finding == (state not in {State.CURRENT, State.NOT_ISSUED})
    lines = list(report.lines)
    assert str(edition or "") in "".join(lines[1:])
    assert (str(later) in "".join(lines)) == (str(later) in {*map(str, _days(answer))})


def _days(answer: FolderAnswer) -> tuple[date | None, ...]:
    if answer.state is State.UPCOMING:
        return (answer.edition.effective if answer.edition else None,)
    return (answer.other.effective,) if answer.other and answer.state is not State.UNKNOWN else ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_without_its_register_is_not_called_current(language: str) -> None:
    ledger = Ledger(Path("gone.json"), None, None)
    answer = folder_answer(folder_of(1), ledger, EMPTY, START)
    report = report_on(Verification((), answer, None), knowledge().language(language))
    assert report.is_finding
    assert "gone.json" in "".join(report.lines)
    fresh = folder_answer(folder_of(None), ledger, EMPTY, START)
    assert not report_on(Verification((), fresh, None), knowledge().language(language)).is_finding
    notice = folder_answer(folder_of(None, Kind.NOTICE), ledger, EMPTY, START)
    assert notice.state is State.NOTICE
    assert len(list(report_on(Verification((), notice, None), knowledge().language(language)).lines)) == 2
