"""Bring the program up on a bare machine, with the standard library alone.

`manage.py` calls `main()`. It finds a Python that is new enough, makes `.venv` from the hashed
locks, adds the few system libraries, and starts the same command again inside. Every Python from
3.8 on can read this package, far enough to say in plain words what is missing. It speaks on
standard error only: standard output belongs to the command.

`RELICGATE_SETUP=off` skips all of it and runs with the interpreter at hand.
"""

from __future__ import annotations

import os
import sys

from .speech import Stop, say, sentence_for


def main() -> None:
    """Run `manage.py` with the arguments of the process; exit status 2 when set-up cannot go on."""
    arguments = sys.argv[1:]
    try:
        if os.environ.get("RELICGATE_SETUP") != "off":
            from .environment import bring_up

            bring_up(arguments)
    except Stop as stop:
        say(stop)
        sys.exit(stop.status)
    except KeyboardInterrupt:
        say("stopped; the same command goes on where this one was")
        sys.exit(130)
    except OSError as error:
        say(sentence_for(error))
        sys.exit(2)
    from config.command_line import run

    run(arguments)
