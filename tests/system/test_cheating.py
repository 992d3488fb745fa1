# SPDX-License-Identifier: Apache-2.0
"""A member that cheats: what it may learn, hide or break with its own good key."""

import pytest

from documents import (day, delivery_body, envelope, new_id, parse, referral_body,
                       response_body, step_body)
from programs import run

CANARY = "Hodan-Warsame-canary"
SOON = day(7)


def told(answer):
    """What an answer says, without the id of its request."""
    return answer.status, [child.text for child in answer.xml if "instance" not in child.tag]


def changed(agency, after=0):
    """{leg: state} of the legs that the exchange lists as changed."""
    answer = agency.raw().get("/v1/referrals", changed_after=after, limit=1000)
    assert answer.status == 200, answer
    return {leg.get("leg"): leg.get("state") for leg in answer.xml.iter("{*}referral")}


@pytest.fixture
def offered(council, housing):
    referral = council.write_referral(housing)
    council.submit(referral)
    return referral


def rejection(agency, of, to, case):
    return agency.write(step_body("rejection", document=of, reason="cannot-open"), to,
                        case=case)


# --- hiding ------------------------------------------------------------------

def test_a_document_about_one_leg_does_not_hide_what_happened_to_another(
        council, housing, offered):
    """By saying that it replaces an answer in another leg."""
    other = council.write_referral(housing)
    council.submit(other)
    answer = housing.write(response_body(offered.id, "accept", startBy=SOON), council,
                           case=offered.case)
    housing.submit(answer)
    housing.submit(housing.write(response_body(other.id, "accept", startBy=SOON), council,
                                 case=other.case, supersedes=answer.id))
    assert changed(council)[offered.id] == "accepted"
    assert changed(housing)[offered.id] == "accepted"


def test_a_rejected_referral_stays_listed_when_it_is_sent_again(council, housing, offered):
    housing.submit(rejection(housing, offered.id, council, offered.case))
    again = council.write(referral_body(new_id()), housing, case=offered.case,
                          sealed=council.seal_for(housing, b"<details/>"),
                          supersedes=offered.id)
    council.submit(again)
    assert changed(council)[offered.id] == "error"
    assert changed(council)[again.id] == "offered"


def test_only_the_same_leg_sent_again_lowers_a_flag(council, housing, offered):
    answer = housing.write(response_body(offered.id, "acknowledge"), council,
                           case=offered.case)
    housing.submit(answer)
    council.submit(rejection(council, answer.id, housing, offered.case))
    flagged = lambda: [entry["document"] for entry in council.raw().mailbox(limit=1000)
                       if entry.get("flagged")]
    assert answer.id in flagged()
    other = council.write_referral(housing)
    council.submit(other)
    housing.submit(housing.write(response_body(other.id, "acknowledge"), council,
                                 case=other.case, supersedes=answer.id))
    assert answer.id in flagged()
    housing.submit(housing.write(
        response_body(offered.id, "accept", startBy=SOON), council, case=offered.case,
        supersedes=answer.id))
    assert answer.id not in flagged()


# --- probing -----------------------------------------------------------------

def test_what_is_anothers_and_what_is_nobodys_are_told_alike(
        council, housing, charity, offered):
    answer = housing.write(response_body(offered.id, "acknowledge"), council,
                           case=offered.case)
    housing.submit(answer)
    raw = charity.raw()
    for path in ("/v1/documents/{}", "/v1/documents/{}/receipt", "/v1/referrals/{}",
                 "/v1/matters/{}"):
        nobodys = told(raw.get(path.format(new_id())))
        assert nobodys[0] == 404
        for id in (offered.id, answer.id, offered.case):
            assert told(raw.get(path.format(id))) == nobodys, path
    bodies = {
        "acknowledge": lambda id: response_body(id, "acknowledge"),
        "accept": lambda id: response_body(id, "accept", startBy=SOON),
        "withdrawal": lambda id: step_body("withdrawal", leg=id, reason="client-request"),
        "started": lambda id: step_body("status-update", leg=id, status="started",
                                        firstContactOn="2026-11-22"),
        "outcome": lambda id: step_body(
            "outcome", '<result need="domestic-abuse" result="met"/>', leg=id,
            ending="completed", endReason="goals-met"),
        "rejection": lambda id: step_body("rejection", document=id, reason="cannot-open"),
    }
    for name, body in bodies.items():
        for to, case in ((council, offered.case), (housing, offered.case),
                         (council, new_id())):
            nobodys = told(charity.put(charity.write(body(new_id()), to, case=case)))
            others = told(charity.put(charity.write(body(offered.id), to, case=case)))
            assert nobodys == others, name
            assert nobodys[0] == 422
    nobodys, others = [told(charity.put(charity.write(delivery_body(id), "referral-exchange")))
                       for id in (new_id(), offered.id)]
    assert nobodys == others


