# SPDX-License-Identifier: Apache-2.0
"""New staff and the partners they meet, as the diaries tell it: three new workers booked
in one go, five partner associations, a waiting list that moves, who came, what it was
worth, and the circuit that says whom nobody has met yet."""

import re

import pytest

import calendars
from documents import ENVELOPE, day, new_id, step_body, timestamp

VIEW = "{urn:referral-exchange:view:1}"
HOSTS = ("northgate-homes", "riverside-homes", "westfield-homes", "kingsmoor-homes",
         "oakfield-homes")


@pytest.fixture(scope="module")
def hosts(partnership):
    """The five other associations."""
    return [partnership.agency(id, "housing-association") for id in HOSTS]


def session(host, starts=3 * 86400, places=12, roles=("support-worker", "receptionist"),
            content="", **more):
    """A session as its host publishes it; its document."""
    id = new_id()
    values = dict(programme="circuit", title=f"Meet {host.id}", startsAt=timestamp(starts),
                  minutes=120, places=places, waitingList="true", mode="in-person",
                  venue="Quay Street 12")
    body = step_body("induction-session", '<learningOutcome text="Whom to ring"/>'
                     + "".join(f'<forRole code="{role}"/>' for role in roles)
                     + '<facilitator kind="staff" paid="false" expenses="false"/>' + content,
                     **{**values, **more})
    return host.write(body, id=id, case=id)


def starter(agency, reference, started=-14, role="support-worker", content="", **more):
    id = new_id()
    body = step_body("induction-starter", content, starter=reference, role=role,
                     programme="circuit", startedOn=day(started), **more)
    return agency.write(body, "referral-exchange", id=id, case=id)


def booking(agency, host, session, *references, role="support-worker", **more):
    id = new_id()
    body = step_body("induction-booking", "".join(
        f'<attendee starter="{reference}" role="{role}" startedOn="{day(-14)}"/>'
        for reference in references), session=session.id, **more)
    return agency.write(body, host, id=id, case=id,
                        sealed=agency.seal_for(host, b"<details/>"))


def cancellation(agency, host, booking, *references):
    body = step_body("induction-cancellation",
                     "".join(f'<attendee starter="{r}"/>' for r in references),
                     matter=booking.id, extent="some" if references else "all",
                     reason="illness")
    return agency.write(body, host, case=booking.case)


def attendance(host, agency, booking, **results):
    body = step_body("induction-attendance", "".join(
        f'<attendee starter="{r.replace("_", "-")}" result="{result}"/>'
        for r, result in results.items()), matter=booking.id)
    return host.write(body, agency, case=booking.case)


def view(agency):
    answer = agency.raw().get("/v1/inductions")
    assert answer.status == 200, answer
    return answer.xml


def places(agency, session):
    return {(p.get("agency"), p.get("starter")): p.get("state")
            for p in view(agency).iter(VIEW + "place") if p.get("session") == session.id}


def row(agency, reference):
    [starter] = [s for s in view(agency).iter(VIEW + "starter")
                 if s.get("starter") == reference]
    return {m.get("host"): m.get("state") for m in starter}


def publish(host, tmp_path, **values):
    """The host announces a session with its own client; its id."""
    values = dict(programme="circuit", title=f"Meet {host.id}", startsAt=timestamp(3 * 86400),
                  minutes=120, places=12, waitingList="true", mode="in-person",
                  venue="Quay Street 12") | values
    body = step_body("induction-session", """
        <learningOutcome text="Whom to ring, and about what"/>
        <forRole code="support-worker"/><forRole code="receptionist"/><forRole code="finance"/>
        <facilitator kind="staff" paid="false" expenses="false"/>
        <facilitator kind="service-user" count="2" consented="true" paid="true" expenses="true"/>
        <material title="Who is who"/>""", **values)
    file = tmp_path / "session.xml"
    file.write_text(f'<authoring xmlns="{ENVELOPE}">{body}</authoring>')
    return sent(host.client("induction", "publish", file))


def sent(done):
    """The id of the one document that a command has sent."""
    id, = re.findall(r"^([0-9a-f-]{36})  ", done.stdout, re.MULTILINE)
    return id


def matrix(agency, reference):
    """The line of a starter in the circuit as it is printed."""
    lines = agency.client("induction", "circuit").stdout.splitlines()
    return next(line for line in lines if line.lstrip().startswith(reference))


