# SPDX-License-Identifier: Apache-2.0
"""Every file of tests/samples/hostile, submitted by a member to the real exchange (rows
1 to 7, 9, 11, 12): it gets the refusal that stands beside its name, costs little, opens
nothing and leaves nothing."""

import base64
import os
import re
import signal
import subprocess
import sys

import pytest

from documents import new_id, referral_body
from programs import ROOT, run, until

# AddressSanitizer keeps what is freed for a while, which is no memory that a sender costs.
os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=4"

SAMPLES = ROOT / "tests/samples/hostile"
CPU_SECONDS_EACH = 0.25  # sanitizers included
GROWTH_KB = 64 * 1024


def table(folder):
    """{name: problem, or "accepted"} of a folder's refusals.txt."""
    lines = (SAMPLES / folder / "refusals.txt").read_text().splitlines()
    return dict(line.split()[:2] for line in lines if not line.startswith("#"))


XML = table("xml")
CMS = table("cms")
SIGNED = {name: what for name, what in CMS.items() if not name.startswith("sealed-")}
TAKEN = []  # what was to be accepted, and was
SEALED = {name: what for name, what in CMS.items() if name.startswith("sealed-")}


@pytest.fixture(scope="module")
def raw(council):
    return council.raw()


@pytest.fixture(scope="module", autouse=True)
def cheap_and_without_a_trace(exchange, council, housing, raw):
    """What all of it together may cost, and what it may leave behind: nothing."""
    council.submit(council.write_referral(housing))
    accepted = exchange.metric("exchange_documents_accepted_total")
    cpu, memory = exchange.cpu_seconds(), exchange.resident_kilobytes()
    yield
    assert exchange.cpu_seconds() - cpu < CPU_SECONDS_EACH * (len(XML) + len(CMS))
    assert exchange.resident_kilobytes() - memory < GROWTH_KB
    assert exchange.metric("exchange_documents_accepted_total") - accepted \
        == len(TAKEN)
    assert exchange.metric("exchange_refused_total", reason="internal") == 0


def refuse(exchange, raw, id, signed, problem):
    counted = exchange.metric("exchange_refused_total", reason=problem)
    answer = raw.put(id, signed)
    assert (answer.status, answer.problem) == (422, problem), answer
    assert exchange.metric("exchange_refused_total", reason=problem) == counted + 1
    for secret in (b"Hodan", b"root:"):
        assert secret not in answer.body
    assert raw.get(f"/v1/documents/{id}").status == 404


@pytest.mark.parametrize("name", XML)
def test_hostile_xml_signed_by_a_member_is_refused(exchange, council, raw, name):
    content = (SAMPLES / "xml" / name).read_bytes()
    refuse(exchange, raw, new_id(), council.sign(content), XML[name])


@pytest.fixture(scope="module")
def generate(council, housing, tmp_path_factory):
    """Writes the messages of samples/hostile/cms, signed by the council over a good
    referral of its own; returns its id and the folder."""
    def generate():
        folder = tmp_path_factory.mktemp("cms")
        written = council.write_referral(housing)
        (folder / "content").write_bytes(written.content)
        run(sys.executable, SAMPLES / "cms/generate.py", folder, council.identity,
            council.key("identity"), folder / "content")
        return written.id, folder
    return generate


@pytest.fixture(scope="module")
def spoiled(generate):
    return generate()


@pytest.mark.parametrize("name", [name for name in SIGNED if SIGNED[name] != "accepted"])
def test_a_message_that_is_only_wrong_in_this_is_refused(exchange, raw, spoiled, name):
    id, folder = spoiled
    problem = SIGNED[name]
    refuse(exchange, raw, id, (folder / f"{name}.der").read_bytes(), problem)


@pytest.mark.parametrize("name", [name for name in SIGNED if SIGNED[name] == "accepted"])
def test_what_is_to_be_ignored_changes_nothing(raw, generate, name):
    id, folder = generate()
    answer = raw.put(id, (folder / f"{name}.der").read_bytes())
    assert answer.status == 201, answer
    TAKEN.append(id)


