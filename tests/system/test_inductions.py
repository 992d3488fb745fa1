# SPDX-License-Identifier: Apache-2.0
"""New staff and the partners they meet, as the diaries tell it: three new workers booked
in one go, five partner associations, a waiting list that moves, who came, what it was
worth, and the circuit that says whom nobody has met yet."""

import pytest

from documents import day, new_id, step_body, timestamp

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


def test_a_full_session_says_where_there_is_room(council, hosts):
    host = hosts[1]
    full = session(host, places=2, waitingList="false")
    later = session(host, starts=10 * 86400, waitingList="false")
    for document in (full, later):
        host.submit(document)
    council.submit(booking(council, host, full, "w-1", "w-2"))
    answer = council.refuse(booking(council, host, full, "w-3"), 409, "session-full")
    assert f"the next one with room is on {day(10)}".encode() in answer.body
    assert later.id.encode() in answer.body


def test_a_place_that_is_given_back_goes_to_who_waited_longest(council, charity, hosts):
    host = hosts[0]
    small = session(host, places=3)
    host.submit(small)
    first = booking(council, host, small, "w-11", "w-12", "w-13")
    council.submit(first)
    charity_booking = booking(charity, host, small, "h-1")
    charity.submit(charity_booking)
    assert places(host, small) == {
        (council.id, "w-11"): "confirmed", (council.id, "w-12"): "confirmed",
        (council.id, "w-13"): "confirmed", (charity.id, "h-1"): "waiting"}
    council.submit(cancellation(council, host, first, "w-12"))
    assert places(charity, small) == {(charity.id, "h-1"): "confirmed"}
    notice = charity.raw().mailbox(limit=1000)[-1]
    assert (notice["kind"], notice["from"]) == ("notice", "referral-exchange")
    assert notice["case"] == charity_booking.case
    council.refuse(cancellation(council, host, first, "w-12"), 409, "lifecycle")


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
    [booked] = {p.get("booking") for p in view(host).iter(VIEW + "place")}
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
