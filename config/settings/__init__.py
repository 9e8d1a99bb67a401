"""Settings: one file a concern, gathered here. The environment decides what differs by machine."""

import warnings

warnings.filterwarnings("ignore", message="The 'django-fsm' package", category=UserWarning)

from .accounts import *  # noqa: E402
from .background import *  # noqa: E402
from .base import *  # noqa: E402
from .logs import *  # noqa: E402
from .web import *  # noqa: E402
