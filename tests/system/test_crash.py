# SPDX-License-Identifier: Apache-2.0
"""Clients submit and answer while the exchange and its database are killed at random;
afterwards the clients' own records must agree with what the exchange promises.

CRASH_SECONDS, CRASH_KILLS and CRASH_SEED change the length, the least number of kills
and the seed (see tests/run --help)."""

import os
import random
import threading
import time

import pytest

import authoring
from documents import day, delivery_body, response_body
from history import Recorder, check_histories
from programs import until

SECONDS = float(os.environ.get("CRASH_SECONDS", 80))
KILLS = int(os.environ.get("CRASH_KILLS", 20))
SEED = int(os.environ.get("CRASH_SEED", time.time_ns() % 1_000_000))
SETTLING_SECONDS = 45  # for enrolling before, and for proving afterwards
SOON = day(7)


class Worker(threading.Thread):
    """An agency's program that does one thing until told to stop, then settles what it
    has begun."""

    def __init__(self, recorder, stop):
        super().__init__(daemon=True)
        self.recorder, self.stop = recorder, stop
        self.failure = None

    def run(self):
        try:
            self.work()
        except BaseException as failure:
            self.failure = failure

    def settle(self, written):
        """The same bytes again until the outcome is known: also after the end."""
        def is_settled():
            return self.recorder.submit_once(written).is_settled
        until(is_settled, f"{written.id} has an outcome", SECONDS + 120)


class Referrer(Worker):
    def __init__(self, recorder, stop, recipients, rng):
        super().__init__(recorder, stop)
        self.recipients, self.rng = recipients, rng

    def work(self):
        while not self.stop.is_set():
            recipient = self.rng.choice(self.recipients)
            self.settle(self.recorder.agency.write_referral(recipient))


class Provider(Worker):
    """Confirms what arrives and answers it."""

    def __init__(self, recorder, stop, senders, rng):
        super().__init__(recorder, stop)
        self.senders, self.rng = senders, rng

    def work(self):
        done = 0
        while not self.stop.is_set():
            self.recorder.read_once(wait=2)
            arrived, done = self.recorder.mailbox[done:], len(self.recorder.mailbox)
            for entry in arrived:
                if entry["kind"] == "referral" and entry["to"] == self.recorder.agency.id:
                    self.answer(entry)

    def answer(self, entry):
        agency, leg = self.recorder.agency, entry["document"]
        self.settle(agency.write(delivery_body(leg), "referral-exchange"))
        body = self.rng.choice([
            response_body(leg, "acknowledge"),
            response_body(leg, "accept", startBy=SOON),
            response_body(leg, "decline", ["capacity.full"])])
        self.settle(agency.write(body, self.senders[entry["from"]], case=entry["case"]))


class Caseworker(Worker):
    """A person with the real client, who refers again and again."""

    def __init__(self, agency, stop, file):
        super().__init__(Recorder(agency), stop)
        self.file = file

    def work(self):
        while not self.stop.is_set():
            self.recorder.agency.client("refer", self.file)


def check_real_client(recorder):
    """What the client says it has sent is what the log shows of it, once each."""
    agency = recorder.agency

    def is_all_sent():
        agency.client("sync", exit_code=None)
        return agency.view("outbox").find("{*}document") is None
    until(is_all_sent, f"the outbox of {agency.id} is empty", 120)
    recorder.read_to_the_end()
    said = {(each.get("id"), each.get("sha256"), each.get("sequence"))
            for each in agency.view("outbox", "--all").iter("{*}document")
            if each.get("state") == "sent"}
    shown = [(entry["document"], entry["sha256"], entry["sequence"])
             for entry in recorder.mailbox if entry["from"] == agency.id]
    assert len(shown) == len(set(shown))
    assert said == set(shown)
    return len(said)


def check_unharmed(workers):
    """No client has seen anything yet that must not be."""
    for worker in workers:
        if worker.failure:
            raise worker.failure


def kill_at_random(exchange, rng, seconds, least, workers):
    """Returns how often each was killed."""
    killed = {"exchange": 0, "database": 0}
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline or sum(killed.values()) < least:
        check_unharmed(workers)
        time.sleep(rng.uniform(0.2, 2.0))
        victim = rng.choice(list(killed))
        if victim == "exchange":
            exchange.kill()
            exchange.start()
        else:
            exchange.wait_for_database(after=exchange.kill_database())
        killed[victim] += 1
        if time.monotonic() > deadline + 300:
            raise AssertionError(f"only {killed} in time")
    return killed


@pytest.mark.parametrize("seed", [SEED])
def test_nothing_is_lost_or_doubled_however_often_it_dies(
        partnership, exchange, council, housing, charity, tmp_path, seed):
    print(f"seed {seed}")
    rng = random.Random(seed)
    police = partnership.agency("county-police", "other")
    agencies = {agency.id: agency for agency in (council, housing, charity, police)}
    stop = threading.Event()
    referrers = [Referrer(Recorder(agency), stop, [housing, charity],
                          random.Random(rng.random())) for agency in (council, police)]
    providers = [Provider(Recorder(agency), stop, agencies, random.Random(rng.random()))
                 for agency in (housing, charity)]
    hospital = partnership.agency("eastborough-hospital", "other")
    shelter = partnership.agency("riverside-shelter")
    caseworker = Caseworker(hospital, stop, authoring.write(tmp_path / "file.xml", shelter))
    hospital.sync()  # without a directory it could not write to anybody
    shelter.watch()
    workers = [*referrers, *providers, caseworker]
    for worker in workers:
        worker.start()
    killed = kill_at_random(exchange, rng, SECONDS - SETTLING_SECONDS, KILLS, workers)
    exchange.wait_for_database()
    stop.set()
    for worker in workers:
        worker.join(180)
        assert not worker.is_alive() and not worker.failure, worker.failure
    recorders = [worker.recorder for worker in referrers + providers]
    for recorder in recorders:
        recorder.read_to_the_end()
    checked = check_histories(recorders, partnership.authority)
    shelter.stop_watching()
    by_clients = check_real_client(caseworker.recorder) + check_real_client(Recorder(shelter))
    doubtful = sum(record.tries > 1 for recorder in recorders
                   for record in recorder.records.values())
    assert checked > KILLS and sum(killed.values()) >= KILLS
    print(f"killed {killed}, {checked} documents proved, {doubtful} of them sent more than "
          f"once, and {by_clients} of the real clients")
    exchange.assert_no_findings()
