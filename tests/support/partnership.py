# SPDX-License-Identifier: Apache-2.0
"""A whole partnership in one directory: authority, exchange and agencies."""

import shutil

from agency import Agency
from authority import Authority
from exchange import Exchange
from programs import BUILD, run

COUNCIL = "eastborough-social-services"
HOUSING = "northgate-homes"
CHARITY = "harbour-womens-aid"
KINDS = {COUNCIL: "council", HOUSING: "housing-association", CHARITY: "charity"}


class Partnership:
    """Everything under build/.../system/NAME, laid anew at each run and left there, so
    that a failure can be looked at."""

    def __init__(self, name, **exchange_options):
        self.directory = BUILD / "system" / name
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)
        self.authority = Authority.make(self.directory / "authority")
        self.exchange = Exchange(self.directory / "exchange", self.authority,
                                 **exchange_options)
        self.agencies = {}

    def agency(self, id, kind="charity", **validity):
        """Enrols an agency, the way its people would."""
        agency = Agency(self, id, KINDS.get(id, kind), self.directory / "agencies" / id)
        agency.home.parent.mkdir(exist_ok=True)
        self.agencies[id] = agency
        agency.enrol(**validity)
        return agency

    def revoke(self, certificate, wait=True):
        self.authority.revoke(certificate)
        self.authority.publish_crl(self.exchange.crl)

    def suspend(self, agency):
        self.exchange.command("agency", "suspend", agency.id)

    def resume(self, agency):
        self.exchange.command("agency", "resume", agency.id)

    def close(self):
        for agency in self.agencies.values():
            agency.close()
        self.exchange.stop()
        self.exchange.command("verify-log")

    def files_with(self, *needles, under):
        """The files that hold one of these byte strings as plain text."""
        found = run("grep", "--recursive", "--files-with-matches", "--text",
                    "--fixed-strings", "--devices=skip", "--file=-", "--", under,
                    input=b"\n".join(needles), text=False, exit_code=None)
        assert found.returncode in (0, 1), found.stderr
        return found.stdout.decode().splitlines()
