# SPDX-License-Identifier: Apache-2.0
"""Clients that write down all they saw, and the check of their histories.

A Recorder submits and reads like an agency's program would: it repeats a submission
with the same bytes until the outcome is known, and follows its mailbox by a cursor of
its own.  check_histories() then proves from these records alone what the exchange
promises, however often it died meanwhile."""

import hashlib
import http.client
import struct
import uuid
from datetime import datetime, timezone

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from documents import parse, sha256
from programs import run, until
from raw_client import RawClient

# What a client may not conclude anything from: it tries again.
OUTCOME_OPEN = {429, 500, 502, 503, 504}


class Record:
    """One submission: what was sent, and what is known of it."""

    def __init__(self, written):
        self.written = written
        self.tries = 0
        self.status = None
        self.receipt = None
        self.refusal = None

    @property
    def is_settled(self):
        return self.receipt is not None or self.refusal is not None


class Recorder:
    def __init__(self, agency, seconds=60):
        self.agency = agency
        self.records = {}
        self.mailbox = []
        self.cursor = 0
        self.raw = RawClient(f"https://127.0.0.1:{agency.line.port}",
                             agency.partnership.authority.certificate,
                             agency.identity, agency.key("identity"), seconds)

    def _attempt(self, request):
        """The answer, or None when there was none to be had."""
        try:
            return request()
        except (OSError, http.client.HTTPException):
            return None

    def submit_once(self, written):
        record = self.records.setdefault(written.id, Record(written))
        record.tries += 1
        answer = self._attempt(lambda: self.raw.put(written.id, written.signed))
        if answer is None or answer.status in OUTCOME_OPEN:
            return record
        record.status = answer.status
        if answer.status in (200, 201):
            assert record.receipt in (None, answer.body), "another receipt for the same bytes"
            record.receipt = answer.body
        else:
            record.refusal = answer.problem
        return record

    def settle(self, written):
        """The same bytes again until the outcome is known, as an agency's program does."""
        return until(lambda: (record := self.submit_once(written)).is_settled and record,
                     f"{written.id} has an outcome")

    def read_once(self, wait=0):
        """Reads what has come since the cursor; True if there was an answer."""
        answer = self._attempt(
            lambda: self.raw.get("/v1/mailbox", after=self.cursor, limit=100, wait=wait))
        if answer is None or answer.status not in (200, 204):
            return False
        if answer.status == 200:
            entries = [dict(entry.attrib) for entry in answer.xml.iter("{*}entry")]
            self.mailbox += entries
            self.cursor = max([self.cursor, *(int(e["sequence"]) for e in entries)])
        return True

    def read_to_the_end(self):
        before = None
        while before != self.cursor:
            before = self.cursor
            assert self.read_once(), "the mailbox is not served"

    def close(self):
        self.raw.close()


def microseconds(text):
    moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)
    return int(moment.replace(microsecond=0).timestamp()) * 1_000_000 + moment.microsecond


def certificate_digest(path):
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()


def chain_value(previous, receipt, certificate, signed):
    """The contract's formula, from what clients hold."""
    return hashlib.sha256(
        bytes.fromhex(previous) + struct.pack(">Q", int(receipt.get("sequence")))
        + uuid.UUID(receipt.get("document")).bytes
        + struct.pack(">Q", microseconds(receipt.get("received")))
        + certificate + hashlib.sha256(signed).digest()).hexdigest()


def verified_receipt(receipt, authority):
    """The receipt's XML, after stock openssl has judged its signature."""
    return parse(run("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-CAfile",
                     authority.certificate, "-purpose", "any", input=receipt,
                     text=False).stdout)


def check_histories(recorders, authority):
    """Every submission settled, every receipt verified, every receipted document
    delivered exactly once and in order, nothing delivered that was refused, and the
    chain re-derived over all neighbours.  Returns how many documents were checked."""
    everyone = {recorder.agency.id: recorder for recorder in recorders}
    receipts = []
    for recorder in recorders:
        positions = [int(entry["sequence"]) for entry in recorder.mailbox]
        assert positions == sorted(set(positions)), "a mailbox out of order, or twice"
        shown = [entry["document"] for entry in recorder.mailbox]
        assert len(shown) == len(set(shown)), "a document listed twice"
        for record in recorder.records.values():
            assert record.is_settled, f"{record.written.id} has no outcome"
            assert (record.written.id in shown) == (record.receipt is not None), \
                "what was receipted is in the sender's mailbox, what was refused is not"
            if record.receipt:
                told = verified_receipt(record.receipt, authority)
                assert told.get("document") == record.written.id
                assert told.get("sha256") == sha256(record.written.signed)
                assert told.get("sender") == recorder.agency.id
                receipts.append((int(told.get("sequence")), told, recorder, record))
    receipts.sort(key=lambda each: each[0])
    for sequence, told, sender, record in receipts:
        to = parse(record.written.content).find("{*}to").get("agency")
        if to in everyone:
            found = [entry for entry in everyone[to].mailbox
                     if entry["document"] == record.written.id]
            assert len(found) == 1, f"{record.written.id} delivered {len(found)} times"
            assert int(found[0]["sequence"]) == sequence
            assert found[0]["sha256"] == told.get("sha256")
    for (_, before, _, _), (_, after, sender, record) in zip(receipts, receipts[1:]):
        if int(after.get("sequence")) == int(before.get("sequence")) + 1:
            assert after.get("chain") == chain_value(
                before.get("chain"), after, certificate_digest(sender.agency.identity),
                record.written.signed)
    return len(receipts)
