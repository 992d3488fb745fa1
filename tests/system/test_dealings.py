# SPDX-License-Identifier: Apache-2.0
"""What partners settle besides referrals, as the diaries tell it: questions, a policy,
what service users say, and a week in which others look at our practice."""

import re

import documents
from authoring import EXAMPLES
from documents import DETAILS, attributes, day, new_id, parse, step_body

DAY = 24 * 3600
CLAUSES = "".join(f'<clause number="{number}" heading="{heading}"><text>{text}</text></clause>'
                  for number, heading, text in (
                      (1, "Asking", "Every assessment asks about violence."),
                      (2, "Contact", "Nobody rings before the safe way is known.")))


def sealed_for(sender, to, id, case, details):
    """details: the sealed element; None: nothing that could be opened."""
    binding = attributes(document=id, case=case, **{"from": sender.id})
    return sender.seal_for(to, (f'<details xmlns="{DETAILS}"{binding}>{details}</details>'
                                if details else "<details/>").encode())


def opening(sender, to, kind, content="", case=None, sealed=True, details=None, **coded):
    """A document that opens something, written by hand."""
    id, case = new_id(), case or new_id()
    return sender.write(step_body(kind, content, **coded), to, id=id, case=case,
                        sealed=sealed_for(sender, to, id, case, details) if sealed else b"")


def own_case(sender, to, kind, content="", role=True, **coded):
    """The same in a case of its own; without a role nobody is named."""
    id = new_id()
    written = documents.envelope(step_body(kind, content, **coded), sender.id,
                                 to.id if to else None, id, id)
    if not role:
        written = written.replace(b' role="social-worker"', b"")
    return sender.write("", to, id=id, case=id)._replace(
        content=written, signed=sender.sign(written))


def step(sender, to, matter, kind, content="", sealed=True, details=None, **coded):
    id = new_id()
    return sender.write(
        step_body(kind, content, matter=matter.id, **coded), to, id=id, case=matter.case,
        sealed=sealed_for(sender, to, id, matter.case, details) if sealed and to else b"")


def state(agency, matter):
    raw = agency.raw()
    try:
        answer = raw.get(f"/v1/matters/{matter.id}")
        assert answer.status == 200, answer
        return parse(answer.body).find("{*}matter").get("state")
    finally:
        raw.close()


def status(agency, path):
    raw = agency.raw()
    try:
        return raw.get(path).status
    finally:
        raw.close()


def made(agency, *words):
    """What a command of the real client made: its id."""
    [document] = agency.view(*words)
    return document.get("id")


def example(directory, name, *changes):
    """An example as it ships, but for what has to be this partnership's."""
    text = (EXAMPLES / f"{name}.xml").read_text()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    file = directory / f"{name.replace('/', '-')}.xml"
    file.write_text(text)
    return file


def matter_state(agency, id):
    agency.sync()
    return {matter.get("matter"): matter
            for matter in agency.view("matters", "--all")}[id].get("state")


def shown(agency, id):
    return " ".join(agency.client("show", id).stdout.split())


# --- enquiries --------------------------------------------------------------

def test_an_enquiry_is_answered_once_and_only_by_whom_it_went_to(council, housing, charity):
    enquiry = opening(council, housing, "enquiry", topic="eligibility", enquirer="agency",
                      namesClient="false")
    council.submit(enquiry)
    assert status(charity, f"/v1/matters/{enquiry.id}") == 404
    charity.refuse(step(charity, council, enquiry, "enquiry-reply", answer="answered"),
                   422, "unknown-matter")
    told = council.refuse(step(council, housing, enquiry, "enquiry-reply",
                               answer="answered"), 409, "lifecycle")
    assert b"enquiry-reply.withdrawn" in told.body, "it says what is open instead"
    housing.submit(step(housing, council, enquiry, "enquiry-reply", answer="answered"))
    told = housing.refuse(step(housing, council, enquiry, "enquiry-reply",
                               answer="signposted"), 409, "lifecycle")
    assert b"this enquiry is answered" in told.body


