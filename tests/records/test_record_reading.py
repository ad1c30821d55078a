"""A file is a record, or every reason why it is none is told with its place; no secret is read or shown."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from support.organisations import LANGUAGES, ROOT, sentences
from support.records import Raw, record, written

from runbook.errors import RunbookError, SecretFoundError
from runbook.records.reading import SIZE_LIMIT, read_record

VALID = Draft202012Validator(json.loads((ROOT / "record.schema.json").read_text("utf-8")))


def told(path: Path) -> list[tuple[str, str, int]]:
    """Rule, path and line of all that is wrong; every sentence of it can be said."""
    with pytest.raises(RunbookError) as caught:
        read_record(path)
    for problem in caught.value.problems:
        assert all(all(sentences(problem, language)) for language in LANGUAGES)
    return [(problem.rule, problem.where, problem.line) for problem in caught.value.problems]


def test_what_is_read_is_what_stands_there(tmp_path: Path) -> None:
    raw = record()
    read = read_record(written(tmp_path, raw))
    assert read.raw == raw
    assert read.record.step_ids == tuple(step["id"] for step in raw["steps"])
    assert read.record.started.isoformat() == raw["started"]
    assert read.record.text("plan.task") == "restore-iam-permissions"


BAD: dict[str, tuple[Callable[[Raw], object], str, str]] = {
    "a field is missing": (lambda raw: raw.pop("zone"), "record-missing", "zone"),
    "a field too many": (lambda raw: raw.update(colour="red"), "record-unknown-key", "colour"),
    "a field too many in a step": (lambda raw: raw["steps"][3].update(by="x"), "record-unknown-key", "steps[3].by"),
    "another form": (lambda raw: raw.update(version=2), "record-choice", "version"),
    "true in quotes": (lambda raw: raw["steps"][1].update(done="true"), "record-not-yes-or-no", "steps[1].done"),
    "a number as a text": (lambda raw: raw["steps"][1].update(n="2"), "record-not-number", "steps[1].n"),
    "a step 0": (lambda raw: raw["steps"][0].update(n=0), "record-number-too-small", "steps[0].n"),
    "a text as a number": (lambda raw: raw.update(zone=9), "record-not-text", "zone"),
    "no list": (lambda raw: raw.update(people={}), "record-not-list", "people"),
    "no object": (lambda raw: raw.update(sheet="21"), "record-not-mapping", "sheet"),
    "an empty name": (lambda raw: raw.update(company=""), "record-empty", "company"),
    "a code in lower case": (lambda raw: raw["sheet"].update(code="7k3m"), "record-form", "sheet.code"),
    "no offset": (lambda raw: raw.update(started="2026-11-24T03:02:00"), "record-moment", "started"),
    "a day that is none": (lambda raw: raw.update(started="2026-02-30T03:02:00+09:00"), "record-moment", "started"),
    "a year long ago": (lambda raw: raw.update(started="0001-01-01T00:00:00+14:00"), "record-moment", "started"),
    "a year far off": (lambda raw: raw.update(ended="9999-12-31T23:59:59-12:00"), "record-moment", "ended"),
    "an unticked box": (lambda raw: raw["fields"][0].update(value=False), "record-value", "fields[0].value"),
    "a plan elsewhere": (lambda raw: raw["plan"][0].update(id="task"), "record-plan", "plan[0].id"),
    "a kind of its own": (lambda raw: raw.update(kind="test"), "record-choice", "kind"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_value_is_told_at_its_place(tmp_path: Path, name: str) -> None:
    spoil, rule, where = BAD[name]
    raw = record()
    spoil(raw)
    path = written(tmp_path, raw)
    [(found, at, line)] = told(path)
    assert (found, at) == (rule, where)
    if rule != "record-missing":
        key = where.rpartition(".")[2].partition("[")[0]
        assert f'"{key}"' in path.read_text("utf-8").splitlines()[line - 1]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_words_to_choose_from_are_listed_without_a_sentence_of_another_language(tmp_path: Path, language: str) -> None:
    raw = record()
    raw.update(kind="test")
    with pytest.raises(RunbookError) as caught:
        read_record(written(tmp_path, raw))
    _, remedy = sentences(caught.value.problems[0], language)
    assert remedy == {"en": "Write one of: use, drill", "ja": "次のどれかを書いてください：use, drill"}[language]


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    raw = record()
    for spoil, rule, _ in BAD.values():
        if rule in {"record-empty", "record-value", "record-moment", "record-not-number", "record-not-yes-or-no"}:
            spoil(raw)
    found = told(written(tmp_path, raw))
    assert [line for _, _, line in found] == sorted(line for _, _, line in found)
    assert {rule for rule, _, _ in found} >= {"record-empty", "record-value", "record-moment", "record-not-number"}


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("", "record-json", 1),
        ("people: []", "record-json", 1),
        ("[]", "record-none", 1),
        ('{"entries": []}', "record-none", 1),
        ('{"format": "runbook-record",\n "n": NaN}', "record-json", 1),
        ('{"format": "runbook-record",\n "a" 1}', "record-json", 2),
        ("[" * 100_000, "record-json", 1),
        ('{"format": "runbook-record", "n": ' + "9" * 5000 + "}", "record-json", 1),
    ],
)
def test_what_is_no_record_is_told_so(tmp_path: Path, text: str, rule: str, line: int) -> None:
    path = tmp_path / "record.json"
    path.write_text(text, "utf-8")
    found = told(path)
    assert (found[0][0], found[0][2]) == (rule, line)


def test_a_file_that_is_none_is_told_so(tmp_path: Path) -> None:
    assert told(tmp_path / "none.json")[0][0] == "record-missing-file"
    assert told(tmp_path)[0][0] == "record-not-a-file"
    (tmp_path / "large.json").write_bytes(b" " * (SIZE_LIMIT + 1))
    assert told(tmp_path / "large.json")[0][0] == "record-too-large"
    (tmp_path / "sjis.json").write_bytes("記録".encode("cp932"))
    assert told(tmp_path / "sjis.json")[0][0] == "encoding"


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, record())
    text = path.read_text("utf-8")
    path.write_text(text.replace('  "zone":', '  "kind": "use",\n  "zone":', 1), "utf-8")
    assert [(rule, where) for rule, where, _ in told(path)] == [("duplicate-key", "kind")]


SECRETS = (
    "Password: kumo7431",
    "パスワードは kumo7431",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "-----BEGIN RSA PRIVATE KEY-----",
)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("escaped", [False, True])
@pytest.mark.parametrize("place", ["note", "value", "name"])
def test_a_secret_is_refused_wherever_it_stands_and_is_not_shown(
    tmp_path: Path, secret: str, place: str, *, escaped: bool
) -> None:
    raw = record()
    if place == "note":
        raw["deviations"].append({"step": "B-01", "at": None, "by": None, "text": secret})
    elif place == "value":
        raw["fields"].append({"step": None, "id": "plan.reason", "value": secret})
    else:
        raw["people"][0]["name"] = secret
    path = tmp_path / "record.json"
    text = json.dumps(raw, indent=2)
    if escaped:
        hidden = "".join(f"\\u{ord(sign):04x}" for sign in secret)
        text = text.replace(json.dumps(secret)[1:-1], hidden)
    else:
        text = json.dumps(raw, indent=2, ensure_ascii=False)
    path.write_text(text, "utf-8")
    with pytest.raises(SecretFoundError) as caught:
        read_record(path)
    assert caught.value.exit_code == 3
    assert all(secret not in str(problem) and "7431" not in str(problem) for problem in caught.value.problems)


@pytest.mark.parametrize("task", ["combination", "password", "mfa_check", "log_review"])
def test_a_day_of_the_routine_is_no_secret_whatever_its_task_is_called(tmp_path: Path, task: str) -> None:
    raw = record()
    raw["fields"].append({"step": None, "id": f"due.{task}.2026-12-31", "value": True})
    assert read_record(written(tmp_path, raw)).record.fields[-1].value is True
    raw["fields"][-1]["id"] = "due.combination.24-7-31"
    with pytest.raises(SecretFoundError):
        read_record(written(tmp_path, raw))


def test_a_field_that_is_named_like_a_secret_may_hold_none(tmp_path: Path) -> None:
    raw = record()
    raw["fields"].append({"step": None, "id": "record.safe_pin", "value": "4711"})
    with pytest.raises(SecretFoundError) as caught:
        read_record(written(tmp_path, raw))
    assert [problem.rule for problem in caught.value.problems] == ["secret-key-name"]


@pytest.mark.parametrize("sign", ["\\u202e", "\\u200b", "\\u0007"])
def test_an_invisible_sign_is_refused_behind_an_escape_too(tmp_path: Path, sign: str) -> None:
    path = written(tmp_path, record())
    path.write_text(path.read_text("utf-8").replace("Sakura Mori", f"Sakura{sign} Mori"), "utf-8")
    assert [rule for rule, _, _ in told(path)] == ["character-refused"]


def test_signs_that_another_program_has_escaped_are_read_as_they_were(tmp_path: Path) -> None:
    raw = record(language="ja")
    raw["people"][0]["name"] = "𠮷田 明"
    path = tmp_path / "record.json"
    path.write_text(json.dumps(raw, indent=2), "utf-8")
    assert "\\ud842\\udfb7" in path.read_text("utf-8")
    assert read_record(path).record.people[0].name == "𠮷田 明"


@pytest.mark.slow
def test_what_is_read_is_exactly_what_the_schema_allows(tmp_path: Path) -> None:
    """One value after the other is put into the place of another one, or taken out."""
    chance = random.Random(20261129)  # noqa: S311  choices, not secrets
    values: tuple[Any, ...] = (None, True, False, 0, 1, "", "x", [], {}, 1.5, "2026-11-24T03:12:00+09:00", "plan.x")
    verdicts = set()
    short = record()
    short["steps"], short["fields"] = short["steps"][:2], short["fields"][:2]
    for _ in range(400):
        raw = json.loads(json.dumps(short))
        node: Any = raw
        while True:
            key = chance.choice(list(node)) if isinstance(node, dict) else chance.randrange(len(node))
            if isinstance(node[key], dict | list) and node[key] and chance.random() < 0.8:
                node = node[key]
                continue
            break
        if isinstance(node, dict) and chance.random() < 0.2:
            del node[key]
        else:
            node[key] = chance.choice(values)
        is_valid = VALID.is_valid(raw)
        verdicts.add(is_valid)
        found = [] if is_valid else told(written(tmp_path, raw))
        assert is_valid or found, raw
        if is_valid:
            assert read_record(written(tmp_path, raw)).raw == raw
    assert verdicts == {True, False}
