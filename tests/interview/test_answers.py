"""How answers are read, and the file that is made of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support.newcomers import PAYER, write_list
from support.organisations import LANGUAGES, ROOT, knowledge

from runbook.cli.interview import machine_zone
from runbook.interview import EVERY_QUESTION, QUESTIONS, Asker, draft, progress
from runbook.interview.accounts import accounts, exceptions, listed_accounts
from runbook.interview.answers import Answers, EmergencyUsers, NamedPhone, NamedPlace, NamedSessions, NamedVendor
from runbook.interview.people import people, person, those
from runbook.interview.places import hours, numbers_on_seals, place
from runbook.interview.reach import alert, emergency_users, guard, guarding, phone, sessions, vendor
from runbook.interview.reading import RefusedAnswerError
from runbook.organisation import Role
from runbook.text.characters import refused
from runbook.text.yaml_flow import flow

ENGLISH = Asker(knowledge().language("en"))
SAMPLE: Mapping[str, str] = ENGLISH.language.branch("interview.sample")  # type: ignore[assignment]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_has_its_words_and_there_are_no_others(language: str) -> None:
    words = knowledge().language(language)
    known = {question.name for question in QUESTIONS}
    asked, sampled = words.branch("interview.questions"), words.branch("interview.sample")
    assert isinstance(asked, dict)
    assert isinstance(sampled, dict)
    assert set(asked) == known
    assert all(set(sentences) == {"ask", "why"} for sentences in asked.values())
    assert set(sampled) <= known


def test_the_page_on_starting_a_config_lists_the_questions_in_their_order() -> None:
    page = (ROOT / "docs/how-to/start-a-config.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .* \|$", page, re.MULTILINE)
    assert rows == [question.name for question in QUESTIONS]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Greta Hansen, +49 40 5550101", ("", "Greta Hansen", "+49 40 5550101", None)),
        ("佐藤 花子、０９０−１２３４−０００１、sato", ("sato", "佐藤 花子", "090-1234-0001", None)),
        ("Jan, jan@northport.test, +49 40 5550104, jp", ("jp", "Jan", "+49 40 5550104", "jan@northport.test")),
    ],
)
def test_a_person_is_read_from_one_line(line: str, expected: tuple[str, str, str, str | None]) -> None:
    read = person(line, Answers())
    assert (read.id, read.name, read.phone, read.email) == expected


def test_everybody_gets_an_id_of_their_own() -> None:
    found = people("Ann Archer, +44 20 5550101\nBen Archer, +44 20 5550102\n佐藤 花子, 090-1234-0001", Answers())
    assert [each.id for each in found] == ["archer", "archer-2", "p3"]
    with pytest.raises(RefusedAnswerError) as refusal:
        people("Ann, +44 20 5550101, a\nBen, +44 20 5550102, a", Answers())
    assert refusal.value.problem.rule == "interview-id-twice"


@pytest.mark.parametrize(
    ("zone", "rule"), [("Europe/London", "phone-no-country"), ("Asia/Tokyo", "phone-length-japan")]
)
def test_a_number_without_its_country_is_measured_by_the_rule_of_japan_only_there(zone: str, rule: str) -> None:
    with pytest.raises(RefusedAnswerError) as refusal:
        person("Aisha Khan, 0117 325 4471", Answers(time_zone=zone))
    assert refusal.value.problem.rule == rule


@pytest.mark.parametrize("typed", ["1, 3", "1 3", "1、3", "archer, carter", "Ann, Cara", "ann archer, CARA"])
def test_people_are_named_by_number_id_name_or_the_one_word_of_it_that_nobody_shares(typed: str) -> None:
    told = Answers(
        people=people("Ann Archer, +44 20 5550101\nBen Baker, +44 20 5550102\nCara Carter, +44 20 5550103", Answers())
    )
    assert those(typed, told) == ("archer", "carter")


def test_a_word_that_two_share_is_nobodys_name() -> None:
    told = Answers(people=people("Ann Archer, +44 20 5550101\nAnn Baker, +44 20 5550102", Answers()))
    with pytest.raises(RefusedAnswerError) as refusal:
        those("Ann", told)
    assert refusal.value.problem.rule == "interview-stranger"


def test_an_account_list_says_the_management_account_and_who_is_suspended(tmp_path: Path) -> None:
    write_list(tmp_path / "list.json", "northport.test")
    found = listed_accounts(tmp_path / "list.json")
    assert len(found) == 23
    assert {account.organization for account in found} == {PAYER}
    assert [account.status for account in found] == ["active"] * 22 + ["suspended"]
    assert found[1].id == "001234567890"  # a leading zero is no octal number


def test_accounts_may_be_yaml_of_the_config_and_say_how_root_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "accounts.yaml"
    path.write_text(
        "accounts:\n"
        '  - {id: "001234567890", name: payer, kind: management, custody: safe, root_email: a@northport.test}\n'
        "  - {id: 0022-3456-7890, name: lab, kind: member, custody: removed, root_email: b@northport.test}\n",
        "utf-8",
    )
    found = listed_accounts(path)
    assert [(one.id, one.custody, one.organization) for one in found] == [
        ("001234567890", "safe", "001234567890"),
        ("002234567890", "removed", None),
    ]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("{}", "interview-no-accounts"),
        ('{"Accounts": []}', "interview-no-accounts"),
        ("nothing", "interview-no-accounts"),
        ("[: {", "interview-no-accounts"),
        ("\xff", "interview-no-accounts"),
        (json.dumps({"Accounts": [{"Id": "12", "Email": "a@b.test"}]}), "account-id"),
        (json.dumps({"Accounts": [{"Id": "001234567890"}]}), "root-email-missing"),
        (json.dumps({"Accounts": [{"Id": "001234567890", "Email": "a@b.test"}] * 2}), "interview-id-twice"),
    ],
)
def test_a_file_that_is_no_list_of_accounts_is_refused(tmp_path: Path, content: str, rule: str) -> None:
    path = tmp_path / "list.json"
    path.write_text(content, "utf-8")
    with pytest.raises(RefusedAnswerError) as refusal:
        listed_accounts(path)
    assert refusal.value.problem.rule == rule


def test_accounts_may_be_typed(tmp_path: Path) -> None:
    found = accounts("0012-3456-7890, payer, a@b.test\n002234567890、lab、c@b.test")
    assert [(one.id, one.name, one.email) for one in found] == [
        ("001234567890", "payer", "a@b.test"),
        ("002234567890", "lab", "c@b.test"),
    ]
    with pytest.raises(RefusedAnswerError):
        accounts(str(tmp_path / "lost.json"))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: not any(map(refused, text))))
def test_a_value_comes_back_from_yaml_as_it_was_told(text: str) -> None:
    for line in (f"{{a: {flow(text)}, b: x}}", f"a: {flow(text)}", f"a: [{flow(text)}]"):
        read = yaml.load(line, Loader=yaml.BaseLoader)["a"]  # noqa: S506  texts only
        assert (read[0] if isinstance(read, list) else read) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_that_was_told_stands_in_the_file(language: str) -> None:
    words = knowledge().language(language)
    sample = words.branch("interview.sample")
    assert isinstance(sample, dict)
    reached = progress(sample, Asker(words), by_proposal=EVERY_QUESTION)
    assert reached.open == ()
    config = yaml.safe_load(draft(reached.told, words, date(2026, 11, 23)))
    assert set(config["roles"]) == set(Role) - {
        *(Role.APPROVER, Role.CENTRAL_ADMIN, Role.ALERT_RECEIVER),
        *(Role.INCIDENT_LEAD, Role.REVIEWER, Role.OWNER),
    }


def test_an_answer_that_is_not_needed_any_more_is_not_told() -> None:
    typed = {
        "company": "Northport",
        "people": "Ann, +44 20 5550101\nBen, +44 20 5550102",
        "accounts": "001234567890, payer, a@b.test",
        "management": "-",
        "management_custody": "safe",
        "member_custody": "unknown",
        "password_place": "vault, 1Password",
    }
    reached = progress(typed, ENGLISH, by_proposal=EVERY_QUESTION)
    assert reached.told.password_place is None
    assert "password_place" not in {question.name for question, _ in reached.answered}


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("Europe/Berlin", "Europe/Berlin"), (":Asia/Tokyo", "Asia/Tokyo"), ("UTC", None), ("CET-1CEST", None)],
)
def test_a_time_zone_is_proposed_only_if_it_says_where_a_company_is(zone: str, expected: str | None) -> None:
    assert machine_zone({"TZ": zone}) == expected


def kept(lines: str) -> Answers:
    """What was told of a payer and its members: id and name on each line."""
    typed = accounts("\n".join(f"{line}, {number}@b.test" for number, line in enumerate(lines.splitlines())))
    return Answers(accounts=typed, management=typed[0].id, management_custody="safe", member_custody="removed")


MEMBERS = kept("001234567890, payer\n002234567890, shop\n003234567890, Old Lab\n004234567890, 2024")
LATER = ("003234567890", "004234567890")
CUSTODIES = ("removed", "safe", "sealed", "unknown")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("-", {}),
        ("safe: shop, 0032-3456-7890", {"002234567890": "safe", "003234567890": "safe"}),
        ("safe：shop\nunknown：old lab、2024", {"002234567890": "safe"} | dict.fromkeys(LATER, "unknown")),
    ],
)
def test_some_members_may_be_kept_otherwise(typed: str, expected: dict[str, str]) -> None:
    found = exceptions(typed, MEMBERS, CUSTODIES)
    assert dict(found) == expected
    told = MEMBERS.with_answer("exceptions", found)
    custody = {account.id: told.custody_of(account) for account in told.accounts}
    assert custody == dict.fromkeys(custody, "removed") | {"001234567890": "safe"} | expected


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("safe shop", "interview-exception"),
        ("safe:", "interview-exception"),
        ("kept: shop", "choice"),
        ("safe: shopp", "unknown-account"),
        ("safe: payer", "unknown-account"),  # it was asked for by itself
        ("safe: shop\nunknown: shop", "interview-id-twice"),
    ],
)
def test_an_exception_that_means_nothing_is_refused(typed: str, rule: str) -> None:
    with pytest.raises(RefusedAnswerError) as refusal:
        exceptions(typed, MEMBERS, CUSTODIES)
    assert refusal.value.problem.rule == rule


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("always", ("00:00", "23:59", "every-day")),
        ("9:00-18:00", ("09:00", "18:00", "weekdays")),
        ("08:30 〜 20:00 毎日", ("08:30", "20:00", "every-day")),
        ("２２：００－０６：００　平日", ("22:00", "06:00", "weekdays")),
    ],
)
def test_hours_are_read_from_one_line(typed: str, expected: tuple[str, str, str]) -> None:
    read = hours(typed)
    assert read is not None
    assert (read.start, read.until, read.days) == expected


@pytest.mark.parametrize(
    ("typed", "rule"),
    [("nine to five", "interview-hours"), ("25:00-26:00", "time-of-day"), ("9:00-18:00 x", "interview-hours")],
)
def test_what_are_no_hours_is_refused(typed: str, rule: str) -> None:
    with pytest.raises(RefusedAnswerError) as refusal:
        hours(typed)
    assert refusal.value.problem.rule == rule
    assert hours("-") is None


def test_an_alert_is_where_it_arrives_and_at_least_one_region() -> None:
    read = alert("Duty phone, floor 2, us-east-1 us-east-2, us-gov-west-1")
    assert read is not None
    assert (read.destination, read.regions) == ("Duty phone, floor 2", ("us-east-1", "us-east-2", "us-gov-west-1"))
    assert alert("-") is None
    for typed in ("Duty phone", "us-east-1", ","):
        with pytest.raises(RefusedAnswerError) as refusal:
            alert(typed)
        assert refusal.value.problem.rule == "interview-alert"


def test_that_there_is_none_is_not_that_nobody_knows() -> None:
    told = Answers(people=people("Ann Archer, +44 20 5550101\nBen Baker, +44 20 5550102", Answers()))
    assert [guarding(typed, told) for typed in ("none", "なし", "-", "2")] == [(), (), None, ("baker",)]
    typed = dict(SAMPLE) | {"guards": "idp: none\npipeline: 1\nmail: -", "spare_keys": "-"}
    reached = progress(typed, ENGLISH, by_proposal=EVERY_QUESTION)
    again = progress({question.name: answer for question, answer in reached.answered}, ENGLISH)
    assert again.told == reached.told
    config = yaml.safe_load(draft(again.told, ENGLISH.language, date(2026, 11, 23)))
    assert config["without"] == ["identity-provider"]
    assert "keys_kept_by" not in config["places"][0]
    assert [service["acts_in"] for service in config["services"]] == [["111122223333"]]


FOUR = Answers(
    people=people(
        "\n".join(f"{name} {name}son, +44 20 555010{at}" for at, name in enumerate(("A", "B", "C", "D"))), Answers()
    ),
    accounts=accounts("001234567890, payer, a@b.test"),
    management="001234567890",
    management_custody="safe",
)
BANK = NamedPlace("bank", "Elbe Bank, box 7")


@pytest.mark.parametrize(
    ("typed", "opened", "openers"),
    [
        ("bank, Elbe Bank, box 7", None, ()),
        ("bank, Elbe Bank, box 7: 1 + 2, 3", None, (("ason", "bson"), ("cson",))),
        ("bank、Elbe Bank, box 7、09:00〜15:00 平日：１＋２", ("09:00", "15:00", "weekdays"), (("ason", "bson"),)),
        ("bank, Elbe Bank, box 7, 09:00-16:30 every-day", ("09:00", "16:30", "every-day"), ()),
    ],
)
def test_a_place_may_say_when_it_opens_and_who_opens_it(
    typed: str, opened: tuple[str, str, str] | None, openers: tuple[tuple[str, ...], ...]
) -> None:
    read = place(typed, FOUR)
    assert read == BANK
    assert read.openers == openers
    assert (read.hours and (read.hours.start, read.hours.until, read.hours.days)) == opened


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("bank, Elbe Bank, box 7: nobody", "interview-stranger"),
        ("bank, Elbe Bank, 25:00-26:00: 1", "time-of-day"),
        ("bank, 09:00-16:00 weekdays", "interview-place-bank"),
        ("bank: 1", "interview-place-bank"),
        ("shed, garden: 1", "choice"),
    ],
)
def test_a_place_whose_end_means_nothing_is_refused_and_no_part_of_its_name(typed: str, rule: str) -> None:
    with pytest.raises(RefusedAnswerError) as refusal:
        place(typed, FOUR)
    assert refusal.value.problem.rule == rule


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("organization, idp: 1, 3", {"organization": ("ason", "cson"), "idp": ("ason", "cson")}),
        ("組織、パイプライン：２", {"organization": ("bson",), "pipeline": ("bson",)}),
        ("idp, pipeline: none", {"idp": (), "pipeline": ()}),
        ("mail: -", {}),
        ("all: 4", dict.fromkeys(("organization", "mail", "domains", "phone", "idp", "pipeline"), ("dson",))),
    ],
)
def test_who_administers_several_guards_is_one_line(line: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert dict(guard(line, FOUR)) == expected


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("mail", "interview-guard"),
        (": 1", "interview-guard"),
        ("mail:", "interview-guard"),
        ("male: 1", "choice"),
        ("vault: 1", "choice"),  # this company was told to have none
        ("mail: none", "interview-guard-none"),
        ("mail: 9", "interview-stranger"),
    ],
)
def test_a_guard_that_means_nothing_is_refused(line: str, rule: str) -> None:
    with pytest.raises(RefusedAnswerError) as refusal:
        guard(line, FOUR)
    assert refusal.value.problem.rule == rule


@pytest.mark.parametrize(
    ("name", "typed"), [("guards", "mail: 1\nmail: 2"), ("administration_alerts", "mail: 1\nmail: 2")]
)
def test_two_lines_about_one_guard_are_refused_for_the_later_would_win_unseen(name: str, typed: str) -> None:
    reached = progress(dict(SAMPLE) | {"guards": "mail: 1", name: typed}, ENGLISH, by_proposal=EVERY_QUESTION)
    assert [(each.question.name, each.problem and each.problem.rule) for each in reached.open] == [
        (name, "interview-id-twice")
    ]


def test_answers_with_a_second_half_are_read_with_and_without_it() -> None:
    assert sessions("y, CentralRootAdmin") == NamedSessions(are_on=True, role="CentralRootAdmin")
    found = [sessions(typed) for typed in ("y", "いいえ", "不明")]
    assert found == [NamedSessions(are_on=True), NamedSessions(are_on=False), None]
    assert phone("+49 40 5550199, voice、SMS", Answers()) == NamedPhone("+49 40 5550199", sms=True, voice=True)
    assert phone("+49 40 5550199", Answers()) == NamedPhone("+49 40 5550199", sms=False, voice=False)
    assert phone("-", Answers()) is None
    assert vendor("Elbe Domains, +49 40 5550120", Answers()) == NamedVendor("Elbe Domains", "+49 40 5550120")
    assert vendor("Domains 24, Inc.", Answers()) == NamedVendor("Domains 24, Inc.")
    assert vendor("-", Answers()) is None
    assert emergency_users("2: own IAM user", FOUR) == EmergencyUsers(("bson",), "own IAM user")
    assert emergency_users("ルートと同じ", FOUR) == emergency_users("with root", FOUR) == EmergencyUsers()
    assert [numbers_on_seals(typed) for typed in ("TEB-1, TEB-2", "none", "なし", "-")] == [
        ("TEB-1", "TEB-2"),
        (),
        (),
        None,
    ]


@pytest.mark.parametrize(
    ("read", "rule"),
    [
        (lambda: sessions("n, CentralRootAdmin"), "interview-yes-or-no"),
        (lambda: sessions(""), "interview-yes-or-no"),
        (lambda: phone("+49 40 5550199, fax", Answers()), "interview-phone"),
        (lambda: phone("sms", Answers()), "phone"),
        (lambda: vendor("Elbe Domains, 12", Answers()), None),
        (lambda: emergency_users("2", FOUR), "interview-emergency"),
        (
            lambda: emergency_users("with root", FOUR.with_answer("management_custody", "sealed")),
            "interview-emergency-places",
        ),
    ],
)
def test_a_second_half_that_means_nothing_is_refused(read: Callable[[], object], rule: str | None) -> None:
    if rule is None:
        assert read()
        return
    with pytest.raises(RefusedAnswerError) as refusal:
        read()
    assert refusal.value.problem.rule == rule


@pytest.mark.parametrize(
    ("emergency_users", "kept", "items"),
    [
        (
            "with root",
            None,
            {"N-0001": ("document", "password", "safe-1"), "N-0002": ("security-key", "mfa", "safe-2")},
        ),
        ("2: own IAM user", "own IAM user", {}),
        ("-", None, {}),
    ],
)
def test_the_way_in_without_the_identity_provider_is_written(
    emergency_users: str, kept: str | None, items: dict[str, tuple[str, str, str]]
) -> None:
    typed = dict(SAMPLE) | {"emergency": "BreakGlassAdmin", "emergency_users": emergency_users}
    told = progress(typed, ENGLISH, by_proposal=EVERY_QUESTION).told
    config = yaml.safe_load(draft(told, ENGLISH.language, date(2026, 11, 23)))
    [role] = config["emergency_roles"]
    assert (role["name"], role["account"], role.get("kept")) == ("BreakGlassAdmin", "111122223333", kept)
    found = {item["id"]: item for item in config["items"] if item.get("emergency_role")}
    assert {name: (item["kind"], item["holds"], item["place"]) for name, item in found.items()} == items


def test_hours_of_a_bank_a_registrar_and_the_workstation_stand_in_the_file() -> None:
    typed = dict(SAMPLE) | {
        "mfa_place": "bank, Elbe Bank",
        "bank_hours": "09:00-15:00 weekdays",
        "registrar": "Elbe Domains, +49 40 5550120",
        "workstation": "Notebook R-1, archive",
        "seals": "none",
        "guards": "domains, organization: 1\nmail: 2",
        "administration_alerts": "domains, mail: 4\norganization: 3",
    }
    told = progress(typed, ENGLISH, by_proposal=EVERY_QUESTION).told
    config = yaml.load(draft(told, ENGLISH.language, date(2026, 11, 23)), Loader=yaml.BaseLoader)  # noqa: S506  texts only
    assert [place.get("hours") for place in config["places"]] == [
        None,
        {"from": "09:00", "until": "15:00", "days": "weekdays"},
    ]
    assert config["domains"] == [{"name": "example.com", "registrar": "Elbe Domains", "administered_by": ["archer"]}]
    assert config["contacts"] == [{"name": "Elbe Domains", "kind": "vendor", "phone": "+49 40 5550120"}]
    assert config["company"]["workstation"] == "Notebook R-1, archive"
    assert [item.get("sealed") for item in config["items"]] == ["false", None]
    assert config["administration_alerts"] == [
        {"on": ["example.com", "mail-service"], "reaches": ["draper"]},
        {"on": ["organization"], "reaches": ["carter"]},
    ]


@pytest.mark.parametrize("name", ["password_place", "guards", "emergency_users", "administration_alerts"])
def test_people_named_within_an_answer_stay_who_they_are(name: str) -> None:
    """A number means somebody else once the list of people is corrected."""
    typed = dict(SAMPLE) | {
        "emergency": "BreakGlassAdmin",
        "emergency_users": "2, 3: own IAM users",
        "password_place": "safe, Safe A, 09:00-18:00 weekdays: 4 + 1, 2",
        "guards": "mail, idp: 1, 2\npipeline: none",
        "administration_alerts": "mail: 3",
    }
    reached = progress(typed, ENGLISH, by_proposal=EVERY_QUESTION)
    answers = {question.name: answer for question, answer in reached.answered}
    assert not re.search(r"(?<![0-9:-])[1-4](?![0-9:])", answers[name].partition(": ")[2])
    again = progress(answers, ENGLISH)
    assert again.open == ()
    assert draft(again.told, ENGLISH.language, date(2026, 11, 23)) == draft(
        reached.told, ENGLISH.language, date(2026, 11, 23)
    )


@pytest.mark.parametrize(
    ("addresses", "patterns"),
    [
        (["aws@a.test", "aws+b@a.test", "aws+c@a.test", "aws+d@a.test"], ["aws@a.test", "aws+*@a.test"]),
        (["aws-root-1@a.test", "aws-root-2@a.test", "aws-root-3@a.test"], ["aws-root-*@a.test"]),
        (["anna@a.test", "aws@a.test", "arno@a.test"], ["anna@a.test", "aws@a.test", "arno@a.test"]),
        (["aws+b@a.test", "aws+c@b.test", "aws+d@c.test"], ["aws+b@a.test", "aws+c@b.test", "aws+d@c.test"]),
        (["jan.kern@a.test", "jan.peters@a.test"], ["jan.kern@a.test", "jan.peters@a.test"]),
    ],
)
def test_a_pattern_stands_for_addresses_of_one_mailbox_only(addresses: list[str], patterns: list[str]) -> None:
    list_ = "\n".join(f"{number:012d}, a{number}, {address}" for number, address in enumerate(addresses, 1))
    typed = dict(SAMPLE) | {"accounts": list_, "management": "-", "member_custody": "sealed", "paper_place": "safe, A"}
    told = progress(typed, ENGLISH, by_proposal=EVERY_QUESTION).told
    config = yaml.safe_load(draft(told, ENGLISH.language, date(2026, 11, 23)))
    assert [box["address"] for box in config["mailboxes"]] == patterns


def test_a_token_is_for_one_account_and_a_security_key_for_all() -> None:
    typed = dict(SAMPLE) | {
        "accounts": "001234567890, payer, a@b.test\n002234567890, shop, c@b.test\n003234567890, lab, d@b.test",
        "management": "001234567890",
        "member_custody": "removed",
        "exceptions": "safe: shop",
        "central_admin": "3",
        "mfa_devices": "totp-token, security-key",
        "spare_keys": "none",
        "paper_place": "cabinet, Archive",
    }
    config = yaml.safe_load(
        draft(progress(typed, ENGLISH, by_proposal=EVERY_QUESTION).told, ENGLISH.language, date(2026, 11, 23))
    )
    both = ["001234567890", "002234567890"]
    assert [(item["id"], item["account"]) for item in config["items"] if item["holds"] == "mfa"] == [
        ("M-0001", both[0]),
        ("M-0002", both[1]),
        ("M-0003", both),
    ]
    # Nobody was asked who has a key of the place where only paper lies.
    assert ["keys_kept_by" in place for place in config["places"]] == [True, True, False]
