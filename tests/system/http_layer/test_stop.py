# SPDX-License-Identifier: Apache-2.0
"""Parked requests, and how the server stops."""

import threading

from probe import SECONDS, put, read_answer
from programs import until


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
