"""The administrator's site at /admin/: who may come in, and what is shown there at all."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from approvals.parties.models import Role
from approvals.parties.queries import memberships_of
from approvals.record.administration import ReadOnlyAdmin


class AdministrationSite(admin.AdminSite):
    """For members of staff who are administrators today; they sign in where everybody does."""

    site_header = site_title = _("系统管理")
    index_title = _("登记与配置")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take what a room presents; what a library registers for itself stays out."""
        if admin_class is not None and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        if not (user.is_authenticated and user.is_active and user.is_staff):
            return False
        return memberships_of(user).filter(role=Role.ADMINISTRATOR).exists()

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send a visitor to the house's own sign-in; refuse whoever is signed in and may not."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        where = request.GET.get("next") or request.get_full_path()
        return redirect(f"/accounts/login/?{urlencode({'next': where})}")
