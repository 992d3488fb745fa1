# SPDX-License-Identifier: Apache-2.0
"""Around a case, as the diaries tell it: a support plan that waits for the medical
checks, a report for the children's hearing, a new address, a hole in the ceiling, and
hours that are bought, stated, approved and paid."""

import re

import pytest

import authoring
from documents import day, step_body
from partnership import COUNCIL, HOUSING

EXAMPLES = authoring.EXAMPLES / "plans"
TODAY = day()
NEXT_MONTH = day(30)


@pytest.fixture
def file(tmp_path):
    """Writes an example to a file, between the agencies of this partnership."""
    def write(name, **attributes):
        text = (EXAMPLES / f"{name}.xml").read_text()
        text = text.replace("st-brides-hospital", COUNCIL)
        for attribute, value in attributes.items():
            text, count = re.subn(rf'\b{attribute}="[^"]*"', f'{attribute}="{value}"', text)
            assert count, f"{name}.xml has no {attribute}"
        out = tmp_path / f"{name}.xml"
        out.write_text(text)
        return out
    return write


def sent(agency, *words):
    """Sends one document with the client, which the exchange takes; returns its id."""
    (document,) = agency.view(*words).iter("{*}document")
    assert document.get("state") == "sent", document.attrib
    return document.get("id")


def matter(agency, id):
    """What the exchange says about a matter to this agency."""
    answer = agency.raw().get(f"/v1/matters/{id}")
    assert answer.status == 200, answer
    return next(answer.xml.iter("{*}matter"))


def words(text):
    """A text however its lines are broken."""
    return " ".join(text.split())


def state(agency, id):
    return matter(agency, id).get("state")


@pytest.fixture
def plan(file, council, housing):
    id = sent(council, "plan", "agree", "--file", file("support-plan-baby"))
    housing.sync()
    return id


def test_a_baby_goes_home_once_all_medical_checks_are_complete(plan, council, housing):
    assert state(housing, plan) == "pending"
    told = council.refuses("plan", "activate", plan)
    assert "still open: 1, 2" in told
    told = housing.refuses("plan", "met", plan, "--condition", 1, "--on", TODAY)
    assert f"is for {council.id} to do" in told
    sent(housing, "plan", "met", plan, "--condition", 2, "--on", TODAY,
         "--words", "Heating mended, the key is with the ward.")
    sent(council, "plan", "met", plan, "--condition", 1, "--on", TODAY)
    assert "make it active" not in council.client("matters", "support-plan").stdout
    council.sync()
    assert "make it active" in council.client("matters", "support-plan").stdout
    sent(council, "plan", "activate", plan, "--on", TODAY)
    assert state(housing, plan) == "active"
    housing.sync()
    shown = words(housing.client("show", plan).stdout)
    assert "Three good weeks" in shown and "emergency duty team" in shown


def test_what_a_client_would_not_send_the_exchange_does_not_take(
        plan, council, housing, charity):
    case = matter(council, plan).get("case")

    def refuse(agency, other, status, problem, body):
        written = agency.write(body, other, case=case)
        return agency.refuse(written, status, problem).body.decode()

    activate = step_body("plan-step", matter=plan, step="activate")
    told = refuse(council, housing, 409, "lifecycle", activate)
    assert "still open: 1, 2" in told
    told = refuse(housing, council, 409, "lifecycle", activate)
    assert "the agency that opened it alone" in told
    told = refuse(housing, council, 422, "rule", step_body(
        "plan-step", matter=plan, step="condition-met", condition="1", on=TODAY))
    assert f"is for {council.id} to do" in told
    refuse(council, housing, 422, "schema",
           step_body("plan-step", matter=plan, step="begin"))
    refuse(charity, council, 422, "unknown-matter", activate)
    assert charity.raw().get(f"/v1/matters/{plan}").status == 404
    assert state(council, plan) == "pending"


def test_contact_grows_with_every_version_and_a_closed_plan_is_closed(
        plan, file, council, housing):
    sent(council, "plan", "version", plan, "--file", file("plan-step-new-version"))
    housing.sync()
    assert "Unsupervised from now on" in words(housing.client("show", plan).stdout)
    told = council.refuses("plan", "close", plan, "--reason", "other")
    assert "words in the sealed part" in told
    sent(council, "plan", "close", plan, "--reason", "goals-met")
    told = council.refuses("plan", "review", plan, "--on", TODAY, "--review-on", NEXT_MONTH)
    assert "closed" in told and "open a new one" in told


@pytest.fixture
def report(council, housing):
    id = sent(council, "report", "ask", "--to", housing.id, "--kind", "childrens-hearing",
              "--due-on", day(19), "--hearing-on", day(26), "--about", "Jamie, aged six",
              "--question", "Should the supervision go on?")
    housing.sync()
    return id


