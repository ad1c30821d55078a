"""The bundle of a company with a past: it opens, its index is true, and readers of roles are told roles only."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from html import unescape
from pathlib import Path
from posixpath import normpath
from typing import Any

import pytest
from support.audits import FORMER, OLD_PHONE, OLD_SEAL, TODAY, YEAR, company_with_a_past, reading, reconciled
from support.organisations import ORGANISATIONS
from support.shared import Shared

from runbook.audience import Audience
from runbook.audit.archive import check_archive
from runbook.audit.making import BundleRequest, make_bundle, make_timeline
from runbook.building import Inputs
from runbook.clock import Clock
from runbook.errors import RenderingRefusedError
from runbook.organisation.disclosure import parts
from runbook.organisation.localized import Text
from runbook.paper import page_texts

LANGUAGES = ("en", "ja")
ISHIDA = "石田"
TAG = re.compile(r"<[^>]*>")


def asked(audience: Audience, folder: Path | None = None, languages: tuple[str, ...] = ()) -> BundleRequest:
    return BundleRequest(lambda _: YEAR, audience, languages, folder / "reconcile.json" if folder else None)


def fill(folder: Path) -> None:
    config = company_with_a_past(folder)
    (folder / "reconcile.json").write_text(reconciled(("root-use-unexplained",)), "utf-8")
    for audience in Audience:
        make_bundle(Inputs(config, Clock(TODAY)), asked(audience, folder), folder / f"{audience}.zip")


@pytest.fixture(scope="module")
def bundles(shared: Shared) -> Path:
    """Both bundles of the example, made once."""
    return shared.made("bundles", fill)


@pytest.fixture
def files(bundles: Path) -> Callable[[Audience], dict[str, bytes]]:
    """The files of a bundle by path."""

    @cache
    def opened(audience: Audience) -> dict[str, bytes]:
        with zipfile.ZipFile(bundles / f"{audience}.zip") as made:
            assert made.testzip() is None
            return {name: made.read(name) for name in made.namelist()}

    return opened


def part(found: dict[str, bytes], name: str) -> Any:
    tree = json.loads(found[f"data/{name}.json"])
    assert (tree["format"], tree["version"], tree["part"]) == ("runbook-evidence", 1, name)
    return tree[name]


def words(found: dict[str, bytes], path: str) -> str:
    """What a reader sees of a page."""
    text = "\n".join(page_texts(found[path])) if path.endswith(".pdf") else unescape(TAG.sub(" ", found[path].decode()))
    return " ".join(text.split())


Files = Callable[[Audience], dict[str, bytes]]


@pytest.mark.paper
@pytest.mark.parametrize("audience", Audience)
def test_the_index_is_true(bundles: Path, files: Files, audience: Audience) -> None:
    found = files(audience)
    manifest = json.loads(found["manifest.json"])
    assert set(manifest["files"]) == set(found) - {"manifest.json", "SHA256SUMS"}
    for path, listed in manifest["files"].items():
        assert listed == {"sha256": sha256(found[path]).hexdigest(), "bytes": len(found[path])}
    lines = [line.partition("  ") for line in found["SHA256SUMS"].decode().splitlines()]
    sums = {path: digest for digest, _, path in lines}
    assert sums == {path: sha256(content).hexdigest() for path, content in found.items() if path != "SHA256SUMS"}
    for language in LANGUAGES:
        page = found[f"{language}/index.html"].decode()
        targets = {normpath(f"{language}/{href}") for href in re.findall(r'href="([^"]+)"', page)}
        assert targets == {
            path for path in manifest["files"] if not path.startswith(tuple(f"{code}/index." for code in LANGUAGES))
        }
        paper = "".join(words(found, f"{language}/index.pdf").split())
        for target in targets:
            assert manifest["files"][target]["sha256"] in page
            assert manifest["files"][target]["sha256"] in paper
    assert check_archive(bundles / f"{audience}.zip").is_whole


@pytest.mark.paper
@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("path", ["en/index.html", "en/index.pdf"])
def test_a_reader_can_tell_when_root_was_last_used_by_whom_and_who_approved(
    files: Files, audience: Audience, path: str
) -> None:
    said = words(files(audience), path)
    assert "Root was last used on 2026-09-03 (entry 5, use)." in said
    by, approved = (
        ("Sakura Mori (Operator)", "Hanako Sato (Approver), 03:03")
        if audience is Audience.FULL
        else ("Operator (P4)", "Approver (P1), 03:03")
    )
    assert f"By: {by}" in said
    assert f"Approved by: {approved}" in said
    assert "The last drill was on 2026-03-03 (entry 2)." in said
    old, thing = (OLD_SEAL, "E-0031") if audience is Audience.FULL else ("S-1", "ENV-1")
    assert f"{old} {thing} 2026-02-01, edition 1 Replaced on 2026-05-10, entry 1" in said
    assert "does not count: corrected by entry 5" in said


@pytest.mark.paper
def test_machines_are_told_the_same(files: Files) -> None:
    found = files(Audience.FULL)
    answers = part(found, "answers")
    assert answers["root_last_used"]["day"] == "2026-09-03"
    assert [each["person"]["id"] for each in answers["root_last_used"]["approved_by"]] == ["sato", "tanaka"]
    assert answers["edition_in_force"] == 2
    assert [(each["number"], each["corrected_by"]) for each in part(found, "records")][-2:] == [(4, 5), (5, None)]
    assert [edition["reason"] for edition in part(found, "editions")] == [
        "First edition",
        f"{FORMER} leaves, Tanaka comes",
    ]
    assert part(found, "reconciliation")["differences"] == {"root-use-unexplained": 1}
    risks = {risk["rule"]: risk for risk in part(found, "risks") if risk["rule"].startswith("drills")}
    assert risks["drills-every-ninety-days"]["edition"] == 2


@pytest.mark.paper
def test_a_control_for_which_nothing_is_there_stands_in_the_index_all_the_same(files: Files) -> None:
    found = files(Audience.ROLE_ONLY)
    controls = {control["id"]: control for control in part(found, "controls")}
    missing = [
        (name, proof["kind"])
        for name, control in controls.items()
        for proof in control["proofs"]
        if proof["state"] == "missing"
    ]
    assert ("contacts-current", "aws-contacts") in missing
    for number in ("8.2.2, part 1", "8.2.2, part 6", "ISM-1610", "ISM-1615", "SCG-CSO-RSC", "CIS 7.0: 2.4"):
        assert number in words(found, "en/index.html")
    assert words(found, "en/index.html").count(": missing") == len(missing)
    assert all(control["sources"] or control["is_our_own_mapping"] for control in controls.values())


def secrets() -> Iterator[str]:
    """Every marked text of the example that can be told from another, and what only its past knows."""
    yield from (FORMER, "Ishida", ISHIDA, OLD_SEAL, OLD_PHONE, "TEB-004599", "OPS-77", "locked out and", "called twice")
    for _, mark, value in parts(reading().organisation):
        if mark.is_marked:
            texts: tuple[str, ...] = (value,) if isinstance(value, str) else ()
            if isinstance(value, Text):
                texts = (value.words,) if isinstance(value.words, str) else tuple(text for _, text in value.words)
            yield from (text for text in texts if len(text) > 5)


@pytest.mark.paper
def test_no_marked_value_of_today_or_of_before_is_in_any_file_for_readers_of_roles(files: Files) -> None:
    wanted = set(secrets())
    assert len(wanted) > 100
    for path, content in files(Audience.ROLE_ONLY).items():
        text = words(files(Audience.ROLE_ONLY), path) if path.endswith((".pdf", ".html")) else content.decode()
        assert [value for value in wanted if value in text or value.encode() in content] == [], path
    full = "".join(words(files(Audience.FULL), path) for path in files(Audience.FULL) if path.endswith(".html"))
    assert all(value in full for value in ("Hanako Sato", FORMER, OLD_SEAL, "E-0031"))
    assert {path for path in files(Audience.FULL) if path.startswith("sources/")} == {
        "sources/editions.json",
        "sources/records.json",
        "sources/reconcile.json",
    }
    assert not [path for path in files(Audience.ROLE_ONLY) if path.startswith("sources/")]


@pytest.mark.paper
def test_both_languages_have_the_same_rows(files: Files) -> None:
    found = files(Audience.ROLE_ONLY)
    for page in ("index", "timeline"):
        rows = [found[f"{language}/{page}.html"].count(b"<tr") for language in LANGUAGES]
        assert rows[0] == rows[1] > 20


@pytest.mark.paper
def test_the_same_input_gives_the_same_bundle(bundles: Path, tmp_path: Path) -> None:
    for name in ("config.yaml", "config.yaml.editions.json", "config.yaml.records.json", "reconcile.json"):
        shutil.copy(bundles / name, tmp_path / name)
    inputs = Inputs(tmp_path / "config.yaml", Clock(TODAY))
    make_bundle(inputs, asked(Audience.ROLE_ONLY, tmp_path), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (bundles / "role-only.zip").read_bytes()


@pytest.mark.paper
def test_a_page_that_names_somebody_who_left_is_written_nowhere(bundles: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "audit"
    own.mkdir(parents=True)
    shipped = Path(__file__).parent.parent.parent / "templates" / "audit" / "timeline.j2"
    (own / "timeline.j2").write_text(shipped.read_text("utf-8") + f"\n<p>{FORMER}</p>\n", "utf-8")
    inputs = Inputs(bundles / "config.yaml", Clock(TODAY), tmp_path / "own")
    with pytest.raises(RenderingRefusedError) as refused:
        make_timeline(inputs, asked(Audience.ROLE_ONLY, languages=("en",)), tmp_path / "timeline.html")
    assert {problem.rule for problem in refused.value.problems} == {"role-only-leak"}
    assert not (tmp_path / "timeline.html").exists()


@pytest.mark.paper
@pytest.mark.parametrize("organisation", ["minimal", "awkward"])
def test_every_company_can_have_one_however_it_writes(tmp_path: Path, organisation: str) -> None:
    config = Path(shutil.copy(ORGANISATIONS[organisation], tmp_path / "config.yaml"))
    made = make_bundle(Inputs(config, Clock(TODAY)), asked(Audience.FULL, languages=("ja",)), tmp_path / "evidence.zip")
    assert made.archive is not None
    assert {path for path in made.archive.hashes if path.startswith("ja/")} == {
        f"ja/{page}.{ending}" for page in ("index", "timeline") for ending in ("html", "pdf")
    }
    assert check_archive(tmp_path / "evidence.zip").is_whole


@pytest.mark.paper
def test_the_timeline_says_in_words_what_its_picture_shows(files: Files) -> None:
    page = files(Audience.ROLE_ONLY)["en/timeline.html"].decode()
    assert "<script" not in page
    titles = [unescape(title) for title in re.findall(r"<svg[^>]*><title>(.*?)</title>", page)]
    assert "Uses of root: 2026-05-10, 2026-09-03." in titles
    assert "Break-glass drill: 2026-03-03. Without a young proof: 148 days." in titles
    said = words(files(Audience.ROLE_ONLY), "en/timeline.html")
    assert "Break-glass drill every 6 months 2026-03-03 2026-09-04 to 2026-11-29 (87 days) not yet" in said
    assert "2026-06-01 Findings and accepted risks Risk accepted with edition 2" in said


@pytest.mark.paper
@pytest.mark.parametrize("audience", Audience)
def test_a_reader_sees_when_findings_came_and_went_and_what_people_found(files: Files, audience: Audience) -> None:
    found = part(files(audience), "findings")
    told = [course for course in found["over_time"] if course["rule"] == "two-mfa-devices"]
    assert [(each["first_seen"], each["last_seen"], each["not_seen_any_more_on"]) for each in told] == [
        ("2026-02-01", "2026-06-01", str(TODAY))
    ]
    assert [each["entry"] for each in found["looks"]] == [6, 7, None]
    [torn] = found["found_by_people"]
    assert (torn["entry"], torn["closed_by"], torn["closed"]) == (8, 9, "2026-06-05")
    assert ("found" in torn) is ("about" in told[0]) is (audience is Audience.FULL)
    said = words(files(audience), "en/index.html")
    assert "Looked on: 2026-02-01 (entry 6), 2026-06-01 (entry 7), 2026-11-29 (for this bundle)." in said
    assert "done with on 2026-06-05, entry 9" in said
    assert ("The bag is torn" in said) is (audience is Audience.FULL)
    assert ("Everybody was locked out" in said) is (audience is Audience.FULL), "why root was used"
    assert (f"B-04: {FORMER} was called twice." in said) is (audience is Audience.FULL)
