# SPDX-License-Identifier: Apache-2.0
"""Who is let in, and who is not any more (rows 17, 18: the transport's part)."""

import ssl
import time

from probe import DOCUMENT, MEDIA, Certificates, put, read_answer
from programs import until


def handshake_fails(probe, certificate):
    try:
        with probe.tls(certificate) as connection:
            connection.sendall(put(path="/v1/rest/x", method="GET", Connection="close"))
            return read_answer(connection)[0] is None
    except (ssl.SSLError, ConnectionError):
        return True


def test_strangers_do_not_get_through_the_handshake(probe, council, certificates, tmp_path):
    stranger = Certificates(tmp_path / "other", "Other authority").make("council")
    namesake = Certificates(tmp_path / "namesake").make("council")
    alone = Certificates(tmp_path / "alone", "self").authority
    assert handshake_fails(probe, None)
    assert handshake_fails(probe, stranger)
    assert handshake_fails(probe, namesake)
    assert handshake_fails(probe, alone)
    assert not handshake_fails(probe, council)
    until(lambda: probe.log.count("event=request") == 1, "the one request stands in the log")
    until(lambda: probe.metric("http_connections_refused_total", listener="api",
                               reason="handshake") == 1, "no certificate is counted")
    assert probe.metric("http_connections_refused_total", listener="api",
                        reason="certificate") == 3
    assert 'event=handshake-refused listener=api client=127.0.0.1 reason="a stranger"' \
        in probe.log


def test_our_own_expired_certificate_gets_as_far_as_the_gate(probe, certificates):
    expired = certificates.make("expired", days=(-3, -2))
    probe.block("expired")

    def is_refused():
        client = probe.client(expired)
        client.request("GET", "/v1/rest/x")
        answer = client.getresponse()
        return answer.status == 403 and answer.read().startswith(b"certificate-revoked\n")
    until(is_refused, "the gate has heard of it, and the handshake was none of its business")


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
    assert time.monotonic() - begin < 1
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
