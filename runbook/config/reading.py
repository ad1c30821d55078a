"""Reading a config: from its text to an ``Organisation``, or to every problem of the file at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from runbook.config.accounts_file import FIELD, join, read_accounts
from runbook.config.custody_rules import custody_faults
from runbook.config.events import read_tree
from runbook.config.fault import Fault
from runbook.config.people_rules import people_faults
from runbook.config.references import Names, reference_faults
from runbook.config.remarks import remarks
from runbook.config.shape import validate
from runbook.config.source import ConfigSource, Span, character_problems
from runbook.config.term_rules import fact_faults, term_faults, term_remarks
from runbook.config.tree import Scalar, Tree, shown
from runbook.errors import ConfigError, Problem, SecretFoundError
from runbook.organisation import Organisation, Role
from runbook.organisation.terms import in_office
from runbook.text.characters import code_point, composed
from runbook.text.glyphs import missing_glyphs
from runbook.text.secrets import announces_secret, find_secrets

_ROLES = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the organisation with all its appointments, remarks on it, and where every text of it stands."""

    organisation: Organisation
    notes: tuple[Problem, ...]
    tree: Tree = field(repr=False)
    source: ConfigSource = field(repr=False)

    @property
    def scalars(self) -> tuple[Scalar, ...]:
        """Every text of the file in its order."""
        return tuple(self.tree.scalars())

    @property
    def typed(self) -> tuple[str, ...]:
        """Every text of the file as typed, empty ones left out: the organisation's own words."""
        return tuple(scalar.value for scalar in self.tree.scalars() if scalar.value)

    def as_of(self, day: date) -> Reading:
        """The same with only those in office on a day, and remarks on the thirty days after it.

        ConfigError if the runbook of that day would have too few approvers or nobody in a role that it needs, or if a
        fact is dated after the day.
        """
        if problems := self.located((*fact_faults(self.tree, day), *term_faults(self.organisation, day))):
            raise ConfigError(problems)
        told = self.with_remarks(term_remarks(self.organisation, day))
        return replace(told, organisation=in_office(self.organisation, day))

    def with_remarks(self, faults: Iterable[Fault]) -> Reading:
        """The same with further remarks, in the order of the file."""
        return replace(self, notes=_in_line_order((*self.notes, *self.located(faults)), self.source))

    def located(self, faults: Iterable[Fault]) -> tuple[Problem, ...]:
        """Faults as problems with their lines, in the order of the file."""
        return _in_line_order((fault.located(self.source, self.tree) for fault in faults), self.source)

    def glyph_problems(self, covered: frozenset[int]) -> tuple[Problem, ...]:
        """Characters that no shipped font can draw, each at its first place in the file (see ``glyphs``)."""
        found: dict[str, Problem] = {}
        plain = frozenset(sign for sign in map(chr, range(128)) if ord(sign) in covered)
        for scalar in self.scalars:
            if plain.issuperset(scalar.value):
                continue  # nothing to compose, and all of it can be drawn
            for character in missing_glyphs(composed(scalar.value), covered):
                found.setdefault(character, self._glyph_problem(scalar, character))
        return tuple(found.values())

    def _glyph_problem(self, scalar: Scalar, character: str) -> Problem:
        """At the character when it stands as typed on the value's first line, else at the value."""
        column = self.source.lines[scalar.line - 1].find(character, scalar.column - 1) + 1 or scalar.column
        values = (("character", character), ("code_point", code_point(character)))
        span = Span(scalar.line, column)
        return self.source.problem("glyph-missing", span, where=shown(scalar.path), values=values)


# What is wrong with a name that stands for nothing, too: that says more.
_OF_A_NAME = ("identifier", "account-id", "sheet-reference")


