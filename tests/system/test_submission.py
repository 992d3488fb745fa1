# SPDX-License-Identifier: Apache-2.0
"""What a submission may do twice, late or in another's name."""

import threading

import pytest

from documents import body_namespace, day, delivery_body, new_id, parse, referral_body, \
    response_body, sha256, step_body, timestamp
from documents import RECEIPT, content_of

HOUR = 3600
DAY = 24 * HOUR


def log_entries(exchange, id):
    """How often the log holds a document."""
    rows = exchange.sql("SELECT count(*) FROM entry WHERE id = %s", id)
    return rows[0][0]


# --- twice (rows 24, 26, 27) -------------------------------------------------

def test_the_same_bytes_again_get_the_same_receipt_and_no_second_delivery(
        exchange, council, housing):
    referral = council.write_referral(housing)
    receipt = council.submit(referral)
    again = council.put(referral)
    assert again.status == 200
    assert again.body == receipt
    arrived = [entry for entry in housing.raw().mailbox() if entry["document"] == referral.id]
    assert len(arrived) == 1
    assert log_entries(exchange, referral.id) == 1


def test_other_bytes_under_a_used_id_are_refused(council, housing):
    referral = council.write_referral(housing)
    council.submit(referral)
    other = council.write_referral(housing, id=referral.id, case=referral.case)
    council.refuse(other, 409, "id-reused")


def test_an_id_that_another_agency_used_is_refused(council, charity, housing):
    referral = council.write_referral(housing)
    council.submit(referral)
    charity.refuse(charity.write_referral(housing, id=referral.id), 409, "id-reused")


def test_two_identical_submissions_in_flight_make_one_entry(exchange, council, housing):
    for _ in range(10):
        referral = council.write_referral(housing)
        answers = []
        together = threading.Barrier(4)

        def put():
            raw = council.raw()
            raw.get("/v1/crl")
            together.wait()
            answers.append(raw.put(referral.id, referral.signed))
            raw.close()

        threads = [threading.Thread(target=put) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answer.status for answer in answers) == [200, 200, 200, 201]
        assert len({answer.body for answer in answers}) == 1
        assert log_entries(exchange, referral.id) == 1


# --- in another's name (row 25) ---------------------------------------------

def test_another_agency_cannot_send_what_it_captured(exchange, council, charity, housing):
    referral = council.write_referral(housing)
    raw = charity.raw()
    answer = raw.put(referral.id, referral.signed)
    assert (answer.status, answer.problem) == (403, "identity-mismatch")
    council.submit(referral)
    answer = raw.put(referral.id, referral.signed)
    assert (answer.status, answer.problem) == (403, "identity-mismatch")
    assert log_entries(exchange, referral.id) == 1


def test_the_id_in_the_path_is_the_id_in_the_document(council, housing):
    referral = council.write_referral(housing)
    answer = council.raw().put(new_id(), referral.signed)
    assert (answer.status, answer.problem) == (422, "id-mismatch")


# --- clocks (row 29) --------------------------------------------------------

@pytest.mark.parametrize("offset", [5 * 60, -5 * 60, -DAY, -29 * DAY])
def test_a_clock_that_differs_a_little_is_forgiven(council, housing, offset):
    council.submit(council.write_referral(housing, created=timestamp(offset)))


@pytest.mark.parametrize("created", [11 * 60, DAY, "2038-01-19T03:14:08Z",
                                     "2100-02-28T23:59:59Z"])
def test_a_document_from_the_future_is_refused(council, housing, created):
    # Reckoned now, not when the tests were listed, which may be minutes ago.
    created = timestamp(created) if isinstance(created, int) else created
    answer = council.refuse(council.write_referral(housing, created=created),
                            422, "created-in-future")
    assert timestamp()[:10].encode() in answer.body, "the exchange's time is told"


def test_a_document_older_than_an_outbox_waits_is_refused(council, housing):
    council.refuse(council.write_referral(housing, created=timestamp(-31 * DAY)),
                   422, "too-old")


@pytest.mark.parametrize("created", ["2026-02-29T10:00:00Z", "2026-06-30T23:59:60Z",
                                     "2026-11-21T10:00:00+01:00", "2026-11-21T10:00:00"])
def test_a_time_that_is_none_is_refused(council, housing, created):
    council.refuse(council.write_referral(housing, created=created), 422, "schema")


@pytest.mark.parametrize("on, status", [("2038-01-19", 201), ("2038-01-20", 201),
                                        ("2100-02-28", 201), ("2100-02-29", 422),
                                        ("2096-02-29", 201)])
