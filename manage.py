#!/usr/bin/env python3
"""The one command: it brings itself up on a bare machine, then runs what was asked."""

import sys

if sys.version_info < (3, 8):
    sys.exit("relicgate: Python 3.11 or newer is needed, and this is %d.%d" % sys.version_info[:2])

from config.bootstrap import main

if __name__ == "__main__":
    main()
