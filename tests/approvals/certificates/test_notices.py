"""Every notice is drawn by the same engine, and prints what the law wants on it."""

from io import BytesIO

import pikepdf
import pytest

from approvals.certificates.registry import CertificateKind
from approvals.certificates.render import render
from approvals.certificates.snapshot import prepare_snapshot

from .papers import page_words, words

CLOCK = {
    "days": 15,
    "start": "2026-11-04",
    "due": "2026-11-25",
    "provisional": True,
    "citation": "示例条款",
}
ITEMS = [{"subject": f"示例事项{n}", "text": f"示例说明{n}", "citation": None} for n in (1, 2, 3)]
RIGHTS = "六十日内申请行政复议，六个月内提起行政诉讼。"
NOTICES = {
    "acceptance_notice": ({"clock": CLOCK}, ["15 个工作日", "2026-11-04 / 2026-11-25"]),
    "non_acceptance_notice": (
        {"items": ITEMS[:1], "reasons": "示例理由", "rights": RIGHTS},
        ["示例事项1", "示例理由", RIGHTS],
    ),
    "correction_notice": (
        {"items": ITEMS, "respond_by": "2026-12-02"},
        ["示例事项1", "示例事项2", "示例事项3", "示例说明3", "请于 2026-12-02 前补正"],
    ),
    "submission_receipt": ({"clock": CLOCK}, ["以上日期为暂定", "只证明收到"]),
    "appointment_notice": (
        {
            "appointment": {
                "date": "2026-12-01",
                "half_day": "morning",
                "place": "示例查验中心",
                "seats": 3,
                "bring": ["本人有效身份证件"],
            }
        },
        ["2026-12-01 上午", "示例查验中心", "本人有效身份证件"],
    ),
    "decision_refusal": (
        {"reasons": "示例理由", "rights": RIGHTS, "ground": ["示例依据"]},
        ["示例理由", "示例依据", RIGHTS],
    ),
    "hand_back_receipt": (
        {"handed_back": {"receiver": "示例甲", "received": "2026-11-25", "method": "当面签收"}},
        ["示例甲", "2026-11-25", "当面签收"],
    ),
}


def printed(key, content, **kind):
    shown = CertificateKind(key, "示例标题", "Example", f"certificates/{key}.html", **kind)
    return words(render(shown, prepare_snapshot(shown, content), {}))


@pytest.fixture
def notice(permit):
    def notice(**content):
        base, _ = permit(1)
        for key in ("objects", "appraisers", "ground", "destination", "exit_port", "carrier"):
            del base[key]
        return {**base, "number": None, **content}

    return notice


@pytest.mark.parametrize("key", NOTICES)
def test_a_notice_prints_what_it_has_to_say(notice, key):
    content, wanted = NOTICES[key]
    text = printed(key, notice(**content))
    assert [part for part in wanted if part not in text] == []


def test_dates_that_are_certain_are_not_called_provisional(notice):
    text = printed("acceptance_notice", notice(clock={**CLOCK, "provisional": False}))
    assert "暂定" not in text


def test_the_register_prints_each_reason_and_the_rights(register_kind_, permit):
    content, photos = permit(2, rights=RIGHTS, number=None)
    for thing, reason in zip(content["objects"], ("示例理由甲", "示例理由乙"), strict=True):
        thing.update(finding="不准出境", reasons=reason)
    text = words(render(register_kind_, prepare_snapshot(register_kind_, content), photos))
    assert ("示例理由甲" in text, "示例理由乙" in text, RIGHTS in text) == (True, True, True)


def test_the_heads_of_a_long_table_are_repeated_and_no_row_stands_alone(permit_kind, permit):
    content, photos = permit(24)
    pdf = render(permit_kind, prepare_snapshot(permit_kind, content), photos)
    with pikepdf.open(BytesIO(pdf)) as document:
        pages = [page_words(page) for page in document.pages]
    with_rows = [text for text in pages if "2026" in text and "未定级" in text]
    assert ["Exit mark" in text for text in with_rows] == [True] * len(with_rows)
    assert min(text.count("未定级") for text in with_rows) >= 2
