# SPDX-License-Identifier: Apache-2.0
"""-DWEB=OFF: everything in C, where there is neither npm nor Node."""

import re
import shutil

import pytest

from programs import BUILD, ROOT, run

CLIENT = BUILD / "tests/system/client_without_pages"


def test_it_configures_without_npm_and_leaves_out_the_pages_tests():
    build = BUILD / "system/without-pages"
    shutil.rmtree(build, ignore_errors=True)
    run("cmake", "-S", ROOT, "-B", build, "-G", "Ninja", "-DWEB=OFF", timeout=300)
    assert not re.search(r"^(NPM|NODE)\b", (build / "CMakeCache.txt").read_text(), re.M)
    tests = re.findall(r"#\d+: (\S+)", run("ctest", "--test-dir", build, "--show-only").stdout)
    assert "unit/lifecycle" in tests and "unit/sessions" not in tests
    assert not [name for name in tests if name.startswith("web/")]


@pytest.mark.parametrize("command", ["serve", "staff"])
def test_it_says_what_is_missing(command, tmp_path):
    said = run(CLIENT, "--home", tmp_path, command, exit_code=1).stderr
    assert said.startswith(f"agency-client {command}: ") and "-DWEB=OFF" in said


def test_it_does_all_else():
    assert "housing-officer" in run(CLIENT, "codes", "role").stdout