def test_a_recipient_learns_nothing_of_the_other_legs(council, housing, charity):
    referral, case = new_id(), new_id()
    legs = {agency: council.write_referral(agency, mode="parallel", referral=referral,
                                           case=case) for agency in (housing, charity)}
    for written in legs.values():
        council.submit(written)
    charity.submit(charity.write(
        response_body(legs[charity].id, "decline", ["capacity.full"]), council, case=case))
    seen = housing.raw().get(f"/v1/referrals/{referral}")
    assert [leg.get("leg") for leg in seen.xml.iter("{*}referral")] == [legs[housing].id]
    for path in (f"/v1/referrals/{legs[housing].id}", "/v1/mailbox?limit=1000",
                 "/v1/referrals?limit=1000", "/v1/statistics"):
        body = housing.raw().get(path).body
        assert legs[charity].id.encode() not in body, path
        assert b"capacity.full" not in body, path
    assert housing.raw().get(f"/v1/referrals/{legs[charity].id}").status == 404


def test_a_referral_id_cannot_be_taken_over(council, housing, charity, offered):
    """Whoever has received a referral knows its id, and may not add legs to it."""
    taken = parse(offered.content).find("{*}referral").get("referral")
    housing.refuse(housing.write_referral(charity, referral=taken, case=offered.case),
                   409, "lifecycle")
    assert charity.raw().get(f"/v1/referrals/{taken}").status == 404


# --- breaking the order --------------------------------------------------------

def test_a_rejection_is_of_what_one_received_oneself_and_only_once(
        council, housing, charity, offered):
    case = offered.case
    council.refuse(rejection(council, offered.id, housing, case), 422, "unknown-document")
    housing.refuse(rejection(housing, offered.id, charity, case), 422, "wrong-recipient")
    housing.refuse(rejection(housing, offered.id, council, new_id()), 422, "rule")
    housing.submit(rejection(housing, offered.id, council, case))
    housing.refuse(rejection(housing, offered.id, council, case), 409, "lifecycle")
    notice, = [entry for entry in council.raw().mailbox(limit=1000)
               if entry["kind"] == "notice" and entry.get("leg") == offered.id]
    council.refuse(rejection(council, notice["document"], housing, case), 422, "rule")


def test_what_was_disclosed_is_gone_with_the_withdrawal(council, housing, offered):
    case = offered.case
    send = lambda agency, body, to, **more: (
        written := agency.write(body, to, case=case, **more), agency.submit(written))[0]
    send(housing, response_body(offered.id, "acknowledge"), council)
    request = send(housing, step_body(
        "information-request", '<item category="tenancy-history"/>', leg=offered.id,
        purpose="decide-referral", basis="e", dueOn=SOON), council,
        sealed=housing.seal_for(council, b"<details/>"))
    disclosure = send(council, step_body(
        "information-disclosure", '<item category="tenancy-history" answer="answered"/>',
        leg=offered.id, request=request.id, onwardUse="referral-only"), housing,
        sealed=council.seal_for(housing, b"<details/>"))
    raw = housing.raw()
    assert raw.get(f"/v1/documents/{disclosure.id}").status == 200
    withdrawal = send(council, step_body("withdrawal", leg=offered.id,
                                         reason="client-request"), housing)
    for id, status in ((offered.id, 410), (disclosure.id, 410), (request.id, 200),
                       (withdrawal.id, 200)):
        assert raw.get(f"/v1/documents/{id}").status == status
        assert council.raw().get(f"/v1/documents/{id}").status == 200
    housing.refuse(housing.write(response_body(offered.id, "accept", startBy=SOON),
                                 council, case=case), 409, "lifecycle")


def test_an_offer_after_the_award_is_told_that_it_is_too_late(council, housing, charity):
    referral, case = new_id(), new_id()
    first = council.write_referral(housing, mode="first-accept", referral=referral, case=case)
    council.submit(first)
    housing.submit(housing.write(response_body(first.id, "accept", startBy=SOON), council,
                                 case=case))
    late = council.write_referral(charity, mode="first-accept", referral=referral, case=case)
    council.refuse(late, 409, "already-awarded")
    other_mode = council.write_referral(charity, mode="parallel", referral=referral, case=case)
    council.refuse(other_mode, 409, "lifecycle")


def test_a_test_moves_nothing_that_is_none(council, housing, charity, offered):
    accept = response_body(offered.id, "accept", startBy=SOON)
    housing.refuse(housing.write(accept, council, case=offered.case, test="true"),
                   422, "rule")
    refuse = step_body("rejection", document=offered.id, reason="cannot-open")
    housing.refuse(housing.write(refuse, council, case=offered.case, test="true"),
                   422, "rule")
    assert council.state(offered.id) == "offered"
    referral, case = new_id(), new_id()
    council.submit(council.write_referral(housing, mode="first-accept", referral=referral,
                                          case=case))
    council.refuse(council.write(referral_body(referral, "first-accept"), charity, case=case,
                                 test="true"), 422, "rule")


# --- names and traces ----------------------------------------------------------

