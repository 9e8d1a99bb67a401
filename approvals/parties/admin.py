"""Parties, places and people: kept by the administrator; a row is ended by date, not deleted."""

from typing import Any

from django.contrib import admin
from django.db import models

from approvals.record.administration import ConfigurationAdmin, ReadOnlyAdmin

from .models import Delegation, Mandate, Membership, Office, Party, Port, SystemClient, User, Zone

admin.site.register([Office, Zone, Port], ConfigurationAdmin)
admin.site.register([Delegation, Mandate, SystemClient], ReadOnlyAdmin)


@admin.register(Party)
class PartyAdmin(ConfigurationAdmin):
    """A party's identity does not change; another identity is another party."""

    changeable = ("name", "name_en", "address", "phone", "is_active")
    search_fields = ("name", "name_en")


@admin.register(Membership)
class MembershipAdmin(ConfigurationAdmin):
    """Who acts in which role: given from a day, ended on a day."""

    changeable = ("valid_to",)


@admin.register(User)
class UserAdmin(ConfigurationAdmin):
    """People: made and deactivated here. They set their password by the sign-in page's letter."""

    shown = ("username", "full_name", "email", "phone", "is_active", "is_staff")
    changeable = ("full_name", "email", "phone", "is_active", "is_staff")
    search_fields = ("username", "full_name", "email")

    def _columns(self) -> list["models.Field[Any, Any]"]:
        return [column for column in super()._columns() if column.name in self.shown]

    def save_model(self, request: Any, obj: models.Model, form: Any, change: bool) -> None:  # noqa: FBT001  the library's signature
        if isinstance(obj, User) and not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