def test_an_enquiry_becomes_a_referral_of_whom_it_was(council, housing, charity):
    enquiry = opening(council, housing, "enquiry", topic="possible-referral",
                      enquirer="client", namesClient="false")
    referral = new_id()
    council.submit(enquiry)
    converted = {"answer": "converted", "referral": referral}
    council.refuse(step(council, housing, enquiry, "enquiry-reply", sealed=False,
                        **converted), 422, "unknown-document")
    council.submit(council.write_referral(housing, referral=referral, case=enquiry.case))
    council.submit(step(council, housing, enquiry, "enquiry-reply", sealed=False,
                        **converted))
    assert state(housing, enquiry) == "converted"


FILLED = {'urgency=""': 'urgency="priority"', 'type=""': 'type="advice"',
          'sex="" ageBand=""': 'sex="female" ageBand="25-34"',
          'adults="" bedrooms=""': 'adults="1" bedrooms="2"',
          'origin=""': 'origin="E08000003"',
          '<risk level=""/>': '<risk level="none-known"/>',
          'homelessness="" accommodation=""':
              'homelessness="not-homeless" accommodation="33"',
          'lawful=""': 'lawful="a"', 'on=""': 'on="DAY"',
          ' reference=""': ' reference="E-1"', ' name=""': ' name="Helen Osei"',
          'ethnicGroup="" publicFunds=""':
              'dateOfBirth="1995-12-01" ethnicGroup="4" publicFunds="yes"',
          '<basis privacyNotice=""/>':
              '<basis privacyNotice="true"><consent by="client" form="verbal" on="DAY">'
              '<scope code="referral"/></consent></basis>',
          '<risks/>': '<risks><noKnownRisk askedOn="DAY"/></risks>',
          '<whatClientWants/>': '<whatClientWants>A home of her own.</whatClientWants>'}


def test_nobody_types_again_what_the_enquiry_said(tmp_path, council, housing):
    """A former client asks about her new tenancy; the referral is made of what she said."""
    enquiry = made(council, "send", example(tmp_path, "enquiries/enquiry-former-client",
                                            ("citizens-advice-northgate", housing.id)))
    housing.sync()
    assert "for us to answer" in housing.client("enquiries").stdout
    waits, = [told for told in housing.view("enquiries") if told.get("id") == enquiry]
    assert (waits.get("with"), waits.get("oursToAnswer")) == (council.id, "true")
    assert council.view("enquiries").find("{*}unanswered").get("number") != "0"
    told = housing.refuses("enquiry", "answer", enquiry)
    assert "comment-required" in told, "an answer is in words"
    housing.client("enquiry", "answer", enquiry, "--words", "He may not. Send her to us.")
    council.sync()
    assert "He may not." in shown(council, enquiry)
    draft = tmp_path / "draft.xml"
    council.client("convert", enquiry, "--out", draft)
    assert draft.stat().st_mode & 0o777 == 0o600
    text = draft.read_text()
    assert all(said in text for said in ("Okonkwo", "07700 900318", "tenancy-set-up",
                                         "six weeks' rent", 'receivedVia="self"'))
    told = council.refuses("refer", draft, "--enquiry", enquiry)
    assert re.search(r"draft.xml:[0-9]+", told), "what is missing is named by its line"
    for empty, filled in FILLED.items():
        assert empty in text, empty
        text = text.replace(empty, filled.replace("DAY", day(-1)), 1)
    draft.write_text(text)
    council.client("refer", draft, "--enquiry", enquiry)
    assert matter_state(housing, enquiry) == "converted"
    assert enquiry not in {told.get("id") for told in housing.view("enquiries")}
    assert "no enquiry" in housing.refuses("convert", a_referral_of(housing))


