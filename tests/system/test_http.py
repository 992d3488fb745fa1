# SPDX-License-Identifier: Apache-2.0
"""The HTTP layer under attack: FAULTS 14 to 18, 20 and 21, and how it stops."""

import http.client
import shutil
import socket
import ssl
import subprocess
import threading
import time

import pytest

from probe import (DOCUMENT, MEDIA, SECONDS, Certificates, Probe, is_closed_within,
                   read_answer)
from programs import BUILD, until

DIRECTORY = BUILD / "tests/http"
DRIP_SECONDS = 0.05

# Deadlines a person would not want, so that the tests need not wait: each test has the one
# that it is about, so that whatever it does besides may take as long as it takes.
HASTY_HANDSHAKE = "handshake_ms=600"
HASTY_HEADERS = "headers_ms=600"
HASTY_BODY = "body_grace_ms=600"
HASTY_WRITING = "write_grace_ms=600"
HASTY_IDLE = "idle_ms=2000"

# A bound for a machine under load, not an expectation; shorter than deadlines are by default.
CUT_SECONDS = 9


@pytest.fixture(scope="module")
def certificates():
    shutil.rmtree(DIRECTORY, ignore_errors=True)
    return Certificates(DIRECTORY)


@pytest.fixture(scope="module")
def council(certificates):
    return certificates.make("council")


@pytest.fixture(scope="module")
def housing(certificates):
    return certificates.make("housing")


@pytest.fixture
def start(certificates):
    probes = []

    def start(*limits):
        directory = DIRECTORY / f"run-{time.monotonic_ns()}"
        directory.mkdir()
        probes.append(Probe(certificates, directory, *limits))
        return probes[-1]

    yield start
    for probe in probes:
        probe.close()


@pytest.fixture
def probe(start):
    return start()


def put(size=0, path=DOCUMENT, method="PUT", **headers):
    fields = {"Host": "localhost", "Content-Type": MEDIA, "Content-Length": size, **headers}
    lines = [f"{method} {path} HTTP/1.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()
              if value is not None]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def drip(connection, data, seconds):
    """Sends a byte at a time until the server closes; how long that took."""
    begin = time.monotonic()
    connection.settimeout(DRIP_SECONDS)
    for byte in data:
        if time.monotonic() - begin > seconds:
            return None
        try:
            connection.send(bytes([byte]))
            if connection.recv(1) == b"":
                break
        except (TimeoutError, ssl.SSLWantReadError):
            continue
        except (ConnectionError, ssl.SSLError, OSError):
            break
    return time.monotonic() - begin


# FAULTS 14: slowloris.

def test_a_client_that_says_nothing_is_cut_in_the_handshake(start):
    probe = start(HASTY_HANDSHAKE)
    with socket.create_connection(("127.0.0.1", probe.port)) as connection:
        assert is_closed_within(connection, CUT_SECONDS)
    assert probe.metric("http_connections_cut_total", listener="api",
                        phase="handshake") == 1


def test_a_handshake_that_drips_is_cut(start):
    probe = start(HASTY_HANDSHAKE)
    # A record header that announces a client hello of 16 KB, which then never ends.
    hello = b"\x16\x03\x01\x40\x00\x01\x00\x3f\xfc\x03\x03" + bytes(4096)
    with socket.create_connection(("127.0.0.1", probe.port)) as connection:
        assert drip(connection, hello, CUT_SECONDS) is not None
    assert probe.metric("http_connections_cut_total", listener="api",
                        phase="handshake") == 1


def test_headers_that_drip_are_cut(start, council):
    probe = start(HASTY_HEADERS)
    for connection in (probe.plain(), probe.tls(council)):
        with connection:
            endless = b"GET /v1/poll HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 500
            assert drip(connection, endless, CUT_SECONDS) is not None
    for listener in ("api", "plain"):
        assert probe.metric("http_connections_cut_total", listener=listener,
                            phase="headers") == 1


