"""The native libraries below the PDF engine: whether each can be loaded, and how this system installs it."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

# Name, and the names of its file on Linux, macOS and Windows.
LIBRARIES: Mapping[str, tuple[str, str, str]] = {
    "gobject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
    "pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "pangoft2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "harfbuzz-subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
}

_DEBIAN = {
    "gobject": "libglib2.0-0",
    "pango": "libpango-1.0-0",
    "pangoft2": "libpangoft2-1.0-0",
    "harfbuzz": "libharfbuzz0b",
    "harfbuzz-subset": "libharfbuzz-subset0",
    "fontconfig": "libfontconfig1",
}
_OTHERS = {"gobject": "glib2", "pango": "pango", "pangoft2": "pango", "harfbuzz-subset": "harfbuzz"}
_ALPINE = {"gobject": "glib", "pango": "pango", "pangoft2": "pango"}
_BREW = {"gobject": "glib", "pangoft2": "pango", "harfbuzz-subset": "harfbuzz"}
# Family of a Linux distribution (ID or ID_LIKE of os-release), the command, and packages that are named otherwise.
_DISTRIBUTIONS: Sequence[tuple[str, str, Mapping[str, str]]] = (
    ("debian", "apt-get install", _DEBIAN),
    ("ubuntu", "apt-get install", _DEBIAN),
    ("fedora", "dnf install", _OTHERS),
    ("rhel", "dnf install", _OTHERS),
    ("alpine", "apk add", _ALPINE),
    ("arch", "pacman -S", _OTHERS),
    ("suse", "zypper install", {}),
)
# Where Homebrew puts libraries; a Python that Homebrew did not make does not look there by itself.
MAC_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib")


def missing_libraries() -> dict[str, str]:
    """Libraries that cannot be loaded, with the reason the system gives."""
    missing: dict[str, str] = {}
    for name in LIBRARIES:
        if fault := _fault(_files(name)):
            missing[name] = fault
    return missing


def _files(name: str) -> tuple[str, ...]:
    """The names under which this system's loader may find a library."""
    linux, mac, windows = LIBRARIES[name]
    file = {"darwin": mac, "win32": windows}.get(sys.platform, linux)
    folders = MAC_FOLDERS if sys.platform == "darwin" else ()
    return file, *(f"{folder}/{file}" for folder in folders)


def _fault(files: Iterable[str]) -> str:
    """Why none of the files can be loaded; "" when one can."""
    fault = ""
    for file in files:
        try:
            ctypes.CDLL(file)
        except OSError as reason:
            fault = fault or str(reason)
        else:
            return ""
    return fault


# What says the version of a library. Pango's is that of pangoft2, HarfBuzz's that of harfbuzz-subset.
_VERSIONS = {
    "pango": ("pango_version_string", ctypes.c_char_p),
    "harfbuzz": ("hb_version_string", ctypes.c_char_p),
    "fontconfig": ("FcGetVersion", ctypes.c_int),
}


def native_versions() -> Iterator[str]:
    """Name and version of each library that lays out text, as the library itself says; "none" for one that cannot."""
    for name, (function, kind) in _VERSIONS.items():
        version: object = "none"
        for file in _files(name):
            try:
                asked = getattr(ctypes.CDLL(file), function)
            except (OSError, AttributeError):
                continue
            asked.restype = kind
            version = asked()
            break
        yield f"{name} {version!r}"


def install_command(names: Sequence[str]) -> str:
    """The one command that brings these libraries to this system; "" where it is not known."""
    if sys.platform == "darwin":
        return _join("brew install", names, _BREW)
    if sys.platform == "win32":
        return "pacman -S mingw-w64-ucrt-x86_64-pango"
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ""
    families = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    for family, command, packages in _DISTRIBUTIONS:
        if any(family in known for known in families):
            return _join(command if os.geteuid() == 0 else f"sudo {command}", names, packages)
    return ""


def _join(command: str, names: Sequence[str], packages: Mapping[str, str]) -> str:
    wanted = dict.fromkeys(packages.get(name, name) for name in names)
    return " ".join([command, *wanted])
