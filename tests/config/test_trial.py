"""The trial: the whole review played on a file, what it tells, and the papers it leaves."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from approvals.certificates.keys import KeyFolder
from approvals.certificates.models import Certificate
from approvals.certificates.trust import TrustFolder
from approvals.certificates.verifying import verify_pdf
from approvals.record.queries import first_broken_link
from config.trial.play import RULE
from relics.appointments.models import Booking
from relics.register.models import Photo
from relics.reviews.models import Opinion, Review, ReviewItem

TABLE = """编号,名称,质地,尺寸,年代,数量,所有权
示例-1,示例瓷瓶,瓷器,高20厘米,1950年,1,非国有
示例-2,示例版画,纸质,长30厘米，宽20厘米,1965年,1,非国有
示例-3,示例瓷盘,瓷器,径20厘米,1900-1930,1,非国有
示例-4,示例信札,纸质,长28厘米，宽20厘米,不详,1,非国有
示例-5,示例瓷碗,瓷器,径12厘米,清康熙,1,非国有
示例-6,示例屏风,竹木,高180厘米,1970年,1,国有
示例-7,,玉器,高5厘米,1980年,1,非国有
示例-1,示例重号,玉器,高5厘米,1980年,三点五,非国有
示例-8,示例\ue000印,玉器,高5厘米,1980年,1,非国有
"""
YEAR = timezone.localdate().year
KEYS = [
    "rows",
    "imported",
    "refused",
    "permitted",
    "prohibited",
    "permits",
    "registers",
    "verified",
    "seconds",
]


@dataclass
class Run:
    told: dict[str, Any]
    folder: Path
    trust: TrustFolder


def trial(*words: object, **options: Any) -> dict[str, Any]:
    """Run the command in this process and read its standard output as one JSON object."""
    out = io.StringIO()
    call_command("trial", *map(str, words), "--json", stdout=out, **options)
    told = json.loads(out.getvalue())
    assert isinstance(told, dict)
    return told


@pytest.fixture(scope="class")
def run(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Run]:
    """One trial for all tests of a class, rolled back after the last."""
    folder = tmp_path_factory.mktemp("trial")
    table = folder / "objects.csv"
    table.write_text(TABLE, encoding="gb18030")
    with (
        override_settings(DEMO=False, VAR=folder, MEDIA_ROOT=folder / "media"),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        told = trial(table, "--out", folder / "papers", workers=0)
        yield Run(told, folder / "papers", TrustFolder(folder / "trust"))
        transaction.set_rollback(True)


@pytest.mark.django_db
class TestOneRun:
    def test_it_has_exactly_the_keys_that_machines_read(self, run):
        assert list(run.told) == KEYS

    def test_every_row_is_imported_or_refused_with_its_reasons(self, run):
        refused = run.told["refused"]
        assert [sorted(one) for one in refused] == [["column", "reason", "row"]] * 4
        assert [(one["row"], one["column"]) for one in refused] == [
            (8, "名称"),
            (9, "编号"),
            (9, "数量"),
            (10, "名称"),
        ]
        assert run.told["imported"] + len({one["row"] for one in refused}) == run.told["rows"] == 9

    def test_what_was_certainly_made_after_1911_is_permitted_and_the_rest_prohibited(self, run):
        assert (run.told["permitted"], run.told["prohibited"]) == (2, 4)
        outcomes = ReviewItem.objects.order_by("sequence").values_list("object__number", "status")
        assert list(outcomes) == [
            ("示例-1", "permit_issued"),
            ("示例-2", "permit_issued"),
            ("示例-3", "returned"),
            ("示例-4", "returned"),
            ("示例-5", "returned"),
            ("示例-6", "returned"),
        ]

    def test_state_property_stays_by_the_law_and_not_by_the_play(self, run):
        reason = ReviewItem.objects.get(object__number="示例-6").reason
        assert reason == "国有文物禁止出境，须有国务院批准或展览批准文号。"

    def test_three_appraisers_opinions_are_stored_for_each_object(self, run):
        items = ReviewItem.objects.all()
        assert [item.opinions.values("member").distinct().count() for item in items] == [3] * 6
        assert Opinion.objects.count() == 18

    def test_the_application_was_booked_and_has_run_its_course(self, run):
        assert Review.objects.get().status == "closed"
        assert Booking.objects.get().status == "attended"

    def test_each_object_got_a_stand_in_of_its_own(self, run):
        assert list(Photo.objects.values_list("is_stand_in", flat=True)) == [True] * 6
        assert Photo.objects.values("sha256").distinct().count() == 6

    def test_the_papers_lie_in_the_folder_and_verify(self, run):
        names = sorted(path.name for path in run.folder.iterdir())
        assert names == [
            f"permit-TRIAL-{YEAR}-000001-04.pdf",
            f"register-TRIAL-{YEAR}-000001-05.pdf",
        ]
        verdicts = [
            verify_pdf((run.folder / name).read_bytes(), run.trust).verdict for name in names
        ]
        assert verdicts == ["valid", "valid"]
        assert (run.told["permits"], run.told["registers"], run.told["verified"]) == (1, 1, 2)

    def test_the_papers_state_the_rule_of_the_play_and_bear_no_number(self, run):
        papers = Certificate.objects.filter(kind__in=["exit_permit", "prohibited_register"])
        for paper in papers:
            snapshot = json.loads(paper.snapshot)
            assert RULE in snapshot["remarks"]
            assert (snapshot["number"], snapshot["demo"]) == (None, True)
        assert json.loads(papers[0].snapshot)["title"] != "文物出境许可证"

    def test_every_paper_and_notice_is_in_force_and_the_trail_unbroken(self, run):
        statuses = Certificate.objects.values_list("kind", "status")
        assert list(statuses) == [
            ("submission_receipt", "valid"),
            ("appointment_notice", "valid"),
            ("acceptance_notice", "valid"),
            ("exit_permit", "valid"),
            ("prohibited_register", "valid"),
            ("hand_back_receipt", "valid"),
        ]
        assert first_broken_link() is None

    def test_a_second_run_leaves_its_own_papers_alone(self, run, tmp_path):
        table = tmp_path / "again.csv"
        table.write_text("".join(TABLE.splitlines(keepends=True)[:2]), encoding="utf-8-sig")
        papers = tmp_path / "papers"
        papers.mkdir()
        (papers / f"permit-TRIAL-{YEAR}-000001-04.pdf").write_bytes(b"of an earlier trial")
        (papers / "permit-of-mine.pdf").write_bytes(b"of somebody else")
        told = trial(table, "--out", papers, workers=0)
        assert (told["permitted"], told["registers"], told["verified"]) == (1, 0, 1)
        assert sorted(path.name for path in papers.iterdir()) == [
            f"permit-TRIAL-{YEAR}-000002-04.pdf",
            "permit-of-mine.pdf",
        ]


def stopped(capsys: Any, *words: object) -> tuple[object, str]:
    """The exit status and the one sentence of a trial that could not begin."""
    with pytest.raises(SystemExit) as end:
        call_command("trial", *map(str, words), "--json", "--workers", "0")
    out, sentence = capsys.readouterr()
    assert out == ""
    assert len(sentence.splitlines()) == 1
    return end.value.code, sentence


@pytest.fixture
def scratch(settings: Any, tmp_path: Path) -> Path:
    settings.VAR, settings.MEDIA_ROOT, settings.DEMO = tmp_path, tmp_path / "media", False
    return tmp_path


@pytest.mark.django_db
def test_a_file_that_is_not_there_cannot_be_read(scratch, capsys):
    code, sentence = stopped(capsys, scratch / "nowhere.csv")
    assert (code, "nowhere.csv" in sentence) == (2, True)


@pytest.mark.django_db
def test_a_table_without_the_columns_that_the_law_asks_for_cannot_be_read(scratch, capsys):
    table = scratch / "wrong.csv"
    table.write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert stopped(capsys, table)[0] == 2
    assert Review.objects.count() == 0


@pytest.mark.django_db
def test_a_folder_that_is_a_file_stops_before_anything_is_played(scratch, capsys):
    table, taken = scratch / "objects.csv", scratch / "taken"
    table.write_text(TABLE, encoding="utf-8")
    taken.write_text("", encoding="utf-8")
    assert stopped(capsys, table, "--out", taken)[0] == 2
    assert Review.objects.count() == 0


@pytest.mark.django_db
def test_rows_that_are_all_refused_are_a_result_and_not_a_fault(scratch):
    table = scratch / "bad.csv"
    table.write_text("编号,名称,质地,尺寸\n示例-1,,瓷器,高5厘米\n", encoding="utf-8")
    told = trial(table, workers=0)
    assert (told["rows"], told["imported"], len(told["refused"])) == (1, 0, 1)
    assert (told["permits"], told["registers"], told["verified"]) == (0, 0, 0)


@pytest.mark.django_db
def test_a_play_is_never_sealed_with_the_seal_of_an_office(scratch, capsys):
    keys = KeyFolder(scratch / "keys")
    keys.path.mkdir()
    name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "示例正式机构")])
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    for path in (keys.seal_chain, keys.status_certificate):
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    table = scratch / "objects.csv"
    table.write_text(TABLE, encoding="utf-8")
    code, sentence = stopped(capsys, table)
    assert (code, "正式签章密钥" in sentence) == (2, True)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_processes_beside_the_main_one_make_the_same_papers(scratch):
    table = scratch / "objects.csv"
    table.write_text(TABLE, encoding="utf-8")
    told = trial(table, workers=2)
    assert (told["permits"], told["registers"], told["verified"]) == (1, 1, 2)
    kept = list((scratch / "trial").glob("*/*.pdf"))
    assert len(kept) == 2
