# SPDX-License-Identifier: Apache-2.0
"""Hostile documents at the real door (rows 1 to 13): each is refused with the rule that
it breaks, costs next to nothing, echoes nothing, stores nothing, and the next good
document is accepted."""

import gzip
import os
import socket

import pytest

import documents
from documents import PROBLEM_TYPE, envelope, new_id, referral_body, sign, with_attribute
from programs import run

CANARY = "Hodan-Warsame-canary"


@pytest.fixture(scope="module", autouse=True)
def nothing_lasting(exchange, council, housing):
    """After all of it: the exchange lives, is clean, and serves."""
    yield
    head = exchange.metric("exchange_documents_accepted_total")
    council.submit(council.write_referral(housing))
    assert exchange.metric("exchange_documents_accepted_total") == head + 1
    assert CANARY not in exchange.log()
    exchange.assert_no_findings()


@pytest.fixture
def referral(council, housing):
    """A good referral's XML, to be spoiled."""
    return council.write_referral(housing)


def refuse_bytes(exchange, agency, id, signed, status, problem):
    counted = exchange.metric("exchange_refused_total", reason=problem)
    answer = agency.raw().put(id, signed)
    assert (answer.status, answer.problem) == (status, problem), answer
    assert CANARY.encode() not in answer.body
    assert exchange.metric("exchange_refused_total", reason=problem) > counted
    assert agency.raw().get(f"/v1/documents/{id}").status == 404
    return answer


def refuse_xml(exchange, agency, id, content, status, problem):
    return refuse_bytes(exchange, agency, id, agency.sign(content), status, problem)


# --- XML (rows 1 to 6) ------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
QUADRATIC = f'<!ENTITY a "{"x" * 100_000}">'


@pytest.mark.parametrize("name, subset", [
    ("billion laughs", f'<!ENTITY l0 "lol">{LAUGHS}'), ("quadratic blow-up", QUADRATIC),
    ("parameter entity", '<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;'),
    ("an empty one", "")])
def test_any_doctype_is_refused_at_once(exchange, council, referral, name, subset):
    content = f"<!DOCTYPE document [{subset}]>".encode() + referral.content
    times, before = 10, exchange.cpu_seconds()
    for _ in range(times):
        refuse_xml(exchange, council, referral.id, content, 422, "doctype-forbidden")
    assert (exchange.cpu_seconds() - before) / times < 0.5, "seconds for a few kilobytes"


def test_no_file_and_no_address_is_ever_opened(exchange, council, referral, tmp_path):
    """A reader of the trap file would wait for ever; the listener would hear a call."""
    trap = tmp_path / "trap"
    os.mkfifo(trap)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/schema.xsd"
        for url in (f"file://{trap}", str(trap), address):
            entity = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{url}">]>'.encode()
            refuse_xml(exchange, council, referral.id, entity + referral.content, 422,
                       "doctype-forbidden")
            include = (f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude"'
                       f' href="{url}" parse="text"/>').encode()
            refuse_xml(exchange, council, referral.id,
                       referral.content.replace(b"<client ", include + b"<client "), 422,
                       "schema")
            hint = with_attribute(referral.content, "xsi:schemaLocation",
                                  f"urn:referral-exchange:document:1 {url}")
            answer = council.raw().put(referral.id, council.sign(hint))
            assert answer.status in (201, 200, 422), answer
        with pytest.raises(TimeoutError):
            listener.accept()


def test_an_agency_cannot_bring_its_own_schema(exchange, council, referral, tmp_path):
    anything = tmp_path / "anything.xsd"
    anything.write_text('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"'
                        ' targetNamespace="urn:referral-exchange:document:1">'
                        '<xs:element name="document"/></xs:schema>')
    content = with_attribute(referral.content, "xsi:schemaLocation",
                             f"urn:referral-exchange:document:1 {anything}")
    content = content.replace(b'urgency="priority"', b'urgency="' + CANARY.encode() + b'"')
    refuse_xml(exchange, council, referral.id, content, 422, "schema")


@pytest.mark.parametrize("name, spoil, problems", [
    ("depth", lambda c: c.replace(b"<client ", b"<a>" * 100_000 + b"<client "),
     {"document-limits"}),
    ("attributes", lambda c: c.replace(
        b"<client ", b"<client " + b" ".join(b"a%d=''" % n for n in range(50_000)) + b" "),
     {"document-limits"}),
    ("nodes", lambda c: c.replace(b"<client ", b"<a/>" * 200_000 + b"<client "),
     {"document-limits"}),
    ("text", lambda c: c.replace(b"<client ", b"x" * 900_000 + b"<client "),
     {"document-limits", "schema"}),
    ("comment", lambda c: c.replace(b"<client ", b"<!--" + b"x" * 900_000 + b"--><client "),
     {"document-limits", "schema"}),
    ("occurrences", lambda c: c.replace(
        b"<client ", b'<need code="debt-benefits" level="low"/>' * 20_000 + b"<client "),
     {"document-limits", "schema"})])