def test_an_enquiry_that_names_nobody_cannot_name_a_client(tmp_path, council, housing):
    file = example(tmp_path, "enquiries/enquiry-former-client",
                   ("citizens-advice-northgate", housing.id),
                   ('namesClient="true"', 'namesClient="false"'))
    told = council.refuses("send", file)
    assert "client-named" in told and "Okonkwo" not in told
    asked = made(council, "enquiry", "ask", "--to", housing.id, "--topic", "capacity",
                 "--enquirer", "agency", "--names-client", "false", "--question",
                 "Have you a room for two from Friday?", "--reply-by", day(2))
    housing.sync()
    housing.client("enquiry", "nothing", asked)
    assert matter_state(council, asked) == "nothing-available"


def a_referral_of(agency):
    """Something that the agency holds and that is no enquiry."""
    raw = agency.raw()
    try:
        return next(entry["document"] for entry in raw.mailbox(limit=1000)
                    if entry["kind"] == "referral")
    finally:
        raw.close()


# --- a policy ---------------------------------------------------------------

def comment(member, owner, draft, *clauses):
    return step(member, owner, draft, "consultation-comment",
                "".join(f'<clause number="{number}" kind="change"/>' for number in clauses))


def final(owner, draft, *clauses):
    return step(owner, None, draft, "consultation-final", "".join(
        f'<clause number="{number}" change="unchanged" heading="h"><text>t</text></clause>'
        for number in clauses), version="1.0")


def test_a_policy_goes_from_draft_to_adoption_clause_by_clause(council, housing, charity):
    draft = own_case(charity, None, "consultation", CLAUSES, title="Women and violence",
                     version="Draft 2", closesOn=day(21))
    charity.submit(draft)
    assert {state(agency, draft) for agency in (council, housing)} == {"open"}
    told = housing.refuse(comment(housing, charity, draft, 7), 422, "rule")
    assert b"has no point 7" in told.body
    said = comment(housing, charity, draft, 2)
    housing.submit(said)
    assert status(council, f"/v1/documents/{said.id}") == 404, "comments are the owner's"
    answer = '<clause number="2" disposition="accepted"/>'
    charity.refuse(step(charity, council, draft, "consultation-answer", answer,
                        comment=said.id), 422, "unknown-document")
    told = charity.refuse(final(charity, draft, 1, 2), 422, "rule")
    assert f"{said.id} (clauses 2)".encode() in told.body, "it has no disposition yet"
    charity.submit(step(charity, housing, draft, "consultation-answer", answer,
                        comment=said.id, sealed=False))
    early = step(housing, charity, draft, "consultation-adoption", decision="adopted",
                 on=day())
    housing.refuse(early, 409, "lifecycle")
    told = charity.refuse(final(charity, draft, 1), 409, "lifecycle")
    assert b"still open: 2" in told.body
    charity.submit(final(charity, draft, 1, 2))
    told = council.refuse(comment(council, charity, draft, 1), 409, "lifecycle")
    assert b"is settled" in told.body
    council.submit(step(council, charity, draft, "consultation-adoption",
                        decision="adopted", on=day(), sealed=False))


def test_second_opinions_on_the_policy_on_women_and_violence(
        tmp_path, council, housing, charity):
    """Thursday: the draft goes out, two are asked by name, one takes it apart."""
    draft = made(housing, "consultation", "publish", "--file",
                 EXAMPLES / "consultations/violence-policy-draft.xml")
    for agency in (council, charity):
        agency.sync()
    assert "Nobody telephones" in shown(charity, draft)
    said = made(charity, "consultation", "comment", draft, "--file",
                EXAMPLES / "consultations/comment-on-three-clauses.xml")
    housing.sync()
    whole = housing.view("clauses", draft)
    assert whole.find("{*}consultation").get("unanswered") == "3"
    assert "two of ours met in a corridor" in housing.client("clauses", draft).stdout
    answer = example(tmp_path, "consultations/answer-to-a-comment",
                     ("  <consultation-answer", f'  <to agency="{charity.id}"/>\n'
                      "  <consultation-answer"), (":1\">", f':1" comment="{said}">'))
    housing.client("consultation", "answer", draft, "--file", answer)
    short = example(tmp_path, "consultations/lone-working-final")
    told = housing.refuses("consultation", "settle", draft, "--file", short)
    assert "still open: 3, 4, 5" in told
    housing.client("consultation", "settle", draft, "--file",
                   EXAMPLES / "consultations/violence-policy-final.xml")
    council.sync()
    told = council.refuses("consultation", "comment", draft, "--file",
                           EXAMPLES / "consultations/comment-question.xml")
    assert "this consultation is settled" in told
    council.client("consultation", "adopt", draft, "--decision", "adopted", "--on", day())
    for agency in (housing, charity):
        agency.sync()
    whole = housing.view("clauses", draft)
    assert [clause.get("change") for clause in whole.iter("{*}clause")] == [
        "unchanged", "unchanged", "changed", "changed", "removed", "new"]
    assert whole.find("{*}adoption").get("agency") == council.id
    assert whole.find("{*}consultation").get("unanswered") == "0"
    assert {reviewer.get("agency"): reviewer.get("commented")
            for reviewer in whole.iter("{*}reviewer")} == {charity.id: "true",
                                                           council.id: "false"}
    told = " ".join(charity.client("clauses", draft).stdout.split())
    assert "Taken up in part: Before any meeting to which both may come." in told
    assert council.view("clauses", draft).find("{*}clause/{*}remark") is None


