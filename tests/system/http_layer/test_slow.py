# SPDX-License-Identifier: Apache-2.0
"""Clients that take their time (row 14)."""

import socket
import ssl
import time

from probe import CUT_SECONDS, is_closed_within, put, read_answer
from programs import until

DRIP_SECONDS = 0.05

# Deadlines a person would not want, so that the tests need not wait: each test has the one
# that it is about, so that whatever it does besides may take as long as it takes.
HASTY_HANDSHAKE = "handshake_ms=600"
HASTY_HEADERS = "headers_ms=600"
HASTY_BODY = "body_grace_ms=600"
HASTY_WRITING = "write_grace_ms=600"
HASTY_IDLE = "idle_ms=2000"


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


def test_leave_to_send_that_is_not_used_runs_out(start, council):
    probe = start(HASTY_BODY)
    with probe.tls(council) as connection:
        connection.sendall(put(5, Expect="100-continue"))
        assert is_closed_within(connection, CUT_SECONDS)
