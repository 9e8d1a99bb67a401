"""What happens around every request: the chosen language, and error pages that say what to do."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]
PAGES_FOR_STATUS = {405, 409, 413, 429}


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
