# SPDX-License-Identifier: Apache-2.0
"""What the agency's client does not believe, even from an exchange that cheats."""

import base64

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

import authoring
import documents
from documents import VIEW, content_of
from false_exchange import FalseExchange
from programs import run


def pending(agency):
    """The ids of documents in the client's outbox that have no receipt yet."""
    return {document.get("id") for document in agency.view("outbox").iter("{*}document")}


def base64_der(pem):
    certificate = x509.load_pem_x509_certificate(pem.read_bytes())
    return base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()


def swap_sealing(victim, certificate_text):
    """An alteration of the directory: another sealing certificate for this agency."""
    def alter(method, path, answer):
        if not path.startswith("/v1/directory") or answer.status != 200:
            return answer.status, answer.body
        directory = answer.xml
        for agency in directory.iter(f"{{{VIEW}}}agency"):
            if agency.get("id") == victim.id:
                for certificate in agency.iter(f"{{{VIEW}}}certificate"):
                    if certificate.get("usage") == "sealing":
                        certificate.text = certificate_text
        return 200, etree.tostring(directory)
    return alter


@pytest.fixture
def stranger(tmp_path):
    """A certificate that says all the right things, by another authority."""
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
        "ec_paramgen_curve:P-256", "-nodes", "-keyout", tmp_path / "key.pem", "-out",
        tmp_path / "stranger.pem", "-subj", "/CN=northgate-homes", "-addext",
        "subjectAltName=URI:urn:referral-exchange:agency:northgate-homes", "-addext",
        "keyUsage=critical,keyAgreement")
    return tmp_path / "stranger.pem"


@pytest.mark.parametrize("whose", ["stranger", "another agency", "identity", "revoked"])
def test_a_directory_with_a_swapped_certificate_is_refused(
        partnership, tmp_path, council, housing, charity, stranger, whose):
    victim = housing
    if whose == "revoked":
        victim = partnership.agency("riverside-homes", "housing-association")
        victim.client("init", "--new-key", "sealing")
        certificate = victim.have_signed("sealing")
        partnership.revoke(certificate)
    else:
        certificate = {"stranger": stranger, "another agency": charity.sealing,
                       "identity": housing.identity}[whose]
    file = authoring.write(tmp_path / "file.xml", victim)
    before = council.sent_referrals()
    with FalseExchange(council, swap_sealing(victim, base64_der(certificate))):
        council.refuses("refer", file)
    assert council.sent_referrals() == before, "nothing was sealed to a stranger"
    council.refer(file)


def test_a_receipt_that_an_agency_forged_is_not_believed(
        partnership, tmp_path, council, housing, charity):
    """Signed by an agency of the partnership, with the very words of a receipt."""
    def alter(method, path, answer):
        if method != "PUT":
            return answer.status, answer.body
        return answer.status, documents.sign(content_of(answer.body), charity.identity,
                                             charity.key("identity"))

    file = authoring.write(tmp_path / "file.xml", housing)
    before = pending(council)
    with FalseExchange(council, alter):
        council.client("refer", file, exit_code=None)
        assert len(pending(council) - before) == 1, "still without a receipt"
    council.sync()
    assert pending(council) == before, "the real receipt settled it"


def test_a_receipt_for_other_bytes_is_not_believed(tmp_path, council, housing):
    other = council.submit(council.write_referral(housing))
    before = pending(council)
    with FalseExchange(council, lambda method, path, answer:
                       (answer.status, other if method == "PUT" else answer.body)):
        council.client("refer", authoring.write(tmp_path / "file.xml", housing),
                       exit_code=None)
        assert len(pending(council) - before) == 1
    council.sync()
    assert pending(council) == before


def test_a_document_that_another_agency_signed_is_not_shown(
        tmp_path, council, housing, charity):
    leg = council.refer(authoring.write(tmp_path / "file.xml", housing))[housing.id]

    def alter(method, path, answer):
        if path == f"/v1/documents/{leg}" and answer.status == 200:
            return 200, documents.sign(content_of(answer.body), charity.identity,
                                       charity.key("identity"))
        return answer.status, answer.body

    with FalseExchange(housing, alter):
        housing.client("sync", exit_code=None)
    assert council.state(leg) == "offered", "what cannot be believed is not confirmed"
    housing.sync()
    assert council.state(leg) == "delivered"


def test_verify_tells_a_forged_receipt_and_a_changed_document(
        tmp_path, council, housing, charity):
    written = council.write_referral(housing)
    receipt = council.submit(written)
    housing.sync()
    cases = {"receipt": receipt, "document": written.signed}
    for name, data in cases.items():
        (tmp_path / name).write_bytes(data)
        housing.client("verify", tmp_path / name)
    cases = {
        "forged-receipt": documents.sign(content_of(receipt), charity.identity,
                                         charity.key("identity")),
        "changed-document": written.signed.replace(b"priority", b"routine "),
        "foreign-document": documents.sign(written.content, charity.identity,
                                           charity.key("identity"))}
    for name, data in cases.items():
        (tmp_path / name).write_bytes(data)
        housing.refuses("verify", tmp_path / name)


def test_an_agency_cannot_send_what_only_the_exchange_signs(council, housing):
    notice = documents.step_body("notice", kind="superseded", leg=documents.new_id())
    registration = documents.step_body("registration", agency="x1", name="X",
                                       agencyKind="other", status="active")
    council.refuse(council.write(notice, housing), 422, "rule")
    council.refuse(council.write(registration), 422, "rule")


def test_an_older_client_goes_on_when_a_newer_exchange_lists_what_it_does_not_know(
        council, housing):
    def newer(method, path, answer):
        named = path.startswith(("/v1/mailbox", "/v1/matters"))
        return answer.status, (answer.body.replace(b'kind="commitment"', b'kind="promise"')
                               if named else answer.body)

    council.sync()
    housing.client("commitment", "make", "--to", council.id, "--subject", "call", "--due-on",
                   documents.day(3), "--what", "I ring her")
    housing.client("call-back", "ask", "--to", council.id, "--by",
                   documents.timestamp(86400), "--worker-name", "Ken", "--worker-telephone",
                   "01632 960102", "--words", "The weekend")
    with FalseExchange(council, newer):
        told = council.client("sync").stdout
        assert "of a kind that this release does not know" in told and "1  received" in told
        assert "Call-back" in council.client("inbox").stdout
        assert council.client("sync").stdout == "nothing new\n"
    assert "rejection" not in council.client("outbox", "--all").stdout
