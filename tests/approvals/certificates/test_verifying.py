"""A stranger can tell: valid, revoked, superseded, expired, altered, unknown. Nothing else."""

import random
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign import PdfSignatureMetadata, sign_pdf
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError

from approvals.certificates import quarantine, verifying
from approvals.certificates.keys import make_demo_keys
from approvals.certificates.seal import PadesSeal, configured_seal
from approvals.certificates.snapshot import digest
from approvals.certificates.status_list import StatusSigner, sign_status_list
from approvals.certificates.trust import TrustFolder
from approvals.certificates.verifying import CONTENTS, verify_pdf

REFERENCE = "EX-2026-000001-P1"


def answer(data, trust, status_list=None):
    return str(verify_pdf(data, trust, status_list).verdict)


def updated(data: bytes, change) -> bytes:
    """The file with one more revision, as an editor would save it."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    change(writer)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def swap_attachment(writer):
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    stream = names[1]["/EF"]["/F"]
    stream._data = stream.data.replace("新加坡".encode(), "示例国".encode())
    stream._encoded_data = None
    writer.mark_update(names[1]["/EF"].raw_get("/F"))


def change_language(writer):
    writer.root[pdf_name("/Lang")] = pdf_string("en")
    writer.update_root()


def test_a_sealed_paper_is_valid_and_says_what_it_is(sealed, trust):
    verdict = verify_pdf(sealed, trust)
    assert verdict.as_json() == {
        "verdict": "valid",
        "status_as_of": None,
        "kind": "exit_permit",
        "number": "示例〔2026〕0001",
        "issued": "2026-11-25",
        "reasons": list(verdict.sentences),
    }
    assert verdict.reasons == ("genuine", "status_unchecked")


def test_an_unsealed_paper_is_unknown(unsigned, trust):
    verdict = verify_pdf(unsigned, trust)
    assert (str(verdict.verdict), verdict.reasons, verdict.number) == (
        "unknown",
        ("no_seal",),
        None,
    )


def test_a_paper_sealed_by_any_other_key_is_unknown(unsigned, trust, tmp_path):
    stranger = configured_seal(make_demo_keys(tmp_path)).apply(unsigned)
    verdict = verify_pdf(stranger, trust)
    assert (str(verdict.verdict), verdict.reasons) == ("unknown", ("unknown_seal",))


def test_the_status_key_cannot_seal_papers(unsigned, trust, keys):
    impostor = PadesSeal(keys.status_key, keys.status_certificate).apply(unsigned)
    assert answer(impostor, trust) == "unknown"


def test_a_trust_folder_without_offices_trusts_nobody(sealed, tmp_path):
    assert verify_pdf(sealed, TrustFolder(tmp_path)).reasons == ("nobody_trusted",)


def test_any_flipped_byte_of_the_content_is_noticed(sealed, trust):
    chance = random.Random(20261125)
    start = CONTENTS.search(sealed).start()
    for place in chance.sample(range(start), 40):
        damaged = bytearray(sealed)
        damaged[place] ^= 1 << chance.randrange(8)
        assert answer(bytes(damaged), trust) == "altered"


def test_any_flipped_byte_of_the_seal_itself_is_noticed(sealed, trust):
    chance = random.Random(20261126)
    start, end = CONTENTS.search(sealed).span()
    places = [*chance.sample(range(start, end), 60), end - 1, end - 2]
    for place in places:
        damaged = bytearray(sealed)
        damaged[place] ^= 1
        assert answer(bytes(damaged), trust) in {"altered", "unknown"}


def test_small_letters_in_the_seal_are_noticed(sealed, trust):
    start, end = CONTENTS.search(sealed).span(1)
    changed = sealed[:start] + sealed[start:end].lower() + sealed[end:]
    assert answer(changed, trust) == "altered"


@pytest.mark.parametrize("change", [swap_attachment, change_language])
def test_a_change_saved_after_the_seal_is_altered(sealed, trust, change):
    assert answer(updated(sealed, change), trust) == "altered"


def test_the_swapped_attachment_really_was_swapped(sealed):
    with pikepdf.open(BytesIO(updated(sealed, swap_attachment))) as pdf:
        assert "示例国".encode() in pdf.attachments["certificate.json"].get_file().read_bytes()


def test_bytes_appended_after_the_seal_are_noticed(sealed, trust):
    assert answer(sealed + b"\n% harmless comment\n", trust) == "altered"


def test_bytes_put_before_the_paper_are_noticed(sealed, trust):
    assert answer(b"\n" + sealed, trust) == "altered"


def test_a_paper_written_anew_with_its_old_seal_is_altered(sealed, trust):
    target = BytesIO()
    with pikepdf.open(BytesIO(sealed)) as pdf:
        pdf.save(target)
    assert answer(target.getvalue(), trust) == "altered"


def test_a_paper_written_anew_without_its_seal_is_unknown(unsigned, trust):
    target = BytesIO()
    copy_into_new_writer(PdfFileReader(BytesIO(unsigned))).write(target)
    assert answer(target.getvalue(), trust) == "unknown"


@pytest.mark.parametrize("permission", [MDPPerm.FILL_FORMS, None])
def test_a_seal_that_lets_others_change_the_paper_is_not_enough(unsigned, trust, keys, permission):
    loose = PdfSignatureMetadata(
        field_name="Seal",
        subfilter=SigSeedSubFilter.PADES,
        certify=permission is not None,
        docmdp_permissions=permission or MDPPerm.NO_CHANGES,
    )
    writer = IncrementalPdfFileWriter(BytesIO(unsigned))
    signed = sign_pdf(writer, loose, configured_seal(keys)._signer, output=BytesIO())
    assert answer(signed.getvalue(), trust) == "altered"


def test_a_sealed_paper_takes_no_second_seal(sealed, keys):
    with pytest.raises(SigningError, match="filled already"):
        configured_seal(keys).apply(sealed)


def test_taking_out_the_seal_check_would_let_an_altered_paper_pass(sealed, trust, monkeypatch):
    """The negative control: without the seal check the swapped data are believed."""
    swapped = updated(sealed, swap_attachment)
    assert answer(swapped, trust) == "altered"
    monkeypatch.setattr(verifying, "_proves_whole_file", lambda *_: True)
    assert answer(swapped, trust) == "valid"


def test_a_sealed_file_that_is_not_a_paper_is_unknown(trust, keys):
    target = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(target, static_id=True)
    bare = configured_seal(keys).apply(target.getvalue())
    assert verify_pdf(bare, trust).reasons == ("no_data",)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.97, 0.9999])
def test_a_truncated_paper_is_not_valid(sealed, trust, part):
    cut = sealed[: int(len(sealed) * part)]
    assert answer(cut, trust) in {"altered", "unknown"}


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04" + b"0" * 5000, b"\x00" * 4096])
def test_what_is_not_a_pdf_is_said_to_be_none(data, trust):
    verdict = verify_pdf(data, trust)
    assert (verdict.reasons, verdict.no_input) == (("not_a_pdf",), True)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n" + b"[" * 100_000,
        b"%PDF-1.7\n1 0 obj\n<</A 1 0 R>>\nendobj\ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\nstartxref\n99999999999\n%%EOF",
        b"%PDF-1.7\n/Contents <" + b"3082" * 400 + b">\n%%EOF",
    ],
    ids=["deep", "loop", "far", "junk seal"],
)
def test_hostile_files_are_unknown_and_raise_nothing(data, trust):
    assert answer(data, trust) == "unknown"


def test_a_huge_file_is_not_read(trust, monkeypatch):
    monkeypatch.setattr(verifying, "LARGEST_FILE", 100)
    assert verify_pdf(b"%PDF-1.7" + b"0" * 100, trust).reasons == ("too_large",)


class TestStatus:
    @pytest.fixture
    def signer(self, keys):
        return StatusSigner.load(keys)

    @pytest.mark.parametrize("status", ["revoked", "superseded"])
    def test_a_listed_paper_no_longer_stands(self, sealed, trust, signer, status):
        listed = sign_status_list({REFERENCE: status}, signer)
        verdict = verify_pdf(sealed, trust, listed)
        assert (str(verdict.verdict), verdict.number) == (status, "示例〔2026〕0001")

    def test_a_paper_is_found_by_the_digest_of_its_file(self, sealed, trust, signer):
        assert (
            answer(sealed, trust, sign_status_list({digest(sealed): "revoked"}, signer))
            == "revoked"
        )

    def test_a_paper_that_is_not_listed_stands_as_of_the_list(self, sealed, trust, signer):
        moment = datetime.now(UTC).replace(microsecond=0)
        listed = sign_status_list({"another": "revoked"}, signer, issued_at=moment)
        verdict = verify_pdf(sealed, trust, listed)
        assert (str(verdict.verdict), verdict.status_as_of) == ("valid", moment.isoformat())

    def test_an_altered_paper_stays_altered_whatever_the_list_says(self, sealed, trust, signer):
        listed = sign_status_list({REFERENCE: "valid"}, signer)
        assert answer(sealed + b" ", trust, listed) == "altered"

    def test_a_stale_list_says_so_and_its_revocations_hold(self, sealed, trust, signer):
        old = datetime.now(UTC) - timedelta(days=1)
        stale = {"issued_at": old, "fresh_for": timedelta(hours=1)}
        nothing = verify_pdf(sealed, trust, sign_status_list({}, signer, **stale))
        revoked = verify_pdf(
            sealed, trust, sign_status_list({REFERENCE: "revoked"}, signer, **stale)
        )
        assert [str(nothing.verdict), str(revoked.verdict)] == ["valid", "revoked"]
        assert {"status_list_stale", "status_list_older"} & set(nothing.reasons)

    def test_a_list_with_a_bad_signature_counts_as_not_given(self, sealed, trust, tmp_path):
        stranger = StatusSigner.load(make_demo_keys(tmp_path))
        verdict = verify_pdf(sealed, trust, sign_status_list({REFERENCE: "revoked"}, stranger))
        assert (str(verdict.verdict), verdict.status_as_of) == ("valid", None)
        assert "status_list_bad" in verdict.reasons

    def test_a_changed_list_counts_as_not_given(self, sealed, trust, signer):
        listed = bytearray(sign_status_list({REFERENCE: "revoked"}, signer))
        listed[60] ^= 1
        assert "status_list_bad" in verify_pdf(sealed, trust, bytes(listed)).reasons

    @pytest.mark.parametrize("junk", [b"", b"..", b"a.b.c", b"\xff\xfe", b"e30.e30.e30", b"[]"])
    def test_junk_counts_as_not_given(self, sealed, trust, junk):
        assert "status_list_bad" in verify_pdf(sealed, trust, junk).reasons

    def test_a_status_that_is_not_understood_makes_the_paper_unknown(self, sealed, trust, signer):
        listed = sign_status_list({REFERENCE: "somehow"}, signer)
        assert answer(sealed, trust, listed) == "unknown"


def test_a_paper_expires_only_where_a_validity_was_recorded(seal_of, sealed, trust):
    past, future = seal_of(valid_until="2026-01-31"), seal_of(valid_until="2999-12-31")
    assert [answer(data, trust) for data in (past, future, sealed)] == ["expired", "valid", "valid"]


class TestUploads:
    """A stranger's file is judged in a process of its own."""

    def test_the_answer_is_the_same(self, sealed, trust, keys):
        listed = sign_status_list({REFERENCE: "revoked"}, StatusSigner.load(keys))
        assert quarantine.verify_upload(sealed, trust, listed) == verify_pdf(sealed, trust, listed)

    def test_a_file_that_takes_too_long_is_unknown(self, sealed, trust, monkeypatch):
        monkeypatch.setattr(quarantine, "TIMEOUT_SECONDS", 0.01)
        assert quarantine.verify_upload(sealed, trust).reasons == ("took_too_long",)

    def test_a_huge_file_is_not_handed_on(self, trust, monkeypatch):
        monkeypatch.setattr(quarantine, "LARGEST_UPLOAD", 10)
        assert quarantine.verify_upload(b"%PDF-1.7 and more", trust).reasons == ("too_large",)
