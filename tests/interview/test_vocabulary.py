"""What people say in words of their own: that nobody knows, that there is none, places, devices, hours, each other."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from support.command import Runbook
from support.organisations import knowledge

from runbook.interview import EVERY_QUESTION, QUESTIONS, Asker, draft, progress
from runbook.interview.accounts import accounts, exception, named_accounts, typed_account
from runbook.interview.answers import Answers, NamedPhone, NamedPlace
from runbook.interview.carrying import carrier
from runbook.interview.people import groups, holders, people, person, so_far, those
from runbook.interview.places import devices, hours, place
from runbook.interview.progress import refused_line
from runbook.interview.reach import alert, guard, phone, vendor
from runbook.interview.reading import RefusedAnswerError, yes_or_no
from runbook.interview.vocabulary import is_unknown, says_none

ENGLISH = Asker(knowledge().language("en"))
BY_NAME = {question.name: question for question in QUESTIONS}
LIST = people("大野 花子さん、090-1234-2201\n西田部長、090-1234-2202\nMr. James Park, 080-1234-2203", Answers())
KEPT = {
    "languages": "en",
    "company": "Fernhill Kites",
    "time_zone": "Europe/London",
    "people": "Rosie Tanner, +44 7700 900101\nTom Ashdown, +44 7700 900102\nPriya Nair, +44 7700 900103",
    "accounts": "001234567890, payer, a@b.test",
    "management": "001234567890",
    "management_custody": "safe",
    "password_place": "1Password: 1, 2",
    "mfa_devices": "two security keys",
    "mfa_place": "Office safe: 3",
    "second_mfa_place": "bank, Elbe Bank: 2",
    "mailbox_custodian": "1",
    "phone_custodian": "2",
    "paper_place": "cabinet, Archive",
}


def written(**answers: str) -> dict[str, object]:
    """The config of a company that keeps root, and answers some questions otherwise."""
    reached = progress(KEPT | answers, ENGLISH, by_proposal=EVERY_QUESTION)
    assert reached.open == ()
    config: dict[str, object] = yaml.safe_load(draft(reached.told, ENGLISH.language, date(2026, 11, 30)))
    return config


@pytest.mark.parametrize(
    "typed",
    [
        "-",
        "unknown",
        "Don’t know yet",
        "I don't know",
        "not sure.",
        "tbd",
        "?",
        "不明",
        "わかりません。",
        "未定",
        "まだ不明",
    ],
)
def test_that_nobody_knows_is_said_in_many_words(typed: str) -> None:
    assert is_unknown(typed)
    assert not says_none(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "none",
        "nope",
        "No",
        "nobody",
        "n/a",
        "nobody else",
        "don't have one",
        "特になし",
        "専用端末はない",
        "we don't have a dedicated one",
        "なし",
        "ない",
        "いません。",
    ],
)
def test_that_there_is_none_is_said_in_many_words(typed: str) -> None:
    assert says_none(typed)
    assert not is_unknown(typed)


@pytest.mark.parametrize("typed", ["Norman", "Unknown Bank", "なしだ商店", "The Nobody Inn", "未定商会"])
def test_a_name_that_only_begins_so_is_a_name(typed: str) -> None:
    assert not is_unknown(typed)
    assert not says_none(typed)


@pytest.mark.parametrize("none", ["no", "none", "unknown", "なし", "未定"])
def test_no_word_for_none_is_printed_as_the_name_of_something(none: str) -> None:
    """Paper that says "the computer: no" looks right at a glance."""
    names = ("emergency", "workstation", "registrar", "alert", "security_contact", "recovery_phone", "seals")
    config = written(**dict.fromkeys(names, none))
    assert "workstation" not in config["company"]  # type: ignore[operator]
    assert {"emergency_roles", "contacts", "alerts", "alternate_contacts", "recovery_phones"}.isdisjoint(config)
    assert "seal" not in config["items"][0]  # type: ignore[index]


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("1Password", "vault", "1Password"),
        ("1Password, Fernhill vault", "vault", "1Password, Fernhill vault"),
        ("Bitwarden: 1, 2", "vault", "Bitwarden"),
        ("password manager, Keychain", "vault", "Keychain"),
        ("Office safe", "safe", "Office safe"),
        ("safe-deposit box at Elbe Bank", "bank", "safe-deposit box at Elbe Bank"),
        ("Elbe safety deposit box", "bank", "Elbe safety deposit box"),
        ("office filing cabinet", "cabinet", "office filing cabinet"),
        ("貸金庫、みほん銀行", "bank", "みほん銀行"),
        ("みほん銀行の貸金庫", "bank", "みほん銀行の貸金庫"),
        ("事務所のキャビネット", "cabinet", "事務所のキャビネット"),
        ("社長室の金庫", "safe", "社長室の金庫"),
    ],
)
def test_the_kind_of_a_place_is_told_by_its_name(typed: str, kind: str, name: str) -> None:
    read = place(typed, Answers(people=LIST))
    assert read == NamedPlace(kind, name)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("vault", "interview-place-vault"),
        ("パスワードマネージャー", "interview-place-vault"),
        ("safe, unknown", "interview-place-safe"),
        ("金庫", "interview-place-safe"),
        ("貸金庫", "interview-place-bank"),
        ("cabinet: 1", "interview-place-cabinet"),
        ("the old vault", "interview-place"),  # of steel or of software?
        ("Safeway depot", "interview-place"),
        ("Mr. Green's phone", "interview-place"),  # nobody of the list
    ],
)
def test_a_place_that_may_be_two_things_or_has_no_name_is_refused_with_an_example_of_its_kind(
    typed: str, rule: str
) -> None:
    with pytest.raises(RefusedAnswerError) as refusal:
        place(typed, Answers(people=LIST))
    assert refusal.value.problem.rule == rule
    example = ENGLISH.language.problem(refusal.value.problem)[1]
    assert rule.rpartition("-")[2] in example


def test_a_place_says_when_it_opens_by_the_clock_of_its_people() -> None:
    read = place("Elbe safety deposit box, 9am-4pm Mon-Fri: 1", Answers(people=LIST))
    assert read == NamedPlace("bank", "Elbe safety deposit box")
    assert read is not None
    assert read.hours is not None
    assert (read.hours.start, read.hours.until, read.openers) == ("09:00", "16:00", (("p1",),))


def test_the_same_place_is_the_one_told_last() -> None:
    config = written(mfa_place="same: 1")
    assert [each["kind"] for each in config["places"]] == ["vault", "bank", "cabinet"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("yubikey", [("security-key", "")]),
        ("two security keys", [("security-key", "")] * 2),
        (
            "セキュリティキー2本、スマホのアプリ",
            [("security-key", ""), ("security-key", ""), ("authenticator-app", "")],
        ),
        ("token, Google Authenticator", [("totp-token", ""), ("authenticator-app", "")]),
        ("スマホ", [("phone", "")]),
        ("don't know", []),
        ("なし", []),
        ("1Password", [("vault-entry", "1Password")]),
        ("codes in Bitwarden", [("vault-entry", "Bitwarden")]),
        ("1Passwordのワンタイムパスワード", [("vault-entry", "1Password")]),
        ("password manager", [("vault-entry", "")]),
        ("James's phone", [("phone", "James")]),
        ("app on James' phone", [("authenticator-app", "James' phone")]),
        ("James’s YubiKey, 大野さんのスマホ", [("security-key", "James"), ("phone", "大野さん")]),
        ("西田のスマホのアプリ", [("authenticator-app", "西田のスマホ")]),
    ],
)
def test_devices_are_named_as_people_name_them(typed: str, expected: list[tuple[str, str]]) -> None:
    found = devices(typed, Answers(people=LIST))
    assert [(device.kind, device.where) for device in found] == expected


@pytest.mark.parametrize(
    ("answers", "held"),
    [
        ({}, {"password", "mfa"}),
        ({"mfa_devices": "unknown"}, {"password"}),
        ({"mfa_devices": "none"}, {"password"}),
        ({"mfa_place": "unknown"}, {"password"}),
        ({"mfa_place": "safe, Office safe", "mfa_openers": "unknown"}, {"password"}),
        ({"password_place": "unknown"}, {"mfa"}),
        ({"password_place": "1Password", "password_openers": "tbd"}, {"mfa"}),
    ],
)
def test_what_lies_where_nobody_knows_is_no_item(answers: dict[str, str], held: set[str]) -> None:
    typed = {"second_mfa_place": "unknown"} | answers if "mfa_devices" not in answers else answers
    assert {item["holds"] for item in written(**typed)["items"]} == held  # type: ignore[attr-defined]


def test_a_second_device_is_not_said_to_lie_with_the_first_where_nobody_knows() -> None:
    mfa = [item["id"] for item in written(second_mfa_place="unknown")["items"] if item["holds"] == "mfa"]  # type: ignore[attr-defined]
    assert mfa == ["M-0001"]


@pytest.mark.parametrize(
    ("answers", "kind"), [({}, "safe"), ({"mfa_place": "bank, Elbe Bank: 3", "second_mfa_place": "same"}, "bank")]
)
def test_paper_is_proposed_for_a_bank_that_is_closed_at_night_only_if_there_is_no_other_place(
    answers: dict[str, str], kind: str
) -> None:
    typed = {name: answer for name, answer in (KEPT | answers).items() if name != "paper_place"}
    typed |= answers or {"mfa_place": "bank, Elbe Bank: 3", "second_mfa_place": "Office safe: 2"}
    told = progress(typed, ENGLISH, by_proposal=EVERY_QUESTION).told
    assert told.paper_place
    assert told.paper_place.kind == kind


OPEN = {
    "hours": "-",
    "management_custody": "not sure",
    "member_custody": "don't know",
    "password_place": "unknown",
    "password_openers": "unknown",
    "mfa_devices": "none",
    "mfa_place": "tbd",
    "mfa_openers": "?",
    "second_mfa_place": "unknown",
    "second_mfa_openers": "unknown",
    "spare_keys": "don't know",
    "recovery_phone": "none",
    "guards": "unknown",
}
BEFORE = {
    "member_custody": {"accounts": "001234567890, payer, a@b.test\n002234567890, shop, c@b.test"},
    "password_openers": {"password_place": "1Password"},
    "mfa_openers": {"mfa_place": "Office safe", "mfa_devices": "phone"},
    "second_mfa_openers": {"second_mfa_place": "bank, Elbe Bank"},
}


def test_all_that_may_stay_open_is_tried() -> None:
    assert {question.name for question in QUESTIONS if question.stays_open} == set(OPEN)


@pytest.mark.slow
@pytest.mark.parametrize("name", OPEN)
def test_what_stays_open_is_found_by_the_rule_that_was_promised(
    runbook: Runbook, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    folder = tmp_path_factory.mktemp("open")
    typed = KEPT | BEFORE.get(name, {}) | {name: OPEN[name]}
    told = progress(typed, ENGLISH, by_proposal=EVERY_QUESTION).told
    (folder / "config.yaml").write_text(draft(told, ENGLISH.language, date(2026, 11, 30)), "utf-8")
    rule = BY_NAME[name].stays_open
    ended = runbook("check", "--select", rule, "--fail-on", "info", cwd=folder)
    assert ended.code == 1, ended.stderr


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9:00-17:30 Mon-Fri", ("09:00", "17:30", "weekdays")),
        ("9am-5:30pm weekdays", ("09:00", "17:30", "weekdays")),
        ("平日9時〜18時", ("09:00", "18:00", "weekdays")),
        ("平日の9時から17時半まで", ("09:00", "17:30", "weekdays")),
        ("9時半〜18時", ("09:30", "18:00", "weekdays")),
        ("平日午前9時〜午後5時半", ("09:00", "17:30", "weekdays")),
        ("朝8時30分から夜8時まで", ("08:30", "20:00", "weekdays")),
        ("毎日 8:30から20:00まで", ("08:30", "20:00", "every-day")),
        ("いつでも", ("00:00", "23:59", "every-day")),
        ("24時間", ("00:00", "23:59", "every-day")),
        ("9-17", ("09:00", "17:00", "weekdays")),
        ("22-6 every-day", ("22:00", "06:00", "every-day")),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, expected: tuple[str, str, str]) -> None:
    read = hours(typed)
    assert read is not None
    assert (read.start, read.until, read.days) == expected


@pytest.mark.parametrize("typed", ["9-5:30 weekdays", "9:00-5:30", "9 to 5:30, Mon to Fri", "平日9時から5時半まで"])
def test_hours_that_would_last_through_the_night_by_mistake_are_asked_again(typed: str) -> None:
    with pytest.raises(RefusedAnswerError) as refusal:
        hours(typed)
    assert refusal.value.mend[1] == "09:00-17:30 weekdays"


@pytest.mark.parametrize("typed", ["9-17 Mon, Wed", "nine to five", "9-17 x", "9-12, 13-17"])
def test_hours_that_say_something_else_are_refused(typed: str) -> None:
    with pytest.raises(RefusedAnswerError) as refusal:
        hours(typed)
    assert refusal.value.problem.rule == "interview-hours"


def test_a_name_is_kept_without_what_is_put_to_it_out_of_courtesy() -> None:
    assert [each.name for each in LIST] == ["大野 花子", "西田部長", "James Park"]


@pytest.mark.parametrize(
    "typed", ["大野さん、西田", "大野と西田様", "1、西田部長", "大野＆西田", "大野 花子さん and 西田"]
)
def test_people_are_called_as_people_call_each_other(typed: str) -> None:
    assert those(typed, Answers(people=LIST)) == ("p1", "p2")


def test_all_of_them_is_everybody() -> None:
    assert those("全員", Answers(people=LIST)) == those("everyone", Answers(people=LIST)) == ("p1", "p2", "park")


def test_whether_two_open_a_place_together_or_each_alone_is_never_guessed() -> None:
    with pytest.raises(RefusedAnswerError) as refusal:
        groups("大野さんと西田さん", Answers(people=LIST))
    assert refusal.value.problem.rule == "interview-together"
    assert dict(refusal.value.problem.values) == {"together": "p1 + p2", "each": "p1, p2"}


def test_somebody_must_answer_for_a_thing_also_while_nobody_knows_it() -> None:
    with pytest.raises(RefusedAnswerError) as refusal:
        holders("不明", Answers(people=LIST), "p2")
    assert refusal.value.problem.rule == "interview-answers-for"
    assert refusal.value.mend == ("不明", "p2")


@pytest.mark.parametrize(
    ("name", "typed", "taken"),
    [
        ("people", "Rosie Tanner, 07700 900101", "Rosie Tanner, +44 7700 900101"),
        ("guards", "mial: Parc", "mail: park"),
        ("guards", "mail: Zzz", ""),
        ("accounts", "nothing like it", ""),
    ],
)
def test_a_refused_line_is_put_right_if_it_can_stand_then(name: str, typed: str, taken: str) -> None:
    told = Answers(people=LIST, time_zone="Europe/London")
    refusal = refused_line(BY_NAME[name], typed, told)
    assert (refusal.line if refusal else "") == taken


def test_a_secret_is_never_offered_again() -> None:
    refusal = refused_line(BY_NAME["people"], "Rosie, AKIAIOSFODNN7EXAMPLF 07700 900101", Answers())
    assert refusal is not None
    assert refusal.line == ""


def test_a_person_whose_number_is_not_known_is_left_out_for_now() -> None:
    with pytest.raises(RefusedAnswerError) as refusal:
        person("岸本、未定", Answers())
    assert refusal.value.problem.rule == "interview-person-unreached"


def test_an_account_may_be_typed_with_blanks() -> None:
    read = typed_account("0012-3456-7890 本番 環境 root@aozora.test")
    assert (read.id, read.name, read.email) == ("001234567890", "本番 環境", "root@aozora.test")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1Password: 1", {"vault": ("p1",)}),
        ("Google Workspace, DNS: 2", {"mail": ("p2",), "domains": ("p2",)}),
        ("メール、パイプライン：大野", {"mail": ("p1",), "pipeline": ("p1",)}),
        ("Okta: none", {"idp": ()}),
        ("pipeline: don't know", {}),
        ("大野: mail", {"mail": ("p1",)}),
        ("no idp", {"idp": ()}),
        ("パイプラインなし", {"pipeline": ()}),
        ("お名前.com：大野", {"domains": ("p1",)}),
    ],
)
def test_what_guards_keys_is_named_by_its_product(line: str, expected: dict[str, tuple[str, ...]]) -> None:
    told = Answers(people=LIST, password_place=NamedPlace("vault", "1Password"))
    assert dict(guard(line, told)) == expected


@pytest.mark.parametrize(
    ("typed", "zone", "number"),
    [
        ("090-1234-1105、SMS、通話", "Asia/Tokyo", "+81 90-1234-1105"),
        ("(802) 555-0150, sms, voice", "America/New_York", "+1 802 555-0150"),
        ("07700 900111 text and calls", "Europe/London", "+44 7700 900111"),
        ("代表電話 03-1234-4400、SMS、通話", "Asia/Tokyo", "+81 3-1234-4400"),
    ],
)
def test_the_registered_telephone_is_told_with_its_country(typed: str, zone: str, number: str) -> None:
    """AWS takes no other, and `check` would refuse it later."""
    home = person(f"Ann, {number.partition(' ')[0]} 20 5550 1234", Answers())
    assert phone(typed, Answers(time_zone=zone, people=(home,))) == NamedPhone(number, sms=True, voice=True)


@pytest.mark.parametrize(
    ("typed", "zone"), [("07700 900111, sms", "Europe/London"), ("04 1234 5678", "Atlantic/Reykjavik")]
)
def test_a_registered_telephone_whose_country_nobody_has_said_is_asked_again(typed: str, zone: str) -> None:
    with pytest.raises(RefusedAnswerError) as refusal:
        phone(typed, Answers(time_zone=zone))
    assert refusal.value.problem.rule == "phone-no-country"


def test_the_country_of_a_number_of_home_is_asked_once() -> None:
    told = Answers(time_zone="Europe/London")
    with pytest.raises(RefusedAnswerError) as refusal:
        people("Ann Archer, 07700 900101\nBen Baker, 07700 900102", told)
    assert refusal.value.mend == ("07700 900101", "+44 7700 900101")
    found = people("Ann Archer, +44 7700 900101\nBen Baker, 07700 900102", told)
    assert [each.phone for each in found] == ["+44 7700 900101", "+44 7700 900102"]
    assert so_far(["Ann Archer, +44 7700 900101"], told).people[0].phone == "+44 7700 900101"


def test_a_number_of_another_country_does_not_say_which_is_home() -> None:
    abroad = people("Ann Archer, +49 40 5550101\nBen Baker, +49 40 5550102", Answers())
    with pytest.raises(RefusedAnswerError):
        person("Cara, 07700 900103", Answers(time_zone="Europe/London", people=abroad))


@pytest.mark.parametrize(
    "typed", ["+44 20 5550111 text and calls", "+44 20 5550111, sms, voice", "+44 20 5550111 SMSと通話"]
)
def test_what_works_on_the_telephone_may_stand_behind_its_number(typed: str) -> None:
    assert phone(typed, Answers()) == NamedPhone("+44 20 5550111", sms=True, voice=True)


def test_a_registrar_at_home_is_offered_with_its_country() -> None:
    told = Answers(time_zone="Europe/London")
    with pytest.raises(RefusedAnswerError) as refusal:
        vendor("123-reg, 0330 221 2123", told)
    assert refusal.value.mend == ("0330 221 2123", "+44 330 221 2123")


def test_an_account_is_called_with_blanks_or_dashes() -> None:
    known = accounts("001234567890, workload-3, a@b.test\n002234567890, Old Lab, c@b.test")
    assert named_accounts("Workload 3, old_lab", known) == ("001234567890", "002234567890")


def test_root_that_lies_in_the_safe_is_kept_there() -> None:
    assert written(management_custody="in the safe")["accounts"][0]["custody"] == "safe"  # type: ignore[index]


@pytest.mark.parametrize(
    "typed",
    [
        "the pocket of nobody",
        "Mr. Green carries it",
        "大野の金庫",
        "James Park's safe",
        "with the auditors",
        "1",
    ],
)
def test_what_names_no_one_person_who_has_it_is_nothing_that_is_carried(typed: str) -> None:
    assert carrier(typed, Answers(people=LIST)) is None


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("James's phone", "park"),
        ("on James Park’s keyring", "park"),
        ("carried by 3", "park"),
        ("carried, James Park", "park"),
        ("carried: 3", "park"),
        ("James carries it", "park"),
        ("with James", "park"),
        ("James", "park"),
        ("James's work phone: 3", "park"),
        ("西田のスマホ", "p2"),
        ("西田部長の会社の携帯", "p2"),
        ("西田のキーホルダー", "p2"),
        ("大野さんが持っている", "p1"),
        ("大野が常に持ち歩いている", "p1"),
        ("持ち歩き：1", "p1"),
        ("大野の手元", "p1"),
    ],
)
def test_what_somebody_has_with_them_is_opened_by_them_alone(typed: str, who: str) -> None:
    read = place(typed, Answers(people=LIST))
    assert read is not None
    assert (read.kind, read.openers) == ("carried", ((who,),))


def test_what_somebody_else_opens_is_not_carried() -> None:
    with pytest.raises(RefusedAnswerError):
        place("James's phone: 1", Answers(people=LIST))


def test_a_device_that_is_carried_stands_in_the_file_as_one_persons_own() -> None:
    config = written(mfa_devices="Tom's phone", mfa_place="Tom's phone")
    places = {each["id"]: each for each in config["places"]}  # type: ignore[attr-defined]
    [device] = [item for item in config["items"] if item["holds"] == "mfa"]  # type: ignore[attr-defined]
    assert (device["kind"], device["personal"]) == ("phone", True)
    assert places[device["place"]] == {
        "id": device["place"],
        "name": "Things carried by Tom Ashdown",
        "kind": "carried",
        "opened_by": [["ashdown"]],
    }


def test_where_a_device_lies_is_proposed_as_it_was_said_with_its_kind() -> None:
    typed = {name: answer for name, answer in KEPT.items() if not name.endswith("mfa_place")}
    told = progress(typed | {"mfa_devices": "1Password, Tom's yubikey"}, ENGLISH, by_proposal=EVERY_QUESTION).told
    assert [place and (place.kind, place.name) for place in (told.mfa_place, told.second_mfa_place)] == [
        ("vault", "1Password"),
        ("carried", "Tom Ashdown"),
    ]


@pytest.mark.parametrize("typed", ["1Password", "password manager, Keychain: 1"])
def test_codes_in_the_vault_of_the_password_are_an_entry_there(typed: str) -> None:
    config = written(mfa_devices="codes in 1Password", mfa_place=typed)
    [device] = [item for item in config["items"] if item["holds"] == "mfa"]  # type: ignore[attr-defined]
    assert device["kind"] == "vault-entry"
    assert device["place"].startswith("vault-")


def test_paper_is_not_proposed_for_what_somebody_carries() -> None:
    typed = {name: answer for name, answer in KEPT.items() if name != "paper_place"}
    reached = progress(
        typed | {"mfa_place": "Tom's phone", "second_mfa_place": "same"}, ENGLISH, by_proposal=EVERY_QUESTION
    )
    assert [refusal.question.name for refusal in reached.open] == ["paper_place"]


@pytest.mark.parametrize(
    ("typed", "regions"),
    [
        ("Slack #security, all regions", ("us-east-1", "us-east-2", "us-west-2")),
        ("Slackの#セキュリティ、全リージョン", ("us-east-1", "us-east-2", "us-west-2")),
        ("当番携帯、東京とバージニア", ("ap-northeast-1", "us-east-1")),
        ("当番携帯、東京リージョン、バージニア北部", ("ap-northeast-1", "us-east-1")),
        ("Duty phone, N. Virginia, ohio", ("us-east-1", "us-east-2")),
    ],
)
def test_regions_are_named_as_the_console_names_them(typed: str, regions: tuple[str, ...]) -> None:
    read = alert(typed)
    assert read is not None
    assert read.regions == regions


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("社長室の金庫に保管", "safe"),
        ("ルートは破棄した", "sealed"),
        ("in 1Password", "safe"),
        ("never set up", "unknown"),
        ("一度も設定していない", "unknown"),
    ],
)
def test_how_root_is_kept_is_said_by_where_it_lies(typed: str, expected: str) -> None:
    nowhere = {"password_place": "unknown", "mfa_devices": "unknown", "paper_place": "cabinet, A"}
    config = written(management_custody=typed, **nowhere)
    assert config["accounts"][0]["custody"] == expected  # type: ignore[index]


def test_an_exception_may_be_said_the_other_way_round() -> None:
    listed = accounts("001234567890, payer, a@b.test\n002234567890, shop, c@b.test\n003234567890, lab, d@b.test")
    told = Answers(accounts=listed, management="001234567890")
    assert exception("shop: safe", told, ("removed", "safe", "unknown")) == (("002234567890", "safe"),)


def test_that_there_is_one_does_not_say_which() -> None:
    for name, typed in (("emergency", "yes"), ("workstation", "あります")):
        reached = progress(KEPT | {name: typed}, ENGLISH, by_proposal=EVERY_QUESTION)
        assert [(each.question.name, each.problem and each.problem.rule) for each in reached.open] == [
            (name, "interview-which")
        ]


def test_an_address_may_be_written_as_for_people() -> None:
    contacts = written(security_contact="security at northport.test")["alternate_contacts"]
    assert contacts == {"security": "security@northport.test"}


def test_somebody_is_called_by_the_office_that_stands_behind_their_name() -> None:
    listed = people("浜田 一郎（社長）、090-1234-3301\nパク・ジミン、080-1234-3302", Answers())
    assert those("社長とパクさん", Answers(people=listed)) == ("p1", "p2")


def test_a_person_in_japanese_is_no_secret_although_no_blank_stands_between_the_words() -> None:
    """A title in capitals, a number and an address in one run of signs looked like a password."""
    line = "島田 健（CTO）、080-1234-4402、shimada@kamegaoka.test"
    assert refused_line(BY_NAME["people"], line, Answers()) is None
    secret = refused_line(BY_NAME["people"], "島田 健、hT9$kq2!Zr7p、080-1234-4402", Answers())
    assert secret is not None
    assert secret.problem is not None
    assert secret.problem.rule in ("interview-secret", "secret-said")


def test_a_name_is_found_and_made_an_id_without_the_marks_of_its_letters() -> None:
    listed = people("Ciarán Daly (IT), +353 86 555 0102\nガルシア 花、080-1234-3302", Answers())
    assert [each.id for each in listed] == ["daly", "p2"]
    assert those("Ciaran", Answers(people=listed)) == ("daly",)
    with pytest.raises(RefusedAnswerError):
        those("カルシア", Answers(people=listed))


def test_members_kept_the_same_are_kept_as_the_management_account() -> None:
    config = written(accounts="001234567890, payer, a@b.test\n002234567890, shop, c@b.test", member_custody="same")
    assert [account["custody"] for account in config["accounts"]] == ["safe", "safe"]  # type: ignore[attr-defined]


def test_a_no_may_have_its_reason_and_a_yes_may_not() -> None:
    assert yes_or_no("no, it's her own") is False
    with pytest.raises(RefusedAnswerError):
        yes_or_no("yes, but only some")


def test_a_person_may_be_typed_as_on_a_note() -> None:
    read = person("Fiona Hayes - +353 87 555 0104, fiona at oakandwren.test", Answers())
    assert (read.name, read.phone, read.email) == ("Fiona Hayes", "+353 87 555 0104", "fiona@oakandwren.test")


def test_codes_in_the_product_lie_where_the_password_was_said_to_lie() -> None:
    typed = {name: answer for name, answer in KEPT.items() if not name.endswith("mfa_place")}
    typed |= {"password_place": "1Passwordの共有保管庫: 1, 2", "mfa_devices": "1PasswordのTOTP"}
    told = progress(typed, ENGLISH, by_proposal=EVERY_QUESTION).told
    assert told.mfa_place == told.password_place
