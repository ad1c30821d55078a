"""``runbook cards``: the small papers in a folder of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.command import ELSEWHERE, Ended, Runbook, run_process
from support.config_texts import ENGLISH, changed
from support.organisations import ISSUED_ON, ORGANISATIONS
from support.papers import Papers

OWN = {"manifest.json", "SHA256SUMS", ".gitignore"}
CARDS = ("door", "wallet", "envelope", "labels", "tent", "phone")


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def make(runbook: Runbook, tmp_path: Path, *more: str, config: Path = ORGANISATIONS["minimal"]) -> Ended:
    day = () if "--date" in more else ("--date", str(ISSUED_ON))
    return runbook("cards", "-c", config, "-o", tmp_path / "cards", "-f", "html", *day, *more)


def in_english(folder: Path) -> Path:
    """The config of the minimal company in one language, written into a folder."""
    path = folder / "config.yaml"
    path.write_text(ENGLISH, "utf-8")
    return path


@pytest.mark.slow
def test_every_card_is_written_in_every_language(runbook: Runbook, tmp_path: Path) -> None:
    ended = make(runbook, tmp_path, "--talk", "en")
    assert (ended.code, ended.stdout) == (0, "")
    assert "Wrote 26 cards" in ended.stderr
    assert 'The cards say "Not issued".' in ended.stderr
    assert files(tmp_path / "cards") == {*OWN, *(f"{code}/{card}.html" for code in ("ja", "en") for card in CARDS)}
    assert json.loads((tmp_path / "cards/manifest.json").read_text("utf-8"))["kind"] == "cards"


@pytest.mark.slow
def test_only_some_cards_and_languages_may_be_asked_for(runbook: Runbook, tmp_path: Path) -> None:
    assert make(runbook, tmp_path, "--only", "door,phone", "--only", "tent", "--lang", "ja").code == 0
    assert files(tmp_path / "cards") - OWN == {"ja/door.html", "ja/phone.html", "ja/tent.html"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--only", "windows"), 'There is no card "windows"'),
        (("--lang", "fr"), 'There is no language "fr"'),
        (("--format", "md"), 'There is no format "md"'),
    ],
)
def test_a_choice_that_is_none_is_refused_with_those_there_are(
    runbook: Runbook, tmp_path: Path, typed: tuple[str, ...], said: str
) -> None:
    ended = make(runbook, tmp_path, "--talk", "en", *typed)
    assert ended.code == 2
    assert said in ended.stderr
    assert not (tmp_path / "cards").exists()


@pytest.mark.slow
def test_what_there_is_nothing_to_make_of_is_said(runbook: Runbook, tmp_path: Path) -> None:
    text = changed("id: E-0001, kind: envelope,", "id: E-0001, kind: document,").replace(", seal: TEB-000001", "")
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    ended = make(runbook, tmp_path, "--talk", "en", config=tmp_path / "config.yaml")
    assert ended.code == 0
    assert "Envelope fronts: there is nothing to make one of." in ended.stderr
    assert "en/envelope.html" not in files(tmp_path / "cards")


@pytest.mark.slow
def test_json_tells_the_codes(runbook: Runbook, tmp_path: Path) -> None:
    told = json.loads(make(runbook, tmp_path, "--json", "--only", "door", "--lang", "en").stdout)
    (code,) = told["cards"]["en/door"]
    assert code in (tmp_path / "cards/en/door.html").read_text("utf-8")
    assert (told["files"], told["edition"]) == (["en/door.html"], None)


@pytest.mark.slow
def test_a_folder_of_another_kind_is_left_alone(runbook: Runbook, tmp_path: Path) -> None:
    config = in_english(tmp_path)
    sheets = ("build", "-c", config, "-o", tmp_path / "cards", "-f", "md", "--talk", "en")
    assert runbook(*sheets).code in {0, 1}
    before = files(tmp_path / "cards")
    assert make(runbook, tmp_path, "--talk", "en", config=config).code == 5
    assert files(tmp_path / "cards") == before


@pytest.mark.slow
def test_sheets_are_not_written_over_cards(runbook: Runbook, tmp_path: Path) -> None:
    config = in_english(tmp_path)
    assert make(runbook, tmp_path, config=config).code == 0
    sheets = ("build", "-c", config, "-o", tmp_path / "cards", "-f", "md", "--talk", "en")
    ended = runbook(*sheets)
    assert ended.code == 5
    assert "holds cards made by `runbook cards`" in ended.stderr


@pytest.mark.slow
def test_the_same_config_and_day_give_the_same_bytes_wherever_they_are_made(runbook: Runbook, tmp_path: Path) -> None:
    typed = ("cards", "-c", ORGANISATIONS["minimal"], "-f", "html", "--date", "2026-12-01", "-o")
    assert runbook(*typed, tmp_path / "here").code == 0
    assert run_process(*typed, tmp_path / "there", environment=ELSEWHERE).code == 0
    here, there = (
        {path: (tmp_path / name / path).read_bytes() for path in files(tmp_path / name)} for name in ("here", "there")
    )
    assert here == there


def test_example_values_make_no_cards(runbook: Runbook, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(changed("sample: true  #", "sample: false  #"), "utf-8")
    assert make(runbook, tmp_path, config=tmp_path / "config.yaml").code == 1
    assert not (tmp_path / "cards").exists()


@pytest.mark.paper
def test_cards_of_an_issued_runbook_name_its_edition(runbook: Runbook, tmp_path: Path, papers: Papers) -> None:
    config = papers.first_edition("minimal") / "config.yaml"
    ended = make(runbook, tmp_path, "--talk", "en", "--date", "2026-12-02", config=config)
    assert ended.code == 0
    assert "Not issued" not in ended.stderr
    assert "Edition 1, in force from 2026-12-01" in (tmp_path / "cards/en/door.html").read_text("utf-8")
    assert "Edition 1</strong>" in (tmp_path / "cards/en/wallet.html").read_text("utf-8")
    verified = runbook("verify", "-c", config, "-o", tmp_path / "cards", "--date", "2026-12-02", "--talk", "en")
    assert "It holds edition 1." in verified.stdout
    assert verified.code == 0
