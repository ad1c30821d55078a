"""One round, as docs/how-to/records.md tells it: issued, laid in, practised, taken in, proven, replaced, reprinted."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Protocol

import pytest
from support.command import Runbook
from support.config_texts import MINIMAL, changed
from support.organisations import ISSUED_ON, ROOT
from support.papers import APPROVED, IN_FORCE, Papers
from support.records import SHEET, Raw, field, record, written

pytestmark = pytest.mark.paper

DRILL = "2026-12-10"


class Said(Protocol):
    """All that a command says; AssertionError if it ends with another code."""

    def __call__(self, *words: str, code: int = 0) -> str: ...


@pytest.fixture
def say(runbook: Runbook, tmp_path: Path) -> Said:
    """Runs a command in the folder."""

    def said(*words: str, code: int = 0) -> str:
        ended = runbook(*words, cwd=tmp_path)
        assert ended.code == code, (words, ended.stdout, ended.stderr)
        return ended.stdout + ended.stderr

    return said


def codes(folder: Path) -> dict[str, str]:
    """The code of each English sheet in the output."""
    found = {}
    for path in sorted((folder / "output" / "en").glob("[0-9]*.md")):
        match = re.search(r"`([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z])`", path.read_text("utf-8"))
        assert match, path
        found[path.stem] = match[1]
    return found


def places(say: Said, day: str, sheet: str = SHEET) -> dict[str, set[str]]:
    """The states of the copies of a sheet by place."""
    told = json.loads(say("verify", "--places", "--json", "--date", day, code=1))
    found: dict[str, set[str]] = {}
    for each in told["copies"]:
        if each["sheet"] == f"en/{sheet}":
            found.setdefault(each["place"], set()).add(each["state"])
    return found


def drilled(text: str, code: str) -> Raw:
    """The packet of the small company, followed to its end on a screen."""
    raw = json.loads(json.dumps(record(text=text)).replace("2026-11-24", DRILL))
    raw["company"], raw["sheet"]["code"] = "Sample K.K.", code
    raw["people"] = [{"initials": "SM", "name": "森 さくら"}, {"initials": "DS", "name": "鈴木 大輔"}]
    raw["fields"] = [each for each in raw["fields"] if ".tanaka." not in each["id"]]
    field(raw, "approvals.kato.yes")["value"] = "yes"
    time = field(raw, "approvals.sato.time")["value"]
    raw["fields"].append({"step": None, "id": "approvals.kato.time", "value": time})
    raw["fields"].append({"step": None, "id": "things.E-0001.new_seal", "value": "TEB-000002"})
    return raw  # type: ignore[no-any-return]


def test_from_the_drill_to_the_reprint(say: Said, papers: Papers, tmp_path: Path) -> None:
    papers.first_edition("minimal")  # has printed nearly all sheets
    text = changed("languages: [ja, en]", "languages: [en]", MINIMAL)
    config = tmp_path / "config.yaml"
    config.write_text(text, "utf-8")
    by = ("--place", "safe-a", "--by", "suzuki", "--by", "mori")

    say("issue", "--reason", "First edition", *APPROVED, "--date", str(ISSUED_ON), "--effective", str(IN_FORCE))
    first = codes(tmp_path)
    say("placed", *by, "--date", "2026-12-02")
    assert places(say, "2026-12-02") == {"safe-a": {"good"}, "safe-b": {"unconfirmed"}}

    file = written(tmp_path, drilled(text, first[SHEET]))
    say("record", file.name, "--date", DRILL)
    entry = json.loads(say("record", "--list", "--json"))["entries"][-1]
    assert (entry["kind"], entry["subject"], entry["seals"]) == ("drill", SHEET[3:], {"E-0001": "TEB-000002"})
    minutes = entry["follows"]["proof/console"]

    say("build", "-f", "md", "-f", "html", "--date", DRILL)
    proven = f"Last proven {DRILL} ({minutes} min)"
    assert codes(tmp_path) == first, "a drill asked for a reprint"
    assert proven in (tmp_path / "output/en" / f"{SHEET}.html").read_text("utf-8")
    register = (tmp_path / "output/en/00-register.md").read_text("utf-8")
    assert re.search(rf"{SHEET}.*: drill {DRILL}, {minutes} minutes", register)
    say("build", "--audience", "role-only", "-f", "html", "--date", DRILL)
    assert proven in (tmp_path / "role-only/en" / f"{SHEET}.html").read_text("utf-8")
    say("cards", "--only", "door", "--date", DRILL)
    door = (tmp_path / "cards/en/door.html").read_text("utf-8")
    assert proven in door
    assert "111122223333" not in door

    waiting = say("record", "--apply", "--date", DRILL, code=1)
    assert "seal: TEB-000002" in waiting
    assert config.read_text("utf-8") == text
    say("record", "--apply", "--yes", "--date", DRILL)
    assert config.read_text("utf-8") == changed("TEB-000001", "TEB-000002", text)

    assert f"en/{SHEET}" in say("diff", "--json", "--date", "2026-12-11")
    say("issue", "--reason", "Seal replaced after the drill", *APPROVED, "--date", "2026-12-11")
    second = codes(tmp_path)
    assert second[SHEET] != first[SHEET]
    assert second["02-approvers"] == first["02-approvers"]
    assert places(say, "2026-12-11") == {"safe-a": {"stale"}, "safe-b": {"unconfirmed"}}
    assert places(say, "2026-12-11", "02-approvers") == {"safe-a": {"good"}, "safe-b": {"unconfirmed"}}
    assert "Change the copies in 金庫A" in say("due", "--date", "2026-12-12", code=1)
    say("placed", *by, "--date", "2026-12-12")
    assert places(say, "2026-12-12") == {"safe-a": {"good"}, "safe-b": {"unconfirmed"}}
    say("placed", *by, "--date", "2026-12-12", code=2)
    # What follows from here is the bundle for an auditor: `runbook evidence`, from the same register and records.
    kinds = [each["kind"] for each in json.loads(say("record", "--list", "--json"))["entries"]]
    assert kinds == ["placement", "drill", "placement"]


def test_the_page_of_the_story_types_what_this_test_types() -> None:
    for name in ("records.md", "records.ja.md"):
        page = (ROOT / "docs/how-to" / name).read_text("utf-8")
        typed = re.findall(r"^runbook ([a-z]+)", page, re.MULTILINE)
        assert typed == [
            *("issue", "placed", "verify", "record", "record", "record", "build", "cards", "record", "record"),
            *("diff", "issue", "verify", "placed"),
        ]
