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
    if sys.argv[1:2] == ["build"] and _nothing_to_do():
        return
    from runbook.cli import run  # noqa: PLC0415

    try:
        run()
    finally:
        gc.freeze()  # else Python looks for circles when it ends, though nobody needs the memory: a tenth of `check`


def _nothing_to_do() -> bool:
    """Whether a build would do again what is done; then it is told, and nothing else was imported."""
    from runbook import INTERRUPTED  # noqa: PLC0415
    from runbook.unchanged.answering import answer, tell  # noqa: PLC0415

    try:
        said = answer(sys.argv[1:])
        if said:
            tell(said)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError:  # nobody reads it, or the disk that it goes to is full: a whole run knows how to end
        return False
    return said is not None


if __name__ == "__main__":
    main()
