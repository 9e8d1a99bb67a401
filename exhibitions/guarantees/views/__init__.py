"""The pages of this room."""

from .desk import desk, desk_list
from .holder import edit, new, own, own_list
from .shown import meter

__all__ = ["desk", "desk_list", "edit", "meter", "new", "own", "own_list"]
