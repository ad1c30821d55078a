"""Every bad input is refused with its rule, exit code, line and column; every odd but right one is read as typed.

In the texts ⟦ marks the expected place; it is taken out before reading.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.config_texts import EXAMPLE, MINIMAL, changed, marked, problems_of, read, source_of
from support.effort import measured
from support.organisations import LANGUAGES, sentences
from support.said import as_shown, as_stored

from runbook.config import load_config
from runbook.errors import ConfigError, RunbookError, SecretFoundError
from runbook.organisation import Hours, Role
from runbook.organisation.fields import Text
from runbook.resources import fonts_dir
from runbook.text.glyphs import coverage

if TYPE_CHECKING:
    from collections.abc import Callable

    from runbook.organisation import Organisation

SAID = Path(__file__).with_name("said")
SATO = "name: 佐藤 花子"
PHONE = '"+81 90 0000 0001"'
ACCOUNT = "    - {person: sato, from: 2026-04-01}"
AKIA = "AKIA" + "IOSFODNN7EXAMPLE"
AWS_SECRET = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"
PEM = "-----BEGIN RSA PRIVATE" + " KEY-----"

CONTACT_KINDS = "inside, aws, reseller, vendor, authority, other"

# (what is typed, where in examples/minimal.yaml it replaces what, rule)
REFUSED = {
    "4 account id with 11 digits": (
        'accounts:\n  - {id: "111122223333"',
        "accounts:\n  - {id: ⟦11112222333",
        "account-id",
    ),
    "10 telephone number too short": (PHONE, "⟦03-1234-567", "phone-length-japan"),
    "11 telephone number in words": (PHONE, "⟦call me", "phone"),
    "12 24:00": (SATO, SATO + ', hours: {from: "00:00", until: ⟦24:00}', "time-of-day"),
    "no window": (SATO, SATO + ", hours: ⟦[]", "list-too-short"),
    "a day in words": (SATO, SATO + ', hours: {from: "09:00", until: "18:00", days: ⟦monday}', "choice"),
    "a day of a list in words": (SATO, SATO + ', hours: [{from: "9:00", until: "18:00", days: [⟦monday]}]', "choice"),
    "no day": (SATO, SATO + ', hours: {from: "09:00", until: "18:00", days: ⟦[]}', "list-too-short"),
    "days left empty": (SATO, SATO + ', hours: {from: "09:00", until: "18:00", days: ⟦""}', "choice"),
    "days as a mapping": (SATO, SATO + ', hours: {from: "09:00", until: "18:00", days: ⟦{a: b}}', "expected-value"),
    "hours in words": (SATO, SATO + ", hours: ⟦9-18", "expected-mapping"),
    "a window in words": (SATO, SATO + ', hours: [{from: "9:00", until: "18:00"}, ⟦9-18]', "expected-mapping"),
    "a slip in a window": (SATO, SATO + ', hours: [{from: "9:00", until: "18:00", ⟦day: [mon]}]', "unknown-key"),
    "time zone of a person in words": (SATO, SATO + ", time_zone: ⟦Berlin", "time-zone"),
    "hours of a place, half": ("{id: safe-a,", '{id: safe-a, hours: ⟦{from: "09:00"},', "missing"),
    "15 30 February": (ACCOUNT, "    - {person: sato, from: ⟦2026-02-30}", "day-unknown"),
    "16 slashes": (ACCOUNT, "    - {person: sato, from: ⟦2026/11/23}", "day"),
    "16 Japanese era": (ACCOUNT, "    - {person: sato, from: ⟦令和8年1月1日}", "day"),
    "16 seconds since 1970": (ACCOUNT, "    - {person: sato, from: ⟦1767225600}", "day"),
    "17 90.0": ("required: 2", "required: ⟦90.0", "count"),
    "17 9_0": ("required: 2", "required: ⟦9_0", "count"),
    "17 full-width": ("required: 2", "required: ⟦９０", "count"),
    "17 negative": ("required: 2", "required: ⟦-1", "count"),
    "17 exponent": ("required: 2", "required: ⟦1e2", "count"),
    "23 right-to-left override": (SATO, "name: 佐⟦\u202e藤", "character-refused"),
    "24 zero width space": (SATO, "name: 佐⟦\u200b藤", "character-refused"),
    "24 byte order mark inside": (SATO, "name: 佐⟦\ufeff藤", "character-refused"),
    "24 soft hyphen": (SATO, "name: 佐⟦\u00ad藤", "character-refused"),
    "25 escaped override": (SATO, 'name: ⟦"佐\\u202e藤"', "character-refused"),
    "25 escaped NUL": (SATO, 'name: ⟦"佐\\0藤"', "character-refused"),
    "27 Cyrillic letter in an address": (
        PHONE + "}",
        PHONE + "}, {kind: email, value: ⟦s\u0430to@example.co.jp}",
        "email-not-ascii",
    ),
    "28 address without a dot": ("root_email: aws-root@example.co.jp", "root_email: ⟦a@b", "email"),
    "28 address with a space": ("root_email: aws-root@example.co.jp", "root_email: ⟦a b@c.jp", "email"),
    "30 private use": (SATO, "name: 佐⟦\ue000藤", "character-refused"),
    "30 unassigned": (SATO, "name: 佐⟦\u0378藤", "character-refused"),
    "30 noncharacter": (SATO, "name: 佐⟦\ufffe藤", "character-refused"),
    "35 unquoted braces": (SATO, "name: ⟦{{ 7*7 }}", "yaml-braces"),
    "35 unquoted statement": (SATO, "name: ⟦{% raw %}", "yaml-braces"),
    "37 javascript": (
        "copies:",
        "contacts: [{name: x, kind: other, url: ⟦javascript:alert(1)}]\ncopies:",
        "url-scheme",
    ),
    "37 file": ("copies:", 'contacts: [{name: x, kind: other, url: ⟦"file:///etc/passwd"}]\ncopies:', "url-scheme"),
    "37 data": ("copies:", 'contacts: [{name: x, kind: other, url: ⟦"data:text/html,x"}]\ncopies:', "url-scheme"),
    "47 key twice": ("roles:\n", "⟦approvers: {}\nroles:\n", "duplicate-key"),
    "48 same approver twice": (
        "    - {person: kato, from: 2026-04-01}",
        "    - {person: ⟦sato, from: 2026-04-01}",
        "approver-twice",
    ),
    "48 same id twice": ("{id: kato", "{id: ⟦sato", "duplicate-id"),
    "48 same account twice in a list": (
        'account: "111122223333", seal',
        'account: ["111122223333", ⟦"1111-2222-3333"], seal',
        "listed-twice",
    ),
    "48 same reader twice": (
        "copies:",
        "mailboxes: [{address: aws-root@example.co.jp, readers: [mori, suzuki, ⟦mori]}]\ncopies:",
        "listed-twice",
    ),
    "48 same copies twice": (
        '{sheet: "*", place: safe-b}',
        '{sheet: "04", place: safe-b}\n  - {sheet: ⟦break-glass, place: safe-b}',
        "copies-twice",
    ),
    "48 same copies twice in one language": (
        '{sheet: "*", place: safe-b}',
        '{sheet: "04", place: safe-b, languages: [en, ja]}\n  - {sheet: ⟦break-glass, place: safe-b, languages: [ja]}',
        "copies-twice",
    ),
    "48 copies in a language that is not printed": (
        '{sheet: "*", place: safe-b}',
        '{sheet: "*", place: safe-b, languages: [⟦fr]}',
        "copies-language-not-printed",
    ),
    "90 a line too light to be copied": ("copies:", 'look: {accent: ⟦"#ffee00"}\ncopies:', "colour-light"),
    "90 a colour by its name": ("copies:", "look: {accent: ⟦blue}\ncopies:", "colour"),
    "49b three of two for a task": (
        "required: 2",
        "required: 2\n  by_task: [{tasks: [close-account], required: ⟦3}]",
        "approvers-too-few",
    ),
    "49 three of two": ("required: 2", "required: ⟦3", "approvers-too-few"),
    "49 one approver of two": (
        "required: 2\n  members:\n    - {person: sato, from: 2026-04-01}\n",
        "required: ⟦2\n  members:\n",
        "approvers-too-few",
    ),
    "49 no approver": ("required: 2", "required: ⟦0", "number-too-small"),
    "50 unknown person": ("operator: [{person: mori", "operator: [{person: ⟦moli", "unknown-person"),
    "51 typo in a key": ("approvers:", "⟦aprovers:", "unknown-key"),
    "53 second document": ("copies:", "⟦---\ncopies:", "yaml-second-document"),
    "56 python object": (SATO, "name: ⟦!!python/object/apply:os.system [ls]", "yaml-tag"),
    "56 binary": (SATO, "name: ⟦!!binary aGVsbG8=", "yaml-tag"),
    "56 merge": ("company: {", "company: {⟦<<: {}, ", "yaml-merge"),
    "57 tab": ("  required: 2\n", "⟦\trequired: 2\n", "yaml-tab"),
    "60 full-width colon": ("  required: 2\n", "  required⟦：2\n", "yaml-full-width"),
    "60 full-width colon, alone": (
        "company: {name: Sample K.K., time_zone: Asia/Tokyo}",
        "company:\n  ⟦name：見本",
        "yaml-full-width",
    ),
    "60 full-width colon before another": (
        "company: {name: Sample K.K.,",
        "company: {⟦name：Sample: K.K.,",
        "yaml-full-width",
    ),
    "60 ideographic space": ("  required: 2\n", "  required⟦:\u30002\n", "yaml-full-width"),
    "65 no account": (
        '\n  - {id: "111122223333", name: payer, kind: management, custody: safe, root_email: aws-root@example.co.jp}',
        " ⟦[]",
        "list-too-short",
    ),
    "handling mark of no sheet": (
        "time_zone: Asia/Tokyo}",
        'time_zone: Asia/Tokyo, classifications: {⟦"12": x}}',
        "unknown-sheet",
    ),
    "handling mark of all sheets by a star": (
        "time_zone: Asia/Tokyo}",
        'time_zone: Asia/Tokyo, classifications: {⟦"*": x}}',
        "unknown-sheet",
    ),
    "handling mark too long": (
        "time_zone: Asia/Tokyo}",
        "time_zone: Asia/Tokyo, classification: ⟦" + 41 * "x" + "}",
        "text-too-long",
    ),
    "nine reasons to use root": (
        "copies:",
        "triggers: {use: ⟦[a, b, c, d, e, f, g, h, i]}\ncopies:",
        "list-too-long",
    ),
    "84 unknown language": ("languages: [ja, en]", "languages: [ja, ⟦fr]", "unknown-language"),
    # Our own.
    "anchor": (SATO, "name: ⟦&a 佐藤", "yaml-alias"),
    "alias": ('sheet: "*", place: safe-b', "sheet: ⟦*, place: safe-b", "yaml-alias"),
    "handle without quotes": (PHONE, "⟦@sato", "yaml-quote"),
    "comma in a flow text": (SATO, "name: {ja: 佐藤, en: Sato, ⟦Hanako}", "yaml-comma"),
    "quote never closed": ('{sheet: "*", place: safe-b}', '{sheet: "*", place: ⟦"safe-b}', "yaml-unclosed"),
    "unix path as address": ("copies:", "contacts: [{name: x, kind: other, url: ⟦https://}]\ncopies:", "url"),
    "zero after +81": (PHONE, '⟦"+81 03 0000 0001"', "phone-trunk-zero"),
    "no country code": (PHONE, '⟦"3 0000 0001"', "phone-country"),
    "on for true": (PHONE + "}", PHONE + ", personal: ⟦on}", "flag"),
    "sheet that is not there": ('sheet: "*", place: safe-b', 'sheet: ⟦"44", place: safe-b', "unknown-sheet"),
    "spared account that is not there": (
        "copies:",
        'member_root_policy: {denies_root: true, spares: [⟦"111122223334"]}\ncopies:',
        "unknown-account",
    ),
    "account spared twice": (
        "copies:",
        'member_root_policy: {denies_root: true, spares: ["111122223333", ⟦"1111-2222-3333"]}\ncopies:',
        "listed-twice",
    ),
    "step that is not there": ("copies:", "notes: {⟦B-00: {before: x}}\ncopies:", "unknown-step"),
    "place of a note that is not there": (
        "copies:",
        "notes: {B-07: {before: x, place: ⟦attic}}\ncopies:",
        "unknown-place",
    ),
    "dependency that is not there": (PHONE + "}", PHONE + ", depends_on: [idp, ⟦mial]}", "unknown-dependency"),
    "kit for a service that is not there": (
        "accounts:",
        "  - {id: K-9, kind: kit, place: safe-a, opens: ⟦vault}\naccounts:",
        "unknown-service",
    ),
    "item for nothing": ("accounts:", "  - ⟦{id: K-9, kind: document, place: safe-a}\naccounts:", "item-holds-nothing"),
    "item of nobody": (
        "accounts:",
        "  - ⟦{id: K-9, kind: document, place: safe-a, holds: mfa}\naccounts:",
        "item-serves-nothing",
    ),
    "item of two": (
        "accounts:",
        (
            '  - {id: K-9, kind: document, place: safe-a, holds: mfa, account: "111122223333", emergency_role: ⟦Help}\n'
            'emergency_roles: [{name: Help, account: "111122223333"}]\naccounts:'
        ),
        "item-serves-both",
    ),
    "emergency user that is not there": (
        "accounts:",
        (
            "  - {id: K-9, kind: document, place: safe-a, holds: mfa, emergency_role: ⟦Hlep}\n"
            'emergency_roles: [{name: Help, account: "111122223333"}]\naccounts:'
        ),
        "unknown-emergency-role",
    ),
    "key unlocked by what is no PIN": (
        'holds: mfa, place: safe-b, account: "111122223333"}',
        'holds: mfa, place: safe-b, account: "111122223333", unlocked_by: ⟦E-0001}',
        "pin-is-no-pin",
    ),
    "key unlocked by nothing": (
        'holds: mfa, place: safe-b, account: "111122223333"}',
        'holds: mfa, place: safe-b, account: "111122223333", unlocked_by: ⟦E-0007}',
        "unknown-item",
    ),
    "place that needs what lies in it": (
        "name: 金庫A,",
        "name: 金庫A, needs: [⟦E-0001],",
        "place-needs-its-own",
    ),
    "place of a service of another kind": (
        "copies:",
        "services: [{id: post, kind: mail}]\nmailboxes: [{address: aws-root@example.co.jp, service: ⟦wire}]\ncopies:",
        "unknown-service",
    ),
    "mailbox at a telephone contract": (
        "copies:",
        (
            "services: [{id: wire, kind: phone-contract}]\n"
            "mailboxes: [{address: aws-root@example.co.jp, service: ⟦wire}]\ncopies:"
        ),
        "service-kind",
    ),
    "service with a built-in name": ("copies:", "services: [{id: ⟦mail, kind: mail}]\ncopies:", "service-id-built-in"),
    "service on itself": (
        "copies:",
        "services: [{id: post, kind: mail, depends_on: ⟦[post]}]\ncopies:",
        "service-on-itself",
    ),
    "two people of one": (
        "copies:",
        "services: [{id: post, kind: mail, administered_by: [mori], two_person: ⟦true}]\ncopies:",
        "two-person-of-one",
    ),
    "without what is there": (
        "copies:",
        "services: [{id: post, kind: mail}]\nwithout: ⟦[mail]\ncopies:",
        "without-but-there",
    ),
    "term of an administrator that ends before it begins": (
        "copies:",
        "organization_admins: [{person: sato, from: 2026-04-02, until: ⟦2026-04-01}]\ncopies:",
        "period-reversed",
    ),
    "administrator who stands in for herself": (
        "copies:",
        "organization_admins: [{person: sato, from: 2026-04-02, deputy: ⟦sato}]\ncopies:",
        "deputy-same",
    ),
    "alert on nothing": (
        "copies:",
        "administration_alerts: [{on: [⟦organisation], reaches: [sato]}]\ncopies:",
        "unknown-watched",
    ),
    "domain as an address": ("copies:", 'domains: [{name: ⟦"https://example.co.jp"}]\ncopies:', "domain-name"),
    "version 2": ("config_version: 1", "config_version: ⟦2", "choice"),
    "role that is not there": ("  witness:", "  ⟦witnes:", "unknown-key"),
    "name left out": ("{id: mori, name: 森 さくら,", "⟦{id: mori,", "missing"),
    "name left empty": ("name: 森 さくら", 'name: ⟦""', "value-empty"),
    "word for a mapping": (
        "company: {name: Sample K.K., time_zone: Asia/Tokyo}",
        "company: ⟦Sample",
        "expected-mapping",
    ),
    "word for a list": ("languages: [ja, en]", "languages: ⟦ja", "expected-list"),
    "a word for no seal": ("seal: TEB-000001", "seal: ⟦none", "seal-none"),
    "a seal and none": ("seal: TEB-000001", "seal: TEB-000001, sealed: ⟦false", "sealed-and-not"),
    "time zone in words": ("time_zone: Asia/Tokyo", "time_zone: ⟦Tokyo time", "time-zone"),
    "time zone as a path": ("time_zone: Asia/Tokyo", "time_zone: ⟦../../etc/passwd", "time-zone"),
    "key that is a list": ("copies:", "⟦[a, b]: c\ncopies:", "yaml-key"),
    "lost character": (SATO, "name: 佐⟦\ufffd藤", "character-lost"),
    "Hangul filler as a name": (SATO, "name: ⟦\u3164", "character-refused"),
    "text in no language": (SATO, "name: ⟦{}", "expected-text"),
    "place in no language": ("name: 金庫A", "name: ⟦{}", "expected-text"),
    "note in no language": ("copies:", "notes: {B-07: {before: ⟦{}}}\ncopies:", "expected-text"),
    "text in a country": (SATO, "name: {⟦Japan: 佐藤, en: Sato}", "language-code"),
    "text in one language": (SATO, "name: ⟦{ja: 佐藤}", "text-language-missing"),
    "period that ends before it starts": (
        ACCOUNT,
        "    - {person: sato, from: 2026-04-01, until: ⟦2025-03-31}",
        "period-reversed",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_input_is_refused_at_its_place(case: str, tmp_path: Path) -> None:
    old, new, rule = REFUSED[case]
    text = changed(old, new)
    line = column = 0
    if "⟦" in text:
        text, line, column = marked(text)
    with pytest.raises(ConfigError) as caught:
        read(text, tmp_path)
    found = {(problem.rule, problem.line, problem.column) for problem in caught.value.problems}
    if line:
        assert (rule, line, column) in found
    assert rule in {problem.rule for problem in caught.value.problems}
    assert caught.value.exit_code == 2
    for problem in caught.value.problems:
        assert problem.source == text.split("\n")[problem.line - 1]
        for language in LANGUAGES:
            assert all(sentences(problem, language))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_says_what_is_wrong_and_what_to_write(language: str, request: pytest.FixtureRequest) -> None:
    refused = {case: problems_of(changed(old, new).replace("⟦", "")) for case, (old, new, _) in REFUSED.items()}
    assert as_stored(as_shown(refused, language), SAID / f"refused.{language}.txt", request)


SECRETS = {
    "38 user and password in an address": "https://u:p4ss@example.co.jp/",
    "39 access key": AKIA,
    "40 secret access key": AWS_SECRET,
    "41 private key": PEM,
    "42 enrolment address": "otpauth" + "://totp/AWS:root?secret=JBSWY3DPEHPK3PXP",
    "42 seed": "JBSWY3DPEHPK3PXP",
    "42 seed in groups": "JBSW Y3DP EHPK 3PXP",
    "42 seed in small letters": "jbsw y3dp ehpk 3pxp",
    "43 password in a sentence": "備考 パスワードは Tr0ub4dor&3",
    "46 card number": "4111 1111 1111 1111",
}


@pytest.mark.parametrize("case", SECRETS)
@pytest.mark.parametrize("place", ["value", "comment", "beside a broken value", "broken file"])
def test_a_secret_is_refused_and_never_shown(case: str, place: str, tmp_path: Path) -> None:
    value = SECRETS[case]
    text = {
        "value": changed(SATO, f"title: '{value}', {SATO}"),
        "comment": changed("copies:", f"# {value}\ncopies:"),
        "beside a broken value": changed(SATO, f"title: '{value}', name: ''"),
        "broken file": changed(SATO, f"title: '{value}', name: [" + "}"),
    }[place]
    with pytest.raises(SecretFoundError) as caught:
        read(text, tmp_path)
    assert caught.value.exit_code == 3
    shown = repr(caught.value) + "".join(
        word for problem in caught.value.problems for language in LANGUAGES for word in sentences(problem, language)
    )
    assert value not in shown
    assert all(not problem.source for problem in caught.value.problems)
    assert {problem.line for problem in caught.value.problems} == {
        number for number, line in enumerate(text.split("\n"), 1) if value in line
    }


@pytest.mark.parametrize("key", ["password", "safe_pin", "mfaSeed", "totp-seed", "暗証番号", "recovery_code"])
def test_a_key_for_a_secret_is_refused_without_its_value(key: str, tmp_path: Path) -> None:
    text, line, column = marked(changed("{id: safe-a,", "{id: safe-a, ⟦" + key + ": kumquat,"))
    with pytest.raises(SecretFoundError) as caught:
        read(text, tmp_path)
    assert [(p.rule, p.line, p.column) for p in caught.value.problems] == [("secret-key-name", line, column)]
    assert "kumquat" not in repr(caught.value)


def test_a_value_below_a_key_for_a_secret_is_not_shown_when_the_file_is_broken(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(changed("copies:", "password: kumquat: x\ncopies:"), tmp_path)
    assert "kumquat" not in repr(caught.value)


def test_a_secret_spelt_with_escapes_is_found(tmp_path: Path) -> None:
    escaped = "".join(f"\\x{ord(character):02x}" for character in AKIA)
    with pytest.raises(SecretFoundError):
        read(changed(SATO, f'name: "{escaped}"'), tmp_path)


def test_a_folded_secret_is_found(tmp_path: Path) -> None:
    with pytest.raises(SecretFoundError):
        read(
            changed("copies:", "notes:\n  B-07:\n    before: >-\n      パスワードは\n      Tr0ub4dor&3\ncopies:"),
            tmp_path,
        )


ACCEPTED: dict[str, tuple[str, str, Callable[[Organisation], bool]]] = {
    "1": (PHONE, "0312345670", lambda o: o.people[0].contacts[0].value == "0312345670"),
    "7": (PHONE, "+819012345678", lambda o: o.people[0].contacts[0].value == "+819012345678"),
    "8": (PHONE, "０３－１２３４－５６７８", lambda o: o.people[0].contacts[0].value == "03-1234-5678"),
    "9": (PHONE, "03ー1234ー5678", lambda o: o.people[0].contacts[0].value == "03-1234-5678"),
    "13": (SATO, SATO + ", hours: {from: 12:30, until: 18:00}", lambda o: o.people[0].hours == Hours("12:30", "18:00")),
    "rota": (
        SATO,
        SATO
        + ', hours: [{from: "9:00", until: "18:00", days: [tue, mon]}, {from: "0:00", until: "23:59", days: [sun]}]',
        lambda o: o.people[0].hours == (Hours("09:00", "18:00", ("tue", "mon")), Hours("00:00", "23:59", ("sun",))),
    ),
    "one window": (
        "{id: safe-a,",
        '{id: safe-a, hours: [{from: "9:00", until: "15:00"}],',
        lambda o: o.places[0].hours == (Hours("09:00", "15:00"),),
    ),
    "14 NO": (SATO, "name: NO", lambda o: o.people[0].name.in_language("ja") == "NO"),
    "14 On": (SATO, "name: On", lambda o: o.people[0].name.in_language("en") == "On"),
    "18": (SATO, "name: 3.10", lambda o: o.people[0].name.in_language("ja") == "3.10"),
    "19": (SATO, "name: 佐藤\u3000花子", lambda o: o.people[0].name.in_language("ja") == "佐藤\u3000花子"),
    "20": (SATO, "name: 𠮷田", lambda o: o.people[0].name.in_language("ja") == "𠮷田"),
    "21": (SATO, "name: 髙﨑\ufa10\ufa19", lambda o: o.people[0].name.in_language("ja") == "髙﨑\ufa10\ufa19"),
    "22": (SATO, "name: 葛\U000e0100城", lambda o: o.people[0].name.in_language("ja") == "葛\U000e0100城"),
    "26": (SATO, "name: か\u3099", lambda o: o.people[0].name.in_language("ja") == "が"),
    "28": (
        "aws-root@example.co.jp",
        "ａws-root@example.jp",
        lambda o: o.accounts[0].root_email == "aws-root@example.jp",
    ),
    "31": (SATO, "name: <script>alert(1)</script>", lambda o: "<script>" in o.people[0].name.in_language("ja")),
    "33": (
        SATO,
        "name: 'A|B *a* [a](b) &amp; $x$'",
        lambda o: o.people[0].name.in_language("ja") == "A|B *a* [a](b) &amp; $x$",
    ),
    "34": (SATO, 'name: "佐藤\\n花子"', lambda o: o.people[0].name.in_language("ja") == "佐藤\n花子"),
    "36": (SATO, 'name: "{{ config }}"', lambda o: o.people[0].name.in_language("ja") == "{{ config }}"),
    "44": (SATO, "name: パスワードは金庫のA封筒の中", lambda o: "金庫" in o.people[0].name.in_language("ja")),
    "63": (
        SATO,
        "name: " + "長" * 200 + ", title: " + "あ" * 200,
        lambda o: o.people[0].title == Text("あ" * 200),
    ),
    "82": ("name: Sample K.K.", "name: '..'", lambda o: o.company.name.in_language("en") == ".."),
    "84": (SATO, "name: 佐藤", lambda o: o.people[0].name.in_language("en") == "佐藤"),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_odd_but_right_input_is_read_as_typed(case: str, tmp_path: Path) -> None:
    old, new, right = ACCEPTED[case]
    assert right(read(changed(old, new), tmp_path).organisation)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("001234567012", "001234567012"),
        ("012345678901", "012345678901"),
        ("1234-5678-9012", "123456789012"),
        ("１２３４５６７８９０１２", "123456789012"),
    ],
)
def test_account_ids_keep_their_digits(typed: str, meant: str, tmp_path: Path) -> None:
    organisation = read(changed('"111122223333"', typed, times=3), tmp_path).organisation
    assert organisation.accounts[0].id == meant
    assert organisation.items[0].accounts == (meant,)


@pytest.mark.parametrize(
    ("old", "new", "meant", "every"),
    [
        ("config_version: 1", "config_version: 2", "", "1"),
        ("copies:", "paper: letters\ncopies:", "Letter", "A4, Letter"),
        ("copies:", "rotation: {drill: {owner: ownr}}\ncopies:", "owner", ", ".join(Role)),
        ("copies:", "contacts: [{name: x, kind: venders}]\ncopies:", "vendor", CONTACT_KINDS),
        (SATO, SATO + ', hours: {from: "9:00", until: "18:00", days: evry-day}', "every-day", "every-day, weekdays"),
        (
            SATO,
            SATO + ', hours: [{from: "9:00", until: "18:00", days: [tues]}]',
            "tue",
            "mon, tue, wed, thu, fri, sat, sun",
        ),
    ],
)
def test_a_word_that_is_no_choice_is_told_with_the_nearest_and_with_every_choice(
    old: str, new: str, meant: str, every: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as caught:
        read(changed(old, new), tmp_path)
    choices = [dict(problem.values) for problem in caught.value.problems if problem.rule == "choice"]
    assert [(choice["nearest"], choice["all"]) for choice in choices] == [(meant, every)]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (PHONE, "⟦０３－１２３４－５６７８", "note-read-as-ascii"),
        (PHONE, "⟦03ー1234ー5678", "note-read-as-ascii"),
        (SATO, "name: ⟦葛\U000e0100城", "note-variation-selector"),
        (SATO, "name: ⟦S\u0430to", "note-mixed-scripts"),
        ('"+81 90 0000 0002"', "⟦090-0000-0001", "note-phone-shared"),
    ],
)
def test_what_was_accepted_with_doubt_is_remarked_on(old: str, new: str, rule: str, tmp_path: Path) -> None:
    text, line, column = marked(changed(old, new))
    notes = read(text, tmp_path).notes
    assert [(note.rule, note.line, note.column) for note in notes] == [(rule, line, column)]
    assert all(sentences(note, language) for note in notes for language in LANGUAGES)


def test_a_full_width_interval_is_remarked_on_with_what_was_read(tmp_path: Path) -> None:
    notes = read(changed("copies:", "rotation: {drill: {every: Ｐ３Ｍ}}\ncopies:"), tmp_path).notes
    assert [(note.rule, dict(note.values)["read"]) for note in notes] == [("note-read-as-ascii", "P3M")]


def test_full_width_text_for_people_is_not_remarked_on(tmp_path: Path) -> None:
    assert read(changed(SATO, "name: １２３"), tmp_path).notes == ()


@pytest.mark.parametrize(("name", "character"), [("😀", "😀"), ("한", "한"), ("佐藤ไ", "ไ")])
def test_a_character_without_a_glyph_is_named_with_its_place(name: str, character: str, tmp_path: Path) -> None:
    text, line, column = marked(changed(SATO, f"name: {name}").replace(character, "⟦" + character))
    (problem,) = read(text, tmp_path).glyph_problems(coverage(fonts_dir()))
    assert (problem.rule, problem.line, problem.column) == ("glyph-missing", line, column)
    assert dict(problem.values)["code_point"] == f"U+{ord(character):04X}"
    assert all(sentences(problem, language) for language in LANGUAGES)


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n- b\n", "null\n", "~\n", "word\n"])
def test_a_file_without_settings_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(text, tmp_path)
    assert {problem.rule for problem in caught.value.problems} <= {"config-empty", "expected-mapping"}


def test_every_problem_of_a_file_is_reported_in_line_order(tmp_path: Path) -> None:
    text = (
        changed(PHONE, "call me")
        .replace("time_zone: Asia/Tokyo", "time_zone: Moon")
        .replace("person: mori", "person: moli")
    )
    with pytest.raises(ConfigError) as caught:
        read(text, tmp_path)
    rules = [problem.rule for problem in caught.value.problems]
    assert rules == ["time-zone", "phone", *["unknown-person"] * 3]
    assert [problem.line for problem in caught.value.problems] == sorted(p.line for p in caught.value.problems)


def test_a_typo_gets_the_right_name_as_a_suggestion(tmp_path: Path) -> None:
    text = changed("approvers:", "aprovers:").replace("operator: [{person: mori", "operator: [{person: moli")
    with pytest.raises(ConfigError) as caught:
        read(text, tmp_path)
    suggestions = {dict(problem.values).get("nearest") for problem in caught.value.problems}
    assert {"approvers", "mori"} <= suggestions


def test_a_typo_is_reported_once_and_not_as_a_missing_field_too(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(changed("time_zone: Asia", "timezone: Asia"), tmp_path)
    assert [problem.rule for problem in caught.value.problems] == ["unknown-key"]


def test_both_lines_of_a_duplicate_key_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(changed("roles:\n", "approvers: {}\nroles:\n"), tmp_path)
    problem = next(problem for problem in caught.value.problems if problem.rule == "duplicate-key")
    first = next(number for number, line in enumerate(MINIMAL.split("\n"), 1) if line == "approvers:")
    assert dict(problem.values)["first"] == str(first)
    assert problem.line == first + 5


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(8)
)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (BOMB, "yaml-alias"),
        ("[" * 5000, "yaml-too-deep"),
        ("{a: " * 5000, "yaml-too-deep"),
        ("x" * 10_000_000, "config-too-large"),
        ("#" * (2 * 1024 * 1024 + 1), "config-too-large"),
        ("a: " + "x" * 4_000_000, "config-too-large"),
        ("a: [" + "x, " * 150_000 + "x]", "yaml-too-many"),
        ("notes: {B-07: {before: " + "あ" * 401 + "}}", "text-too-long"),
    ],
)
def test_a_monstrous_file_is_refused_quickly(text: str, rule: str, tmp_path: Path) -> None:
    with measured() as effort, pytest.raises(ConfigError) as caught:
        read(text, tmp_path)
    assert effort.millions < 150
    assert rule in {problem.rule for problem in caught.value.problems}


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("cp932", "Shift_JIS"),
        ("euc_jp", "EUC-JP"),
        ("utf-16", "UTF-16"),
        ("iso2022_jp", "ISO-2022-JP"),
        ("utf-16-le", "UTF-16"),
    ],
)
def test_another_encoding_is_named(codec: str, named: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(MINIMAL.encode(codec), tmp_path)
    (problem,) = caught.value.problems
    assert dict(problem.values)["encoding"] == named
    assert problem.line == (1 if "utf" in codec else 8)


def test_bytes_of_no_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(b"company: \xff\xfd\xa0\n", tmp_path)
    assert [problem.rule for problem in caught.value.problems] == ["encoding-unknown"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_do_not_matter(end: str, mark: str, tmp_path: Path) -> None:
    expected = read(MINIMAL, tmp_path).organisation
    assert read(mark + MINIMAL.replace("\n", end), tmp_path).organisation == expected


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_are_counted_with_any_line_end(end: str, tmp_path: Path) -> None:
    text, line, column = marked(changed(PHONE, "⟦call me"))
    with pytest.raises(ConfigError) as caught:
        read("\ufeff" + text.replace("\n", end), tmp_path)
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(line, column)]
    assert caught.value.problems[0].source == text.split("\n")[line - 1]


def test_half_width_kana_read_as_latin_letters_are_remarked_on(tmp_path: Path) -> None:
    text = "".join(character if character.isascii() else "x" for character in MINIMAL)
    raw = text.replace("name: xx xx", "name: ﾃｽﾃｽ").encode("cp932")
    assert [note.rule for note in read(raw, tmp_path).notes] == ["note-encoding"]


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").write_text("x")
    wanted = {
        tmp_path: "config-not-a-file",
        tmp_path / "fifo": "config-not-a-file",
        tmp_path / "none": "config-missing",
        tmp_path / "file" / "none": "config-missing",
        tmp_path / "loop": "config-link-loop",
        tmp_path / ("x" * 300): "config-name-too-long",
    }
    for path, rule in wanted.items():
        with pytest.raises(ConfigError) as caught:
            load_config(path)
        assert [(problem.rule, problem.file) for problem in caught.value.problems] == [(rule, str(path))]


def test_a_file_that_is_too_large_is_named_with_the_most_that_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"#" * (2 * 1024 * 1024 + 1))
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    [problem] = caught.value.problems
    assert (problem.rule, problem.file, problem.values) == ("config-too-large", str(path), (("most", "2048 KiB"),))


def test_an_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> int:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(os, "open", refuse)  # root may read everything, so permission bits prove nothing
    with pytest.raises(ConfigError) as caught:
        load_config(tmp_path / "config.yaml")
    assert [problem.rule for problem in caught.value.problems] == ["config-unreadable"]


def test_one_version_of_the_file_is_used_throughout(tmp_path: Path) -> None:
    source = source_of(MINIMAL, tmp_path)
    (tmp_path / "config.yaml").write_text("edited meanwhile")
    assert source.text == MINIMAL
    assert len(source.sha256) == 64


def test_no_error_of_ours_carries_the_library_error(tmp_path: Path) -> None:
    with pytest.raises(RunbookError) as caught:
        read(changed(PHONE, "call me"), tmp_path)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("slip", ["yoshida1", "yoshida2"])
def test_a_slip_of_an_id_is_shown_with_what_was_meant(slip: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(changed("readers: [yoshida, mori]", f"readers: [{slip}, mori]", EXAMPLE), tmp_path)
    [problem] = caught.value.problems
    assert ("id", slip) in problem.values
    assert ("nearest", "yoshida") in problem.values
    assert slip in problem.source


@pytest.mark.parametrize("line", ["vault_unlock: hunter22", "remark: aB3dE6gH"])
def test_the_value_of_an_unknown_key_is_not_shown_if_it_may_be_a_secret(line: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(changed("{id: safe-a,", "{id: safe-a, " + line + ","), tmp_path)
    assert line.split(": ")[1] not in repr(caught.value.problems)


def test_the_value_of_a_wrong_choice_is_not_shown_if_it_may_be_a_secret(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(changed("copies:", "paper: hunter22\ncopies:"), tmp_path)
    assert "hunter22" not in repr(caught.value.problems)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("opens: mihon-vault", "opens: hunter2"),
        ("unlocked_by: E-0052", "unlocked_by: hunter2"),
        ("holds: mfa, place: bank-vault", "holds: mfa, place: hunter2"),
        ("readers: [yoshida, mori]", "readers: [yoshida, hunter2]"),
        ("readers: [yoshida, mori]", "readers: [hunter2, hunter2, nobody]"),
        ("reaches: [tanaka, ito]", "reaches: [hunter2, nobody]"),
        ("emergency_role: BreakGlassNetwork", "emergency_role: hunter2"),
        ("depends_on: [idp, chat, vpn, internet]", "depends_on: [nothing, hunter2, vqn]"),
        ("accepted_by: sato\n    until: 2027-08-31", "accepted_by: hunter2\n    until: 2027-08-31"),
        ('account: ["111122223333", "444455556666"], service', "account: [hunter2], service"),
        ("unlocked_by: E-0052", "unlocked_by: 482193"),
        ("opens: mihon-vault", "opens: Tr0ub4dor&3"),
        ("opens: mihon-vault", "vault_unlock: Tr0ub4dor&3"),
    ],
)
def test_a_secret_where_an_id_belongs_is_not_shown(right: str, wrong: str, tmp_path: Path) -> None:
    with pytest.raises(RunbookError) as caught:
        read(changed(right, wrong, EXAMPLE), tmp_path)
    shown = repr(caught.value.problems) + "".join(
        words for problem in caught.value.problems for language in LANGUAGES for words in sentences(problem, language)
    )
    assert caught.value.problems
    [secret] = {word for word in ("hunter2", "482193", "Tr0ub4dor&3") if word in wrong}
    assert secret not in shown


@pytest.mark.parametrize(
    ("typed", "said"), [("Europe/Berlim", "Nearest: Europe/Berlin."), ("Nowhere/At all", "It is an IANA name")]
)
def test_a_time_zone_that_is_nearly_one_is_named(typed: str, said: str) -> None:
    [problem] = problems_of(changed("time_zone: Asia/Tokyo", f"time_zone: {typed}"))
    assert sentences(problem, "en")[1].startswith(said)
