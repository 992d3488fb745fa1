# SPDX-License-Identifier: Apache-2.0
"""Around a case, as the diaries tell it: who meets whom and when."""

import pytest

import authoring
import calendars
from documents import day, new_id, step_body
from documents import day

HOSPITAL, HEALTH = "st-brides-hospital", "eastborough-health-visitors"
FOSTER_CARE = authoring.EXAMPLES / "child-in-foster-care.xml"
HEARING = day(60)


MINUTES = authoring.EXAMPLES / "meetings/meeting-record-held.xml"
VIEW = "{urn:referral-exchange:view:1}"


@pytest.fixture(scope="module")
def hospital(partnership):
    return partnership.agency(HOSPITAL)


@pytest.fixture(scope="module")
def health(partnership):
    return partnership.agency(HEALTH)


def ics(agency, *words, **options):
    return agency.client("calendar", "--ics", *words, text=False, **options)


def words(text):
    """The words of a text, however its lines are broken."""
    return " ".join(str(text).split())


def test_she_plans_her_own_diary(partnership, tmp_path, council, housing):
    """The dates of a case stand in her calendar program, and name nobody."""
    file = authoring.write(tmp_path / "file.xml", housing, example=FOSTER_CARE)
    file.write_text(file.read_text().replace("2027-01-25", HEARING))
    leg = council.refer(file)[housing.id]
    housing.sync()
    shown = ics(housing).stdout
    events = calendars.read(shown)
    hearing = events[f"Date that matters: Court hearing ({council.id})"]
    assert str(calendars.begins(hearing)) == HEARING
    assert leg[:8] in hearing["DESCRIPTION"] and hearing["CLASS"] == "PRIVATE"
    assert f"Referral: we are to acknowledge ({council.id})" in events
    assert "Court hearing" in calendars.imported(shown, tmp_path / "calcurse")
    for value in authoring.private_values(file):
        assert value not in shown
    opened = ics(housing, "--with-details")
    assert b"in clear" in opened.stderr
    hearing = calendars.read(opened.stdout)[hearing["SUMMARY"]]
    assert "Northgate Family Court" in words(hearing["DESCRIPTION"])
    assert hearing["CLASS"] == "CONFIDENTIAL"


def test_the_calendar_lists_what_is_ahead(housing):
    assert "Court hearing" in housing.client("calendar").stdout
    assert HEARING in {entry.get("on") for entry in housing.view("calendar")}
    assert "Court hearing" not in housing.client("calendar", "--until", day(59)).stdout
    assert "nothing is dated" in housing.client("calendar", "--from", "2090-01-01").stdout
    assert "2036-11-20" in housing.client("calendar", "--from", "soon",
                                          exit_code=2).stderr


def at(days, time="14:00:00"):
    """That time of day, so many days from now."""
    return f"{day(days)}T{time}Z"


def invite(sender, to, meeting, case, **more):
    """An invitation written by hand."""
    body = step_body("meeting", meeting=meeting, kind="hospital-discharge",
                     startsAt=at(14), place="in-person", **more)
    return sender.write(body, to, case=case, sealed=sender.seal_for(to, b"<details/>"))


def step(sender, to, matter, kind, sealed=b"", **coded):
    return sender.write(step_body(kind, matter=matter.id, **coded), to, case=matter.case,
                        sealed=sealed)


def test_whose_meeting_it_is_decides_who_may_do_what(council, housing, charity):
    """By hand, what no client would send: the exchange refuses it by the same table."""
    meeting, case = new_id(), new_id()
    invitation, other = (invite(council, to, meeting, case) for to in (housing, charity))
    council.submit(invitation)
    council.submit(other)
    answer = council.refuse(invite(council, housing, meeting, case), 409, "lifecycle")
    assert b"already open with that agency" in answer.body
    charity.refuse(invite(charity, housing, meeting, case), 422, "rule")
    charity.refuse(step(charity, council, invitation, "meeting-reply", reply="attending"),
                   422, "unknown-matter")
    assert charity.raw().get(f"/v1/matters/{invitation.id}").status == 404
    assert charity.raw().get(f"/v1/documents/{invitation.id}").status == 404
    answer = housing.refuse(step(housing, council, invitation, "meeting-record",
                                 result="cancelled", reason="not-safe"), 409, "lifecycle")
    assert b"meeting-reply.attending" in answer.body, "it says what is open instead"
    council.submit(step(council, housing, invitation, "meeting-record",
                        result="cancelled", reason="not-safe"))
    answer = housing.refuse(step(housing, council, invitation, "meeting-reply",
                                 reply="attending"), 409, "lifecycle")
    assert b"is cancelled, which is final" in answer.body


def misspelt(out):
    """The minutes, with an action for an agency that was not there."""
    out.write_text(MINUTES.read_text().replace('owner="harbour-womens-aid"',
                                               'owner="harbour-women"'))
    return out


