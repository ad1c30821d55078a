"""Start of the command line. ``--version`` is answered before anything heavy is imported."""

from __future__ import annotations

import gc
import sys

# A run makes many values, keeps most of them to its end, and leaves few circles behind: looked for at every 700 values,
# they take up to a tenth of the time of a build.
_VALUES_BEFORE_A_LOOK = (50_000, 20, 50)


def main() -> None:
    """Run the command line; the process ends with one of the documented exit codes."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from runbook import __version__  # noqa: PLC0415

        sys.stdout.write(f"runbook {__version__}\n")
        return
    gc.set_threshold(*_VALUES_BEFORE_A_LOOK)
    from runbook.cli import run  # noqa: PLC0415

    run()


if __name__ == "__main__":
    main()
