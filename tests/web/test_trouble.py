# SPDX-License-Identifier: Apache-2.0
"""A partner that writes markup, and a program that stops and starts under a page."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lxml import etree

import authoring
from documents import DETAILS, day
from partnership import COUNCIL, HOUSING, Partnership
from programs import until
from remote import Remote
from screen import PASSWORD, Screen, browse

MARKUP = "<img src=/x onerror=alert(1)>\"'&amp;]]>"


def poison(file):
    """Whatever a person has written becomes markup, as far as the schema lets it."""
    root = etree.parse(str(file)).getroot()
    for element in root.find(f"{{{DETAILS}}}details").iter():
        if element.text and len(element.text.split()) > 2:
            element.text = MARKUP + element.text
        for name in {"given", "family", "name", "via"} & set(element.attrib):
            element.set(name, (MARKUP + element.get(name))[:60])
    file.write_bytes(etree.tostring(root))
    return file


def test_a_hostile_partner_and_a_program_that_stops(tmp_path):
    partnership = Partnership("trouble")
    partnership.exchange.start()
    council, housing = partnership.agency(COUNCIL), partnership.agency(HOUSING)
    password = tmp_path / "password"
    password.write_text(PASSWORD)
    for login in ("olu", "mia"):
        housing.client("staff", "add", login, "--name", MARKUP, "--role", "housing-officer",
                       "--password-file", password)
    leg = council.refer(poison(authoring.write(tmp_path / "file.xml", housing)))[housing.id]
    late = council.refer(authoring.write(tmp_path / "late.xml", housing,
                                         urgency="routine"))[housing.id]
    housing.sync()
    screen = Screen(housing)
    # A program that ends with us ends with the thread that has started it.
    hand = ThreadPoolExecutor(1)
    def restart(*options):
        """The same program again, which knows nobody that was signed in."""
        screen.stop()
        screen.options = options
        hand.submit(screen.start).result()

    def suspend():
        partnership.suspend(council)
        until(lambda: council.raw().get("/v1/mailbox", after=0).status == 403,
              "the suspension counts")

    def resume():
        partnership.resume(council)
        until(lambda: council.raw().get("/v1/mailbox", after=0).status != 403, "resumed")

    def withdraw():
        council.client("withdraw", late, "--reason", "client-request")

    remote = Remote(stop=screen.stop, start=lambda: hand.submit(screen.start).result(),
                    restart=restart, shorten=lambda: restart("--idle-seconds", 10),
                    cut=housing.line.cut, mend=housing.line.mend, suspend=suspend,
                    resume=resume, withdraw=withdraw)
    try:
        browse(Path(__file__).with_name("trouble.mjs"), screen, LEG=leg, MARKUP=MARKUP,
               LATE=late, REMOTE=remote.url, SOON=day(7))
    finally:
        remote.close()
        screen.stop()
        hand.shutdown()
        partnership.close()
