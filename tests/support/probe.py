# SPDX-License-Identifier: Apache-2.0
"""The test server of http_probe.c, certificates for it, and raw ways to talk to it."""

import datetime
import http.client
import os
import re
import signal
import socket
import ssl
import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from programs import BUILD

PROBE = BUILD / "tests/system/http_probe"
SECONDS = 60  # a bound for a machine under load, not an expectation
MEDIA = "application/pkcs7-mime"
DOCUMENT = "/v1/documents/6f1c2a34-0000-4000-8000-00000000000a"

# A bound for a machine under load, not an expectation; shorter than deadlines are by default.
CUT_SECONDS = 9


def name_of(common_name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


class Certificates:
    """An authority of its own; every certificate is a PEM file with its key."""

    def __init__(self, directory, name="Test authority"):
        self.directory = Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.authority = self.make(name, self.key, is_authority=True)

    def make(self, common_name, key=None, is_authority=False, days=(-1, 1)):
        now = datetime.datetime.utcnow()
        key = key or ec.generate_private_key(ec.SECP256R1())
        builder = (x509.CertificateBuilder()
                   .subject_name(name_of(common_name)).issuer_name(name_of(self.name))
                   .public_key(key.public_key()).serial_number(x509.random_serial_number())
                   .not_valid_before(now + datetime.timedelta(days=days[0]))
                   .not_valid_after(now + datetime.timedelta(days=days[1]))
                   .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
                   .add_extension(x509.SubjectAlternativeName(
                       [x509.DNSName("localhost")]), critical=False))
        certificate = builder.sign(self.key, hashes.SHA256())
        path = self.directory / f"{common_name.replace(' ', '-')}.pem"
        path.write_bytes(
            key.private_bytes(serialization.Encoding.PEM,
                              serialization.PrivateFormat.PKCS8,
                              serialization.NoEncryption())
            + certificate.public_bytes(serialization.Encoding.PEM))
        return path


class Probe:
    def __init__(self, certificates, directory, *limits):
        self.certificates = certificates
        self.blocked = Path(directory) / "blocked"
        self.blocked.write_text("")
        self.log_path = Path(directory) / "log"
        server = certificates.make("server")
        with self.log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [PROBE, certificates.authority, server, server, self.blocked, *limits],
                stdout=subprocess.PIPE, stderr=log, text=True,
                # TSan does not see the locks of GLib's own allocator.
                env={**os.environ, "G_SLICE": "always-malloc"})
        ready = self.process.stdout.readline().split()
        assert ready[:1] == ["ready"], self.log
        self.port, self.plain_port = int(ready[1]), int(ready[2])

    @property
    def log(self):
        return self.log_path.read_text(errors="replace")

    def context(self, certificate=None):
        context = ssl.create_default_context(cafile=self.certificates.authority)
        if certificate:
            context.load_cert_chain(certificate)
        return context

    def tls(self, certificate, context=None):
        """A TLS connection whose handshake is through on our side."""
        raw = socket.create_connection(("127.0.0.1", self.port), SECONDS)
        return (context or self.context(certificate)).wrap_socket(
            raw, server_hostname="localhost")

    def plain(self):
        return socket.create_connection(("127.0.0.1", self.plain_port), SECONDS)

    def client(self, certificate):
        return http.client.HTTPSConnection("localhost", self.port, timeout=SECONDS,
                                           context=self.context(certificate))

    def ask(self, method, path, body=None, **headers):
        """One request on the plain listener: status, body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.plain_port,
                                                timeout=SECONDS)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        result = answer.status, answer.read().decode()
        connection.close()
        return result

    def state(self, name):
        return int(re.search(rf"\b{name}=(\d+)", self.ask("GET", "/state")[1])[1])

    def metric(self, name, **labels):
        text = self.ask("GET", "/metrics")[1]
        for line in text.splitlines():
            if line.startswith(name + "{") and all(
                    f'{label}="{value}"' in line for label, value in labels.items()):
                return int(line.rsplit(" ", 1)[1])
        raise AssertionError(f"no {name} {labels} in\n{text}")

    def block(self, *agencies):
        self.blocked.write_text("".join(f"{agency}\n" for agency in agencies))
        self.process.send_signal(signal.SIGHUP)

    def stop(self):
        """Asks it to stop; its exit code, once it has."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(SECONDS)

    def close(self):
        if self.process.poll() is None:
            assert self.stop() == 0, self.log
        self.process.stdout.close()
        assert "Sanitizer" not in self.log, self.log


def put(size=0, path=DOCUMENT, method="PUT", **headers):
    fields = {"Host": "localhost", "Content-Type": MEDIA, "Content-Length": size, **headers}
    lines = [f"{method} {path} HTTP/1.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()
              if value is not None]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def read_answer(connection):
    """Everything until the server closes: status (None when nothing came), all bytes."""
    received = b""
    try:
        while True:
            more = connection.recv(65536)
            if not more:
                break
            received += more
    except (ConnectionError, ssl.SSLError):
        pass
    match = re.match(rb"HTTP/1\.1 (\d{3}) ", received)
    return (int(match[1]) if match else None), received


def is_closed_within(connection, seconds):
    """Does the server end this connection in that time, whatever it still sends?"""
    connection.settimeout(seconds)
    try:
        while connection.recv(65536):
            pass
    except socket.timeout:
        return False
    except (ConnectionError, ssl.SSLError, OSError):
        pass
    return True
