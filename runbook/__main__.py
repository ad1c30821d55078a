"""Start of the command line. ``--version`` is answered before anything heavy is imported."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; the process ends with one of the documented exit codes."""
    if sys.argv[1:] == ["--version"]:
        from runbook import __version__  # noqa: PLC0415

        sys.stdout.write(f"runbook {__version__}\n")
        return
    from runbook.cli import run  # noqa: PLC0415

    run()


if __name__ == "__main__":
    main()