def parse_organisation(source: ConfigSource, names: Names) -> Reading:
    """The organisation in a config, which may refer to names that stand outside of it.

    SecretFoundError before anything else of the file is shown; ConfigError with all problems in line order.
    """
    files = (source, source.accounts) if source.accounts else (source,)
    _refuse_secrets((problem for file in files for problem in _secrets_as_typed(file)), source)
    if problems := [problem for file in files for problem in character_problems(file)]:
        raise ConfigError(tuple(problems))
    tree, problems = read_tree(source)
    _refuse_secrets(_secrets_in_values(source, tree), source)
    faults: list[Fault] = []
    if source.accounts is not None:
        source, faults = _with_accounts(source, source.accounts, tree)
    elif isinstance(tree.root, dict) and isinstance(tree.root.get(FIELD), str):
        faults = [Fault("accounts-file-line", (FIELD,))]
    organisation, of_shape = validate(source, tree)
    faults += of_shape
    of_names = list(reference_faults(tree, names))
    unknown = {fault.path for fault in of_names}
    faults = [fault for fault in faults if fault.rule not in _OF_A_NAME or fault.path not in unknown] + of_names
    if organisation is not None:
        faults += [*people_faults(organisation), *custody_faults(organisation)]
    problems += [fault.located(source, tree) for fault in faults]
    if problems or organisation is None:
        raise ConfigError(_in_line_order(_covered(problems, faults, source, tree), source))
    notes = [fault.located(source, tree) for fault in remarks(organisation, tree, source.text)]
    return Reading(organisation, _in_line_order(notes, source), tree, source)


def _with_accounts(source: ConfigSource, accounts: ConfigSource, tree: Tree) -> tuple[ConfigSource, list[Fault]]:
    """Both files as one, their accounts in the tree; ConfigError if the accounts file is none."""
    listed, problems = read_accounts(accounts)
    _refuse_secrets(_secrets_in_values(accounts, listed), source)
    if problems:
        raise ConfigError(_in_line_order(problems, source))
    return source.with_accounts(accounts), join(tree, listed, len(source.lines))


def _covered(
    problems: Iterable[Problem], faults: Iterable[Fault], source: ConfigSource, tree: Tree
) -> Iterator[Problem]:
    """The problems; a line that one of them shows without a private value is shown so by all others too."""
    private: dict[tuple[str, int], int] = {}
    for fault in faults:
        if fault.private and not fault.on_key:
            span = tree.span(fault.path)
            place = source.origin(span.line)
            private[place] = min(span.column, private.get(place, span.column))
    for problem in problems:
        column = private.get((problem.file, problem.line))
        if column is None or not problem.source:
            yield problem
        elif problem.column > column:
            yield replace(problem, source="")
        else:
            width = min(problem.width, column - problem.column + 1)
            yield replace(problem, source=f"{problem.source[: column - 1]}…", width=width)


def _refuse_secrets(problems: Iterable[Problem], source: ConfigSource) -> None:
    if found := _in_line_order(problems, source):
        raise SecretFoundError(found)


def _secrets_as_typed(source: ConfigSource) -> Iterator[Problem]:
    """Secrets anywhere in the text, comments included."""
    for rule, offset in find_secrets(source.text):
        yield source.problem(rule, source.place(offset), hidden=True)


def _secrets_in_values(source: ConfigSource, tree: Tree) -> Iterator[Problem]:
    """Secrets that show only after YAML's escapes and line folding, and keys that announce one."""
    for scalar in tree.scalars():
        key = str(next((part for part in reversed(scalar.path) if isinstance(part, str)), ""))
        if scalar.value and key not in _ROLES and announces_secret(key, scalar.value):
            fault = Fault.of("secret-key-name", scalar.path, on_key=True, key=key[:40])
            yield fault.located(source, tree, hidden=True)
        if not _stands_as_typed(source, scalar):
            for rule, _ in find_secrets(scalar.value):
                yield Fault(rule, scalar.path).located(source, tree, hidden=True)


def _stands_as_typed(source: ConfigSource, scalar: Scalar) -> bool:
    """Whether the text of the file, which has been scanned, shows the value without escapes or folding."""
    typed = source.lines[scalar.line - 1][scalar.column - 1 :]
    return typed.removeprefix('"').removeprefix("'").startswith(scalar.value)


def _in_line_order(problems: Iterable[Problem], source: ConfigSource) -> tuple[Problem, ...]:
    """Sorted by place, those of the config before those of its accounts file; the same rule at the same place once."""
    places = {
        (problem.file != source.path, problem.line, problem.column, problem.rule, problem.values): problem
        for problem in problems
    }
    return tuple(places[place] for place in sorted(places))