def test_a_document_out_of_all_measure_is_refused(
        exchange, council, referral, name, spoil, problems):
    before = exchange.cpu_seconds()
    answer = council.raw().put(referral.id, council.sign(spoil(referral.content)))
    assert answer.status == 422 and answer.problem in problems, answer
    assert exchange.cpu_seconds() - before < 5, "seconds of CPU, sanitizers included"


def test_more_than_a_document_may_have_is_refused_by_its_size(exchange, council, referral):
    content = referral.content.replace(b"<client ", b"x" * (3 << 19) + b"<client ")
    answer = council.raw().put(referral.id, council.sign(content))
    assert (answer.status, answer.problem) == (413, "too-large")


@pytest.mark.parametrize("name, spoil", [
    ("UTF-16", lambda c: b'<?xml version="1.0" encoding="UTF-16"?>'.decode().encode("utf-16")
     + c.decode().encode("utf-16-le")),
    ("UTF-7", lambda c: b'<?xml version="1.0" encoding="UTF-7"?>' + c),
    ("EBCDIC", lambda c: b'<?xml version="1.0" encoding="IBM037"?>' + c),
    ("Latin 1", lambda c: b'<?xml version="1.0" encoding="ISO-8859-1"?>' + c),
    ("invalid UTF-8", lambda c: c.replace(b"<client ", b"<!--\xff\xfe--><client ")),
    ("overlong", lambda c: c.replace(b"<client ", b"<!--\xc0\xaf--><client ")),
    ("surrogate", lambda c: c.replace(b"<client ", b"<!--\xed\xa0\x80--><client ")),
    ("NUL", lambda c: c.replace(b"<client ", b"<!--\0--><client ")),
    ("BOM of UTF-16 alone", lambda c: b"\xfe\xff" + c)])
def test_only_utf8_is_read(exchange, council, referral, name, spoil):
    answer = council.raw().put(referral.id, council.sign(spoil(referral.content)))
    assert answer.status == 422, answer
    assert answer.problem in ("encoding", "xml-malformed"), answer


def test_a_refusal_names_line_path_and_rule_but_not_the_value(exchange, council, referral):
    content = referral.content.replace(b'ageBand="25-34"', b'ageBand="' + CANARY.encode() + b'"')
    answer = refuse_xml(exchange, council, referral.id, content, 422, "schema")
    violation, = answer.xml.iter(f"{{{PROBLEM_TYPE}1}}violation")
    assert int(violation.get("line")) >= 1
    assert "client" in violation.get("path")
    assert violation.get("rule")


# --- CMS (rows 7 to 11, 13) --------------------------------------------------

def der_length(data):
    """The DER length octets of this many bytes."""
    size = len(data)
    if size < 128:
        return bytes([size])
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(octets)]) + octets


def sequence(data):
    return b"\x30" + der_length(data) + data


def openssl_cms(*words, content):
    return run("openssl", "cms", *words, "-binary", "-outform", "DER", input=content,
               text=False).stdout


SPOILED_CMS = {
    "not a message at all": lambda a, c: b"\x00" * 64,
    "an empty one": lambda a, c: b"",
    "two signers": lambda a, c: a.sign(c, "-signer", a.sealing, "-inkey",
                                       a.key("sealing")),
    "detached": lambda a, c: openssl_cms(
        "-sign", "-signer", a.identity, "-inkey", a.key("identity"), content=c),
    "no signed attributes": lambda a, c: a.sign(c, "-noattr"),
    "another content type": lambda a, c: a.sign(c, "-econtent_type", "1.2.3.4"),
    "indefinite lengths": lambda a, c: a.sign(c, "-stream"),
    "trailing bytes": lambda a, c: a.sign(c) + b"\x00",
    "wrapped in another": lambda a, c: sequence(a.sign(c)),
    "data, not signed": lambda a, c: openssl_cms("-data_create", content=c),
    "only a digest": lambda a, c: openssl_cms("-digest_create", content=c),
    "cut short": lambda a, c: a.sign(c)[:-20],
}


