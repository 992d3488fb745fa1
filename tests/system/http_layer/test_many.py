# SPDX-License-Identifier: Apache-2.0
"""Clients that take more than their share of connections (row 15)."""

import http.client

from probe import CUT_SECONDS, is_closed_within
from programs import until


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
