"""Ways to root over several guards, each with the link whose absence breaks it; and ways that only look like one."""

from __future__ import annotations

from functools import cache

import pytest
from support.config_texts import EXAMPLE, changed, in_memory
from support.organisations import knowledge

from runbook.assessment import read_config
from runbook.custody import class_resilience

PAYER, BACKUP, PRODUCTION, LOGS = (
    *("111122223333", "444455556666"),
    *("222233334444", "555566667777"),
)
Edit = tuple[str, str]


def told(*edits: Edit) -> set[tuple[str, str]]:
    """Who is new as a person who alone holds or takes root, with the account, after edits of the example."""
    text = EXAMPLE
    for old, new in edits:
        text = changed(old, new, text)
    return set(alone(text) - alone(EXAMPLE))


@cache
def alone(text: str) -> frozenset[tuple[str, str]]:
    """Every person who alone holds or takes root of an account, with the account."""
    found: set[tuple[str, str]] = set()
    for entry in class_resilience(read_config(in_memory(text), knowledge()).organisation):
        groups = {proof.people for proof in entry.proofs} | {taking.people for taking in entry.takeovers}
        people = {person for group in groups if len(group) == 1 for person in group}
        found |= {(person, account.id) for account in entry.custody.accounts for person in people}
    return frozenset(found)


def after(line: str, *more: str) -> Edit:
    """The edit that writes more lines below one of the example."""
    return line, "\n".join((line, *more))


ITEMS, SERVICES = "\nitems:", "\nservices:"
DESK = after("\nplaces:", "  - {id: desk, name: Desk, kind: cabinet, keys_kept_by: [], opened_by: [[watanabe]]}")
MAIL = "en: Mihon Mail}, administered_by: [mori], depends_on: [internet]"
MOBILE = "en: Mihon Mobile (company contract)}, administered_by: [suzuki]"
VAULT = "en: Mihon Vault}, administered_by: [yoshida], depends_on: [internet]"
PROVIDER = "administered_by: [mori, tanaka]\n    two_person: true\n    aws_sign_in: true"
PIPELINE = (
    'administered_by: [mori, yoshida]\n    two_person: true\n    hosted_in: "333344445555"\n'
    '    acts_in: ["222233334444", "333344445555"]'
)
NUMBER = "service: mihon-mobile, sms: true, voice: true"
ARRIVES = "readers: [yoshida, mori]\n    depends_on: [internet]"
OPENS_VAULT = "opened_by: [[mori], [yoshida]]"
BY_TWO = (OPENS_VAULT, "opened_by: [[suzuki, sato]]")
ADMINISTERED = "kind: member, administered_by: [yoshida], custody: removed"
USED = ", used_by: [yoshida]}"
DOMAIN = "administered_by: [ito], expires_on"
NETWORK = '- {name: BreakGlassNetwork, account: "222233334444"}'
SAFE_A = "opened_by: [[suzuki, sato], [ito, sato]]\n    kind: safe\n    keys_kept_by: "
BOTH = after(
    ITEMS, '  - {id: V-0002, kind: vault-entry, holds: [password, mfa], place: vault-ops, account: "111122223333"}'
)
HELD = (NUMBER, f"{NUMBER}, held_by: [watanabe]")


