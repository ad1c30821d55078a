from __future__ import annotations

from functools import cache
from html import escape
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.config_texts import MINIMAL, changed, in_memory
from support.organisations import LANGUAGES, ORGANISATIONS, ROOT, TODAY, built, knowledge, sentences
from support.packet_companies import read_text, shipped
from support.shared import value

from runbook.audience import Audience
from runbook.audiences.common_words import said_anyway
from runbook.audiences.leaks import leaks
from runbook.audiences.marked import Marked, MarkedValue, Searched
from runbook.audiences.role_only import marked_in
from runbook.audit.secrecy import Memory, marked_for
from runbook.building import Build, build
from runbook.editions import EMPTY
from runbook.errors import Problem, RenderingRefusedError
from runbook.records.store import Records

COMPANIES = ("minimal", "full", "awkward")
KATO = "people[1].name"
VAULT = ROOT / "tests" / "support" / "vault.yaml"


@cache
def marked(company: str) -> Marked:
    return Marked(shipped()[company], tuple(map(knowledge().language, LANGUAGES)), said_anyway(LANGUAGES))


@cache
def role_only_of(company: str) -> Build:
    """The edition of one of the three for readers of roles only."""
    text = ORGANISATIONS[company].read_text("utf-8")
    return value(
        f"role-only-{company}",
        lambda: build(in_memory(text), clock=TODAY, formats=("md", "html"), audience=Audience.ROLE_ONLY),
    )


def found(path: str, text: str, company: str = "minimal") -> list[str]:
    """Where in the config the values stand that are found in a file."""
    problems = tuple(leaks({path: text.encode()}, marked(company)))
    assert all((problem.rule, problem.where) == ("role-only-leak", path) for problem in problems)
    return [dict(problem.values)["field"] for problem in problems]


@st.deferred
def every_marked_value() -> st.SearchStrategy[tuple[str, MarkedValue]]:
    """Of each company; worked out when a test asks, not while tests are collected."""
    return st.sampled_from([(company, value) for company in COMPANIES for value in marked(company).values])


def as_written(value: str, path: str, text: str) -> str:
    """A value as a page writes it: in HTML with entities, in a script with the escapes of JSON."""
    if "<script" in text:
        return value.replace("<", "\\u003c")
    return escape(value) if path.endswith("html") else value


@pytest.mark.parametrize(
    "frame",
    [
        ("a.md", "# x\n| {} |\n"),
        ("a.html", "<p>{}</p>"),
        ("a.html", '<img alt="{}">'),
        ("a.html", '<script type="application/json">["{}"]</script>'),
        ("manifest.json", '{{"a": "{}"}}'),
        ("SHA256SUMS", "0000  {}\n"),
    ],
    ids=lambda frame: f"{frame[0]}:{frame[1][:12].strip()}",
)
@given(chosen=every_marked_value)
def test_every_marked_value_is_found_wherever_it_stands(
    frame: tuple[str, str], chosen: tuple[str, MarkedValue]
) -> None:
    company, value = chosen
    path, text = frame
    assert found(path, text.format(as_written(value.sign, path, text)), company)


