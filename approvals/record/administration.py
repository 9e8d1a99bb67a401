"""How rows are shown to the administrator (系统管理): what the law keeps only to look at.

Each room's `admin.py` presents its tables as one of the two kinds here; the site takes no other,
so what a library would offer for editing does not appear. Nothing can be deleted anywhere.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from .services import write_trail

if TYPE_CHECKING:
    Base = admin.ModelAdmin[models.Model]
else:
    Base = admin.ModelAdmin

COLUMNS_SHOWN = 7
TOO_LONG = (models.TextField, models.JSONField)


class ReadOnlyAdmin(Base):
    """Rows that come about by acts of the procedure: shown, never added, changed or deleted.

    `left_out` names the columns that an administrator does not need to see.
    """

    left_out: tuple[str, ...] = ()
    actions = None
    list_select_related = True
    show_full_result_count = False

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        fields = [field for field in self._columns() if not isinstance(field, TOO_LONG)]
        return [field.name for field in fields[:COLUMNS_SHOWN]]

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[Any]:
        return [field.name for field in self._columns()]

    def _columns(self) -> list["models.Field[Any, Any]"]:
        columns = self.model._meta.concrete_fields  # noqa: SLF001  _meta is public
        return [column for column in columns if column.name not in self.left_out]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True  # the site itself asks who may come in

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class ConfigurationAdmin(ReadOnlyAdmin):
    """Rows that an administrator keeps: added and changed, each time with a link in the trail.

    `changeable` names the columns that may still change once the row is there; None is all.
    """

    changeable: tuple[str, ...] | None = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[Any]:
        return [
            column.name for column in self._columns() if column.editable and column.name != "id"
        ]

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> list[str]:
        if obj is None or self.changeable is None:
            return []
        return [name for name in self.get_fields(request) if name not in self.changeable]

    def save_model(self, request: Any, obj: models.Model, form: Any, change: bool) -> None:  # noqa: FBT001  the library's signature
        """Save the row and say so in the trail; both in the transaction of the page."""
        before = {name: form.initial.get(name) for name in form.changed_data} if change else {}
        super().save_model(request, obj, form, change)
        write_trail(
            "administration",
            "administration.change" if change else "administration.add",
            by=request.user,
            subject=f"{self.opts.label_lower}:{obj.pk}",
            before=_without_secrets(before),
            after=_without_secrets({name: form.cleaned_data[name] for name in form.changed_data}),
        )


def _without_secrets(values: dict[str, Any]) -> dict[str, Any]:
    """No password at all, and of the number of an identity paper only its end."""
    kept = {name: value for name, value in values.items() if "password" not in name}
    if number := str(kept.get("identity_number") or ""):
        kept["identity_number"] = f"…{number[-4:]}"
    return kept
