"""The config as a whole: the shipped examples, the schema, and that what is written is what is read."""

from __future__ import annotations

import dataclasses
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.config_texts import EXAMPLE, MINIMAL, changed, read, steps
from support.effort import measured
from support.organisations import ROOT

from runbook import organisation
from runbook.config import json_schema
from runbook.config.source import files_named_by
from runbook.errors import ConfigError
from runbook.organisation import AccountKind, Custody, Hours, Organisation, Partition, Role, Route
from runbook.resources import fonts_dir
from runbook.text.characters import composed, refused
from runbook.text.glyphs import coverage
from runbook.text.secrets import find_secrets

STRUCTURES = [
    kind
    for kind in vars(organisation).values()
    if getattr(kind, "__module__", "").startswith(f"{organisation.__name__}.")
    and isinstance(kind, type)
    and dataclasses.is_dataclass(kind)
]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Organisation:
    reading = read(EXAMPLE, tmp_path_factory.mktemp("example"))
    assert reading.notes == ()
    return reading.organisation


def typed(text: str) -> Any:
    """The text as an editor's YAML 1.2 reader types it: days are text, and so are "on" and "no"."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(("timestamp", "bool"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))
    return yaml.load(text, Loader=Loader)  # noqa: S506  a safe loader


def fits_schema(text: str) -> bool:
    return not list(jsonschema.Draft202012Validator(dict(json_schema())).iter_errors(typed(text)))


def is_read(text: str, folder: Path) -> bool:
    try:
        read(text, folder)
    except ConfigError:
        return False
    return True


# What is not so at the example company, and would be a finding or no company's wish to show.
NOT_SO = {
    ("Domain", "hosted_in"),
    ("Copies", "languages"),  # the example may be printed in one language
    ("Mailbox", "hosted_in"),
    ("Account", "root_access_key"),
    ("Organisation", "account_management_admin"),
    ("Organisation", "without"),
    ("Organisation", "accounts_file"),
    ("Place", "depends_on"),
    ("Place", "hosted_in"),
    ("RecoveryPhone", "held_by"),
    *(("DocumentControl", name) for name in ("name", "purpose", "scope", "intended_for")),  # built-in words
}


def test_the_example_uses_every_field_that_is_true_of_it() -> None:
    tree = typed(EXAMPLE)
    used: set[tuple[str, str]] = set()
    schema = dict(json_schema())

    def visit(part: Any, value: Any) -> None:
        while "$ref" in part:
            name = part["$ref"].rpartition("/")[2]
            part = schema["$defs"][name]
            if isinstance(value, dict):
                used.update((name, key) for key in value)
        for alternative in (*part.get("anyOf", ()), *part.get("oneOf", ())):
            visit(alternative, value)
        if isinstance(value, dict):
            for key, child in value.items():
                visit(part.get("properties", {}).get(key) or part.get("additionalProperties") or {}, child)
        elif isinstance(value, list):
            for child in value:
                visit(part.get("items", {}), child)

    visit(schema, tree)
    used.update(("Organisation", key) for key in tree)
    every = {
        (kind.__name__, "from" if field.name == "start" else field.name)
        for kind in STRUCTURES
        for field in dataclasses.fields(kind)
    }
    assert every - used == NOT_SO


def test_the_example_shows_every_custody_but_sealed_and_the_usual_partitions(example: Organisation) -> None:
    # Mail alone is a loss that shuts out of what is sealed: a finding that the example would have to accept.
    assert {account.custody for account in example.accounts} == set(Custody) - {Custody.SEALED}
    assert {account.partition for account in example.accounts} >= {
        Partition.COMMERCIAL,
        Partition.GOVCLOUD,
        Partition.CHINA,
    }
    assert {Route.SAFE, Route.REMOVED, Route.RESELLER, Route.GOVCLOUD, Route.CHINA} <= set(example.routes)
    assert set(example.roles) == set(Role) - {Role.APPROVER}
    assert {contact.kind for contact in example.contacts} == {
        "inside",
        "aws",
        "reseller",
        "vendor",
        "authority",
        "other",
    }
    assert len(example.people) == 10


def test_the_example_keeps_the_two_halves_of_root_apart(example: Organisation) -> None:
    for account in example.accounts:
        passwords = {item.place for item in example.items_for(account.id, "password")}
        devices = {item.place for item in example.items_for(account.id, "mfa")}
        assert passwords.isdisjoint(devices)


def test_the_minimal_config_is_short_and_complete(tmp_path: Path) -> None:
    organisation = read(MINIMAL, tmp_path).organisation
    assert len(MINIMAL.splitlines()) <= 42
    assert organisation.kinds == (AccountKind.MANAGEMENT,)
    assert organisation.people[0].name.in_language("en") == organisation.people[0].name.in_language("ja")


@pytest.mark.parametrize("text", [EXAMPLE, MINIMAL])
def test_the_examples_name_their_schema_in_the_first_line(text: str) -> None:
    assert re.match(r"# yaml-language-server: \$schema=\.{1,2}/(\.\./)?config\.schema\.json\n", text)


@pytest.mark.parametrize("text", [EXAMPLE, MINIMAL])
def test_the_examples_hold_invented_data_only(text: str) -> None:
    addresses = re.findall(r"[\w.+-]+@([\w.-]+)", text)
    assert all(domain.endswith("example.co.jp") for domain in addresses)
    numbers = re.findall(r'"(\+[0-9 ]+)"', text)
    assert numbers
    assert all(" 0000 00" in number for number in numbers)


def test_the_example_uses_step_ids_that_exist(example: Organisation) -> None:
    assert set(example.notes) <= set(steps())


def test_the_schema_in_the_repository_is_the_one_of_the_model() -> None:
    assert json.loads((ROOT / "config.schema.json").read_text("utf-8")) == json_schema()


def test_the_schema_is_valid_and_describes_every_field() -> None:
    schema = dict(json_schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    for definition in (schema, *schema["$defs"].values()):
        if "properties" in definition:
            assert definition["additionalProperties"] is False
            assert [name for name, part in definition["properties"].items() if not part.get("description")] == []


AGREED = [
    ("", "", True),
    ("required: 2", 'required: "2"', True),
    ("required: 2", "required: 0", False),
    ("required: 2", "required: two", False),
    ("required: 2", "required: 2.5", False),
    ("config_version: 1", 'config_version: "1"', True),
    ("config_version: 1", "config_version: 2", False),
    ("config_version: 1\n", "", False),
    ("name: Sample K.K.", "name: 3.10", True),
    ("name: Sample K.K.", "name: {ja: 見本, en: Sample}", True),
    ("name: Sample K.K.", "name: []", False),
    ("name: Sample K.K.", 'name: ""', False),
    ("name: Sample K.K.", "nam: Sample", False),
    ("languages: [ja, en]", "languages: []", False),
    ("languages: [ja, en]", "languages: ja", False),
    ('value: "+81 90 0000 0001"}', 'value: "+81 90 0000 0001", personal: true}', True),
    ('value: "+81 90 0000 0001"}', 'value: "+81 90 0000 0001", personal: maybe}', False),
    ('value: "+81 90 0000 0001"}', 'value: "+81 90 0000 0001", confirmed_on: 2026-10-01}', True),
    ('value: "+81 90 0000 0001"}', 'value: "+81 90 0000 0001", confirmed_on: 2026/10/01}', False),
    ('value: "+81 90 0000 0001"}', 'value: "+81 90 0000 0001", depends_on: [idp]}', True),
    ('value: "+81 90 0000 0001"}', 'value: "+81 90 0000 0001", depends_on: [tele pathy]}', False),
    ("kind: management", "kind: manager", False),
    ("name: payer,", "name: payer, partition: aws,", True),
    ("name: payer,", "name: payer, note: ,", True),
    ('accounts:\n  - {id: "111122223333"', 'accounts:\n  - {id: "1111-2222-3333"', True),
    ('accounts:\n  - {id: "111122223333"', 'accounts:\n  - {id: "1111222233334"', False),
    ("  witness:", "  witnes:", False),
    ("copies:", "rotation: {drill: {every: P6M, on: [root-used]}}\ncopies:", True),
    ("copies:", "rotation: {drill: {every: 6 months}}\ncopies:", False),
    ("copies:", "rotation: {drill: {on: [full-moon]}}\ncopies:", False),
    ("copies:", "escalation: [{after: PT10M, call: sato}]\ncopies:", True),
    ("copies:", "escalation: [{after: 10, call: sato}]\ncopies:", False),
    ("copies:", 'contacts: [{name: a, kind: aws, url: "https://aws.amazon.com/"}]\ncopies:', True),
    ("copies:", 'contacts: [{name: a, kind: aws, url: "http://aws.amazon.com/"}]\ncopies:', False),
    ("copies:", "contacts: [{name: a, kind: aws, email: nobody}]\ncopies:", False),
    ("copies:", "notes: {B-07: {before: x, after: {ja: y, en: z}}}\ncopies:", True),
    ("copies:", "notes: {B-07: x}\ncopies:", False),
    ("copies:", "paper: Letter\ncopies:", True),
    ("copies:", "paper: A3\ncopies:", False),
    ('account: "111122223333", seal', 'account: ["111122223333"], seal', True),
    ('account: "111122223333", seal', "account: {a: b}, seal", False),
    ('sheet: "*", place: safe-b', 'sheet: "04", place: safe-b', True),
    ('sheet: "*", place: safe-b', "sheet: break-glass, place: safe-b, count: 21", False),
]


@pytest.mark.parametrize(("old", "new", "right"), AGREED)
def test_schema_and_reader_agree(old: str, new: str, right: bool, tmp_path: Path) -> None:  # noqa: FBT001
    text = changed(old, new) if old else MINIMAL
    assert (fits_schema(text), is_read(text, tmp_path)) == (right, right)


def test_the_schema_accepts_the_whole_example() -> None:
    assert fits_schema(EXAMPLE)


COVERED = sorted(point for point in coverage(fonts_dir()) if point >= 0x20 and not refused(chr(point)))


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(st.sampled_from([chr(point) for point in COVERED]), min_size=1, max_size=40).filter(
        lambda name: name.strip()
    )
)
def test_a_name_that_is_written_is_read(name: str, tmp_path: Path) -> None:
    if find_secrets(name):
        return
    tree = yaml.safe_load(changed("from: 2026-04-01", 'from: "2026-04-01"', times=8))
    tree["people"][0]["name"] = name
    organisation = read(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=60), tmp_path).organisation
    assert organisation.people[0].name.in_language("ja") == composed(name).replace("\t", " ").strip()


def test_every_text_has_its_place(tmp_path: Path) -> None:
    reading = read(EXAMPLE, tmp_path)
    lines = EXAMPLE.split("\n")
    for scalar in reading.scalars:
        shown = lines[scalar.line - 1][scalar.column - 1 :].lstrip("\"'")
        assert shown.startswith(scalar.value), scalar
    assert ("people", 3, "name", "ja") in {scalar.path for scalar in reading.scalars}


def test_five_hundred_accounts_are_read_quickly(tmp_path: Path) -> None:
    more = "".join(
        f'  - {{id: "{200000000000 + n}", name: {{ja: 部門{n}, en: Unit {n}}}, kind: member, custody: removed, '
        f"root_email: root-{n}@example.co.jp, note: {{ja: 備考です, en: A note}}}}\n"
        for n in range(499)
    )
    text = changed("copies:", more + "central_root: {credentials: true}\ncopies:").replace(
        "  witness:", "  central_admin: [{person: mori, from: 2026-04-01}]\n  witness:"
    )
    read(MINIMAL, tmp_path)
    with measured() as effort:
        organisation = read(text, tmp_path).organisation
    assert effort.millions < 50
    assert len(organisation.accounts) == 500


def test_two_hundred_approvers_are_read(tmp_path: Path) -> None:
    people = "".join(
        f'  - {{id: p{n}, name: 人{n}, contacts: [{{kind: mobile, value: "+81 90 1000 {n:04d}"}}]}}\n'
        for n in range(196)
    )
    members = "".join(f"    - {{person: p{n}, from: 2026-04-01}}\n" for n in range(196))
    text = changed("approvers:\n", people + "approvers:\n").replace("roles:\n", members + "roles:\n")
    assert len(read(text, tmp_path).organisation.approvers.members) == 198


def test_dates_and_defaults_are_typed(example: Organisation) -> None:
    assert example.approvers.members[0].until == date(2028, 3, 31)
    assert example.escalation[3].after == 60
    assert example.copies[1].count == 1
    hours = example.person("yoshida").hours
    assert isinstance(hours, Hours)
    assert hours.round_the_clock


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("company: {}\n", []),
        ("look:\n  logo: mark.svg  # ours\n", ["mark.svg"]),
        ("look:\n  'logo' : 'our mark.svg'\r\n", ["our mark.svg"]),
        ('accounts_file: "a.yaml"\nlook: {accent: "#123", "logo": "b.svg", other: 1}\n', ["a.yaml", "b.svg"]),
        ("# logo: old.svg\n", ["old.svg"]),  # looks as if it were named: looked at in vain
    ],
)
def test_files_that_a_config_names_are_found_without_parsing(tmp_path: Path, text: str, names: list[str]) -> None:
    config = tmp_path / "config.yaml"
    assert files_named_by(config) == ()
    config.write_text(text, "utf-8", newline="")
    assert files_named_by(config) == tuple(tmp_path / name for name in names)
