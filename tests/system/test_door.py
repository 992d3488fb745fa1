# SPDX-License-Identifier: Apache-2.0
"""The exchange's own door, as strangers and thieves find it: protocol versions, whose
certificates open it, what requests it doubts, and a revocation list that somebody puts
back (rows 10, 16 to 21)."""

import http.client
import re
import socket
import ssl
import subprocess
import threading
from datetime import datetime

import pytest

from documents import new_id
from framing import GET, HOST, HOSTILE
from probe import read_answer
from programs import COMMAND_SECONDS, run, until

MAILBOX = "GET /v1/mailbox?after=0 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


# --- protocol (row 16) --------------------------------------------------------

def s_client(exchange, agency, *options, text=MAILBOX, stay=True):
    host, port = exchange.address()
    return subprocess.run(
        ["openssl", "s_client", "-connect", f"{host}:{port}", "-cert", agency.identity,
         "-key", agency.key("identity"), "-CAfile", exchange.authority.certificate,
         *(["-ign_eof"] if stay else []), *options],
        input=text, capture_output=True, text=True, timeout=COMMAND_SECONDS)


@pytest.mark.parametrize("options", [
    ["-tls1", "-cipher", "ALL:@SECLEVEL=0"], ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
    ["-tls1_2", "-cipher", "AES128-GCM-SHA256"], ["-tls1_2", "-cipher", "AES256-SHA"],
    ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA"],
    ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-SHA384"],
    ["-tls1_2", "-cipher", "NULL:aNULL:@SECLEVEL=0"]], ids=" ".join)
def test_a_weaker_protocol_is_not_spoken(exchange, council, options):
    done = s_client(exchange, council, *options)
    assert "Cipher is (NONE)" in done.stdout, done.stdout + done.stderr
    assert "HTTP/1.1" not in done.stdout


def test_an_older_session_keeps_its_extended_master_secret(exchange, council):
    """RFC 7627; gnutls gives it up where it is told to be lenient before the hellos."""
    done = s_client(exchange, council, "-tls1_2")
    assert "HTTP/1.1 200" in done.stdout, done.stdout + done.stderr
    assert "Extended master secret: yes" in done.stdout


@pytest.mark.parametrize("version", ["-tls1_3", "-tls1_2"])
def test_what_is_spoken_is_never_resumed_nor_early(exchange, council, tmp_path, version):
    session = tmp_path / "session"
    done = s_client(exchange, council, version, "-sess_out", session)
    assert "HTTP/1.1 200" in done.stdout, done.stdout + done.stderr
    assert "Max Early Data: 0" in done.stdout or "TLS session ticket:" not in done.stdout
    if session.exists():
        early = tmp_path / "early"
        early.write_text(MAILBOX)
        done = s_client(exchange, council, version, "-sess_in", session,
                        "-early_data", early)
        assert "Early data was accepted" not in done.stdout
        assert not re.search(r"^Reused", done.stdout, re.M), done.stdout


def test_renegotiation_ends_the_connection(exchange, council):
    done = s_client(exchange, council, "-tls1_2", text="R\n" + MAILBOX, stay=False)
    assert "RENEGOTIATING" in done.stdout + done.stderr
    assert "HTTP/1.1" not in done.stdout


# --- whose certificate (rows 10, 17) -------------------------------------------

def test_without_a_certificate_of_the_authority_there_is_no_handshake(
        exchange, council, tmp_path):
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
        "ec_paramgen_curve:P-256", "-nodes", "-keyout", tmp_path / "key.pem", "-out",
        tmp_path / "self.pem", "-subj", f"/CN={council.id}", "-addext",
        f"subjectAltName=URI:urn:referral-exchange:agency:{council.id}")
    with pytest.raises((ssl.SSLError, ConnectionError)):
        council.raw(tmp_path / "self.pem", tmp_path / "key.pem").get("/v1/directory")
    host, port = exchange.address()
    done = subprocess.run(
        ["openssl", "s_client", "-connect", f"{host}:{port}", "-ign_eof"], input=MAILBOX,
        capture_output=True, text=True, timeout=COMMAND_SECONDS)
    assert "HTTP/1.1" not in done.stdout


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_3, ssl.TLSVersion.TLSv1_2],
                         ids=lambda version: version.name)
