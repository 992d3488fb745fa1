# SPDX-License-Identifier: Apache-2.0
"""A housing officer's first day, in a real browser."""

from pathlib import Path

import pytest

import authoring
from documents import day
from partnership import COUNCIL, HOUSING, Partnership
from screen import Screen, browse


@pytest.fixture(scope="module")
def partnership():
    partnership = Partnership("screen")
    partnership.exchange.start()
    yield partnership
    partnership.close()


def test_a_housing_officers_first_day(partnership, tmp_path):
    council, housing = partnership.agency(COUNCIL), partnership.agency(HOUSING)
    leg = council.refer(authoring.write(tmp_path / "file.xml", housing))[housing.id]
    housing.sync()
    screen = Screen(housing)
    try:
        browse(Path(__file__).with_name("journey.mjs"), screen, LINK=screen.first_link(),
               LEG=leg, START_BY=day(7))
    finally:
        screen.stop()
    council.until_leg(leg, "accepted")
