"""What happens around every request: the chosen language, and error pages that say what to do."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from approvals.record.refusals import Refusal, as_refusal

Handler = Callable[[HttpRequest], HttpResponse]
PAGES_FOR_STATUS = {405, 409, 413, 429}
PAGES_FOR_REFUSAL = {403, 409, 422}


class ChosenLanguageMiddleware:
    """Chinese unless the reader chose otherwise; the browser's own language is not followed.

    An English browser at a Chinese desk would otherwise show half-English pages.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ErrorPageMiddleware:
    """Gives a bare refusal (405, 409, 413, 429 without a body) the page of that name.

    Views that have more to say render the page themselves, with their own sentence.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        wanted = response.status_code in PAGES_FOR_STATUS and not response.streaming
        if wanted and not response.content and request.accepts("text/html"):
            response.content = render_to_string(f"{response.status_code}.html", request=request)
            response.headers["Content-Type"] = "text/html; charset=utf-8"
        return response


class PrivatePagesMiddleware:
    """What a signed-in person or a system is shown stays out of every cache.

    Also out of the browser's own: at a counter the next person sits at the same screen.
    Pages that may be kept say so themselves.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        if known or "Authorization" in request.headers:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class BodyLimitMiddleware:
    """Refuses a request that is larger than anything here needs, before a byte of it is kept.

    A stranger's paper, a table and a photograph are small; an archive of photographs is not,
    and is taken only from somebody who has signed in.
    """

    STRANGERS = 20 * 2**20
    SIGNED_IN = 2 * 2**30

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.headers.get("Content-Length", "")
        length = int(said) if said.isdecimal() and len(said) < len(str(2**63)) else len(said)
        if length > self.STRANGERS:
            most = self.SIGNED_IN if request.user.is_authenticated else self.STRANGERS
            if length > most:
                return self._too_large(request)
        return self.get_response(request)

    def _too_large(self, request: HttpRequest) -> HttpResponse:
        """The bare status, which gets its page; for a machine the problem document."""
        if not request.path.startswith("/api/"):
            return HttpResponse(status=413)
        refusal = Refusal("too_large", _("请求内容过大。"), "D-INPUT")
        kind = "application/problem+json"
        return JsonResponse(refusal.as_problem(413), status=413, content_type=kind)


class RefusalMiddleware:
    """Shows a refusal that a view lets through: its sentence, its way out, its rule, its status.

    Pages with a form catch `Refused` themselves and show the form again with what was typed;
    acts without a form need not. Who asks for JSON gets the problem document (RFC 9457).
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        refused = as_refusal(error)
        if refused is None:
            return None
        if not request.accepts("text/html"):
            problem = refused.as_problem()
            kind = "application/problem+json"
            return JsonResponse(problem, status=refused.status, content_type=kind)
        status = refused.status if refused.status in PAGES_FOR_REFUSAL else 409
        context = {"refusal": refused.refusal, "back": page_before(request)}
        return render(request, f"{status}.html", context, status=refused.status)


def page_before(request: HttpRequest) -> str:
    """The page of ours from which an act came, as a path; the first page where it is unknown."""
    said = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}):
        return "/"
    parts = urlsplit(said)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