@pytest.mark.parametrize("profile", ["server", "evidence", "sealing", "authority"])
def test_a_certificate_of_another_profile_is_no_agency(partnership, exchange, council,
                                                       profile, version):
    """Two of them may not even sign a handshake, which gnutls would end without a word."""
    own, authority = exchange.directory, partnership.authority
    raw = council.raw(*{"sealing": (council.sealing, council.key("sealing")),
                        "authority": (authority.certificate, authority.key)}.get(
        profile, (own / f"{profile}.pem", own / f"{profile}-key.pem")))
    raw.context.maximum_version = version
    for path in ("/v1/mailbox?after=0", "/v1/directory", "/v1/crl", "/v1/schemas",
                 f"/v1/documents/{new_id()}", "/v1/nothing"):
        answer = raw.get(path)
        assert (answer.status, answer.problem) == (403, "certificate-wrong-profile"), path
    answer = raw.put(new_id(), b"x")
    assert (answer.status, answer.problem) == (403, "certificate-wrong-profile")


# --- requests (rows 20, 21) ----------------------------------------------------

# The API answers to whatever name a partnership gives it.
@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "wrong-host"])
def test_doubtful_framing_is_refused_and_nothing_behind_it_served(exchange, council, name):
    """The same table as for the HTTP layer alone."""
    status, request = HOSTILE[name]
    request = (request + GET + HOST + b"\r\n").replace(b"/v1/rest/", b"/v1/schemas/")
    with socket.create_connection(exchange.address()) as connection, \
            council.raw().context.wrap_socket(connection,
                                              server_hostname="127.0.0.1") as line:
        line.sendall(request)
        got, received = read_answer(line)
    assert got == status, received
    assert b"HTTP/1.1 2" not in received


# --- revocation (rows 18, 19) --------------------------------------------------

def logged(exchange, *words):
    """When the exchange last logged a line with these words; None if it has not."""
    lines = [line for line in exchange.log().splitlines() if all(w in line for w in words)]
    return lines and datetime.strptime(re.match(r"time=(\S+)Z", lines[-1])[1],
                                       "%Y-%m-%dT%H:%M:%S.%f")


def test_a_parked_poll_is_refused_within_a_second_of_the_new_list(partnership, exchange):
    """By the exchange's own log, so that a busy machine's client does not count.  Without
    the list's call the poll would end by itself, after fifty seconds."""
    school = partnership.agency("eastborough-school", "other")
    raw, answers = school.raw(), []
    head = max(int(entry["sequence"]) for entry in raw.mailbox(limit=1000))
    poll = threading.Thread(target=lambda: answers.append(
        raw.get("/v1/mailbox", after=head, wait=50)))
    parked = exchange.metric("exchange_polls_parked")
    poll.start()
    until(lambda: exchange.metric("exchange_polls_parked") > parked, "it is parked")
    partnership.revoke(school.identity)
    poll.join(30)
    assert answers and answers[0].problem == "certificate-revoked"
    refused, read = [until(lambda: logged(exchange, *words), f"the log has {words}")
                     for words in ((f"agency={school.id} ", "status=403"),
                                   ("event=crl-read ",))]
    assert abs((refused - read).total_seconds()) < 1


def test_a_list_that_was_put_back_is_not_believed_after_a_restart(partnership, exchange,
                                                                 council):
    """An old file, restored while the exchange is down, would let a thief in again."""
    before = exchange.crl.read_bytes()
    nursery = partnership.agency("eastborough-nursery", "other")
    partnership.revoke(nursery.identity)
    raw = nursery.raw()
    until(lambda: raw.get("/v1/crl").status == 403, "the revocation counts")
    newest = exchange.crl.read_bytes()
    exchange.stop()
    exchange.crl.write_bytes(before)
    try:
        exchange.start()
        answer = nursery.raw().get("/v1/crl")
        assert (answer.status, answer.problem) == (403, "certificate-revoked")
        assert council.raw().get("/v1/crl").body.strip() == newest.strip()
        assert exchange.metric("exchange_crl_refused_total") >= 1, "with an alarm"
    finally:
        partnership.authority.publish_crl(exchange.crl)
