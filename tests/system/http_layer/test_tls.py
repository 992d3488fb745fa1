# SPDX-License-Identifier: Apache-2.0
"""Protocol versions, renegotiation, resumption (row 16)."""

import subprocess

import pytest

from probe import SECONDS


def s_client(probe, certificate, *options, **run):
    return subprocess.run(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{probe.port}", "-cert", certificate,
         "-key", certificate, "-servername", "localhost", *options],
        capture_output=True, text=True, timeout=SECONDS, **run)


@pytest.mark.parametrize("options", [
    ["-tls1", "-cipher", "ALL:@SECLEVEL=0"],
    ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
    ["-tls1_2", "-cipher", "AES128-GCM-SHA256"],
    ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA"],
    ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA256"],
], ids=["tls-1.0", "tls-1.1", "no-forward-secrecy", "cbc-sha1", "cbc-sha256"])
def test_weak_tls_is_refused(probe, council, options):
    run = s_client(probe, council, *options, input="")
    assert "Cipher is (NONE)" in run.stdout, run.stdout + run.stderr


@pytest.mark.parametrize("options", [["-tls1_3"], ["-tls1_2"]])
def test_strong_tls_is_taken_and_never_resumed(probe, council, options):
    run = s_client(probe, council, *options, "-ign_eof",
                   input="GET /v1/rest/x HTTP/1.1\r\nHost: localhost\r\n"
                         "Connection: close\r\n\r\n")
    assert "HTTP/1.1 200 OK" in run.stdout, run.stdout + run.stderr
    assert "TLS session ticket:" not in run.stdout
    assert "Early data was not sent" in run.stdout or options == ["-tls1_2"]


def test_renegotiation_closes_the_connection(probe, council):
    client = subprocess.Popen(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{probe.port}", "-cert", council,
         "-key", council, "-tls1_2"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    client.stdin.write("R\n")
    client.stdin.flush()
    told, _ = client.communicate(timeout=SECONDS)
    assert "RENEGOTIATING" in told
    assert client.returncode != 0 or "closed" in told or "error" in told, told
