# SPDX-License-Identifier: Apache-2.0
"""The rules of the house that a reader relies on: who may include whom, where each
foreign library lives, how the code is laid out, and that manual pages are clean."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("common", "exchange", "agency-client", "certs", "schemas", "tests", "cmake")

# Each folder, and what its files may include besides the folder's own headers: a
# folder (its headers, not those of folders within it) or one header by name.
COMMON = {"common", "common/documents", "common/log", "common/threads", "common/trust"}
# What belongs to the whole program and to no layer: counters, settings, who stands how.
PROGRAM = {"exchange/counters.h", "exchange/exchange.h", "exchange/problems.h",
           "exchange/settings.h", "exchange/standing.h"}
MAY_INCLUDE = {
    "common": set(),
    "common/log": {"common"},
    "common/threads": {"common", "common/log"},
    "common/documents": {"common", "schemas/plain_resource.h", "schemas/resource.h"},
    "common/trust": {"common", "common/documents"},
    "common/http": COMMON,
    "exchange/store": COMMON,
    "exchange/embedded": COMMON,
    "exchange/intake": COMMON | {"exchange/store"},
    "exchange/open_referral": COMMON,
    "exchange/handlers": COMMON | PROGRAM | {"common/http", "exchange/intake",
                                             "exchange/open_referral",
                                             "exchange/store"},
    "exchange": COMMON | {"common/http", "exchange/commands", "exchange/handlers",
                          "exchange/intake", "exchange/store", "exchange/embedded"},
    "exchange/commands": COMMON | {"exchange", "exchange/intake", "exchange/store"},
    "agency-client/local_store": COMMON,
    "agency-client/exchange_api": COMMON,
    "agency-client/office": COMMON | {"agency-client/local_store",
                                      "agency-client/exchange_api"},
    "agency-client/web": COMMON | {"common/http", "agency-client/local_store",
                                   "agency-client/office", "agency-client/web/handlers"},
    "agency-client/web/handlers": COMMON | {"common/http", "agency-client/local_store",
                                            "agency-client/office", "agency-client/web"},
    "agency-client/commands": COMMON | {"agency-client/local_store",
                                        "agency-client/exchange_api",
                                        "agency-client/office", "agency-client/web"},
    "agency-client": COMMON | {"agency-client/commands"},
}

# The one home of each foreign library's headers.
HOME = {
    "json-glib/": "exchange/open_referral",
    "microhttpd.h": "common/http",
    "gnutls/": "common/http",
    "libpq-fe.h": "exchange/store",
    "libxml/": "common/documents",
    "openssl/": "common/trust",
    "csv.h": "agency-client/office",
    "curl/": "agency-client/exchange_api",
    "sqlite3.h": "agency-client/local_store",
    "crypt.h": "agency-client/web",
}

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)
SCRIPT = re.compile(rb"^#!.*\b(bash|sh|python3)\b")
SPDX = "SPDX-License-Identifier: Apache-2.0"


def source_files(*suffixes):
    for folder in OURS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in suffixes and "node_modules" not in path.parts:
                yield path


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def layer_of(path):
    """The folder whose rules govern this file; None for the tests, which may use all."""
    folder = path.parent.relative_to(ROOT).as_posix()
    return None if folder.split("/")[0] == "tests" else folder


def includes_of(path):
    for bracket, header in INCLUDE.findall(path.read_text(encoding="utf-8")):
        yield bracket, header


def test_layers_include_only_what_stands_below_them():
    faults = []
    for path in source_files(".c", ".h"):
        layer = layer_of(path)
        if layer is None:
            continue
        if layer not in MAY_INCLUDE:
            faults.append(f"{name_of(path)}: {layer} has no line in MAY_INCLUDE")
            continue
        for bracket, header in includes_of(path):
            target = header.rpartition("/")[0]
            if bracket == '"' and target != layer and target not in MAY_INCLUDE[layer] \
                    and header not in MAY_INCLUDE[layer]:
                faults.append(f"{name_of(path)}: {layer} may not include {header}")
    assert not faults, "\n".join(faults)


def test_each_foreign_library_has_one_home():
    faults = []
    for path in source_files(".c", ".h"):
        layer = layer_of(path)
        for bracket, header in includes_of(path):
            for prefix, home in HOME.items():
                if bracket == "<" and header.startswith(prefix) \
                        and layer is not None and layer != home:
                    faults.append(f"{name_of(path)}: <{header}> lives in {home}")
    assert not faults, "\n".join(faults)


def test_our_headers_are_named_from_the_source_root():
    faults = [f'{name_of(path)}: "{header}"'
              for path in source_files(".c", ".h")
              for bracket, header in includes_of(path)
              if bracket == '"' and ("/" not in header or ".." in header)]
    assert not faults, "\n".join(faults)


def test_every_source_file_says_its_licence_once():
    suffixes = (".c", ".h", ".py", ".sh", ".sql", ".cmake", ".xsd", ".ts", ".tsx", ".mjs",
                ".scss", ".html")
    files = list(source_files(*suffixes)) + list(source_files(".txt"))
    files = [path for path in files
             if path.suffix != ".txt" or path.name == "CMakeLists.txt"]
    files += [path for path in source_files("") if SCRIPT.match(path.read_bytes()[:80])]
    faults = [name_of(path) for path in files
              if "samples/" not in name_of(path)
              and path.read_text(encoding="utf-8").count(SPDX) != 1
              and path != Path(__file__).resolve()]
    assert not faults, "\n".join(faults)


PAGE_RULES = {
    "any type is left open": r"(:|\bas|<)\s*any\b",
    "a browser keeps something": r"\b(localStorage|sessionStorage|indexedDB|caches)\b",
    "text becomes markup": r"\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySet|eval)\b",
    "style or script stand in a page": r"\bstyle=|<script(?! type=\"module\" src=)|<style",
    "something is logged": r"\bconsole\.",
    "a line is long": r"^.{141,}$",
}


def test_pages_are_strict():
    """What the pages' policy forbids, and what a reader of TypeScript relies on."""
    faults = [f"{name_of(path)}:{number}: {why}"
              for path in source_files(".ts", ".tsx", ".html")
              for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
              for why, rule in PAGE_RULES.items() if re.search(rule, line)]
    assert not faults, "\n".join(faults)


