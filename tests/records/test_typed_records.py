"""Records typed from paper: short, and judged as strictly as those that a page exports, at what was typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.config_texts import EXAMPLE, changed
from support.histories import NAMES, code_of, issued
from support.organisations import LANGUAGES, knowledge, sentences
from support.records import DRILL, SHEET

from runbook.clock import Clock
from runbook.editions import EMPTY
from runbook.errors import EvidenceError, JudgementError, Problem, RunbookError, SecretFoundError, UsageError
from runbook.knowledge.sheets import SheetName
from runbook.records.blank import blank_form
from runbook.records.executions import executions_of
from runbook.records.form_reading import read_form
from runbook.records.forms import TypedSheet
from runbook.records.observing import open_findings
from runbook.records.store import NONE, Kind, Records
from runbook.records.taking import Desk, Taken, take_in_form
from runbook.records.typed_times import Times

TODAY = Clock(day=date(2026, 11, 29))
REGISTER = issued(issued(EMPTY, {NAMES[1]: "a"}, date(2026, 11, 1)), {NAMES[1]: "b"}, date(2026, 11, 10))
OWN = issued(EMPTY, {f"en/{SHEET}": "a"}, date(2026, 11, 1))
OLD, NEW = code_of(NAMES[1], "a"), code_of(NAMES[1], "b")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The example with two editions of a sheet; nothing is written to it."""
    config = tmp_path_factory.mktemp("typed") / "config.yaml"
    config.write_text(EXAMPLE, "utf-8")
    return replace(Desk.of(config, TODAY), register=REGISTER)


CHECK = """
record: check
day: 2026-11-20
by: [watanabe, suzuki]
of: [contacts]
seals: {E-0031: TEB-004512}
tested: [K-0101, T-0201]
confirmed: [sato, kato, takahashi, tanaka, yoshida, mori, suzuki, ito, kobayashi]
notes: {watanabe: "abroad", K-0101: "worn"}
terms: [{role: approver, person: sato, until: 2029-03-31}]
"""
PLACEMENT = f"""
record: placement
day: 2026-11-12
by: [suzuki]
place: safe-a
edition: 2
put_in: [{{sheet: {NAMES[1]}, copies: 1-2}}]
taken_out: [{{sheet: {NAMES[1]}, copies: "1", code: {OLD}}}]
shredded: yes
"""
FINDING = """
record: finding
day: 2026-11-13
by: [ito]
about: E-0031
found: "The bag is torn at one corner"
done: "Put into a second bag"
"""


def taken(folder: Path, text: str, desk: Desk, before: Records = NONE) -> Taken:
    """The form taken in, without writing it."""
    file = folder / "typed.yaml"
    file.write_text(text, "utf-8")
    return take_in_form(replace(desk, before=before), read_form(file), file, write=False)


def refusals(folder: Path, text: str, desk: Desk, before: Records = NONE) -> list[tuple[str, str]]:
    """Rule and path of all that keeps it out; each has a line that says where, and can be said."""
    try:
        taken(folder, text, desk, before)
        problems: tuple[Problem, ...] = ()
    except (JudgementError, EvidenceError) as refusal:
        problems = refusal.problems
    for problem in problems:
        assert problem.line > 0, problem
        assert all(all(sentences(problem, language)) for language in LANGUAGES)
        assert "None" not in dict(problem.values).values(), problem
    return [(problem.rule, problem.where) for problem in problems]


# ------------------------------------------------------------------------------------------------------------ packets


@pytest.mark.slow
def test_a_drill_typed_from_paper_is_the_record_of_its_packet(tmp_path: Path, desk: Desk) -> None:
    result = taken(tmp_path, DRILL, desk)
    entry = result.entry
    assert (entry.kind, entry.subject, entry.day) == (Kind.DRILL, SHEET[3:], date(2026, 11, 24))
    assert entry.people == ("mori", "suzuki")
    assert entry.seals == {"E-0031": "TEB-004515"}
    assert entry.tasks == {"drill": date(2026, 11, 24)}
    assert entry.follows == {
        "broken/TEB-004512": "E-0031",
        "proof/console": "30",
        "proof/failed": "B-34 B-12",
    }
    steps = {step["id"]: step for step in entry.record["steps"]}
    assert steps["B-28"]["at"] == "2026-11-25T00:20:00+09:00"
    assert [steps[name]["done"] for name in ("B-01", "B-34", "R-19", "R-06")] == [True, False, False, False]
    proof = executions_of(NONE.added(entry), date(2026, 12, 1)).of(SHEET)
    assert proof is not None
    assert (proof.day, proof.minutes, proof.failed) == (date(2026, 11, 24), 30, ("B-34", "B-12"))
    assert executions_of(NONE.added(entry), date(2026, 11, 23)).latest is None


