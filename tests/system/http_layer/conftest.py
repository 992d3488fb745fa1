# SPDX-License-Identifier: Apache-2.0
"""The test server of http_probe.c, with certificates of an authority of its own."""

import shutil
import time

import pytest

from probe import Certificates, Probe
from programs import BUILD

DIRECTORY = BUILD / "tests/http"


@pytest.fixture(scope="session")
def certificates():
    shutil.rmtree(DIRECTORY, ignore_errors=True)
    return Certificates(DIRECTORY)


@pytest.fixture(scope="session")
def council(certificates):
    return certificates.make("council")


@pytest.fixture(scope="session")
def housing(certificates):
    return certificates.make("housing")


@pytest.fixture
def start(certificates):
    probes = []

    def start(*limits):
        directory = DIRECTORY / f"run-{time.monotonic_ns()}"
        directory.mkdir()
        probes.append(Probe(certificates, directory, *limits))
        return probes[-1]

    yield start
    for probe in probes:
        probe.close()


@pytest.fixture
def probe(start):
    return start()
