#!/usr/bin/env python3
"""The one command: it brings itself up on a bare machine, then runs what was asked."""

from config.bootstrap import main

if __name__ == "__main__":
    main()