# Each way: the edits that make it, the first of which is the link; who is root of what by it.
CHAINS: dict[str, tuple[tuple[Edit, ...], str, str]] = {
    "pipeline of one, in the account where the identity provider runs": (
        (
            (PIPELINE, 'administered_by: [kato]\n    acts_in: ["333344445555"]'),
            (PROVIDER, f'{PROVIDER}\n    hosted_in: "333344445555"'),
            (ADMINISTERED, "kind: member, administered_by: [], custody: removed"),
            (USED, "}"),
        ),
        *("kato", PRODUCTION),
    ),
    "kit for the mail service in a vault that one administers": (
        (
            after(ITEMS, "  - {id: KIT-02, kind: kit, place: vault-ops, opens: mihon-mail}"),
            (VAULT, VAULT.replace("yoshida", "watanabe")),
            BY_TWO,
            HELD,
        ),
        *("watanabe", PAYER),
    ),
    "recovery codes of an identity provider for two, where one opens": (
        (after(ITEMS, "  - {id: R-0001, kind: recovery-codes, place: desk, opens: mihon-id}"), DESK),
        *("watanabe", PRODUCTION),
    ),
    "mail for two, behind an identity provider of one": (
        (
            (
                MAIL,
                "en: Mihon Mail}, administered_by: [mori, kato], two_person: true, depends_on: [mihon-id]",
            ),
            (PROVIDER, "administered_by: [watanabe]\n    aws_sign_in: false"),
            HELD,
        ),
        *("watanabe", PAYER),
    ),
    "identity provider behind another one": (
        (
            (PROVIDER, f"{PROVIDER}\n    depends_on: [outer]"),
            after(SERVICES, "  - {id: outer, kind: identity-provider, administered_by: [kato], aws_sign_in: false}"),
        ),
        *("kato", LOGS),
    ),
    "root of an account that is the delegated administrator of everything": (
        (
            ('delegated_admin: "555566667777"', f'delegated_admin: "{BACKUP}"'),
            after(
                "\nmailboxes:", "  - {address: aws-root-backup@example.co.jp, group: true, readers: [suzuki, yoshida]}"
            ),
            ("\ncentral_root:", f'\naccount_management_admin: "{BACKUP}"\ncentral_root:'),
        ),
        *("suzuki", PRODUCTION),
    ),
    "emergency credentials in a vault that runs where one administers": (
        (
            (VAULT, f'{VAULT}, hosted_in: "333344445555"'),
            (ADMINISTERED, ADMINISTERED.replace("yoshida", "watanabe")),
            BY_TWO,
            (NETWORK, NETWORK.replace("222233334444", "111122223333")),
        ),
        *("watanabe", PRODUCTION),
    ),
    "DNS in an account that one administers, who has the telephone": (
        (
            (DOMAIN, f'hosted_in: "333344445555", {DOMAIN}'),
            (ADMINISTERED, ADMINISTERED.replace("yoshida", "watanabe")),
            HELD,
        ),
        *("watanabe", PAYER),
    ),
    "deputy of the organization admin": (
        (("until: 2028-03-31, deputy: tanaka}\n\n# Whom", "until: 2028-03-31, deputy: kato}\n\n# Whom"),),
        *("kato", BACKUP),
    ),
    "spare key of the safe in which the kit of the vault lies": (
        (
            (
                f"{SAFE_A}[]",
                f"{SAFE_A}[kato]",
            ),
            BOTH,
            BY_TWO,
        ),
        *("kato", PAYER),
    ),
    "identity provider before the mailbox and the telephone contract": (
        (
            (ARRIVES, "readers: [yoshida, mori]\n    depends_on: [idp]"),
            (MOBILE, f"{MOBILE}, depends_on: [idp]"),
            (PROVIDER, "administered_by: [watanabe]\n    aws_sign_in: false"),
        ),
        *("watanabe", PAYER),
    ),
    "mail administrator, where root mail goes to somebody's own address": (
        (
            (MAIL, MAIL.replace("mori", "watanabe")),
            ("root_email: aws-root-payer@example.co.jp", "root_email: kato@example.co.jp"),
            HELD,
        ),
        *("watanabe", PAYER),
    ),
    "identity provider of whoever has the root address as their own, beside a mailbox of another service": (
        (
            ("root_email: aws-root-payer@example.co.jp", "root_email: kato@example.co.jp"),
            (PROVIDER, "administered_by: [watanabe]\n    aws_sign_in: false"),
            HELD,
        ),
        *("watanabe", PAYER),
    ),
    "emergency user of the management account without credentials on the list": (
        (after(NETWORK, f'  - {{name: Spare, account: "{PAYER}", used_by: [kato]}}'),),
        *("kato", BACKUP),
    ),
    "recovery codes of the pipeline of the management account, where one opens": (
        (
            after(ITEMS, "  - {id: R-0001, kind: recovery-codes, place: desk, opens: deploy}"),
            DESK,
            (PIPELINE, PIPELINE.replace('["222233334444", ', f'["{PAYER}", ')),
        ),
        *("watanabe", PRODUCTION),
    ),
    "root of the management account, and so of its members": (
        (HELD, (MAIL, MAIL.replace("mori", "watanabe"))),
        *("watanabe", PRODUCTION),
    ),
    "pipeline in an account that keeps its credentials, run by a reader of its mail": (
        ((PIPELINE, f'administered_by: [yoshida]\n    acts_in: ["{BACKUP}"]'),),
        *("yoshida", BACKUP),
    ),
    "host of the host of the mail": (
        (
            (MAIL, f'{MAIL}, hosted_in: "{LOGS}"'),
            (
                PIPELINE,
                PIPELINE.replace("mori, yoshida", "kato, sato").replace('"222233334444", "333344445555"', f'"{LOGS}"'),
            ),
            (ADMINISTERED, ADMINISTERED.replace("yoshida", "watanabe")),
            HELD,
        ),
        *("watanabe", PAYER),
    ),
}


