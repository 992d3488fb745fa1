# SPDX-License-Identifier: Apache-2.0
"""A bed is needed tonight: several are asked, the first to accept gets the details,
and the others never learn who it was about."""

import threading
from types import SimpleNamespace

import pytest

import authoring
from documents import day, new_id, referral_body, response_body

SOON = day(1)


@pytest.fixture(scope="module")
def case(partnership):
    return SimpleNamespace(file=partnership.directory / "tonight.xml")


def case_of(agency, leg):
    return agency.raw().get(f"/v1/referrals/{leg}").xml.get("case")


def accept(leg):
    return response_body(leg, "accept", startBy=SOON)


def test_the_candidates_see_codes_only(case, council, housing, charity):
    authoring.write(case.file, housing, charity, mode="first-accept", urgency="emergency")
    legs = council.refer(case.file)
    case.won, case.lost = legs[charity.id], legs[housing.id]
    for agency, leg in ((charity, case.won), (housing, case.lost)):
        agency.sync()
        document = agency.raw().get(f"/v1/documents/{leg}").body
        assert b"<sealed" not in document
        assert leg[:8] in agency.client("inbox").stdout


def test_the_first_accept_wins_and_the_second_is_told_so(case, council, housing, charity):
    charity.client("respond", case.won, "accept", "--start-by", SOON)
    council.until_leg(case.won, "accepted")
    assert council.state(case.lost) == "superseded"
    answer = housing.refuse(
        housing.write(accept(case.lost), council, case=case_of(housing, case.lost)), 409,
        "already-awarded")
    assert charity.id.encode() not in answer.body, "the winner is not named"
    housing.sync()
    assert "superseded" in housing.client("track", case.lost).stdout


def test_the_details_go_to_the_winner_by_themselves(case, council, charity):
    council.sync()
    charity.sync()
    shown = " ".join(charity.client("show", case.won).stdout.split())
    found = [value for value in authoring.private_values(case.file)
             if value.decode() in shown]
    assert len(found) >= 5, shown


def test_the_loser_cannot_fetch_the_referral_any_more(case, housing):
    answer = housing.raw().get(f"/v1/documents/{case.lost}")
    assert (answer.status, answer.problem) == (410, "gone")
    entry, = [entry for entry in housing.raw().mailbox() if entry["document"] == case.lost]
    assert entry["gone"] == "superseded"


def test_no_loser_and_no_file_of_the_exchange_holds_a_word_about_her(partnership, case, housing):
    private = authoring.private_values(case.file)
    assert partnership.files_with(*private, under=partnership.exchange.directory) == []
    assert partnership.files_with(*private, under=housing.home) == []
    shown = housing.client("show", case.lost, exit_code=None).stdout
    assert not any(value.decode() in shown for value in private)


def test_a_sealed_part_in_a_first_accept_referral_is_refused(council, housing):
    body = referral_body(new_id(), "first-accept")
    sealed = council.seal_for(housing, b"<details/>")
    council.refuse(council.write(body, housing, sealed=sealed), 422, "sealed-forbidden")
    council.refuse(council.write(referral_body(new_id(), "parallel"), housing),
                   422, "sealed-required")


def test_two_accepts_at_the_same_moment_have_one_winner(council, housing, charity):
    for _ in range(5):
        referral, case = new_id(), new_id()
        legs = {agency: council.write_referral(agency, mode="first-accept", case=case,
                                               referral=referral)
                for agency in (housing, charity)}
        for written in legs.values():
            council.submit(written)
        together, answers = threading.Barrier(2), []

        def answer(agency, leg):
            written, raw = agency.write(accept(leg.id), council, case=case), agency.raw()
            raw.get("/v1/crl")
            together.wait()
            answers.append(raw.put(written.id, written.signed))

        threads = [threading.Thread(target=answer, args=each) for each in legs.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(each.status for each in answers) == [201, 409]
        states = sorted(council.state(written.id) for written in legs.values())
        assert states == ["accepted", "superseded"]
