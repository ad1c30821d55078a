"""What a record may say of a use, by the packet of its day: whoever lies is refused, whoever explains is taken in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support.config_texts import EXAMPLE, changed
from support.histories import issued
from support.organisations import LANGUAGES, sentences, view_of
from support.records import SHEET, Raw, explained, field, moment, note, packet_of, record, step, written

from runbook.clock import Clock
from runbook.editions import EMPTY, register_text
from runbook.errors import JudgementError, Problem
from runbook.records.facts import CONSOLE
from runbook.records.store import Kind
from runbook.records.taking import Taken, take_in

TODAY = Clock(day=date(2026, 11, 29))
NEW_SEALS = "record-seal-new"


def taken(folder: Path, raw: Raw, text: str = EXAMPLE, clock: Clock = TODAY, *, corrects: int | None = None) -> Taken:
    """The record taken in by the example, or another company."""
    config = folder / "config.yaml"
    config.write_text(text, "utf-8")
    return take_in(config, written(folder, raw), clock, corrects=corrects)


def refusals(folder: Path, raw: Raw, text: str = EXAMPLE, clock: Clock = TODAY) -> list[tuple[str, str]]:
    """Rule and path of all that keeps a record out, or nothing; each can be said, and nothing is written."""
    store = folder / "config.yaml.records.json"
    try:
        taken(folder, raw, text, clock)
        store.unlink()
        problems: tuple[Problem, ...] = ()
    except JudgementError as refusal:
        problems = refusal.problems
    assert not store.exists()
    for problem in problems:
        assert problem.line > 0
        assert all(all(sentences(problem, language)) for language in LANGUAGES)
        assert "None" not in dict(problem.values).values(), problem
    return [(problem.rule, problem.where) for problem in problems]


def rules(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.rule for problem in problems}


@pytest.mark.slow
def test_a_drill_that_was_followed_to_its_end_is_taken_in(tmp_path: Path) -> None:
    result = taken(tmp_path, record())
    entry = result.entry
    assert (entry.number, entry.kind, entry.subject) == (1, Kind.DRILL, "own-root-111122223333")
    assert (entry.day, entry.taken_on) == (date(2026, 11, 24), date(2026, 11, 29))
    assert entry.tasks == {"drill": date(2026, 11, 24)}
    assert entry.people == ("mori", "suzuki")
    assert entry.seals["E-0031"] == "TEB-004515"
    assert entry.record == record()
    assert rules(result.remarks) == {NEW_SEALS}
    assert result.explained == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sheet", "kind", "expected", "tasks"),
    [
        ("21-own-root-111122223333", "use", Kind.USE, set()),
        ("31-lost-mfa-111122223333", "use", Kind.RECOVERY, set()),
        ("31-lost-mfa-111122223333", "drill", Kind.DRILL, {"drill", "recovery_drill"}),
    ],
)
def test_what_was_done_follows_from_the_packet(
    tmp_path: Path, sheet: str, kind: str, expected: Kind, tasks: set[str]
) -> None:
    raw = explained(record(sheet))
    raw["kind"] = kind
    for each in raw["steps"]:
        if each["id"].startswith("B-49"):
            note(raw, each["id"])
    entry = taken(tmp_path, raw).entry
    assert (entry.kind, set(entry.tasks)) == (expected, tasks)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_record_of_a_page_in_either_language_is_known(tmp_path: Path, language: str) -> None:
    assert refusals(tmp_path, record(language=language)) == []


@pytest.mark.slow
def test_a_paper_whose_words_nobody_knows_is_told(tmp_path: Path) -> None:
    raw = record()
    raw["sheet"]["code"] = "7K3M-9QTX-X"
    assert "record-paper-unknown" in rules(taken(tmp_path, raw).remarks)


LIES: dict[str, tuple[Callable[[Raw], object], str, str]] = {
    "another company": (lambda raw: raw.update(company="Example K.K."), "record-other-company", "company"),
    "an unknown sheet": (
        lambda raw: raw["sheet"].update(name="21-own-root-111122223334"), "record-sheet-unknown", "sheet.name",
    ),
    "another kind of packet": (lambda raw: raw.update(packet="alert"), "record-packet-differs", "packet"),
    "another account": (lambda raw: raw.update(account="444455556666"), "record-account-differs", "account"),
    "an unknown step": (lambda raw: raw["steps"][4].update(id="B-99"), "record-step-unknown", "steps[4].id"),
    "a step that counts wrong": (lambda raw: raw["steps"][4].update(n=9), "record-step-place", "steps[4].n"),
    "a note at no step": (lambda raw: note(raw, "B-99"), "record-step-of-none", "deviations[0].step"),
    "a step done and left out": (
        lambda raw: raw["steps"][4].update(skipped="no need"), "record-step-both", "steps[4].skipped",
    ),
    "a step without a time": (lambda raw: raw["steps"][4].update(at=None), "record-step-untimed", "steps[4].at"),
    "a step of nobody": (
        lambda raw: raw["steps"][4].update(initials=None), "record-step-unsigned", "steps[4].initials",
    ),
    "initials of nobody": (
        lambda raw: raw["steps"][4].update(initials="XX"), "record-initials-unknown", "steps[4].initials",
    ),
    "initials in an approval": (
        lambda raw: field(raw, "approvals.sato.initials").update(value="XX"),
        "record-initials-unknown", "fields[2].value",
    ),
    "a person that nobody knows": (
        lambda raw: raw["people"][1].update(name="Daisuke Suzuky"), "record-person-unknown", "people[1].name",
    ),
    "initials without a name": (
        lambda raw: raw["people"].append({"initials": "MI", "name": ""}) or raw["steps"][4].update(initials="MI"),
        "record-person-unnamed", "people[2].name",
    ),
    "two with the same initials": (
        lambda raw: raw["people"].append({"initials": "DS", "name": "Misaki Ito"}),
        "record-initials-twice", "people[2].initials",
    ),
    "one person alone": (
        lambda raw: raw["people"].pop() and [each.update(initials="SM") for each in raw["steps"] if each["done"]],
        "record-alone", "people",
    ),
    "a step before the one before": (
        lambda raw: raw["steps"][9].update(at=moment(11)), "record-step-early", "steps[9].at",
    ),
    "a moment to come": (
        lambda raw: raw.update(ended="2026-12-01T03:00:00+09:00"), "record-in-future", "ended",
    ),
    "a step after the end": (
        lambda raw: raw["steps"][60].update(at=moment(500)), "record-after-end", "steps[60].at",
    ),
    "an open step": (
        lambda raw: raw["steps"][0].update(done=False, at=None, initials=None), "record-step-open", "steps[0]",
    ),
    "a detour out of nowhere": (
        lambda raw: step(raw, "R-03").update(done=True, at=moment(40), initials="DS"), "record-detour", "steps[84]",
    ),
    "an approval of nobody": (
        lambda raw: field(raw, "approvals.sato.yes").update(value="no"), "record-approvals-too-few", "steps[3]",
    ),
    "an approval by somebody else": (
        lambda raw: field(raw, "approvals.kato.yes").update(value="yes", id="approvals.ito.yes"),
        "record-approver-not-one", "fields[5]",
    ),
    "an approval without a time": (
        lambda raw: field(raw, "approvals.kato.yes").update(value="yes"), "record-approval-untimed", "fields[5]",
    ),
    "an approval too late": (
        lambda raw: [
            field(raw, "approvals.kato.yes").update(value="yes"),
            raw["fields"].append({"step": None, "id": "approvals.kato.time", "value": moment(99)}),
        ],
        "record-approval-late", "fields[5]",
    ),
    "the seal that it had": (
        lambda raw: field(raw, "things.E-0031.new_seal").update(value="TEB-004512"),
        "record-seal-same", "fields[7].value",
    ),
    "the seal of another": (
        lambda raw: field(raw, "things.E-0031.new_seal").update(value="TEB-004513"),
        "record-seal-elsewhere", "fields[7].value",
    ),
    "a seal from nowhere": (
        lambda raw: field(raw, "things.E-0031.new_seal").update(value="TEB-009999"),
        "record-seal-not-spare", "fields[7].value",
    ),
    "a seal on nothing": (
        lambda raw: field(raw, "things.E-0031.new_seal").update(id="things.E-9999.new_seal"),
        "record-item-unknown", "fields[7].value",
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", LIES)
def test_a_record_that_lies_is_refused_at_its_place(tmp_path: Path, name: str) -> None:
    spoil, rule, where = LIES[name]
    raw = record()
    spoil(raw)
    assert (rule, where) in refusals(tmp_path, raw)


CONTRADICTIONS: dict[tuple[str, str], Callable[[Raw], object]] = {
    ("record-step-unticked", "steps[70].done"): lambda raw: raw["steps"][70].update(at=moment(30)),
    ("record-step-unticked", "steps[71].done"): lambda raw: raw["steps"][71].update(initials="SM"),
    ("record-approval-old", "fields[0]"): lambda raw: field(raw, "approvals.sato.time").update(value=moment(-1441)),
    ("record-team-unknown", "fields[11].id"): lambda raw: tick(raw, "team.operator.nobody"),
    ("record-team-not-in-role", "fields[12].id"): lambda raw: tick(raw, "team.witness.mori"),
    ("record-team-no-deputy", "fields[13].id"): lambda raw: tick(raw, "team.witness.suzuki.deputy"),
    ("record-field-twice", "fields[14].id"): lambda raw: raw["fields"].append(
        {**field(raw, "approvals.sato.yes"), "value": "no"}
    ),
    ("record-field-twice", "plan[1].id"): lambda raw: raw["plan"].append(dict(raw["plan"][0])),
    ("record-approvals-too-few", "steps[3]"): lambda _: None,
}


def tick(raw: Raw, name: str) -> None:
    raw["fields"].append({"step": None, "id": name, "value": True})


def test_a_record_that_contradicts_itself_or_the_day_is_refused_at_each_place(tmp_path: Path) -> None:
    raw = record()
    assert [each["done"] for each in raw["steps"][70:72]] == [False, False]
    for spoil in CONTRADICTIONS.values():
        spoil(raw)
    assert sorted(refusals(tmp_path, raw)) == sorted(CONTRADICTIONS)


def test_minutes_count_from_the_first_moment_of_a_page_that_was_filled_in_afterwards(tmp_path: Path) -> None:
    raw = record()
    minutes = int(taken(tmp_path, raw).entry.follows[CONSOLE])
    (tmp_path / "config.yaml.records.json").unlink()
    raw["started"] = raw["ended"]
    assert minutes - int(taken(tmp_path, raw).entry.follows[CONSOLE]) == 10  # its first step was done ten minutes later


def test_a_record_that_ends_before_it_begins_is_told_so_once(tmp_path: Path) -> None:
    raw = record()
    raw["ended"] = moment(-1)
    assert refusals(tmp_path, raw) == [("record-after-end", "started")]


def test_a_team_without_an_operator_is_told(tmp_path: Path) -> None:
    raw = record()
    raw["fields"].remove(field(raw, "team.operator.mori"))
    assert "record-operator-unsaid" in rules(taken(tmp_path, raw).remarks)


def test_the_edition_of_a_paper_has_the_code_of_its_foot(tmp_path: Path) -> None:
    register = issued(EMPTY, {f"en/{SHEET}": "other words"}, date(2026, 11, 1))
    (tmp_path / "config.yaml.editions.json").write_bytes(register_text(register))
    raw = record()
    raw["sheet"]["edition"] = {"number": 1, "revision": 1, "since": "2026-11-01"}
    assert refusals(tmp_path, raw) == [("record-edition-code", "sheet.edition")]


@pytest.mark.slow
def test_all_that_keeps_it_out_is_told_at_once(tmp_path: Path) -> None:
    raw = record()
    for name in ("another company", "a step of nobody", "a seal from nowhere", "a step before the one before"):
        LIES[name][0](raw)
    found = [rule for rule, _ in refusals(tmp_path, raw)]
    assert found == ["record-other-company", "record-step-unsigned", "record-step-early", "record-seal-not-spare"]


EXPLAINED = {
    "one person alone": explained,
    "a step before the one before": lambda raw: note(raw, raw["steps"][9]["id"]),
    "a step without a time": lambda raw: note(raw, raw["steps"][4]["id"]),
    "a step of nobody": lambda raw: note(raw, raw["steps"][4]["id"]),
    "an approval of nobody": explained,
    "an approval without a time": explained,
    "an approval too late": lambda raw: note(raw, "B-03"),
    "the seal that it had": explained,
    "a seal from nowhere": explained,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPLAINED)
def test_what_was_wrong_in_the_deed_is_taken_in_if_the_record_says_why(tmp_path: Path, name: str) -> None:
    spoil, rule, where = LIES[name]
    raw = record()
    spoil(raw)
    result = taken(tmp_path, EXPLAINED[name](raw))
    assert (rule, where) in [(problem.rule, problem.where) for problem in result.explained]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("one person alone", "B-01"),
        ("an approval of nobody", "B-03"),
        ("an approval without a time", "B-03"),
        ("the seal that it had", "B-49.1"),
        ("a seal from nowhere", "B-49"),
        ("a step before the one before", "B-07.2"),
    ],
)
def test_an_exception_belongs_to_its_step_and_lets_nothing_else_pass(tmp_path: Path, name: str, step: str) -> None:
    spoil, rule, where = LIES[name]
    raw = record()
    spoil(raw)
    if name == "a step before the one before":
        step = raw["steps"][9]["id"]
    blank = {"step": None, "id": "record.deviation", "value": "It was so, because of the storm."}
    raw["fields"].append(blank)
    assert (rule, where) in refusals(tmp_path, raw)
    blank["value"] = "B-90, XB-01, B-011, B-033, B-490: the storm."
    assert (rule, where) in refusals(tmp_path, raw)
    blank["value"] = f"{step}：嵐のため。"
    assert refusals(tmp_path, raw) == []
    LIES["a step of nobody"][0](raw)
    assert refusals(tmp_path, raw) == [("record-step-unsigned", "steps[4].initials")]


UNEXPLAINABLE = ("an unknown step", "initials of nobody", "a person that nobody knows", "a step done and left out")


@pytest.mark.slow
@pytest.mark.parametrize("name", UNEXPLAINABLE)
def test_no_note_explains_what_cannot_be_of_this_paper(tmp_path: Path, name: str) -> None:
    spoil, rule, where = LIES[name]
    raw = record()
    spoil(raw)
    for each in raw["steps"]:
        note(raw, each["id"])
    assert (rule, where) in refusals(tmp_path, explained(raw))


@pytest.mark.slow
def test_a_blank_of_spaces_explains_nothing(tmp_path: Path) -> None:
    raw = record()
    LIES["a step before the one before"][0](raw)
    assert "record-step-early" in dict(refusals(tmp_path, note(raw, raw["steps"][9]["id"], "  \n ")))


# ------------------------------------------------------------------------------------------------------- who and when

TERM = "{person: sato, from: 2026-04-01, until: 2028-03-31, deputy: takahashi}\n    - {person: kato"
LEFT = changed(TERM, TERM.replace("2028-03-31", "2026-11-23"), EXAMPLE)


@pytest.mark.slow
def test_an_approver_out_of_office_does_not_count(tmp_path: Path) -> None:
    assert refusals(tmp_path, record(), LEFT) == [
        ("record-approvals-too-few", "steps[3]"),
        ("record-approver-not-in-office", "fields[0]"),
    ]
    last_day = changed("2026-11-23", "2026-11-24", LEFT)
    assert refusals(tmp_path, record(), last_day) == []


@pytest.mark.slow
def test_who_must_approve_cannot_be_replaced_by_another(tmp_path: Path) -> None:
    raw = record()
    field(raw, "approvals.tanaka.yes")["value"] = "no"
    field(raw, "approvals.kato.yes")["value"] = "yes"
    raw["fields"].append({"step": None, "id": "approvals.kato.time", "value": moment(2)})
    assert refusals(tmp_path, raw) == [("record-approvals-must", "steps[3]")]


@pytest.mark.slow
def test_who_works_at_the_screen_does_not_approve(tmp_path: Path) -> None:
    raw = record()
    yoshida = "    - {person: yoshida, from: 2026-04-01}\n  witness:"
    text = changed(yoshida, yoshida.replace("yoshida", "sato"), EXAMPLE)
    raw["fields"].append({"step": None, "id": "team.operator.sato", "value": True})
    found = refusals(tmp_path, raw, text)
    assert ("record-approver-operates", "fields[0]") in found
    assert ("record-approvals-too-few", "steps[3]") in found


@pytest.mark.slow
@pytest.mark.parametrize("task", ["close-account", "Close-Account"])
def test_a_task_that_needs_more_approvals_needs_them(tmp_path: Path, task: str) -> None:
    raw = record()
    raw["plan"][0]["value"] = task
    assert refusals(tmp_path, raw) == [("record-approvals-too-few", "steps[3]")]


@pytest.mark.slow
def test_a_task_in_words_that_nobody_knows_is_told(tmp_path: Path) -> None:
    raw = record()
    raw["plan"][0]["value"] = "what the boss wants"
    assert "record-task-unknown" in rules(taken(tmp_path, raw).remarks)


@pytest.mark.slow
def test_where_nothing_was_done_that_needs_it_nobody_has_to_approve(tmp_path: Path) -> None:
    raw = record()
    raw["fields"] = [each for each in raw["fields"] if not each["id"].startswith(("approvals", "things"))]
    for each in raw["steps"]:
        if each["id"] not in ("B-01", "B-89", "B-02"):
            each.update(done=False, at=None, initials=None)
    note(raw, "B-02", "Nobody could be reached: stopped.")
    assert refusals(tmp_path, raw) == []


@pytest.mark.slow
def test_somebody_who_held_nothing_on_the_day_is_refused_or_explained(tmp_path: Path) -> None:
    raw = record()
    text = changed("    - {person: suzuki, from: 2026-04-01}\n    - {person: ito", "    - {person: ito", EXAMPLE)
    text = changed("{person: suzuki, from: 2026-04-01, deputy: ito}", "{person: ito, from: 2026-04-01}", text)
    text = changed("{person: watanabe, from: 2026-04-01, deputy: suzuki}", "{person: watanabe, from: 2026-04-01}", text)
    assert ("record-person-not-in-office", "people[1].name") in refusals(tmp_path, raw, text)
    assert "record-person-not-in-office" in rules(taken(tmp_path, explained(raw), text).explained)


@pytest.mark.slow
def test_a_deputy_is_in_office_with_the_person_they_stand_in_for(tmp_path: Path) -> None:
    raw = record()
    raw["people"][1]["name"] = "Osamu Takahashi"
    text = changed("    - {person: takahashi, from: 2026-04-01}\n", "", EXAMPLE)
    communications = "      - {person: takahashi, from: 2026-05-01, deputy: sato}"
    text = changed(communications, "      - {person: sato, from: 2026-05-01}", text)
    assert "record-person-not-in-office" not in dict(refusals(tmp_path, raw, text))


@pytest.mark.slow
def test_a_name_is_known_however_wide_its_spaces_are(tmp_path: Path) -> None:
    raw = record(language="ja")
    raw["people"] = [{"initials": "SM", "name": "森　さくら"}, {"initials": "DS", "name": "鈴木大輔"}]
    assert refusals(tmp_path, raw) == []


# ------------------------------------------------------------------------------------------------------ order and gaps


@pytest.mark.slow
def test_a_typed_time_is_not_before_the_same_minute_of_a_ticked_one(tmp_path: Path) -> None:
    raw = record()
    raw["steps"][5]["at"] = moment(15).replace(":00+", ":45+")
    raw["steps"][6]["at"] = moment(15)
    assert refusals(tmp_path, raw) == []
    raw["steps"][6]["at"] = moment(14)
    assert refusals(tmp_path, raw) == [("record-step-early", "steps[6].at")]


@pytest.mark.slow
def test_a_moment_counts_wherever_its_clock_stood(tmp_path: Path) -> None:
    raw = record()
    raw["steps"][6]["at"] = "2026-11-23T19:18:00+01:00"  # 03:18 in Tokyo
    assert refusals(tmp_path, raw) == []


@pytest.mark.slow
def test_the_reason_of_a_stop_stands_for_what_comes_after_it_but_not_for_what_closes(tmp_path: Path) -> None:
    raw = record()
    stopped = [each["id"] for each in raw["steps"]].index("B-20")
    close = packet_of().stop.number
    for each in raw["steps"][stopped:]:
        if each["id"] == close:
            break
        each.update(done=False, at=None, initials=None)
    assert {rule for rule, _ in refusals(tmp_path, raw)} == {"record-step-open"}
    note(raw, raw["steps"][stopped - 1]["id"], "The vault was locked: stopped.")
    assert refusals(tmp_path, raw) == []
    step(raw, "B-54.1").update(done=False, at=None, initials=None)
    at = [each["id"] for each in raw["steps"]].index("B-54.1")
    assert refusals(tmp_path, raw) == [("record-step-open", f"steps[{at}]")]
    step(raw, "B-54.1")["skipped"] = "It never left its place."
    assert refusals(tmp_path, raw) == []


@pytest.mark.slow
def test_a_detour_is_explained_where_one_left_the_way(tmp_path: Path) -> None:
    raw = record()
    LIES["a detour out of nowhere"][0](raw)
    ways = [line.number for line in packet_of().lines for fork in line.step.forks if fork.id == "other-factors"]
    note(raw, ways[0] if ways else "R-03")
    assert "record-detour" not in dict(refusals(tmp_path, raw))


def test_a_detour_is_refused_with_the_steps_at_which_its_ways_are_noted(tmp_path: Path) -> None:
    raw = record()
    LIES["a detour out of nowhere"][0](raw)
    with pytest.raises(JudgementError) as refused:
        taken(tmp_path, raw)
    [detour] = [problem for problem in refused.value.problems if problem.rule == "record-detour"]
    ways = dict(detour.values)["ways"].split(", ")
    assert {"B-07.5", "B-12", "B-26.2"} <= {*ways} <= {line.number for line in packet_of().lines}


@pytest.mark.slow
def test_what_was_sealed_again_has_a_number(tmp_path: Path) -> None:
    raw = record()
    raw["fields"] = [each for each in raw["fields"] if each["id"] != "things.E-0031.new_seal"]
    found = refusals(tmp_path, raw)
    assert [rule for rule, _ in found] == ["record-seal-unwritten"]
    resealing = [at for at, each in enumerate(raw["steps"]) if each["id"].startswith("B-49")]
    assert found[0][1] in {f"steps[{at}]" for at in resealing}


@pytest.mark.slow
def test_a_record_that_was_exported_before_it_was_closed_is_told(tmp_path: Path) -> None:
    raw = record()
    raw["ended"] = None
    assert "record-not-closed" in rules(taken(tmp_path, raw).remarks)


@pytest.mark.slow
def test_a_list_that_lacks_steps_or_mixes_them_is_refused(tmp_path: Path) -> None:
    raw = record()
    gone = raw["steps"].pop()
    assert refusals(tmp_path, raw) == [("record-step-missing", "steps")]
    raw["steps"].append(gone)
    raw["steps"][1]["id"], raw["steps"][2]["id"] = raw["steps"][2]["id"], raw["steps"][1]["id"]
    assert ("record-step-order", "steps[1].id") in refusals(tmp_path, raw)
    raw["steps"][2]["id"] = raw["steps"][1]["id"]
    assert ("record-step-twice", "steps[2].id") in refusals(tmp_path, raw)


# ------------------------------------------------------------------------------------------ sheets that are no packets


def of_sheet(name: str, ids: tuple[str, ...] = ()) -> Raw:
    """The record of a sheet that is no packet, its steps done by one person."""
    raw = record()
    raw["sheet"] |= {"name": name, "code": "7K3M-9QTX-X"}
    raw |= {"packet": None, "account": None, "kind": "use", "fields": [], "plan": []}
    raw["people"] = raw["people"][1:]
    raw["steps"] = [
        {"id": number, "n": at, "done": True, "at": moment(at), "initials": "DS", "skipped": None}
        for at, number in enumerate(ids, 1)
    ]
    return raw


@pytest.mark.slow
def test_the_routine_is_done_by_one_person_and_a_note_explains_it(tmp_path: Path) -> None:
    phases = view_of("full", "en").procedure.on_sheet("routine")
    ids = tuple(each.id for phase in phases for each in phase.steps)
    raw = of_sheet("08-routine", ids)
    assert refusals(tmp_path, raw) == []
    raw["steps"][0].update(done=False, at=None, initials=None)
    assert refusals(tmp_path, raw) == []
    raw["people"][0]["name"] = "Nobody Nowhere"
    assert refusals(tmp_path, note(raw, ids[1])) == [("record-person-unknown", "people[0].name")]


@pytest.mark.slow
def test_the_checklist_needs_approvals_of_those_who_are_printed_or_written_in(tmp_path: Path) -> None:
    raw = of_sheet("05-checklist")
    assert {rule for rule, _ in refusals(tmp_path, raw)} == {"record-approvals-too-few", "record-approvals-must"}
    names = {"tanaka": None, "another": "Ken Kato"}
    for person, name in names.items():
        raw["fields"] += [
            {"step": None, "id": f"approvals.{person}.decision", "value": True},
            {"step": None, "id": f"approvals.{person}.time", "value": moment(3)},
            *([{"step": None, "id": f"approvals.{person}.name", "value": name}] if name else []),
        ]
    assert refusals(tmp_path, raw) == []
    raw["fields"][-1]["value"] = "Misaki Ito"
    assert ("record-approver-not-one", "fields[2]") in refusals(tmp_path, raw)
    raw["fields"][-1]["value"] = "Ken Kato"
    raw["fields"].append({"step": None, "id": "present.operator.name", "value": "Ken Kato"})
    assert ("record-approver-operates", "fields[2]") in refusals(tmp_path, raw)
    raw["fields"].append({"step": None, "id": "record.deviations", "value": "Nobody else was awake."})
    assert refusals(tmp_path, raw) == []
