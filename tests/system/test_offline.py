# SPDX-License-Identifier: Apache-2.0
"""The car is the second office: the client works without the exchange and catches up,
and dies at any moment without losing or doubling anything (row 28)."""

import signal
import subprocess

import authoring
from documents import day
from programs import until

NEXT_WEEK = day(7)


def entries(agency, kind):
    return [entry for entry in agency.raw().mailbox(limit=1000) if entry["kind"] == kind]


def test_with_no_line_it_queues_says_so_and_sends_in_order_later(
        tmp_path, council, housing):
    leg = council.refer(authoring.write(tmp_path / "first.xml", housing))[housing.id]
    housing.sync()
    housing.line.cut()
    for words in (["acknowledge"], ["accept", "--start-by", NEXT_WEEK]):
        told = housing.client("respond", leg, *words).stdout
        assert "queued" in told
    housing.client("update", leg, "started", "--first-contact-on", day())
    assert "started" in housing.client("outbox").stdout
    assert council.state(leg) == "delivered"
    housing.line.mend()
    housing.sync()
    assert council.state(leg) == "in-service"
    steps = [event.get("step") for event in
             council.raw().get(f"/v1/referrals/{leg}").xml.iter("{*}event")]
    assert steps[-3:] == ["response.acknowledge", "response.accept", "status-update.started"]


def test_a_referral_written_offline_goes_out_when_the_line_is_back(tmp_path, council, housing):
    file = authoring.write(tmp_path / "offline.xml", housing)
    before = len(entries(council, "referral"))
    council.line.cut()
    assert "queued" in council.client("refer", file).stdout
    council.line.mend()
    council.sync()
    assert len(entries(council, "referral")) == before + 1


def test_the_exchange_stopped_is_the_same_as_no_line(partnership, tmp_path, council, housing):
    before = len(entries(council, "referral"))
    partnership.exchange.stop()
    assert "queued" in council.client(
        "refer", authoring.write(tmp_path / "down.xml", housing)).stdout
    partnership.exchange.start()
    council.sync()
    assert len(entries(council, "referral")) == before + 1


def test_a_client_killed_between_commit_and_answer_gets_its_receipt_later(
        partnership, tmp_path, council, housing):
    """Row 28: the exchange has it, the client does not know."""
    exchange = partnership.exchange
    file = authoring.write(tmp_path / "lost-answer.xml", housing)
    before = len(entries(council, "referral"))
    council.line.swallow_answers(after_bytes=6000)
    client = subprocess.Popen(council.command_line("refer", file), stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: len(entries(council, "referral")) == before + 1, "the exchange has it")
    client.send_signal(signal.SIGKILL)
    client.wait()
    council.line.cut()
    council.line.mend()
    repeated = exchange.metric("exchange_documents_repeated_total")
    council.sync()
    assert exchange.metric("exchange_documents_repeated_total") == repeated + 1
    assert len(entries(council, "referral")) == before + 1
    assert council.view("outbox").find("{*}document") is None


def test_a_client_killed_at_any_instant_neither_loses_nor_doubles(
        partnership, tmp_path, council, housing):
    """Each run is killed a little later than the one before."""
    before = {entry["document"] for entry in entries(council, "referral")}
    file = authoring.write(tmp_path / "again.xml", housing)
    runs = 20
    for number in range(runs):
        client = subprocess.Popen(council.command_line("refer", file),
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
        try:
            client.wait(timeout=0.02 * number)
        except subprocess.TimeoutExpired:
            client.send_signal(signal.SIGKILL)
            client.wait()
    council.sync()
    sent = [entry["document"] for entry in entries(council, "referral")]
    assert len(sent) == len(set(sent))
    assert len(set(sent) - before) <= runs
    assert council.client("outbox").returncode == 0
    housing.sync()
    for document in set(sent) - before:
        assert council.state(document) == "delivered"


def test_a_refused_document_parks_its_case_and_no_other(
        partnership, tmp_path, council, housing, charity):
    leg = council.refer(authoring.write(tmp_path / "one.xml", charity))[charity.id]
    charity.sync()
    charity.line.cut()
    charity.client("respond", leg, "acknowledge")
    council.client("withdraw", leg, "--reason", "client-request")
    other = council.refer(authoring.write(tmp_path / "two.xml", charity))[charity.id]
    charity.line.mend()
    charity.client("sync", exit_code=None)
    assert "lifecycle" in charity.client("outbox").stdout
    charity.client("respond", other, "acknowledge")
    assert council.state(other) == "acknowledged"
