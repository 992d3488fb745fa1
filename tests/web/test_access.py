# SPDX-License-Identifier: Apache-2.0
"""Who gets what from the agency's screen, asked by hand: roles, origins, cookies, links,
locks, certificates; and that nothing personal is said where it does not belong."""

import re
import time
from collections import namedtuple

import pytest

import authoring
from partnership import COUNCIL, HOUSING, Partnership
from programs import ROOT, run
from screen import PASSWORD, Screen, Visitor

Operation = namedtuple("Operation", "method path who media")
SOURCE = (ROOT / "agency-client/web/operations.c").read_text("utf-8")
ROW = re.compile(r'\{"(GET|POST)", "(/api/[^"]*)",\s+(ANYBODY|CASEWORKER|MANAGER|ADMINISTRATOR),'
                 r"\s+\w+,\s+[^,]+,\s+(NULL|MEDIA_\w+),")
RIGHTS = ("CASEWORKER", "MANAGER", "ADMINISTRATOR")
OPERATIONS = [Operation(*row) for row in ROW.findall(SOURCE)]
NEWS = Operation("GET", "/api/news", "CASEWORKER", "NULL")

# What a browser lets the pages do; wider only by a decision that changes this line.
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
          "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")


@pytest.fixture(scope="module")
def housing():
    """An agency with a referral in its mailbox."""
    partnership = Partnership("access")
    partnership.exchange.start()
    council, housing = partnership.agency(COUNCIL), partnership.agency(HOUSING)
    housing.file = authoring.write(partnership.directory / "file.xml", housing)
    housing.leg = council.refer(housing.file)[housing.id]
    housing.sync()
    yield housing
    partnership.close()


@pytest.fixture(scope="module")
def screen(housing):
    screen = Screen(housing)
    yield screen
    screen.stop()


@pytest.fixture(scope="module")
def staff(screen):
    """One of each, signed in; the administrator came by the first link of all."""
    token = screen.first_link().rpartition("first-")[2]
    ada = Visitor(screen)
    assert ada.enter("/api/welcome", token=token, login="ada", name="Ada Adeyemi",
                     password=PASSWORD).status == 200
    return {"ADMINISTRATOR": ada, "MANAGER": add(ada, "mia", "manager"),
            "CASEWORKER": add(ada, "olu", "caseworker")}


def add(administrator, login, right):
    visitor = Visitor(administrator.screen)
    token = invite(administrator, "/api/staff", login=login, name=f"Name of {login}",
                   role="housing-officer", right=right)
    assert visitor.enter("/api/welcome", token=token, password=PASSWORD).status == 200
    return visitor


def invite(administrator, path, **fields):
    answer = administrator.post(path, fields)
    assert answer.status == 200, answer.body
    return re.search(r'path="#/welcome/(\w+)"', answer.body.decode())[1]


def try_out(operation, visitor, housing, **headers):
    """Asks for an operation, with a body that changes nothing."""
    path = re.sub(r"\{\w+\}", housing.leg, operation.path)
    body = {"MEDIA_FORM": {"nothing": "x"}, "MEDIA_XML": b"<nothing/>", "NULL": None}
    return visitor.ask(operation.method, path, body[operation.media], **headers)


def problem(answer):
    return re.search(r"urn:referral-exchange:problem:([\w-]+)", answer.body.decode())[1]


def test_the_table_was_read_whole():
    assert len(OPERATIONS) == SOURCE.count('", "/api/') - 1 >= 13  # but for the news


@pytest.mark.parametrize("operation", [*OPERATIONS, NEWS], ids=lambda row: " ".join(row[:2]))
def test_each_operation_is_for_whom_the_table_says(operation, screen, staff, housing):
    stranger = try_out(operation, Visitor(screen), housing)
    assert (stranger.status == 401 and problem(stranger) == "sign-in") == (
        operation.who != "ANYBODY")
    if operation.who == "ANYBODY" or operation.path == "/api/session/close":
        return
    for right in RIGHTS:
        answer = try_out(operation, staff[right], housing)
        may = RIGHTS.index(right) >= RIGHTS.index(operation.who)
        assert (answer.status == 403) == (not may), (right, answer)
        assert may or problem(answer) == "right"
        assert answer.status < 500


CHANGES = [row for row in OPERATIONS if row.media != "NULL"]


@pytest.mark.parametrize("operation", CHANGES, ids=lambda row: row.path)
@pytest.mark.parametrize("why, headers", [
    ("no page says where it is from", {"Origin": None}),
    ("another site's page", {"Origin": "https://evil.example"}),
    ("another port of this computer", {"Origin": "http://127.0.0.1:9"}),
    ("a page without an origin", {"Origin": "null"}),
    ("a browser says so", {"Sec_Fetch_Site": "same-site"}),
])
def test_nothing_is_changed_but_from_our_own_pages(operation, why, headers, staff, housing):
    answer = try_out(operation, staff["ADMINISTRATOR"], housing, **headers)
    assert (answer.status, problem(answer)) == (403, "form"), why


