"""The command line: -h, the config as a plain argument, help and refusals in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from support.command import Runbook
from support.config_texts import ENGLISH
from support.organisations import LANGUAGES, knowledge

from runbook.cli import app
from runbook.cli.manual import Manual, manual_for

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
WITH_CONFIG = [name for name, command in COMMANDS.items() if any("--config" in param.opts for param in command.params)]


@pytest.mark.parametrize("verb", ["", *COMMANDS])
def test_a_short_h_is_help(runbook: Runbook, verb: str) -> None:
    short, long = runbook(*verb.split(), "-h"), runbook(*verb.split(), "--help")
    assert short.code == 0
    assert short.stdout == long.stdout
    assert "-h, --help" in short.stdout


@pytest.mark.parametrize("verb", COMMANDS)
def test_help_is_in_the_language_of_the_reader(runbook: Runbook, verb: str) -> None:
    english = runbook(verb, "--help").stdout
    assert english.startswith("Usage: ")
    assert not JAPANESE.search(english)
    for ended in (runbook(verb, "--help", environment={"LANG": "ja_JP.UTF-8"}), runbook(verb, "-h", "--talk=ja")):
        if "--talk=ja" in ended.stdout:
            continue
        assert ended.stdout.startswith("使い方：")
        assert f"runbook {verb}" in ended.stdout


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_command_and_option_has_its_help_in_every_language(language: str) -> None:
    manual = manual_for(knowledge().language(language))
    assert set(manual.words) == set(Manual().words)
    assert set(manual.commands) == {"runbook", "exit codes", *COMMANDS}
    asked = set()
    root = typer.main.get_command(app)
    for name, command in [("", root), *COMMANDS.items()]:
        ctx = typer.Context(command, info_name=name, help_option_names=["-h", "--help"])
        for param in command.get_params(ctx):
            own = f"{name} {param.name}"
            asked.add(own if own in manual.options else param.name)
    assert asked == set(manual.options)


@pytest.mark.parametrize("verb", WITH_CONFIG)
def test_the_config_may_stand_alone(runbook: Runbook, tmp_path: Path, verb: str) -> None:
    """The same as with -c; a file that is not there tells which was read."""
    more = {
        "issue": ("--reason", "a.yaml", "--approved-by", "sato"),
        "leave": ("sato", "--on", "2027-01-01"),
        "verify": ("7K3M-9QTX-X",),
        "packet": ("--case", "alert"),
        "reconcile": ("accounts.json",),
        "record": ("record.json",),
        "placed": ("--by", "sato"),
    }.get(verb, ())
    alone = runbook(verb, "other.yaml", *more, cwd=tmp_path)
    last = runbook(verb, *more, "other.yaml", cwd=tmp_path)
    by_option = runbook(verb, "-c", "other.yaml", *more, cwd=tmp_path)
    assert alone == last == by_option
    assert alone.code != 0
    assert "other.yaml" in alone.stderr
    assert "[CONFIG]" in runbook(verb, "--help").stdout


@pytest.mark.slow
def test_the_value_of_an_option_is_not_the_config(runbook: Runbook, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(ENGLISH, "utf-8")
    assert runbook("build", "-f", "md", "-o", "out.yaml", cwd=tmp_path).code == 0
    assert (tmp_path / "out.yaml" / "index.html").exists() or (tmp_path / "out.yaml" / "manifest.json").exists()


@pytest.mark.parametrize(
    ("arguments", "english", "japanese"),
    [
        (("bild",), "Did you mean build?", "build のことですか？"),
        (("xyz",), "There are: build, packet", "使えるのは build, packet"),
        (("build", "--jsn"), "no option --jsn here. Did you mean --json?", "--json のことですか？"),
        (("build", "--zzz"), "There is no option --zzz here.", "--zzz というオプションはここにはありません。"),
        (
            ("--json", "check"),
            "behind the command: runbook check --json",
            "コマンドの後に書きます：runbook check --json",
        ),
        (
            ("-c", "a.yaml", "build"),
            "behind the command: runbook build -c",
            "コマンドの後に書きます：runbook build -c",
        ),
        (("--zzz", "check"), "There is no option --zzz here.", "--zzz というオプションはここにはありません。"),
        (("build", "a.yaml", "b.yaml"), "This is one too many: b.yaml", "引数が多すぎます：b.yaml"),
        (("build", "-c", "a.yaml", "b.yaml"), "This is one too many: b.yaml", "引数が多すぎます：b.yaml"),
        (("leave", "--on", "2027-01-01"), "PERSON' is missing.", "PERSON' がありません。"),
        (("build", "--output"), "--output needs a value.", "--output には値が必要です。"),
        (("build", "--json=3"), "--json takes no value.", "--json に値は付けられません。"),
        (("diff", "x"), "takes a whole number.", "には整数を書いてください。"),
    ],
)
def test_a_command_line_that_cannot_be_read_is_refused_in_words_of_the_reader(
    runbook: Runbook, tmp_path: Path, arguments: tuple[str, ...], english: str, japanese: str
) -> None:
    ended = runbook(*arguments, cwd=tmp_path)
    assert ended.code == 2
    assert ended.stdout == ""
    assert english in ended.stderr
    assert "--help" in ended.stderr
    ended = runbook(*arguments, cwd=tmp_path, environment={"RUNBOOK_LANG": "ja"})
    assert ended.code == 2
    assert japanese in ended.stderr
    assert "使い方：" in ended.stderr


def test_no_command_at_all_is_help_with_exit_code_2(runbook: Runbook) -> None:
    ended = runbook()
    assert ended.code == 2
    assert "Commands:" in ended.stderr
