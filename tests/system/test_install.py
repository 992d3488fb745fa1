# SPDX-License-Identifier: Apache-2.0
"""What `cmake --install` puts where, and that it works from there."""

import configparser
import os
import re
from pathlib import Path

import pytest

from programs import BUILD, ROOT, run

PREFIX = "usr/local"
INSTALLED = {
    "sbin": ["referral-exchange"],
    "bin": ["agency-client", "exchange-ca"],
    "share/man/man1": ["agency-client.1", "exchange-ca.1"],
    "share/man/man8": ["referral-exchange.8"],
    "share/doc/referral-exchange": ["exchange.conf"],
    "share/referral-exchange": ["profiles.cnf"],
    "lib/systemd/system": ["referral-exchange.service"],
    "lib/sysusers.d": ["referral-exchange.conf"],
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The prefix, as a package would take it."""
    root = tmp_path_factory.mktemp("installed")
    cache = (BUILD / "CMakeCache.txt").read_text()
    assert f"CMAKE_INSTALL_PREFIX:PATH=/{PREFIX}\n" in cache
    run("cmake", "--install", BUILD, env=os.environ | {"DESTDIR": str(root)})
    return root / PREFIX


def test_everything_is_installed_and_nothing_else(installed):
    there = {str(path.relative_to(installed)) for path in installed.rglob("*")
             if path.is_file()}
    schemas = "share/referral-exchange/schemas/"
    assert {name for name in there if not name.startswith(schemas)} == {
        f"{folder}/{name}" for folder, names in INSTALLED.items() for name in names}
    assert {name.removeprefix(schemas) for name in there if name.startswith(schemas)} == {
        str(path.relative_to(ROOT / "schemas")) for pattern in ("*.xsd", "*.xml", "*.md")
        for path in (ROOT / "schemas").rglob(pattern)} - {"schemas.gresource.xml"}


@pytest.mark.parametrize("program", ["bin/agency-client", "sbin/referral-exchange"])
def test_the_programs_run_from_there(installed, program):
    name = Path(program).name
    version = re.search(r"VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text().split(
        "project(")[1])[1]
    assert run(installed / program, "--version", cwd="/").stdout == f"{name} {version}\n"


def test_the_example_settings_are_the_programs_own(installed):
    """An administrator copies them and changes what the README names."""
    program = installed / "sbin/referral-exchange"
    example = installed / "share/doc/referral-exchange/exchange.conf"
    defaults, own, read = (settings(text) for text in (
        run(program, "--print-config", cwd="/").stdout, example.read_text(),
        run(program, "--config", example, "--print-config", cwd="/").stdout))
    to_be_named = {key for key in own if key not in defaults}
    assert {section for section, _ in to_be_named} == {"tls", "evidence", "trust"}
    assert {key: own[key] for key in defaults} == defaults
    assert set(read) == set(own)


def settings(text):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    return {(section, name): value for section in parser.sections()
            for name, value in parser.items(section)}


def test_the_authority_finds_its_profiles_there(installed, tmp_path):
    run(installed / "bin/exchange-ca", "--directory", tmp_path / "authority", "init",
        "--name", "Installed partnership", cwd="/")
    run(installed / "bin/exchange-ca", "--directory", tmp_path / "authority",
        "issue-exchange", "--host", "exchange.example.org", "--out", tmp_path / "exchange",
        cwd="/")
    assert (tmp_path / "exchange/server.pem").exists()


def test_the_unit_starts_what_is_installed(installed):
    unit = (installed / "lib/systemd/system/referral-exchange.service").read_text()
    account = (installed / "lib/sysusers.d/referral-exchange.conf").read_text()
    program = re.search(r"^ExecStart=(\S+)", unit, re.M)[1]
    assert program == f"/{PREFIX}/sbin/referral-exchange"
    assert "@" not in re.sub(r"~?@[\w-]+( @[\w-]+)*$", "", unit, flags=re.M)
    assert re.search(rf"^u {re.search(r'^User=(.*)$', unit, re.M)[1]} ", account, re.M)


def test_an_editor_checks_with_the_schemas_there(installed, tmp_path):
    schemas = installed / "share/referral-exchange/schemas"
    check = ["xmllint", "--noout", "--nonet", "--schema",
             schemas / "document-authoring.xsd"]
    example = schemas / "examples/child-in-foster-care.xml"
    run(*check, example)
    wrong = tmp_path / "wrong.xml"
    wrong.write_text(example.read_text().replace('code="parenting"', 'code="no-need"'))
    assert "no-need" in run(*check, wrong, exit_code=3).stderr