@pytest.mark.parametrize("operation", [row for row in CHANGES if row.who != "ANYBODY"],
                         ids=lambda row: row.path)
def test_nothing_is_changed_without_the_sessions_token(operation, staff, housing):
    for token in (None, "", "0" * 64, staff["MANAGER"].form):
        answer = try_out(operation, staff["ADMINISTRATOR"], housing, X_Form_Token=token)
        assert (answer.status, problem(answer)) == (403, "form"), token


def test_nothing_is_read_for_another_site(staff, housing):
    for row in OPERATIONS:
        if row.method == "GET":
            answer = try_out(row, staff["ADMINISTRATOR"], housing,
                             Sec_Fetch_Site="cross-site")
            assert (answer.status, problem(answer)) == (403, "form"), row


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
def test_no_other_name_leads_here(screen, host):
    """What a site does that has its own name resolve to this computer."""
    answer = Visitor(screen).get("/", Host=host)
    assert answer.status == 400 and b"<script" not in answer.body


def test_every_answer_carries_the_policy(screen, staff):
    for path in ("/", "/assets/app.js", "/api/session", "/api/staff", "/no-such-page"):
        for visitor in (Visitor(screen), staff["ADMINISTRATOR"]):
            headers = visitor.get(path).headers
            assert headers["Content-Security-Policy"] == POLICY
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
            assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
            assert headers["Access-Control-Allow-Origin"] is None
            if path.startswith("/api/"):
                assert headers["Cache-Control"] == "no-store"


def test_where_there_are_charts_one_style_is_let_in_besides(screen):
    """What Observable Plot writes, by its hash: the browser holds it to that."""
    sources = Visitor(screen).get("/statistics").headers.get_all("Content-Security-Policy")
    assert len(sources) == 1
    assert re.sub(r"(style-src 'self') 'sha256-[\w+/]{43}='", r"\1", sources[0]) == POLICY
    assert sources[0] != POLICY


def test_only_what_its_name_speaks_for_is_kept_by_browsers(screen):
    visitor = Visitor(screen)
    page = visitor.get("/")
    names = re.findall(r'"(/assets/[^"]+)"', page.body.decode())
    assert len(names) == 3 and page.headers["Cache-Control"] == "no-cache"
    for name in names:
        is_named = re.search(r"-\w{8}\.(css|js)$", name) is not None
        kept = "immutable" in visitor.get(name).headers["Cache-Control"]
        assert kept == is_named, name


def test_the_cookie_is_for_us_alone(screen, staff):
    cookie = Visitor(screen).sign_in("olu").headers["Set-Cookie"]
    assert re.fullmatch(rf"session-{HOUSING}=[0-9a-f]{{64}}; Path=/; HttpOnly; SameSite=Strict",
                        cookie)


def test_who_signs_out_is_out(screen, staff):
    olu = Visitor(screen)
    olu.sign_in("olu")
    assert olu.get("/api/inbox").status == 200
    answer = olu.post("/api/session/close", {})
    assert answer.status == 200 and "Max-Age=0" in answer.headers["Set-Cookie"]
    assert olu.get("/api/inbox").status == 401


def test_the_first_screen_is_light(screen):
    """Compressed, all that is loaded before anything can be read: 150 KB at most."""
    visitor = Visitor(screen)
    page = visitor.get("/", Accept_Encoding="gzip")
    names = re.findall(r'/assets/[\w.-]+', visitor.get("/").body.decode())
    answers = [page, *(visitor.get(name, Accept_Encoding="gzip") for name in names)]
    assert len(answers) == 4 and all(answer.headers["Content-Encoding"] == "gzip"
                                     for answer in answers)
    assert sum(len(answer.body) for answer in answers) < 150_000


def test_a_link_works_once(screen, staff):
    ada = staff["ADMINISTRATOR"]
    token = invite(ada, "/api/staff", login="eve", name="Eve", role="housing-officer",
                   right="caseworker")
    visitor = Visitor(screen)
    short = visitor.enter("/api/welcome", token=token, password="too short")
    assert short.status == 422 and b"at least 12" in short.body
    assert visitor.enter("/api/welcome", token=token, password=PASSWORD).status == 200
    assert Visitor(screen).enter("/api/welcome", token=token, password=PASSWORD).status == 401
    # A new link leaves the old password alone until it is used, and then ends sessions.
    again = invite(ada, f"/api/staff/{visitor.who()['actor']}", action="invite")
    assert visitor.get("/api/inbox").status == 200
    assert Visitor(screen).enter("/api/welcome", token=again,
                                 password="another one entirely").status == 200
    assert visitor.get("/api/inbox").status == 401
    assert Visitor(screen).sign_in("eve").status == 401
    assert Visitor(screen).sign_in("EVE", "another one entirely").status == 200


