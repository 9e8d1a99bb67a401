"""Problem documents (RFC 9457) for whatever goes wrong at the interface outside its routes."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

Handler = Callable[[HttpRequest], HttpResponse]
PLACE = "/api/"
KIND = "application/problem+json"
TITLES = {
    400: _("请求无法读取。"),
    404: _("没有这个接口地址。"),
    405: _("这个接口地址不支持该方法。"),
    413: _("请求内容过大。"),
    429: _("请求过于频繁，请稍后再试。"),
    500: _("系统发生意外，已记录；请稍后重试或联系管理员。"),
}


def problem(status: int, code: str, title: str, **extra: Any) -> JsonResponse:
    """A problem document (RFC 9457)."""
    body = {"type": f"urn:relicgate:problem:{code}", "title": title, "status": status, **extra}
    # Escaped, because what a fault quotes of the request may be half a character.
    return JsonResponse(body, status=status, content_type=KIND)


class ProblemMiddleware:
    """Under /api/ no error is a page: a bare 404, 405, 413 or 500 becomes a problem document."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kind = response.headers.get("Content-Type", "")
        if (
            response.status_code < HTTPStatus.BAD_REQUEST
            or not request.path.startswith(PLACE)
            or kind.startswith(KIND)
        ):
            return response
        status = response.status_code
        title = str(TITLES.get(status, HTTPStatus(status).phrase))
        told = problem(status, f"http-{status}", title)
        for header in ("Allow", "Retry-After", "WWW-Authenticate"):
            if header in response.headers:
                told.headers[header] = response.headers[header]
        return told