@pytest.mark.parametrize(
    "text",
    [
        "加藤 健",
        "加藤健",
        "加藤　健",
        "加<b>藤</b> 健",
        "加藤\n健",
        "&#21152;藤 健",
        "加藤さん",
        '"\\u52a0\\u85e4 \\u5065"',
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert KATO in found("a.html", f"<p>{text}</p>")


@pytest.mark.parametrize(
    "text",
    [
        "+81 90 0000 0002",
        "+819000000002",
        "090-0000-0002",
        "09000000002",
        "tel:+81-90-0000-0002",
        "（090）0000‐0002",
        "".join(chr(ord(digit) + 0xFEE0) for digit in "09000000002"),
    ],
)
def test_a_number_is_found_however_it_is_written(text: str) -> None:
    assert "people[1].contacts[0].value" in found("a.md", text)


@pytest.mark.parametrize(
    "text", ["AWS-ROOT@example.co.jp", "mailto:aws-root@example.co.jp", "aws-root\\@example.co.jp"]
)
def test_a_root_address_is_found_however_it_is_written(text: str) -> None:
    assert found("a.md", text) == ["accounts[0].root_email"]


def test_the_last_digits_of_the_registered_telephone_are_found_as_they_are_said() -> None:
    assert found("a.md", "Telephone ending in 0013.", "full") == ["recovery_phones[0].number"]
    assert found("a.md", "B-13, 0013", "full") == []


def test_each_seal_of_a_row_is_found() -> None:
    assert found("a.md", "TEB-004518", "full") == ["seals[0].first"]


def test_a_name_within_another_word_is_none() -> None:
    assert found("a.md", "Reitorization of 60900000000023 things: memories", "full") == []


def test_the_name_of_a_file_is_looked_at() -> None:
    assert [dict(each.values)["field"] for each in leaks({"ja/sato.md": b""}, marked("minimal"))] == ["people[0].id"]


@pytest.mark.slow
def test_what_the_product_says_anyway_tells_nothing() -> None:
    text = changed("id: mori, name: 森 さくら", "id: operator, name: 立会者")
    text = changed("mori", "operator", text, times=4)
    role_only = build(in_memory(text), clock=TODAY, formats=("md",), audience=Audience.ROLE_ONLY)
    assert "立会者" in role_only.files["ja/02-approvers.md"].decode()


@pytest.mark.slow
@pytest.mark.parametrize("company", COMPANIES)
def test_the_full_edition_is_full_of_them(company: str) -> None:
    told = {dict(each.values)["field"] for each in leaks(built(company).files, marked(company))}
    people = {f"people[{number}].name" for number in range(len(shipped()[company].people))}
    assert people - told == set()
    assert any(field.startswith("places") for field in told)
    assert any(field.endswith("root_email") for field in told)


@pytest.mark.slow
@pytest.mark.parametrize("company", COMPANIES)
def test_a_role_only_edition_has_none_and_says_on_every_page_what_it_is(company: str) -> None:
    role_only = role_only_of(company)
    assert list(leaks(role_only.files, marked(company))) == []
    for path, content in role_only.files.items():
        code = path.partition("/")[0]
        mark = knowledge().language(code if code in LANGUAGES else "ja").words("labels.page.role_only")
        assert mark in content.decode(), path
    assert {sheet.sheet.slug for sheet in built(company).sheets} - {sheet.sheet.slug for sheet in role_only.sheets} == {
        "resilience"
    }
    codes = {sheet.code for sheet in chain(built(company).sheets, role_only.sheets)}
    assert len(codes) == len(built(company).sheets) + len(role_only.sheets)


def refused(text: str) -> tuple[Problem, ...]:
    with pytest.raises(RenderingRefusedError) as caught:
        build(in_memory(text), clock=TODAY, formats=("md",), audience=Audience.ROLE_ONLY)
    return caught.value.problems


def test_a_text_that_stays_as_it_is_may_hold_no_marked_value_and_its_line_is_told() -> None:
    text = MINIMAL + 'triggers: {use: ["Ask 加藤 first"]}\n'
    problems = refused(text)
    assert [(each.rule, each.where, each.line) for each in problems] == [
        ("role-only-open-text", "triggers.use[0]", text.count("\n"))
    ]
    for language in LANGUAGES:
        assert not [said for said in sentences(problems[0], language) if "加藤" in said]
    assert "加藤" not in problems[0].source


def test_so_is_an_account_named_after_somebody() -> None:
    problems = refused(changed("name: payer", "name: sandbox-090-0000-0002"))
    assert [each.where for each in problems] == ["accounts[0].name"]


@pytest.mark.slow
def test_the_name_of_the_company_may_be_that_of_somebody() -> None:
    text = changed("name: Sample K.K.", "name: 加藤商店")
    role_only = build(in_memory(text), clock=TODAY, formats=("md",), audience=Audience.ROLE_ONLY)
    assert "加藤商店" in role_only.files["ja/02-approvers.md"].decode()


@pytest.mark.slow
def test_the_example_tells_the_company_s_own_words_only_where_they_are_open() -> None:
    role_only = role_only_of("full")
    page = role_only.files["en/21-own-root-111122223333.md"].decode()
    assert "First tell the guard" not in page
    assert "Every administrator is locked out" in role_only.files["en/04-break-glass.md"].decode()


@pytest.mark.slow
def test_an_item_may_have_the_number_that_stands_for_one() -> None:
    """The vault company calls its kit KIT-1, as what stands for a kit; its entry V-0001 would be found.

    A bundle of evidence has no stand-ins for things, so there KIT-1 is looked for.
    """
    text = VAULT.read_text("utf-8")
    assert "{id: KIT-1," in text
    role_only = build(in_memory(text), clock=TODAY, formats=("md",), audience=Audience.ROLE_ONLY)
    page = role_only.files["en/21-own-root-111122223333.md"].decode()
    assert "**KIT-1**" in page
    company = read_text(text)
    in_edition = marked_in(company, knowledge())
    in_bundle = marked_for(company, knowledge(), Memory(EMPTY, Records()))
    assert [value.path for value in in_edition.held(page + "V-0001")] == [("items", 1, "id")]
    assert {value.path for value in in_bundle.held(page + "V-0001")} == {("items", 0, "id"), ("items", 1, "id")}


@pytest.mark.slow
def test_there_is_nothing_to_fill_in_and_no_column_without_a_word() -> None:
    files = {path: content.decode() for path, content in role_only_of("full").files.items() if path.startswith("en/")}
    packet, in_full = (
        files["en/21-own-root-111122223333.md"],
        built("full").files["en/21-own-root-111122223333.md"].decode(),
    )
    for left_out in ("## Plan", "## Record", "## People\n\n| ", "Break seal", "in the last drill", "House rule"):
        assert left_out in in_full
        assert left_out not in packet
    assert "| No. | Name | Deputy |" in files["en/02-approvers.md"]
    assert "[hours]" not in "".join(files.values())
    assert "[root address]" not in files["en/10-accounts.md"]


@pytest.mark.slow
def test_what_lies_together_is_told_in_no_list() -> None:
    role_only = role_only_of("full")
    assert "KEY-1, TOTP-1" not in role_only.files["en/20-alert.md"].decode()


@pytest.mark.slow
def test_many_values_are_found_as_few_are() -> None:
    few = marked("full").values
    padding = {f"nobody-{number}@example.com" for number in range(2000)}
    signs = {value.sign for value in few}
    for path, content in built("full").files.items():
        if path.endswith("md"):
            searched = Searched.of(content.decode())
            assert searched.held(signs) == searched.held(signs | padding), path
