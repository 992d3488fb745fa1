# SPDX-License-Identifier: Apache-2.0
"""A social worker refers at the screen: begun, put aside, checked, sent to two, and sent
while the exchange is away."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from documents import day
from partnership import CHARITY, COUNCIL, HOUSING, Partnership
from programs import ROOT
from remote import Remote
from screen import PASSWORD, Screen, browse

SERVICES = ROOT / "schemas/examples/services"
# What is written about a person; it stands in clear nowhere on this disk.
CANARIES = (b"Hodan", b"Warsame", b"blue umbrella", b"A door that I can lock")


@pytest.fixture(scope="module")
def partnership():
    partnership = Partnership("refer")
    partnership.exchange.start()
    council, _, charity = [partnership.agency(id) for id in (COUNCIL, HOUSING, CHARITY)]
    partnership.exchange.command(
        "agency", "add", charity.id, "--name", charity.name, "--kind", "charity",
        "--emergency-telephone", "01632 960999", "--certificate", charity.identity,
        "--certificate", charity.sealing)
    charity.client("service", "publish", "--file", SERVICES / "service-refuge.xml")
    charity.client("capacity", "publish", "--file", SERVICES / "capacity-refuge.xml")
    council.sync()
    yield partnership
    partnership.close()


def test_a_social_worker_refers_a_mother_of_five(partnership):
    council, housing, charity = partnership.agencies.values()
    password = partnership.directory / "password"
    password.write_text(PASSWORD)
    council.client("staff", "add", "ruth", "--name", "Ruth Adeyemi", "--role",
                   "social-worker", "--password-file", password)
    screen = Screen(council)
    # A program that ends with us ends with the thread that has started it.
    hand = ThreadPoolExecutor(1)
    remote = Remote(stop=screen.stop, start=lambda: hand.submit(screen.start).result(),
                    cut=council.line.cut, mend=council.line.mend)
    try:
        browse(Path(__file__).with_name("refer.mjs"), screen, REMOTE=remote.url,
               YESTERDAY=day(-1), SOON=day(14))
    finally:
        remote.close()
        screen.stop()
        hand.shutdown()
    assert partnership.files_with(*CANARIES, under=council.home) == []
    for agency in (housing, charity):
        agency.sync()
        shown = [agency.client("show", leg.get("leg")).stdout
                 for leg in agency.view("inbox", "--all")]
        [hers] = [text for text in shown if "A door that I can lock" in text]
        assert "Hodan" in hers and "Ruth Adeyemi" in hers
        assert "<script>" in hers, "what was written is text, and arrives as it was"
    [first] = {leg.get("leg") for leg in housing.view("inbox", "--all")
               if leg.get("mode") == "first-accept"}
    housing.client("respond", first, "accept", "--start-by", day(7))
    council.sync()
    housing.sync()
    assert "Written by                Ruth Adeyemi" in housing.client("show", first).stdout
