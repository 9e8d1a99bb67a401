"""What the seven papers of a filing print."""

import json

import pytest

from approvals.certificates.models import Certificate
from approvals.certificates.registry import kind_of
from approvals.certificates.render import render
from relics.filings import services
from tests import filing
from tests.approvals.certificates.papers import words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SAYS = {
    "filing_receipt": ("filed", "不代替任何批准文件"),
    "filing_correction": ("returned_for_fix", "示例：请写明作者"),
    "filing_change": ("changed", "61×80 cm"),
    "filing_cancellation": ("cancelled", "示例：不再保存"),
    "filing_annex": ("approval_ok", "本摘录不是批准文件"),
    "filing_refusal": ("refused", "行政复议"),
    "filing_stopped": ("stopped", "示例：疑为清代旧物"),
}
LISTING = ("filing_receipt", "filing_correction", "filing_change", "filing_annex")


@pytest.mark.parametrize("kind", SAYS)
def test_a_paper_prints_its_own_and_no_empty_table(kind, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    place = filing.make_place()
    stage, said = SAYS[kind]
    row = filing.STAGES[stage](place)
    if kind == "filing_receipt":
        services.accept_filing(row, by=place.culture)
    if kind == "filing_change":
        services.confirm_change(row, by=place.culture)
    paper = Certificate.objects.get(case=row.case_id, kind=kind)
    text = words(render(kind_of(kind), json.loads(paper.snapshot), {}))
    assert said in text
    assert ("Particulars" in text) == (kind in LISTING)
