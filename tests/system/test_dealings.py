# SPDX-License-Identifier: Apache-2.0
"""What partners settle besides referrals, as the diaries tell it: questions, a policy,
what service users say, and a week in which others look at our practice."""

import re

import documents
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
          '<risk level=""/>': '<risk level="none-known"/>',
          'homelessness="" accommodation=""':
              'homelessness="not-homeless" accommodation="33"',
          'lawful=""': 'lawful="a"', ' reference=""': ' reference="E-1"',
          'ethnicGroup="" publicFunds=""':
              'dateOfBirth="1995-12-01" ethnicGroup="4" publicFunds="yes"',
          '<basis privacyNotice=""/>':
              '<basis privacyNotice="true"><consent by="client" form="verbal" on="DAY">'
              '<scope code="referral"/></consent></basis>',
          '<risks/>': '<risks><noKnownRisk askedOn="DAY"/></risks>'}


def test_nobody_types_again_what_the_enquiry_said(tmp_path, council, housing):
    """She asked on the telephone; the referral is made of what she said then."""
    enquiry = opening(
        council, housing, "enquiry",
        '<need code="tenancy-set-up" level="low"/><client sex="female" ageBand="25-34"/>'
        '<household adults="1" bedrooms="2"/><area origin="E08000003"/>',
        topic="possible-referral", enquirer="client", namesClient="true",
        receivedVia="phone", replyBy=day(3),
        details='<enquiry><worker name="Helen Osei"/><question>A new tenancy, six weeks of '
                'rent asked for.</question><client clientReference="E/3318"><name '
                'given="Jade" family="Okonkwo"/><method by="mobile" value="07700 900318" '
                'safe="safe"/></client><wish>A home of her own.</wish></enquiry>')
    council.submit(enquiry)
    for agency in (council, housing):
        agency.sync()
    assert "for us to answer" in housing.client("enquiries").stdout
    waits, = [told for told in housing.view("enquiries")
              if told.get("id") == enquiry.id]
    assert (waits.get("with"), waits.get("oursToAnswer")) == (council.id, "true")
    assert council.view("enquiries").find("{*}unanswered").get("number") != "0"
    draft = tmp_path / "draft.xml"
    council.client("convert", enquiry.id, "--out", draft)
    assert draft.stat().st_mode & 0o777 == 0o600
    text = draft.read_text()
    assert all(said in text for said in ("Okonkwo", "07700 900318", "tenancy-set-up",
                                         "six weeks of rent", "A home of her own."))
    told = council.refuses("refer", draft, "--enquiry", enquiry.id)
    assert re.search(r"draft.xml:[0-9]+", told), "what is missing is named by its line"
    for empty, filled in {**FILLED, 'on=""': f'on="{day(-1)}"'}.items():
        assert empty in text
        text = text.replace(empty, filled.replace("DAY", day(-1)), 1)
    draft.write_text(text)
    council.client("refer", draft, "--enquiry", enquiry.id)
    assert state(housing, enquiry) == "converted"
    housing.sync()
    assert enquiry.id not in {told.get("id") for told in housing.view("enquiries")}
    assert "no enquiry" in housing.refuses("convert", new_enquiry_of_nobody(housing))


def new_enquiry_of_nobody(agency):
    """Something that the agency holds and that is no enquiry."""
    raw = agency.raw()
    try:
        return next(entry["document"] for entry in raw.mailbox(limit=1000)
                    if entry["kind"] == "referral")
    finally:
        raw.close()


# --- a policy ---------------------------------------------------------------

def comment(member, owner, draft, *clauses):
    words = "".join(f'<clause number="{number}"><words>Look it up again.</words></clause>'
                    for number in clauses)
    return step(member, owner, draft, "consultation-comment",
                "".join(f'<clause number="{number}" kind="change"/>' for number in clauses),
                details=f"<consultation-comment>{words}</consultation-comment>")


def final(owner, draft, *clauses):
    return step(owner, None, draft, "consultation-final", "".join(
        f'<clause number="{number}" change="unchanged" heading="h"><text>t</text></clause>'
        for number in clauses), version="1.0")


def test_a_policy_goes_from_draft_to_adoption_clause_by_clause(council, housing, charity):
    reviewers = "".join(f'<reviewer agency="{agency.id}"/>' for agency in (housing, council))
    draft = own_case(charity, None, "consultation", reviewers + CLAUSES,
                     title="Women and violence",
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
    charity.sync()
    assert charity.view("clauses", draft.id).find("{*}consultation").get("unanswered") == "1"
    assert "Look it up again." in charity.client("clauses", draft.id).stdout
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
    for agency in (charity, housing, council):
        agency.sync()
    whole = charity.view("clauses", draft.id)
    assert whole.find("{*}adoption").get("agency") == council.id
    assert whole.find("{*}clause/{*}remark").get("disposition") == "accepted"
    assert {reviewer.get("agency"): reviewer.get("commented")
            for reviewer in whole.iter("{*}reviewer")} == {housing.id: "true",
                                                           council.id: "false"}
    assert housing.view("clauses", draft.id).find("{*}clause/{*}remark") is not None
    assert council.view("clauses", draft.id).find("{*}clause/{*}remark") is None


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
    council.sync()
    assert "Mother A and child B." in council.client("show", view.id).stdout
    ended = step(housing, council, audit, "audit-access", access="ended", sealed=False)
    housing.submit(ended)
    assert status(council, f"/v1/documents/{view.id}") == 410
    assert status(council, f"/v1/documents/{ended.id}") == 200
    council.sync()
    assert "was erased" in council.client("show", view.id).stdout
    council.refuses("verify", view.id)
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
