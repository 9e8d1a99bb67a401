"""Papers of customs' zone system: made from what is known, checked, written and read back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.record.refusals import NotAcceptable
from exhibitions.books import services as books
from exhibitions.zone_papers.building import declaration_of, inventory_of, ledger_of
from exhibitions.zone_papers.documents import Document, faults_of
from exhibitions.zone_papers.fields import forms
from exhibitions.zone_papers.models import PartyCode, WordCode
from exhibitions.zone_papers.writing import read, to_json, to_xml
from tests import custody, factories


@pytest.fixture
def house(db):
    return custody.make_house(count=2)


def register_codes(house):
    PartyCode.objects.create(party=house.world.customs, code="9999")
    PartyCode.objects.create(party=house.world.operator, code="9999999999")
    for kind, word, code in [("unit", "件", "999"), ("currency", "CNY", "998")]:
        WordCode.objects.create(kind=kind, word=word, code=code, source="示例代码表")


def test_what_has_no_code_is_told_and_then_the_declaration_is_whole(house):
    faults = faults_of(declaration_of(house.permit))
    assert {one.field for one in faults} == {
        "MaserCuscd",
        "AreainEtpsno",
        "DclUnitcd",
        "DclCurrcd",
    }
    register_codes(house)
    made = declaration_of(house.permit)
    assert faults_of(made) == []
    assert (made.head["BusinessTypecd"], made.head["DirectionTypecd"]) == ("C", "E")
    assert made.head["ExhibitionPlace"] == house.permit.site.address
    assert [row["GdsMtno"] for row in made.rows] == [
        line.item_number for line in house.firm.book.lines.order_by("sequence")
    ]


def test_an_inventory_list_follows_from_its_postings_and_the_ledger_from_the_lines(house):
    register_codes(house)
    made = inventory_of(house.firm.book, custody.LIST.number)
    assert (made.head["Direction"], len(made.rows), faults_of(made)) == ("I", 2, [])
    assert inventory_of(house.firm.book, "没有的") is None
    [line, _other] = house.firm.book.lines.order_by("sequence")
    books.commit([line], books.Paper("inventory", "示例QD-出"), by=house.firm.agent)
    out = inventory_of(house.firm.book, "示例QD-出")
    assert (out.head["Direction"], out.head["ListType"], len(out.rows)) == ("E", "5", 1)
    ledger = ledger_of(house.firm.book)
    assert faults_of(ledger) == []
    assert [(row["Received"], row["ExpectedOut"]) for row in ledger.rows] == [
        ("1", "1"),
        ("1", "0"),
    ]
    assert ledger.rows[0]["LastIn"] == factories.today().strftime("%Y%m%d")


def values_of(field):
    if field.codes:
        return st.sampled_from(field.codes)
    if field.kind == "date":
        return st.dates(date(1950, 1, 1), date(2090, 1, 1)).map(lambda day: f"{day:%Y%m%d}")
    if field.kind == "number":
        return st.decimals(0, 10**6, places=field.places).map(lambda number: f"{number:f}")
    size = field.length
    letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp"))
    least = size if field.kind == "code" else 1
    return st.text(letters, min_size=least, max_size=min(size, 20)).filter(str.strip)


def part(fields):
    return st.fixed_dictionaries({field.name: values_of(field) for field in fields})


@st.composite
def documents(draw):
    form = draw(st.sampled_from(sorted(forms())))
    table = forms()[form]
    rows = draw(st.lists(part(table.rows), min_size=1, max_size=3))
    return Document(form, draw(part(table.head)), rows)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(documents())
def test_a_whole_paper_is_the_same_after_writing_and_reading_either_way(document):
    assert faults_of(document) == []
    assert read(to_xml(document)) == document
    assert read(to_json(document)) == document


@settings(max_examples=60, deadline=None, derandomize=True)
@given(documents(), st.data())
def test_what_is_required_and_left_out_is_told_by_its_field(document, data):
    needed = [field.name for field in document.table.head if field.required]
    gone = data.draw(st.sampled_from(needed))
    head = {name: value for name, value in document.head.items() if name != gone}
    assert gone in {one.field for one in faults_of(Document(document.form, head, document.rows))}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("ValidTime", "20261301", "“有效期”应为 YYYYMMDD。"),
        ("BusinessTypecd", "Z", "“业务类型”只能填：A、B、C、D、E、F、G、H、Y。"),
        ("MaserCuscd", "12", "“主管关区代码”应为 4 位代码。"),
        ("Col4Cus", "-1", "“担保征收比例”不能为负。"),
        ("Col4Cus", "1.234", "“担保征收比例”最多 2 位小数。"),
        ("Col4Cus", "NaN", "“担保征收比例”应为数字。"),
        ("SeqNo", "x" * 19, "“预录入统一编号”最多 18 个字符。"),
        ("Nonsense", "x", "没有“Nonsense”这个字段。"),
    ],
)
def test_a_wrong_value_is_told_in_words(field, value, sentence):
    document = Document("declaration", {field: value}, [])
    assert sentence in [one.sentence for one in faults_of(document) if one.field == field]


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"{}", b"<a/>", b"\xff\xfe", b'<!DOCTYPE a [<!ENTITY b "c">]><SasDocument/>'],
)
def test_what_is_no_paper_is_refused_and_never_breaks(raw):
    with pytest.raises(NotAcceptable):
        read(raw)


def test_a_code_has_the_length_of_its_kind(db):
    firm = factories.make_party()
    with pytest.raises(ValidationError):
        PartyCode(party=firm, code="1234").full_clean()
    PartyCode(party=firm, code="1234567890").full_clean()
    with pytest.raises(ValidationError):
        PartyCode(party=factories.make_party("tax"), code="1234").full_clean()


def test_the_operator_and_its_customs_take_the_file_once_nothing_is_missing(house):
    browser = Client()
    browser.force_login(house.keeper, "django.contrib.auth.backends.ModelBackend")
    address = reverse("zone_papers:declaration", args=[house.permit.case_id])
    assert "还有 6 处需要补全" in browser.get(address).content.decode()
    assert browser.get(address + "?as=xml").status_code == 409
    register_codes(house)
    file = browser.get(address + "?as=xml")
    assert read(file.content) == read(browser.get(address + "?as=json").content)
    ledger = reverse("zone_papers:ledger", args=[house.firm.book.pk])
    listed = reverse("zone_papers:inventory", args=[house.firm.book.pk])
    for path in (ledger, f"{listed}?number={custody.LIST.number}"):
        assert browser.get(path).status_code == 200
    assert browser.get(f"{listed}?number=没有").status_code == 404
    check = reverse("zone_papers:check")
    sent = SimpleUploadedFile("示例.xml", file.content)
    assert browser.post(check, {"paper": sent}).status_code == 200
    assert browser.post(check, {"paper": SimpleUploadedFile("示例.xml", b"x")}).status_code == 422
    browser.force_login(house.world.tax, "django.contrib.auth.backends.ModelBackend")
    assert browser.get(ledger).status_code == 404
    stranger = factories.make_member(factories.make_party(), "operator")
    browser.force_login(stranger, "django.contrib.auth.backends.ModelBackend")
    assert [browser.get(path).status_code for path in (address, ledger)] == [404, 404]