@pytest.mark.parametrize("root", [True, False])
def test_a_receipt_is_no_document_that_anyone_submits(council, housing, offered, root):
    zeros = "0" * 64
    receipt = step_body("receipt", document=offered.id, sender=council.id, sha256=zeros,
                        sequence="1", chain=zeros, received="2026-11-21T09:30:00.000000Z")
    written = council.write(receipt, housing)
    if root:
        written = written._replace(signed=council.sign(receipt.encode()))
    council.refuse(written, 422, "schema")


def test_nobody_writes_in_the_exchanges_name(council, housing, offered):
    notice = council.write(step_body("notice", kind="superseded", leg=offered.id), housing)
    content = envelope(step_body("notice", kind="superseded", leg=offered.id),
                       "referral-exchange", housing.id, notice.id, notice.case)
    council.refuse(notice, 422, "rule")
    council.refuse(notice._replace(signed=council.sign(content)), 403, "kind-forbidden")


def test_nobody_is_enrolled_under_the_exchanges_name_or_with_anothers_certificate(
        partnership, exchange, council, tmp_path):
    key, request = tmp_path / "key.pem", tmp_path / "request.pem"
    run("openssl", "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
        "-nodes", "-keyout", key, "-out", request, "-subj", "/CN=x")
    words = ("--name", "X", "--kind", "other", "--certificate")
    refused = partnership.authority.command(
        "sign", request, "--agency", "referral-exchange", "--profile", "identity",
        "--out", tmp_path / "certificate.pem", exit_code=None)
    assert refused.returncode != 0
    exchange.command("agency", "add", "referral-exchange", *words, council.identity,
                     exit_code=1)
    exchange.command("agency", "add", "another-council", *words, council.identity,
                     exit_code=1)
    assert b"another-council" not in council.raw().get("/v1/directory").body


def test_no_word_of_a_refused_request_is_kept(partnership, exchange, council, housing):
    raw = council.raw()
    written = council.write_referral(housing)
    spoiled = (
        written.content.replace(b'urgency="priority"', b'urgency="%s"' % CANARY.encode()),
        written.content.replace(b"<client ", b"<%s/><client " % CANARY.encode()),
        written.content.replace(b"<client ", b'<client %s="" ' % CANARY.encode()),
        written.content.replace(b'role="social-worker"', b'role="%s"' % CANARY.encode()),
        written.content + CANARY.encode(), CANARY.encode())
    for content in spoiled:
        answer = raw.put(written.id, council.sign(content))
        assert answer.status == 422 and CANARY.encode() not in answer.body, answer
    for path in (f"/v1/{CANARY}", f"/v1/documents/{CANARY}", f"/v1/mailbox?after={CANARY}",
                 f"/v1/mailbox?{CANARY}=1", f"/v1/schemas/{CANARY}",
                 f"/v1/statistics?period={CANARY}"):
        answer = raw.request("GET", path, User_Agent=CANARY, Referer=CANARY,
                             X_Request_Id=CANARY, If_None_Match=f'"{CANARY}"',
                             Accept=CANARY)
        assert answer.status >= 400 and CANARY.encode() not in answer.body, answer
        assert CANARY not in str(answer.headers)
    assert raw.request(CANARY, "/v1/mailbox").status in (400, 405, 501)
    assert CANARY not in exchange.admin("/metrics")
    assert partnership.files_with(CANARY.encode(), under=exchange.directory) == []


@pytest.mark.parametrize("query", [
    "/v1/statistics?period=9999Q4", "/v1/statistics?from=1970-01-01&to=9999-12-31",
    "/v1/mailbox?after=9223372036854775807", "/v1/mailbox?after=9223372036854775808",
    "/v1/mailbox?after=-1", "/v1/mailbox?after=%2B1", "/v1/mailbox?limit=0",
    "/v1/mailbox?limit=18446744073709551617", "/v1/mailbox?wait=4294967296",
    "/v1/referrals?changed-after=9223372036854775807",
    "/v1/referrals?changed-after=99999999999999999999999999",
    "/v1/matters?changed-after=9223372036854775807", "/v1/matters?limit=0"])
def test_numbers_at_the_edge_break_nothing(exchange, council, query):
    assert council.raw().get(query).status in (200, 400, 422)
    exchange.assert_no_findings()


@pytest.mark.parametrize("attribute, value", [
    ("contactsAttempted", "2147483648"), ("contactsAttempted", "-1"),
    ("contactsAttempted", "99999999999999999999"), ("hoursDelivered", "1e308"),
    ("hoursDelivered", "99999999999999999999.5"), ("firstContactOn", "-2026-11-22"),
    ("firstContactOn", "12026-11-22"), ("firstContactOn", "2026-11-22Z")])
def test_numbers_and_dates_out_of_range_are_refused_by_the_schema(
        council, housing, offered, attribute, value):
    values = {"firstContactOn": "2026-11-22", attribute: value}
    body = step_body("status-update", leg=offered.id, status="started", **values)
    housing.refuse(housing.write(body, council, case=offered.case), 422, "schema")