def test_her_report_is_gone_through_with_the_couple_before_the_hearing(
        report, file, council, housing):
    assert matter(housing, report).get("dueOn") == day(19)
    paper = file("report-step-submit", sharedOn=TODAY, on=TODAY, hearingOn=day(26))
    told = housing.refuses("report", "submit", report, "--file", paper)
    assert "report-step.share" in told
    told = housing.refuses("report", "share", report, "--on", TODAY,
                           "--family-view", "disagrees")
    assert "words in the sealed part" in told
    sent(housing, "report", "share", report, "--on", TODAY, "--family-view", "disagrees",
         "--family-comment", "We were late twice, not four times.")
    sent(housing, "report", "submit", report, "--file", paper)
    council.sync()
    shown = words(council.client("show", report).stdout)
    assert "late twice, not four times" in shown and "every fortnight" in shown
    sent(council, "report", "conclude", report, "--on", TODAY)
    assert state(housing, report) == "heard"


def test_an_adjourned_hearing_is_a_new_day_and_who_asked_does_not_write(
        report, council, housing):
    sent(council, "report", "adjourn", report, "--hearing-on", NEXT_MONTH)
    assert matter(housing, report).get("dueOn") == NEXT_MONTH
    told = council.refuses("report", "share", report, "--on", TODAY,
                           "--family-view", "agrees")
    assert "the agency that it was sent to alone" in told


def test_a_report_begins_with_what_was_written_before(tmp_path, council, housing):
    leg = council.refer(authoring.write(tmp_path / "file.xml", housing))[housing.id]
    housing.sync()
    housing.client("respond", leg, "accept", "--start-by", day(7))
    housing.client("update", leg, "started", "--first-contact-on", TODAY,
                   "--contacts-attempted", 3, "--contacts-made", 2,
                   "--note", "Mornings run, bedtime slips.")
    draft = housing.client("report", "draft", leg).stdout
    assert f"{TODAY}, Status update: Mornings run, bedtime slips." in draft
    assert "Contacts: 3 attempted, 2 made." in draft
    later = housing.client("report", "draft", leg, "--since", NEXT_MONTH).stdout
    assert "Mornings run" not in later


def test_dates_out_of_order_are_named_before_anything_is_sent(council, housing):
    told = council.refuses("report", "ask", "--to", housing.id, "--kind", "court",
                           "--due-on", day(26), "--hearing-on", day(19),
                           "--about", "Jamie", "--question", "How is he?")
    assert "dates-in-order" in told


def told_of(agency, kind):
    """The documents of a kind that others sent to this agency."""
    return [entry["document"] for entry in agency.raw().mailbox(limit=1000)
            if entry["kind"] == kind and entry["to"] == agency.id]


def test_a_new_address_goes_to_those_who_work_with_her_and_to_nobody_else(
        tmp_path, file, council, housing, charity):
    legs = council.refer(authoring.write(tmp_path / "mother.xml", housing, charity))
    for provider in (housing, charity):
        provider.sync()
    charity.client("respond", legs[charity.id], "decline", "--reason", "capacity.full")
    council.sync()
    address = file("change-of-address")
    address.write_text(re.sub(r"  <to [^>]*/>\n", "", address.read_text()))
    raw = council.raw()
    case = raw.get(f"/v1/referrals/{legs[housing.id]}").xml.get("case")
    named = tmp_path / "named.xml"
    named.write_text(address.read_text().replace(
        "  <change-of-address", f'  <to agency="{charity.id}"/>\n  <change-of-address', 1))
    assert "leave <to> out" in council.refuses("move", case, named)
    told = council.client("move", case, address).stdout
    assert f"not told: {charity.id}, whose referral is declined" in told
    housing.sync()
    (notice,) = told_of(housing, "change-of-address")
    assert "Tannery Row" in housing.client("show", notice).stdout
    assert told_of(charity, "change-of-address") == []
    assert "nobody may be told" in council.refuses("move", legs[charity.id], address)

    def by_hand(agency, other, leg):
        body = step_body("change-of-address", leg=leg, movesOn=TODAY, movers="client",
                         confidential="true")
        return agency.write(body, other, case=case,
                            sealed=agency.seal_for(other, b"<details/>"))

    answer = council.refuse(by_hand(council, charity, legs[charity.id]), 409, "lifecycle")
    assert b"only an agency with an open leg" in answer.body
    council.refuse(by_hand(council, charity, legs[housing.id]), 422, "wrong-recipient")
    housing.refuse(by_hand(housing, charity, legs[charity.id]), 422, "unknown-leg")


