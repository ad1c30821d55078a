"""One round, as docs/how-to/records.md tells it: issued, laid in, practised, taken in, proven, replaced, reprinted."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from support.command import Runbook
from support.config_texts import changed
from support.organisations import ORGANISATIONS, ROOT
from support.records import SHEET, record, written

pytestmark = pytest.mark.paper

STORE = "config.yaml.records.json"
DRILL = "2026-12-10"


@pytest.fixture
def say(runbook: Runbook, tmp_path: Path):  # type: ignore[no-untyped-def]  # noqa: ANN201  a function of the test
    """Runs a command in the folder; AssertionError if it ends with another code."""

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


def places(say, day: str, code: int = 1) -> dict[tuple[str, str], set[str]]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """The states of the copies of a packet by place and language."""
    told = json.loads(say("verify", "--places", "--json", "--date", day, code=code))
    found: dict[tuple[str, str], set[str]] = {}
    for each in told["copies"]:
        if each["sheet"].endswith(SHEET):
            found.setdefault((each["place"], each["sheet"][:2]), set()).add(each["state"])
    return found


def test_from_the_drill_to_the_reprint(say, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    config = Path(shutil.copy(ORGANISATIONS["full"], tmp_path / "config.yaml"))
    approved = ("--approved-by", "sato", "--approved-by", "tanaka")
    by = ("--by", "suzuki", "--by", "mori")

    say("issue", "--reason", "First edition", *approved, "--date", "2026-12-01")
    first = codes(tmp_path)
    say("placed", "--place", "safe-a", *by, "--date", "2026-12-02")
    before = places(say, "2026-12-02")
    assert before["safe-a", "en"] == before["safe-a", "ja"] == {"good"}
    assert {"unconfirmed"} in before.values()

    raw = record()
    raw["sheet"]["code"] = first[SHEET]
    file = written(tmp_path, json.loads(json.dumps(raw).replace("2026-11-24", DRILL)))
    say("record", file.name, "--date", DRILL)
    entry = json.loads(say("record", "--list", "--json"))["entries"][-1]
    assert (entry["kind"], entry["subject"]) == ("drill", SHEET[3:])
    minutes = entry["follows"]["proof/console"]

    say("build", "-f", "md", "-f", "html", "--date", DRILL)
    proven = f"Last proven {DRILL}, {minutes} minutes to the console"
    assert codes(tmp_path) == first, "a drill asked for a reprint"
    assert proven in (tmp_path / "output/en" / f"{SHEET}.html").read_text("utf-8")
    assert f"{SHEET}`: drill {DRILL}, {minutes} minutes" in (tmp_path / "output/en/00-register.md").read_text("utf-8")
    say("cards", "--only", "door", "-f", "html", "--date", DRILL)
    door = (tmp_path / "cards/en/door.html").read_text("utf-8")
    assert proven in door
    assert "111122223333" not in door

    text = config.read_text("utf-8")
    waiting = say("record", "--apply", "--date", DRILL, code=1)
    assert "+  - {id: E-0031" in waiting
    assert config.read_text("utf-8") == text
    say("record", "--apply", "--yes", "--date", DRILL)
    assert (
        changed("seal: TEB-004512", "seal: TEB-004515", text).splitlines()[287]
        == config.read_text("utf-8").splitlines()[287]
    )
    assert "nothing" not in say("record", "--apply", "--date", DRILL)

    diff = json.loads(say("diff", "--json", "--date", "2026-12-11"))
    assert f"en/{SHEET}" in json.dumps(diff)
    say("issue", "--reason", "Seal replaced after the drill", *approved, "--date", "2026-12-11")
    assert codes(tmp_path)[SHEET] != first[SHEET]
    assert places(say, "2026-12-11")["safe-a", "en"] == {"stale"}
    say("placed", "--place", "safe-a", *by, "--date", "2026-12-12")
    assert places(say, "2026-12-12")["safe-a", "en"] == {"good"}
    again = say("placed", "--place", "safe-a", *by, "--date", "2026-12-12", code=2)
    assert "safe-a" in again
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