def test_three_new_workers_are_booked_in_one_go(council, hosts, exchange, partnership, tmp_path):
    host = hosts[0]
    session = publish(host, tmp_path, startsAt=f"{day(3)}T10:00:00Z")
    for worker in ("w-101", "w-102", "w-103"):
        council.client("induction", "starter", worker, "--role", "support-worker",
                       "--started-on", day(-7), *(word for h in hosts for word in ("--host", h.id)))
    booked = sent(council.client(
        "induction", "book", session[:13], "w-101=Hannah Osei", "w-102=Callum Reid",
        "w-103=Nadia Rahman", "--adjustments", "w-102=Reads lips: a seat in front",
        "--booked-by", "Tom Barlow", "--telephone", "01632 960144"))
    host.sync()
    shown = host.client("show", booked).stdout
    assert all(words in shown for words in ("Hannah Osei", "Reads lips", "Tom Barlow"))
    listed = host.client("induction", "sessions").stdout
    assert "9 of 12" in listed and "w-103 (support-worker)" in listed
    assert "booked" in matrix(council, "w-102")
    council.sync()
    title = f"Induction session: Meet {host.id}"
    ics = calendars.read(council.client("calendar", "--ics", text=False).stdout)
    assert str(ics[f"{title} ({host.id})"]["DTEND"].dt) == f"{day(3)} 12:00:00+00:00"
    assert title in host.client("calendar").stdout
    assert title not in hosts[1].client("calendar").stdout, "it goes to another"
    assert partnership.files_with(b"Hannah Osei", b"Reads lips", under=exchange.directory) == []


def test_who_finds_no_place_is_told_where_there_is_one(council, hosts, tmp_path):
    host = hosts[1]
    full = publish(host, tmp_path, places=2, waitingList="false")
    later = publish(host, tmp_path, startsAt=timestamp(10 * 86400), waitingList="false")
    council.client("induction", "book", full[:13], "w-101=Hannah Osei", "w-102=Callum Reid")
    said = council.refuses("induction", "book", full[:13], "w-103=Nadia Rahman")
    assert f"the next one with room is on {day(10)}" in said and later in said


def test_a_cancellation_moves_up_who_waits(council, charity, hosts, tmp_path):
    host = hosts[2]
    session = publish(host, tmp_path, places=2)
    first = sent(council.client("induction", "book", session[:13], "w-101=Hannah Osei",
                                "w-102=Callum Reid"))
    second = sent(charity.client("induction", "book", session[:13], "h-1=Grace Adeyemi",
                                 "--role", "finance", "--started-on", day(-30)))
    assert "waits, number 1" in charity.client("induction", "sessions").stdout
    council.client("induction", "cancel", first[:13], "w-102", "--reason", "illness")
    assert re.search(r"h-1 \(finance\) +confirmed", charity.client("induction", "sessions").stdout)
    charity.sync()
    assert re.search(rf"{second[:13]} +1 ", charity.client("inbox").stdout)
    assert "Who waited has a place" in charity.client("show", second).stdout


def test_a_session_that_is_called_off_ends_its_bookings(council, hosts, tmp_path):
    host = hosts[2]
    session = publish(host, tmp_path, title="Meet us in the rain")
    assert "this session is ours" in host.refuses("induction", "book", session, "w-1=Olu Ade",
                                                  "--role", "finance", "--started-on", day(-9))
    booked = sent(council.client("induction", "book", session, "w-102=Callum Reid"))
    publish(host, tmp_path, session=session, cancelled="true")
    for agency in (council, host):
        agency.sync()
        [matter] = agency.raw().get(f"/v1/matters/{booked}").xml
        assert matter.get("state") == "called off"
        assert "Meet us in the rain" not in agency.client("calendar").stdout
    assert re.search(rf"{booked[:13]} +1 ", council.client("inbox").stdout)
    assert "book another one" in council.client("show", booked).stdout
    assert hosts[0].raw().get(f"/v1/matters/{booked}").status == 404


def test_who_came_and_what_the_job_means_to_people(council, hosts, tmp_path):
    host = hosts[3]
    session = publish(host, tmp_path, startsAt=timestamp(-60), minutes=600)
    booked = sent(council.client("induction", "book", session[:13], "w-101=Hannah Osei",
                                 "w-102=Callum Reid"))
    host.sync()
    host.client("induction", "attendance", booked[:13], "w-101=attended", "w-102=no-show",
                "--note", "We missed Callum.")
    assert "met" in matrix(council, "w-101") and "met" not in matrix(council, "w-102")
    assert re.search(r"w-101 .* met ", host.client("induction", "circuit").stdout)
    council.sync()
    assert "We missed Callum" in council.client("show", booked).stdout
    council.client("induction", "feedback", booked[:13], "--stage", "0", "--starter", "w-101",
                   "--relevance", "5", "--confidence", "3", "--knows-who-to-call", "4",
                   "--impact", "When I answer late, somebody sits alone on a Sunday.")
    said = council.refuses("induction", "feedback", booked[:13], "--stage", "90", "--relevance",
                           "5", "--confidence", "3", "--knows-who-to-call", "4",
                           "--impact", "Too early to say.")
    assert "it is too early for feedback after 90 days" in said
    host.sync()
    assert "somebody sits alone" in host.client("show", booked).stdout
    figures = council.view("induction", "circuit").findall(VIEW + "figures")
    assert [f.get("feedback0") for f in figures] == ["1", "0"]


