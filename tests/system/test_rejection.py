# SPDX-License-Identifier: Apache-2.0
"""What cannot be opened or is not what it should be comes back to its sender as a
signed rejection, and nothing else waits for it (row 30)."""

import pytest

import authoring
from documents import DETAILS, content_of, new_id, referral_body, response_body, sealed_of

GARBAGE = b"<details xmlns='urn:referral-exchange:details:1'><nothing/></details>"


def flip_last_of_content(sealed):
    """One bit of the ciphertext changed: still a well-formed CMS message."""
    middle = len(sealed) // 2 + len(sealed) // 4
    return sealed[:middle] + bytes([sealed[middle] ^ 1]) + sealed[middle + 1:]


def rejections(agency, leg):
    """The ids of the rejections about this leg that have come back to the agency."""
    return [entry["document"] for entry in agency.raw().mailbox(limit=1000)
            if entry.get("leg") == leg and entry["kind"] == "rejection"]


@pytest.fixture
def good_details(tmp_path, council, housing):
    """A sealed part that the client made for another document: (leg, DER)."""
    leg = council.refer(authoring.write(tmp_path / "good.xml", housing))[housing.id]
    return leg, sealed_of(content_of(council.raw().get(f"/v1/documents/{leg}").body))


@pytest.mark.parametrize("why, reason", [
    ("the details are not what the schema asks for", "invalid-details"),
    ("the ciphertext was damaged", "cannot-open"),
    ("the sealed part was lifted out of another document", "binding-mismatch")])
def test_a_bad_document_is_rejected_and_blocks_nothing(
        tmp_path, council, housing, good_details, why, reason):
    if reason == "invalid-details":
        bad = council.write_referral(housing, GARBAGE)
    else:
        sealed = good_details[1]
        if reason == "cannot-open":
            sealed = flip_last_of_content(council.seal_for(housing, b"<x>" * 4000))
        bad = council.write(referral_body(new_id()), housing, sealed=sealed)
    council.submit(bad)
    good = council.refer(authoring.write(tmp_path / "next.xml", housing))[housing.id]
    housing.sync()
    assert council.state(bad.id) == "error", why
    assert council.state(good) == "delivered", "the mailbox goes on"
    told, = rejections(council, bad.id)
    rejection = content_of(council.raw().get(f"/v1/documents/{told}").body)
    assert f'reason="{reason}"'.encode() in rejection, "the sender learns why"
    council.sync()
    assert "error" in council.client("track", bad.id).stdout
    shown = housing.client("show", bad.id, exit_code=None)
    assert DETAILS not in shown.stdout


def test_a_rejected_answer_is_flagged_and_can_be_sent_again(
        tmp_path, council, housing):
    leg = council.refer(authoring.write(tmp_path / "case.xml", housing))[housing.id]
    housing.sync()
    case = council.raw().get(f"/v1/referrals/{leg}").xml.get("case")
    bad = housing.write(response_body(leg, "acknowledge"), council, case=case,
                        sealed=housing.seal_for(council, GARBAGE))
    housing.submit(bad)
    council.sync()
    assert council.state(leg) == "acknowledged", "a step that counted stays counted"
    entry, = [entry for entry in housing.raw().mailbox(limit=1000)
              if entry["document"] == bad.id]
    assert entry["flagged"] == "rejected"