@pytest.mark.parametrize("name", SPOILED_CMS)
def test_a_message_of_another_shape_is_refused(exchange, council, referral, name):
    signed = SPOILED_CMS[name](council, referral.content)
    refuse_bytes(exchange, council, referral.id, signed, 422, "cms-profile")


@pytest.mark.parametrize("digest", ["sha1", "sha224"])
def test_a_weak_digest_is_refused(exchange, council, referral, digest):
    refuse_bytes(exchange, council, referral.id,
                 council.sign(referral.content, digest=digest), 422, "weak-algorithm")


def test_a_changed_content_is_refused(exchange, council, referral):
    changed = referral.signed.replace(b"priority", b"routine ")
    assert changed != referral.signed
    refuse_bytes(exchange, council, referral.id, changed, 422, "bad-signature")


@pytest.mark.parametrize("profile", ["sealing", "server", "evidence", "authority"])
def test_only_an_identity_certificate_signs_documents(
        partnership, exchange, council, referral, profile):
    own = exchange.directory
    authority = partnership.authority
    certificate, key = {
        "sealing": (council.sealing, council.key("sealing")),
        "server": (own / "server.pem", own / "server-key.pem"),
        "evidence": (own / "evidence.pem", own / "evidence-key.pem"),
        "authority": (authority.certificate, authority.key)}[profile]
    signed = sign(referral.content, certificate, key)
    answer = council.raw().put(referral.id, signed)
    assert answer.status == 403, answer
    assert answer.problem in ("identity-mismatch", "wrong-certificate-usage",
                              "certificate-unregistered"), answer


@pytest.fixture
def strangers(tmp_path):
    """A certificate that claims to be the council's, by nobody in particular."""
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
        "ec_paramgen_curve:P-256", "-nodes", "-keyout", tmp_path / "key.pem", "-out",
        tmp_path / "stranger.pem", "-subj", "/CN=eastborough-social-services", "-addext",
        "subjectAltName=URI:urn:referral-exchange:agency:eastborough-social-services")
    return tmp_path / "stranger.pem", tmp_path / "key.pem"


def test_certificates_inside_the_message_convince_nobody(
        exchange, council, referral, strangers):
    signed = sign(referral.content, *strangers)
    answer = council.raw().put(referral.id, signed)
    assert answer.status == 403, answer


def test_what_else_is_embedded_is_ignored(council, referral, strangers):
    signed = council.sign(referral.content, "-certfile", strangers[0])
    assert council.raw().put(referral.id, signed).status == 201


def test_compression_is_not_unpacked(exchange, council, referral):
    answer = council.raw().put(referral.id, gzip.compress(referral.signed),
                               Content_Encoding="gzip")
    assert (answer.status, answer.problem) == (415, "content-encoding")
    answer = council.raw().put(referral.id, referral.signed, Content_Type="text/xml")
    assert (answer.status, answer.problem) == (415, "media-type")


# --- sealing (row 12) --------------------------------------------------------

def seal(*certificates, **choices):
    return documents.seal(b"<details/>", *certificates, **choices)


SPOILED_SEALS = {
    "to the recipient alone": lambda a, b, c: seal(b.sealing),
    "to a third agency too": lambda a, b, c: seal(b.sealing, a.sealing, c.sealing),
    "to a third agency instead": lambda a, b, c: seal(c.sealing, a.sealing),
    "with the SHA-1 key derivation": lambda a, b, c: seal(b.sealing, a.sealing, kdf="sha1"),
    "with a shorter key": lambda a, b, c: seal(b.sealing, a.sealing, cipher="aes-128-gcm"),
    "without authentication": lambda a, b, c: seal(b.sealing, a.sealing, cipher="aes-256-cbc"),
    "to identity keys": lambda a, b, c: seal(b.identity, a.identity),
    "not sealed at all": lambda a, b, c: b"<details>in clear</details>",
}


@pytest.mark.parametrize("name", SPOILED_SEALS)
def test_what_is_sealed_otherwise_is_refused(
        exchange, council, housing, charity, name):
    sealed = SPOILED_SEALS[name](council, housing, charity)
    written = council.write(referral_body(new_id()), housing, sealed=sealed)
    refuse_bytes(exchange, council, written.id, written.signed, 422, "sealing-profile")


def test_details_in_clear_are_refused_on_the_wire(exchange, council, housing):
    id = new_id()
    content = envelope(referral_body(new_id()), council.id, housing.id, id, new_id())
    content = content.replace(b"</document>", b'<details xmlns="urn:referral-exchange:'
                              b'details:1">' + CANARY.encode() + b"</details></document>")
    refuse_xml(exchange, council, id, content, 422, "schema")
