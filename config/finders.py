"""Where static files come from."""

from collections.abc import Sequence
from typing import Any

from django.contrib.staticfiles.finders import AppDirectoriesFinder

UNUSED = ("viewflow",)


class Finder(AppDirectoriesFinder):
    """Every application's static files except viewflow's 49 MB of pages that we never show.

    Its style sheet also names fonts that it does not carry, at which hashed storage stops.
    """

    def __init__(self, app_names: Sequence[str] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(app_names, *args, **kwargs)
        self.apps = [name for name in self.apps if name not in UNUSED]
        for name in UNUSED:
            self.storages.pop(name, None)
