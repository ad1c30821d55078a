"""Approvers change: issue, reprint only what changed, and prove which paper is current. Real PDFs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pikepdf
import pytest
from support.command import ELSEWHERE, Runbook, run_process
from support.config_texts import ENGLISH, changed
from support.organisations import ISSUED_ON
from support.papers import APPROVED, IN_FORCE, Papers
from support.shared import Shared

from runbook.editions import Register, read_register
from runbook.knowledge.sheets import SheetName
from runbook.paper.readback import page_texts, squeezed
from runbook.sheets.codes import read_code

pytestmark = pytest.mark.paper

REGISTER = "config.yaml.editions.json"
KATO_BEFORE = '  - {id: kato, name: 加藤 健, contacts: [{kind: mobile, value: "+81 90 0000 0002"}]}\n'
KATO = """  - id: kato
    name: {ja: 加藤 健, en: Ken Kato}
    contacts: [{kind: mobile, value: "+81 90 0000 0002"}, {kind: email, value: kato@example.co.jp}]
"""
# The smallest company, with a name in each language and somebody to call: an edit there changes two sheets in one.
COMPANY = f"""{changed(KATO_BEFORE, KATO)}
contacts:
  - name: {{ja: 警備室, en: Building security}}
    kind: inside
    phone: "+81 3 0000 0024"
    note: {{ja: 夜間の入館を依頼します。内線は 9 です。, en: Ask for night access. Extension 9.}}
