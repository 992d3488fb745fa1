# SPDX-License-Identifier: Apache-2.0
"""Keys change and certificates end; what was written before stays readable and proved."""

import time
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

import authoring
from documents import content_of, sealed_of
from programs import until


@pytest.fixture(scope="module")
def brief(partnership, housing):
    """An agency with a real certificate that really ends, and what it sent before: made
    first, because its end is the one wait in these tests."""
    directory = partnership.directory
    clinic = partnership.agency("eastborough-clinic", "other")
    clinic.client("init", "--new-key", "identity")
    ends = datetime.now(timezone.utc) + timedelta(seconds=40)
    clinic.identity = clinic.have_signed("identity", start="20260101000000Z",
                                         end=ends.strftime("%Y%m%d%H%M%SZ"))
    clinic.register(clinic.identity)
    clinic.install(clinic.identity)
    leg = clinic.refer(authoring.write(directory / "brief.xml", housing))[housing.id]
    raw = clinic.raw()
    document, receipt = directory / "brief.p7m", directory / "brief-receipt.p7m"
    document.write_bytes(raw.get(f"/v1/documents/{leg}").body)
    receipt.write_bytes(raw.get(f"/v1/documents/{leg}/receipt").body)
    return SimpleNamespace(ends=ends, leg=leg, raw=raw, files=(document, receipt))


def test_a_certificate_that_will_end_soon_opens_the_door(brief):
    assert brief.raw.get("/v1/mailbox", after=0).status == 200


def test_old_documents_stay_readable_after_a_new_sealing_key(tmp_path, council, housing):
    file = authoring.write(tmp_path / "file.xml", housing)
    old = council.refer(file)[housing.id]
    housing.sync()
    old_key = housing.key("sealing")
    housing.rotate("sealing")
    assert housing.key("sealing") != old_key and old_key.exists()
    new = council.refer(file)[housing.id]
    housing.sync()
    for leg in (old, new):
        shown = " ".join(housing.client("show", leg).stdout.split())
        assert any(value.decode() in shown for value in authoring.private_values(file)), leg
    sealed = sealed_of(content_of(council.raw().get(f"/v1/documents/{new}").body))
    assert housing.open_sealed(sealed), "the new one is sealed to the new key"


def test_what_arrives_sealed_to_the_key_before_can_still_be_opened(
        tmp_path, council, housing):
    """Written offline before the rotation, sent after it: within the overlap."""
    file = authoring.write(tmp_path / "file.xml", housing)
    council.sync()
    council.line.cut()
    council.client("refer", file)
    housing.rotate("sealing")
    council.line.mend()
    before = council.sent_referrals()
    council.sync()
    (_, leg), = set(council.sent_referrals()) - set(before)
    housing.sync()
    assert council.state(leg) == "delivered"
    assert housing.client("show", leg).stdout


def test_a_new_identity_works_beside_the_old_one(tmp_path, council, housing):
    old = council.identity
    before = council.refer(authoring.write(tmp_path / "before.xml", housing))[housing.id]
    council.rotate("identity")
    after = council.refer(authoring.write(tmp_path / "after.xml", housing))[housing.id]
    housing.sync()
    assert {council.state(before), council.state(after)} == {"delivered"}
    assert council.raw(old).get("/v1/mailbox", after=0).status == 200
    for leg in (before, after):
        document = tmp_path / f"{leg}.p7m"
        document.write_bytes(housing.raw().get(f"/v1/documents/{leg}").body)
        housing.client("verify", document)


def test_what_was_signed_before_a_certificate_ended_is_verified_for_ever(brief, housing):
    until(lambda: time.time() > brief.ends.timestamp() + 1, "its last second has passed", 60)
    answer = brief.raw.get("/v1/mailbox", after=0)
    assert (answer.status, answer.problem) == (403, "certificate-expired")
    housing.sync()
    assert housing.client("show", brief.leg).stdout
    for file in brief.files:
        housing.client("verify", file)
