# SPDX-License-Identifier: Apache-2.0
"""`agency-client serve` of an agency, browsers before it, and its requests by hand."""

import os
import re
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections import namedtuple
from xml.etree import ElementTree

from programs import COMMAND_SECONDS, ENDS_WITH_US, ROOT

MODULES = ROOT / "build/pages"
SCREENSHOTS = ROOT / "build/screenshots"
PASSWORD = "correct horse battery"

Answer = namedtuple("Answer", "status headers body")


class Screen:
    """A running screen: its address, and the first administrator's link if there is one."""

    def __init__(self, agency, *options):
        self.agency = agency
        self.options = options
        self.log = agency.home.parent / f"{agency.id}-screen.log"
        self.start("127.0.0.1:0")

    def start(self, listen=None):
        """Starts it, again at the address that it had."""
        command = self.agency.command_line(
            "serve", "--listen", listen or self.url.partition("://")[2], *self.options)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([*ENDS_WITH_US, *command],
                                            stdin=subprocess.DEVNULL,
                                            stdout=subprocess.PIPE, stderr=log, text=True)
        ready = self.process.stdout.readline().split()
        assert ready[:1] == ["ready"], self.log.read_text()
        self.url = ready[1]

    def first_link(self):
        """What it prints at the first start of all."""
        self.process.stdout.readline()
        return self.process.stdout.readline().strip()

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=COMMAND_SECONDS) == 0, self.log.read_text()
        self.process.stdout.close()


class Visitor:
    """Somebody who asks by hand: with a cookie and a form token once signed in."""

    def __init__(self, screen):
        self.screen = screen
        self.cookie = None
        self.form = None

    def ask(self, method, path, body=None, **headers):
        sent = {"Origin": self.screen.url} if method != "GET" else {}
        if self.cookie:
            sent["Cookie"] = self.cookie
        if self.form and method != "GET":
            sent["X-Form-Token"] = self.form
        if isinstance(body, dict):
            body = urllib.parse.urlencode(body).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        elif body is not None:
            sent["Content-Type"] = "application/xml"
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        sent = {name: value for name, value in sent.items() if value is not None}
        request = urllib.request.Request(self.screen.url + path, body, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=COMMAND_SECONDS) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, body, **headers):
        return self.ask("POST", path, body, **headers)

    def enter(self, path, **fields):
        """Signs in by a password or a link; the answer, whatever it is."""
        answer = self.post(path, fields)
        if answer.status == 200:
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]
            self.form = re.search(r' form="([^"]*)"', answer.body.decode())[1]
        return answer

    def sign_in(self, login, password=PASSWORD):
        return self.enter("/api/session", login=login, password=password)

    def begin(self, link):
        """Becomes the first administrator."""
        assert self.enter("/api/welcome", token=link.rpartition("first-")[2], login="ada",
                          name="Ada Adeyemi", password=PASSWORD).status == 200

    def hire(self, login, role, right="caseworker"):
        """Somebody of that name, who has chosen a password."""
        added = self.post("/api/staff", {"login": login, "name": f"{login.title()} Sowande",
                                         "role": role, "right": right})
        assert added.status == 200, added.body
        token = re.search(r"#/welcome/(\w+)", added.body.decode())[1]
        assert Visitor(self.screen).enter("/api/welcome", token=token,
                                          password=PASSWORD).status == 200

    def who(self):
        return ElementTree.fromstring(self.get("/api/session").body)[0].attrib


def drive(screen, *command, **words):
    """Runs a script that drives a browser; returns what it prints."""
    environment = {**os.environ, "MODULES": str(MODULES / "node_modules"),
                   "URL": screen.url, "SCREENSHOTS": str(SCREENSHOTS), "PASSWORD": PASSWORD,
                   **words}
    done = subprocess.run([MODULES / "node", *command], env=environment,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=1100)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def browse(script, screen, **words):
    """The same with a script of node's own test runner."""
    drive(screen, "--test", script, **words)
