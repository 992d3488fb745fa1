# SPDX-License-Identifier: Apache-2.0
"""Every kind of document stands wherever it must (schemas/README.md, "How a kind is
added"): what these tests name is a line that was forgotten."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "schemas"

# Written by programs alone: no person has a file or an example of them.
WRITTEN_BY_PROGRAMS = {"delivery", "disclosure", "rejection", "registration", "notice"}


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def kinds():
    """Each row of the table of kinds: {name: its text}."""
    table = text("common/documents/kinds.c")
    rows = re.findall(r"\[KIND_\w+\] = \{(.*?)\},\n(?=    \[|\};)", table, re.DOTALL)
    return {re.search(r'\.name = "([a-z-]+)"', row).group(1): row for row in rows}


def named_in(folder):
    """How many files of a folder hold a document of each kind."""
    counts = dict.fromkeys(KINDS, 0)
    for path in sorted((ROOT / folder).rglob("*.xml")):
        content = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for kind in set(re.findall(r"urn:referral-exchange:([a-z-]+):1", content)):
            counts[kind] = counts.get(kind, 0) + bool(re.search(
                rf"<(\w+:)?{kind}\b[^>]*urn:referral-exchange:{kind}:1", content))
    return counts


KINDS = kinds()
EXAMPLES = named_in("schemas/examples")
INVALID = named_in("tests/samples/invalid")
WRITTEN = sorted(set(KINDS) - WRITTEN_BY_PROGRAMS)
SEALED = sorted(kind for kind in WRITTEN if "SEALED_FORBIDDEN" not in KINDS[kind])


def test_the_table_is_read_whole():
    enumerated = re.findall(r"^    KIND_(?!COUNT)\w+,", text("common/documents/kinds.h"),
                            re.MULTILINE)
    assert len(KINDS) == len(enumerated)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_has_its_schema_and_travels(kind):
    wire = text("schemas/document-wire.xsd")
    assert (SCHEMAS / f"{kind}.xsd").is_file()
    assert f'schemaLocation="{kind}.xsd"' in wire, "import it in document-wire.xsd"
    assert f'ref="k:{kind}"' in wire, "let document-wire.xsd choose it"
    assert f'value="{kind}"' in text("schemas/codes/exchange.xsd"), \
        "name it in codes/exchange.xsd"
    assert re.search(rf"^\| `{kind}` \|", text("schemas/README.md"), re.MULTILINE), \
        "say its two columns in schemas/README.md"


@pytest.mark.parametrize("kind", WRITTEN)
def test_what_people_write_has_an_authoring_form(kind):
    authoring = text("schemas/document-authoring.xsd")
    assert f'ref="k:{kind}-written"' in authoring, "let document-authoring.xsd choose it"


@pytest.mark.parametrize("kind", WRITTEN)
def test_what_people_write_has_a_command_and_is_shown_twice(kind):
    commands = "".join(path.read_text(encoding="utf-8")
                       for path in (ROOT / "agency-client/commands").glob("*.c"))
    assert re.search(rf"\bKIND_{kind.upper().replace('-', '_')}\b", commands), \
        "a row in agency-client/commands/kinds.c"
    assert EXAMPLES[kind] >= 2, "two examples in schemas/examples"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_has_something_that_it_refuses(kind):
    assert INVALID[kind] >= 1, "a sample in tests/samples/invalid"


@pytest.mark.parametrize("kind", SEALED)
def test_what_is_sealed_has_details(kind):
    assert f'<xs:element name="{kind}"' in text("schemas/details.xsd")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_database_knows_the_kind(kind):
    migrations = "".join(path.read_text(encoding="utf-8") for path in
                         (ROOT / "exchange/store/migrations").glob("*.sql"))
    assert f"'{kind}'" in migrations, "ALTER TYPE document_kind ADD VALUE"


def test_every_schema_is_carried_in_the_programs():
    carried = set(re.findall(r"<file>(.*?)</file>", text("schemas/schemas.gresource.xml")))
    found = {path.relative_to(SCHEMAS).as_posix() for path in SCHEMAS.rglob("*.xsd")}
    assert found == carried