def sent(agency, *words):
    """What a command has sent {to: its document}; all of it is accepted."""
    queued = agency.view(*words)
    assert {document.get("state") for document in queued} == {"sent"}
    return {document.get("to"): document.get("id") for document in queued}


def state(agency, matter):
    """What the exchange says of a matter to this agency."""
    answer = agency.raw().get(f"/v1/matters/{matter}")
    assert answer.status == 200, answer
    return answer.xml[0]


# Thursday: the discharge meeting, with five agencies round the table.

@pytest.fixture(scope="module")
def invited(hospital, council, housing, charity, health):
    """The ward calls everybody together before a baby goes home; {agency: invitation}."""
    everybody = (council, housing, charity, health)
    invited = sent(
        hospital, "meeting", "invite",
        *(word for agency in everybody for word in ("--to", agency.id)),
        "--kind", "hospital-discharge", "--starts-at", f"{day(14)} 14:00",
        "--ends-at", f"{day(14)} 15:00", "--place", "in-person", "--reply-by", day(12),
        "--about", "Kayleigh Moran and her daughter", "--chair-name", "Bridget Oyelaran",
        "--venue", "Maternity, level 3", "--agenda", "Whether they can go home on Friday.")
    for agency in (council, housing, charity):
        agency.sync()
    return invited


@pytest.fixture(scope="module")
def meeting(hospital, invited):
    """The id that the invitations share."""
    [meeting] = {state(hospital, invitation).get("group") for invitation in invited.values()}
    return meeting


def the_meeting(calendar):
    [event] = [event for title, event in calendars.read(calendar).items()
               if "Hospital discharge" in title]
    return event


def test_some_come_some_send_another_and_some_cannot(
        invited, hospital, council, housing, charity):
    assert "Kayleigh Moran" in charity.client("show", invited[charity.id]).stdout
    assert "us: reply" in charity.client("matters").stdout
    sent(charity, "meeting", "attend", invited[charity.id], "--attendee-name",
         "Moira Sutherland", "--contribution", "The flat is warm and the cot is there.")
    assert "needs words" in council.refuses("meeting", "deputy", invited[council.id])
    sent(council, "meeting", "deputy", invited[council.id], "--attendee-name", "Tom Okafor")
    sent(housing, "meeting", "apologise", invited[housing.id], "--contribution",
         "The ceiling is mended.")
    hospital.sync()
    assert "the cot is there" in hospital.client("show", invited[charity.id]).stdout


def test_a_meeting_with_five_is_one_date_and_moves_in_every_calendar(
        invited, meeting, hospital, housing, charity):
    before = the_meeting(ics(hospital).stdout)
    assert all(agency in before["SUMMARY"] for agency in invited)
    assert "Hospital discharge" not in housing.client("calendar").stdout, "it cannot come"
    moved = sent(hospital, "meeting", "move", meeting, "--reason", "checks-not-complete",
                 "--starts-at", f"{day(16)} 14:00", "--ends-at", f"{day(16)} 15:00")
    assert set(moved) == set(invited)
    shown = ics(hospital).stdout
    after = the_meeting(shown)
    assert after["UID"] == before["UID"] and b"Moran" not in shown
    assert (calendars.begins(after) - calendars.begins(before)).days == 2
    assert "Maternity, level 3" in words(the_meeting(
        ics(hospital, "--with-details").stdout)["DESCRIPTION"])
    charity.sync()
    assert calendars.begins(the_meeting(ics(charity).stdout)) == calendars.begins(after)


def test_the_minutes_go_to_everybody_and_actions_to_whom_they_fall(
        invited, meeting, tmp_path, hospital, council, charity):
    told = hospital.refuses("meeting", "minutes", meeting, "--file",
                            misspelt(tmp_path / "changed.xml"))
    assert "changed.xml:7" in told and "put it in words alone" in told
    assert set(sent(hospital, "meeting", "minutes", meeting, "--file", MINUTES)) \
        == set(invited)
    for agency in (council, charity):
        agency.sync()
    assert "smoke alarm" in charity.client("show", invited[charity.id]).stdout
    assert {point.get("number"): point.get("owner")
            for point in state(charity, invited[charity.id]).iter(VIEW + "point")} \
        == {"1": charity.id, "3": hospital.id}
    assert "do what falls to us" in charity.client("matters", "meeting").stdout
    assert "Action 1: Due" in charity.client("calendar").stdout


def test_an_action_is_reported_by_whom_it_falls_to(
        invited, meeting, hospital, council, housing, charity):
    told = council.refuses("meeting", "action", invited[council.id], "--action", "3",
                           "--result", "done")
    assert hospital.id in told
    sent(charity, "meeting", "action", invited[charity.id], "--action", "1",
         "--result", "done")
    assert "Action 1" not in charity.client("calendar").stdout
    assert set(sent(hospital, "meeting", "action", meeting, "--action", "3",
                    "--result", "done")) == set(invited), "what the ward does, all wait for"
    assert {agency.id: state(agency, invited[agency.id]).get("state")
            for agency in (council, housing, charity)} \
        == {council.id: "closed", housing.id: "recorded", charity.id: "closed"}
    charity.sync()
    told = charity.refuses("meeting", "attend", invited[charity.id])
    assert "closed, which is final" in told and "open a new one" in told