@pytest.mark.parametrize("name", SEALED)
def test_a_sealed_part_of_another_shape_is_refused(exchange, council, housing, raw, name):
    """The one of good shape is refused as well: it is sealed to strangers."""
    sealed = base64.b64encode((SAMPLES / f"cms/{name}.der").read_bytes())
    written = council.write_referral(housing)
    content = re.sub(rb"(<sealed[^>]*>)[^<]*", rb"\g<1>" + sealed, written.content)
    problem = "sealing-profile" if sealed else "schema"
    refuse(exchange, raw, written.id, council.sign(content), problem)


# --- nothing is opened (rows 2, 6) -------------------------------------------

class Trace:
    """Every file that the exchange opens and every address it connects to, from the
    kernel (strace), while the block runs."""

    def __init__(self, exchange, out):
        self.exchange, self.out = exchange, out

    def __enter__(self):
        self.strace = subprocess.Popen(
            ["strace", "-f", "-qq", "-e", "trace=open,openat,openat2,connect,execve",
             "-o", self.out, "-p", str(self.exchange.process.pid)],
            stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        until(self._is_attached, "strace is attached")
        return self

    def _is_attached(self):
        assert self.strace.poll() is None, self.strace.stderr.read()
        threads = f"/proc/{self.exchange.process.pid}/task"
        return all(re.search(r"TracerPid:\s+[1-9]", open(f"{threads}/{task}/status").read())
                   for task in os.listdir(threads))

    def __exit__(self, *failure):
        self.strace.send_signal(signal.SIGINT)
        self.strace.communicate(timeout=30)

    def lines(self):
        return self.out.read_text().splitlines()


def test_the_kernel_saw_no_file_and_no_address_opened(
        exchange, council, housing, raw, tmp_path):
    hostile = [name for name in XML if re.search(
        "external|xinclude|schema|subset|stylesheet|type-of|entit|laughs", name)]
    assert len(hostile) > 10
    good = council.write_referral(housing)
    with Trace(exchange, tmp_path / "trace") as trace:
        for name in hostile:
            content = (SAMPLES / "xml" / name).read_bytes()
            assert raw.put(new_id(), council.sign(content)).status == 422
        # That the trace sees what happens is proved by what must happen.
        fresh = exchange.crl.with_suffix(".new")
        fresh.write_bytes(exchange.crl.read_bytes())
        fresh.rename(exchange.crl)
        until(lambda: any(str(exchange.crl) in line for line in trace.lines()),
              "the list is read again, and the trace shows it")
        council.submit(good)
        TAKEN.append(good.id)
    foreign = [line for line in trace.lines()
               if str(exchange.directory) not in line and ".s.PGSQL." not in line]
    assert foreign == []


# --- nothing is paid (rows 1, 5) ----------------------------------------------

@pytest.mark.parametrize("name", ["billion-laughs.xml", "quadratic-blow-up.xml",
                                  "parameter-entities.xml"])
def test_entities_cost_neither_time_nor_memory(exchange, council, raw, name):
    signed = council.sign((SAMPLES / "xml" / name).read_bytes())
    raw.put(new_id(), signed)
    times, cpu, memory = 25, exchange.cpu_seconds(), exchange.resident_kilobytes()
    for _ in range(times):
        assert raw.put(new_id(), signed).problem == "doctype-forbidden"
    assert (exchange.cpu_seconds() - cpu) / times < 0.05, "10 ms without sanitizers"
    assert exchange.resident_kilobytes() - memory < 16 * 1024


def test_the_widest_document_within_the_limits_is_soon_judged(exchange, council, housing,
                                                              raw):
    """As many elements as pass the limits, none of which the schema knows there."""
    body = referral_body(new_id()).replace(
        "<client ", '<need code="debt-benefits" level="low"/>' * 19_000 + "<client ")
    written = council.write(body, housing, sealed=council.seal_for(housing, b"x"))
    cpu, memory = exchange.cpu_seconds(), exchange.resident_kilobytes()
    for _ in range(3):
        answer = raw.put(written.id, written.signed)
        assert (answer.status, answer.problem) == (422, "schema"), answer
        assert len(answer.body) < 64 * 1024, "the answer is bounded too"
    assert exchange.cpu_seconds() - cpu < 6
    assert exchange.resident_kilobytes() - memory < GROWTH_KB
