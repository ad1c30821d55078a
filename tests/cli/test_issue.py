"""Approvers change: issue, reprint only what changed, and prove which paper is current. The real command, real PDFs."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pikepdf
import pytest
from support.organisations import ORGANISATIONS

from runbook.editions import read_register
from runbook.paper.readback import page_texts, squeezed
from runbook.sheets.codes import read_code

pytestmark = pytest.mark.xdist_group("paper-issue")

FULL = ORGANISATIONS["full"].read_text("utf-8")
KATO = "{person: kato, from: 2026-04-01, until: 2027-03-31, deputy: takahashi}"
OLD_WORDS = ("加藤", "健", "Kato", "+81 90 0000 0002", "kato@example.co.jp")
NAMES_KATO = {"01-first-minutes", "02-approvers", "03-contacts", "05-checklist", "11-resilience", "00-register"}


def runbook(folder: Path, *arguments: str, code: int = 0) -> str:
    command = [sys.executable, "-m", "runbook", *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, timeout=300)
    assert ended.returncode == code, (ended.stdout, ended.stderr)
    return ended.stdout + ended.stderr


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def without_kato(text: str) -> str:
    """Kato leaves the company; Mori follows as approver and in the order of call."""
    first = text.index("  - id: kato\n")
    text = text[:first] + text[text.index("  - id: takahashi\n") :]
    return text.replace(KATO, "{person: mori, from: 2026-12-10}").replace("call: kato", "call: mori")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Mapping[str, dict[str, bytes]]]]:
    """The example company issues its first edition, loses an approver, and issues the second."""
    folder = tmp_path_factory.mktemp("story")
    config = folder / "config.yaml"
    config.write_text(FULL, "utf-8")
    seen = {}
    said = runbook(folder, "issue", "--reason", "First edition", "--approved-by", "sato", "--approved-by", "kato",
                   "--date", "2026-11-24", "--effective", "2026-12-01", "--quiet")  # fmt: skip
    assert not said
    seen["first"] = files(folder / "output")
    config.write_text(without_kato(FULL), "utf-8")
    seen["told"] = {"diff": runbook(folder, "diff", "--effective", "2026-12-10", "--talk", "en").encode()}
    runbook(folder, "issue", "--reason", "An approver leaves the company", "--approved-by", "sato",
            "--approved-by", "takahashi", "--date", "2026-12-05", "--effective", "2026-12-10", "--quiet")  # fmt: skip
    seen["second"] = files(folder / "output")
    seen["reprint"] = files(folder / "reprint")
    yield folder, seen
    shutil.rmtree(folder)


Story = tuple[Path, Mapping[str, dict[str, bytes]]]


def test_only_the_sheets_whose_words_changed_are_other_files(story: Story) -> None:
    _, seen = story
    first, second = seen["first"], seen["second"]
    assert first.keys() == second.keys()
    bound = {"index.html", "manifest.json", "SHA256SUMS"} | {
        f"{c}/runbook.{e}" for c in ("ja", "en") for e in ("html", "pdf")
    }
    expected = bound | {f"{c}/{s}.{e}" for c in ("ja", "en") for s in NAMES_KATO for e in ("md", "html", "pdf")}
    assert {path for path in first if first[path] != second[path]} == expected


def test_code_and_revision_change_together_and_only_there(story: Story) -> None:
    folder, _ = story
    register = read_register((folder / "config.yaml.editions.json").read_bytes())
    one, two = register.editions
    for name, sheet in two.sheets.items():
        if name.partition("/")[2] in NAMES_KATO:
            assert (sheet.revision, str(sheet.since)) == (2, "2026-12-10"), name
            assert sheet.code != one.sheets[name].code
        else:
            assert sheet == one.sheets[name]
    assert one.changes == {"ja": (), "en": ()}
    assert two.changes["en"][0] == "Approver 2: Sakura Mori instead of Ken Kato, from 2026-12-10"
    assert "人: 加藤 健はなくなる" in two.changes["ja"]
    assert [approval.person for approval in two.approvals] == ["sato", "takahashi"]
    assert two.approved


def test_the_old_name_is_nowhere_in_the_output(story: Story) -> None:
    """Not in names, texts, PDF text, PDF metadata, nor in any stream of a PDF once it is unpacked."""
    _, seen = story
    assert any(word.encode() in content for content in seen["first"].values() for word in OLD_WORDS)
    for path, content in seen["second"].items():
        for word in OLD_WORDS:
            if word == "健":
                continue  # a character that other words have, too
            for form in (word.encode(), word.encode("utf-16-be"), word.encode("utf-16-be").hex().encode()):
                assert form not in content, (path, word)
        if path.endswith(".pdf"):
            text = squeezed("".join(page_texts(content)))
            unpacked = _unpacked(content)
            for word in (*OLD_WORDS[2:], "加藤健"):
                assert squeezed(word) not in text, (path, word)
                assert word.encode() not in unpacked, (path, word)
                assert word.encode("utf-16-be") not in unpacked, (path, word)


def _unpacked(pdf: bytes) -> bytes:
    import io  # noqa: PLC0415

    with pikepdf.open(io.BytesIO(pdf)) as document:
        out = io.BytesIO()
        document.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False, qdf=True)
    return out.getvalue()


def test_every_page_has_code_and_revision(story: Story) -> None:
    folder, seen = story
    edition = read_register((folder / "config.yaml.editions.json").read_bytes()).editions[-1]
    for name, sheet in edition.sheets.items():
        mark = f"Revision {sheet.revision}" if name.startswith("en") else f"改訂 {sheet.revision}"
        pages = page_texts(seen["second"][f"{name}.pdf"])
        assert len(pages) == sheet.pages
        for page in pages:
            assert sheet.code in page
            assert squeezed(mark) in squeezed(page)
        for ending in ("md", "html"):
            text = seen["second"][f"{name}.{ending}"].decode()
            assert sheet.code in text
            assert mark in text
            assert str(sheet.since) in text


def test_the_difference_is_told_in_words_codes_and_copies(story: Story) -> None:
    _, seen = story
    told = seen["told"]["diff"].decode()
    assert "Approver 2: Sakura Mori instead of Ken Kato, from 2026-12-10" in told
    assert told.count("changed    ") == 2 * len(NAMES_KATO)
    assert "unchanged  04 Break Glass (English)" in told
    assert "05 Checklist (English): take out copies 1 to 7 and shred; put in copies 1 to 7" in told
    assert "Edition code, to be approved: " in told


def test_slip_and_redline_are_in_every_format_and_language(story: Story) -> None:
    folder, seen = story
    edition = read_register((folder / "config.yaml.editions.json").read_bytes()).editions[-1]
    names = {
        f"{code}/{slug}.{ending}"
        for code in ("ja", "en")
        for slug in ("slip", "redline")
        for ending in ("md", "html", "pdf")
    }
    assert names <= seen["reprint"].keys()
    for code in ("ja", "en"):
        slip = squeezed("".join(page_texts(seen["reprint"][f"{code}/slip.pdf"])))
        for name in NAMES_KATO:
            assert edition.sheets[f"{code}/{name}"].code in slip
        assert "加藤健" in slip if code == "ja" else "KenKato" in slip
        redline = seen["reprint"][f"{code}/redline.html"].decode()
        assert "<del>" in redline
        assert "<ins>" in redline
        assert ("加藤 健" if code == "ja" else "Ken Kato") in redline


def test_verify_tells_old_paper_from_new(story: Story) -> None:
    folder, _ = story
    one, two = read_register((folder / "config.yaml.editions.json").read_bytes()).editions
    old, new = one.sheets["en/02-approvers"].code, two.sheets["en/02-approvers"].code
    same = one.sheets["en/04-break-glass"].code
    assert "current." in runbook(folder, "verify", new, same.lower().replace("-", " "), "--date", "2026-12-10")
    told = runbook(folder, "verify", old, "--date", "2026-12-10", code=1)
    assert f"superseded on 2026-12-10 by {new}" in told
    assert "An approver leaves the company" in told
    assert "Sakura Mori instead of Ken Kato" in told
    assert "not in force yet" in runbook(folder, "verify", new, "--date", "2026-12-09", code=1)
    assert "current." in runbook(folder, "verify", old, "--date", "2026-12-09")
    swapped = new[1] + new[0] + new[2:]
    if swapped != new:
        assert new in runbook(folder, "verify", swapped, "--date", "2026-12-10", code=1)
    assert "unknown" in runbook(folder, "verify", str(read_code("0000-0000-0")), code=1)
    answer = json.loads(
        runbook(folder, "verify", f"{new.replace('-', '')} 2026-12-10", "--date", "2027-01-01", "--json")
    )
    assert answer["codes"][0]["state"] == "current"
    assert "Do not trust" in runbook(folder, "verify", f"{new} 2026-12-11", "--date", "2027-01-01", code=1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["verify"], "Give a code"),
        (["verify", " "], "Give a code"),
        (["verify", "7K3M-9QTX-5", "-c", "elsewhere.yaml"], "There is no register"),
        (["verify", "7K3M-9QTX-5", "--date", "tomorrow"], "is not a date"),
        (["diff", "5"], "no edition 5"),
        (["diff", "1", "3"], "no edition 3"),
        (["diff", "0", "7"], "no edition 7"),
        (["diff", "--effective", "2027-13-01"], "is not a date"),
        (["leave", "sato", "--on", "2027-02-29"], "is not a date"),
        (["leave", "satoo", "--on", "2027-02-28"], "sato"),
        (["issue", "--reason", "Why"], "--approved-by"),
    ],
)
def test_questions_that_cannot_be_answered_say_why(story: Story, arguments: list[str], words: str) -> None:
    folder, _ = story
    assert words in runbook(folder, *arguments, code=2)


def test_a_folder_that_is_none_of_ours_is_not_verified(story: Story, tmp_path: Path) -> None:
    folder, _ = story
    told = runbook(folder, "verify", "--output", str(tmp_path), code=1)
    assert "no manifest.json" in told
    assert "issued" not in told


def test_the_folder_is_verified_with_the_register(story: Story) -> None:
    folder, _ = story
    assert "It holds edition 2." in runbook(folder, "verify", "--output", "output")
    changed = folder / "output" / "en" / "02-approvers.md"
    before = changed.read_bytes()
    changed.write_bytes(before + b"\nmy own line\n")
    try:
        assert "02-approvers.md" in runbook(folder, "verify", "--output", "output", code=1)
        refused = runbook(folder, "build", "--date", "2026-12-10", code=5)
        assert "02-approvers.md" in refused
        assert "notes" in refused
    finally:
        changed.write_bytes(before)


def test_building_an_issued_edition_again_changes_no_file(story: Story) -> None:
    folder, seen = story
    runbook(folder, "build", "--date", "2026-12-31")
    assert files(folder / "output") == seen["second"]
    again = runbook(folder, "issue", "--reason", "Again", "--approved-by", "sato", "--date", "2026-12-20")
    assert "Nothing changed since edition 2" in again
    assert "runbook diff 1 2 -o reprint" in again
    runbook(folder, "diff", "1", "2", "-o", "again", "-q")
    assert {path: content for path, content in files(folder / "again").items() if "slip" in path} == {
        path: content for path, content in seen["reprint"].items() if "slip" in path
    }
    assert "From no edition to edition 1" in runbook(folder, "diff", "0", "1")
    assert len(read_register((folder / "config.yaml.editions.json").read_bytes()).editions) == 2


def test_a_change_that_is_not_issued_says_so_and_nothing_else_does(story: Story, tmp_path: Path) -> None:
    folder, _ = story
    for name in ("config.yaml", "config.yaml.editions.json"):
        shutil.copy(folder / name, tmp_path)
    config = tmp_path / "config.yaml"
    config.write_text(
        config.read_text("utf-8").replace("Ask for night access. Extension 9.", "Ask for night access."), "utf-8"
    )
    runbook(tmp_path, "build", "--date", "2026-12-15", "-f", "md")
    built = files(tmp_path / "output")
    unissued = {path for path, content in built.items() if b"Not issued" in content or "未発行".encode() in content}
    assert unissued == {"en/00-register.md", "en/03-contacts.md"}
    assert b"Edition 2" not in built["en/00-register.md"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ((" ", "sato mori"), "The reason is empty"),
        (("x" * 201, "sato mori"), "201 characters"),
        (("bell \a", "sato mori"), "U+0007"),
        (("Why", "sato"), "2 approvals are needed; 1 count"),
        (("Why", "sato sato"), "2 approvals are needed; 1 count"),
        (("Why", "sato suzki"), "suzuki"),
        (("Why", "sato suzuki"), "is not an approver"),
        (("Why", "sato mori", "--effective", "2026-12-11"), "2026-12-11, before"),
        (("Why", "sato mori", "--date", "2026-12-01"), "was issued on 2026-12-05"),
        (("Why", "sato mori", "--edition", "0000-0000-0"), "approve"),
    ],
)
def test_what_may_not_be_issued_is_refused_with_a_reason(
    story: Story, tmp_path: Path, typed: tuple[str, ...], words: str
) -> None:
    folder, _ = story
    reason, approvers, *more = typed
    for name in ("config.yaml", "config.yaml.editions.json"):
        shutil.copy(folder / name, tmp_path)
    config = tmp_path / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("Extension 9.", "Extension 8."), "utf-8")
    arguments = ["--reason", reason, *more, *([] if "--date" in more else ["--date", "2026-12-15"])]
    for approver in approvers.split():
        arguments += ["--approved-by", approver]
    before = files(tmp_path)
    assert words in runbook(tmp_path, "issue", *arguments, code=2)
    assert files(tmp_path) == before


def test_a_secret_in_the_reason_is_refused_and_not_shown(story: Story, tmp_path: Path) -> None:
    folder, _ = story
    for name in ("config.yaml", "config.yaml.editions.json"):
        shutil.copy(folder / name, tmp_path)
    config = tmp_path / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("Extension 9.", "Extension 8."), "utf-8")
    secret = "AKIA" + "IOSFODNN7EXAMPLE"
    told = runbook(tmp_path, "issue", "--reason", f"key {secret}", "--approved-by", "sato", "--approved-by", "mori",
                   "--date", "2026-12-15", code=3)  # fmt: skip
    assert secret not in told


def test_a_register_that_was_edited_stops_everything_that_needs_it(story: Story, tmp_path: Path) -> None:
    folder, _ = story
    shutil.copy(folder / "config.yaml", tmp_path)
    text = (folder / "config.yaml.editions.json").read_text("utf-8")
    (tmp_path / "config.yaml.editions.json").write_text(text.replace("First edition", "First Edition"), "utf-8")
    for arguments in (["build"], ["diff"], ["verify", "0000-0000-0"]):
        assert "was changed after it was written" in runbook(tmp_path, *arguments, code=5)
    assert {path.name for path in tmp_path.iterdir()} == {"config.yaml", "config.yaml.editions.json"}


def test_an_approval_of_other_codes_does_not_count(story: Story, tmp_path: Path) -> None:
    """Even if somebody writes a register that holds together: what was not approved prints "not issued"."""
    from dataclasses import replace  # noqa: PLC0415

    from runbook.editions import Register, register_text  # noqa: PLC0415

    folder, _ = story
    shutil.copy(folder / "config.yaml", tmp_path)
    one, two = read_register((folder / "config.yaml.editions.json").read_bytes()).editions
    elsewhere = replace(two, approvals=tuple(replace(approval, code=one.code) for approval in two.approvals))
    (tmp_path / "config.yaml.editions.json").write_bytes(register_text(Register((one, elsewhere))))
    runbook(tmp_path, "build", "--date", "2026-12-15", "-f", "md")
    built = files(tmp_path / "output")
    assert b"Not issued" in built["en/02-approvers.md"]
    assert b"Revision 1" in built["en/04-break-glass.md"]
