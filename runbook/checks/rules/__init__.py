"""The rules, in the order in which they are listed. One file each; the file name is the id."""

from __future__ import annotations

from importlib import import_module

from runbook.checks.rule import Rule

ORDER = (
    "no-one-alone-is-root",
    "no-single-loss-locks-out",
    "pairs-of-losses-are-known",
    "quorum-on-every-day",
    "approval-works-without-identity-provider",
    "two-approvers",
    "duties-are-apart",
    "deputies-do-not-circle",
    "locks-for-two-need-two",
    "password-and-mfa-in-different-hands",
    "no-one-place-is-enough",
    "password-and-mfa-at-different-sites",
    "two-mfa-devices",
    "mfa-of-two-kinds",
    "mfa-in-two-places",
    "mfa-at-most-eight",
    "mfa-on-no-private-phone",
    "batteries-are-fresh",
    "root-mailbox-is-a-group",
    "root-mailbox-has-two-readers",
    "root-mailbox-outside-its-account",
    "root-mailbox-without-identity-provider",
    "vault-outside-its-account",
    "recovery-phone-takes-text-and-calls",
    "recovery-phone-is-nobodys-own",
    "contacts-are-confirmed",
    "security-contact-present",
    "custody-is-known",
    "custody-is-verified",
    "kept-keys-are-listed",
    "no-root-access-key",
    "alerts-in-three-regions",
    "scp-spares-central-sessions",
    "central-root-is-no-recovery",
    "safe-opened-for-root-tasks-only",
    "drills-every-ninety-days",
    "seals-looked-at-monthly",
    "access-reviewed-quarterly",
    "seal-numbers-are-unique",
    "seal-numbers-without-gaps",
    "no-example-values",
    "accepted-risks-are-in-force",
)
RULES = tuple(Rule.of(import_module(f"{__name__}.{name.replace('-', '_')}")) for name in ORDER)