def test_days_far_ahead_are_days_as_others(council, housing, on, status):
    """Beyond 32 bits of seconds; 2100 has no leap day."""
    body = referral_body(new_id()).replace(
        "<housing ", f'<keyDate kind="court-hearing" on="{on}"/><housing ')
    written = council.write(body, housing, sealed=council.seal_for(housing, b"<details/>"))
    assert council.put(written).status == status


def received(receipt):
    return parse(content_of(receipt)).get("received")


def test_the_log_never_goes_back_when_the_clock_does(exchange, council, housing):
    exchange.set_clock(HOUR)
    first = received(council.submit(council.write_referral(housing)))
    exchange.set_clock(0)
    second = received(council.submit(council.write_referral(housing)))
    third = received(council.submit(council.write_referral(housing)))
    assert first > timestamp(HOUR - 60)
    assert first <= second <= third


# --- delivery (row 31) ------------------------------------------------------

def test_a_delivery_of_what_one_was_not_sent_is_refused(council, housing, charity):
    referral = council.write_referral(housing)
    council.submit(referral)
    unknown = charity.refuse(charity.write(delivery_body(new_id()), "referral-exchange"),
                             422, "unknown-document")
    others = charity.refuse(charity.write(delivery_body(referral.id), "referral-exchange"),
                            422, "unknown-document")
    tell = lambda answer: [child.text for child in answer.xml if "instance" not in child.tag]
    assert tell(unknown) == tell(others), "nobody learns which ids exist"


def test_a_second_delivery_of_the_same_document_changes_nothing(council, housing):
    referral = council.write_referral(housing)
    council.submit(referral)
    housing.submit(housing.write(delivery_body(referral.id), "referral-exchange"))
    before = council.raw().get(f"/v1/referrals/{referral.id}").body
    housing.submit(housing.write(delivery_body(referral.id), "referral-exchange"))
    assert council.raw().get(f"/v1/referrals/{referral.id}").body == before


def test_a_page_of_referrals_never_parts_what_one_delivery_changed(council, housing):
    legs = {council.write_referral(housing) for _ in range(3)}
    for leg in legs:
        council.submit(leg)
    before = max(int(entry["sequence"]) for entry in council.raw().mailbox(limit=1000))
    housing.submit(housing.write(delivery_body(*(leg.id for leg in legs)),
                                 "referral-exchange"))
    page = council.raw().get(f"/v1/referrals?changed-after={before}&limit=1").xml
    assert {leg.get("leg") for leg in page} == {leg.id for leg in legs}


@pytest.mark.parametrize("view, after", [("mailbox", "after"),
                                         ("referrals", "changed-after")])
def test_a_cursor_is_no_further_than_the_log(exchange, council, view, after):
    """Silence would hide from a client that the exchange has lost entries it has seen."""
    head = int(exchange.metric("exchange_log_head"))
    assert council.raw().get(f"/v1/{view}?{after}={head}").status in (200, 204)
    answer = council.raw().get(f"/v1/{view}?{after}={head + 1}")
    assert (answer.status, answer.problem) == (400, "cursor")


# --- who may step (2.3) -----------------------------------------------------

def test_only_the_recipient_may_answer_and_only_the_referrer_may_withdraw(
        council, housing, charity):
    referral = council.write_referral(housing)
    council.submit(referral)
    accept = response_body(referral.id, "accept", startBy=day(7))
    charity.refuse(charity.write(accept, council, case=referral.case), 422, "unknown-leg")
    answer = council.put(council.write(accept, housing, case=referral.case))
    assert answer.status in (409, 422), answer
    withdrawal = step_body("withdrawal", leg=referral.id, reason="client-request")
    answer = housing.put(housing.write(withdrawal, council, case=referral.case))
    assert answer.status in (409, 422), answer


def test_a_final_answer_is_final_and_the_refusal_says_what_is_open(council, housing):
    referral = council.write_referral(housing)
    council.submit(referral)
    housing.submit(housing.write(response_body(referral.id, "decline", ["capacity.full"]),
                                 council, case=referral.case))
    answer = housing.refuse(
        housing.write(response_body(referral.id, "accept", startBy=day(7)), council,
                      case=referral.case), 409, "lifecycle")
    assert b"declined" in answer.body


def test_a_receipt_says_what_was_accepted(council, housing):
    referral = council.write_referral(housing)
    receipt = parse(content_of(council.submit(referral)))
    assert receipt.tag == f"{{{RECEIPT}}}receipt"
    assert receipt.get("document") == referral.id
    assert receipt.get("sender") == council.id
    assert receipt.get("sha256") == sha256(referral.signed)
    assert body_namespace("receipt") == RECEIPT