LIES: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
    "wrong order": ("B-28: 00:20", "B-28: 23:56", [("record-step-early", "times.B-28")]),
    "a decisive step without a time": ("  B-35: 00:40\n", "", [("record-step-untimed", "times")]),
    "a moment after the end": ("B-46: 00:50", "B-46: 03:00", [("record-after-end", "times.B-46")]),
    "a day to come": ("day: 2026-11-24", "day: 2026-12-24", [
        ("record-in-future", place)
        for place in ("begun", "ended", "times.B-03", "times.B-28", "times.B-35", "times.B-46")
    ]),
    "the wrong seal before": ("old: TEB-004512", "old: TEB-004513", [("record-seal-old", "seals.E-0031.old")]),
    "the wrong seal after": ("new: TEB-004515", "new: TEB-004513", [("record-seal-elsewhere", "seals.E-0031.new")]),
    "the same seal": ("new: TEB-004515", "new: TEB-004512", [("record-seal-same", "seals.E-0031.new")]),
    "no new seal": ("new: TEB-004515", "new: ", [("record-seal-unwritten", "times")]),
    "nobody else": ("SM: mori, DS: suzuki", "SM: mori", [("record-alone", "people")]),
    "a stranger": ("DS: suzuki", "DS: Dai Suzuky", [("record-person-unknown", "people.DS")]),
    "too few approvals": (
        "person: tanaka, answer: yes", "person: tanaka, answer: no", [
            ("record-approvals-too-few", "times.B-03"), ("record-approvals-must", "times.B-03"),
        ],
    ),
    "an approval after the step": (
        "at: 23:56", "at: 00:01", [
            ("record-approval-late", "approvals[1].answer"),
            ("record-approvals-too-few", "times.B-03"), ("record-approvals-must", "times.B-03"),
        ],
    ),
    "an approval of nobody": ("person: kato", "person: ito", []),
    "an approver who works at the screen": (
        "operator: [mori]", "operator: [sato]", [
            ("record-approver-operates", "approvals[0].answer"), ("record-approvals-too-few", "times.B-03"),
            ("record-team-not-in-role", "operator[0]"),
        ],
    ),
    "an unknown step": (
        "B-35: 00:40", "B-99: 00:40", [("record-step-untimed", "times"), ("record-step-unknown", "times.B-99")],
    ),
    "a detour out of nowhere": ("people:", "also_done: [R-11]\npeople:", [("record-step-unknown", "also_done[0]")]),
    "a step left out and timed": ("left_out: {", "left_out: {B-35: x, ", [("record-step-both", "times.B-35")]),
    "an approver who answers twice": (
        "person: kato, answer: no", "person: sato, answer: no", [("record-field-twice", "approvals[2].answer")],
    ),
    "a bag that the packet does not open": (
        "seals:", "seals:\n  E-0052: {new: TEB-004516}", [("record-seal-not-here", "seals.E-0052.new")],
    ),
    "a code with a wrong sign": ("F65X-98GK-G", "F65X-98GK-H", [("record-code-misread", "code")]),
    "the code of another sheet": ("F65X-98GK-G", NEW, [("record-code-of-another", "code")]),
    "a language without sheets": ("language: en", "language: fr", [("record-language-none", "language")]),
    "nobody at the screen": ("operator: [mori]", "operator: [nobody]", [("record-team-unknown", "operator[0]")]),
    "somebody else at the screen": (
        "operator: [mori]", "operator: [ito]", [("record-team-not-in-role", "operator[0]")],
    ),
    "a step after the stop": (
        "notes:", "stopped: {after: B-31, why: rain}\nnotes:", [("typed-after-stop", "times.B-35")],
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", LIES)
def test_what_lies_is_refused_where_it_was_typed(tmp_path: Path, desk: Desk, name: str) -> None:
    old, new, expected = LIES[name]
    found = refusals(tmp_path, changed(old, new, DRILL), desk)
    assert sorted(found) == sorted(expected)


def test_a_code_that_was_mistyped_is_told_with_the_nearest_of_the_register(tmp_path: Path, desk: Desk) -> None:
    [code] = {each.sheets[SheetName.read(f"en/{SHEET}")].code for each in OWN.issued}
    last = code[:-1] + ("0" if code[-1] != "0" else "1")
    [problem] = _problems(tmp_path, changed("F65X-98GK-G", last, DRILL), replace(desk, register=OWN), NONE)
    assert (problem.rule, dict(problem.values)["nearest"]) == ("record-code-misread", code)


@pytest.mark.slow
def test_an_approver_out_of_office_does_not_count_on_paper_either(tmp_path: Path) -> None:
    line = next(line for line in EXAMPLE.splitlines() if "person: tanaka" in line and "must: true" in line)
    config = tmp_path / "config.yaml"
    config.write_text(changed(line, line.replace("from: 2026-10-01", "from: 2026-11-26"), EXAMPLE), "utf-8")
    late = replace(Desk.of(config, TODAY), register=REGISTER)
    assert ("record-approver-not-in-office", "approvals[1].answer") in refusals(tmp_path, DRILL, late)


@pytest.mark.parametrize(
    ("begun", "typed", "moment"),
    [
        ("02:50", "02:10", "2026-10-25T02:10:00+01:00"),
        ("02:10", "02:50", "2026-10-25T02:50:00+02:00"),
        ("03:10", "02:50", "2026-10-26T02:50:00+01:00"),
        ("02:50", "2026-10-25 02:10", "2026-10-25T02:10:00+01:00"),
    ],
)
def test_of_an_hour_that_the_clocks_show_twice_the_first_that_fits_is_meant(
    begun: str, typed: str, moment: str
) -> None:
    sheet = TypedSheet(SHEET, "F65X-98GK-G", "en", "drill", date(2026, 10, 25), begun, {"SM": "mori"})
    assert Times(sheet, ZoneInfo("Europe/Berlin")).of(typed).isoformat() == moment


@pytest.mark.slow
def test_a_note_at_the_step_explains_and_one_at_another_does_not(tmp_path: Path, desk: Desk) -> None:
    lie = changed("new: TEB-004515", "new: TEB-009999", DRILL)
    assert refusals(tmp_path, lie, desk) == [("record-seal-not-spare", "seals.E-0031.new")]
    elsewhere = lie + "exceptions: 'B-03: the box was empty'\n"
    assert refusals(tmp_path, elsewhere, desk) == [("record-seal-not-spare", "seals.E-0031.new")]
    explained = lie + "exceptions: 'B-49: the box was empty'\n"
    assert refusals(tmp_path, explained, desk) == []
    assert [problem.rule for problem in taken(tmp_path, explained, desk).explained] == ["record-seal-not-spare"]


@pytest.mark.slow
def test_where_one_stopped_nothing_that_follows_counts_as_done(tmp_path: Path, desk: Desk) -> None:
    stopped = changed("  B-35: 00:40\n  B-46: 00:50\n", "  B-46: 00:50\n", DRILL)
    stopped = changed('left_out: {B-34: "No task in a drill"}\n', "stopped: {after: B-31, why: rain}\n", stopped)
    entry = taken(tmp_path, stopped, desk).entry
    done = {step["id"]: step["done"] for step in entry.record["steps"]}
    assert [done[name] for name in ("B-31", "B-34", "B-35", "B-37", "B-46")] == [True, False, False, False, True]


@pytest.mark.slow
def test_the_same_packet_is_taken_in_once_and_a_seal_is_used_once(tmp_path: Path, desk: Desk) -> None:
    before = NONE.added(taken(tmp_path, DRILL, desk).entry)
    assert ("record-already", "") in [
        (problem.rule, problem.where) for problem in _problems(tmp_path, DRILL, desk, before)
    ]
    later = changed("day: 2026-11-24", "day: 2026-11-26", DRILL)
    assert refusals(tmp_path, later, desk, before) == [
        ("record-seal-old", "seals.E-0031.old"),
        ("record-seal-same", "seals.E-0031.new"),
    ]
    again = changed("{old: TEB-004512, new: TEB-004515}", "{old: TEB-004515, new: TEB-004516}", later)
    second = before.added(taken(tmp_path, again, desk, before).entry)
    third = changed("day: 2026-11-24", "day: 2026-11-27", DRILL)
    third = changed("{old: TEB-004512, new: TEB-004515}", "{old: TEB-004516, new: TEB-004515}", third)
    assert refusals(tmp_path, third, desk, second) == [("record-seal-used", "seals.E-0031.new")]


def _problems(folder: Path, text: str, desk: Desk, before: Records) -> tuple[Problem, ...]:
    with pytest.raises(RunbookError) as caught:
        taken(folder, text, desk, before)
    return caught.value.problems


# -------------------------------------------------------------------------------------------------------------- blanks


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_is_read_and_says_all_that_is_missing(tmp_path: Path, desk: Desk, language: str) -> None:
    for kind in (SHEET, "check", "placement", "finding", "08-routine", "05-checklist"):
        form = tmp_path / "blank.yaml"
        form.write_text(blank_form(kind, desk, knowledge().language(language)), "utf-8")
        with pytest.raises(EvidenceError) as caught:
            read_form(form)
        found = {(problem.rule, problem.where) for problem in caught.value.problems}
        assert found <= {("typed-missing", problem.where) for problem in caught.value.problems}
        assert ("typed-missing", "day") in found


@pytest.mark.slow
def test_a_blank_that_is_filled_in_is_taken_in(tmp_path: Path, desk: Desk) -> None:
    text = blank_form(SHEET, desk, knowledge().language("en"))
    for old, new in {
        "kind: ": "kind: drill",
        "day: ": "day: 2026-11-24",
        "begun: ": "begun: 09:00",
        "people:": "people: {SM: mori, DS: suzuki}",
        "{person: sato, answer: , at: }": "{person: sato, answer: yes, at: 09:02}",
        "{person: tanaka, answer: , at: }": "{person: tanaka, answer: yes, at: 09:03}",
        "  B-03:": "  B-03: 09:05",
        "  B-28:": "  B-28: 09:30",
        "  B-35:": "  B-35: 09:31",
        "  B-46:": "  B-46: 09:40",
        "E-0031: {old: , new: }": "E-0031: {old: TEB-004512, new: TEB-004515}",
    }.items():
        text = changed(old, new, text) if text.count(old) == 1 else text.replace(f"\n{old}", f"\n{new} ", 1)
    assert taken(tmp_path, text, desk).entry.follows["proof/console"] == "30"


def test_a_form_that_nobody_knows_is_refused_with_the_nearest(desk: Desk) -> None:
    with pytest.raises(UsageError) as caught:
        blank_form("21-own-root-11112222333", desk, knowledge().language("en"))
    assert SHEET in str(caught.value.values["nearest"])


SHAPES = {
    "record: nothing": [("typed-none", "record")],
    "- a": [("typed-none", "record")],
    "record: check\nday: 2026-2-30\nby: watanabe\ncolour: red": [
        ("record-day", "day"), ("typed-not-list", "by"), ("typed-unknown-key", "colour"),
    ],
    "record: placement\nday: 2026-11-01\nby: [ito]\nplace: safe-a\nedition: -1\nput_in: [{sheet: x, copies: 2-1}]": [
        ("typed-not-number", "edition"), ("typed-sheet", "put_in[0].sheet"), ("typed-copies", "put_in[0].copies"),
    ],
    "record: finding\nday: 2026-11-01\nby: []\nabout: E-0031\nfound: x": [("typed-missing", "by")],
    "record: check\nday: 2026-11-01\nby: [ito]\nby: [mori]\nof: [all]": [
        ("duplicate-key", "by"), ("record-choice", "of[0]"),
    ],
    "record: check\nday: 2026-11-01\nby: [ito]": [("typed-check-empty", "record")],
    f"record: {SHEET}\ncode: x\nlanguage: en\nkind: party\nday: 2026-11-24\nbegun: 25:00\npeople: [a]\ntimes: {{X: 1}}": [  # noqa: E501
        ("typed-code", "code"), ("record-choice", "kind"), ("typed-clock", "begun"), ("typed-not-mapping", "people"),
        ("typed-step", "times.X"), ("typed-clock", "times.X"),
    ],
    "record: 99-nothing\ncode: F65X-98GK-G\nlanguage: en\nkind: use\nday: 2026-11-24\nbegun: 1:00\npeople: {a: b}": [
        ("record-sheet-unknown", "record"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("text", SHAPES)
def test_all_that_has_the_wrong_form_is_told_at_once(tmp_path: Path, desk: Desk, text: str) -> None:
    assert sorted(refusals(tmp_path, text, desk)) == sorted(SHAPES[text])


@pytest.mark.parametrize(
    "line", ["notes: {E-0031: 'the password is hunter2-Xk9'}", "password: hunter2-Xk9q", "# PIN: 4711"]
)
def test_a_secret_is_refused_and_not_shown(tmp_path: Path, line: str) -> None:
    file = tmp_path / "typed.yaml"
    file.write_text(f"{FINDING}{line}\n", "utf-8")
    with pytest.raises(SecretFoundError) as caught:
        read_form(file)
    assert not any("hunter2" in str(problem) or "4711" in str(problem) for problem in caught.value.problems)


# ------------------------------------------------------------------------------------ checks, findings and placements


def test_a_check_says_what_was_seen_and_nothing_of_what_has_a_note(tmp_path: Path, desk: Desk) -> None:
    entry = taken(tmp_path, CHECK, desk).entry
    assert (entry.kind, entry.tasks) == (Kind.CHECK, {"contact_test": date(2026, 11, 20)})
    assert entry.follows["items/T-0201/tested_on"] == "2026-11-20"
    assert "items/K-0101/tested_on" not in entry.follows
    assert entry.follows["people/sato/confirmed_on"] == "2026-11-20"
    assert "people/watanabe/confirmed_on" not in entry.follows
    assert entry.follows["terms/approver/sato"] == "2029-03-31"
    assert entry.seals == {"E-0031": "TEB-004512"}


CHECK_LIES = {
    "seals: {E-0031: TEB-004512}": ("seals: {E-0031: TEB-004513}", ("typed-seal-differs", "seals.E-0031")),
    "kobayashi]": ("kobayashi, nobody]", ("typed-person", "confirmed[9]")),
    "tested: [K-0101, ": ("tested: [X-1, ", ("record-item-unknown", "tested[0]")),
    "of: [contacts]": ("of: [contacts, seals]", ("typed-check-incomplete", "of[1]")),
    "role: approver": ("role: operator", ("typed-term", "terms[0]")),
    "until: 2029-03-31": ("until: 2026-11-20", ("typed-term-over", "terms[0].until")),
    'K-0101: "worn"': ('X-0101: "worn"', ("typed-id", "notes.X-0101")),
    "by: [watanabe": ("by: [nobody", ("typed-person", "by[0]")),
    "day: 2026-11-20": ("day: 2026-12-20", ("record-in-future", "day")),
    "T-0201]": ("E-0031]", ("typed-not-tested", "tested[1]")),
    "terms:": ("batteries: {E-0031: 2029-01-31}\nterms:", ("typed-no-battery", "batteries.E-0031")),
    "notes:": ("batteries: {T-0201: 2026-11-20}\nnotes:", ("typed-renewed-over", "batteries.T-0201")),
    "confirmed:": ("domains: {example.co.jp: 2026-11-19}\nconfirmed:", ("typed-renewed-over", "domains.example.co.jp")),
}


@pytest.mark.parametrize("old", CHECK_LIES)
def test_a_check_that_lies_is_refused_at_its_place(tmp_path: Path, desk: Desk, old: str) -> None:
    new, expected = CHECK_LIES[old]
    assert refusals(tmp_path, changed(old, new, CHECK), desk) == [expected]


def test_another_seal_than_known_is_taken_in_with_what_was_found(tmp_path: Path, desk: Desk) -> None:
    text = changed("seals: {E-0031: TEB-004512}", "seals: {E-0031: TEB-004519}", CHECK)
    result = taken(tmp_path, changed('K-0101: "worn"', 'E-0031: "Another bag than ours"', text), desk)
    assert [problem.rule for problem in result.explained] == ["typed-seal-differs"]
    assert result.entry.seals == {"E-0031": "TEB-004519"}


def test_something_found_stays_open_until_an_entry_ends_it(tmp_path: Path, desk: Desk) -> None:
    records = NONE.added(taken(tmp_path, FINDING, desk).entry)
    assert [entry.number for entry in open_findings(records)] == [1]
    ends = changed("day: 2026-11-13", "day: 2026-11-15", FINDING) + "closes: 1\n"
    closed = records.added(taken(tmp_path, ends, desk, records).entry)
    assert open_findings(closed) == ()
    later = changed("found:", "found: again\n#", ends)
    assert refusals(tmp_path, later, desk, closed) == [("typed-closes-none", "closes")]
    another = changed("about: E-0031", "about: E-0032", ends)
    assert refusals(tmp_path, another, desk, records) == [("typed-closes-another", "closes")]
    early = changed("day: 2026-11-15", "day: 2026-11-12", ends)
    assert refusals(tmp_path, early, desk, records) == [("typed-closes-later", "closes")]
    assert refusals(tmp_path, changed("about: E-0031", "about: E-31", FINDING), desk) == [("typed-id", "about")]


def test_a_placement_says_what_lies_there(tmp_path: Path, desk: Desk) -> None:
    entry = taken(tmp_path, PLACEMENT, desk).entry
    assert (entry.kind, entry.subject) == (Kind.PLACEMENT, "safe-a")
    assert entry.follows == {f"copies/safe-a/{NAMES[1]}/{number}": NEW for number in (1, 2)}


PLACEMENT_LIES = {
    "edition: 2": ("edition: 3", ("placed-no-edition", "edition")),
    "place: safe-a": ("place: safe-z", ("placed-no-place", "place")),
    "copies: 1-2": ("copies: 1-3", ("placed-too-many", "put_in[0].copies")),
    f"code: {OLD}": ("code: 7K3M-9QTX-X", ("placed-unknown-code", "taken_out[0].code")),
    "shredded: yes": ("shredded: no", ("placed-not-shredded", "taken_out")),
    f"put_in: [{{sheet: {NAMES[1]}, copies: 1-2}}]": (
        f"put_in: [{{sheet: {NAMES[1]}, copies: 1-2, code: {OLD}}}]", ("placed-other-code", "put_in[0].code"),
    ),
    f"put_in: [{{sheet: {NAMES[1]},": (f"put_in: [{{sheet: {NAMES[0]},", ("placed-no-sheet", "put_in[0].sheet")),
}  # fmt: skip


@pytest.mark.parametrize("old", PLACEMENT_LIES)
def test_a_placement_that_lies_is_refused_at_its_place(tmp_path: Path, desk: Desk, old: str) -> None:
    new, expected = PLACEMENT_LIES[old]
    assert refusals(tmp_path, changed(old, new, PLACEMENT), desk) == [expected]


def test_a_copy_is_taken_from_where_it_is_and_laid_where_none_is(tmp_path: Path, desk: Desk) -> None:
    records = NONE.added(taken(tmp_path, PLACEMENT, desk).entry)
    later = changed("day: 2026-11-12", "day: 2026-11-14", PLACEMENT)
    assert refusals(tmp_path, later, desk, records) == [("placed-other-there", "taken_out[0].copies")]
    out = changed(f"put_in: [{{sheet: {NAMES[1]}, copies: 1-2}}]\n", "", changed(OLD, NEW, later))
    gone = records.added(taken(tmp_path, out, desk, records).entry)
    again = changed("day: 2026-11-14", "day: 2026-11-15", out)
    assert refusals(tmp_path, again, desk, gone) == [("placed-not-there", "taken_out[0].copies")]
    assert refusals(tmp_path, again + "note: 'There was one after all'\n", desk, gone) == []
    first = changed("edition: 2", "edition: 1", PLACEMENT)
    first = changed(f'taken_out: [{{sheet: {NAMES[1]}, copies: "1", code: {OLD}}}]\n', "", first)
    first = changed("copies: 1-2", "copies: 1", changed("day: 2026-11-12", "day: 2026-11-14", first))
    assert refusals(tmp_path, first, desk, records) == [("placed-onto", "put_in[0].copies")]
