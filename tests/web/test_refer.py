# SPDX-License-Identifier: Apache-2.0
"""A social worker refers at the screen: begun, put aside, checked, sent to two, and sent
while the exchange is away."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from documents import day
from partnership import CHARITY, COUNCIL, HOUSING, Partnership
from programs import ROOT
from screen import Screen, browse

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


class Hands:
    """What a test in the browser cannot do: pull the plug, and stop the program."""

    def __init__(self, agency):
        self.agency = agency
        self.screen = Screen(agency)
        self.port = self.screen.url.rsplit(":", 1)[1]
        hands = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                getattr(hands, self.path[1:])()
                self.send_response(204)
                self.end_headers()

            def log_message(self, *words):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def cut(self):
        self.agency.line.cut()

    def mend(self):
        self.agency.line.mend()

    def restart(self):
        self.screen.stop()
        self.screen = Screen(self.agency, "--listen", f"127.0.0.1:{self.port}")

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.screen.stop()


def test_a_social_worker_refers_a_mother_of_five(partnership):
    council, housing, charity = partnership.agencies.values()
    hands = Hands(council)
    try:
        browse(Path(__file__).with_name("refer.mjs"), hands.screen,
               LINK=hands.screen.first_link(), CONTROL=hands.url, YESTERDAY=day(-1),
               SOON=day(14))
    finally:
        hands.close()
    assert partnership.files_with(*CANARIES, under=council.home) == []
    for agency in (housing, charity):
        agency.sync()
        shown = [agency.client("show", leg.get("leg")).stdout
                 for leg in agency.view("inbox", "--all")]
        [hers] = [text for text in shown if "A door that I can lock" in text]
        assert "Hodan" in hers and "Ruth Adeyemi" in hers
        assert "<script>" in hers, "what was written is text, and arrives as it was"
