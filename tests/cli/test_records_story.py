"""One round, as README types it: issued, laid in, practised, taken in, proven, replaced, reprinted, shown."""

from __future__ import annotations

import json
import re
import shlex
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from support.command import Runbook
from support.config_texts import changed
from support.organisations import ROOT
from support.records import SHEET, Raw, field, record, written

pytestmark = pytest.mark.paper

DRILL = "2026-12-10"
TEN_O_CLOCK = "1796896800"  # 2026-12-10, in London and in Tokyo
SEAL, NEW_SEAL = "TEB-000001", "TEB-000002"
STORIES = {
    "en": ("README.md", "## From the drill to the evidence", "C.UTF-8"),
    "ja": ("README.ja.md", "## 訓練から証跡まで", "ja_JP.UTF-8"),
}
COMPANIES = {"en": "Sample Ltd", "ja": "サンプル株式会社"}
PEOPLE = {
    "en": {"approve": ("archer", "baker"), "work": (("carter", "Cleo Carter"), ("draper", "Dan Draper"))},
    "ja": {"approve": ("sato", "kato"), "work": (("mori", "森 さくら"), ("suzuki", "鈴木 大輔"))},
}


class Story:
    """The commands of a page in their order, each of them run as it stands there."""

    def __init__(self, language: str, folder: Path, runbook: Runbook) -> None:
        page, heading, self.lang = STORIES[language]
        self.folder, self.runbook = folder, runbook
        section = (ROOT / page).read_text("utf-8").partition(f"{heading}\n")[2].partition("\n## ")[0]
        blocks = re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
        self.lines = [line for block in blocks for line in block.splitlines()]

    def then(self, begin: str, code: int = 0) -> str:
        """What the next command says, which has to begin like this."""
        line = self.lines.pop(0)
        assert line.startswith(f"runbook {begin}"), line
        return self.say(*self._words(line), code=code)

    def say(self, *words: str, code: int = 0) -> str:
        """What a command of ours says in between."""
        environment = {"SOURCE_DATE_EPOCH": TEN_O_CLOCK, "LANG": self.lang}
        ended = self.runbook(*words, cwd=self.folder, environment=environment)
        assert ended.code == code, (words, ended.stdout, ended.stderr)
        return ended.stdout + ended.stderr

    def _words(self, line: str) -> Iterator[str]:
        """As a shell makes them of the line: without the remark, and with the names of files."""
        for word in shlex.split(line, comments=True)[1:]:
            found = sorted(path.name for path in self.folder.glob(word)) if "*" in word else [word]
            assert found, word
            yield from found


def codes(folder: Path, language: str) -> dict[str, str]:
    """The code of each sheet in the output."""
    found = {}
    for path in sorted((folder / "output" / language).glob("[0-9]*.md")):
        match = re.search(r"`([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z])`", path.read_text("utf-8"))
        assert match, path
        found[path.stem] = match[1]
    return found


def standing(story: Story, sheet: str) -> set[str]:
    """The states of the copies of a sheet."""
    told = json.loads(story.runbook(
        "verify", "--places", "--json", cwd=story.folder, environment={"SOURCE_DATE_EPOCH": TEN_O_CLOCK}
    ).stdout)  # fmt: skip
    return {each["state"] for each in told["copies"] if each["sheet"].endswith(sheet)}


def drilled(text: str, code: str, language: str) -> Raw:
    """The packet of the small company, followed to its end, as its page exports it."""
    text = text.replace(
        f"from: {DRILL}", "from: 2026-04-01"
    )  # the record is of another day, and then moved to this one
    raw = json.loads(json.dumps(record(language=language, text=text)).replace("2026-11-24", DRILL))
    raw = json.loads(json.dumps(raw).replace("+09:00", {"en": "+00:00", "ja": "+09:00"}[language]))
    people = PEOPLE[language]
    (operator, name), (_, other) = people["work"]
    raw["sheet"]["code"], raw["company"] = code, COMPANIES[language]
    raw["people"] = [{"initials": "SM", "name": name}, {"initials": "DS", "name": other}]
    times = [field(raw, f"approvals.{person}.time")["value"] for person in ("sato", "tanaka")]
    raw["fields"] = [{"step": None, "id": f"team.operator.{operator}", "value": True}]
    for person, time in zip(people["approve"], times, strict=True):
        raw["fields"].append({"step": None, "id": f"approvals.{person}.yes", "value": "yes"})
        raw["fields"].append({"step": None, "id": f"approvals.{person}.time", "value": time})
    raw["fields"].append({"step": None, "id": "things.E-0001.new_seal", "value": NEW_SEAL})
    return raw  # type: ignore[no-any-return]


