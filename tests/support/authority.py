# SPDX-License-Identifier: Apache-2.0
"""The partnership's certificate authority: a directory made by certs/exchange-ca."""

import re

from programs import AUTHORITY, run


class Authority:
    def __init__(self, directory):
        """An authority that is there already; Authority.make() makes one."""
        self.directory = directory
        self.certificate = directory / "ca.pem"

    @classmethod
    def make(cls, directory):
        authority = cls(directory)
        told = authority.command("init", "--name", "Test partnership").stdout
        authority.fingerprint = re.search(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}", told).group()
        return authority

    @property
    def key(self):
        """The authority's private key, which no test but a thief's needs."""
        return next(path for path in self.directory.rglob("*key*.pem"))

    def command(self, *words, **options):
        return run(AUTHORITY, "--directory", self.directory, *words, **options)

    def issue_exchange(self, directory):
        """Makes the server and evidence certificates, with their keys, in directory."""
        self.command("issue-exchange", "--host", "127.0.0.1", "--host", "localhost",
                     "--out", directory)

    def sign(self, request, agency, profile, out, **validity):
        """Signs a request.  validity: days=, or start= and end= (YYYYMMDDHHMMSSZ)."""
        options = [word for name, value in validity.items()
                   for word in (f"--{name}", value)]
        self.command("sign", request, "--agency", agency, "--profile", profile,
                     "--out", out, *options)
        return out

    def revoke(self, certificate):
        self.command("revoke", certificate)

    def publish_crl(self, out, days=30):
        """Writes a new CRL beside out and renames it, as a person would be told to."""
        fresh = out.with_suffix(".new")
        self.command("crl", "--days", days, "--out", fresh)
        fresh.rename(out)
