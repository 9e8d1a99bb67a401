"""The pages of sales, and the same by the interface."""

import pytest
from django.test import Client
from django.urls import reverse

from approvals.parties.models import Party
from exhibitions.sales.models import BuyerReading, ForeignShare, Sale, SaleLicence, SellerLicence
from tests import custody, factories, selling
from tests.approvals.exchange.test_api import Machine


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_a_sale_is_walked_from_its_page(house, shown):
    seller, customs = signed_in(house.keeper), signed_in(house.customs)
    place = reverse("sales:exhibit", args=[shown[0].pk])
    assert "尚未向海关交验" in seller.get(place).content.decode()
    wrong = seller.post(place, {"act": "reserve", "reserve-name": "张示例"})
    assert (wrong.status_code, "请修改以下" in wrong.content.decode()) == (422, True)
    buyer = {
        "act": "reserve",
        "reserve-name": "张示例",
        "reserve-address": "示例街",
        "reserve-identity_number": "示例证001",
        "reserve-country": "CN",
    }
    assert seller.post(place, buyer).status_code == 302
    contract = {"act": "sell", "sell-price": "12000", "sell-currency": "CNY"}
    contract["sell-contract_number"] = "示例合同1"
    early = seller.post(place, contract)
    assert (early.status_code, "R-BOND-06" in early.content.decode()) == (409, True)
    selling.verified(house)
    assert seller.post(place, contract).status_code == 302
    assert "示例合同1" in customs.get(reverse("sales:desk")).content.decode()
    declared = {"act": "declared", "declared-number": "示例报1"}
    assert seller.post(place, declared).status_code == 403
    assert customs.post(place, declared).status_code == 302
    tax = {"act": "tax", "tax-number": "示例税1", "tax-on": factories.today().isoformat()}
    assert customs.post(place, tax).status_code == 302
    assert seller.post(place, {"act": "deliver"}).status_code == 302
    assert Sale.objects.get().status == "delivered"
    page = seller.get(place).content.decode()
    assert ("示例税1" in page, "张示例" in page) == (True, False)


def test_a_refund_and_a_cancellation_from_the_page(house, shown):
    selling.verified(house)
    seller, customs = signed_in(house.keeper), signed_in(house.customs)
    selling.sold(house, shown[0])
    place = reverse("sales:exhibit", args=[shown[0].pk])
    assert seller.post(place, {"act": "cancel", "cancel-reason": "示例"}).status_code == 302
    assert seller.post(place, {"act": "cancel", "cancel-reason": "示例"}).status_code == 409
    selling.brought(house, custody.fresh(shown[0]), "declared")
    refund = {"act": "refund", "refund-amount": "100", "refund-reason": "示例：退"}
    assert seller.post(place, refund).status_code == 302
    assert "示例：退" in customs.get(reverse("sales:desk")).content.decode()
    said = {"act": "answer", "answer-agrees": "yes", "answer-number": "示例更正1"}
    assert customs.post(place, said).status_code == 302
    assert "示例更正1" in seller.get(place).content.decode()
    assert customs.post(place, said).status_code == 409


def test_a_licence_is_handed_in_and_verified(house, shown):
    seller, customs = signed_in(house.keeper), signed_in(house.customs)
    board = reverse("sales:licences")
    today = factories.today().isoformat()
    words = {
        "act": "hand_in",
        "licence-showroom": house.world.showroom.pk,
        "licence-kind": "artwork",
        "licence-number": "示例许9号",
        "licence-issuer": "示例文化厅",
        "licence-valid_from": today,
        "licence-valid_to": today,
        "licence-quantity": 2,
        "licence-things": [shown[0].object.pk],
    }
    file = selling.paper()
    file.name = "示例.pdf"
    assert seller.post(board, {**words, "licence-file": file}).status_code == 302
    licence = SaleLicence.objects.get()
    place = reverse("sales:licence", args=[licence.pk])
    assert "示例许9号" in customs.get(reverse("sales:desk")).content.decode()
    assert seller.post(place, {"act": "verify", "verify-agrees": "yes"}).status_code == 403
    assert customs.post(place, {"act": "verify", "verify-agrees": "yes"}).status_code == 302
    assert SaleLicence.objects.get().status == "verified"
    got = customs.get(reverse("sales:licence_file", args=[licence.pk]))
    assert b"".join(got.streaming_content).startswith(b"%PDF")
    assert shown[0].object.number in seller.get(place).content.decode()