def test_who_is_stopped_is_out_at_once(screen, staff):
    ada, zoe = staff["ADMINISTRATOR"], add(staff["ADMINISTRATOR"], "zoe", "administrator")
    actor = zoe.who()["actor"]
    ada.post(f"/api/staff/{actor}", {"action": "right", "right": "caseworker"})
    assert zoe.get("/api/inbox").status == 401
    zoe.sign_in("zoe")
    assert zoe.get("/api/staff").status == 403
    ada.post(f"/api/staff/{actor}", {"action": "disable"})
    assert zoe.get("/api/inbox").status == 401
    assert zoe.sign_in("zoe").status == 401
    last = ada.post(f"/api/staff/{ada.who()['actor']}", {"action": "disable"})
    assert last.status == 422 and b"last administrator" in last.body
    assert ada.get("/api/staff").status == 200


def test_who_guesses_is_locked_out_and_learns_nothing(screen, staff):
    gus = add(staff["ADMINISTRATOR"], "gus", "caseworker")
    told = {Visitor(screen).sign_in("gus", f"guess number {number}").body.split(b"<detail>")[1]
            for number in range(6)}
    told.add(Visitor(screen).sign_in("nobody at all").body.split(b"<detail>")[1])
    told.add(Visitor(screen).sign_in("gus").body.split(b"<detail>")[1])  # the right one
    assert len({words.split(b"</detail>")[0] for words in told}) == 1
    assert gus.get("/api/inbox").status == 200  # whoever is in is not thrown out by it
    link = invite(staff["ADMINISTRATOR"], f"/api/staff/{gus.who()['actor']}", action="invite")
    assert Visitor(screen).enter("/api/welcome", token=link, password=PASSWORD).status == 200


def test_who_opened_what_is_kept(screen, staff, housing):
    staff["MANAGER"].get(f"/api/referrals/{housing.leg}")
    staff["MANAGER"].get(f"/api/referrals/{housing.leg}", X_Unattended="1")
    listed = staff["ADMINISTRATOR"].get(f"/api/activity?record={housing.leg}").body.decode()
    lines = re.findall(r'<activity [^>]*name="Name of mia"[^>]*action="opened"', listed)
    assert len(lines) == 1


def test_a_restart_keeps_the_staff_and_forgets_the_sessions(housing, screen, staff):
    other = Screen(housing)
    try:
        assert Visitor(other).who() == {"agency": HOUSING, "agencyName": housing.name}
        olu = Visitor(other)
        olu.cookie = staff["CASEWORKER"].cookie
        assert olu.get("/api/inbox").status == 401
        assert olu.sign_in("olu").status == 200
    finally:
        other.stop()


def test_staff_are_added_from_the_command_line_too(screen, staff, housing, tmp_path):
    password = tmp_path / "password"
    password.write_text("a long enough one\n")
    command = ("staff", "add", "ivy", "--name", "Ivy", "--role", "manager")
    added = housing.client(*command, "--right", "manager", "--password-file", password)
    assert added.stdout == "ivy may sign in\n"
    ivy = Visitor(screen)
    assert ivy.sign_in("ivy", "a long enough one").status == 200
    assert ivy.who()["right"] == "manager"
    assert "somebody signs in with that name" in housing.refuses(*command)
    token = housing.client("staff", "link", "ivy").stdout.strip().rpartition("/")[2]
    assert Visitor(screen).enter("/api/welcome", token=token, password=PASSWORD).status == 200
    assert "no such member" in housing.refuses("staff", "link", "nobody")
    password.write_text("short\n")
    assert "at least 12" in housing.refuses("staff", "add", "joy", "--name", "Joy", "--role",
                                            "manager", "--password-file", password)
    assert "--role 'boss'" in housing.refuses("staff", "add", "joy", "--name", "Joy", "--role",
                                              "boss")
    listed = housing.view("staff")
    assert {"olu", "mia", "ada", "ivy"} <= {member.get("login") for member in listed}
    assert "joy" not in housing.client("staff").stdout


def self_signed(directory, *options):
    certificate, key = directory / "web.pem", directory / "web-key.pem"
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
        "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=screen",
        "-addext", "subjectAltName=DNS:screen.example,IP:127.0.0.1", *options)
    return certificate, key