def test_a_request_line_that_drips_is_cut(start):
    probe = start(HASTY_HEADERS)
    with probe.plain() as connection:
        assert drip(connection, b"GET /" + b"a" * 2000, CUT_SECONDS) is not None


def test_a_body_that_drips_is_cut(start, council):
    probe = start(HASTY_BODY)
    with probe.tls(council) as connection:
        connection.sendall(put(100_000))
        assert drip(connection, bytes(100_000), CUT_SECONDS) is not None
    assert probe.metric("http_connections_cut_total", listener="api", phase="body") == 1


def test_a_slow_body_above_the_least_rate_arrives(start, council):
    probe = start(HASTY_BODY, "rate_min_bytes=1024")
    size = 40_000
    with probe.tls(council) as connection:
        connection.sendall(put(size, Connection="close"))
        # For 2.5 s, four times the grace, well above the least rate.
        for _ in range(size // 1000):
            connection.sendall(bytes(1000))
            time.sleep(1000 / 16384)
        assert read_answer(connection)[0] == 201


def test_a_client_that_does_not_read_its_answer_is_cut(start, council):
    probe = start(HASTY_WRITING, "rate_min_bytes=100000000")
    with probe.tls(council) as connection:
        connection.sendall(put(path="/v1/zeros?bytes=60000000", method="GET"))
        until(lambda: probe.metric("http_connections_cut_total", listener="api",
                                   phase="writing") == 1, "the writer is cut")


def test_an_idle_connection_is_cut_but_not_one_in_use(start, council):
    probe = start(HASTY_IDLE)
    client = probe.client(council)
    begin = time.monotonic()
    while time.monotonic() - begin < 3:
        client.request("GET", "/v1/rest/x")
        assert client.getresponse().read() == b"x"
        time.sleep(0.1)
    assert is_closed_within(client.sock, CUT_SECONDS)


def test_a_parked_request_is_not_cut(start, council):
    probe = start("headers_ms=1500", "idle_ms=1500", HASTY_BODY, HASTY_WRITING)
    client = probe.client(council)
    client.request("GET", "/v1/poll?wait=2500")
    answer = client.getresponse()
    assert (answer.status, answer.read()) == (204, b"")


# FAULTS 15: many connections.

def test_one_address_cannot_take_all_connections(start):
    probe = start("connections_per_address=5")
    kept = [probe.plain() for _ in range(5)]
    with probe.plain() as sixth:
        assert is_closed_within(sixth, CUT_SECONDS)
    for connection in kept[1:]:
        connection.close()
    until(lambda: probe_answers(probe), "a closed connection makes room")
    kept[0].close()


def probe_answers(probe):
    try:
        return probe.ask("GET", "/state")[0] == 200
    except (ConnectionError, http.client.HTTPException):
        return False


def test_one_agency_cannot_take_all_connections(start, council, housing):
    probe = start("connections_per_group=3")
    kept = [probe.client(council) for _ in range(3)]
    for client in kept:
        client.request("GET", "/v1/rest/x")
        assert client.getresponse().read() == b"x"
    refused = probe.client(council)
    refused.request("GET", "/v1/rest/x")
    answer = refused.getresponse()
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.read().startswith(b"rate-limited\n")
    assert is_closed_within(refused.sock, CUT_SECONDS) if refused.sock else True

    other = probe.client(housing)
    other.request("GET", "/v1/rest/x")
    assert other.getresponse().status == 200
    assert probe.metric("http_connections_refused_total", listener="api",
                        reason="agency-limit") == 1


# FAULTS 16: protocol versions, renegotiation, resumption.

def s_client(probe, certificate, *options, **run):
    return subprocess.run(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{probe.port}", "-cert", certificate,
         "-key", certificate, "-servername", "localhost", *options],
        capture_output=True, text=True, timeout=SECONDS, **run)