# Thursday, later: a couple who expect a child, visited with their social worker.

def test_a_joint_visit_is_agreed_moved_and_recorded_once(council, charity):
    visit = ["--starts-at", f"{day(7)} 10:00", "--ends-at", f"{day(7)} 11:30",
             "--purpose", "introduction", "--two-workers", "true", "--about",
             "Tracey Bell and Craig Dunmore", "--lead-name", "Tom Okafor",
             "--reason", "To meet before the case conference."]
    told = council.refuses("visit", "ask", "--to", charity.id, *visit)
    assert "who rings whom" in told, "nobody goes alone, and so there is a plan"
    visit = sent(council, "visit", "ask", "--to", charity.id, *visit, "--calling-plan",
                 "Tom rings the desk by 11.45.")[charity.id]
    charity.sync()
    told = charity.refuses("visit", "record", visit, "--status", "done",
                           "--observations", "Both at home.")
    assert "visit-update.agreed" in told
    sent(charity, "visit", "move", visit, "--starts-at", f"{day(7)} 14:00", "--words",
         "The midwife comes in the morning.")
    council.sync()
    assert "Joint visit: Introduction" in council.client("calendar").stdout
    sent(council, "visit", "agree", visit)
    sent(council, "visit", "record", visit, "--status", "done", "--observations",
         "Both at home. The nursery is begun.", "--next", "Tuesdays at ten.")
    charity.sync()
    assert "The nursery is begun" in charity.client("show", visit).stdout
    assert "which is final" in charity.refuses("visit", "record", visit,
                                               "--status", "no-access")


# Telephone-tag: who works with him now?

def test_whom_to_ring_is_told_and_nothing_else(exchange, hospital, council, charity):
    asked = sent(hospital, "lead-worker", "ask", "--to", council.id, "--to", charity.id,
                 "--due-on", day(1), "--basis", "e", "--name-given", "Jamie",
                 "--name-family", "Whitlock", "--worker-name", "Anne Petrie",
                 "--worker-telephone", "01632 960310")
    assert not state(hospital, asked[council.id]).get("group")
    assert {state(hospital, asked[agency.id]).get("case") for agency in (council, charity)} \
        == {asked[council.id], asked[charity.id]}, "nothing joins the questions"
    for agency in (council, charity):
        agency.sync()
    assert "Whitlock" in charity.client("show", asked[charity.id]).stdout
    sent(charity, "lead-worker", "yes", asked[charity.id], "--worker-name", "Lorna Pike",
         "--worker-telephone", "07700 900417")
    sent(council, "lead-worker", "no", asked[council.id])
    hospital.sync()
    assert "07700 900417" in hospital.client("show", asked[charity.id]).stdout
    assert "which is final" in council.refuses(
        "lead-worker", "yes", asked[council.id], "--worker-name", "L", "--worker-telephone",
        "01632 960117")


def test_a_call_is_owed_until_they_have_spoken(council, housing):
    call = sent(council, "call-back", "ask", "--to", housing.id, "--by", f"{day(1)} 16:00",
                "--worker-name", "Tom Okafor", "--worker-telephone", "01632 960117",
                "--words", "The lock of 9 Weavers Row does not close.")[housing.id]
    housing.sync()
    assert "us: ring" in housing.client("matters").stdout
    assert "Call-back: Ring by" in housing.client("calendar").stdout
    sent(housing, "call-back", "result", call, "--result", "tried")
    assert state(council, call).get("state") == "open", "the call is still owed"
    sent(housing, "call-back", "result", call, "--result", "spoken")
    assert state(council, call).get("state") == "made"
    assert "Call-back" not in housing.client("calendar").stdout


# And the practitioners' meeting: about no client, so nobody is named.

def test_practitioners_meet_about_nobody(housing, council):
    told = council.refuses("meeting", "invite", "--to", housing.id, "--kind", "coffee",
                           "--starts-at", at(9), "--place", "online", "--chair-name", "T")
    assert "not a code of the list" in told
    sent(council, "meeting", "invite", "--to", housing.id, "--kind", "practitioners-forum",
         "--starts-at", at(9), "--place", "online", "--chair-name", "Tom Okafor")
    events = calendars.read(ics(council).stdout)
    assert str(calendars.begins(events[
        f"Meeting: Practitioners' meeting ({housing.id})"])) == f"{day(9)} 14:00:00+00:00"


def test_the_exchange_has_learned_no_name_and_rebuilds_it_all(partnership, exchange):
    names = (b"Moran", b"Whitlock", b"Weavers Row", b"07700 900417", b"Maternity")
    exchange.stop()
    assert partnership.files_with(*names, under=exchange.directory) == []
    assert "every projection is as it was" in exchange.command("rebuild").stdout
    exchange.start()
