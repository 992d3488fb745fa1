# SPDX-License-Identifier: Apache-2.0
"""exchange-ca: what it issues, what it refuses, and what it keeps."""

import base64
import os
import re
import shutil
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID

CERTS = Path(__file__).resolve().parents[3] / "certs"
AGENCY = "urn:referral-exchange:agency:northgate-homes"


def run(*words, code=0, **options):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=60, **options)
    assert done.returncode == code, f"{done.args}\n{done.stdout}{done.stderr}"
    return done


class Authority:
    def __init__(self, folder, program=CERTS / "exchange-ca", options=()):
        self.folder = folder
        self.directory = folder / "authority"
        self.program = program
        self.options = options

    def __call__(self, *words, code=0):
        return run(self.program, "--directory", self.directory, *self.options, *words,
                   code=code)

    def request(self, name="agency", key=("EC", "ec_paramgen_curve:P-256"), extra=()):
        path = self.folder / f"{name}.csr.pem"
        run("openssl", "genpkey", "-algorithm", key[0], "-pkeyopt", key[1],
            "-out", self.folder / f"{name}-key.pem", *key[2:])
        run("openssl", "req", "-new", "-key", self.folder / f"{name}-key.pem",
            "-subj", f"/CN={name}", "-out", path, *extra)
        return path

    def sign(self, request, profile="identity", agency="northgate-homes", *words,
             code=0):
        out = self.folder / "signed.pem"
        out.unlink(missing_ok=True)
        done = self("sign", request, "--agency", agency, "--profile", profile,
                    "--out", out, *words, code=code)
        return certificate(out) if code == 0 else done

    def crl(self, *words):
        out = self.folder / "crl.pem"
        self("crl", "--out", out, *words)
        return x509.load_pem_x509_crl(out.read_bytes())


@pytest.fixture
def authority(tmp_path):
    made = Authority(tmp_path)
    made("init", "--name", "Test partnership")
    return made


def certificate(path):
    return x509.load_pem_x509_certificate(path.read_bytes())


def extension(cert, kind):
    return cert.extensions.get_extension_for_class(kind).value


def usages(cert):
    usage = extension(cert, x509.KeyUsage)
    names = ["digital_signature", "content_commitment", "key_encipherment",
             "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"]
    return [name for name in names if getattr(usage, name)]


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def test_init_makes_an_authority_and_tells_its_fingerprint(tmp_path):
    made = Authority(tmp_path)
    told = made("init", "--name", "Test partnership").stdout
    cert = certificate(made.directory / "ca.pem")
    assert usages(cert) == ["key_cert_sign", "crl_sign"]
    assert extension(cert, x509.BasicConstraints).ca
    assert extension(cert, x509.BasicConstraints).path_length == 0
    shown = re.search(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}", told).group()
    said = run("openssl", "x509", "-in", made.directory / "ca.pem", "-noout",
               "-fingerprint", "-sha256").stdout
    assert shown == said.strip().split("=")[1]
    assert mode(made.directory) == 0o700
    assert mode(made.directory / "ca-key.pem") == 0o600


def test_init_never_replaces_an_authority(authority):
    before = (authority.directory / "ca-key.pem").read_bytes()
    assert "already" in authority("init", "--name", "Another", code=1).stderr
    assert (authority.directory / "ca-key.pem").read_bytes() == before


def test_an_identity_takes_nothing_from_the_request_but_its_key(authority):
    request = authority.request("evil", extra=(
        "-addext", "basicConstraints=critical,CA:TRUE",
        "-addext", "keyUsage=keyCertSign",
        "-addext", "subjectAltName=URI:urn:referral-exchange:exchange",
        "-addext", "extendedKeyUsage=serverAuth"))
    cert = authority.sign(request)
    assert not extension(cert, x509.BasicConstraints).ca
    assert usages(cert) == ["digital_signature"]
    assert set(extension(cert, x509.ExtendedKeyUsage)) == {
        ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.EMAIL_PROTECTION}
    assert [name.value for name in extension(cert, x509.SubjectAlternativeName)] == [AGENCY]
    assert "evil" not in cert.subject.rfc4514_string()
    key = serialization.load_pem_private_key(
        (authority.folder / "evil-key.pem").read_bytes(), None)
    assert cert.public_key().public_numbers() == key.public_key().public_numbers()
    assert cert.signature_hash_algorithm.name == "sha256"


def test_a_sealing_certificate_agrees_keys_and_nothing_else(authority):
    cert = authority.sign(authority.request(), "sealing")
    assert usages(cert) == ["key_agreement"]
    with pytest.raises(x509.ExtensionNotFound):
        extension(cert, x509.ExtendedKeyUsage)
    assert [name.value for name in extension(cert, x509.SubjectAlternativeName)] == [AGENCY]


