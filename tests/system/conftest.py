# SPDX-License-Identifier: Apache-2.0
"""One running partnership for each file of tests; its agencies join when first named."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from partnership import CHARITY, COUNCIL, HOUSING, Partnership  # noqa: E402


@pytest.fixture(scope="module")
def partnership(request):
    name = request.module.__name__.removeprefix("test_")
    partnership = Partnership(name, **getattr(request.module, "EXCHANGE", {}))
    partnership.exchange.start()
    yield partnership
    partnership.close()


@pytest.fixture(scope="module")
def exchange(partnership):
    return partnership.exchange


@pytest.fixture(scope="module")
def council(partnership):
    return partnership.agency(COUNCIL)


@pytest.fixture(scope="module")
def housing(partnership):
    return partnership.agency(HOUSING)


@pytest.fixture(scope="module")
def charity(partnership):
    return partnership.agency(CHARITY)
