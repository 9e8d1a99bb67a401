"""The interface at /api/v1: the rooms' routers, and a problem document for every error."""

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DataError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from approvals.exchange.verification_api import router as verification
from approvals.record.refusals import Refused, as_refusal
from exhibitions.books.api import router as books
from exhibitions.credit.api import router as credit
from exhibitions.exhibits.api import router as exhibits
from exhibitions.guarantees.api import router as guarantees
from exhibitions.matching.api import router as matching
from exhibitions.permits.api import router as displays
from exhibitions.sales.api import router as sales
from exhibitions.tariffs.api import router as tariffs
from exhibitions.transfers.api import router as transfers
from relics.appointments.api import router as appointments
from relics.comparisons.api import router as comparisons
from relics.entries.api import router as entries
from relics.extensions.api import router as extensions
from relics.filings.api import router as filings
from relics.reviews.api import router as reviews
from relics.watchlists.api import router as watchlists

from .problems import KIND, problem

api = NinjaAPI(
    title="relicgate",
    version="1",
    description="文物出境审核接口：申报、预约、决定、核验、放行。 Exit review of relics.",
    urls_namespace="api",
    docs_url=None,
)
api.add_router("/verification", verification)
api.add_router("/comparisons", comparisons)
api.add_router("", appointments)
api.add_router("/watchlists", watchlists)
api.add_router("/extensions", extensions)
api.add_router("/filings", filings)
api.add_router("/tariffs", tariffs)
api.add_router("/credit", credit)
api.add_router("/books", books)
api.add_router("/exhibits", exhibits)
api.add_router("/guarantees", guarantees)
api.add_router("/displays", displays)
api.add_router("/sales", sales)
api.add_router("/transfers", transfers)
api.add_router("/matching", matching)
api.add_router("", reviews)
api.add_router("", entries)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return JsonResponse(error.as_problem(), status=error.status, content_type=KIND)


@api.exception_handler(DataError)
@api.exception_handler(OperationalError)
def busy_or_not_storable(
    request: HttpRequest, error: OperationalError | DataError | UnicodeEncodeError
) -> HttpResponse:
    refusal = as_refusal(error)
    if refusal is None:
        raise error
    return refused(request, refusal)


@api.exception_handler(ValidationError)
def not_of_the_schema(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [
        {"at": ".".join(str(part) for part in fault["loc"][1:]), "fault": fault["msg"]}
        for fault in error.errors
    ]
    return problem(422, "not_of_the_schema", _("请求内容不符合接口规范。"), errors=faults)


@api.exception_handler(DjangoValidationError)
def not_valid(request: HttpRequest, error: DjangoValidationError) -> HttpResponse:
    fields = getattr(error, "message_dict", None) or {"": error.messages}
    faults = [{"at": field, "fault": text} for field, texts in fields.items() for text in texts]
    return problem(422, "not_valid", _("所填内容有误。"), errors=faults)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = problem(401, "not_signed_in", _("缺少有效的访问令牌。"))
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "not_found", _("没有这一项，或您无权查看。"))


@api.exception_handler(RawPostDataException)
def not_json(request: HttpRequest, error: RawPostDataException) -> HttpResponse:
    """A form where JSON is expected: its body has been read as a form already."""
    return problem(415, "not_json", _("请求内容须为 JSON（application/json）。"))


@api.exception_handler(SuspiciousOperation)
def not_readable(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    if isinstance(error, RequestDataTooBig):
        return problem(413, "too_large", _("请求内容过大。"))
    return problem(400, "not_readable", _("请求无法读取。"))


@api.exception_handler(HttpError)
def failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "failed", str(error))