@pytest.mark.parametrize("options", [
    ["-tls1", "-cipher", "ALL:@SECLEVEL=0"],
    ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
    ["-tls1_2", "-cipher", "AES128-GCM-SHA256"],
    ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA"],
    ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256"],
], ids=["tls-1.0", "tls-1.1", "no-forward-secrecy", "cbc-sha1", "cbc-sha256"])
def test_weak_tls_is_refused(probe, council, options):
    run = s_client(probe, council, *options, input="")
    assert "Cipher is (NONE)" in run.stdout, run.stdout + run.stderr


@pytest.mark.parametrize("options", [["-tls1_3"], ["-tls1_2"]])
def test_strong_tls_is_taken_and_never_resumed(probe, council, options):
    run = s_client(probe, council, *options, "-ign_eof",
                   input="GET /v1/rest/x HTTP/1.1\r\nHost: localhost\r\n"
                         "Connection: close\r\n\r\n")
    assert "HTTP/1.1 200 OK" in run.stdout, run.stdout + run.stderr
    assert "TLS session ticket:" not in run.stdout
    assert "Early data was not sent" in run.stdout or options == ["-tls1_2"]


def test_renegotiation_closes_the_connection(probe, council):
    client = subprocess.Popen(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{probe.port}", "-cert", council,
         "-key", council, "-tls1_2"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    client.stdin.write("R\n")
    client.stdin.flush()
    told, _ = client.communicate(timeout=SECONDS)
    assert "RENEGOTIATING" in told
    assert client.returncode != 0 or "closed" in told or "error" in told, told


# FAULTS 17, the transport's part: who is let into the handshake.

def handshake_fails(probe, certificate):
    try:
        with probe.tls(certificate) as connection:
            connection.sendall(put(path="/v1/rest/x", method="GET", Connection="close"))
            return read_answer(connection)[0] is None
    except (ssl.SSLError, ConnectionError):
        return True


def test_strangers_do_not_get_through_the_handshake(probe, council, certificates):
    stranger = Certificates(DIRECTORY / "other", "Other authority").make("council")
    namesake = Certificates(DIRECTORY / "namesake").make("council")
    alone = Certificates(DIRECTORY / "alone", "self").authority
    assert handshake_fails(probe, None)
    assert handshake_fails(probe, stranger)
    assert handshake_fails(probe, namesake)
    assert handshake_fails(probe, alone)
    assert not handshake_fails(probe, council)
    assert probe.log.count("event=request") == 1
    until(lambda: probe.metric("http_connections_refused_total", listener="api",
                               reason="handshake") == 1, "no certificate is counted")
    assert probe.metric("http_connections_refused_total", listener="api",
                        reason="certificate") == 3
    assert 'event=handshake-refused listener=api client=127.0.0.1 reason="a stranger"' \
        in probe.log


def test_our_own_expired_certificate_gets_as_far_as_the_gate(probe, certificates):
    expired = certificates.make("expired", days=(-3, -2))
    probe.block("expired")
    client = probe.client(expired)
    client.request("GET", "/v1/rest/x")
    answer = client.getresponse()
    assert answer.status == 403
    assert answer.read().startswith(b"certificate-revoked\n")


ROUTES = [("PUT", DOCUMENT), ("GET", "/v1/poll"), ("GET", "/v1/held"), ("GET", "/v1/zeros"),
          ("GET", "/v1/rest/x"), ("GET", "/nowhere"), ("DELETE", DOCUMENT)]


def test_the_gate_stands_before_every_route(probe, certificates):
    blocked = certificates.make("blocked")
    probe.block("blocked")
    for method, path in ROUTES:
        def is_refused():
            client = probe.client(blocked)
            client.request(method, path, b"x" if method == "PUT" else None,
                           {"Content-Type": MEDIA})
            answer = client.getresponse()
            answer.read()
            return answer.status == 403 and answer.headers["Connection"] == "close"
        until(is_refused, f"{method} {path} is refused")


# FAULTS 18: refused in the middle of a connection.

def test_a_peer_refused_from_now_on_is_refused_on_its_open_connections(probe, council,
                                                                       housing):
    client, other, polling = probe.client(council), probe.client(housing), \
        probe.client(council)
    client.request("GET", "/v1/rest/x")
    assert client.getresponse().read() == b"x"
    polling.request("GET", "/v1/poll?wait=60000")
    other.request("GET", "/v1/poll?wait=60000")
    until(lambda: probe.state("polls") == 2, "both are parked")

    begin = time.monotonic()
    probe.block("council")
    answer = polling.getresponse()
    assert time.monotonic() - begin < 30, "long before the poll ends by itself"
    assert answer.status == 403
    assert answer.headers["Connection"] == "close"
    assert answer.read().startswith(b"certificate-revoked\n")

    client.request("GET", "/v1/rest/x")
    answer = client.getresponse()
    assert (answer.status, answer.headers["Connection"]) == (403, "close")
    until(lambda: probe.state("polls") == 1 and probe.state("refused") == 1,
          "its owner has heard of it")
    assert probe.ask("POST", "/v1/wake")[0] == 204
    assert other.getresponse().status == 200


# FAULTS 20 and 21: framing and targets.

HOST = b"Host: localhost\r\n"
GET = b"GET /v1/rest/x HTTP/1.1\r\n"
PUT = b"PUT " + DOCUMENT.encode() + b" HTTP/1.1\r\n" + HOST + \
    b"Content-Type: application/pkcs7-mime\r\n"
HOSTILE = {
    "length-and-chunks": (400, PUT + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"
                               b"\r\n0\r\n\r\nGET /v1/rest/smuggled HTTP/1.1\r\n\r\n"),
    "two-lengths": (400, PUT + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
    "two-equal-lengths": (400, PUT + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
    "list-of-lengths": (400, PUT + b"Content-Length: 5, 5\r\n\r\nhello"),
    "negative-length": (400, PUT + b"Content-Length: -5\r\n\r\nhello"),
    "chunk-extension": (411, PUT + b"Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n"
                             b"0\r\n\r\n"),
    "huge-chunk": (411, PUT + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n"),
    "odd-coding": (411, PUT + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
    "bare-lf-everywhere": (400, b"GET /v1/rest/x HTTP/1.1\nHost: localhost\n\n"),
    "bare-lf-request-line": (400, b"GET /v1/rest/x HTTP/1.1\n" + HOST + b"\r\n"),
    "bare-lf-header": (400, GET + b"A: b\n" + HOST + b"\r\n"),
    "bare-lf-last-header": (400, GET + b"Host: localhost\n\r\n"),
    "bare-lf-empty-line": (400, GET + HOST + b"\n"),
    "folded-line": (400, GET + HOST + b"A: b\r\n c\r\n\r\n"),
    "folded-length": (400, PUT + b"Content-Length: 1\r\n 0\r\n\r\nhello12345"),
    "folded-last-line": (400, GET + b"Host: localhost\r\n\tx\r\n\r\n"),
    "space-before-colon": (400, PUT + b"Content-Length : 5\r\n\r\nhello"),
    "nul-in-header": (400, GET + HOST + b"A: b\0c\r\n\r\n"),
    "no-colon": (400, GET + HOST + b"nonsense\r\n\r\n"),
    "no-host": (400, GET + b"\r\n"),
    "two-hosts": (400, GET + HOST + HOST + b"\r\n"),
    "wrong-host": (400, GET + b"Host: evil.example\r\n\r\n"),
    "http-2-preface": (505, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    "space-in-target": (400, b"GET /v1/rest/x y HTTP/1.1\r\n" + HOST + b"\r\n"),
    "space-in-query": (400, b"GET /v1/zeros?bytes=1 0 HTTP/1.1\r\n" + HOST + b"\r\n"),
    "upgrade": (400, GET + HOST + b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n"),
    "traversal": (400, b"GET /v1/rest/../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n"),
    "encoded-slash": (400, b"GET /v1/rest%2fx HTTP/1.1\r\n" + HOST + b"\r\n"),
    "encoded-traversal": (400, b"GET /v1/rest/%2e%2e/x HTTP/1.1\r\n" + HOST + b"\r\n"),
    "absolute-form": (400, b"GET http://localhost/v1/rest/x HTTP/1.1\r\n" + HOST + b"\r\n"),
    "8-KB-target": (414, b"GET /v1/rest/" + b"a" * 8192 + b" HTTP/1.1\r\n" + HOST + b"\r\n"),
    "64-KB-target": (414, b"GET /v1/rest/" + b"a" * 65536 + b" HTTP/1.1\r\n" + HOST
                     + b"\r\n"),
    "32-KB-header": (431, GET + HOST + b"A: " + b"a" * 32768 + b"\r\n\r\n"),
    "20-KB-header": (431, GET + HOST + b"A: " + b"a" * 20000 + b"\r\n\r\n"),
    "100-headers": (431, GET + HOST + b"A: b\r\n" * 100 + b"\r\n"),
    "unknown-expectation": (417, PUT + b"Content-Length: 5\r\nExpect: cake\r\n\r\nhello"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_doubtful_framing_is_refused_and_closed(probe_for_framing, name):
    status, request = HOSTILE[name]
    with probe_for_framing.plain() as connection:
        connection.sendall(request + GET + HOST + b"\r\n")
        got, received = read_answer(connection)
    assert got == status, received
    assert b"HTTP/1.1 2" not in received, "the second request was served"


@pytest.fixture(scope="module")
def probe_for_framing(certificates):
    directory = DIRECTORY / "framing"
    directory.mkdir()
    probe = Probe(certificates, directory)
    yield probe
    probe.close()


def test_headers_in_small_pieces_are_whole(probe_for_framing):
    """The check of line ends must not depend on how the bytes come in."""
    many = b"".join(b"X-%d: %s\r\n" % (n, b"v" * 200) for n in range(50))
    request = GET + HOST + many + b"Connection: close\r\n\r\n"
    for step in (7, 1000, 3000):
        with probe_for_framing.plain() as connection:
            for at in range(0, len(request), step):
                connection.sendall(request[at:at + step])
            assert read_answer(connection)[0] == 200


REFUSALS = [
    (404, "not-found", "GET", "/v1/nothing", {}),
    (405, "method-not-allowed", "DELETE", DOCUMENT, {}),
    (400, "bad-request", "GET", "/v1/zeros?bytes=1&bytes=2", {}),
    (400, "bad-request", "GET", "/v1/zeros?bites=1", {}),
    (400, "bad-request", "GET", "/v1/zeros?bytes=x", {}),
    (400, "bad-request", "PUT", "/v1/documents/..%2f..", {"Content-Type": MEDIA}),
    (400, "bad-request", "PUT", "/v1/documents/not-a-uuid", {"Content-Type": MEDIA}),
    (411, "length-required", "PUT", DOCUMENT, {"Content-Type": MEDIA}),
    (415, "media-type", "PUT", DOCUMENT, {"Content-Type": "text/xml"}),
    (415, "content-encoding", "PUT", DOCUMENT,
     {"Content-Type": MEDIA, "Content-Encoding": "gzip"}),
]


@pytest.mark.parametrize("status, kind, method, path, headers", REFUSALS)
def test_a_refusal_names_its_rule_and_its_request(probe_for_framing, status, kind, method,
                                                  path, headers):
    connection = http.client.HTTPConnection("127.0.0.1", probe_for_framing.plain_port)
    connection.putrequest(method, path)
    for name, value in headers.items():
        connection.putheader(name, value)
    if method == "PUT" and status != 411:
        connection.putheader("Content-Length", "1")
    connection.endheaders(b"x" if method == "PUT" and status != 411 else None)
    answer = connection.getresponse()
    assert (answer.status, answer.read().split(b"\n")[0].decode()) == (status, kind)
    until(lambda: f"id={answer.headers['Request-Id']}" in probe_for_framing.log,
          "the request stands in the log")
    if status == 405:
        assert answer.headers["Allow"] == "PUT"
    connection.close()


def test_an_oversized_body_is_read_and_then_refused(probe, council):
    client = probe.client(council)
    client.request("PUT", DOCUMENT, bytes(1024 * 1024 + 1), {"Content-Type": MEDIA})
    answer = client.getresponse()
    assert (answer.status, answer.read().split(b"\n")[0]) == (413, b"too-large")
    client.request("PUT", DOCUMENT, bytes(1024 * 1024), {"Content-Type": MEDIA})
    assert client.getresponse().status == 201  # on the same connection


def test_a_client_that_asks_first_is_told_before_it_sends(probe, council):
    with probe.tls(council) as connection:
        connection.sendall(put(2_000_000, Expect="100-continue"))
        assert read_answer(connection)[0] == 413
    with probe.tls(council) as connection:
        connection.sendall(put(5, Expect="100-continue", Connection="close"))
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"hello")
        assert read_answer(connection)[0] == 201


def test_leave_to_send_that_is_not_used_runs_out(start, council):
    probe = start(HASTY_BODY)
    with probe.tls(council) as connection:
        connection.sendall(put(5, Expect="100-continue"))
        assert is_closed_within(connection, CUT_SECONDS)


# Parked requests, and stopping.

def test_a_client_that_goes_away_is_noticed(probe, council):
    client = probe.client(council)
    client.request("GET", "/v1/poll?wait=600000")
    until(lambda: probe.state("polls") == 1, "it is parked")
    client.sock.close()
    client.close()
    until(lambda: probe.state("gone") == 1 and probe.state("polls") == 0, "it is noticed")


def park_many(probe, certificate, count, path="/v1/poll?wait=600000"):
    context = probe.context(certificate)
    connections = []
    for _ in range(count):
        connection = probe.tls(None, context)
        connection.sendall(put(path=path, method="GET"))
        connections.append(connection)
    return connections


def test_a_stop_answers_everything_that_is_parked(probe, council):
    connections = park_many(probe, council, 200)
    until(lambda: probe.state("polls") == 200, "all are parked")
    stopped = []
    stopping = threading.Thread(target=lambda: stopped.append(probe.stop()))
    stopping.start()
    assert [read_answer(connection)[0] for connection in connections] == [204] * 200
    stopping.join(SECONDS)
    assert stopped == [0]


def test_a_stop_waits_for_work_in_progress(probe, council):
    held = park_many(probe, council, 20, "/v1/held")
    polls = park_many(probe, council, 20)
    until(lambda: probe.state("held") == 20 and probe.state("polls") == 20, "parked")
    probe.process.terminate()
    assert [read_answer(connection)[0] for connection in polls] == [204] * 20
    assert probe.process.poll() is None
    assert probe.ask("POST", "/v1/release")[0] == 204
    assert [read_answer(connection)[0] for connection in held] == [200] * 20
    assert probe.process.wait(SECONDS) == 0


def test_a_stop_waits_no_longer_than_it_may(start, council):
    probe = start("drain_ms=300")
    held = park_many(probe, council, 20, "/v1/held")
    until(lambda: probe.state("held") == 20, "parked")
    probe.process.terminate()
    for connection in held:
        status, received = read_answer(connection)
        assert status == 503 and b"Retry-After: " in received
    assert probe.process.wait(SECONDS) == 0


def test_all_phases_count_down_to_none(probe, council):
    for connection in park_many(probe, council, 10, "/v1/rest/x"):
        connection.close()
    until(lambda: all(probe.metric("http_connections", listener="api", phase=phase) == 0
                      for phase in ("handshake", "headers", "body", "handling", "writing",
                                    "idle")), "no connection is left")
    assert probe.metric("http_requests_total", listener="api", status="2xx") == 10