def test_the_exchange_gets_server_and_evidence(authority):
    out = authority.folder / "exchange"
    authority("issue-exchange", "--host", "127.0.0.1", "--host", "exchange.example",
              "--host", "::1", "--out", out)
    server, evidence = certificate(out / "server.pem"), certificate(out / "evidence.pem")
    names = extension(server, x509.SubjectAlternativeName)
    assert names.get_values_for_type(x509.DNSName) == ["exchange.example"]
    assert sorted(map(str, names.get_values_for_type(x509.IPAddress))) == ["127.0.0.1", "::1"]
    assert list(extension(server, x509.ExtendedKeyUsage)) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert [name.value for name in extension(evidence, x509.SubjectAlternativeName)] == [
        "urn:referral-exchange:exchange"]
    assert list(extension(evidence, x509.ExtendedKeyUsage)) == [
        ExtendedKeyUsageOID.EMAIL_PROTECTION]
    for name in ("server-key.pem", "evidence-key.pem"):
        assert mode(out / name) == 0o600


def test_issuing_again_renews_the_certificates_over_the_same_keys(authority):
    out = authority.folder / "exchange"
    authority("issue-exchange", "--host", "localhost", "--out", out)
    key, first = (out / "evidence-key.pem").read_bytes(), certificate(out / "evidence.pem")
    authority("issue-exchange", "--host", "localhost", "--out", out)
    second = certificate(out / "evidence.pem")
    assert (out / "evidence-key.pem").read_bytes() == key
    assert first.serial_number != second.serial_number
    assert first.public_key().public_numbers() == second.public_key().public_numbers()


def test_the_exchanges_keys_may_stay_on_its_machine(authority):
    request, out = authority.request("server"), authority.folder / "server.pem"
    authority("sign", request, "--profile", "server", "--host", "localhost", "--out", out)
    assert extension(certificate(out), x509.SubjectAlternativeName).get_values_for_type(
        x509.DNSName) == ["localhost"]
    authority("sign", request, "--profile", "evidence", "--out", out)
    assert usages(certificate(out)) == ["digital_signature"]


@pytest.mark.parametrize("why, key, profile, said", [
    ("RSA of 2048 bits", ("RSA", "rsa_keygen_bits:2048"), "identity", "3072"),
    ("P-384", ("EC", "ec_paramgen_curve:P-384"), "identity", "P-256"),
    ("secp256k1", ("EC", "ec_paramgen_curve:secp256k1"), "sealing", "P-256"),
    ("parameters written out", ("EC", "ec_paramgen_curve:P-256", "-pkeyopt",
                                "ec_param_enc:explicit"), "identity", "named"),
    ("RSA for sealing", ("RSA", "rsa_keygen_bits:2048"), "sealing", "not RSA"),
    ("RSA-PSS", ("RSA-PSS", "rsa_keygen_bits:2048"), "identity", "neither"),
])
def test_keys_that_break_the_profile_are_refused(authority, why, key, profile, said):
    refused = authority.sign(authority.request(key=key), profile, code=1)
    assert said in refused.stderr, why
    assert "valid" not in authority("list").stdout


def test_rsa_of_3072_bits_may_sign(authority):
    cert = authority.sign(authority.request(key=("RSA", "rsa_keygen_bits:3072")))
    assert cert.public_key().key_size == 3072


def test_a_request_proves_possession_of_its_key(authority):
    request = authority.request()
    der = bytearray(x509.load_pem_x509_csr(request.read_bytes()).public_bytes(
        serialization.Encoding.DER))
    der[-1] ^= 1
    request.write_text("-----BEGIN CERTIFICATE REQUEST-----\n"
                       + base64.encodebytes(bytes(der)).decode()
                       + "-----END CERTIFICATE REQUEST-----\n")
    assert "proves no possession" in authority.sign(request, code=1).stderr


@pytest.mark.parametrize("why, words, code", [
    ("no such agency id", ("--agency", "Northgate", "--profile", "identity"), 2),
    ("the exchange's id", ("--agency", "referral-exchange", "--profile", "identity"), 2),
    ("an id that would add a name", ("--agency", "a,DNS:b", "--profile", "identity"), 2),
    ("no such profile", ("--agency", "abc", "--profile", "authority"), 2),
    ("no profile", ("--agency", "abc"), 2),
    ("an agency for the server", ("--agency", "abc", "--profile", "server",
                                  "--host", "a"), 2),
    ("a host that would add a name", ("--profile", "server", "--host", "a,URI:b"), 2),
    ("days of no number", ("--agency", "abc", "--profile", "identity", "--days", "x"), 2),
    ("a start without end", ("--agency", "abc", "--profile", "identity",
                             "--start", "2026-01-01T00:00:00Z"), 2),
    ("no such day", ("--agency", "abc", "--profile", "identity", "--start",
                     "2026-02-31T00:00:00Z", "--end", "2026-03-31T00:00:00Z"), 2),
    ("an end before the start", ("--agency", "abc", "--profile", "identity", "--start",
                                 "2026-03-31T00:00:00Z", "--end",
                                 "2026-02-01T00:00:00Z"), 2),
    ("longer than the authority", ("--agency", "abc", "--profile", "identity",
                                   "--days", "5000"), 1),
    ("an option of another command", ("--agency", "abc", "--profile", "identity",
                                      "--reason", "superseded"), 2),
])
def test_what_cannot_be_is_refused_before_anything_is_signed(authority, why, words, code):
    authority("sign", authority.request(), *words, code=code)
    assert "valid" not in authority("list").stdout


