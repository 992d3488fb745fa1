# SPDX-License-Identifier: Apache-2.0
"""The quarter's numbers: true for one's own, disclosure-controlled across agencies."""

import csv
import io
from datetime import datetime, timezone

import pytest

from documents import VIEW, day, response_body

NOW = datetime.now(timezone.utc)
QUARTER = f"{NOW.year}Q{(NOW.month - 1) // 3 + 1}"
SOON = day(7)
DECLINED, ACCEPTED, OPEN, RARE = 6, 7, 2, 3


@pytest.fixture(scope="module")
def counted(partnership, council, housing, charity):
    """Three referrers, two providers; one rare need, and a test document that counts
    nowhere."""
    police = partnership.agency("county-police", "other")
    referrers = [council, charity, police]

    def refer(number, need="domestic-abuse", **envelope):
        sender = referrers[number % 3]
        written = sender.write_referral(housing, needs=((need, "high"),), **envelope)
        sender.submit(written)
        return sender, written

    def answer(sent, decision, *reasons, **values):
        sender, referral = sent
        housing.submit(housing.write(response_body(referral.id, decision, reasons, **values),
                                     sender, case=referral.case))

    for number in range(DECLINED):
        answer(refer(number), "decline", "capacity.full")
    for number in range(ACCEPTED):
        answer(refer(number), "accept", startBy=SOON)
    for number in range(OPEN):
        refer(number)
    for number in range(RARE):
        refer(number, need="modern-slavery")
    return DECLINED + ACCEPTED + OPEN + RARE


def tables(agency, **query):
    answer = agency.raw().get("/v1/statistics", **query)
    assert answer.status == 200, answer
    return {table.get("measure"): [dict(cell.attrib) for cell in table]
            for table in answer.xml.iter(f"{{{VIEW}}}table")}


def total(cells, **wanted):
    return sum(float(cell["value"]) for cell in cells
               if all(cell.get(name) == value for name, value in wanted.items()))


def test_an_agency_sees_its_own_true_counts(counted, housing):
    own = tables(housing, period=QUARTER)
    assert not [cell for cells in own.values() for cell in cells if "flag" in cell]
    assert total(own["declined"]) == DECLINED
    assert total(own["accepted"]) == ACCEPTED
    assert total(own["received"]) >= counted


def test_any_period_may_be_asked_about_ones_own(counted, housing):
    today = tables(housing, **{"from": day(), "to": day()})
    assert total(today["declined"]) == DECLINED
    before = tables(housing, **{"from": day(-400), "to": day(-300)})
    assert total(before.get("declined", [])) == 0


def test_another_agencys_numbers_are_not_ones_own(counted, council):
    assert total(tables(council, period=QUARTER)["declined"]) == DECLINED / 3


def test_across_agencies_small_cells_are_flags_and_never_zero(counted, council):
    across = tables(council, period=QUARTER, scope="across")
    cells = [cell for each in across.values() for cell in each]
    assert all(("value" in cell) != ("flag" in cell) for cell in cells)
    shown = [float(cell["value"]) for measure, each in across.items()
             if measure != "days-to-decision" for cell in each if "value" in cell]
    assert all(value == 0 or value >= 5 for value in shown), across
    assert any(cell.get("flag") == "c" for cell in cells)
    rare = [cell for each in across.values() for cell in each
            if "modern-slavery" in (cell.get("row"), cell.get("column"))]
    assert rare and all("flag" in cell or float(cell["value"]) == 0 for cell in rare)


@pytest.mark.parametrize("query", [
    {"period": "2026Q5"}, {"period": "2026-Q4"}, {"period": "999999Q1"},
    {"from": "2026-10-01", "to": "2026-11-15"}, {"period": f"{NOW.year + 1}Q4"}])
def test_across_agencies_only_whole_quarters_are_counted(council, query):
    answer = council.raw().get("/v1/statistics", scope="across", **query)
    assert (answer.status, answer.problem) == (422, "statistics-period")


def test_csv_says_the_same_as_xml(counted, council):
    for scope in ("own", "across"):
        text = council.raw().get("/v1/statistics", period=QUARTER, scope=scope,
                                 format="csv").body.decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        flags = [row["flag"] for row in rows if row["flag"]]
        values = [float(row["value"]) for row in rows if row["value"]]
        cells = [cell for each in tables(council, period=QUARTER, scope=scope).values()
                 for cell in each]
        assert sorted(values) == sorted(float(c["value"]) for c in cells if "value" in c)
        assert sorted(flags) == sorted(c["flag"] for c in cells if "flag" in c)


def test_the_client_prints_a_table(counted, council):
    assert str(DECLINED // 3) in council.client("statistics", "--period", QUARTER).stdout
    assert "[c]" in council.client("statistics", "--period", QUARTER, "--across").stdout
