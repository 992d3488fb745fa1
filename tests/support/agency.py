# SPDX-License-Identifier: Apache-2.0
"""An agency with the real client program in a home of its own, and its hands: the
same keys used without the client, for what the client would never send."""

import functools
import os
import signal
import subprocess
from collections import namedtuple

import documents
from line import Line
from programs import CLIENT, COMMAND_SECONDS, ENDS_WITH_US, run, until
from raw_client import RawClient

# A document written by hand: its ids, its XML and the signed bytes.
Written = namedtuple("Written", "id case content signed")


class Agency:
    def __init__(self, partnership, id, kind, home):
        self.partnership = partnership
        self.id = id
        self.kind = kind
        self.home = home
        self.line = Line(partnership.exchange.address)
        self.watcher = None

    # --- enrolment ----------------------------------------------------------

    def init(self):
        """Makes the keys and requests, pinning the authority."""
        authority = self.partnership.authority
        self.client("init", "--exchange", f"https://127.0.0.1:{self.line.port}",
                    "--agency", self.id, "--authority", authority.certificate,
                    "--fingerprint", authority.fingerprint)

    def have_signed(self, profile, **validity):
        """The authority signs the request of this profile; returns the certificate."""
        out = self.home.parent / f"{self.id}-{profile}-{documents.new_id()[:8]}.pem"
        return self.partnership.authority.sign(
            self.home / f"{profile}.csr.pem", self.id, profile, out, **validity)

    def register(self, *certificates):
        words = [word for certificate in certificates
                 for word in ("--certificate", certificate)]
        self.partnership.exchange.command("agency", "add", self.id, "--name",
                                          self.name, "--kind", self.kind, *words)

    def install(self, *certificates):
        words = [word for certificate in certificates
                 for word in ("--certificate", certificate)]
        self.client("init", *words)

    def enrol(self, **validity):
        self.init()
        self.identity = self.have_signed("identity", **validity)
        self.sealing = self.have_signed("sealing", **validity)
        self.register(self.identity, self.sealing)
        self.install(self.identity, self.sealing)

    def rotate(self, profile):
        """A new key and certificate beside the old ones, registered and installed."""
        self.client("init", "--new-key", profile)
        certificate = self.have_signed(profile)
        self.register(certificate)
        self.install(certificate)
        setattr(self, profile, certificate)
        return certificate

    @property
    def name(self):
        return self.id.replace("-", " ").title()

    def key(self, profile):
        """The private key of this agency's certificate of a profile."""
        return self.key_of(getattr(self, profile))

    @functools.lru_cache
    def key_of(self, certificate):
        wanted = run("openssl", "x509", "-in", certificate, "-noout", "-pubkey").stdout
        return next(path for path in self.home.glob("*-key.pem") if wanted == run(
            "openssl", "pkey", "-in", path, "-pubout").stdout)

    # --- the real client ----------------------------------------------------

    def command_line(self, *words):
        return [str(word) for word in (CLIENT, "--home", self.home, *words)]

    def client(self, *words, **options):
        return run(*self.command_line(*words), **options)

    def view(self, *words):
        """The XML that the client prints for programs."""
        return documents.parse(self.client("--xml", *words).stdout.encode())

    def refuses(self, *words):
        """The words of a command that must fail; exit code 1, not a crash."""
        done = self.client(*words, exit_code=1)
        return done.stdout + done.stderr

    def sync(self):
        self.client("sync")

    def watch(self):
        """Starts `sync --watch`, which goes on until stop_watching()."""
        log = (self.home.parent / f"{self.id}-watch.log").open("ab")
        self.watcher = subprocess.Popen(
            [*ENDS_WITH_US, *self.command_line("sync", "--watch")], stdin=subprocess.DEVNULL,
            stdout=log, stderr=log, start_new_session=True)
        log.close()

    def stop_watching(self, how=signal.SIGTERM):
        if self.watcher:
            os.kill(self.watcher.pid, how)
            code = self.watcher.wait(timeout=COMMAND_SECONDS)
            self.watcher = None
            assert code in (0, -how), f"sync --watch ended with {code}"

    def sent_referrals(self):
        """Leg by recipient and time: the referrals in the mailbox that are ours."""
        raw = self.raw()
        try:
            return [(entry["to"], entry["document"]) for entry in raw.mailbox(limit=1000)
                    if entry["kind"] == "referral" and entry["from"] == self.id]
        finally:
            raw.close()

    def refer(self, file):
        """Sends an author's file with the real client; returns {recipient: leg}."""
        before = set(self.sent_referrals())
        self.client("refer", file)
        return dict(entry for entry in self.sent_referrals() if entry not in before)

    def state(self, leg):
        """What the exchange says about a leg to this agency."""
        raw = self.raw()
        try:
            answer = raw.get(f"/v1/referrals/{leg}")
            assert answer.status == 200, answer
            return answer.xml.get("state")
        finally:
            raw.close()

    # --- by hand ------------------------------------------------------------

    def write(self, body, to=None, id=None, case=None, sealed=b"", **envelope):
        """A signed document of this agency, made without the client."""
        id = id or documents.new_id()
        case = case or documents.new_id()
        recipient = to.id if isinstance(to, Agency) else to
        content = documents.envelope(body, self.id, recipient, id, case, sealed, **envelope)
        return Written(id, case, content, self.sign(content))

    def write_referral(self, to, details=b"<details/>", mode="single", **choices):
        """A referral to another agency, sealed for it unless the mode forbids it."""
        envelope = {name: choices.pop(name) for name in ("id", "case", "created")
                    if name in choices}
        body = documents.referral_body(choices.pop("referral", documents.new_id()), mode,
                                       **choices)
        sealed = b"" if mode == "first-accept" else self.seal_for(to, details)
        return self.write(body, to, sealed=sealed, **envelope)

    def put(self, written):
        raw = self.raw()
        try:
            return raw.put(written.id, written.signed)
        finally:
            raw.close()

    def submit(self, written):
        """Puts a document that must be accepted now; returns the receipt."""
        answer = self.put(written)
        assert answer.status == 201, answer
        return answer.body

    def refuse(self, written, status, problem):
        """Puts a document that must be refused so, and must leave nothing."""
        answer = self.put(written)
        assert (answer.status, answer.problem) == (status, problem), answer
        return answer

    def raw(self, certificate=None, key=None, exchange=None):
        return RawClient((exchange or self.partnership.exchange).url,
                         self.partnership.authority.certificate,
                         certificate or self.identity,
                         key or self.key_of(certificate or self.identity))

    def sign(self, content, *options, **choices):
        return documents.sign(content, self.identity, self.key("identity"), *options,
                              **choices)

    def seal_for(self, other, details):
        return documents.seal(details, other.sealing, self.sealing)

    def open_sealed(self, sealed):
        return documents.open_seal(sealed, self.sealing, self.key("sealing"))

    def until_leg(self, leg, state):
        """Until the exchange shows this agency the leg in this state."""
        until(lambda: self.state(leg) == state, f"leg {leg} is {state}")

    def close(self):
        self.stop_watching()
        self.line.close()
