"""A key sent twice gets the first answer, kept in the transaction of its effect."""

import hashlib
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from approvals.cases.models import IdempotentAnswer
from approvals.record.refusals import NotAcceptable, Refusal, Refused

from .access import client_key

LONGEST_KEY = 128


class _AnsweredMeanwhile(Exception):
    """Another request with the same key committed first."""


def idempotent(operation: Callable[..., tuple[int, Any]]) -> Callable[..., JsonResponse]:
    """Make a POST safe to repeat under its `Idempotency-Key` header.

    The operation returns (status, body). The same key with another body is refused (422); a
    refused operation is not kept, so it may be tried again.
    """

    @wraps(operation)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        key = request.headers.get("Idempotency-Key", "").strip()
        if not key:
            status, body = operation(request, *args, **kwargs)
            return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
        if len(key) > LONGEST_KEY:
            raise NotAcceptable(
                Refusal("key_too_long", _("Idempotency-Key 不能超过 128 个字符。"), "D-IDEMPOTENCY")
            )
        digest = _digest_of(request)
        act = partial(operation, request, *args, **kwargs)
        try:
            return _first_or_again(act, client_key(request), key, digest)
        except _AnsweredMeanwhile:
            return _first_or_again(act, client_key(request), key, digest)
        except Refused:
            # The twin of this request, sent at the same time, may be why: then its answer counts.
            if not IdempotentAnswer.objects.filter(client=client_key(request), key=key).exists():
                raise
            return _first_or_again(act, client_key(request), key, digest)

    return answered


def _digest_of(request: HttpRequest) -> str:
    """What is asked for, as a digest. Of a form its fields and files count, not its boundary."""
    said = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    if request.content_type != "multipart/form-data":
        said.update(request.body)
        return said.hexdigest()
    said.update(repr(sorted(request.POST.lists())).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            said.update(f"\n{name} {file.size}\n".encode())
            for chunk in file.chunks():
                said.update(chunk)
            file.seek(0)
    return said.hexdigest()


def _first_or_again(
    act: Callable[[], tuple[int, Any]], client: str, key: str, digest: str
) -> JsonResponse:
    known = IdempotentAnswer.objects.filter(client=client, key=key).first()
    if known is not None:
        if known.digest != digest:
            raise NotAcceptable(
                Refusal(
                    "key_reused",
                    _("同一个 Idempotency-Key 已用于另一请求。"),
                    "D-IDEMPOTENCY",
                    _("请为新的请求使用新的键。"),
                )
            )
        return _as_response(known.status, known.body, again=True)
    try:
        with transaction.atomic():
            status, body = act()
            IdempotentAnswer.objects.create(
                client=client, key=key, digest=digest, status=status, body=body
            )
    except IntegrityError as error:
        if "idempotent_answer_once" in str(error):
            raise _AnsweredMeanwhile from error
        raise
    return _as_response(status, body, again=False)


def _as_response(status: int, body: Any, *, again: bool) -> JsonResponse:
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    if again:
        response["Idempotency-Replayed"] = "true"
    return response
