# SPDX-License-Identifier: Apache-2.0
"""Two exchange processes on one database: one order, one truth (row 27)."""

import threading

import pytest

from documents import day, new_id, response_body
from exchange import Exchange
from history import Recorder, check_histories
from programs import until
from raw_client import RawClient


@pytest.fixture(scope="module")
def second(partnership, exchange):
    node = Exchange(partnership.directory / "second", partnership.authority,
                    database_url=exchange.database_url())
    node.start()
    yield node
    node.stop()


def at_once(*works):
    """Runs these functions at the same moment; their results in order."""
    together, results = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        together.wait()
        results[number] = work()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_the_same_document_at_both_at_once_is_one_entry(exchange, second, council, housing):
    raws = [council.raw(), council.raw(exchange=second)]
    for _ in range(15):
        referral = council.write_referral(housing)
        answers = at_once(*[lambda raw=raw: raw.put(referral.id, referral.signed)
                            for raw in raws])
        assert sorted(answer.status for answer in answers) == [200, 201]
        assert answers[0].body == answers[1].body
        rows = exchange.sql("SELECT count(*) FROM entry WHERE id = %s", referral.id)
        assert rows == [(1,)]


def test_one_id_taken_by_two_agencies_at_once_is_one_agencys(
        exchange, second, council, housing, charity):
    raws = [council.raw(), charity.raw(exchange=second)]
    for _ in range(8):
        id = new_id()
        written = [agency.write_referral(housing, id=id) for agency in (council, charity)]
        answers = at_once(*[lambda pair=pair: pair[0].put(id, pair[1].signed)
                            for pair in zip(raws, written)])
        assert sorted(answer.status for answer in answers) == [201, 409]
        refused, = [answer for answer in answers if answer.status == 409]
        assert refused.problem == "id-reused"


def test_two_accepts_at_once_at_both_have_one_winner(
        exchange, second, council, housing, charity):
    raws = [housing.raw(), charity.raw(exchange=second)]
    for _ in range(8):
        referral, case = new_id(), new_id()
        accepts = []
        for agency in (housing, charity):
            leg = council.write_referral(agency, mode="first-accept", referral=referral,
                                         case=case)
            council.submit(leg)
            accepts.append(agency.write(response_body(leg.id, "accept", startBy=day(1)),
                                        council, case=case))
        answers = at_once(*[lambda pair=pair: pair[0].put(pair[1].id, pair[1].signed)
                            for pair in zip(raws, accepts)])
        assert sorted(answer.status for answer in answers) == [201, 409]
        refused, = [answer for answer in answers if answer.status == 409]
        assert refused.problem == "already-awarded"
        legs = council.raw().get(f"/v1/referrals/{referral}").xml.iter("{*}referral")
        assert sorted(leg.get("state") for leg in legs) == ["accepted", "superseded"]


def test_a_poll_at_one_is_woken_by_a_submission_at_the_other(second, council, housing):
    raw = housing.raw(exchange=second)
    head = max([int(entry["sequence"]) for entry in raw.mailbox()], default=0)
    parked = second.metric("exchange_polls_parked")
    answers = []
    poll = threading.Thread(target=lambda: answers.append(
        raw.get("/v1/mailbox", after=head, wait=50)))
    poll.start()
    until(lambda: second.metric("exchange_polls_parked") > parked, "the poll is parked")
    referral = council.write_referral(housing)
    council.submit(referral)
    poll.join(20)
    assert answers and referral.id.encode() in answers[0].body


def test_a_suspension_said_to_one_counts_at_the_other(partnership, second, charity):
    raw = charity.raw(exchange=second)
    assert raw.get("/v1/mailbox", after=0).status in (200, 204)
    partnership.suspend(charity)
    until(lambda: raw.get("/v1/mailbox", after=0).status == 403, "suspended there too", 5)
    partnership.resume(charity)
    until(lambda: raw.get("/v1/mailbox", after=0).status in (200, 204), "resumed", 5)


def test_histories_agree_when_both_are_busy(partnership, second, council, housing):
    senders = [Recorder(council), Recorder(housing)]
    senders[1].raw.close()
    senders[1].raw = RawClient(second.url, partnership.authority.certificate,
                               housing.identity, housing.key("identity"))
    written = [[council.write_referral(housing) for _ in range(25)],
               [housing.write_referral(council) for _ in range(25)]]
    at_once(*[lambda n=n: [senders[n].submit_once(each) for each in written[n]]
              for n in range(2)])
    for sender in senders:
        sender.read_to_the_end()
    assert check_histories(senders, partnership.authority) == 50
