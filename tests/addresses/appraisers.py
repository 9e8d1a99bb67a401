"""The addresses of the roster, the proposals and the third-party reports."""

import io
from typing import Any

import pikepdf

from relics.appraisers.services import register_outside_appraiser, submit_report
from relics.register.models import RelicObject
from tests import factories, reviewing

from .rows import LOCKED, Row

ROWS = {
    "appraisers:roster": Row("200 office foreign", LOCKED),
    "appraisers:person": Row("200 office", "422 office", "appraiser"),
    "appraisers:outside": Row("200 office foreign", "422 office foreign"),
    "appraisers:panels": Row("200 office foreign", LOCKED),
    "appraisers:panel": Row("200 office", LOCKED, "session"),
    "appraisers:reports": Row("200 agent office", "422 agent office", "reported"),
    "appraisers:report_file": Row("200 side office", LOCKED, "report"),
    "appraisers:report_note": Row(LOCKED, "302 side office", "report"),
}


def places(world: reviewing.World) -> dict[str, dict[str, Any]]:
    """An appraiser of the office, and a report on an object under examination."""
    made, content = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(content)
    content.seek(0)
    author = register_outside_appraiser(
        world.office,
        institution="示例鉴定中心",
        name="示例鉴定师",
        qualification="文物鉴定师",
        licence_no="示例照-1",
        valid_from=factories.LONG_AGO,
        valid_to=factories.days_from_now(100),
        by=world.clerk,
    )
    thing = RelicObject.objects.filter(review_items__review__status="appraising").first()
    assert thing is not None
    report = submit_report(
        thing,
        author,
        content,
        dated_on=factories.today(),
        conclusion="示例：可以出境",
        conflicts="无",
        by=world.agent,
    )
    return {
        "appraiser": {"pk": world.appraisers[0].pk},
        "reported": {"pk": thing.pk},
        "report": {"pk": report.pk},
    }
