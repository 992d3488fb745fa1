# SPDX-License-Identifier: Apache-2.0
"""An agency moves to another computer: all that it holds goes out sealed to the new
key, comes in by its own proof, and stays as it came."""

import csv
import hashlib
import shutil
import sqlite3

import pytest

import authoring
from agency import Agency
from documents import day, new_id, parse
from partnership import COUNCIL
from programs import ROOT, run

MANIFEST = "{urn:referral-exchange:manifest:1}"


def fresh(partnership, council, name):
    """Another home of the same agency, with keys of its own, registered."""
    home = Agency(partnership, council.id, council.kind,
                  partnership.directory / "agencies" / name)
    partnership.agencies[name] = home
    home.init()
    home.identity, home.sealing = home.have_signed("identity"), home.have_signed("sealing")
    home.register(home.identity, home.sealing)
    home.install(home.identity, home.sealing)
    return home


def shown(agency, leg):
    return " ".join(agency.client("show", leg).stdout.split())


def import_xml(agency, directory, exit_code=0):
    return parse(agency.client("--xml", "import", directory,
                               exit_code=exit_code).stdout.encode())


def tally(manifest):
    return tuple(int(manifest.get(name)) for name in ("taken", "present", "rejected"))


def begin_draft(agency, file):
    """As the screen keeps what somebody has begun to write."""
    draft = new_id()
    with sqlite3.connect(agency.home / "store.db") as store:
        store.execute("INSERT INTO draft VALUES (?, 'r-17', 'referral', 4, 1795000000000000, ?)",
                      (draft, agency.seal_for(agency, file.read_bytes())))
    store.close()
    return draft


class Move:
    """What the old computer held, and the export of it."""


@pytest.fixture(scope="module")
def move(partnership, tmp_path_factory, council, housing, charity):
    move = Move()
    work = tmp_path_factory.mktemp("move")
    ours, theirs = work / "ours.xml", work / "theirs.xml"
    first = authoring.EXAMPLES / "mother-of-five-first-accept.xml"
    move.sent = council.refer(authoring.write(ours, housing))[housing.id]
    move.offered = council.refer(authoring.write(
        work / "first.xml", housing, charity, example=first, mode="first-accept"))
    move.received = housing.refer(authoring.write(theirs, council))[council.id]
    housing.sync()
    housing.client("respond", move.sent, "accept", "--start-by", day(7))
    council.sync()
    move.before = {leg: shown(council, leg) for leg in (move.sent, move.received)}
    move.legs = set(move.before) | set(move.offered.values())
    move.private = authoring.private_values(ours) | authoring.private_values(theirs)
    move.draft, move.drafted = begin_draft(council, ours), ours.read_bytes()
    move.home = fresh(partnership, council, COUNCIL + "-new")
    move.directory = partnership.directory / "export"
    move.manifest = parse(council.client("--xml", "export", "--to", move.home.sealing,
                                         move.directory).stdout.encode())
    move.everything = int(move.manifest.get("taken"))
    shutil.rmtree(council.home)
    return move


