"""The interface of filings: a filing from draft to release, and nothing it may not."""

import pytest
from django.test import Client

from approvals.parties.models import Role
from relics.filings.models import CustomsRelease, Filing, ProvincialApproval
from tests import factories, filing
from tests.approvals.exchange.test_api import Machine

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "example-1"}


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return filing.make_place()


@pytest.fixture
def dealer(place):
    return Machine(Client(), place.dealer, "cases", Role.AGENT)


@pytest.fixture
def bureau(place):
    return Machine(Client(), place.culture.memberships.get().party, "decisions", Role.CULTURE)


@pytest.fixture
def customs(place):
    return Machine(Client(), place.port.customs, "releases", Role.CUSTOMS)


def content(**more):
    said = {name: value for name, value in filing.WHOLE.items() if name != "declared_value"}
    return {"content": said | {"declared_value": "12000"} | more}


def told(answer):
    assert answer.status_code == 201, answer.content
    return answer.json()


def refusal(answer):
    return answer.status_code, answer.json()["code"]


def drafted(place, dealer, **headers):
    thing = place.new_object()
    asked = {"zone": place.zone.code, "kind": "artwork", "purposes": ["sale", "domestic"]}
    return told(dealer.post("/filings", {"object": thing.pk, **asked}, **headers))


def test_from_the_draft_over_line_two(place, dealer, bureau, customs):
    made = drafted(place, dealer)
    at = f"/filings/{made['id']}"
    answer = dealer.post(f"{at}/submission")
    assert (answer.status_code, answer.json()["code"]) == (422, "missing_origin")
    told(dealer.post(f"{at}/content", content()))
    assert told(dealer.post(f"{at}/submission"))["status"] == "filed"
    assert told(bureau.post(f"{at}/decisions/return", {"points": ["示例"]}))["status"] == (
        "returned_for_fix"
    )
    told(dealer.post(f"{at}/content", {"content": {"size": "61×80 cm"}}))
    assert [one["number"] for one in told(dealer.post(f"{at}/answer"))["versions"]] == [
        "001",
        "002",
    ]
    assert told(bureau.post(f"{at}/decisions/acceptance"))["status"] == "active"
    told(dealer.post(f"{at}/line-two", {"port": place.port.code}))
    row = Filing.objects.get()
    approval = {
        "applicant": place.dealer.pk,
        "number": "示例批-1",
        "authority": "示例省文化厅",
        "issued_on": factories.today().isoformat(),
        "rows": [
            {
                "author": row.author,
                "title": row.title,
                "size": "61×80 cm",
                "photo_sha256": row.object.photos.get().sha256,
            }
        ],
    }
    granted = told(bureau.post("/filings/approvals", approval))
    told(bureau.post(f"{at}/decisions/approval", {"approval": granted["id"]}))
    for _n in range(2):
        passed = told(customs.post(f"{at}/releases/line-two", {"declaration": "示例-1"}))
        assert passed["status"] == "released"
    assert CustomsRelease.objects.count() == 1
    assert dealer.get(at).json()["status"] == "released"


def test_a_refusal_needs_its_reason(place, bureau):
    at = f"/filings/{filing.filed(place).case_id}/decisions/refusal"
    assert refusal(bureau.post(at)) == (422, "reason_missing")
    assert told(bureau.post(at, {"reason": "示例：来源不明"}))["status"] == "refused"


def test_customs_lets_it_abroad_again(place, customs):
    at = f"/filings/{filing.active(place).case_id}/releases/reexport"
    said = {"port": place.port.code, "declaration": "示例-2"}
    assert told(customs.post(at, said))["status"] == "reexported"


def test_repeated_under_its_key_a_draft_is_one(place, dealer):
    asked = {"object": place.new_object().pk, "zone": place.zone.code}
    asked |= {"kind": "artwork", "purposes": ["storage"]}
    first = told(dealer.post("/filings", asked, **KEY))
    again = dealer.post("/filings", asked, **KEY)
    assert (told(again), again["Idempotency-Replayed"]) == (first, "true")
    assert Filing.objects.count() == 1
    assert refusal(dealer.post("/filings", asked)) == (409, "filed_already")


def test_each_scope_and_role_keeps_to_its_own(place, dealer, bureau, customs):
    at = f"/filings/{filing.filed(place).case_id}"
    for machine, path in (
        (dealer, f"{at}/decisions/acceptance"),
        (dealer, f"{at}/releases/line-two"),
        (bureau, f"{at}/submission"),
        (customs, f"{at}/decisions/acceptance"),
    ):
        assert refusal(machine.post(path)) == (403, "scope_missing")
    clerk = Machine(Client(), place.office.party, "decisions", Role.INTAKE)
    assert clerk.post(f"{at}/decisions/acceptance").status_code == 403
    rival = Machine(Client(), factories.make_party(), "cases", Role.AGENT)
    assert rival.get(at).status_code == 404
    assert rival.post(f"{at}/cancellation", {"reason": "示例"}).status_code == 404
    assert dealer.post(f"{at}/acceptance").status_code == 404
    assert Filing.objects.get().status == "filed"


@pytest.mark.parametrize("purpose", ["", "none"])
def test_a_use_that_does_not_exist_is_refused(place, dealer, purpose):
    at = f"/filings/{filing.active(place).case_id}"
    answer = dealer.post(f"{at}/use", {"purpose": purpose, "reference": "示例展-1"})
    assert refusal(answer) == (409, "purpose_unknown")


def test_an_approval_does_not_end_before_it_begins(place, bureau):
    row = {"author": "示例", "title": "示例", "size": "60×80 cm", "photo_sha256": "0" * 64}
    said = {"number": "示例批-9", "authority": "示例省文化厅", "rows": [row]}
    said |= {"applicant": place.dealer.pk, "issued_on": "2026-05-02", "valid_to": "2026-05-01"}
    answer = bureau.post("/filings/approvals", said)
    assert refusal(answer) == (422, "ends_before_it_begins")
    assert ProvincialApproval.objects.count() == 0