def test_nobody_settles_the_policy_of_another(council, housing):
    draft = own_case(council, None, "consultation", CLAUSES, title="Working alone",
                     version="Draft 1", closesOn=day(21))
    council.submit(draft)
    housing.refuse(final(housing, draft, 1, 2), 409, "lifecycle")


# --- service users' voice ---------------------------------------------------

def test_what_is_said_without_a_name_leads_to_nobody(council, housing):
    marks = {"anonymous": "true", "collectedBy": "advocate", "toldOnce": "2"}
    named = own_case(council, housing, "feedback", **marks)
    told = council.refuse(named, 422, "rule")
    assert b"anonymous-staff" in told.body
    council.refuse(opening(council, housing, "feedback", sealed=False, **marks), 422, "rule")
    said = own_case(council, housing, "feedback", role=False, **marks)
    council.submit(said)
    housing.submit(step(housing, council, said, "feedback-reply", result="changed"))
    assert state(council, said) == "answered"


def test_she_was_heard_without_a_name_and_something_was_changed(council, housing):
    words = "I told the story four times."
    passed_on = ("feedback", "send", "--to", housing.id, "--anonymous", "true",
                 "--collected-by", "advocate", "--told-once", "2", "--wants-reply", "true",
                 "--words", words)
    told = council.refuses(*passed_on, "--role", "interpreter")
    assert "anonymous-staff" in told
    assert "anonymous-interest" in council.refuses(*passed_on, "--interest", "panel")
    said = made(council, *passed_on)
    document = parse(documents.content_of(council.raw().get(f"/v1/documents/{said}").body))
    assert document.get("case") == said
    assert dict(document.find("{*}from").attrib) == {"agency": council.id}
    housing.sync()
    assert words in shown(housing, said)
    housing.client("feedback", "reply", said, "--result", "changed", "--words",
                   "The first worker writes it down.")
    assert matter_state(council, said) == "answered"
    assert "The first worker writes it down." in shown(council, said)


def test_who_would_take_part_says_so_by_name(tmp_path, council, housing):
    said = made(council, "send", example(tmp_path, "voice/feedback-interest"))
    housing.sync()
    assert "Simone" in shown(housing, said)
    housing.client("feedback", "reply", said, "--file", EXAMPLES / "voice/reply-invited.xml")
    assert matter_state(council, said) == "answered"


# --- audits -----------------------------------------------------------------

def audit_of(auditor, audited):
    audit = opening(auditor, audited, "practice-audit",
                    '<auditor role="senior-leader" undertaking="true"/><case number="1"/>',
                    details='<practice-audit><lead name="D R"/><purpose>p</purpose><case '
                            'number="1" reference="N/1"/></practice-audit>', theme="voice", opensOn=day(), closesOn=day(14))
    auditor.submit(audit)
    return audit


