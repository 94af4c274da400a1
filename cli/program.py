"""The command-line program: the commands put together, and what is common to them all.

Each command is a module of this folder with `command`, a function that typer reads (or a
`typer.Typer` for a command with commands of its own), and `EXAMPLES`, shown under its help; a
`Command` reads the arguments its own way.
They import heavy things inside the function, so that `--help` stays fast.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from backmatter import __version__
from backmatter.cli import (
    check,
    config,
    console,
    convert,
    demo,
    doi,
    format,  # noqa: A004  # the command is called format
    get,
    index,
    keys,
    merge,
    parse,
    search,
    sort,
    styles,
    tag,
    tags,
    tidy,
    verify,
)
from backmatter.cli.app import INTERRUPTED
from backmatter.references.errors import BackmatterError, InputError

COMMANDS = (
    parse,
    convert,
    check,
    verify,
    doi,
    get,
    index,
    tag,
    search,
    format,
    styles,
    keys,
    merge,
    sort,
    tidy,
    tags,
    demo,
)
"""In the order of a reference's life; `--help` shows them so."""

_PANEL = "Common options"


def build() -> Callable[..., Any]:
    """The program, to be called with `args` and `prog_name`."""
    app = typer.Typer(
        name="backmatter",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        help="Reads the reference list out of a document, turns each reference into BibTeX, "
        "checks it, tags it, and prints the list in any citation style.",
        epilog="A first look: backmatter demo. "
        "Every command explains itself: backmatter COMMAND --help.",
    )
    app.callback()(_root)
    for module in COMMANDS:
        name = module.__name__.rpartition(".")[2]
        if isinstance(module.command, typer.Typer):
            for info in module.command.registered_commands:
                if info.callback:
                    info.short_help = _summary(info.callback)
                    info.callback = guarded(info.callback)
            summary, epilog = str(module.command.info.help), _examples(module.EXAMPLES)
            app.add_typer(module.command, name=name, short_help=summary, epilog=epilog)
        else:
            app.command(
                name,
                cls=getattr(module, "Command", TyperCommand),
                short_help=_summary(module.command),
                epilog=_examples(module.EXAMPLES),
            )(guarded(module.command))
    group = typer.main.get_command(app)
    _add_common_options(group)
    return group


_EDITING = frozenset({"keys", "merge", "sort", "tags", "tidy"})
"""The commands whose output is their input, changed."""


_WRITTEN = ("output", "citations", "evidence", "baseline")
"""The parameters that name a file which a command may write."""


def _refuse_overwriting(command: Callable[..., None], given: Mapping[str, Any]) -> None:
    """No report, list or other format is written over what it was made from, or over another."""
    written = [Path(given[name]) for name in _WRITTEN if given.get(name) is not None]
    if command.__module__.rpartition(".")[2] in _EDITING:
        return
    for at, output in enumerate(written):
        if any(output.absolute() == other.absolute() for other in written[:at]):
            raise InputError(f"{output}: is given for two outputs; write to two files")
        for name in given.get("files") or ():
            both = name != "-" and Path(name).is_file() and output.exists()
            if both and Path(name).samefile(output):
                raise InputError(f"{output}: is what is read here; write to another file")


def guarded(command: Callable[..., None]) -> Callable[..., None]:
    """The command, with what a user can cause and mend told in one line, never a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            _refuse_overwriting(command, kwargs)
            command(*args, **kwargs)
            sys.stdout.flush()
        except BackmatterError as problem:
            console.error(str(problem))
            raise typer.Exit(2) from None
        except (KeyboardInterrupt, typer.Abort):  # the latter at a question
            console.error("interrupted; every file is as it was or whole")
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:  # our reader has left: `backmatter … | head`
            _forget_output()
            raise typer.Exit(0) from None
        except OSError as problem:
            if problem.errno not in (errno.ENOSPC, errno.EIO, errno.EBADF):
                raise
            _forget_output()
            console.error(f"standard output: {problem.strerror}")
            raise typer.Exit(2) from None

    return run


def _forget_output() -> None:
    """Send what is still to be written nowhere, so that the interpreter's exit is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _examples(lines: Iterable[str]) -> str:
    r"""Example lines as the epilog of a command's help; \b keeps them from being rewrapped."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _summary(command: Callable[..., None]) -> str:
    """What the list of commands says of a command: the first sentence of its docstring."""
    return " ".join((command.__doc__ or "").partition("\n\n")[0].split())


def _show_version(value: bool) -> None:
    if value:
        sys.stdout.write(f"backmatter {__version__}\n")
        raise typer.Exit


def _root(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """The options before any command."""
    console.prepare_streams()


def _set_quiet(value: bool) -> None:
    console.configure(quiet=value)


def _set_verbose(value: bool) -> None:
    console.configure(verbose=value)


def _set_no_color(value: bool) -> None:
    console.configure(no_color=value)


def _common(
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet",
            "-q",
            callback=_set_quiet,
            expose_value=False,
            rich_help_panel=_PANEL,
            help="No messages but errors.",
        ),
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose",
            "-v",
            callback=_set_verbose,
            expose_value=False,
            rich_help_panel=_PANEL,
            help="Every message, informational findings included.",
        ),
    ] = False,
    no_color: Annotated[
        bool,
        typer.Option(
            "--no-color",
            callback=_set_no_color,
            expose_value=False,
            rich_help_panel=_PANEL,
            help="No colours (also when NO_COLOR is set).",
        ),
    ] = False,
    configuration: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="FILE",
            callback=config.use,
            expose_value=False,
            rich_help_panel=_PANEL,
            help="Settings from this file instead of the backmatter.toml or "
            "pyproject.toml found upwards from the input.",
        ),
    ] = None,
) -> None:
    """The options that every command takes; declared once, added to each."""


def _add_common_options(group: Any) -> None:
    """Give every command, however deep, the parameters of `_common`."""
    holder = typer.Typer(add_completion=False)
    holder.command()(_common)
    common = [p for p in typer.main.get_command(holder).params if p.name != "help"]
    for command in group.commands.values():
        if isinstance(command, TyperGroup):
            _add_common_options(command)
            continue
        for parameter in command.params:
            if parameter.param_type_name == "argument":
                parameter.display_type_rich = _no_type
        command.params.extend(common)


def _no_type(**_context: Any) -> str:
    """In the place of typer's `<list[str]>`, which says nothing to who does not write Python."""
    return ""
