"""Settings: one file a concern, gathered here. The environment decides what differs by machine."""

import warnings

warnings.filterwarnings("ignore", message="The 'django-fsm' package", category=UserWarning)

from .base import *  # noqa: E402,F403
from .accounts import *  # noqa: E402,F403
from .background import *  # noqa: E402,F403
from .logs import *  # noqa: E402,F403
from .web import *  # noqa: E402,F403
