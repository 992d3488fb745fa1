#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the screen costs an agency with many referrals: the inbox, a page of it, a search
by name, and reading all names in the background.

    tests/bench/inbox.py [--legs 5000] [--documents 5000] [--build build/release]

Needs the targets agency-client and crowd.  Prints one line of key=value pairs a figure."""

import argparse
import http.client
import re
import statistics
import subprocess
import tempfile
import time
import urllib.parse
from pathlib import Path

PASSWORD = "correct horse battery"


class Screen:
    """`agency-client serve` before a browser that does not draw."""

    def __init__(self, client, home):
        self.process = subprocess.Popen(
            [client, "--home", home, "serve", "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[1]
        self.process.stdout.readline()
        token = re.search("first-(.*)", self.process.stdout.readline()).group(1)
        self.line = http.client.HTTPConnection(self.url.removeprefix("http://"))
        self.headers = {"Origin": self.url}
        answer, body = self.ask("/api/welcome", token=token, login="ada", name="Ada",
                                password=PASSWORD)
        self.headers["Cookie"] = answer.getheader("Set-Cookie").split(";")[0]
        self.headers["X-Form-Token"] = re.search(b'form="([^"]+)"', body).group(1).decode()

    def ask(self, path, **form):
        """One request, a form if there are fields."""
        headers = dict(self.headers)
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request("POST" if form else "GET", path,
                          urllib.parse.urlencode(form) if form else None, headers)
        answer = self.line.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        return answer, body

    def time(self, path, **form):
        begun = time.perf_counter()
        body = self.ask(path, **form)[1]
        return 1000 * (time.perf_counter() - begun), len(body)

    def names(self):
        body = self.ask("/api/inbox")[1].decode()
        return tuple(int(re.search(f'{name}="(\\d+)"', body).group(1))
                     for name in ("namesRead", "namesAll"))

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=60) == 0


def report(name, measured):
    times = [took for took, _ in measured]
    print(f"{name} median_ms={statistics.median(times):.1f} max_ms={max(times):.1f}"
          f" bytes={measured[-1][1]}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--legs", type=int, default=5000)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--build", type=Path, default=Path("build/release"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory) / "home"
        subprocess.run([options.build / "tests/bench/crowd", home, str(options.legs),
                        str(options.documents)], check=True, env={"TMPDIR": directory})
        begun = time.perf_counter()
        screen = Screen(options.build / "agency-client/agency-client", home)
        report("inbox_while_reading_names", [screen.time("/api/inbox") for _ in range(10)])
        while len(set(screen.names())) > 1:
            time.sleep(0.5)
        print(f"names seconds={time.perf_counter() - begun:.1f}", flush=True)
        report("inbox", [screen.time("/api/inbox") for _ in range(20)])
        report("last_page", [screen.time("/api/inbox?page=100") for _ in range(20)])
        report("search", [screen.time("/api/inbox", name="hodan war") for _ in range(20)])
        report("new", [screen.time("/api/new") for _ in range(20)])
        screen.stop()


if __name__ == "__main__":
    main()
