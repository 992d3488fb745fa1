# SPDX-License-Identifier: Apache-2.0
"""A sealing key past its overlap.  On its own, because a clock that went ahead dates
every later entry of that log."""

import authoring
from documents import content_of, day, sealed_of

DAY = 24 * 3600


def test_after_the_overlap_an_old_key_is_refused_and_the_client_seals_anew(
        partnership, tmp_path, council, housing):
    file = authoring.write(tmp_path / "file.xml", housing)
    stale = council.write_referral(housing)
    council.sync()
    council.line.cut()
    council.client("refer", file)
    [promised] = council.view("commitment", "make", "--to", housing.id, "--subject", "call",
                              "--due-on", day(30), "--what", "I ring her")
    housing.rotate("sealing")
    partnership.exchange.set_clock(15 * DAY)
    try:
        council.refuse(stale, 422, "stale-recipient-key")
        before = council.sent_referrals()
        council.line.mend()
        council.sync()
        (_, leg), = set(council.sent_referrals()) - set(before)
        sealed = sealed_of(content_of(council.raw().get(f"/v1/documents/{leg}").body))
        assert housing.open_sealed(sealed), "sealed to the current key, under a new id"
        [matter] = council.view("matters")
        assert matter.get("matter") != promised.get("id")
        assert council.raw().get(f"/v1/matters/{matter.get('matter')}").status == 200
    finally:
        council.line.mend()
        partnership.exchange.set_clock(0)
