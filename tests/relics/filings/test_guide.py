"""The guide leads every combination of answers somewhere (R-ART-01, R-ART-08)."""

import itertools

import pytest
from django.urls import reverse

from relics.filings.guide import AIMS, PROCEDURES, THINGS, WAYS, procedures_for

ALL = list(itertools.product(THINGS, WAYS, AIMS))


@pytest.mark.parametrize(("thing", "way", "aim"), ALL)
def test_no_answer_is_a_dead_end(thing, way, aim):
    found = procedures_for(thing, way, aim)
    assert found
    assert all(one.decides and one.bring for one in found)
    assert len({one.key for one in found}) == len(found)
    assert {one.key for one in found} & {"artwork_filing", "storage_filing"} == set() or (
        thing == "artwork"
    )


def test_every_procedure_can_be_begun_and_is_reached():
    reached = {one.key for answers in ALL for one in procedures_for(*answers)}
    assert reached == set(PROCEDURES)
    assert all(reverse(one.url_name) for one in PROCEDURES.values())


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        (("artwork", "in", "storage"), ["storage_filing"]),
        (
            ("artwork", "line2", "sale"),
            ["artwork_filing", "provincial_approval", "customs_release"],
        ),
        (("relic", "out", "exit"), ["relic_filing", "exit_review", "customs_release"]),
        (("relic", "in", "show"), ["relic_filing", "relic_entry"]),
        (("unsure", "in", "sale"), ["appraise"]),
    ],
)
def test_the_guide_leads_to(answers, keys):
    assert [one.key for one in procedures_for(*answers)] == keys


@pytest.mark.django_db
def test_the_answers_stand_in_the_address(client):
    page = client.get(reverse("filings:guide"), {"thing": "relic", "way": "out", "aim": "exit"})
    assert "15个工作日" in page.content.decode()