def view_of(audited, auditor, audit, until):
    return step(audited, auditor, audit, "audit-access",
                '<leftOut code="names"/><case number="1" conversation="agreed"/>',
                access="granted", until=until, details='<audit-access><case number="1">'
                '<situation>Mother A and child B.</situation></case></audit-access>')


def test_a_view_of_cases_is_read_until_its_last_day(exchange, council, housing, charity):
    audit = audit_of(council, housing)
    told = housing.refuse(view_of(housing, council, audit, day(20)), 422, "rule")
    assert b"ends on" in told.body
    view = view_of(housing, council, audit, day(10))
    housing.submit(view)
    path = f"/v1/documents/{view.id}"
    assert status(council, path) == 200
    assert status(charity, path) == 404
    exchange.set_clock(12 * DAY)
    try:
        assert status(council, path) == 410
        assert status(housing, path) == 200, "who wrote it keeps it"
    finally:
        exchange.set_clock(0)


def test_a_view_that_is_ended_is_over_and_findings_become_actions(council, housing):
    audit = audit_of(council, housing)
    view = view_of(housing, council, audit, day(10))
    housing.submit(view)
    ended = step(housing, council, audit, "audit-access", access="ended", sealed=False)
    housing.submit(ended)
    assert status(council, f"/v1/documents/{view.id}") == 410
    assert status(council, f"/v1/documents/{ended.id}") == 200
    council.submit(step(council, housing, audit, "audit-findings",
                        f'<action number="1" theme="recording" owner="{housing.id}"'
                        f' dueOn="{day(30)}"/>', grade="good"))
    told = council.refuse(step(council, housing, audit, "audit-progress", step="closed",
                               sealed=False), 409, "lifecycle")
    assert b"still open: 1" in told.body
    done = {"content": '<action number="1"/>', "step": "done"}
    told = council.refuse(step(council, housing, audit, "audit-progress", **done), 422,
                          "rule")
    assert housing.id.encode() in told.body, "it says whose action it is"
    housing.submit(step(housing, council, audit, "audit-progress", **done))
    council.submit(step(council, housing, audit, "audit-progress", step="closed",
                        sealed=False))
    assert state(housing, audit) == "closed"


def test_practice_week_from_the_question_to_the_last_action(
        tmp_path, partnership, council, housing):
    audit = made(council, "audit", "ask", "--file", EXAMPLES / "audits/practice-week.xml")
    housing.sync()
    assert "NH/3318" in shown(housing, audit)
    grant = ("audit", "grant", audit, "--file")
    told = housing.refuses(*grant, example(
        tmp_path, "audits/access-granted", ("First visit.", "First visit, NG1 9ZZ.")))
    assert "redacted" in told and "NG1 9ZZ" not in told
    view = made(housing, *grant, EXAMPLES / "audits/access-granted.xml")
    council.sync()
    assert "Mother A and child B" in shown(council, audit)
    council.client("audit", "findings", audit, "--file", EXAMPLES / "audits/findings.xml")
    housing.sync()
    assert "cannot be granted now" in housing.refuses(
        *grant, EXAMPLES / "audits/access-granted.xml")
    housing.client("audit", "end", audit)
    assert council.raw().get(f"/v1/documents/{view}").status == 410
    told = council.refuses("audit", "close", audit)
    assert "still open: 2, 3" in told
    told = housing.refuses("audit", "done", audit, "--action", "3", "--words", "Done.")
    assert council.id in told, "it says whose action it is"
    housing.client("audit", "done", audit, "--action", "2", "--words", "The form asks it.")
    council.sync()
    council.client("audit", "drop", audit, "--action", "3", "--words", "The team is no more.")
    council.client("audit", "close", audit)
    assert matter_state(housing, audit) == "closed"
    council.sync()
    assert "was erased" in council.client("show", view).stdout
    assert not partnership.files_with(b"Mother A", under=partnership.exchange.directory)


def test_a_rebuild_makes_the_same_of_what_was_settled(exchange):
    assert "every projection is as it was" in exchange.command("rebuild").stdout
