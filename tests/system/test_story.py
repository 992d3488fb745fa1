# SPDX-License-Identifier: Apache-2.0
"""A mother of five from another town, fleeing violence: from the social worker's file to
the quarter's numbers, with the real programs and nothing else."""

from types import SimpleNamespace

import pytest

import authoring
from documents import VIEW, day


SOON = day(7)


@pytest.fixture(scope="module")
def case(partnership):
    return SimpleNamespace(file=partnership.directory / "mother-of-five.xml")


def timeline(agency, leg):
    events = agency.raw().get(f"/v1/referrals/{leg}").xml.iter(f"{{{VIEW}}}event")
    return [event.get("step") for event in events]


def test_monday_the_social_worker_refers_her_to_two_providers(
        case, council, housing, charity):
    authoring.write(case.file, housing, charity, mode="parallel")
    legs = council.refer(case.file)
    assert set(legs) == {housing.id, charity.id}
    case.housing, case.charity = legs[housing.id], legs[charity.id]
    assert council.state(case.housing) == council.state(case.charity) == "offered"
    assert case.housing[:8] in council.client("track").stdout


def test_both_providers_have_it_and_the_social_worker_sees_that(
        case, council, housing, charity):
    for provider, leg in ((housing, case.housing), (charity, case.charity)):
        provider.sync()
        assert leg[:8] in provider.client("inbox").stdout
        council.until_leg(leg, "delivered")


def test_each_provider_reads_the_details_that_were_meant_for_it(case, housing, charity):
    for provider, leg in ((housing, case.housing), (charity, case.charity)):
        shown = " ".join(provider.client("show", leg).stdout.split())
        found = [value for value in authoring.private_values(case.file)
                 if value.decode() in shown]
        assert len(found) >= 5, shown


def test_neither_provider_learns_of_the_other(case, housing, charity):
    for provider, others in ((housing, case.charity), (charity, case.housing)):
        assert provider.raw().get(f"/v1/referrals/{others}").status == 404
        assert others not in provider.client("--xml", "track").stdout


def test_tuesday_one_acknowledges_and_accepts(case, council, housing):
    housing.client("respond", case.housing, "acknowledge")
    council.until_leg(case.housing, "acknowledged")
    housing.client("respond", case.housing, "accept", "--start-by", SOON)
    council.until_leg(case.housing, "accepted")


def test_the_other_declines_with_its_reason(case, council, charity):
    told = charity.refuses("respond", case.charity, "decline")
    assert "reason" in told, "a decline without a reason is stopped before it is sent"
    charity.client("respond", case.charity, "decline", "--reason", "capacity.full",
                   "--unmet-need", "domestic-abuse")
    council.until_leg(case.charity, "declined")
    council.sync()
    assert "declined" in council.client("track", case.charity).stdout


def test_the_support_starts_and_goes_on(case, council, housing):
    housing.client("update", case.housing, "started", "--first-contact-on", day())
    council.until_leg(case.housing, "in-service")
    housing.client("update", case.housing, "progress", "--hours-planned", "6",
                   "--hours-delivered", "5.5")
    assert council.state(case.housing) == "in-service"


def test_it_ends_well_and_the_social_worker_has_the_whole_story(case, council, housing):
    results = [word for need in authoring.needs_of(case.file)
               for word in ("--result", f"{need}=met")]
    housing.client("outcome", case.housing, "completed", "--end-reason",
                   "planned-move-on", *results)
    council.until_leg(case.housing, "completed")
    council.sync()
    told = council.client("track", case.housing).stdout
    assert "completed" in told
    steps = timeline(council, case.housing)
    assert steps == ["referral", "delivery", "response.acknowledge", "response.accept",
                     "status-update.started", "status-update.progress",
                     "outcome.completed"]


def test_the_quarter_adds_up(case, council):
    counted = council.view("statistics")
    declined, = [table for table in counted.iter(f"{{{VIEW}}}table")
                 if table.get("measure") == "declined"]
    assert "1" in [cell.get("value") for cell in declined]
    assert not [cell for cell in counted.iter(f"{{{VIEW}}}cell") if cell.get("flag")], \
        "an agency sees its own true counts"
    assert council.client("statistics").stdout


def test_across_agencies_small_numbers_are_flags(case, council):
    counted = council.view("statistics", "--across")
    values = [float(cell.get("value")) for cell in counted.iter(f"{{{VIEW}}}cell")
              if cell.get("value") is not None]
    assert all(value == 0 or value >= 5 for value in values)


def test_every_receipt_and_document_of_the_case_verifies_offline(
        partnership, tmp_path, case, council, housing):
    for agency in (council, housing):
        raw = agency.raw()
        checked = 0
        for entry in raw.mailbox(limit=1000):
            if entry["from"] != agency.id:
                continue
            document = raw.get(f"/v1/documents/{entry['document']}").body
            receipt = raw.get(f"/v1/documents/{entry['document']}/receipt").body
            for name, data in (("document", document), ("receipt", receipt)):
                (tmp_path / name).write_bytes(data)
                agency.line.cut()
                agency.client("verify", tmp_path / name)
                agency.line.mend()
            checked += 1
        assert checked


def test_nobody_else_can_read_who_she_is(partnership, case):
    """Neither the exchange's directory, database files and log included, nor what rests
    on the agencies' disks holds a readable byte of the details."""
    private = authoring.private_values(case.file)
    assert partnership.files_with(*private, under=case.file.parent / "exchange") == []
    assert partnership.files_with(*private, under=case.file.parent / "agencies") == []
