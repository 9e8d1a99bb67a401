"""Whatever the record or a status says to people, it says in words of both languages."""

import re

import pytest
from django.apps import apps
from django.utils import translation

from approvals.cases.wording import AT_THE_DESK, REASONS, SENTENCES, timeline_of
from approvals.record.status import StatusField
from tests import reviewing

HAN = re.compile(r"[\u3400-\u9fff]")
STATUSES = {
    f"{model._meta.label}.{value}": label
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if isinstance(field, StatusField)
    for value, label in field.choices
}
WORDS = {**STATUSES, **SENTENCES, **AT_THE_DESK, **REASONS}


@pytest.mark.parametrize("key", WORDS)
def test_every_verb_and_every_status_has_words_in_both_languages(key):
    with translation.override("zh-hans"):
        assert HAN.search(str(WORDS[key]))
    with translation.override("en"):
        told = str(WORDS[key])
        assert re.search("[A-Za-z]", told)
        assert not HAN.search(told)


@pytest.mark.django_db
def test_the_record_at_the_desk_says_in_words_why_a_round_was_opened():
    review = reviewing.submitted(reviewing.make_world())
    told = [moment.text for moment in timeline_of(review.case, AT_THE_DESK)]
    assert "说明：提交申请" in told
    assert "panel.replace" in AT_THE_DESK
    assert [text for text in told if re.search(r"：[a-z_]+$", str(text))] == []