def test_validity_may_be_given_exactly(authority):
    cert = authority.sign(authority.request(), "identity", "northgate-homes",
                          "--start", "2020-01-01T00:00:00Z", "--end", "20200102030405Z")
    assert cert.not_valid_before.isoformat() == "2020-01-01T00:00:00"
    assert cert.not_valid_after.isoformat() == "2020-01-02T03:04:05"
    assert re.search(r"^expired +identity +northgate-homes", authority("list").stdout, re.M)


def test_revocation_by_file_and_by_serial_enters_the_next_list(authority):
    first = authority.sign(authority.request("one"))
    authority("revoke", authority.folder / "signed.pem", "--reason", "keyCompromise")
    second = authority.sign(authority.request("two"))
    authority("revoke", f"{second.serial_number:X}")
    listed = authority.crl()
    assert {entry.serial_number for entry in listed} == {
        first.serial_number, second.serial_number}
    ca = certificate(authority.directory / "ca.pem")
    assert listed.is_signature_valid(ca.public_key())
    assert authority("list").stdout.count("revoked") == 2
    authority("revoke", f"{second.serial_number:X}", code=1)


def test_another_authoritys_certificate_cannot_be_revoked(authority, tmp_path):
    folder = tmp_path / "other"
    folder.mkdir()
    other = Authority(folder)
    other("init", "--name", "Other")
    other.sign(other.request())
    authority("revoke", folder / "signed.pem", code=1)
    authority("revoke", "00FF", code=1)
    assert "no certificate 0FFF" in authority("revoke", "f:ff", code=1).stderr
    authority("revoke", "../ca", code=1)


def test_the_number_of_the_list_only_grows(authority):
    numbers = [extension_of_list(authority.crl()) for _ in range(3)]
    assert numbers == sorted(set(numbers))
    dated = authority.crl("--start", "2020-01-01T00:00:00Z", "--end", "2020-02-01T00:00:00Z")
    assert extension_of_list(dated) > numbers[-1]
    assert dated.next_update.isoformat() == "2020-02-01T00:00:00"


def extension_of_list(crl):
    return crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number


def test_two_at_once_wait_for_one_another(authority):
    requests = [authority.request(f"r{i}") for i in range(6)]

    def sign(index):
        out = authority.folder / f"out{index}.pem"
        authority("sign", requests[index], "--agency", f"agency-{index}",
                  "--profile", "identity", "--out", out)
        return certificate(out).serial_number

    with ThreadPoolExecutor(6) as pool:
        serials = set(pool.map(sign, range(6)))
    assert len(serials) == 6
    assert authority("list").stdout.count("valid") == 6
    assert not list(authority.directory.glob(".work-*"))


def test_a_passphrase_guards_the_key(tmp_path):
    secret, wrong = tmp_path / "secret", tmp_path / "wrong"
    for path, text in ((secret, "correct horse\n"), (wrong, "battery staple\n")):
        path.write_text(text)
        path.chmod(0o600)
    made = Authority(tmp_path, options=("--passphrase-file", secret))
    made("init", "--name", "Guarded")
    assert "ENCRYPTED" in (made.directory / "ca-key.pem").read_text()
    request = made.request()
    made.sign(request)
    made.options = ()
    assert "--passphrase-file" in made.sign(request, code=1).stderr
    made.options = ("--passphrase-file", wrong)
    made.sign(request, code=1)


def test_keys_that_others_may_read_are_warned_of(authority):
    assert "warning" not in authority("list").stderr
    (authority.directory / "ca-key.pem").chmod(0o640)
    assert "chmod 600" in authority("list").stderr


def test_without_an_authority_it_says_so(tmp_path):
    assert "init" in Authority(tmp_path)("list", code=1).stderr
    assert run(CERTS / "exchange-ca", code=2).stderr.count("usage:") == 1
    assert run(CERTS / "exchange-ca", "nonsense", code=2).stderr.count("usage:") == 1
    assert "usage:" in run(CERTS / "exchange-ca", "--help").stdout


def test_it_works_where_it_is_installed(tmp_path):
    for source, target in (("exchange-ca", "bin"), ("profiles.cnf", "share/referral-exchange")):
        (tmp_path / target).mkdir(parents=True)
        shutil.copy(CERTS / source, tmp_path / target)
    made = Authority(tmp_path, program=tmp_path / "bin/exchange-ca")
    made("init", "--name", "Installed")
    made.sign(made.request())


def test_the_script_is_clean_for_shellcheck():
    run("shellcheck", CERTS / "exchange-ca")
