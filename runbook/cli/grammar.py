"""How a command line is read: help and refusals in the reader's language, and the config as a plain argument."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from pathlib import PurePath
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from runbook.cli.console import Console, reader_language
from runbook.cli.manual import Manual, manual_for
from runbook.cli.typed_values import take_as_typed
from runbook.cli.usage_errors import UnknownCommandError, sentence

CONFIG = "config"
_CONFIG_FILES = (".yaml", ".yml")
# Commands whose own file may be YAML, too, and the options with which they take none.
_OWN_YAML: Mapping[str, tuple[str, ...]] = {"record": ("--list", "--blank", "--apply")}


class ConfiguredCommand(TyperCommand):
    """A command; one with the option ``--config`` takes the file as an argument, too: `runbook build config.yaml`.

    Where a command has arguments of its own, only a name that ends in .yaml or .yml is the config; of `record`, whose
    own file may be one that was typed, the last of two.
    """

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Options and arguments by the rules of Typer, the config among them."""
        return super().parse_args(ctx, self._with_config(args))

    def get_params(self, ctx: typer.Context) -> list[Any]:  # type: ignore[override]
        """All parameters, ``--help`` among them; none needs pydantic for what is plainly a text."""
        return take_as_typed(super().get_params(ctx))

    def collect_usage_pieces(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """The parts of the line "Usage"."""
        pieces = super().collect_usage_pieces(ctx)
        return [*pieces, "[CONFIG]"] if self._takes_config() else pieces

    def format_usage(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """The line "Usage", in the reader's language."""
        manual = _manual(ctx)
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), f"{manual.word('usage')} ")

    def format_help_text(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """What the command does, in the reader's language."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_manual(ctx).about(self.name or "", inspect.cleandoc(self.help or "")))

    def format_options(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """Arguments and options, in the reader's language."""
        _write_parameters(self, ctx, formatter)

    def _takes_config(self) -> bool:
        return any(param.name == CONFIG and param.param_type_name == "option" for param in self.params)

    def _with_config(self, args: Sequence[str]) -> list[str]:
        if not self._takes_config():
            return list(args)
        has_own = any(param.param_type_name == "argument" for param in self.params)
        plain = [*self._plain(args)]
        if self._has_own_yaml(args):  # one of two is the config: the last that could be
            plain = plain[::-1] if len(plain) > 1 else []
        for index in plain:
            if not has_own or PurePath(args[index]).suffix.lower() in _CONFIG_FILES:
                return [*args[:index], f"--{CONFIG}", args[index], *args[index + 1 :]]
        return list(args)

    def _has_own_yaml(self, args: Sequence[str]) -> bool:
        """Whether the line has a file of the command's own that may be YAML, too."""
        alone = _OWN_YAML.get(self.name or "")
        return alone is not None and not any(arg.partition("=")[0] in alone for arg in args)

    def _plain(self, args: Sequence[str]) -> Iterator[int]:
        """Where something stands that is neither an option nor the value of one; nothing if --config is there."""
        options = {name: param for param in self.params for name in param.opts if param.param_type_name == "option"}
        given = {arg.partition("=")[0] for arg in args}
        if given & {name for name, param in options.items() if param.name == CONFIG}:
            return
        is_value = False
        for index, arg in enumerate(args):
            if is_value:
                is_value = False
            elif arg == "--":
                return
            elif arg.startswith("-") and arg != "-":
                is_value = arg in options and not getattr(options[arg], "is_flag", False)
            else:
                yield index


class Commands(TyperGroup):
    """All commands; says what is wrong with a command line in the reader's language."""

    offered: tuple[Callable[..., None], ...] = ()
    typed: tuple[str, ...] = ()  # the command line that is being read, for the language of what is said about it

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401
        """``settings`` as of a group of Typer."""
        super().__init__(**settings)
        self.commands = _Made(self.offered)

    def get_params(self, ctx: typer.Context) -> list[Any]:  # type: ignore[override]
        """The options before the command, ``--help`` among them; none needs pydantic for what is plainly a text."""
        return take_as_typed(super().get_params(ctx))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """Run; in ``standalone_mode`` the process ends with a documented exit code."""
        self.typed = tuple(sys.argv[1:] if args is None else args)
        try:
            code = super().main(
                args, prog_name, complete_var, standalone_mode=False, windows_expand_args=windows_expand_args, **extra
            )
        except typer.TyperException as error:
            if not standalone_mode:
                raise
            _tell(error, self.typed)
            sys.exit(error.exit_code)
        if standalone_mode:
            sys.exit(code if isinstance(code, int) else 0)
        return code

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> Any:  # type: ignore[override]  # noqa: ANN401
        """The command that was named; UnknownCommandError for none."""
        if args and args[0] not in self.commands and not ctx.resilient_parsing:
            raise UnknownCommandError(args[0], list(self.commands))
        return super().resolve_command(ctx, args)

    def format_usage(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """The line "Usage", in the reader's language."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, f"{_manual(ctx).word('usage')} ")

    def format_help_text(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """What it is all for."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_manual(ctx).about("", self.help or ""))

    def format_options(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """Options, then the commands in the order of their use."""
        _write_parameters(self, ctx, formatter)
        manual = _manual(ctx)
        rows = [(_name(each), manual.short(_name(each), inspect.getdoc(each) or "")) for each in self.offered]
        with formatter.section(manual.word("commands")):
            formatter.write_dl(rows)

    def format_epilog(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """The exit codes."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_manual(ctx).epilog(self.epilog or ""))


class _Made(MutableMapping[str, Any]):
    """Commands by name, each made of its function when it is asked for.

    To read the options of all of them takes as long as loading Typer.
    """

    def __init__(self, functions: Sequence[Callable[..., None]]) -> None:
        self._functions = {_name(function): function for function in functions}
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  a command of Typer
        if name not in self._made:
            alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
            alone.command(name, cls=ConfiguredCommand)(self._functions[name])
            self._made[name] = typer.main.get_command(alone)
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:  # noqa: ANN401  as above
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._functions[name]

    def __contains__(self, name: object) -> bool:
        return name in self._functions

    def __iter__(self) -> Iterator[str]:
        return iter(self._functions)

    def __len__(self) -> int:
        return len(self._functions)


def _name(function: Callable[..., None]) -> str:
    return function.__name__.rstrip("_")


def typed_in(ctx: typer.Context) -> tuple[str, ...]:
    """The command line that is being read, verbatim."""
    command = ctx.find_root().command
    return command.typed if isinstance(command, Commands) else ()


def _manual(ctx: typer.Context) -> Manual:
    return manual_for(reader_language(_talk(typed_in(ctx))))


def _talk(arguments: Sequence[str]) -> str | None:
    """The language asked for on the command line, which is not parsed yet when help is shown."""
    for index, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--talk":
            return value or next(iter(arguments[index + 1 :]), None)
    return None


def _write_parameters(command: Any, ctx: typer.Context, formatter: Any) -> None:  # noqa: ANN401
    manual = _manual(ctx)
    rows: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record is not None:
            own = getattr(param, "help", None) or ""
            rows[param.param_type_name].append(
                (record[0], manual.option(command.name or "", param.name, own, record[1]))
            )
    for kind, found in rows.items():
        if found:
            with formatter.section(manual.word(f"{kind}s")):
                formatter.write_dl(found)


def _tell(error: typer.TyperException, typed: Sequence[str]) -> None:
    """A refusal of the command line: what is wrong, what may have been meant, where help is."""
    console = Console(reader_language(_talk(typed)))
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(f"{error.format_message()}\n")
        return
    key, values = sentence(error, typed)
    console.complain(key, **values)
    ctx = getattr(error, "ctx", None)
    console.complain("usage_help", command=ctx.command_path if ctx else "runbook")
