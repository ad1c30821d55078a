"""Who writes a value in a form of their own is shown the line that makes it right, with all that they had written.

Each row: what stands in the smallest config, the same written otherwise (the wrong part between ⟦ and ⟧), and the line
that is shown. Pasted over the wrong part, it makes the config one that is accepted.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from support.config_texts import MINIMAL, changed, names

from runbook.config import load_config, parse_organisation
from runbook.errors import ConfigError

CONTACT = 'contacts: [{kind: mobile, value: "+81 90 0000 0001"}]'
MEMBER = "- {person: sato, from: 2026-04-01}"
OPERATOR = "operator: [{person: mori, from: 2026-04-01}]"
ENVELOPE = 'holds: password, place: safe-a, account: "111122223333", seal: TEB-000001'
PAYER = "name: payer, kind: management, custody: safe, root_email: aws-root@example.co.jp"
ACCOUNT = f'  - {{id: "111122223333", {PAYER}}}'
WRITTEN = (
    # Lists, mappings and single values for each other.
    (CONTACT, 'contacts: ⟦"+81 90 0000 0001"⟧', '[{kind: mobile, value: "+81 90 0000 0001"}]'),
    (CONTACT, "contacts: [⟦sato@example.co.jp⟧]", "{kind: email, value: sato@example.co.jp}"),
    (
        CONTACT,
        'contacts: ⟦{mobile: "+81 90 0000 0001", email: sato@example.co.jp}⟧',
        '[{kind: mobile, value: "+81 90 0000 0001"}, {kind: email, value: sato@example.co.jp}]',
    ),
    (OPERATOR, "operator: ⟦{person: mori, from: 2026-04-01}⟧", "[{person: mori, from: 2026-04-01}]"),
    (OPERATOR, "operator: ⟦{mori: 2026-04-01}⟧", "[{person: mori, from: 2026-04-01}]"),
    (OPERATOR, "operator: ⟦mori, kato⟧", "[{person: mori, from: 2026-11-23}, {person: kato, from: 2026-11-23}]"),
    (MEMBER, "- ⟦{sato: 2026-04-01}⟧", "{person: sato, from: 2026-04-01}"),
    ("opened_by: [[suzuki, sato]]", "opened_by: ⟦suzuki and sato⟧", "[[suzuki, sato]]"),
    ("opened_by: [[suzuki, sato]]", "opened_by: ⟦鈴木 大輔⟧", "[[suzuki]]"),
    ("opened_by: [[suzuki, sato]]", "opened_by: ⟦{together: [suzuki, sato]}⟧", "[[suzuki, sato]]"),
    ("opened_by: [[suzuki, sato]]", "opened_by: [⟦suzuki + sato⟧]", "[suzuki, sato]"),
    ("languages: [ja, en]", "languages: ⟦ja⟧", "[ja]"),
    ("languages: [ja, en]", "languages: ⟦Japanese⟧", "[ja]"),
    ("name: 佐藤 花子", "name: ⟦[佐藤 花子, Hanako Sato]⟧", "{ja: 佐藤 花子, en: Hanako Sato}"),
    (MEMBER, "- {person: sato, from: 2026-04-01, deputy: ⟦[mori]⟧}", "mori"),
    ("copies:", "central_root: ⟦true⟧\ncopies:", "{credentials: true}"),
    ("copies:", "domains: ⟦{example.co.jp: 2028-03-31}⟧\ncopies:", "[{name: example.co.jp, expires_on: 2028-03-31}]"),
    ("copies:", "sites: [⟦tokyo⟧]\ncopies:", '{id: tokyo, name: "…"}'),
    (
        "copies:",
        "services: ⟦{okta: [mori]}⟧\ncopies:",
        "[{id: okta, kind: identity-provider, administered_by: [mori]}]",
    ),
    ("copies:", "escalation: [⟦sato⟧]\ncopies:", "{after: PT0M, call: sato}"),
    ("copies:", "triggers: ⟦[closing an account]⟧\ncopies:", "{use: [closing an account]}"),
    ("copies:", "rotation: ⟦90 days⟧\ncopies:", "{password: {every: P90D}}"),
    (
        "copies:",
        "mailboxes: ⟦{aws-root@example.co.jp: [mori]}⟧\ncopies:",
        "[{address: aws-root@example.co.jp, readers: [mori]}]",
    ),
    ("name: 佐藤 花子", "name: 佐藤 花子, minutes_to: ⟦45⟧", "{safe-a: 45}"),
    # A list whose elements were written below their ids.
    (
        f"accounts:\n{ACCOUNT}",
        f'accounts: ⟦\n  "111122223333": {{{PAYER}}}⟧',
        f'[{{id: "111122223333", {PAYER}}}]',
    ),
    (
        'copies:\n  - {sheet: "*", place: safe-a, count: 2}\n  - {sheet: "*", place: safe-b}',
        "copies: ⟦\n  safe-a: 2\n  safe-b: 1⟧",
        '[{sheet: "*", place: safe-a, count: 2}, {sheet: "*", place: safe-b, count: 1}]',
    ),
    # Days, times, languages and addresses as they are written elsewhere.
    (MEMBER, "- {person: sato, from: ⟦令和8年4月1日⟧}", "2026-04-01"),
    (MEMBER, "- {person: sato, from: ⟦R8.4.1⟧}", "2026-04-01"),
    (
        "name: 佐藤 花子",
        'name: 佐藤 花子, hours: {from: ⟦0900⟧, until: "17:00"}',
        '"09:00"',
    ),
    ("languages: [ja, en]", "languages: [ja, ⟦en-GB⟧]", "en"),
    (CONTACT, "contacts: [{kind: mobile, value: ⟦“+81 90 0000 0001”⟧}]", '"+81 90 0000 0001"'),
    (PAYER, PAYER.replace("aws-root@example.co.jp", "⟦<aws-root@example.co.jp>⟧"), "aws-root@example.co.jp"),
    # Names for ids, other names for fields.
    (OPERATOR, "operator: [{person: ⟦森 さくら⟧, from: 2026-04-01}]", "mori"),
    (ENVELOPE, ENVELOPE.replace("safe-a", "⟦金庫A⟧"), "safe-a"),
    (ENVELOPE, ENVELOPE.replace('"111122223333"', "⟦payer⟧"), '"111122223333"'),
    (ENVELOPE, ENVELOPE.replace("place: safe-a", "⟦location: safe-a⟧"), "place: safe-a"),
    (ENVELOPE, ENVELOPE.replace("seal: TEB-000001", "⟦seals: [TEB-000001]⟧"), "seal: TEB-000001"),
    (ENVELOPE, ENVELOPE.replace("holds", "⟦contains⟧"), "holds"),
    (CONTACT, '⟦phone: "+81 90 0000 0001"⟧', CONTACT),
    (CONTACT, 'contacts: [{⟦type: mobile⟧, value: "+81 90 0000 0001"}]', "kind: mobile"),
    (MEMBER, "- {person: sato, ⟦since: 2026-04-01⟧}", "from: 2026-04-01"),
    (MEMBER, "- {⟦name: 佐藤 花子⟧, from: 2026-04-01}", "person: sato"),
    (MEMBER, "- {person: sato, from: 2026-04-01, ⟦to: 2028-03-31⟧}", "until: 2028-03-31"),
    (f"  {OPERATOR}", "  ⟦operators: [{person: mori, from: 2026-04-01}]⟧", OPERATOR),
    ("config_version: 1", "⟦version: 1⟧", "config_version: 1"),
    # Days, hours, numbers, words of other tools.
    (MEMBER, MEMBER.replace("2026-04-01", "⟦01.04.2026⟧"), "2026-04-01"),
    (MEMBER, MEMBER.replace("2026-04-01", "⟦2026/4/1⟧"), "2026-04-01"),
    (MEMBER, MEMBER.replace("2026-04-01", '⟦"4/30/2026"⟧'), "2026-04-30"),
    (MEMBER, MEMBER.replace("2026-04-01", "⟦2026年4月1日⟧"), "2026-04-01"),
    (MEMBER, MEMBER.replace("2026-04-01", "⟦1 April 2026⟧"), "2026-04-01"),
    ("name: 佐藤 花子", "name: 佐藤 花子, hours: ⟦9-18⟧", '{from: "09:00", until: "18:00"}'),
    ("name: 佐藤 花子", "name: 佐藤 花子, hours: ⟦9am to 5:30 pm⟧", '{from: "09:00", until: "17:30"}'),
    (
        "name: 佐藤 花子",
        'name: 佐藤 花子, hours: ⟦"Mon-Fri 9:00-17:30"⟧',
        '{from: "09:00", until: "17:30", days: weekdays}',
    ),
    (
        "name: 佐藤 花子",
        "name: 佐藤 花子, hours: ⟦土日 10時〜14時⟧",
        '{from: "10:00", until: "14:00", days: [sat, sun]}',
    ),
    ("name: 佐藤 花子", "name: 佐藤 花子, hours: ⟦24/7⟧", '{from: "00:00", until: "23:59", days: every-day}'),
    ("name: 佐藤 花子", 'name: 佐藤 花子, hours: {from: ⟦9⟧, until: "18:00"}', '"09:00"'),
    ("name: 佐藤 花子", 'name: 佐藤 花子, hours: {from: "09:00", until: "18:00", days: ⟦Mon-Fri⟧}', "weekdays"),
    (
        "name: 佐藤 花子",
        "name: 佐藤 花子, absences: ⟦2026-12-24 - 2027-01-03⟧",
        "[{from: 2026-12-24, until: 2027-01-03}]",
    ),
    ("required: 2", "required: ⟦two⟧", "2"),
    ("required: 2", "required: ⟦2人⟧", "2"),
    ("kind: security-key", "kind: ⟦YubiKey⟧", "security-key"),
    ("kind: management", "kind: ⟦master⟧", "management"),
    ('kind: mobile, value: "+81 90 0000 0001"', 'kind: ⟦携帯⟧, value: "+81 90 0000 0001"', "mobile"),
    ('value: "+81 90 0000 0001"', 'value: "+81 90 0000 0001", personal: ⟦yes⟧', "true"),
    ("time_zone: Asia/Tokyo", "time_zone: ⟦JST⟧", "Asia/Tokyo"),
    ("time_zone: Asia/Tokyo", "time_zone: ⟦Berlin⟧", "Europe/Berlin"),
    ("time_zone: Asia/Tokyo", "time_zone: Asia/Tokyo, holidays: ⟦Germany⟧", "DE"),
    ('- {sheet: "*", place: safe-b}', "- {sheet: ⟦4⟧, place: safe-b}", '"04"'),
    ('- {sheet: "*", place: safe-b}', "- {sheet: ⟦all⟧, place: safe-b}", '"*"'),
    # Telephone numbers.
    ('"+81 90 0000 0001"', '⟦"+49 (0)171 0000000"⟧', '"+49 171 0000000"'),
)
AT_HOME_IN_GERMANY = (
    ("0171 0000000", "+49 171 0000000"),
    ("030 0000000", "+49 30 0000000"),
    ("(030) 000-0000", "+49 30 000-0000"),
    ("0049 171 0000000", "+49 171 0000000"),
    ("49 171 0000000", "+49 171 0000000"),
)


def refused(text: str, folder: Path) -> list[dict[str, str]]:
    """The values of each problem and remark of a config."""
    path = folder / "config.yaml"
    path.write_text(text, "utf-8")
    try:
        problems = parse_organisation(load_config(path), names()).notes
    except ConfigError as error:
        problems = error.problems
    return [dict(problem.values) for problem in problems]


@pytest.mark.parametrize(("old", "new", "line"), WRITTEN, ids=[new.replace("\n", " ") for _, new, _ in WRITTEN])
def test_the_line_that_is_shown_makes_the_config_right(old: str, new: str, line: str, tmp_path: Path) -> None:
    before, _, rest = new.partition("⟦")
    wrong, _, after = rest.partition("⟧")
    assert MINIMAL.count(old) >= 1
    (values,) = refused(MINIMAL.replace(old, f"{before}{wrong}{after}", 1), tmp_path)
    assert (values.get("line") or values["nearest"]) == line
    assert refused(MINIMAL.replace(old, f"{before}{line}{after}", 1), tmp_path) == []


@pytest.mark.parametrize(("typed", "line"), AT_HOME_IN_GERMANY)
def test_a_number_of_home_is_shown_as_it_is_dialled_from_everywhere(typed: str, line: str, tmp_path: Path) -> None:
    at_home = changed("time_zone: Asia/Tokyo", "time_zone: Europe/Berlin")
    (values,) = refused(at_home.replace("+81 90 0000 0001", typed, 1), tmp_path)
    assert values["line"] == f'"{line}"'
    assert refused(at_home.replace("+81 90 0000 0001", line, 1), tmp_path) == []


def test_who_opens_a_place_is_not_guessed(tmp_path: Path) -> None:
    """Together or each alone is the difference between safe and unsafe: both lines are shown."""
    (values,) = refused(changed("[[suzuki, sato]]", "[suzuki, sato]"), tmp_path)
    assert (values["together"], values["alone"]) == ("[[suzuki, sato]]", "[[suzuki], [sato]]")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (MEMBER, MEMBER.replace("2026-04-01", "April 2026")),
        (MEMBER, MEMBER.replace("2026-04-01", "31.02.2026")),
        ("name: 佐藤 花子", "name: 佐藤 花子, hours: {from: morning, until: '18:00'}"),
        ("required: 2", "required: both"),
        ("time_zone: Asia/Tokyo", "time_zone: Nowhere"),
    ],
)
def test_what_may_mean_two_things_or_nothing_is_not_guessed(old: str, new: str, tmp_path: Path) -> None:
    for values in refused(changed(old, new), tmp_path):
        assert values["line"] == ""
        assert values.get("nearest", "") == ""


def test_a_password_in_the_wrong_place_is_in_no_line(tmp_path: Path) -> None:
    for new in ("operator: {hunter2: 2026-04-01}", "operator: [[hunter2]]", "operator: {person: hunter2}"):
        found = refused(changed(OPERATOR, new), tmp_path)
        assert found
        assert "hunter2" not in str([values.get("line") for values in found])


def test_a_day_that_may_be_two_is_shown_as_both(tmp_path: Path) -> None:
    (values,) = refused(changed(MEMBER, MEMBER.replace("2026-04-01", '"4/5/2026"')), tmp_path)
    assert values == {"day_first": "2026-05-04", "month_first": "2026-04-05"}