"""
OLD_WORDS = ("加藤", "健", "Kato", "kato", "+81 90 0000 0002", "kato@example.co.jp")
SHEETS_THAT_NAME_KATO = {
    *("00-register", "01-first-minutes", "02-approvers", "03-contacts", "05-checklist", "06-custody", "11-resilience"),
}


def names_kato(name: SheetName) -> bool:
    """Whether a sheet of the first edition names him: every packet has all approvers."""
    return name.sheet.is_packet or name.sheet.name in SHEETS_THAT_NAME_KATO


class Typed(Protocol):
    """All that a command says; AssertionError if it ends with another code."""

    def __call__(self, folder: Path, *arguments: str, code: int = 0) -> str: ...


@pytest.fixture(scope="module")
def typed(runbook: Runbook) -> Typed:
    def typed(folder: Path, *arguments: str, code: int = 0) -> str:
        ended = runbook(*arguments, cwd=folder)
        assert ended.code == code, (ended.stdout, ended.stderr)
        return ended.stdout + ended.stderr

    return typed


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def without_kato(text: str) -> str:
    """Kato leaves the company; Mori follows as approver, Sato at the safe."""
    text = changed(KATO, "", text)
    text = changed("{person: kato, from: 2026-04-01}", "{person: mori, from: 2026-04-01}", text)
    return changed("[[mori, kato]]", "[[mori, sato]]", text)


@dataclass(frozen=True, slots=True)
class Story:
    """A company issues its first edition, loses an approver, and issues the second."""

    folder: Path
    first: Mapping[str, bytes]
    second: Mapping[str, bytes]
    reprint: Mapping[str, bytes]
    diff: str

    @property
    def register(self) -> Register:
        return read_register((self.folder / REGISTER).read_bytes())


@pytest.fixture(scope="module")
def story(shared: Shared, papers: Papers, typed: Typed) -> Story:
    """Read only: who changes something takes `company`."""

    def tell(place: Path) -> None:
        papers.first_edition("minimal")  # has printed what does not name Kato
        config = place / "company" / "config.yaml"
        folder = config.parent
        folder.mkdir()
        config.write_text(COMPANY, "utf-8")
        typed(folder, "issue", "--reason", "First edition", *APPROVED, "--date", str(ISSUED_ON),
              "--effective", str(IN_FORCE), "--quiet")  # fmt: skip
        shutil.copytree(folder / "output", place / "first")
        config.write_text(without_kato(COMPANY), "utf-8")
        told = typed(folder, "diff", "--effective", "2026-12-10", "--talk", "en")
        (place / "diff.txt").write_text(told, "utf-8")
        typed(folder, "issue", "--reason", "An approver leaves the company", "--approved-by", "sato",
              "--approved-by", "mori", "--date", "2026-12-05", "--effective", "2026-12-10", "--quiet")  # fmt: skip

    place = shared.made("story", tell)
    folder = place / "company"
    return Story(
        folder,
        files(place / "first"),
        files(folder / "output"),
        files(folder / "reprint"),
        (place / "diff.txt").read_text("utf-8"),
    )


@pytest.fixture
def company(story: Story, tmp_path: Path) -> Path:
    """The folder of the company after the second edition, to do with as one likes."""
    return shutil.copytree(story.folder, tmp_path / "company")


@pytest.fixture
def bare(story: Story, tmp_path: Path) -> Path:
    """Config and register of the company, nothing built."""
    for name in ("config.yaml", REGISTER):
        shutil.copy(story.folder / name, tmp_path)
    return tmp_path


def edit(config: Path, old: str, new: str) -> None:
    config.write_text(changed(old, new, config.read_text("utf-8")), "utf-8")


def in_english_only(folder: Path) -> None:
    """The company no longer writes Japanese: half the work, where the other language would tell nothing more."""
    edit(folder / "config.yaml", "languages: [ja, en]", "languages: [en]")


def test_only_the_sheets_whose_words_changed_are_other_files(story: Story) -> None:
    first, second = story.first, story.second
    assert first.keys() == second.keys()
    bound = {"index.html", "README.md", "manifest.json", "SHA256SUMS"} | {
        f"{c}/{bound}"
        for c in ("ja", "en")
        for bound in (
            "runbook.html",
            "runbook.pdf",
            "emergency.pdf",
            "reference.pdf",
        )  # in the handbook is nothing of it
    }
    expected = bound | {
        f"{name}.{ending}"
        for name in story.register.editions[0].sheets
        if names_kato(name)
        for ending in ("md", "html", "pdf")
    }
    assert {path for path in first if first[path] != second[path]} == expected


def test_code_and_revision_change_together_and_only_there(story: Story) -> None:
    one, two = story.register.editions
    for name, sheet in two.sheets.items():
        if names_kato(name):
            assert (sheet.revision, str(sheet.since)) == (2, "2026-12-10"), name
            assert sheet.code != one.sheets[name].code
        else:
            assert sheet == one.sheets[name]
    assert one.changes == {"ja": (), "en": ()}
    assert two.changes["en"][0] == "Approver 2: 森 さくら instead of Ken Kato, from 2026-04-01"
    assert "人：加藤 健はなくなる" in two.changes["ja"]
    assert [approval.person for approval in two.approvals] == ["sato", "mori"]
    assert two.approved


def test_the_old_name_is_nowhere_in_the_output(story: Story) -> None:
    """Not in names, texts, PDF text, PDF metadata, nor in any stream of a PDF once it is unpacked."""
    assert any(word.encode() in content for content in story.first.values() for word in OLD_WORDS)
    for path, content in story.second.items():
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
    edition = story.register.editions[-1]
    for name, sheet in edition.sheets.items():
        mark = f"Revision {sheet.revision}" if name.language == "en" else f"改訂 {sheet.revision}"
        pages = page_texts(story.second[f"{name}.pdf"])
        assert len(pages) == sheet.pages
        for page in pages:
            assert sheet.code in page
            assert squeezed(mark) in squeezed(page)
        for ending in ("md", "html"):
            text = story.second[f"{name}.{ending}"].decode()
            assert sheet.code in text
            assert mark in text
            assert str(sheet.since) in text


def test_the_difference_is_told_in_words_codes_and_copies(story: Story) -> None:
    told = story.diff
    assert "Approver 2: 森 さくら instead of Ken Kato, from 2026-04-01" in told
    assert told.count("changed    ") == sum(map(names_kato, story.register.editions[0].sheets))
    assert "unchanged  04 Break Glass (English)" in told
    assert "05 Checklist (English): take out copies 1 to 2; put in copies 1 to 2" in told
    assert "Edition code, to be approved: " in told


def test_slip_and_redline_are_in_every_format_and_language(story: Story) -> None:
    edition = story.register.editions[-1]
    names = {
        f"{code}/{slug}.{ending}"
        for code in ("ja", "en")
        for slug in ("slip", "redline")
        for ending in ("md", "html", "pdf")
    }
    assert names <= story.reprint.keys()
    for code in ("ja", "en"):
        slip = squeezed("".join(page_texts(story.reprint[f"{code}/slip.pdf"])))
        for name in SHEETS_THAT_NAME_KATO:
            assert edition.sheets[SheetName.read(f"{code}/{name}")].code in slip
        assert "加藤健" in slip if code == "ja" else "KenKato" in slip
        redline = story.reprint[f"{code}/redline.html"].decode()
        assert "<del>" in redline
        assert "<ins>" in redline
        assert ("加藤 健" if code == "ja" else "Ken Kato") in redline


def test_verify_tells_old_paper_from_new(typed: Typed, story: Story) -> None:
    folder = story.folder
    one, two = story.register.editions
    approvers = SheetName.read("en/02-approvers")
    old, new = one.sheets[approvers].code, two.sheets[approvers].code
    same = one.sheets[SheetName.read("en/04-break-glass")].code
    assert "current." in typed(folder, "verify", new, same.lower().replace("-", " "), "--date", "2026-12-10")
    told = typed(folder, "verify", old, "--date", "2026-12-10", code=1)
    assert f"superseded on 2026-12-10 by {new}" in told
    assert "An approver leaves the company" in told
    assert "森 さくら instead of Ken Kato" in told
    assert "not in force yet" in typed(folder, "verify", new, "--date", "2026-12-09", code=1)
    assert "current." in typed(folder, "verify", old, "--date", "2026-12-09")
    swapped = new[1] + new[0] + new[2:]
    if swapped != new:
        assert new in typed(folder, "verify", swapped, "--date", "2026-12-10", code=1)
    assert "unknown" in typed(folder, "verify", str(read_code("0000-0000-0")), code=1)
    answer = json.loads(typed(folder, "verify", f"{new.replace('-', '')} 2026-12-10", "--date", "2027-01-01", "--json"))
    assert answer["codes"][0]["state"] == "current"
    assert "Do not trust" in typed(folder, "verify", f"{new} 2026-12-11", "--date", "2027-01-01", code=1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["verify"], "Give a code"),
        (["verify", " "], "Give a code"),
        (["verify", "7K3M-9QTX-X", "-c", "elsewhere.yaml"], "There is no register"),
        (["verify", "7K3M-9QTX-X", "--date", "tomorrow"], "is not a date"),
        (["diff", "5"], "no edition 5"),
        (["diff", "1", "3"], "no edition 3"),
        (["diff", "0", "7"], "no edition 7"),
        (["diff", "--effective", "2027-13-01"], "is not a date"),
        (["leave", "sato", "--on", "2027-02-29"], "is not a date"),
        (["leave", "sato", "--on", "20270228"], "Write 2027-02-28"),
        (["leave", "satoo", "--on", "2027-02-28"], "sato"),
        (["issue", "--reason", "Why"], "--approved-by"),
    ],
)
def test_questions_that_cannot_be_answered_say_why(
    typed: Typed, story: Story, arguments: list[str], words: str
) -> None:
    assert words in typed(story.folder, *arguments, code=2)


def test_a_folder_that_is_none_of_ours_is_not_verified(typed: Typed, story: Story, tmp_path: Path) -> None:
    told = typed(story.folder, "verify", "--output", str(tmp_path), code=1)
    assert "no manifest.json" in told
    assert "issued" not in told


def test_the_folder_is_verified_with_the_register(typed: Typed, company: Path) -> None:
    assert "It holds edition 2." in typed(company, "verify", "--output", "output", "--date", "2026-12-10")
    assert "not in force yet" in typed(company, "verify", "--output", "output", "--date", "2026-12-09", code=1)
    assert "no sheets" in typed(company, "verify", "--output", "reprint", "--date", "2026-12-10")
    (company / REGISTER).rename(company / "elsewhere.json")
    told = typed(company, "verify", "--output", "output", "--date", "2026-12-10", code=1)
    assert f"there is no register {company / REGISTER}" in told
    (company / "elsewhere.json").rename(company / REGISTER)
    mine = company / "output" / "en" / "02-approvers.md"
    mine.write_bytes(mine.read_bytes() + b"\nmy own line\n")
    assert "02-approvers.md" in typed(company, "verify", "--output", "output", code=1)
    refused = typed(company, "build", "--date", "2026-12-10", code=5)
    assert "02-approvers.md" in refused
    assert "notes" in refused


def test_issuing_the_same_again_elsewhere_on_another_day_changes_no_byte(
    typed: Typed, papers: Papers, tmp_path: Path
) -> None:
    """Another process, time zone, locale, hash seed and font configuration print every sheet a second time.

    The test of the wheel does so with the other language.
    """
    papers.first_edition("minimal")  # has printed nearly all sheets for the first time
    (tmp_path / "config.yaml").write_text(ENGLISH, "utf-8")
    typed(tmp_path, "issue", "--reason", "First edition", *APPROVED, "--date", str(ISSUED_ON),
          "--effective", str(IN_FORCE))  # fmt: skip
    first = files(tmp_path)
    again = ("issue", "--reason", "Again", "--approved-by", "sato", "--date", "2026-12-20", "--talk", "en")
    elsewhere = {**ELSEWHERE, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    ended = run_process(*again, cwd=tmp_path, environment=elsewhere)
    assert ended.code == 0, ended.stderr
    assert "Nothing changed since edition 1" in ended.stderr
    assert "runbook diff 0 1 -o reprint" in ended.stderr
    assert files(tmp_path) == first


def test_building_an_issued_edition_later_changes_no_file(typed: Typed, story: Story, bare: Path) -> None:
    typed(bare, "build", "--date", "2026-12-31", "-f", "md,html")
    built = files(bare / "output")
    sheets = {path for path in story.second if path.endswith((".md", ".html"))} - {"index.html", "README.md"}
    assert {path: built[path] for path in sheets} == {path: story.second[path] for path in sheets}


def test_slip_and_differences_of_older_editions_are_made_again(typed: Typed, story: Story, bare: Path) -> None:
    in_english_only(bare)
    typed(bare, "diff", "1", "2", "-o", "again", "-q")
    again = {path: content for path, content in files(bare / "again").items() if "slip" in path}
    assert again == {path: content for path, content in story.reprint.items() if path.startswith("en/slip")}
    assert again.keys() == {f"en/slip.{ending}" for ending in ("md", "html", "pdf")}
    assert "From no edition to edition 1" in typed(bare, "diff", "0", "1")


def test_a_change_that_is_not_issued_says_so_and_nothing_else_does(typed: Typed, bare: Path) -> None:
    edit(bare / "config.yaml", "Ask for night access. Extension 9.", "Ask for night access.")
    typed(bare, "build", "--date", "2026-12-15", "-f", "md")
    built = files(bare / "output")
    unissued = {path for path, content in built.items() if b"Not issued" in content or "未発行".encode() in content}
    assert unissued == {"README.md", "en/00-register.md", "en/03-contacts.md"}
    assert b"Edition 2" not in built["en/00-register.md"]


@pytest.mark.parametrize(
    ("answers", "words"),
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
    typed: Typed, bare: Path, answers: tuple[str, ...], words: str
) -> None:
    reason, approvers, *more = answers
    edit(bare / "config.yaml", "Extension 9.", "Extension 8.")
    arguments = ["--reason", reason, *more, *([] if "--date" in more else ["--date", "2026-12-15"])]
    for approver in approvers.split():
        arguments += ["--approved-by", approver]
    in_english_only(bare)
    before = files(bare)
    assert words in typed(bare, "issue", *arguments, code=2)
    assert files(bare) == before


def test_a_secret_in_the_reason_is_refused_and_not_shown(typed: Typed, bare: Path) -> None:
    edit(bare / "config.yaml", "Extension 9.", "Extension 8.")
    in_english_only(bare)
    secret = "AKIA" + "IOSFODNN7EXAMPLE"
    told = typed(bare, "issue", "--reason", f"key {secret}", "--approved-by", "sato", "--approved-by", "mori",
                   "--date", "2026-12-15", code=3)  # fmt: skip
    assert secret not in told


def test_a_register_that_was_edited_stops_everything_that_needs_it(typed: Typed, bare: Path) -> None:
    edit(bare / REGISTER, "First edition", "First Edition")
    for arguments in (["build"], ["diff"], ["verify", "0000-0000-0"]):
        assert "was changed after it was written" in typed(bare, *arguments, code=5)
    assert {path.name for path in bare.iterdir()} == {"config.yaml", REGISTER}


def test_an_approval_of_other_codes_does_not_count(typed: Typed, story: Story, bare: Path) -> None:
    """Even if somebody writes a register that holds together: what was not approved prints "not issued"."""
    from dataclasses import replace  # noqa: PLC0415

    from runbook.editions import register_text  # noqa: PLC0415

    one, two = story.register.editions
    elsewhere = replace(two, approvals=tuple(replace(approval, code=one.code) for approval in two.approvals))
    (bare / REGISTER).write_bytes(register_text(Register((one, elsewhere))))
    in_english_only(bare)
    typed(bare, "build", "--date", "2026-12-15", "-f", "md")
    built = files(bare / "output")
    assert b"Not issued" in built["en/02-approvers.md"]
    assert b"Revision 1" in built["en/04-break-glass.md"]
