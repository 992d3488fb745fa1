# SPDX-License-Identifier: Apache-2.0
"""One member that takes all it can: what it gets is bounded, it is told when to come
again, and the others are served meanwhile (rows 15, 43)."""

import threading

import pytest

from documents import new_id
from programs import until

EXCHANGE = {"more": """
[limits]
workers = 1
queue_documents = 1
batch_documents = 1
polls_per_agency = 3
connections_per_agency = 12
"""}


def is_told_when(answer):
    return 1 <= int(answer.headers["Retry-After"]) <= 120


def test_when_the_queue_is_full_the_rest_is_told_to_come_again_and_nothing_is_lost(
        exchange, council, housing):
    written = [council.write_referral(housing) for _ in range(10)]
    raws, answers = [council.raw() for _ in written], {}
    for raw in raws:
        raw.get("/v1/crl")
    for _ in range(20):
        waiting = [each for each in written if each.id not in answers]
        together = threading.Barrier(len(waiting) or 1)
        refused = []

        def put(raw, each):
            together.wait()
            answer = raw.put(each.id, each.signed)
            if answer.status in (200, 201):
                answers[each.id] = answer
            else:
                refused.append(answer)

        threads = [threading.Thread(target=put, args=pair) for pair in zip(raws, waiting)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for answer in refused:
            assert (answer.status, answer.problem) == (503, "unavailable"), answer
            assert is_told_when(answer)
            assert b"database" not in answer.body, "it is not the database's doing"
    assert len(answers) == len(written)
    assert exchange.metric("exchange_refused_total", reason="unavailable") > 0
    for raw in raws:
        raw.close()


def test_an_agency_parks_no_more_polls_than_its_share(exchange, council, housing):
    head = max(int(entry["sequence"]) for entry in council.raw().mailbox(limit=1000))
    raws, ends = [council.raw() for _ in range(3)], []
    threads = [threading.Thread(target=lambda raw=raw: ends.append(
        raw.get("/v1/mailbox", after=head, wait=50).status)) for raw in raws]
    for thread in threads:
        thread.start()
    until(lambda: exchange.metric("exchange_polls_parked") == 3, "three are parked")
    answer = council.raw().get("/v1/mailbox", after=head, wait=50)
    assert (answer.status, answer.problem) == (429, "rate-limited")
    assert is_told_when(answer)
    assert housing.raw().get("/v1/mailbox", after=0).status == 200
    council.submit(council.write_referral(housing))
    for thread in threads:
        thread.join(20)
    assert ends == [200, 200, 200]
    assert council.raw().get("/v1/mailbox", after=0).status == 200


def test_an_agency_holds_no_more_connections_than_its_share(exchange, council, housing):
    raws = []
    try:
        for _ in range(13):
            raws.append(council.raw())
            answer = raws[-1].get("/v1/crl")
            if answer.status != 200:
                break
        assert (answer.status, answer.problem) == (429, "rate-limited")
        assert is_told_when(answer)
        assert housing.raw().get("/v1/crl").status == 200
    finally:
        for raw in raws:
            raw.close()
    until(lambda: council.raw().get("/v1/crl").status == 200, "there is room again")


@pytest.mark.parametrize("size", [1, 4096])
def test_a_body_that_is_no_document_leaves_no_trace(council, size):
    answer = council.raw().put(new_id(), b"\x30" * size)
    assert (answer.status, answer.problem) == (422, "cms-profile")
