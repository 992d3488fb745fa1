# SPDX-License-Identifier: Apache-2.0
"""Reading a referral and answering it, two agencies and two colleagues at once, in a real
browser."""

from pathlib import Path

import pytest
from lxml import etree

import authoring
from documents import DETAILS, ENVELOPE, attributes, body_namespace, day, parse
from partnership import COUNCIL, HOUSING, Partnership
from remote import Remote
from screen import Screen, Visitor, browse


QUESTION = "Have you a room for two from Friday?"
OLU, RUTH = "Olu Sowande", "Ruth Sowande"


@pytest.fixture(scope="module")
def partnership():
    partnership = Partnership("read")
    partnership.exchange.start()
    yield partnership
    partnership.close()


def step(kind, inside="", **coded):
    """An author's file of codes alone."""
    return (f'<authoring xmlns="{ENVELOPE}"><{kind} xmlns="{body_namespace(kind)}"'
            f"{attributes(**coded)}>{inside}</{kind}></authoring>").encode()


def told(visitor, leg):
    """The steps of a timeline that have a sealed part, with the name that it says."""
    root = parse(visitor.get(f"/api/referrals/{leg}").body)
    details = {letter.get("document"): letter.find(f"{{{DETAILS}}}details")
               for letter in root.iter("{*}letter")}
    sealed = {event.get("step"): details[event.get("document")]
              for event in root.iter("{*}event")
              if details.get(event.get("document")) is not None}
    return {name: part.get("by") for name, part in sealed.items() if name != "referral"}


class Desks:
    """Somebody of each agency who takes steps without a word."""

    def __init__(self, agencies, screens, logins):
        self.agencies = agencies
        self.visitors = [Visitor(screen) for screen in screens]
        for visitor, login in zip(self.visitors, logins):
            assert visitor.sign_in(login).status == 200

    def take(self, leg, taker, file):
        kind = parse(file)[0].tag.partition("}")[2]
        answer = self.visitors[taker].post(f"/api/referrals/{leg}/{kind}", file)
        assert answer.status == 200, answer.body

    def assert_told(self, leg, names):
        for agency, visitor in zip(self.agencies, self.visitors):
            agency.sync()
            assert told(visitor, leg) == names


def steps_are_told_by_name(desks, file):
    """Whoever takes a step without words is named to both, and to nobody between them."""
    council, housing = desks.agencies
    referrer, provider = 0, 1
    ended, declined, withdrawn = [council.refer(file)[housing.id] for _ in range(3)]
    housing.sync()
    results = "".join(f'<result need="{need}" result="unknown"/>'
                      for need in authoring.needs_of(file))
    for taken in (step("response", decision="acknowledge"),
                  step("response", decision="accept", startBy=day(7)),
                  step("status-update", status="started", firstContactOn=day()),
                  step("status-update", status="no-change"),
                  step("outcome", results, ending="ended-early", endReason="moved-out-of-area")):
        desks.take(ended, provider, taken)
    desks.assert_told(ended, {
        "response.acknowledge": OLU, "response.accept": OLU, "status-update.started": OLU,
        "status-update.no-change": OLU, "outcome.ended-early": OLU})
    # At the command line nobody is signed in, and nothing is sealed.
    housing.client("respond", declined, "acknowledge")
    desks.take(declined, provider,
               step("response", '<reason code="capacity.full"/>', decision="decline"))
    desks.assert_told(declined, {"response.decline": OLU})
    desks.take(withdrawn, referrer, step("withdrawal", reason="client-request"))
    desks.assert_told(withdrawn, {"withdrawal": RUTH})
    for agency in desks.agencies:
        assert agency.client("show", declined).stdout.count(f"Written by                {OLU}") == 1
    refused = desks.visitors[provider].post(
        f"/api/referrals/{declined}/response",
        step("response", '<reason code="other"/>', decision="decline"))
    assert refused.status == 422, "a name is no word about a reason"


def an_enquiry_is_converted(desks, file):
    """What was begun at the page of the enquiry is filled in, and sent; whom we asked is told."""
    council, housing = desks.agencies
    ruth = desks.visitors[0]
    [draft] = parse(ruth.get("/api/drafts").body)
    opened = parse(ruth.get(f"/api/drafts/{draft.get('draft')}").body)
    begun = parse(opened.findtext("{*}file").encode())
    whole = parse(file.read_bytes())
    whole.set("case", begun.get("case"))
    saved = ruth.post(f"/api/drafts/{draft.get('draft')}?version={draft.get('version')}",
                      etree.tostring(whole))
    assert saved.status == 200, saved.body
    version = parse(saved.body)[0].get("version")
    sent = ruth.post(f"/api/drafts/{draft.get('draft')}/send?version={version}", {})
    assert sent.status == 200 and b"<sent" in sent.body, sent.body
    for agency in (council, housing):
        agency.sync()
    [enquiry] = housing.view("matters", "--all", "enquiry").findall("{*}matter")
    assert enquiry.get("state") == "converted"
    assert f"Written by                {RUTH}" in housing.client("show", enquiry.get("matter")).stdout


def test_a_referral_is_read_asked_about_and_answered(partnership, tmp_path):
    council, housing = partnership.agency(COUNCIL), partnership.agency(HOUSING)
    leg = council.refer(authoring.write(tmp_path / "file.xml", housing))[housing.id]
    council.refer(authoring.write(tmp_path / "other.xml", housing, urgency="routine"))
    council.client("enquiry", "ask", "--to", housing.id, "--topic", "capacity", "--enquirer",
                   "agency", "--names-client", "false", "--question", QUESTION,
                   "--reply-by", day(2))
    housing.sync()
    screens = [Screen(council), Screen(housing)]
    remote = Remote(cut=housing.line.cut, mend=housing.line.mend)
    try:
        for screen, logins in zip(screens, (["ruth"], ["olu", "bea"])):
            administrator = Visitor(screen)
            administrator.begin(screen.first_link())
            for login in logins:
                administrator.hire(login, "housing-officer")
        browse(Path(__file__).with_name("read.mjs"), screens[1], LEG=leg,
               COUNCIL=screens[0].url, REMOTE=remote.url, SOON=day(7), TODAY=day(),
               QUESTION=QUESTION)
        desks = Desks([council, housing], screens, ["ruth", "olu"])
        steps_are_told_by_name(desks, tmp_path / "other.xml")
        assert told(desks.visitors[0], leg)["information-request"] == OLU
        an_enquiry_is_converted(desks, tmp_path / "other.xml")
    finally:
        remote.close()
        for screen in screens:
            screen.stop()
    council.until_leg(leg, "completed")
    assert not partnership.files_with(b"Hodan", b"Warsame", b"warsame hod",
                                      under=housing.home.parent)
