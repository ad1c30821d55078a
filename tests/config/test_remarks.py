"""Rules between fields: each is broken once, alone, and found at its place. ⟦ marks the expected place."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.config_texts import EXAMPLE, MINIMAL, changed, in_memory, marked, names, problems_of, read
from support.organisations import LANGUAGES
from support.said import as_shown, as_stored

from runbook.config import Scalar, parse_organisation
from runbook.errors import ConfigError

SAID = Path(__file__).with_name("said")

PAYER = '  - {id: "111122223333", name: payer, kind: management, custody: safe, root_email: aws-root@example.co.jp}\n'
SECOND = '  - {id: "222233334444", name: second, kind: '


def with_account(words: str) -> str:
    """The minimal config with a second account."""
    return changed(PAYER, PAYER + SECOND + words + "}\n")


BROKEN = {
    "unknown-site": changed("{id: safe-a,", "{id: safe-a, site: ⟦kyoto,"),
    "unknown-place": changed("place: safe-a, account", "place: ⟦safe-c, account"),
    "unknown-account": changed('safe-b, account: "111122223333"', 'safe-b, account: ["111122223333", ⟦"999922223333"]'),
    "unknown-contact": with_account("member, custody: reseller, reseller: ⟦kumo"),
    "approvers-too-few": changed("required: 2", "required: ⟦4"),
    "approver-elsewhere": changed("  witness:", "  ⟦approver: [{person: sato, from: 2026-04-01}]\n  witness:"),
    "role-missing": changed("  operator: [{person: mori, from: 2026-04-01}]\n", "").replace(
        "roles:\n  ", "roles:\n  ⟦", 1
    ),
    "role-missing-safe": changed("  mfa_custodian: [{person: mori, from: 2026-04-01}]\n", "  mfa_custodian: ⟦[]\n"),
    "role-missing-sealed": changed(
        "  phone_custodian: [{person: suzuki, from: 2026-04-01}]\n", "  phone_custodian: ⟦[]\n"
    )
    .replace("custody: safe, root_email", "custody: sealed, root_email")
    .replace(", holds: password,", ", holds: mailbox,")
    .replace(", holds: mfa,", ", holds: phone,"),
    "sealed-with-keys": changed("custody: safe, root_email", "custody: ⟦sealed, root_email"),
    "role-missing-removed": with_account("member, custody: removed, root_email: b@example.co.jp")
    .replace("copies:", "central_root: {credentials: true}\ncopies:")
    .replace("roles:\n  ", "roles:\n  ⟦", 1),
    "custodians-not-apart": changed("mfa_custodian: [{person: mori", "mfa_custodian: [{person: ⟦suzuki"),
    "deputy-same": changed("{person: kato, from: 2026-04-01}", "{person: kato, from: 2026-04-01, deputy: ⟦kato}"),
    "period-reversed": changed("{id: kato,", "{id: kato, absences: [{from: 2027-01-04, until: ⟦2026-12-29}],"),
    "approvers-must-too-many": changed(
        "    - {person: kato, from: 2026-04-01}",
        "    - {person: kato, from: 2026-04-01, must: true}\n    - {person: mori, from: 2026-04-01, must: ⟦true}",
    ).replace("    - {person: sato, from: 2026-04-01}", "    - {person: sato, from: 2026-04-01, must: true}"),
    "by-task-fewer": changed(
        "required: 2\n  members:\n",
        "required: 3\n  by_task: [{tasks: [close-account], required: ⟦2}]\n  members:\n"
        "    - {person: mori, from: 2026-04-01}\n",
    ),
    "by-task-twice": changed(
        "required: 2\n  members:\n",
        "required: 2\n  by_task: [{tasks: [close-account, ⟦close-account], required: 3}]\n  members:\n"
        "    - {person: mori, from: 2026-04-01}\n",
    ),
    "unknown-task": changed(
        "required: 2\n  members:\n",
        "required: 2\n  by_task: [{tasks: [⟦close-acount], required: 3}]\n  members:\n"
        "    - {person: mori, from: 2026-04-01}\n",
    ),
    "unknown-rule": changed(
        "copies:",
        "accepted_risks: [{rule: ⟦two-aprovers, reason: x, accepted_by: sato, until: 2027-03-31}]\ncopies:",
    ),
    "own-role-built-in": changed(
        "copies:", "own_roles: [{id: ⟦witness, name: x, holders: [{person: mori, from: 2026-04-01}]}]\ncopies:"
    ),
    "own-task-built-in": changed("copies:", "rotation: {own: [{id: ⟦drill, name: x, every: P1Y}]}\ncopies:"),
    "escalation-order": changed(
        "copies:", "escalation: [{after: PT10M, call: sato}, {after: ⟦PT5M, call: kato}]\ncopies:"
    ),
    "language-twice": changed("[ja, en]", "[ja, en, ⟦ja]"),
    "text-language-missing": changed("name: 金庫A", "name: ⟦{ja: 金庫A}"),
    "rotation-empty": changed("copies:", "rotation: {drill: ⟦{}}\ncopies:"),
    "custody-partition": with_account("standalone, partition: aws-cn, custody: ⟦reseller, reseller: kumo").replace(
        "copies:", "contacts: [{id: kumo, name: Kumo, kind: reseller}]\ncopies:"
    ),
    "linked-account-missing": with_account("standalone, custody: none, partition: aws-us-gov").replace(
        SECOND, "  - ⟦" + SECOND[4:]
    ),
    "linked-account-elsewhere": changed("name: payer,", 'name: payer, linked_account: ⟦"222233334444",'),
    "custody-new": with_account("standalone, signup: new, custody: ⟦reseller, reseller: kumo").replace(
        "copies:", "contacts: [{id: kumo, name: Kumo, kind: reseller}]\ncopies:"
    ),
    "custody-none": with_account("member, custody: ⟦none"),
    "root-email-missing": changed(", root_email: aws-root@example.co.jp", "").replace(
        "accounts:\n  - ", "accounts:\n  - ⟦"
    ),
    "custody-removed-kind": with_account("standalone, custody: ⟦removed, root_email: b@example.co.jp")
    .replace("copies:", "central_root: {credentials: true}\ncopies:")
    .replace("  witness:", "  central_admin: [{person: mori, from: 2026-04-01}]\n  witness:"),
    "custody-removed-central": with_account("member, custody: ⟦removed, root_email: b@example.co.jp").replace(
        "  witness:", "  central_admin: [{person: mori, from: 2026-04-01}]\n  witness:"
    ),
    "reseller-missing": with_account("member, custody: reseller").replace(SECOND, "  - ⟦" + SECOND[4:]),
    "reseller-kind": with_account("member, custody: reseller, reseller: ⟦kumo").replace(
        "copies:", "contacts: [{id: kumo, name: Kumo, kind: vendor}]\ncopies:"
    ),
    "envelope-without-seal": changed(", seal: TEB-000001", "").replace("  - {id: E-0001", "  - ⟦{id: E-0001"),
    "place-not-opened": changed("{id: safe-b, name: 金庫B, opened_by: [[mori, kato]]}", "⟦{id: safe-b, name: 金庫B}"),
    "opened-by-empty": changed("opened_by: [[mori, kato]]", "opened_by: [[mori, kato], ⟦[]]"),
    "opened-by-twice": changed("opened_by: [[mori, kato]]", "opened_by: [⟦[mori, mori]]"),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_the_only_problem_found(rule: str, tmp_path: Path) -> None:
    text, line, column = marked(BROKEN[rule])
    with pytest.raises(ConfigError) as caught:
        read(text, tmp_path)
    assert [(problem.rule, problem.line, problem.column) for problem in caught.value.problems] == [(rule, line, column)]


REMARKED = {
    "one address for two accounts": changed(
        "aws-root-staging@example.co.jp", "AWS-root-production@example.co.jp", EXAMPLE
    ),
    "one telephone for two people": changed('"+81 90 0000 0002"', "090-0000-0001"),
    "number of home abroad": changed(
        "time_zone: Asia/Tokyo", "time_zone: Europe/Berlin", changed('"+81 90 0000 0001"', '"030 0000000"')
    ),
    "full-width digits": changed('"+81 90 0000 0001"', "０３－１２３４－５６７８"),
    "full-width number": changed("required: 2", "required: ２"),
    "full-width interval": changed("copies:", "rotation: {drill: {every: Ｐ３Ｍ}}\ncopies:"),
    "variant of a sign": changed("name: 佐藤 花子", "name: 葛\U000e0100城"),
    "letters of two scripts": changed("name: 佐藤 花子", "name: S\u0430to"),
    "three telephones for two people": changed(
        'value: "+81 90 0000 0001"}', 'value: "+81 90 0000 0001"}, {kind: phone, value: "+81 90 0000 0002"}'
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_broken_rule_and_a_remark_are_told_with_their_values(language: str, request: pytest.FixtureRequest) -> None:
    told = {case: problems_of(text.replace("⟦", "")) for case, text in (BROKEN | REMARKED).items()}
    assert all(told.values())
    assert as_stored(as_shown(told, language), SAID / f"rules.{language}.txt", request)


# What the example company does not have.
MORE = {
    "places:\n  - id: safe-a\n": 'places:\n  - id: safe-a\n    hosted_in: "333344445555"\n',
    "    kind: bank\n    keys_kept_by: []\n": "    kind: bank\n    keys_kept_by: [mori]\n",
    "    group: true\n    service: mihon-mail\n": (
        '    group: true\n    service: mihon-mail\n    hosted_in: "333344445555"\n'
    ),
    "recovery_phones:\n": (
        'recovery_phones:\n  - {number: "+81 6 0000 0014", account: "222233334444", held_by: [watanabe]}\n'
    ),
    "administered_by: [ito], expires_on": 'administered_by: [ito], hosted_in: "333344445555", expires_on',
}
# What an acceptance is about can be anything that a rule names, also what is on no list; a slip in it accepts nothing,
# and `check` says so (tests/checks/test_rules.py).
NEED_NOT_BE_LISTED = {"accounts.*.linked_account", "central_root.delegated_admin", "accepted_risks.*.about"}
OTHER_RULES = {
    "services.*.depends_on.*": "unknown-dependency",
    "administration_alerts.*.on.*": "unknown-watched",
}


@pytest.mark.slow
def test_whatever_is_named_anywhere_has_to_exist_and_a_slip_is_told_with_the_name_that_was_meant() -> None:
    """Every field of the example that names something of the file, once, with a sign too many."""
    text = EXAMPLE
    for old, new in MORE.items():
        text = changed(old, new, text)
    reading = parse_organisation(in_memory(text), names())
    kinds = {
        value: section.removesuffix("s").replace("people", "person")
        for section in ("people", "places", "contacts", "sites", "items", "accounts", "services")
        for value in (entry.id for entry in getattr(reading.organisation, section))
        if value
    }
    naming: dict[str, Scalar] = {}
    for scalar in reading.scalars:
        if scalar.value in kinds and scalar.path[-1] != "id":
            naming.setdefault(".".join("*" if isinstance(part, int) else part for part in scalar.path), scalar)
    assert len(naming) > 50
    for pattern in naming.keys() - NEED_NOT_BE_LISTED:
        scalar = naming[pattern]
        slip = scalar.value[:-1] + "9" if scalar.value.isdigit() else f"{scalar.value}x"
        lines = text.split("\n")
        line = lines[scalar.line - 1]
        before, after = line[: scalar.column - 1], line[scalar.column - 1 :]
        lines[scalar.line - 1] = before + after.replace(scalar.value, slip, 1)
        found = {
            (problem.rule, problem.line, problem.column, *(value for _, value in problem.values))
            for problem in problems_of("\n".join(lines))
        }
        rule = OTHER_RULES.get(pattern, f"unknown-{kinds[scalar.value]}")
        assert (rule, scalar.line, scalar.column, slip, scalar.value, "") in found, pattern


def test_references_are_checked_even_if_another_value_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(
            changed("place: safe-a, account", "place: safe-c, account").replace("required: 2", "required: two"),
            tmp_path,
        )
    assert [problem.rule for problem in caught.value.problems] == ["count", "unknown-place"]


def test_an_account_is_found_however_its_id_is_grouped(tmp_path: Path) -> None:
    text = changed('accounts:\n  - {id: "111122223333"', 'accounts:\n  - {id: "1111-2222-3333"')
    assert read(text, tmp_path).organisation.items[0].accounts == ("111122223333",)


def test_one_address_for_two_accounts_is_remarked_on(tmp_path: Path) -> None:
    text = changed("aws-root-staging@example.co.jp", "AWS-root-production@example.co.jp", EXAMPLE, times=1)
    assert [note.rule for note in read(text, tmp_path).notes] == ["note-root-email-shared"]


def test_an_account_made_without_a_root_user_keeps_none(tmp_path: Path) -> None:
    text = with_account("standalone, signup: new, custody: none")
    assert read(text, tmp_path).organisation.accounts[1].signup == "new"


def test_an_unlisted_linked_or_delegated_account_is_accepted(tmp_path: Path) -> None:
    text = MINIMAL + 'central_root: {delegated_admin: "999988887777"}\n'
    assert read(text, tmp_path).organisation.central_root.delegated_admin == "999988887777"