def test_the_lock_file_names_no_registry():
    lock = (ROOT / "agency-client/web/pages/package-lock.json").read_text("utf-8")
    assert "registry" not in lock and '"resolved"' not in lock


def test_code_is_formatted_as_clang_format_14_would():
    files = [str(path) for path in source_files(".c", ".h")]
    run = subprocess.run(["clang-format-14", "--dry-run", "-Werror", *files],
                         cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr[:4000]


def test_every_test_is_registered():
    """A file of tests that ctest does not know is never run."""
    faults = []
    for folder in [ROOT / "tests/system", *sorted((ROOT / "tests/unit").glob("*/"))]:
        list_of_tests = re.sub("#.*", "",
                               (folder / "CMakeLists.txt").read_text(encoding="utf-8"))
        faults += [name_of(path) for path in sorted(folder.glob("test_*.*"))
                   if not re.search(rf"\b(test_)?{path.stem[5:]}\b", list_of_tests)]
    assert not faults, "\n".join(faults)


def test_manual_pages_are_clean():
    pages = [path for path in source_files(".1", ".5", ".7", ".8")]
    faults = [subprocess.run(["mandoc", "-T", "lint", "-W", "warning", str(page)],
                             capture_output=True, text=True).stdout for page in pages]
    assert not any(faults), "".join(faults)


def test_nothing_is_left_to_do_in_the_code():
    marks = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")
    faults = [f"{name_of(path)}:{number}: {line.strip()}"
              for path in source_files(".c", ".h", ".py", ".sh", ".sql", ".cmake", ".ts",
                                       ".tsx", ".mjs", ".scss")
              for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
              if marks.search(line)]
    assert not faults, "\n".join(faults)


def test_ids_are_shortened_in_one_place():
    """Ids begin with their time, so a few characters of them tell nothing apart."""
    faults = [name_of(path) for path in source_files(".c")
              if name_of(path).startswith("agency-client/")
              and re.search(r"%\.(8|13|\*)s", path.read_text(encoding="utf-8"))]
    assert not faults


def test_numbers_are_read_in_one_place():
    """GLib's own reading may find a good number wrong; decimal.h says when."""
    faults = [name_of(path) for path in source_files(".c")
              if "g_ascii_string_to_" in path.read_text(encoding="utf-8")]
    assert not faults


def test_no_test_names_a_path_outside_the_source_tree():
    """A clone works wherever it lies, and as any account."""
    faults = [f"{name_of(path)}: {found.group()}"
              for path in source_files(".c", ".h", ".py", ".sh", ".cmake")
              for found in [re.search(r"[\"' ]/(home|root|work)/", path.read_text("utf-8"))]
              if found and path != Path(__file__).resolve()]
    assert not faults, "\n".join(faults)