@pytest.mark.parametrize("language", STORIES)
def test_from_the_drill_to_the_evidence(language: str, runbook: Runbook, tmp_path: Path) -> None:
    story = Story(language, tmp_path, runbook)
    config = tmp_path / "config.yaml"
    story.then("init")
    text = config.read_text("utf-8")
    story.then("check --keep")
    story.then("issue")
    first = codes(tmp_path, language)
    assert standing(story, SHEET) == {"unconfirmed"}
    story.then("placed")
    assert standing(story, SHEET) == {"good"}

    written(tmp_path, drilled(text, first[SHEET], language), f"record-{SHEET}-20261210T0302.json")
    story.then("record")
    entry = json.loads(story.say("record", "--list", "--json"))["entries"][-1]
    assert (entry["kind"], entry["subject"], entry["seals"]) == ("drill", SHEET[3:], {"E-0001": NEW_SEAL})
    minutes = entry["follows"]["proof/console"]

    story.then("cards --only door")
    door = unescape((tmp_path / "cards" / language / "door.html").read_text("utf-8"))
    assert re.search(rf"{DRILL}[^<]*{minutes}", door), "the door sheet does not say when it was last proven"
    assert "111122223333" not in door
    story.say("build", "-f", "md", "-f", "html")
    assert codes(tmp_path, language) == first, "a drill asked for a reprint"
    for path in (f"{SHEET}.html", "00-register.md"):
        assert DRILL in (tmp_path / "output" / language / path).read_text("utf-8")

    assert SEAL in story.say("record", "--apply", code=1)
    assert config.read_text("utf-8") == text
    story.then("record --apply")
    assert config.read_text("utf-8") == changed(SEAL, NEW_SEAL, text)
    assert SHEET[3:] in story.say("diff", "--json")
    story.then("diff")
    story.then("issue")
    second = codes(tmp_path, language)
    assert {sheet for sheet in first if first[sheet] != second[sheet]} >= {SHEET, "00-register"}
    assert second["02-approvers"] == first["02-approvers"]
    assert (standing(story, SHEET), standing(story, "02-approvers")) == ({"stale"}, {"good"})
    story.then("placed")
    assert standing(story, SHEET) == {"good"}
    story.then("verify --places")
    story.then("evidence")
    story.then("verify evidence.zip")
    assert story.lines == []

    kinds = [each["kind"] for each in json.loads(story.say("record", "--list", "--json"))["entries"]]
    assert kinds == ["check", "placement", "drill", "placement"]
    _read_by_an_auditor(tmp_path / "evidence.zip", int(minutes))


def _read_by_an_auditor(bundle: Path, minutes: int) -> None:
    """Who has only the bundle knows that root was not used, who practised, who approved, what became of each seal."""
    with zipfile.ZipFile(bundle) as made:
        told = {Path(name).stem: json.loads(made.read(name)) for name in made.namelist() if name.startswith("data/")}
    answers = told["answers"]["answers"]
    assert answers["root_last_used"] is None
    drill = answers["last_drill"]
    assert (drill["day"], len(drill["approved_by"]), len(drill["initialled_by"])) == (DRILL, 2, 2)
    assert drill["minutes_to_console"] == minutes
    assert len({each["person"]["number"] for each in drill["approved_by"]}) == 2
    assert [edition["number"] for edition in told["editions"]["editions"]] == [1, 2]
    fates = [(seal["fate"], (seal["until"] or {}).get("by")) for seal in told["seals"]["seals"]]
    assert fates == [("replaced", "record"), ("on", None)]
    assert [look["entry"] for look in told["findings"]["findings"]["looks"]] == [None]
    happened = [each["what"] for each in told["timeline"]["timeline"]["happenings"]]
    assert happened.count("issued") == 2


def test_the_page_of_the_story_types_what_this_test_types() -> None:
    for name in ("records.md", "records.ja.md"):
        page = (ROOT / "docs/how-to" / name).read_text("utf-8")
        typed = re.findall(r"^runbook ([a-z]+)", page, re.MULTILINE)
        assert typed == [
            *("check", "issue", "placed", "verify", "record", "record", "record", "build", "cards", "record", "record"),
            *("diff", "issue", "verify", "placed", "evidence", "verify"),
        ]
