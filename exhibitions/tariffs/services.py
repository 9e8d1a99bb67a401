"""Customs loads rates: uploads a table, reads what it changes, and puts it in force."""

import hashlib
from pathlib import PurePath
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.parties.models import User
from approvals.record.refusals import Conflict, NotAcceptable, NotAllowed, Refusal, require
from approvals.record.services import write_trail

from .differences import difference_of
from .models import ExchangeRate, Rate, TariffTable
from .reading import read_table
from .rules import keeper_refusal

MOST_BYTES = 16 * 2**20
RULE = "R-TAX-01"
ONE_AT_A_TIME = 7_101
Sent = IO[bytes] | File  # type: ignore[type-arg]


def upload_table(content: str, table: Sent, *, filename: str, by: User) -> TariffTable:
    """Take in a CSV or XLSX of rates or exchange rates. Officers of customs.

    It changes nothing yet (`difference_of`, `put_in_force`). Raises NotAcceptable
    `table_faulty` with the first faults, Conflict `table_waits`.
    """
    require(keeper_refusal(by), error=NotAllowed)
    raw = table.read(MOST_BYTES + 1)
    _check(content, raw)
    made = TariffTable(
        content=content,
        filename=PurePath(filename.replace("\\", "/")).name[-255:],
        sha256=hashlib.sha256(raw).hexdigest(),
        uploaded_by=by,
    )
    made.table.save("table", ContentFile(raw), save=False)
    with transaction.atomic():
        _insert(made)
        _trail(made, "upload", by=by, content=content, sha256=made.sha256)
    return made


def put_in_force(table: TariffTable, *, by: User) -> TariffTable:
    """Let the rows of a table that waits take effect; the officer is named in each of them."""
    require(keeper_refusal(by), error=NotAllowed)
    with transaction.atomic():
        _queue_up()
        held = _waiting(table)
        found = difference_of(held)
        held.put_by, held.put_at, held.counts = by, timezone.now(), found.counts
        held.save(update_fields=["put_by", "put_at", "counts"])
        for row in found.brought:
            row.table = held
        rates = [one for one in found.brought if isinstance(one, Rate)]
        coins = [one for one in found.brought if isinstance(one, ExchangeRate)]
        Rate.objects.bulk_create(rates, batch_size=2000)
        ExchangeRate.objects.bulk_create(coins, batch_size=2000)
        _trail(held, "put", by=by, **found.counts)
    return held


def drop_table(table: TariffTable, *, by: User) -> None:
    """Give up a table that waits; the file stays on record."""
    require(keeper_refusal(by), error=NotAllowed)
    with transaction.atomic():
        held = _waiting(table)
        held.dropped_at = timezone.now()
        held.save(update_fields=["dropped_at"])
        _trail(held, "drop", by=by)


def _check(content: str, raw: bytes) -> None:
    if len(raw) > MOST_BYTES:
        raise NotAcceptable(Refusal("file_too_large", _("文件超过 16 MB。"), RULE))
    if content not in TariffTable.Content.values:
        raise NotAcceptable(Refusal("content_unknown", _("没有这一类税率表。"), RULE))
    faults = read_table(content, raw).faults
    if faults:
        told = _("；").join(_at(one.line, one.sentence) for one in faults[:5])
        raise NotAcceptable(
            Refusal("table_faulty", told, RULE, _("请改正文件后重新上传。")),
            extra={"faults": [[one.line, one.sentence] for one in faults[:200]]},
        )


def _at(line: int, sentence: str) -> str:
    return _("第 %(line)d 行：%(fault)s") % {"line": line, "fault": sentence} if line else sentence


def _insert(table: TariffTable) -> None:
    try:
        with transaction.atomic():
            table.save(force_insert=True)
    except IntegrityError as error:
        if "tariff_table_one_waits" not in str(error):
            raise
        raise Conflict(
            Refusal(
                "table_waits",
                _("已有一份待生效的同类税率表。"),
                RULE,
                _("请先使其生效，或弃用。"),
            )
        ) from error


def _queue_up() -> None:
    """Tables take effect one after the other, so that each is compared with the last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _waiting(table: TariffTable) -> TariffTable:
    held = TariffTable.objects.select_for_update().get(pk=table.pk)
    if held.put_at or held.dropped_at:
        raise Conflict(Refusal("table_settled", _("该表已生效或已弃用。"), RULE, _("请刷新页面。")))
    return held


def _trail(table: TariffTable, verb: str, *, by: User, **facts: Any) -> None:
    write_trail("tariffs", f"tariff.{verb}", by=by, subject=f"tariff_table:{table.pk}", after=facts)
