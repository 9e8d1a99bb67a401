"""One rule of evidence: what prints, what only after a check, what never (§0)."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from approvals.parties.models import Role
from approvals.record.models import TrailEntry
from approvals.record.refusals import NotAcceptable, NotAllowed
from relics.standards.citations import (
    NothingPrintable,
    citations,
    current,
    old_article,
    printable,
    printed,
)
from relics.standards.models import TextCheck
from relics.standards.rulebook import Evidence, ImproperRulebook
from relics.standards.services import record_check
from tests import factories

NOW = date(2026, 11, 25)
LAW = "《中华人民共和国文物保护法》"
SECOND_HAND = "exit-standard-notes"


@pytest.fixture
def party(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return factories.make_office().party


def check(party, key=SECOND_HAND, by=None, content=b"%PDF-1.4 example", days=0):
    return record_check(
        key,
        content,
        filename="示例.pdf",
        checked_on=timezone.localdate() + timedelta(days),
        party=party,
        by=by or factories.make_member(party, Role.APPRAISER),
    )


def test_what_was_read_prints_without_a_check():
    assert printable(["relics-law-77"], on=NOW) == [f"{LAW}第七十七条"]


def test_articles_of_one_statute_are_printed_together():
    keys = ("relics-law-78", "relics-rules-45", "relics-rules-47")
    assert printed(keys, on=NOW) == (
        f"{LAW}第七十八条；《中华人民共和国文物保护法实施条例》第四十五条、第四十七条"
    )


def test_the_second_hand_prints_only_after_a_check_and_only_for_that_office(party):
    keys = ["relics-law-77", SECOND_HAND]
    other = factories.make_office("示例另一审核处").party
    assert printable(keys, office=party) == [f"{LAW}第七十七条"]
    made = check(party)
    assert printable(keys, office=party) == [f"{LAW}第七十七条", "《文物出境审核标准》说明"]
    assert printable(keys, office=other) == [f"{LAW}第七十七条"]
    assert printable(keys) == [f"{LAW}第七十七条"]
    assert made.wording == "《文物出境审核标准》说明"


def test_a_paper_before_the_day_of_the_check_does_not_print_it(party):
    check(party)
    yesterday = timezone.localdate() - timedelta(1)
    with pytest.raises(NothingPrintable):
        printable([SECOND_HAND], on=yesterday, office=party)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "key", [key for key, one in citations().items() if one.evidence in {"M", "D", "C"}]
)
def test_memory_and_design_never_print_and_no_check_opens_them(key, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    party = factories.make_office().party
    with pytest.raises(NotAcceptable):
        check(party, key)
    with pytest.raises(ImproperRulebook):
        printable([key], office=party)


def test_a_ground_with_nothing_left_to_print_is_an_error():
    with pytest.raises(NothingPrintable):
        printable([])


@pytest.mark.parametrize(("old", "new"), [(60, 77), (61, 78), (62, 79), (63, 80)])
def test_the_old_articles_are_printed_as_their_successors(old, new):
    assert current(f"relics-law-2017-{old}", NOW).key == f"relics-law-{new}"
    assert current(f"relics-law-2017-{old}", date(2025, 2, 28)).key == f"relics-law-2017-{old}"
    assert printable([f"relics-law-2017-{old}"], on=NOW) == [current(f"relics-law-{new}").text]


@pytest.mark.parametrize(
    "written", ["文物保护法第61条", "《文物保护法》第六十一条", "中华人民共和国文物保护法第 61 条"]
)
def test_case_51_a_paper_of_2007_citing_article_61(written):
    old, now = old_article(written, date(2007, 9, 1), NOW)
    assert (old.text, now.text) == (f"{LAW}第六十一条", f"{LAW}第七十八条")


def test_an_article_that_is_not_in_the_table_is_not_guessed():
    for text in ("文物保护法第九十九条", "示例法第六十一条", "没有条文"):
        with pytest.raises(LookupError):
            old_article(text, date(2007, 9, 1), NOW)


def test_a_check_is_made_by_a_named_officer_of_a_review_office(party):
    with pytest.raises(NotAllowed):
        check(party, by=factories.make_member(party, Role.SCHEDULER))
    with pytest.raises(NotAllowed):
        check(factories.make_zone().party)
    made = check(party)
    (told,) = TrailEntry.objects.filter(verb="citation.check")
    assert (told.after["sha256"], told.actor) == (made.sha256, made.officer.actor_key)


def test_a_check_needs_the_official_text_and_is_not_of_tomorrow(party):
    with pytest.raises(NotAcceptable):
        check(party, content=b"no text")
    with pytest.raises(NotAcceptable):
        check(party, days=1)


def test_a_check_is_never_changed(party):
    made = check(party)
    with pytest.raises(ProgrammingError), transaction.atomic():
        TextCheck.objects.filter(pk=made.pk).delete()


def test_every_citation_has_both_languages_and_a_rule():
    lacking = [
        one.key
        for one in citations().values()
        if not (one.statute and one.statute_en and one.article and one.article_en and one.rule)
    ]
    assert lacking == []
    assert {one.evidence for one in citations().values()} >= {Evidence.READ, Evidence.SECONDARY}
