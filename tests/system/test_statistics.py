# SPDX-License-Identifier: Apache-2.0
"""The quarter's numbers: true for one's own, disclosure-controlled across agencies."""

import csv
import io

import pytest

from documents import VIEW, day
from quarter import ACCEPTED, ALL, DECLINED, RARE, fill, quarter

QUARTER = quarter()


@pytest.fixture(scope="module")
def counted(partnership, council, housing, charity):
    fill([council, charity, partnership.agency("county-police", "other")], housing)
    return ALL


def tables(agency, **query):
    answer = agency.raw().get("/v1/statistics", **query)
    assert answer.status == 200, answer
    return list(answer.xml.iter(f"{{{VIEW}}}table"))


def total(tables, measure):
    """The sum of the inner cells of the first table of a measure, margins left out."""
    table = next((table for table in tables if table.get("measure") == measure), [])
    dimensions = [name for name, list in (("row", "rows"), ("column", "columns"))
                  if len(table) and table.get(list)]
    return sum(float(cell.get("value")) for cell in table
               if all(cell.get(name) for name in dimensions))


def cells(tables, *but):
    return [cell for table in tables for cell in table if table.get("measure") not in but]


def test_an_agency_sees_its_own_true_counts(counted, housing):
    own = tables(housing, period=QUARTER)
    assert not [cell for cell in cells(own) if cell.get("flag")]
    assert total(own, "declined") == DECLINED + RARE
    assert total(own, "accepted") == ACCEPTED
    assert total(own, "received") >= counted


def test_any_period_may_be_asked_about_ones_own(counted, housing):
    today = tables(housing, **{"from": day(), "to": day()})
    assert total(today, "declined") == DECLINED + RARE
    before = tables(housing, **{"from": day(-400), "to": day(-300)})
    assert total(before, "declined") == 0


def test_another_agencys_numbers_are_not_ones_own(counted, council):
    assert total(tables(council, period=QUARTER), "declined") == (DECLINED + RARE) / 3


def test_across_agencies_small_cells_are_flags_and_never_zero(counted, council):
    across = tables(council, period=QUARTER, scope="across")
    assert all((cell.get("value") is None) != (cell.get("flag") is None)
               for cell in cells(across))
    counts = [float(cell.get("value")) for cell in cells(across, "days-to-decision")
              if cell.get("value")]
    assert all(count == 0 or count >= 5 for count in counts), counts
    assert any(cell.get("flag") == "c" for cell in cells(across))
    rare = [cell for cell in cells(across)
            if "modern-slavery" in (cell.get("row"), cell.get("column"))]
    assert rare
    assert all(cell.get("flag") or float(cell.get("value")) == 0 for cell in rare)


@pytest.mark.parametrize("query", [
    {"period": "2026Q5"}, {"period": "2026-Q4"}, {"period": "999999Q1"},
    {"from": "2026-10-01", "to": "2026-11-15"}, {"period": quarter(-4)}])
def test_across_agencies_only_whole_quarters_are_counted(council, query):
    answer = council.raw().get("/v1/statistics", scope="across", **query)
    assert (answer.status, answer.problem) == (422, "statistics-period")


def test_csv_says_the_same_as_xml(counted, council):
    for scope in ("own", "across"):
        text = council.raw().get("/v1/statistics", period=QUARTER, scope=scope,
                                 format="csv").body.decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        told = cells(tables(council, period=QUARTER, scope=scope))
        assert sorted(row["flag"] for row in rows if row["flag"]) == sorted(
            cell.get("flag") for cell in told if cell.get("flag"))
        assert sorted(float(row["value"]) for row in rows if row["value"]) == sorted(
            float(cell.get("value")) for cell in told if cell.get("value"))


def test_the_client_prints_a_table(counted, council):
    assert str((DECLINED + RARE) // 3) in council.client("statistics", "--period", QUARTER).stdout
    assert "[c]" in council.client("statistics", "--period", QUARTER, "--across").stdout
