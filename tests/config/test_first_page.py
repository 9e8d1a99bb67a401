"""The first page: strangers read what the site does, people go to their work."""

import pytest
from django.urls import reverse

from approvals.parties.models import Party, Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_stranger_finds_both_boxes(client):
    page = client.get("/").content.decode()
    assert f'action="{reverse("cases:track")}"' in page
    assert f'action="{reverse("certificates:verify")}"' in page


@pytest.mark.parametrize(
    ("kind", "role", "url_name"),
    [
        (Party.Kind.ENTERPRISE, Role.AGENT, "reviews:application_list"),
        (Party.Kind.RELIC_OFFICE, Role.INTAKE, "cases:inbox"),
        (Party.Kind.RELIC_OFFICE, Role.APPROVER, "cases:inbox"),
        (Party.Kind.CUSTOMS, Role.CUSTOMS, "reviews:gate"),
    ],
)
def test_each_goes_to_the_page_of_their_work(client, kind, role, url_name):
    client.force_login(factories.make_member(factories.make_party(kind), role))
    assert client.get("/")["Location"] == reverse(url_name)
