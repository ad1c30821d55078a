"""Accounts from a file: what `aws organizations list-accounts` printed, or YAML with `accounts`; or typed by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from runbook.evidence import ACCOUNT_ARN, STATES
from runbook.interview.answers import Answers, ListedAccount
from runbook.interview.reading import RefusedAnswerError, as_type, custody_called, one_of, parts
from runbook.interview.vocabulary import is_nothing, word_for
from runbook.organisation import AccountKind, AccountStatus, Custody, Partition, fields
from runbook.text.characters import folded
from runbook.text.nearest import suggested

# A response of ListAccounts for the largest organization is a few megabytes.
SIZE_LIMIT = 16 * 1024 * 1024
# What AWS or the config says of an account, by its word; of the older output the likeliest.
_STATUSES = {word: found[0] for word, found in STATES.items()} | {status.value: status for status in AccountStatus}
_CUSTODIES = (Custody.SAFE, Custody.REMOVED, Custody.SEALED, Custody.UNKNOWN)  # what the conversation can go on from
_AROUND_A_PATH = re.compile(r"^['\"]|['\"]$")  # as a terminal writes a file that is dragged into it
_TYPED = 3  # id, name, address
_BY_BLANKS = re.compile(r"([0-9０-９−–-]+)\s+([^,，、;；]*[^,，、;；\s])\s+([^,，、;；\s]+@[^,，、;；\s]+)")


def listed_accounts(path: Path) -> tuple[ListedAccount, ...]:
    """The accounts of a file in its order; RefusedAnswerError if it cannot be read, or is neither of the two forms."""
    try:
        with path.open("rb") as file:
            raw = file.read(SIZE_LIMIT + 1)
        text = raw.decode("utf-8") if len(raw) <= SIZE_LIMIT else ""
    except (OSError, ValueError):
        raise RefusedAnswerError("interview-file", file=path) from None
    entries = _entries(text)
    if not entries:
        raise RefusedAnswerError("interview-no-accounts", file=path)
    return _without_twins(tuple(_account(entry) for entry in entries))


def typed_account(line: str) -> ListedAccount:
    """The account of "id, name, address"; RefusedAnswerError if one of the three is missing or wrong."""
    found = parts(_BY_BLANKS.sub(r"\1, \2, \3", line.strip()))
    if len(found) != _TYPED:
        raise RefusedAnswerError("interview-account")
    number, name, email = found
    return ListedAccount(as_type(fields.AccountId, number), as_type(fields.Name, name), as_type(fields.Email, email))


def is_file(line: str) -> bool:
    """Whether a line means a file, not an account: it does not begin with a digit."""
    return bool(line.strip()) and not folded(line).strip()[:1].isdigit()


def accounts(typed: str) -> tuple[ListedAccount, ...]:
    """The accounts of the file that was named, or of the lines that were typed."""
    lines = typed.splitlines()
    if len(lines) == 1 and is_file(typed):
        return listed_accounts(Path(_AROUND_A_PATH.sub("", typed.strip())).expanduser())
    if not lines:
        raise RefusedAnswerError("interview-account")
    return _without_twins(tuple(map(typed_account, lines)))


def exceptions(typed: str, told: Answers, known: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Account and custody of each line "custody: accounts"; nothing for "-"."""
    if is_nothing(typed):
        return ()
    found = [each for line in typed.splitlines() for each in exception(line, told, known)]
    for number, (account, _) in enumerate(found):
        if account in dict(found[:number]):
            raise RefusedAnswerError("interview-id-twice", id=account)
    return tuple(found)


def exception(line: str, told: Answers, known: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The accounts of one line, each with the custody that stands before them."""
    custody, colon, named = line.replace("：", ":").partition(":")
    if not colon or not named.strip():
        raise RefusedAnswerError("interview-exception", kinds=", ".join(known))
    if not word_for(custody, known) and word_for(named, known):
        custody, named = named, custody  # "legacy-shop: safe" says the same
    kept = custody_called(custody, known)
    return tuple((account, kept) for account in named_accounts(named, told.members_asked_for()))


def named_accounts(typed: str, known: Sequence[ListedAccount]) -> tuple[str, ...]:
    """Ids of the accounts that are named by id or name; RefusedAnswerError for one that is not among them."""
    found = []
    for part in parts(typed):
        word = folded(part).strip()
        fitting = [each.id for each in known if word.replace("-", "") == each.id or _joined(word) == _joined(each.name)]
        if len(fitting) != 1:
            near = suggested(word, [each.id if word.isdigit() else each.name for each in known])
            raise RefusedAnswerError("unknown-account", mend=(part, near["nearest"]), id=word[:60], **near)
        found += fitting
    return tuple(dict.fromkeys(found))


def _joined(name: str) -> str:
    """A name without what stands between its words, which people type otherwise: "Old Lab", old-lab, old_lab."""
    return re.sub(r"[\s_-]", "", folded(name)).lower()


def _entries(text: str) -> list[Mapping[str, object]]:
    """The accounts of a file as it holds them; nothing if it is in neither of the two forms."""
    import yaml  # noqa: PLC0415  only when a file is read

    try:
        content = json.loads(text)
    except ValueError:
        try:
            content = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506  builds texts only
        except yaml.YAMLError:
            return []
    found = content.get("Accounts", content.get("accounts")) if isinstance(content, Mapping) else content
    return [entry for entry in found if isinstance(entry, Mapping)] if isinstance(found, list) else []


def _account(entry: Mapping[str, object]) -> ListedAccount:
    """An account of either form: the names are AWS's, or those of the config."""

    def given(*names: str) -> str:
        return next((str(entry[name]) for name in names if entry.get(name)), "")

    number = as_type(fields.AccountId, given("Id", "id"))
    arn = ACCOUNT_ARN.fullmatch(given("Arn"))
    email = given("Email", "root_email")
    if not email:
        raise RefusedAnswerError("root-email-missing", account=number)
    status, custody = given("State", "Status", "status"), given("custody")
    partition = arn["partition"] if arn else given("partition") or "aws"
    if partition == Partition.GOVCLOUD:  # its linked standard account is in no list
        raise RefusedAnswerError("linked-account-missing", account=number)
    own = number if given("kind") == AccountKind.MANAGEMENT else None
    return ListedAccount(
        id=number,
        name=as_type(fields.Name, given("Name", "name") or number),
        email=as_type(fields.Email, email),
        status=_STATUSES.get(status, AccountStatus.ACTIVE).value,
        partition=partition,
        organization=arn["management"] if arn else own,
        custody=one_of(custody, _CUSTODIES) if custody else None,
    )


def _without_twins(found: tuple[ListedAccount, ...]) -> tuple[ListedAccount, ...]:
    """The same; RefusedAnswerError if an account stands twice."""
    for number in _twins(found):
        raise RefusedAnswerError("interview-id-twice", id=number)
    return found


def _twins(found: tuple[ListedAccount, ...]) -> Iterator[str]:
    seen: set[str] = set()
    for account in found:
        if account.id in seen:
            yield account.id
        seen.add(account.id)
