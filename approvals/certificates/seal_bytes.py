"""The bytes of the seal itself, which it cannot cover: they may be written in one way only."""

from asn1crypto import cms


def plain_form(seal: bytes) -> bytes:
    """Write a CMS signature (PAdES B-B, one signer, no unsigned attributes) again from its parts.

    What is signed, and the signer's certificate, are taken over; versions, algorithm lists and
    lengths are written as our seals write them. A seal that differs from its plain form was
    touched. Raises `ValueError`, `KeyError` or `TypeError` for what is not such a signature.
    """
    signed = cms.ContentInfo.load(seal)["content"]
    (signer,) = signed["signer_infos"]
    (certificate,) = signed["certificates"]
    issued = certificate.chosen
    digest = {"algorithm": signer["digest_algorithm"]["algorithm"].native}
    again = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                {"issuer": issued.issuer, "serial_number": issued.serial_number},
            ),
            "digest_algorithm": digest,
            "signed_attrs": signer["signed_attrs"],
            "signature_algorithm": signer["signature_algorithm"],
            "signature": signer["signature"].native,
        }
    )
    content = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest],
            "encap_content_info": {"content_type": "data"},
            "certificates": [certificate],
            "signer_infos": [again],
        }
    )
    plain: bytes = cms.ContentInfo({"content_type": "signed_data", "content": content}).dump()
    return plain