def test_what_is_wrong_is_said_before_it_is_sent(council, hosts, tmp_path):
    said = council.refuses("induction", "starter", "w-109", "--role", "poet", "--started-on",
                           day(-7))
    assert "/induction-starter/@role" in said and "codes" in said
    said = council.refuses("induction", "starter", "w-109", "--role", "finance",
                           "--started-on", day(-7), "--left-on", day(-9))
    assert "dates-in-order" in said
    assert "no agency of this partnership" in council.refuses(
        "induction", "starter", "w-109", "--role", "finance", "--started-on", day(-7),
        "--host", "nobody-homes")
    session = publish(hosts[4], tmp_path)
    assert "induction starter w-999" in council.client(
        "induction", "book", session[:13], "w-999=Nobody", exit_code=2).stderr


def test_nobody_acts_out_of_their_role(council, charity, hosts):
    host, other = hosts[2:4]
    open_session = session(host)
    host.submit(open_session)
    booked = booking(council, host, open_session, "w-21", "w-22")
    council.submit(booked)
    changed = session(other, session=open_session.id)
    assert b"only its host changes it" in other.refuse(changed, 422, "rule").body
    council.refuse(booking(council, other, open_session, "w-23"), 422, "wrong-recipient")
    charity.refuse(cancellation(charity, host, booked), 422, "unknown-matter")
    early = attendance(host, council, booked, w_21="attended")
    assert b"has not begun" in host.refuse(early, 409, "lifecycle").body
    nurse = booking(council, host, open_session, "w-24", role="nurse")
    assert b"but for: support-worker, receptionist" in council.refuse(nurse, 422, "rule").body
    again = booking(council, host, open_session, "w-21")
    assert b"is booked for this session already" in council.refuse(again, 409, "lifecycle").body


def test_a_stranger_sees_sessions_and_nobody_in_them(council, charity, hosts):
    host = hosts[2]
    seen = view(hosts[4])
    assert [s for s in seen.iter(VIEW + "session") if s.get("host") == host.id]
    assert not [p for p in seen.iter(VIEW + "place")]
    raw = hosts[4].raw()
    booked = next(view(host).iter(VIEW + "place")).get("booking")
    assert raw.get(f"/v1/documents/{booked}").status == 404
    assert raw.get(f"/v1/matters/{booked}").status == 404


def test_whom_new_staff_have_met_and_what_is_overdue(council, hosts, exchange):
    """Began with all five; one is met, one is booked, and one is late."""
    circuit = [session(host, starts=-60, minutes=600, title=f"Circuit {host.id}")
               for host in hosts]
    for host, announced in zip(hosts, circuit):
        host.submit(announced)
    named = "".join(f'<host agency="{host.id}"/>' for host in hosts)
    council.submit(starter(council, "w-31", content=named))
    council.submit(starter(council, "w-32", started=-70, content=named))
    booked = booking(council, hosts[0], circuit[0], "w-31", "w-32")
    council.submit(booked)
    council.submit(booking(council, hosts[1], circuit[1], "w-31"))
    hosts[0].submit(attendance(hosts[0], council, booked, w_31="attended", w_32="no-show"))
    assert row(council, "w-31") == {
        HOSTS[0]: "done", HOSTS[1]: "booked", HOSTS[2]: "due", HOSTS[3]: "due",
        HOSTS[4]: "due"}
    assert set(row(council, "w-32").values()) == {"overdue"}
    # A host sees how they stand with itself.
    assert row(hosts[0], "w-32") == {HOSTS[0]: "overdue"}
    [own] = [f for f in view(council).iter(VIEW + "figures") if f.get("scope") == "agency"]
    assert (own.get("due"), own.get("doneInTime"), own.get("overdue")) == ("1", "0", "5")


def test_a_rebuild_settles_every_place_as_it_was(exchange):
    assert "every projection is as it was" in exchange.command("rebuild").stdout
