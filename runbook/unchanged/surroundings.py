"""What besides files decides about a build: the command line, where it was typed, the environment, the program."""

from __future__ import annotations

import os
import sys

from runbook.resources import PACKAGE, templates_place
from runbook.unchanged.file_state import sign_of, signs_below

try:
    from _blake2 import blake2b  # `hashlib` gives the same and loads OpenSSL
except ImportError:  # another Python than CPython
    from hashlib import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Beginnings of names: our own, language and streams, the day, folders, and what Python and the PDF engine listen to.
_LISTENED_TO = (
    *("RUNBOOK_", "SOURCE_DATE_EPOCH", "TZ", "LANG", "LC_", "TERM", "NO_COLOR", "COLUMNS", "HOME", "XDG_"),
    *("PYTHON", "LD_", "DYLD_", "FONTCONFIG_", "FC_", "PANGO", "GIO_", "G_", "MALLOC_"),
)
# They change when a library of the system is installed, removed or replaced.
_LIBRARIES = ("/etc/ld.so.cache", "/opt/homebrew/lib", "/usr/local/lib")


def command_key(typed: Sequence[str], purpose: str) -> str:
    """The fingerprint of a command line, verbatim, and of where and how it was typed; ``purpose`` tells uses apart."""
    listened = sorted((name, value) for name, value in os.environ.items() if name.startswith(_LISTENED_TO))
    streams = [(stream.isatty(), stream.encoding) for stream in (sys.stdin, sys.stdout, sys.stderr) if stream]
    return hashed(repr((purpose, list(typed), os.getcwd(), listened, streams)))


def program_key() -> str:
    """The fingerprint of the program: Python, our files and templates by their signs, libraries by name and version.

    OSError if they cannot be looked at.
    """
    return hashed("\n".join(sorted(_program())))


def hashed(text: str) -> str:
    """A fingerprint of a text, in hexadecimal."""
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=32).hexdigest()


def _program() -> Iterator[str]:
    yield sys.version
    for folder in {PACKAGE, templates_place()}:
        yield from signs_below(folder, leaving_out="__pycache__")
    for folder in sys.path:
        if os.path.isdir(folder):
            yield from (name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))
    for path in _LIBRARIES:
        yield f"{path} {sign_of(path)}"
