"""``runbook record``: taken in, listed, corrected, refused; as text and as JSON; and what is due afterwards."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from support.command import Runbook
from support.config_texts import EXAMPLE, changed, drafted
from support.organisations import LANGUAGES, ORGANISATIONS, view_of
from support.records import DRILL, SHEET, Raw, note, packet_of, record, step, written

from runbook.editions import Approval, IssuedEdition, IssuedSheet, Register, register_text
from runbook.records.store_file import read_records_of
from runbook.sheets.codes import edition_code, sheet_code
from runbook.sheets.lines import read_line, words_of

DAY = ("--date", "2026-11-29")
STORE = "config.yaml.records.json"


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """The example in an empty folder."""
    return Path(shutil.copy(ORGANISATIONS["full"], tmp_path / "config.yaml"))


@pytest.mark.slow
def test_it_is_taken_in_listed_and_due_later(runbook: Runbook, company: Path) -> None:
    folder = company.parent
    file = written(folder, record())
    before = json.loads(runbook("due", company, *DAY, "--within", "2y", "--json").stdout)
    trial = runbook("record", file, "--check", *DAY, cwd=folder)
    assert (trial.code, (folder / STORE).exists()) == (0, False)
    assert "can be taken in as entry 1: drill, own-root-111122223333, 2026-11-24" in trial.stderr
    ended = runbook("record", file, *DAY, cwd=folder)
    assert ended.code == 0
    assert ended.stdout == "Break-glass drill: last done on 2026-11-24\n"
    assert "Took in entry 1" in ended.stderr
    assert "E-0031 now has the seal TEB-004515" in ended.stderr
    listed = runbook("record", "--list", cwd=folder)
    assert (listed.code, listed.stdout.split()[:4]) == (0, ["1", "2026-11-24", "drill", "own-root-111122223333"])
    after = json.loads(runbook("due", company, *DAY, "--within", "2y", "--json").stdout)
    assert [entry for entry in before["entries"] if entry["subject"] != "drill"] == [
        entry for entry in after["entries"] if entry["subject"] != "drill"
    ]
    drills = [
        [entry for entry in found["entries"] if (entry["kind"], entry["subject"]) == ("task", "drill")]
        for found in (before, after)
    ]
    assert {entry["last"] for entry in drills[0]} == {None}
    assert {entry["last"] for entry in drills[1]} == {"2026-11-24"}
    assert [entry["due"] for entry in drills[0]][1:] == [entry["due"] for entry in drills[1]]


@pytest.mark.slow
def test_without_a_drill_in_time_the_next_is_overdue(runbook: Runbook, company: Path) -> None:
    assert runbook("record", written(company.parent, record()), *DAY, "-c", company).code == 0
    late = json.loads(runbook("due", company, "--date", "2027-10-01", "--json").stdout)
    assert [entry["state"] for entry in late["entries"] if entry["subject"] == "drill"][:1] == ["overdue"]


def routine(ticked: str) -> Raw:
    """Sheet 08 with one day ticked."""
    raw = record()
    raw["sheet"] |= {"name": "08-routine", "code": "7K3M-9QTX-X"}
    raw |= {"packet": None, "account": None, "kind": "use", "plan": []}
    raw["fields"] = [{"step": None, "id": ticked, "value": True}]
    return raw


@pytest.mark.slow
def test_a_day_that_is_ticked_on_the_routine_is_a_task_done(runbook: Runbook, company: Path) -> None:
    raw = routine("due.seal_check.2026-11-30")
    known = json.loads(runbook("record", written(company.parent, raw), *DAY, "-c", company, "--json").stdout)
    missing = next(each for each in known["problems"] if each["rule"] == "record-step-unknown")
    assert missing["path"] == "steps[0].id"
    phases = view_of("full", "en").procedure.on_sheet("routine")
    ids = [each.id for phase in phases for each in phase.steps]
    raw["steps"] = [
        {"id": name, "n": at, "done": False, "at": None, "initials": None, "skipped": None}
        for at, name in enumerate(ids, 1)
    ]
    ended = runbook("record", written(company.parent, raw), *DAY, "-c", company, "--json")
    told = json.loads(ended.stdout)
    assert (ended.code, told["kind"], told["tasks"]) == (0, "check", {"seal_check": "2026-11-24"})


@pytest.mark.slow
def test_a_wrong_entry_is_corrected_by_a_later_one(runbook: Runbook, company: Path) -> None:
    folder = company.parent
    assert runbook("record", written(folder, record()), *DAY, cwd=folder).code == 0
    first = (folder / STORE).read_text("utf-8")
    again = runbook("record", "record.json", *DAY, cwd=folder)
    assert (again.code, (folder / STORE).read_text("utf-8")) == (1, first)
    assert again.stderr.count("→") == 1
    assert "is there already: entry 1" in again.stderr
    right = note(record(), "B-04", "Reached at the third call.")
    ended = runbook("record", written(folder, right), "--corrects", "1", *DAY, cwd=folder)
    assert ended.code == 0
    assert "It stands for entry 1 from now on." in ended.stdout
    assert (folder / STORE).read_text("utf-8").startswith(first.partition('"last"')[0])
    assert first.partition('"entries"')[2].rstrip(" \n]}") in (folder / STORE).read_text("utf-8")
    lines = runbook("record", "--list", cwd=folder).stdout.splitlines()
    assert lines[0].endswith(", corrected by 2")
    assert lines[1].endswith(", corrects 1")
    for number, said in ((1, "is corrected by entry 2 already"), (9, "no entry 9 to correct")):
        refused = runbook("record", "record.json", "--corrects", str(number), *DAY, cwd=folder)
        assert refused.code == 1
        assert said in refused.stderr
    other = written(folder, record("31-lost-mfa-111122223333"))
    assert "about another sheet" in runbook("record", other, "--corrects", "2", *DAY, cwd=folder).stderr


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_keeps_it_out_is_said_with_its_place(runbook: Runbook, company: Path, language: str) -> None:
    raw = record()
    step(raw, "B-04")["initials"] = "XX"
    step(raw, "B-20")["at"] = "2026-11-24T03:03:00+09:00"
    file = written(company.parent, raw)
    ended = runbook("record", file, *DAY, "-c", company, "--talk", language)
    told = runbook("record", file, *DAY, "-c", company, "--talk", language, "--json")
    assert (ended.code, told.code, ended.stdout) == (1, 1, "")
    problems = json.loads(told.stdout)["problems"]
    assert [problem["rule"] for problem in problems] == ["record-initials-unknown", "record-step-early"]
    lines = file.read_text("utf-8").splitlines()
    for problem in problems:
        assert f"{file}:{problem['line']}:{problem['column']}" in ended.stderr
        assert problem["what"] in ended.stderr
        assert lines[problem["line"] - 1].strip() in ended.stderr
    assert not (company.parent / STORE).exists()


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_record_explains_is_told_without_a_remedy(runbook: Runbook, company: Path, language: str) -> None:
    raw = record()
    step(raw, "B-20")["at"] = "2026-11-24T03:03:00+09:00"
    file = written(company.parent, note(raw, "B-20", "Opened while the others were under way."))
    ended = runbook("record", file, *DAY, "-c", company, "--talk", language)
    assert ended.code == 0
    assert "B-20" in ended.stdout
    assert {"en": "The record says why.", "ja": "理由が記録に書かれている"}[language] in ended.stdout


@pytest.mark.parametrize(
    ("content", "code"),
    [("", 2), ("{}", 2), ('{"format": "runbook-record"}', 2), ('{"note": "Password: kumo7431"}', 3)],
)
def test_the_exit_code_says_what_kind_of_trouble_it_is(
    runbook: Runbook, company: Path, content: str, code: int
) -> None:
    file = company.parent / "x.json"
    file.write_text(content, "utf-8")
    for more in ((), ("--json",), ("--check",)):
        ended = runbook("record", file, "-c", company, *DAY, *more)
        assert ended.code == code
        assert "7431" not in ended.stdout + ended.stderr


@pytest.mark.slow
def test_a_forged_chain_stops_record_list_and_due_with_its_line(runbook: Runbook, company: Path) -> None:
    folder = company.parent
    file = written(folder, record())
    assert runbook("record", file, *DAY, cwd=folder).code == 0
    path = folder / STORE
    path.write_text(path.read_text("utf-8").replace("Sakura Mori", "Akira Mori"), "utf-8")
    for arguments in (("record", file, *DAY), ("record", "--list"), ("due", *DAY)):
        ended = runbook(*arguments, cwd=folder)
        assert ended.code == 5
        assert f"{path}:6:1" in ended.stderr
        assert "Entry 1 of the records was changed" in ended.stderr


def test_a_file_or_the_list_has_to_be_asked_for(runbook: Runbook, company: Path) -> None:
    for arguments in (("record",), ("record", "x.json", "--list")):
        ended = runbook(*arguments, "-c", company)
        assert (ended.code, ended.stderr) == (2, "Give the file of a record, or one of --blank, --list and --apply.\n")
    assert runbook("record", "--list", "-c", company).stderr.startswith("There are no records yet")


# ------------------------------------------------------------------------------------------ paper that was issued


def issue(company: Path, effective: date = date(2026, 11, 1), *, edited: Mapping[str, str] | None = None) -> str:
    """Record the sheets of a company in its register without printing them; the code of the packet.

    ``edited`` are words of them that are others there, by those that they stand for.
    """
    made = drafted(EXAMPLE)
    words = {sheet.name: [line.written() for line in sheet.lines] for sheet in made.sheets}
    for old, new in (edited or {}).items():
        words = {name: [line.replace(old, new) for line in lines] for name, lines in words.items()}
    codes = {name: sheet_code(name.language, words_of([*map(read_line, lines)])) for name, lines in words.items()}
    assert edited or codes == made.codes
    code = edition_code(codes)
    edition = IssuedEdition(
        number=1, code=code, issued_on=effective, effective=effective, reason="First", required=2,
        approvals=tuple(Approval(person, {"en": person}, code) for person in ("sato", "tanaka")), tool="runbook 0",
        time_zone="Asia/Tokyo", sheets={name: IssuedSheet(text, 1, effective, 1) for name, text in codes.items()},
        changes={}, copies={}, places={}, facts={}, words={name: tuple(lines) for name, lines in words.items()},
    )  # fmt: skip
    company.with_name("config.yaml.editions.json").write_bytes(register_text(Register((edition,))))
    return next(text for name, text in codes.items() if str(name) == f"en/{SHEET}")


@pytest.mark.slow
def test_paper_of_an_edition_is_known_by_the_register(runbook: Runbook, company: Path) -> None:
    code = issue(company)
    raw = record()
    raw["sheet"] |= {"code": code, "edition": {"number": 1, "revision": 1, "since": "2026-11-01"}}
    told = json.loads(runbook("record", written(company.parent, raw), "--check", *DAY, "-c", company, "--json").stdout)
    assert {note["rule"] for note in told["notes"]} == {"record-seal-new"}
    gone = raw["steps"].pop(20)
    told = json.loads(runbook("record", written(company.parent, raw), "--check", *DAY, "-c", company, "--json").stdout)
    assert ("record-step-missing", "steps") in {(each["rule"], each["path"]) for each in told["problems"]}
    raw["steps"].insert(20, gone)
    raw["sheet"]["edition"]["since"] = "2026-10-01"
    told = json.loads(runbook("record", written(company.parent, raw), "--check", *DAY, "-c", company, "--json").stdout)
    assert [problem["rule"] for problem in told["problems"]] == ["record-edition-differs"]


def test_paper_that_is_not_in_force_yet_is_told(runbook: Runbook, company: Path) -> None:
    raw = record()
    raw["sheet"]["code"] = issue(company, date(2026, 12, 1))
    told = json.loads(runbook("record", written(company.parent, raw), "--check", *DAY, "-c", company, "--json").stdout)
    assert "record-paper-replaced" in {note["rule"] for note in told["notes"]}


@pytest.mark.slow
def test_paper_of_an_edition_that_has_other_steps_is_held_against_its_words(runbook: Runbook, company: Path) -> None:
    code = issue(company)
    company.write_text(changed("unlocked_by: E-0041, serial", "serial", EXAMPLE), "utf-8")
    text = company.read_text("utf-8")
    assert [line.number for line in packet_of(text=text).lines] != [line.number for line in packet_of().lines]
    raw = record()
    raw["sheet"]["code"] = code
    ended = runbook("record", written(company.parent, raw), "--check", *DAY, "-c", company, "--json")
    told = json.loads(ended.stdout)
    assert ended.code == 0, told
    assert "record-steps-unjudged" in {note["rule"] for note in told["notes"]}
    raw["steps"][4]["id"] = "B-66"
    told = json.loads(runbook("record", written(company.parent, raw), "--check", *DAY, "-c", company, "--json").stdout)
    assert {problem["rule"] for problem in told["problems"]} == {"record-step-unknown", "record-step-missing"}


@pytest.mark.slow
def test_what_is_typed_from_paper_of_an_older_edition_has_the_steps_of_that_edition(
    runbook: Runbook, company: Path
) -> None:
    typed = company.with_name("typed.yaml")
    typed.write_text(changed("F65X-98GK-G", issue(company), DRILL), "utf-8")

    def taken() -> tuple[dict[str, bool], dict[str, str]]:
        """What the record says was done, and what is told."""
        company.with_name(STORE).unlink(missing_ok=True)
        told = json.loads(runbook("record", typed, *DAY, "-c", company, "--json").stdout)
        assert told["problems"] == []
        [entry] = read_records_of(company)[1].entries
        done = {step["id"]: step["done"] for step in entry.record["steps"]}
        return done, {note["rule"]: note["what"] for note in told["notes"]}

    before, told = taken()
    assert [*before] == [row["id"] for row in record()["steps"]], "words of an edition do not tell its steps any more"
    assert "record-typed-older" not in told
    other = issue(company, edited={"B-22": "B-66"})  # as if the procedure had had another step in its place
    typed.write_text(changed("F65X-98GK-G", other, DRILL), "utf-8")
    after, told = taken()
    assert [*after] == ["B-66" if step == "B-22" else step for step in before], "steps of another paper are in it"
    assert before["B-22"]
    assert not after["B-66"], "nobody said that it was done, and nobody can tell today"
    assert [step for step in after if after[step] is not before.get(step)] == ["B-66"]
    assert "B-66" in told["record-typed-older"]
    typed.write_text(changed("notes:\n", "also_done: [B-66]\nnotes:\n", typed.read_text("utf-8")), "utf-8")
    after, told = taken()
    assert after["B-66"]
    assert "B-66" not in told["record-typed-older"]
    typed.write_text(changed("also_done: [", "also_done: [B-22, ", typed.read_text("utf-8")), "utf-8")
    refused = runbook("record", typed, *DAY, "-c", company)
    assert (refused.code, "B-22" in refused.stderr) == (1, True)


@pytest.mark.slow
def test_an_entry_that_names_the_day_of_the_company_not_of_the_machine(runbook: Runbook, company: Path) -> None:
    raw = record()
    raw["started"] = "2026-11-23T10:30:00-05:00"  # 00:30 of the next day in Tokyo
    assert runbook("record", written(company.parent, raw), *DAY, "-c", company).code == 0
    assert read_records_of(company)[1].entries[0].day == date(2026, 11, 24)


@pytest.mark.slow
def test_what_is_typed_from_paper_is_printed_filled_in_taken_in_and_written_into_the_config(
    runbook: Runbook, company: Path
) -> None:
    folder = company.parent
    form = runbook("record", "--blank", "check", *DAY, cwd=folder)
    assert (form.code, form.stderr) == (0, "")
    text = changed("day:\n", "day: 2026-11-20\n", changed("by: []", "by: [ito]", form.stdout))
    (folder / "check.yaml").write_text(changed("tested: []", "tested: [K-0101]", text), "utf-8")
    before = company.read_text("utf-8")
    assert runbook("record", "check.yaml", "--check", *DAY, cwd=folder).code == 0
    assert not (folder / STORE).exists()
    ended = runbook("record", "check.yaml", *DAY, cwd=folder)
    assert (ended.code, "Took in entry 1: check" in ended.stderr) == (0, True)
    shown = runbook("record", "--apply", *DAY, "--json", cwd=folder)
    [edit] = json.loads(shown.stdout)["edits"]
    assert (shown.code, edit["path"], edit["after"], edit["entry"]) == (1, "items[2].tested_on", "2026-11-20", 1)
    assert company.read_text("utf-8") == before
    assert runbook("record", "--apply", "--check", "--yes", *DAY, cwd=folder).code == 1
    assert company.read_text("utf-8") == before
    assert runbook("record", "--apply", "--yes", *DAY, cwd=folder).code == 0
    lines = before.splitlines()
    lines[edit["line"] - 1] = changed("tested_on: 2026-09-15", "tested_on: 2026-11-20", lines[edit["line"] - 1])
    assert company.read_text("utf-8").splitlines() == lines
    assert runbook("record", "--apply", *DAY, cwd=folder).code == 0


def test_a_form_may_stand_before_the_config(runbook: Runbook, company: Path) -> None:
    folder = company.parent
    (folder / "typed.yaml").write_text(
        "record: finding\nday: 2026-11-20\nby: [ito]\nabout: E-0031\nfound: x\n", "utf-8"
    )
    company.rename(folder / "other.yaml")
    ended = runbook("record", "typed.yaml", "other.yaml", *DAY, cwd=folder)
    assert (ended.code, (folder / "other.yaml.records.json").exists()) == (0, True)
    listed = runbook("record", "--list", "other.yaml", cwd=folder)
    assert listed.stdout.startswith("1  2026-11-20  finding  E-0031")


@pytest.mark.slow
def test_what_check_finds_is_kept_if_all_rules_are_asked(runbook: Runbook, company: Path) -> None:
    part = runbook("check", company, "--keep", "--ignore", "two-mfa-devices", *DAY)
    assert (part.code, "--select and --ignore" in part.stderr) == (2, True)
    assert not company.with_name(STORE).exists()
    first = runbook("check", company, "--keep", *DAY)
    assert (first.code, "Kept as entry 1" in first.stderr) == (0, True)
    again = runbook("check", company, "--keep", "--json", *DAY)
    assert json.loads(again.stdout)["kept_as"] == 1
    [entry] = read_records_of(company)[1].entries
    found = json.loads(again.stdout)["findings"]
    assert {each["rule"] for each in entry.record["found"]} == {each["rule"] for each in found if each["from"] is None}
    assert "findings" in runbook("record", "--list", "-c", company).stdout
    assert runbook("check", company, *DAY).stdout == first.stdout
