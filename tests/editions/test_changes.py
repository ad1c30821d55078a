"""The organisation as facts, and what changed between two editions in words."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Mapping
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.config_texts import EXAMPLE, KATO, changed, in_memory, steps
from support.organisations import LANGUAGES, knowledge
from support.thoroughness import ALL

from runbook.config import Names, Reading, Scalar, parse_organisation
from runbook.editions.changes import changes
from runbook.editions.fact_paths import path_of
from runbook.editions.facts import facts
from runbook.errors import RunbookError
from runbook.organisation import Organisation
from runbook.resources import fonts_dir
from runbook.text.glyphs import coverage, missing_glyphs

PIECES = 4
STEP = 1 if ALL else 3  # every third value of the file, or all
JA, EN = knowledge().language("ja"), knowledge().language("en")
TAKAHASHI = "    - {person: takahashi, from: 2026-04-01}\n"


def reading(text: str) -> Reading:
    return parse_organisation(in_memory(text), Names(knowledge().slugs, steps(), LANGUAGES))


def organisation(text: str) -> Organisation:
    return reading(text).organisation


@cache
def before() -> Mapping[str, str]:
    return facts(organisation(EXAMPLE))


def edited(*edits: tuple[str, str]) -> Mapping[str, str]:
    text = EXAMPLE
    for old, new in edits:
        text = changed(old, new, text)
    return facts(organisation(text))


def told(*edits: tuple[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    after = edited(*edits)
    return changes(before(), after, EN), changes(before(), after, JA)


CASES = {
    "replaced": (
        [(KATO, "{person: mori, from: 2027-05-01}")],
        ["Approver 2: Sakura Mori instead of Ken Kato, from 2027-05-01"],
        ["承認者 2：加藤 健から森 さくらに交代、2027-05-01 から"],
    ),
    "removed": (
        [(f"    - {KATO}\n", "")],
        ["Approver: Ken Kato no longer"],
        ["承認者：加藤 健は外れる"],
    ),
    "added": (
        [(f"    - {KATO}\n", f"    - {KATO}\n    - {{person: mori, from: 2026-12-01, until: 2027-02-28}}\n")],
        ["Approver 3: Sakura Mori is new, from 2026-12-01 until 2027-02-28"],
        ["承認者 3：森 さくらが加わる、2026-12-01 から 2027-02-28 まで"],
    ),
    "reordered": (
        [(TAKAHASHI, ""), (f"    - {KATO}\n", f"{TAKAHASHI}    - {KATO}\n")],
        ["Approver: the order is now Hanako Sato, Osamu Takahashi, Ken Kato, Yoko Tanaka"],
        ["承認者：順番は 佐藤 花子、髙橋 修、加藤 健、田中 陽子 に変わる"],
    ),
    "prolonged": (
        [(KATO, KATO.replace("2028-03-31", "2028-02-29"))],
        ["Approver: the term of Ken Kato is now from 2026-04-01 until 2028-02-29"],
        ["承認者：加藤 健の任期は2026-04-01 から 2028-02-29 までに変わる"],
    ),
    "deputy": (
        [(KATO, KATO.replace(", deputy: takahashi", ""))],
        ["Approver: the deputy of Ken Kato is now none (before: Osamu Takahashi)"],
        ["承認者：加藤 健の代理はなし（前は 髙橋 修）"],
    ),
    "quorum and seal": (
        [("  required: 2\n", "  required: 3\n"), ("seal: TEB-004512", "seal: TEB-009999")],
        ["Approvals needed: 3 (before: 2)", "Item E-0031, seal: TEB-009999 (before: TEB-004512)"],
        ["必要な承認の人数：3（前は 2）", "保管物 E-0031、封印番号：TEB-009999（前は TEB-004512）"],
    ),
    "renamed": (
        [("en: Ken Kato}", "en: Ken Yamada}")],
        ["Person Ken Yamada, name: Ken Yamada (before: Ken Kato)"],
        ["人 加藤 健、名前：Ken Yamada（前は Ken Kato）"],
    ),
    "opened by": (
        [("opened_by: [[kobayashi, watanabe]]", "opened_by: [[kobayashi, takahashi], [watanabe]]")],
        [
            (
                "Osaka safe B is now opened by Sho Kobayashi with Osamu Takahashi, or Aoi Watanabe "
                "(before: Sho Kobayashi with Aoi Watanabe)"
            )
        ],
        ["大阪金庫Bを開けられる人：小林 翔 と 髙橋 修、または 渡邉 葵（前は 小林 翔 と 渡邉 葵）"],
    ),
    "telephone": (
        [('value: "+81 90 0000 0006", personal: true', 'value: "+81 90 0000 0099", personal: true')],
        ["Daisuke Suzuki can be reached at: Mobile +81 90 0000 0099 (before: Mobile +81 90 0000 0006)"],
        ["鈴木 大輔の連絡先：携帯 +81 90 0000 0099（前は 携帯 +81 90 0000 0006）"],
    ),
    "opened by before other fields": (
        [
            ("ja: 大阪金庫B, en: Osaka safe B", "ja: 大阪金庫C, en: Osaka safe C"),
            ("[[kobayashi, watanabe]]", "[[kobayashi, takahashi]]"),
        ],
        [
            (
                "Osaka safe C is now opened by Sho Kobayashi with Osamu Takahashi "
                "(before: Sho Kobayashi with Aoi Watanabe)"
            ),
            "Place Osaka safe C, name: Osaka safe C (before: Osaka safe B)",
        ],
        [
            "大阪金庫Cを開けられる人：小林 翔 と 髙橋 修（前は 小林 翔 と 渡邉 葵）",
            "保管場所 大阪金庫C、名前：大阪金庫C（前は 大阪金庫B）",
        ],
    ),
    "copies": (
        [("  - {sheet: contacts, place: bank-vault}\n", "")],
        ["Copies of contacts in Safe deposit box, Mihon Bank: 0 (before: 1)"],
        ["みほん銀行 貸金庫に置く「contacts」の部数：0（前は 1）"],
    ),
    "rotation": (
        [("seal_check: {every: P1M,", "seal_check: {every: P2M,")],
        ["Periodic task Seal inspection, interval: P2M (before: P1M)"],
        ["定期の作業 封印の点検、間隔：P2M（前は P1M）"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_change_is_told_in_both_languages(case: str) -> None:
    edits, english, japanese = CASES[case]
    assert told(*edits) == (tuple(english), tuple(japanese))


def test_a_person_who_leaves_for_good_is_told_with_all_that_goes_along() -> None:
    first = EXAMPLE.index("  - id: ito\n")
    text = EXAMPLE[:first] + EXAMPLE[EXAMPLE.index("  - id: kobayashi\n") :]
    edits = [
        ("deputy: ito}", "deputy: sato}"),
        ("    - {person: ito, from: 2026-04-01}\n", "    - {person: sato, from: 2026-04-01}\n"),
        (", [ito, sato]]", "]"),
        ("administered_by: [ito]", "administered_by: [sato]"),
        ("reaches: [tanaka, ito]", "reaches: [tanaka, sato]"),
    ]
    for old, new in edits:
        text = text.replace(old, new)
    sentences = changes(before(), facts(organisation(text)), EN)
    assert "Witness 2: Hanako Sato instead of Misaki Ito, from 2026-04-01" in sentences
    assert "Person: Misaki Ito is gone" in sentences
    assert any(sentence.startswith("Head office safe A is now opened by") for sentence in sentences)
    assert len([sentence for sentence in sentences if "Misaki Ito" in sentence]) <= 10


def test_no_difference_is_told_as_nothing() -> None:
    assert changes(before(), facts(organisation(EXAMPLE)), EN) == ()


def test_what_has_no_word_in_this_version_is_told_by_its_id() -> None:
    """A register lives longer than the names of roles, tasks and sections."""
    after = dict(before()) | {
        "roles/night_guard/order": "sato",
        "roles/night_guard/sato/start": "2026-04-01",
        "rotation/dusting/every": "P1M",
        "lighthouses/east/colour": "red",
        "people": "many",
    }
    assert changes(before(), after, EN) == (
        "night_guard 1: Hanako Sato is new, from 2026-04-01",
        "Periodic task dusting, interval: P1M (before: none)",
        "lighthouses, east, colour: red (before: none)",
        "Person: many (before: none)",
    )


def test_a_difference_below_another_one_is_told_too() -> None:
    after = dict(before()) | {"items/E-0031/seal": "TEB-1", "items/E-0031/seal/colour": "red"}
    assert changes(before(), after, EN) == (
        "Item E-0031, seal: TEB-1 (before: TEB-004512)",
        "Item E-0031, seal, colour: red (before: none)",
    )


SMALL = {
    "languages": "ja, en",
    "people/ada/name/ja": "エイダ",
    "people/ada/name/en": "Ada",
    "people/bob/name/ja": "ボブ",
    "people/bob/name/en": "Bob",
    "people/ada/contacts/1/kind": "mobile",
    "people/ada/contacts/1/value": "+81 90 0000 0001",
    "people/ada/contacts/1/personal": "yes",
    "people/ada/contacts/1/depends_on": "office",
    "sites/tokyo/name/ja": "東京",
    "sites/tokyo/name/en": "Tokyo",
    "places/safe/name/ja": "金庫",
    "places/safe/name/en": "Safe",
    "places/safe/opened_by": "ada, bob | bob",
    "items/K-1/place": "safe",
    "items/K-1/personal": "no",
    "accounts/111122223333/name/en": "payer",
    "copies/*@safe/count": "1",
    "copies/02@safe/count": "1",
    "escalation/1/call": "ada",
    "escalation/1/after": "0",
}
SMALL_CHANGES: dict[str, tuple[dict[str, str | None], list[str]]] = {
    "an order of call": (
        {"escalation/2/call": "bob", "escalation/2/after": "10"},
        ["The order of call is now: Ada after 0 min, Bob after 10 min"],
    ),
    "no order of call any more": (
        {"escalation/1/call": None, "escalation/1/after": None},
        ["The order of call is now: none"],
    ),
    "an order of call without its words": (
        {"escalation/1/call": None, "escalation/1/after": None, "escalation/1/who": "ada"},
        ["The order of call is now: none after none min"],
    ),
    "what is known of a number, where it is other": (
        {"people/ada/contacts/1/personal": "no"},
        ["Ada can be reached at: Mobile +81 90 0000 0001 (private no) (before: Mobile +81 90 0000 0001 (private yes))"],
    ),
    "two things that are known of a number": (
        {"people/ada/contacts/1/depends_on": None, "people/ada/contacts/1/confirmed_on": "2026-10-01"},
        [
            (
                "Ada can be reached at: Mobile +81 90 0000 0001 (confirmed on 2026-10-01) "
                "(before: Mobile +81 90 0000 0001 (depends on office))"
            )
        ],
    ),
    "a second number of no kind, in the order of the list": (
        {"people/ada/contacts/2/value": "radio"},
        ["Ada can be reached at: Mobile +81 90 0000 0001, radio (before: Mobile +81 90 0000 0001)"],
    ),
    "no number any more": (
        {f"people/ada/contacts/1/{field}": None for field in ("kind", "value", "personal", "depends_on")},
        ["Ada can be reached at: none (before: Mobile +81 90 0000 0001 (private yes) (depends on office))"],
    ),
    "numbers before the name": (
        {"people/ada/name/en": "Ada B.", "people/ada/contacts/1/value": "radio"},
        [
            "Ada B. can be reached at: Mobile radio (before: Mobile +81 90 0000 0001)",
            "Person Ada B., name: Ada B. (before: Ada)",
        ],
    ),
    "nobody opens a place": (
        {"places/safe/opened_by": None},
        ["Safe is now opened by none (before: Ada with Bob, or Bob)"],
    ),
    "places and sites by name": (
        {"items/K-1/place": None, "places/safe/site": "tokyo"},
        ["Place Safe, site: Tokyo (before: none)", "Item K-1, place: none (before: Safe)"],
    ),
    "people by name": (
        {"items/K-1/held_by": "bob, ada", "mailboxes/x/readers": "ada", "accepted_risks/r/accepted_by": "bob"},
        [
            "Item K-1, answered by: Bob, Ada (before: none)",
            "Root mailbox, x, read by: Ada (before: none)",
            "Accepted risk, r, accepted by: Bob (before: none)",
        ],
    ),
    "yes and no": ({"items/K-1/personal": "yes"}, ["Item K-1, private: yes (before: no)"]),
    "an account by name and number": (
        {"accounts/111122223333/kind": "member"},
        ["Account payer (111122223333), kind: member (before: none)"],
    ),
    "a name in another language only": (
        {"places/safe/name/ja": "大金庫"},
        ["Place Safe, name: 大金庫 (before: 金庫)"],
    ),
    "a name in no language": (
        {"places/safe/name/en": None, "places/safe/name/ja": None, "places/safe/name": "S"},
        ["Place S, name: S (before: Safe)"],
    ),
    "a note in one language more": (
        {"places/safe/note/en": "Ring", "places/safe/note/ja": "呼ぶ"},
        ["Place Safe, note: Ring (before: none)"],
    ),
    "copies of all sheets and of one": (
        {"copies/*@safe/count": "3", "copies/02@safe/count": None},
        ["Copies of every sheet in Safe: 3 (before: 1)", "Copies of 02 in Safe: 0 (before: 1)"],
    ),
    "approvals that were never counted before": (
        {"approvers/required": "2"},
        ["Approvals needed: 2 (before: none)"],
    ),
    "a section as a whole": ({"copies": "x", "people": "y"}, ["Copies: x (before: none)", "Person: y (before: none)"]),
}


@pytest.mark.parametrize("case", SMALL_CHANGES)
def test_a_fact_is_told_by_names_and_words(case: str) -> None:
    changed_facts, sentences = SMALL_CHANGES[case]
    after = {key: value for key, value in (SMALL | changed_facts).items() if value is not None}
    assert list(changes(SMALL, after, EN)) == sentences


@pytest.mark.parametrize(
    ("section", "word"),
    [
        ("people", "Person"),
        ("places", "Place"),
        ("items", "Item"),
        ("accounts", "Account"),
        ("sites", "Site"),
        ("contacts", "Contact"),
        ("emergency_roles", "Emergency role"),
    ],
)
def test_what_comes_and_goes_in_a_list_is_told_by_its_name_alone(section: str, word: str) -> None:
    name = "Lighthouse (x)" if section == "accounts" else "Lighthouse"
    longer = SMALL | {f"{section}/x/name/en": "Lighthouse", f"{section}/x/colour": "red"}
    assert changes(SMALL, longer, EN) == (f"{word}: {name} is new",)
    assert changes(longer, SMALL, EN) == (f"{word}: {name} is gone",)
    assert changes(longer, longer | {f"{section}/x/colour": "green"}, EN) == (
        f"{word} {name}, colour: green (before: red)",
    )


def test_a_person_who_stays_in_office_is_told_apart_from_those_who_come_and_go() -> None:
    """Everything that a kind is given is told, whatever else the same kind tells."""
    sato = "{person: sato, from: 2026-04-01, until: 2028-03-31, deputy: takahashi}"
    english, _ = told(
        (sato, sato.replace("2028-03-31", "2027-04-30").replace("takahashi", "tanaka")),
        (KATO, "{person: mori, from: 2027-05-01}"),
    )
    assert english == (
        "Approver 2: Sakura Mori instead of Ken Kato, from 2027-05-01",
        "Approver: the term of Hanako Sato is now from 2026-04-01 until 2027-04-30",
        "Approver: the deputy of Hanako Sato is now Yoko Tanaka (before: Osamu Takahashi)",
    )


@pytest.mark.slow
@settings(max_examples=200)
@given(
    st.sets(st.deferred(lambda: st.sampled_from(sorted(before()))), min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_every_difference_between_facts_gives_a_sentence(keys: set[str], chance: random.Random) -> None:
    """Whatever facts go, come or change, also those of no version known here, something is told, in printable words."""
    after = dict(before())
    for key in keys:
        head = key.rsplit("/", 1)[0]
        match chance.randrange(4):
            case 0:
                after = {other: value for other, value in after.items() if not other.startswith(head)}
            case 1:
                after.pop(key, None)
            case 2:
                after[f"{key}/unheard of"] = "x"
            case _:
                after[key] = after.get(key, "") + "x"
    for language in (JA, EN):
        sentences = changes(before(), after, language)
        assert bool(sentences) is (after != before())
        assert not missing_glyphs("".join(sentences), coverage(fonts_dir()))
        assert len(set(sentences)) == len(sentences)


@pytest.mark.sweep
@pytest.mark.parametrize("piece", range(PIECES))
def test_every_edit_of_the_config_changes_a_fact(piece: int) -> None:
    """Each value of the file in turn; edits that the reader refuses say nothing here."""
    scalars = reading(EXAMPLE).scalars
    peers: dict[tuple[str, ...], dict[str, None]] = {}
    for scalar in scalars:
        peers.setdefault(_field(scalar), {})[scalar.value] = None
    lines = EXAMPLE.split("\n")
    accepted = 0
    for scalar in scalars[piece :: PIECES * STEP]:
        line = lines[scalar.line - 1]
        at = scalar.column - 1 + (line[scalar.column - 1] in "\"'")
        if not line[at:].startswith(scalar.value) or scalar.path[0] in {"languages", "config_version"}:
            continue
        for value in _others(scalar.value, list(peers[_field(scalar)])):
            lines[scalar.line - 1] = line[:at] + value + line[at + len(scalar.value) :]
            try:
                after = facts(organisation("\n".join(lines)))
            except RunbookError:
                continue
            finally:
                lines[scalar.line - 1] = line
            accepted += 1
            assert after != before(), (scalar.path, value)
            break
    assert accepted > 400 / PIECES / STEP, accepted


def _field(scalar: Scalar) -> tuple[str, ...]:
    """Where a value stands, whichever of its kind it is: only the names of its path."""
    return tuple(part for part in scalar.path if isinstance(part, str))


def _others(value: str, peers: list[str]) -> list[str]:
    """Values to try in place of one: a name is exchanged for one that stands in the same field, a text gets longer."""
    if value in {"true", "false"}:
        return ["false" if value == "true" else "true"]
    if value[-1].isdigit():
        tried = [value[:-1] + str((int(value[-1]) + number) % 10) for number in (1, 2, 5)]
    elif re.fullmatch(r"[a-z][a-z0-9_-]*", value):
        at = peers.index(value)
        tried = [*peers[at + 1 :], *peers[:at]][:3]
    else:
        tried = []
    return [*tried, value + "x"]


def test_a_fact_is_known_by_what_it_belongs_to_and_not_by_its_place_in_a_list() -> None:
    found = before()
    expected = {
        "config_version": "1",
        "company/name/en": "Sample Trading K.K.",
        "languages": "ja, en",
        "paper": "A4",
        "sample": "yes",
        "people/sato/contacts/2/value": "+81 3 0000 0011",
        "people/sato/contacts/3/depends_on": "idp, mail, internet",
        "people/sato/hours/start": "09:00",
        "people/sato/absences/2026-12-29/until": "2027-01-04",
        "approvers/members/order": "sato, kato, takahashi, tanaka",
        "approvers/members/kato/until": "2028-03-31",
        "roles/operator/order": "mori, yoshida",
        "roles/operator/mori/deputy": "yoshida",
        "places/safe-a/opened_by": "suzuki, sato | ito, sato",
        "accounts/111122223333/root_access_key": "no",
        "items/K-0101/account": "111122223333, 444455556666",
        "copies/05@safe-a/count": "5",
        "escalation/2/after": "10",
        "contacts/kumo/name/en": "Kumo Hanbai K.K. support desk",
        "contacts/警備室（サンプルビル）/name/en": "Building security (Sample Building)",
        "emergency_roles/BreakGlassNetwork/account": "222233334444",
        "mailboxes/aws-root-*@example.co.jp/readers": "yoshida, mori",
        "seals/TEB-004515/last": "TEB-004520",
        "accepted_risks/drills-every-ninety-days/until": "2027-09-30",
        "notes/B-07/after/en": "Work in here; keep the door open while in.",
        "rotation/seal_check/every": "P1M",
    }
    assert {key: found.get(key) for key in expected} == expected
    assert "" not in found.values()
    assert not [key for key in found if "None" in found[key]]


def test_the_registered_telephone_is_remembered_by_its_last_digits_only() -> None:
    whole = organisation(EXAMPLE)
    (phone,) = whole.recovery_phones
    digits = re.sub("[^0-9]", "", phone.number)
    found = {key: value for key, value in before().items() if key.startswith("recovery_phones/")}
    assert found == {
        f"recovery_phones/…{digits[-4:]}/number": f"…{digits[-4:]}",
        f"recovery_phones/…{digits[-4:]}/account": "111122223333, 444455556666",
        f"recovery_phones/…{digits[-4:]}/service": "mihon-mobile",
        f"recovery_phones/…{digits[-4:]}/sms": "yes",
        f"recovery_phones/…{digits[-4:]}/voice": "yes",
    }
    assert phone.number not in before().values()


def test_two_that_are_called_the_same_are_two() -> None:
    whole = organisation(EXAMPLE)
    (phone,) = whole.recovery_phones
    (risk, *_) = whole.accepted_risks
    found = facts(
        dataclasses.replace(
            whole,
            recovery_phones=(phone, phone, dataclasses.replace(phone, sms=False)),
            accepted_risks=(risk, dataclasses.replace(risk, about="seal_check")),
        )
    )
    assert [found[f"recovery_phones/…0013{mark}/sms"] for mark in ("", "'", "''")] == ["yes", "yes", "no"]
    assert found["accepted_risks/drills-every-ninety-days/accepted_by"] == "sato"
    assert found["accepted_risks/drills-every-ninety-days@seal_check/about"] == "seal_check"


def test_a_name_with_the_signs_of_a_path_is_one_part_of_it() -> None:
    whole = organisation(EXAMPLE)
    (seals, *_) = whole.seals
    found = facts(dataclasses.replace(whole, seals=(dataclasses.replace(seals, first="A/1%2F%"),)))
    (key,) = (key for key in found if key.endswith("/first"))
    assert key == "seals/A%2F1%252F%25/first"
    assert path_of(key) == ("seals", "A/1%2F%", "first")


def test_every_field_and_section_has_a_word() -> None:
    def names(kind: type) -> set[str]:
        return {field.name for field in dataclasses.fields(kind)}

    for language in (JA, EN):
        assert all(language.has(f"changes.sections.{name}") for name in names(Organisation))
        for key in before():
            part = path_of(key)[-1]
            if path_of(key)[-2:-1] == ("minutes_to",):
                part = "minutes_to"  # its keys are ids of sites and places
            if part not in {
                "ja",
                "en",
                "id",
                "order",
                "person",
                "deputy",
                "call",
                "after",
                "sheet",
                "count",
                "opened_by",
            }:
                assert part in {"required", "languages", "paper", "config_version", "sample"} or language.has(
                    f"changes.fields.{part}"
                ), key


def test_who_must_approve_is_told_when_it_begins_and_when_it_ends() -> None:
    english, japanese = told((", must: true}", "}"))
    assert english == ("Approver: Yoko Tanaka need no longer be among those who approve",)
    assert japanese == ("承認者：田中 陽子 の承認は必須ではなくなりました",)
    must = ("{person: takahashi, from: 2026-04-01}", "{person: takahashi, from: 2026-04-01, must: true}")
    assert told(must)[0] == ("Approver: Osamu Takahashi must now be among those who approve",)


def test_own_roles_and_own_tasks_are_told_by_their_names() -> None:
    kato = "{person: takahashi, from: 2026-05-01, deputy: sato}"
    assert told((kato, "{person: mori, from: 2026-04-01, deputy: sato}"))[0] == (
        "Communications 1: Sakura Mori instead of Osamu Takahashi, from 2026-04-01",
    )
    assert told(("      every: P6M\n", "      every: P1Y\n"))[0] == (
        "Periodic task Joint review of the root use records, interval: P1Y (before: P6M)",
    )


def test_handling_marks_of_sheets_and_reasons_to_use_root_are_told() -> None:
    assert told(("en: Secret (never leaves the safe)", "en: Secret"))[0] == (
        "Company, handling marks of single sheets, 11: Secret (before: Secret (never leaves the safe))",
    )
    assert told(("en: To look at bills and costs", "en: To look at bills"))[0] == (
        "Use of root, never used for, 2: To look at bills (before: To look at bills and costs)",
    )
