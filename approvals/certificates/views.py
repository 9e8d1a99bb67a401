"""The public pages: what a paper's QR code opens, and a check of an uploaded file.

Nothing personal is shown, and unknown and wrong codes get the same answer.
"""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from approvals.cases.queries import cases_of
from approvals.parties.models import User
from approvals.parties.queries import memberships_of

from .models import Certificate
from .public import look_up, look_up_file
from .publishing import MAX_AGE, entries, signed_list, tag_of
from .quarantine import LARGEST_UPLOAD
from .registry import office_only_kinds
from .services import read_paper


@require_GET
@never_cache
def public(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR code of a paper opens: valid, revoked, superseded, expired or unknown."""
    return render(
        request, "certificates/public/verdict.html", {"found": look_up(code), "code": code}
    )


@require_http_methods(["GET", "POST"])
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """Upload a paper, or type its code, and see whether it is genuine."""
    found = None
    if request.method == "POST":
        upload = request.FILES.get("file")
        code = request.POST.get("code", "").strip()
        if upload is not None:
            found = look_up_file(upload.read(LARGEST_UPLOAD + 1))
        elif code:
            found = look_up(code.rstrip("/").rsplit("/", 1)[-1])
    return render(request, "certificates/public/verify.html", {"found": found})


@require_safe
@cache_control(public=True, max_age=MAX_AGE)
def status_list(request: HttpRequest) -> HttpResponseBase:
    """The signed list of papers that no longer stand, for `verify --status-list` and caches."""
    listed, moment = entries(), timezone.now()
    tag = tag_of(listed, moment)
    try:
        unsent = HttpResponse(signed_list(listed, moment), content_type="application/jose")
    except FileNotFoundError:
        return HttpResponse(status=503)
    unsent.headers["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=unsent) or unsent


@login_required
@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The sealed file, for those who may open its case."""
    certificate = get_object_or_404(
        Certificate, pk=pk, case__in=cases_of(cast("User", request.user))
    )
    if not certificate.file or _is_inside(certificate, cast("User", request.user)):
        raise Http404
    return HttpResponse(
        read_paper(certificate),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{certificate.reference}.pdf"'},
    )


def _is_inside(certificate: Certificate, user: User) -> bool:
    """Whether the paper is the office's own affair and the reader does not serve there."""
    if certificate.kind not in office_only_kinds():
        return False
    return not memberships_of(user).filter(party=certificate.case.office_id).exists()