def test_a_hole_in_the_ceiling_is_mended_when_she_says_so(file, council, housing):
    hole = sent(council, "home", "report", "--file",
                file("housing-report-ceiling", replyBy=day(7), seenOn=TODAY))
    assert matter(housing, hole).get("dueOn") == day(7)
    housing.sync()
    assert "light hangs by its cable" in words(housing.client("show", hole).stdout)
    sent(housing, "home", "works", hole, "--due-on", day(12), "--words", "Plumber first.")
    assert matter(council, hole).get("dueOn") == day(12)
    sent(housing, "home", "done", hole, "--done-on", TODAY)
    told = housing.refuses("home", "confirm", hole)
    assert "the agency that opened it alone" in told
    council.sync()
    sent(council, "home", "not-mended", hole, "--due-on", day(3))
    housing.sync()
    sent(housing, "home", "done", hole, "--done-on", TODAY)
    council.sync()
    sent(council, "home", "confirm", hole)
    assert state(housing, hole) == "mended"
    housing.sync()
    assert "open a new one" in housing.refuses("home", "inspect", hole, "--due-on", day(3))


def test_an_emergency_is_answered_by_tomorrow(file, council):
    told = council.refuses("home", "report", "--file", file(
        "housing-report-ceiling", urgency="emergency", replyBy=day(7), seenOn=TODAY))
    assert "telephone the landlord now" in told


@pytest.fixture
def order(file, council, housing):
    id = sent(council, "hours", "buy", "--file", file(
        "hours-order-parenting", startOn=day(-20), endOn=day(63), reviewOn=NEXT_MONTH))
    housing.sync()
    return id


def state_hours(housing, order, number, first, last, hours):
    return sent(housing, "hours", "state", "--order", order, "--number", number,
                "--from-on", day(first), "--to-on", day(last), "--hours", hours,
                "--invoice", f"NH-{number}")


def test_hours_are_bought_stated_approved_and_paid(order, council, housing):
    first = state_hours(housing, order, 1, -20, -14, "6.5")
    second = state_hours(housing, order, 2, -13, -7, "60")
    council.sync()
    told = council.refuses("hours", "pay", first, "--paid-on", TODAY)
    assert "hours-decision.approve" in told
    assert "sent to alone" in housing.refuses("hours", "approve", first)
    sent(council, "hours", "approve", first)
    sent(council, "hours", "query", second, "--reason", "hours-differ",
         "--words", "Our visits book has six.")
    sent(council, "hours", "pay", first, "--paid-on", TODAY, "--remittance", "BACS 77")
    housing.sync()
    sent(housing, "hours", "withdraw", second)
    third = state_hours(housing, order, 2, -13, -7, "6")
    (account,) = housing.view("hours", order).iter("{*}order")
    assert {name: account.get(name) for name in
            ("bought", "stated", "approved", "paid", "left", "medianDays")} == {
        "bought": "72", "stated": "12.5", "approved": "6.5", "paid": "6.5",
        "left": "59.5", "medianDays": "0"}
    assert [(line.get("id"), line.get("state")) for line in account] == [
        (first, "paid"), (second, "withdrawn"), (third, "stated")]
    council.sync()
    printed = council.client("hours", order).stdout
    (row,) = [line.split() for line in printed.splitlines() if line.split()[:1] == ["1"]]
    assert row[:9] == ["1", day(-20), day(-14), "6.5", "65.5", "66", "paid", TODAY, "0"]


def test_no_hours_are_stated_by_the_buyer_nor_on_a_closed_order(order, council, housing):
    stated = ["hours", "state", "--order", order, "--number", 1, "--from-on", day(-20),
              "--to-on", day(-14), "--hours", 6]
    told = council.refuses(*stated)
    assert "stated by the agency that delivers them" in words(told)
    council.client("outbox", "drop", told.split()[0], exit_code=None)
    sent(council, "hours", "close", order)
    assert "this order of hours is closed" in words(housing.refuses(*stated))


def test_no_more_hours_are_stated_than_were_bought_and_no_day_twice(order, housing):
    state_hours(housing, order, 1, -20, -8, "70.5")
    for first, last, hours, told in ((-7, -1, "1.75", "1.50 of them are not stated yet"),
                                     (-8, -1, "1", "statement 1 has the days from")):
        said = words(housing.refuses(
            "hours", "state", "--order", order, "--number", 2, "--from-on", day(first),
            "--to-on", day(last), "--hours", hours))
        assert told in said
        housing.client("outbox", "drop", said.split()[0])
        assert said[:13] not in housing.client("matters", "--all").stdout, "given up"
    state_hours(housing, order, 2, -7, -1, "1.5")
    assert housing.view("hours", order).find("{*}order").get("left") == "0"


def test_a_rebuild_counts_the_same_hours(exchange):
    assert "every projection is as it was" in exchange.command("rebuild").stdout
