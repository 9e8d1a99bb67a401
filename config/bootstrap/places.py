"""Where things lie: the checkout, the environment, and the folder for all that is made."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"
VENV = Path(os.environ.get("RELICGATE_VENV") or ROOT / ".venv").absolute()
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "relicgate.stamp"
SYSTEM = VENV / "system"  # Debian packages unpacked where we may not install them
VAR = Path(os.environ.get("RELICGATE_VAR") or ROOT / "var").absolute()
LOGS = VAR / "log"
