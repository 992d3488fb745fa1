# SPDX-License-Identifier: Apache-2.0
"""Around a case, as the diaries tell it: who meets whom and when."""

import authoring
import calendars
from documents import day, new_id, step_body
from documents import day

FOSTER_CARE = authoring.EXAMPLES / "child-in-foster-care.xml"
HEARING = day(60)


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
