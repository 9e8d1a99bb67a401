"""Signing in as somebody of the demo world, without a password, in a demonstration alone."""

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from approvals.parties.models import User

from .people import PERSONAS

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_POST
def persona_login(request: HttpRequest) -> HttpResponse:
    """Sign in as the named persona and go on to where the visitor wanted; 404 outside a demo."""
    username = request.POST.get("username", "")
    if not settings.DEMO or username not in {one.username for one in PERSONAS}:
        raise Http404
    user = get_object_or_404(User, username=username, is_active=True)
    login(request, user, backend=BACKEND)
    wanted = request.POST.get(REDIRECT_FIELD_NAME, "")
    safe = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted if safe else resolve_url(settings.LOGIN_REDIRECT_URL))
