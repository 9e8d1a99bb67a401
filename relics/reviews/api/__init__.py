"""The interface of the reviews: the same services as the pages, for systems."""

from ninja import Router

from .applicant import router as applicant
from .gate import router as gate
from .office import router as office

router = Router()
for part in (applicant, office, gate):
    router.add_router("", part)

__all__ = ["router"]
