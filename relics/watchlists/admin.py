"""Lists and everything a check leaves behind, to look at; a list's names and term may change."""

from django.contrib import admin

from approvals.record.administration import ConfigurationAdmin, ReadOnlyAdmin

from . import models


@admin.register(models.WatchList)
class WatchListAdmin(ConfigurationAdmin):
    """A list is begun at the desk; here its term may be ended."""

    changeable = ("name", "source", "evidence", "effective_to")

    def has_add_permission(self, request: object) -> bool:  # noqa: ARG002  the library's signature
        return False


admin.site.register(
    [
        models.ListVersion,
        models.ListedObject,
        models.ListedPhoto,
        models.ListCheck,
        models.Candidate,
        models.CandidateVerdict,
        models.Freeze,
        models.Instruction,
        models.PhotoTrait,
        models.Traits,
    ],
    ReadOnlyAdmin,
)
