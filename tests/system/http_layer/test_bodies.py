# SPDX-License-Identifier: Apache-2.0
"""Bodies that are too large, and clients that ask before they send one."""

from probe import DOCUMENT, MEDIA, put, read_answer


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