@pytest.mark.parametrize("name", CHAINS)
def test_a_chain_is_followed_to_its_end(name: str) -> None:
    edits, person, account = CHAINS[name]
    assert (person, account) in told(*edits)


@pytest.mark.parametrize("name", CHAINS)
def test_a_chain_without_its_link_leads_nowhere(name: str) -> None:
    (_, *others), person, account = CHAINS[name]
    assert (person, account) not in told(*others)


FALSE_ALARMS: dict[str, tuple[Edit, ...]] = {
    "an identity provider of one, through which nobody signs in to anything": (
        (PROVIDER, "administered_by: [kato]\n    aws_sign_in: false"),
    ),
    "the administrator of another mail service": (
        after(SERVICES, "  - {id: news, kind: mail, administered_by: [watanabe]}"),
        HELD,
    ),
    "the administrator of another telephone contract": (
        after(SERVICES, "  - {id: fax, kind: phone-contract, administered_by: [yoshida, mori]}"),
    ),
    "a pipeline of one in a member whose credentials are removed, and which hosts nothing": (
        (PIPELINE, f'administered_by: [yoshida]\n    acts_in: ["{PRODUCTION}"]'),
    ),
    "a kit for a vault in a safe for two": (
        (VAULT, "en: Mihon Vault}, administered_by: [yoshida, kato], two_person: true"),
        BOTH,
        BY_TWO,
    ),
    "the administrator of a domain on which no root address lies": (
        after("\ndomains:", "  - {name: example.org, administered_by: [watanabe]}"),
        HELD,
    ),
    "the chat": (("en: Mihon Chat}, administered_by: [mori]", "en: Mihon Chat}, administered_by: [watanabe]"), HELD),
    "an emergency user of a member from which nobody is reached": (
        (NETWORK, NETWORK.replace('"}', '", used_by: [kato]}')),
    ),
    "one half of an emergency user where one opens": (
        DESK,
        ("place: safe-b, emergency_role: BreakGlassAdmin", "place: desk, emergency_role: BreakGlassAdmin"),
    ),
    "the organization, for an account outside it": (
        after(
            "\naccounts:",
            '  - {id: "121212121212", name: x, kind: standalone, custody: safe, root_email: aws-root-1@example.co.jp}',
        ),
        ('["111122223333", "444455556666"], service', '["111122223333", "444455556666", "121212121212"], service'),
    ),
    "a registered telephone that a reader of nothing carries": (HELD,),
    "the administrator of the delegated account, who reads no mail": (
        (
            "name: sample-log-archive, kind: member, administered_by: [tanaka]",
            "name: sample-log-archive, kind: member, administered_by: [kato, tanaka]",
        ),
    ),
}


@pytest.mark.parametrize("name", FALSE_ALARMS)
def test_what_only_looks_like_a_way_is_not_told(name: str) -> None:
    assert set(told(*FALSE_ALARMS[name])) == set()