def test_beyond_this_computer_there_is_tls_or_nothing(housing, tmp_path):
    assert "needs TLS" in housing.refuses("serve", "--listen", "0.0.0.0:0")
    assert "address and a port" in housing.refuses("serve", "--listen", "127.0.0.1")
    own = housing.refuses("serve", "--listen", "0.0.0.0:0", "--certificate", housing.identity,
                          "--key", housing.key("identity"))
    assert "for the exchange alone" in own
    # A certificate of anybody's for one of our keys is no better.
    key = housing.key("identity")
    again = tmp_path / "again.pem"
    run("openssl", "req", "-x509", "-key", key, "-out", again, "-days", "2", "-subj", "/CN=x")
    assert "for the exchange alone" in housing.refuses(
        "serve", "--certificate", again, "--key", key)
    certificate, _ = self_signed(tmp_path)
    assert "do not belong together" in housing.refuses(
        "serve", "--listen", "127.0.0.1:0", "--certificate", certificate, "--key", key)


def test_over_tls_nobody_is_asked_for_a_certificate(housing, staff, tmp_path):
    certificate, key = self_signed(tmp_path)
    chain = tmp_path / "chain.pem"
    chain.write_text(certificate.read_text() + housing.partnership.authority.certificate.read_text())
    screen = Screen(housing, "--certificate", chain, "--key", key, "--host", "screen.example")
    try:
        port = int(screen.url.rpartition(":")[2])
        assert screen.url == f"https://screen.example:{port}"
        curl = ["curl", "--silent", "--show-error", "--include", "--cacert", certificate,
                "--resolve", f"screen.example:{port}:127.0.0.1"]
        page = run(*curl, f"{screen.url}/").stdout
        assert page.startswith("HTTP/1.1 200") and "<script" in page
        signed_in = run(*curl, "--header", f"Origin: {screen.url}", "--data-urlencode",
                        "login=olu", "--data-urlencode", f"password={PASSWORD}",
                        f"{screen.url}/api/session").stdout
        assert re.search(rf"Set-Cookie: __Host-session-{HOUSING}=\w{{64}}; Path=/; HttpOnly; "
                         "SameSite=Strict; Secure\n", signed_in)
        plain = run(*curl, "--max-time", "5", screen.url.replace("https", "http"), exit_code=None)
        assert plain.returncode != 0
    finally:
        screen.stop()


def until_signed_out(visitor, ask):
    """Asks again and again until nobody is signed in; the seconds since signing in."""
    begun = time.monotonic()
    assert visitor.sign_in("olu").status == 200
    while (answer := ask()).status == 200:
        pass
    assert (answer.status, problem(answer)) == (401, "sign-in")
    assert visitor.get("/api/inbox").status == 401
    assert "actor" not in visitor.who()
    return time.monotonic() - begun


SHORT, LONG = 3, 600
LOADED = 60  # a bound for a machine under load, not an expectation


def test_a_session_that_only_waits_for_news_ends(housing, staff):
    screen = Screen(housing, "--idle-seconds", SHORT, "--session-seconds", LONG)
    visitor = Visitor(screen)
    count = 0

    def wait():
        """As a page does that nobody touches: it waits, and reads what may be new."""
        nonlocal count
        news = visitor.get(f"/api/news?after={count}", X_Unattended="1")
        if news.status == 200:
            count = re.search(rb'count="(\d+)"', news.body)[1].decode()
            visitor.get(f"/api/referrals/{housing.leg}", X_Unattended="1")
            visitor.get("/api/inbox")
        return news

    try:
        assert SHORT <= until_signed_out(visitor, wait) < LOADED
    finally:
        screen.stop()


def test_a_session_ends_however_it_is_used(housing, staff):
    screen = Screen(housing, "--idle-seconds", LONG, "--session-seconds", SHORT)
    visitor = Visitor(screen)
    try:
        assert SHORT <= until_signed_out(visitor, lambda: visitor.get("/api/drafts")) < LOADED
        told = visitor.sign_in("olu").body.decode()
        assert f' idleSeconds="{LONG}" wholeSeconds="{SHORT}"' in told
    finally:
        screen.stop()


@pytest.mark.parametrize("option", ["--idle-seconds", "--session-seconds"])
@pytest.mark.parametrize("seconds", [0, -1, 86401])
def test_how_long_a_session_lasts_has_bounds(housing, option, seconds):
    done = housing.client("serve", option, seconds, exit_code=2)
    assert f"{option}: from 1 to 86400" in done.stderr


def test_nothing_personal_is_logged_or_left_on_disk(screen, staff, housing):
    """After all that was asked above: no client, no password, no link and no token."""
    opened = staff["CASEWORKER"].get(f"/api/referrals/{housing.leg}").body
    private = authoring.private_values(housing.file)
    assert sum(value in opened for value in private) >= 10
    secrets = {PASSWORD.encode(), b"guess number", b"welcome/"}
    for visitor in staff.values():
        secrets |= {visitor.cookie.partition("=")[2].encode(), visitor.form.encode()}
    assert housing.partnership.files_with(*private, *secrets, under=housing.home) == []
    assert housing.partnership.files_with(*private, *secrets, b"Ada Adeyemi", b"Name of olu",
                                          under=screen.log) == []
