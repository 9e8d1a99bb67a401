"""Pages of the site as a whole: preferences, health, the source, the style guide, errors."""

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from approvals.parties.queries import roles_of

from . import navigation, source, style_guide

A_YEAR = 365 * 24 * 3600
PREFERENCES = {
    "theme": ("light", "dark"),
    "comfort": ("on", "off"),
    "shortcuts": ("on", "off"),
}


def _way_back(request: HttpRequest) -> str:
    """The page the reader came from, if it is one of ours; else the first page."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else "/"


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The first page: strangers see what the site does, who is signed in goes to their work."""
    roles = roles_of(request.user)
    for held, url_name in navigation.FIRST_PAGES:
        if held & roles and (url := navigation.address(url_name)):
            return redirect(url)
    return render(request, "home.html", {"track_url": navigation.address("cases:track")})


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the theme, the text size or the shortcut switch in a cookie and go back."""
    response = HttpResponseRedirect(_way_back(request))
    for name, allowed in PREFERENCES.items():
        if request.POST.get(name) in allowed:
            response.set_cookie(
                name, request.POST[name], max_age=A_YEAR, samesite="Lax", httponly=True
            )
    return response


@require_GET
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """Say whether this process can serve: 200 with the database, 503 without."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ok"})


@require_GET
def source_page(request: HttpRequest) -> HttpResponse:
    """Tell users of the site that its source is theirs to have, and under which licence."""
    return render(request, "source.html")


@require_GET
def source_archive(_request: HttpRequest) -> HttpResponse:
    """Hand out the source of the running site."""
    return HttpResponse(
        source.archive(),
        content_type="application/gzip",
        headers={"Content-Disposition": 'attachment; filename="relicgate-source.tar.gz"'},
    )


@require_GET
def style_page(request: HttpRequest) -> HttpResponse:
    """Show every component with samples. Only in a demonstration installation."""
    if not settings.DEMO:
        raise Http404
    shells = {"work": "base_work.html", "gate": "base_gate.html"}
    shell = shells.get(request.GET.get("shell", ""), "base_public.html")
    return render(request, "style_guide.html", {"shell": shell, **style_guide.samples(request)})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that cannot be read; an upload over the limit has its own."""
    too_big = isinstance(exception, RequestDataTooBig | TooManyFilesSent)
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_big else HTTPStatus.BAD_REQUEST
    return render(request, f"{status.value}.html", status=status)


def server_error(_request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours. It asks neither the database nor the session for anything."""
    return HttpResponse(render_to_string("500.html"), status=HTTPStatus.INTERNAL_SERVER_ERROR)