def test_a_buyer_is_read_for_a_purpose(house, shown):
    sale = selling.reserved(house, shown[0])
    seller, place = signed_in(house.keeper), reverse("sales:buyer", args=[sale.pk])
    assert "示例证件001" not in seller.get(place).content.decode()
    assert seller.post(place, {"read-purpose": ""}).status_code == 422
    page = seller.post(place, {"read-purpose": "示例：核对"})
    assert ("示例证件001" in page.content.decode(), "no-store" in page["Cache-Control"]) == (
        True,
        True,
    )
    assert BuyerReading.objects.get().purpose == "示例：核对"
    assert signed_in(house.world.tax).get(place).status_code == 404


def test_tax_reads_its_statements_and_culture_keeps_the_roll(house, shown):
    selling.verified(house)
    selling.brought(house, shown[0], "tax_paid")
    page = signed_in(house.world.tax).get(reverse("sales:statements")).content.decode()
    assert ("1653.60" in page, "示例证件001" in page, "张" in page) == (True, False, False)
    desk, place = signed_in(house.world.culture), reverse("sales:sellers")
    firm, today = factories.make_party(Party.Kind.ENTERPRISE), factories.today().isoformat()
    words = {
        "act": "seller",
        "seller-code": firm.identity_number,
        "seller-kind": "shop",
        "seller-number": "示例文销5",
        "seller-issuer": "示例省局",
        "seller-valid_from": today,
        "seller-valid_to": today,
    }
    assert desk.post(place, {**words, "seller-code": "无"}).status_code == 422
    assert desk.post(place, words).status_code == 302
    assert SellerLicence.objects.get().party == firm
    share = {"act": "share", "share-code": firm.identity_number, "share-percent": "5"}
    share |= {"share-valid_from": today, "share-source": "示例章程"}
    assert desk.post(place, share).status_code == 302
    assert ForeignShare.objects.get().party == firm
    assert desk.post(place, {**words, "seller-number": "示例文销6"}).status_code == 409
    assert "示例文销5" in desk.get(place).content.decode()


@pytest.mark.parametrize("name", ["list", "licences", "desk", "exhibit"])
def test_each_page_takes_no_more_than_12_queries_of_its_own(
    house, shown, name, django_assert_max_num_queries
):
    selling.verified(house, quantity=9)
    for exhibit in shown[:3]:
        selling.sold(house, exhibit)
    args = [shown[3].pk] if name == "exhibit" else []
    desk = signed_in(house.customs)
    with django_assert_max_num_queries(12):
        assert desk.get(reverse(f"sales:{name}", args=args)).status_code == 200


def test_a_system_sells_and_customs_system_answers(house, shown):
    client, world = Client(), house.world
    selling.verified(house)
    seller = Machine(client, world.operator, "cases", "operator")
    customs = Machine(client, world.customs, "releases", "customs")
    tax = Machine(client, Party.objects.get(memberships__user=world.tax), "releases", "tax")
    at = f"/sales/exhibits/{shown[0].pk}"
    assert seller.get(f"{at}/refusals").json() == []
    buyer = {"name": "张示例", "address": "示例街", "identity_number": "示例1"}
    made = seller.post(f"{at}/reservations", {"buyer": buyer}, **{"Idempotency-Key": "示1"})
    assert made.status_code == 201, made.content
    sale = made.json()["id"]
    contract = {"price": "12000.00", "currency": "CNY", "contract_number": "示例合同1"}
    assert seller.post(f"/sales/{sale}/contract", contract).json()["status"] == "sold"
    assert seller.post(f"/sales/{sale}/delivery").status_code == 409
    told = customs.post(f"/sales/customs/{sale}/declaration", {"number": "示例报1"})
    assert told.json()["assessed"]["vat"] == "1653.60"
    paid = {"number": "示例税1", "on": factories.today().isoformat()}
    assert customs.post(f"/sales/customs/{sale}/tax", paid).json()["status"] == "tax_paid"
    [statement] = tax.get("/sales/tax/statements").json()
    assert (statement["company"], statement["vat"]) == (world.operator.name, "1653.60")
    assert seller.post(f"/sales/{sale}/delivery").json()["status"] == "delivered"
    assert "张示例" not in seller.get(f"/sales/{sale}").content.decode()
