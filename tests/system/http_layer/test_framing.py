# SPDX-License-Identifier: Apache-2.0
"""Doubtful framing and targets, and what a refusal says (rows 20, 21)."""

import http.client

import pytest

from framing import GET, HOST, HOSTILE
from probe import DOCUMENT, MEDIA, Probe, read_answer
from programs import until


@pytest.fixture(scope="module")
def probe(certificates, tmp_path_factory):
    probe = Probe(certificates, tmp_path_factory.mktemp("framing"))
    yield probe
    probe.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_doubtful_framing_is_refused_and_closed(probe, name):
    status, request = HOSTILE[name]
    with probe.plain() as connection:
        connection.sendall(request + GET + HOST + b"\r\n")
        got, received = read_answer(connection)
    assert got == status, received
    assert b"HTTP/1.1 2" not in received, "the second request was served"


def test_headers_in_small_pieces_are_whole(probe):
    """The check of line ends must not depend on how the bytes come in."""
    many = b"".join(b"X-%d: %s\r\n" % (n, b"v" * 200) for n in range(50))
    request = GET + HOST + many + b"Connection: close\r\n\r\n"
    for step in (7, 1000, 3000):
        with probe.plain() as connection:
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
def test_a_refusal_names_its_rule_and_its_request(probe, status, kind, method,
                                                  path, headers):
    connection = http.client.HTTPConnection("127.0.0.1", probe.plain_port)
    connection.putrequest(method, path)
    for name, value in headers.items():
        connection.putheader(name, value)
    if method == "PUT" and status != 411:
        connection.putheader("Content-Length", "1")
    connection.endheaders(b"x" if method == "PUT" and status != 411 else None)
    answer = connection.getresponse()
    assert (answer.status, answer.read().split(b"\n")[0].decode()) == (status, kind)
    until(lambda: f"id={answer.headers['Request-Id']}" in probe.log,
          "the request stands in the log")
    if status == 405:
        assert answer.headers["Allow"] == "PUT"
    connection.close()
