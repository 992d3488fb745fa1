# SPDX-License-Identifier: Apache-2.0
"""Who may speak now: suspended agencies, revoked and ending certificates, the CRL."""

import threading
import time

import pytest

from documents import day, new_id
from programs import until

ROUTES = ["/v1/mailbox?after=0", "/v1/referrals?changed-after=0", "/v1/matters", "/v1/directory",
          "/v1/crl", "/v1/statistics", "/v1/inductions", f"/v1/documents/{new_id()}",
          f"/v1/documents/{new_id()}/receipt", f"/v1/referrals/{new_id()}",
          f"/v1/matters/{new_id()}"]
DAY = 24 * 3600


def years(offset):
    """A time so many years from now, as exchange-ca takes it."""
    return day(365 * offset).replace("-", "") + "000000Z"


def is_refused(raw, problem):
    answer = raw.get("/v1/mailbox", after=0)
    return answer.status == 403 and answer.problem == problem


def parked_poll(agency):
    """A long-poll at the head of the mailbox; returns a function that waits for its end."""
    answers = []
    raw = agency.raw()
    head = max([int(entry["sequence"]) for entry in raw.mailbox()], default=0)

    def poll():
        answers.append((raw.get("/v1/mailbox", after=head, wait=50), time.monotonic()))

    thread = threading.Thread(target=poll)
    thread.start()

    def end():
        thread.join(60)
        assert answers, "the poll never came back"
        return answers[0]
    return end


def polls_parked(exchange):
    return exchange.metric("exchange_polls_parked")


def test_a_suspended_agency_is_refused_on_every_route_and_told_why(
        partnership, council, charity):
    raw = charity.raw()
    assert raw.get("/v1/mailbox", after=0).status in (200, 204)
    partnership.suspend(charity)
    until(lambda: is_refused(raw, "certificate-suspended"), "the suspension counts", 5)
    for route in ROUTES:
        answer = raw.get(route)
        assert (answer.status, answer.problem) == (403, "certificate-suspended"), route
    partnership.resume(charity)
    until(lambda: raw.get("/v1/mailbox", after=0).status in (200, 204), "resumed", 5)


def test_a_referral_to_a_suspended_agency_is_refused_and_its_sender_told_of_others(
        partnership, council, charity):
    waiting = council.write_referral(charity)
    council.submit(waiting)
    partnership.suspend(charity)
    council.refuse(council.write_referral(charity), 422, "recipient-suspended")
    notices = [entry for entry in council.raw().mailbox()
               if entry["kind"] == "notice" and entry.get("leg") == waiting.id]
    assert len(notices) == 1, "an undelivered referral is reported as undeliverable"
    partnership.resume(charity)


# --- row 17 -----------------------------------------------------------------

@pytest.mark.parametrize("problem", ["certificate-expired", "certificate-not-yet-valid",
                                     "certificate-unregistered",
                                     "certificate-wrong-profile"])
def test_a_certificate_of_our_authority_that_is_not_good_gets_the_reason(
        partnership, council, problem):
    key = council.key("identity")
    if problem == "certificate-wrong-profile":
        certificate = partnership.exchange.directory / "evidence.pem"
        key = partnership.exchange.directory / "evidence-key.pem"
    elif problem == "certificate-expired":
        certificate = council.have_signed("identity", start=years(-2), end=years(-1))
    elif problem == "certificate-not-yet-valid":
        certificate = council.have_signed("identity", start=years(1), end=years(2))
    else:
        certificate = council.have_signed("identity")
    raw = council.raw(certificate, key)
    for route in ROUTES:
        answer = raw.get(route)
        assert (answer.status, answer.problem) == (403, problem), route


# --- row 18 -----------------------------------------------------------------

def test_a_certificate_revoked_mid_connection_is_refused_within_a_second(
        partnership, exchange):
    hospital = partnership.agency("eastborough-hospital", "other")
    raw = hospital.raw()
    assert raw.get("/v1/mailbox", after=0).status in (200, 204)
    parked = polls_parked(exchange)
    end = parked_poll(hospital)
    until(lambda: polls_parked(exchange) > parked, "the poll is parked")
    partnership.revoke(hospital.identity)
    published = time.monotonic()
    answer, woken = end()
    assert (answer.status, answer.problem) == (403, "certificate-revoked")
    assert woken - published < 5, "on a machine under load; a second when it is idle"
    answer = raw.get("/v1/mailbox", after=0)
    assert (answer.status, answer.problem) == (403, "certificate-revoked")
    assert exchange.metric("exchange_refused_total", reason="certificate-revoked") >= 1


# --- row 19 -----------------------------------------------------------------

def test_an_older_or_forged_revocation_list_does_not_replace_the_one_held(
        partnership, exchange, council):
    good = exchange.crl.read_bytes()
    revoked = partnership.agency("closed-charity")
    raw = revoked.raw()
    assert raw.get("/v1/mailbox", after=0).status in (200, 204)
    partnership.revoke(revoked.identity)
    until(lambda: is_refused(raw, "certificate-revoked"), "the revocation counts", 5)
    newest = exchange.crl.read_bytes()
    for what, bad in {"older": good, "forged": newest[:-60] + b"AAAA" + newest[-56:],
                      "empty": b""}.items():
        rejected = exchange.metric("exchange_crl_refused_total")
        fresh = exchange.crl.with_suffix(".new")
        fresh.write_bytes(bad)
        fresh.rename(exchange.crl)
        until(lambda: exchange.metric("exchange_crl_refused_total") > rejected,
              f"the {what} list is refused, with an alarm", 10)
        assert is_refused(raw, "certificate-revoked"), what
        assert council.raw().get("/v1/crl").status == 200
    partnership.authority.publish_crl(exchange.crl)


def test_when_the_list_has_run_out_all_are_refused_until_a_new_one_comes(
        partnership, exchange, council):
    raw = council.raw()
    exchange.set_clock(40 * DAY)
    try:
        answer = until(lambda: (a := raw.get("/v1/mailbox", after=0)).status == 503 and a,
                       "a list past its grace is not believed", 10)
        assert answer.problem == "crl-stale"
        assert answer.headers["Retry-After"]
        partnership.authority.publish_crl(exchange.crl, days=90)
        until(lambda: raw.get("/v1/mailbox", after=0).status in (200, 204), "renewed", 10)
    finally:
        exchange.set_clock(0)