def test_the_export_is_the_owners_alone_and_nothing_in_it_is_in_clear(partnership, move):
    files = [path for path in move.directory.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert not partnership.files_with(*move.private, under=move.directory)
    schema = ROOT / "schemas/manifest.xsd"
    run("xmllint", "--noout", "--nonet", "--schema", schema,
        move.directory / "manifest.xml")
    assert move.manifest.get("rejected") == "0"
    assert len(move.manifest.findall(MANIFEST + "sent")) >= 3
    [draft] = move.manifest.findall(MANIFEST + "draft")
    assert (draft.get("draft"), draft.get("actor")) == (move.draft, "r-17")
    assert move.everything == sum(len(move.manifest.findall(MANIFEST + name))
                                  for name in ("sent", "received", "draft"))


def test_a_manifest_that_was_changed_is_not_believed_at_all(partnership, move):
    forged = partnership.directory / "forged"
    shutil.copytree(move.directory, forged)
    manifest = forged / "manifest.xml"
    manifest.write_text(manifest.read_text().replace(' due="true"', "").replace(
        'madeAt="20', 'madeAt="21'))
    assert "not the one that was signed" in move.home.refuses("import", forged)


def test_a_part_that_was_changed_is_rejected_by_its_line_and_the_others_come_in(
        partnership, move):
    changed = partnership.directory / "changed"
    shutil.copytree(move.directory, changed)
    parts = {"documents": move.received, "drafts": move.draft}
    for folder, part in parts.items():
        file = changed / folder / f"{part}.p7m"
        file.write_bytes(file.read_bytes()[:-1] + b"!")
    result = import_xml(move.home, changed, exit_code=1)
    assert tally(result) == (move.everything - 2, 0, 2)
    lines = (changed / "manifest.xml").read_text().splitlines()
    for rejected, part in zip(result.findall(MANIFEST + "rejected"), parts.values()):
        assert rejected.get("document") == part
        assert part in lines[int(rejected.get("line")) - 1]
        assert "SHA-256" in rejected.get("reason")


def test_everything_comes_in_and_every_referral_is_readable(move):
    result = import_xml(move.home, move.directory)
    assert tally(result) == (2, move.everything - 2, 0), "what was rejected before"
    move.home.sync()
    for leg, words in move.before.items():
        assert shown(move.home, leg) == words
    for leg in move.legs:
        move.home.client("verify", leg)
        assert move.home.client("track", leg).stdout


def test_what_somebody_had_begun_to_write_can_be_gone_on_with(move):
    store = sqlite3.connect(move.home.home / "store.db")
    [(draft, actor, kind, saved, sealed)] = store.execute(
        "SELECT draft, actor, kind, changed_us, sealed FROM draft").fetchall()
    store.close()
    assert (draft, actor, kind, saved) == (move.draft, "r-17", "referral", 1795000000000000)
    assert move.home.open_sealed(sealed) == move.drafted


def test_a_second_import_changes_nothing(move):
    assert tally(import_xml(move.home, move.directory)) == (0, move.everything, 0)


def test_nobody_is_told_that_something_could_not_be_read(move, housing):
    """A new home that collects the mailbox anew does not reject what it imported."""
    raw = housing.raw()
    kinds = {entry["kind"] for entry in raw.mailbox(limit=1000)}
    raw.close()
    assert "response" in kinds and "rejection" not in kinds


def test_what_was_kept_back_is_released_by_the_new_home(move, housing):
    leg = move.offered[housing.id]
    housing.sync()
    housing.client("respond", leg, "accept", "--start-by", day(7))
    move.home.sync()
    housing.sync()
    assert any(value.decode() in shown(housing, leg) for value in move.private)


SERVICES = """\
service,type,name,description,needs,areas,telephone
debt-advice,advice,Debt advice,"Help with
""old"" debts",debt-benefits:high,E08000006;E08000007,01632 960520
Debt Two,advice,Debt advice,Help,debt-benefits:high,E08000006,
debt-three,advice,Debt advice,,debt-benefits:high,E08000006,
debt-four,advice
"""


def test_a_table_of_services_becomes_files_and_a_bad_row_says_why(partnership, housing):
    table, into = (partnership.directory / name for name in ("services.csv", "services"))
    table.write_bytes(b"\xef\xbb\xbf" + SERVICES.replace("\n", "\r\n").encode())
    dry = parse(housing.client("--xml", "import", "--csv", "services", "--dry-run", table,
                               exit_code=1).stdout.encode())
    assert tally(dry) == (1, 0, 3) and not into.exists()
    made = parse(housing.client("--xml", "import", "--csv", "services", "--into", into, table,
                                exit_code=1).stdout.encode())
    reasons = {row.get("line"): row.get("reason")
               for row in made.findall(MANIFEST + "rejected")}
    assert set(reasons) == {"4", "5", "6"}
    assert "column 'service'" in reasons["4"] and "Debt" not in reasons["4"]
    assert reasons["5"] == "column 'description': it is empty, and is needed"
    assert "2 fields" in reasons["6"]
    [file] = made.findall(MANIFEST + "made")
    written = into / file.get("file")
    assert hashlib.sha256(written.read_bytes()).hexdigest() == file.get("sha256")
    for schema, path in (("document-authoring", written), ("manifest", into / "manifest.xml")):
        run("xmllint", "--noout", "--nonet", "--schema", ROOT / f"schemas/{schema}.xsd", path)


def test_a_table_with_an_unknown_column_is_refused_whole(partnership, housing):
    table = partnership.directory / "staff.csv"
    table.write_text("staff,role,started-on,new,surname\nw-1,manager,2026-11-16,yes,Lamb\n")
    words = housing.refuses("import", "--csv", "staff", "--dry-run", table)
    assert "line 1: column 5" in words and "Lamb" not in words


def test_only_new_staff_become_files(partnership, housing):
    table, into = (partnership.directory / name for name in ("staff.csv", "staff"))
    table.write_text("staff,role,started-on,new\nw-1,support-worker,2026-11-16,yes\n"
                     "w-2,support-worker,2020-11-16,no\n")
    assert tally(parse(housing.client("--xml", "import", "--csv", "staff", "--into", into,
                                      table).stdout.encode())) == (1, 1, 0)
    assert sorted(path.name for path in into.iterdir()) == ["manifest.xml", "staff-00002.xml"]


CASE = {
    "worker-role": "family-support-worker", "to": "northgate-homes", "type": "advice",
    "received-via": "phone", "needs": "housing:high", "sex": "female", "age-band": "25-34",
    "area": "E08000006", "homelessness": "not-homeless", "accommodation": "31",
    "consent-on": day(-5), "reference": "F-1", "client-reference": "C-1",
    "worker": "A. Struthers", "worker-telephone": "01632 960520",
    "date-of-birth": "1998-08-23", "ethnic-group": "1", "public-funds": "yes",
    "given": "Kirsty", "family": "Lennox", "contact": "07700 900612",
    "contact-safe": "safe", "address": "3/2, 41 Harbour Rise", "risk-asked-on": day(-5),
    "consent-by": "Kirsty Lennox", "consent-form": "written",
    "consent-scope": "contact; finance", "summary": "Old debts.", "client-wants": "Sleep."}


# A mother of two whom one may not wait to ask, to two agencies at once.
FAMILY = {
    "to": "northgate-homes:housing; harbour-womens-aid:domestic-abuse", "mode": "parallel",
    "type": "other", "needs": "housing:high; domestic-abuse:high", "children": "0-4:1; 5-11:1",
    "members": "Isla:Lennox:child:female:2024-02-03; Rory:Lennox:child:male:2018-05-06",
    "bedrooms": "2", "risk-level": "high", "risk-directions": "from-others",
    "risks": "domestic-abuse:from-others:high:week:He follows her home:Never alone",
    "risk-asked-on": "", "lawful": "d", "override-ground": "safeguarding-adult",
    "override-on": day(-1), "authorised-by": "H. Osei", "client-told": "false",
    "rationale": "He reads her post.",
    "consent-on": "", "consent-by": "", "consent-form": "", "consent-scope": ""}


def test_an_open_case_becomes_a_file_that_can_be_referred(
        partnership, move, housing, charity):
    table, into = (partnership.directory / name for name in ("cases.csv", "cases"))
    with table.open("w", newline="") as stream:
        rows = csv.DictWriter(stream, CASE | FAMILY)
        rows.writeheader()
        rows.writerows([CASE, CASE | {"sex": "Kirsty"}, CASE | FAMILY])
    words = move.home.client("import", "--csv", "cases", "--into", into, table, exit_code=1)
    assert ":3: column 'sex'" in words.stderr and "Kirsty" not in words.stderr
    leg = move.home.refer(into / "cases-00002.xml")[housing.id]
    housing.sync()
    assert "Harbour Rise" in shown(housing, leg)
    legs = move.home.refer(into / "cases-00004.xml")
    charity.sync()
    told = shown(charity, legs[charity.id])
    assert "Isla" in told and "He follows her home" in told and set(legs) == {
        housing.id, charity.id}


def test_another_agencys_key_is_refused(partnership, move, housing, charity):
    words = housing.refuses("export", "--to", charity.sealing,
                            partnership.directory / "astray")
    assert "another agency's" in words
    assert not (partnership.directory / "astray").exists()


def test_another_agencys_export_is_refused(move, housing):
    assert "another agency" in housing.refuses("import", move.directory)
