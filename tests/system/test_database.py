# SPDX-License-Identifier: Apache-2.0
"""The database dies: requests wait or are told to come back, and nothing is lost."""

import os
import signal
import threading

from documents import parse, content_of
from programs import until


def test_a_killed_database_is_restarted_and_meanwhile_there_is_503_with_a_time(
        exchange, council, housing):
    before = council.submit(council.write_referral(housing))
    raw = council.raw()
    pid = exchange.kill_database()
    seen = set()

    def is_back():
        answer = raw.get("/v1/mailbox", after=0)
        seen.add(answer.status)
        if answer.status == 503:
            assert answer.headers["Retry-After"]
            assert answer.problem == "unavailable"
        return answer.status == 200

    until(is_back, "the mailbox is served again", 60)
    assert seen <= {200, 503}
    exchange.wait_for_database(after=pid)
    after = council.submit(council.write_referral(housing))
    number = lambda receipt: int(parse(content_of(receipt)).get("sequence"))
    assert number(after) == number(before) + 1


def test_a_parked_poll_survives_the_death_of_the_database(exchange, council, housing):
    raw = housing.raw()
    head = max([int(entry["sequence"]) for entry in raw.mailbox()], default=0)
    answers = []
    parked = exchange.metric("exchange_polls_parked")
    thread = threading.Thread(target=lambda: answers.append(
        raw.get("/v1/mailbox", after=head, wait=50)))
    thread.start()
    until(lambda: exchange.metric("exchange_polls_parked") > parked, "the poll is parked")
    exchange.wait_for_database(after=exchange.kill_database())
    referral = council.write_referral(housing)
    until(lambda: council.put(referral).status in (200, 201), "it is accepted again", 60)
    thread.join(60)
    assert answers and answers[0].status in (200, 503), answers
    if answers[0].status == 200:
        assert referral.id.encode() in answers[0].body


def test_a_database_left_behind_by_a_killed_exchange_is_taken_over(
        exchange, council, housing):
    referral = council.write_referral(housing)
    receipt = council.submit(referral)
    left = exchange.postmaster()[0]
    exchange.kill()
    exchange.start()
    assert (council.put(referral).status, council.put(referral).body) == (200, receipt)
    until(lambda: exchange.postmaster()[0] == left or not os.path.exists(f"/proc/{left}"),
          "adopted or stopped")


def test_a_graceful_stop_answers_parked_polls(exchange, council):
    raw = council.raw()
    head = max([int(entry["sequence"]) for entry in raw.mailbox()], default=0)
    answers = []
    thread = threading.Thread(target=lambda: answers.append(
        raw.get("/v1/mailbox", after=head, wait=55)))
    parked = exchange.metric("exchange_polls_parked")
    thread.start()
    until(lambda: exchange.metric("exchange_polls_parked") > parked, "the poll is parked")
    exchange.process.send_signal(signal.SIGTERM)
    thread.join(30)
    assert answers and answers[0].status in (204, 503), answers
    assert exchange._wait_and_forget() == 0
    exchange.start()


def test_two_exchanges_do_not_share_one_private_database(exchange):
    told = exchange.command("serve", exit_code=1)
    assert "another exchange runs on this data directory" in told.stderr
    assert exchange.is_ready()
