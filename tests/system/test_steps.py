# SPDX-License-Identifier: Apache-2.0
"""What happens between referral and outcome, as the diaries tell it."""

import pytest

import authoring
from documents import day, parse

NEXT_WEEK = day(7)
NEXT_MONTH = day(28)


@pytest.fixture
def leg(partnership, tmp_path, council, housing):
    """A referral that the housing association has received."""
    leg = council.refer(authoring.write(tmp_path / "file.xml", housing))[housing.id]
    housing.sync()
    return leg


def test_before_deciding_she_asks_for_the_background(leg, council, housing):
    housing.client("respond", leg, "acknowledge")
    housing.client("request-info", leg, "--purpose", "decide-referral", "--basis", "e",
                   "--due-on", NEXT_WEEK,
                   "--item", "risk-assessment", "--question",
                   "Who may telephone her, and when?", "--why", "We must not harm her.",
                   "--item", "tenancy-history", "--question", "Were there arrears?",
                   "--why", "Our own rule asks.")
    council.until_leg(leg, "info-needed")
    council.sync()
    assert "Who may telephone her" in council.client("show", leg).stdout
    council.client("disclose", leg, "--item", "risk-assessment=answered", "--item",
                   "tenancy-history=none-held", "--onward-use", "referral-only",
                   "--information", "She sleeps at her sister's until Friday.",
                   "--authorised-by", "Helen Osei")
    housing.sync()
    assert housing.state(leg) == "acknowledged"
    assert "at her sister's" in housing.client("show", leg).stdout


def test_the_council_withdraws_and_the_provider_can_read_it_no_more(leg, council, housing):
    council.client("withdraw", leg, "--reason", "needs-met-elsewhere")
    housing.sync()
    assert housing.state(leg) == "withdrawn"
    assert housing.raw().get(f"/v1/documents/{leg}").status == 410
    assert "withdrawn" in housing.client("track", leg).stdout


def test_what_was_accepted_stays_readable_after_a_withdrawal(leg, council, housing):
    housing.client("respond", leg, "accept", "--start-by", NEXT_WEEK)
    council.client("withdraw", leg, "--reason", "client-request")
    assert housing.raw().get(f"/v1/documents/{leg}").status == 200


def test_a_provider_proposes_another_and_nothing_moves_by_itself(leg, council, housing, charity):
    housing.client("respond", leg, "redirect", "--reason", "referral.wrong-service",
                   "--proposed-agency", charity.id)
    council.sync()
    assert council.state(leg) == "redirected"
    assert charity.id in council.client("show", leg).stdout
    assert f"proposes {charity.id}" in council.client("track", leg).stdout
    assert charity.raw().get(f"/v1/referrals/{leg}").status == 404


def test_she_waits_on_the_list_and_then_gets_the_place(leg, council, housing):
    housing.client("respond", leg, "acknowledge")
    housing.client("respond", leg, "waitlist", "--review-on", NEXT_MONTH,
                   "--waiting-band", "6-10")
    council.until_leg(leg, "waitlisted")
    housing.client("update", leg, "no-change")
    assert council.state(leg) == "waitlisted"
    housing.client("respond", leg, "accept", "--start-by", NEXT_WEEK)
    council.until_leg(leg, "accepted")


def test_support_pauses_for_hospital_and_resumes(leg, council, housing):
    housing.client("respond", leg, "accept", "--start-by", NEXT_WEEK)
    housing.client("update", leg, "started", "--first-contact-on", day())
    housing.client("update", leg, "paused", "--reason", "hospital", "--resume-by", NEXT_MONTH)
    council.until_leg(leg, "paused")
    housing.client("update", leg, "resumed")
    council.until_leg(leg, "in-service")


def test_after_acceptance_only_a_late_reason_may_decline(leg, council, housing):
    housing.client("respond", leg, "accept", "--start-by", NEXT_WEEK)
    housing.refuses("respond", leg, "decline", "--reason", "elig.age")
    housing.client("respond", leg, "decline", "--reason", "vacancy.lost")
    council.until_leg(leg, "declined")


def test_the_client_says_which_steps_are_open_instead_of_guessing(leg, housing):
    told = housing.refuses("outcome", leg, "completed", "--end-reason", "goals-met",
                           "--result", "domestic-abuse=met")
    assert "accept" in told
    open_steps = {step.get("step") for step in parse(
        housing.raw().get(f"/v1/referrals/{leg}").body).iter("{*}open")}
    assert {"response.accept", "response.decline", "response.waitlist"} <= open_steps
    assert "outcome.completed" not in open_steps


def test_an_emergency_prints_whom_to_telephone_now(
        partnership, tmp_path, council, housing):
    partnership.exchange.command(
        "agency", "add", housing.id, "--name", housing.name, "--kind", housing.kind,
        "--emergency-telephone", "0123 496 0102")
    file = authoring.write(tmp_path / "now.xml", housing, urgency="emergency")
    told = council.client("refer", file).stdout
    assert "0123 496 0102" in told


def test_a_mistake_in_the_file_is_named_by_line_before_anything_is_sent(
        tmp_path, council, housing):
    file = authoring.write(tmp_path / "wrong.xml", housing, urgency="whenever")
    before = council.sent_referrals()
    line = next(number for number, text in enumerate(file.read_text().splitlines(), 1)
                if "whenever" in text)
    told = council.refuses("refer", file)
    assert f"wrong.xml:{line}" in told
    assert "whenever" not in told, "a refusal does not repeat the value"
    assert council.sent_referrals() == before
