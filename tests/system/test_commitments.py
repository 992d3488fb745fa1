# SPDX-License-Identifier: Apache-2.0
"""Who promised what by when: commitments, the plainest of matters, from the promise to
what became of it, and what the exchange refuses, whoever asks."""

import pytest

from authoring import EXAMPLES
from documents import day, delivery_body, new_id, step_body

VIEW = "{urn:referral-exchange:view:1}"
SOFA = "We collect the broken sofa before the cot comes"


# --- as people do it ------------------------------------------------------------

def made(agency, *words):
    """What a command of the real client made: its id."""
    [document] = agency.view("commitment", *words)
    return document.get("id")


def make(agency, to, *words):
    return made(agency, "make", "--to", to.id, "--subject", "repair", "--due-on", day(7),
                "--what", SOFA, *words)


def listed(agency, *words):
    return {matter.get("matter"): matter for matter in agency.view("matters", *words)}


def test_the_landlord_promises_and_the_council_reads_it(partnership, housing, council):
    id = make(housing, council)
    assert listed(housing, "commitment")[id].get("waitsFor") == "keep it"
    council.sync()
    [line] = [matter for matter in council.view("inbox") if matter.get("matter") == id]
    assert (line.get("new"), line.get("ours"), line.get("dueOn")) == ("1", "false", day(7))
    assert SOFA in " ".join(council.client("show", id[:13]).stdout.split())
    assert id not in listed(council, "--ours"), "it has been looked at, and is theirs to do"
    assert "we may now: commitment-step.kept" in council.client("track", id[:13]).stdout
    assert not partnership.files_with(SOFA.encode(), under=partnership.exchange.directory)


def test_what_is_missing_is_said_by_the_name_of_the_option(housing, council):
    told = housing.client("commitment", "make", "--to", council.id, exit_code=2).stderr
    assert told.endswith("still to be said: --subject --due-on --what\n")
    assert "release" in housing.client("commitment", exit_code=2).stderr


def test_kept_with_no_line_is_kept_at_home_and_told_later(housing, council):
    id = make(housing, council)
    council.sync()
    housing.line.cut()
    assert "queued" in housing.client("commitment", "kept", id, "--note",
                                      "collected this morning").stdout
    told = housing.refuses("commitment", "broken", id, "--reason", "capacity")
    assert "this commitment is kept, which is final" in told
    housing.line.mend()
    housing.sync()
    council.sync()
    assert listed(council, "--all")[id].get("state") == "kept"
    assert "collected this morning" in council.client("show", id).stdout


def test_files_of_any_kind_are_sent_and_answered(housing, council):
    [promised] = council.view("send", EXAMPLES / "commitments/call-the-mother.xml")
    assert (promised.get("kind"), promised.get("to")) == ("commitment", housing.id)
    broken = EXAMPLES / "commitments/broken.xml"
    assert "say what, with the id" in council.refuses("send", broken)
    council.client("send", broken, promised.get("id"))
    housing.sync()
    assert listed(housing, "--all")[promised.get("id")].get("state") == "broken"
    housing.refuses("commitment", "release", promised.get("id"))


# --- by hand --------------------------------------------------------------------

def promise(sender, to, due=30, **more):
    """A commitment written by hand; its document."""
    envelope = {name: more.pop(name) for name in ("case", "id") if name in more}
    body = step_body("commitment", subject="repair", dueOn=day(due), **more)
    return sender.write(body, to, sealed=sender.seal_for(to, b"<details/>"), **envelope)


def step(sender, to, matter, word, **more):
    return sender.write(step_body("commitment-step", matter=matter.id, step=word, **more),
                        to, case=matter.case)


def matters(agency, path):
    answer = agency.raw().get(f"/v1/matters{path}")
    assert answer.status == 200, answer
    return list(answer.xml)


def events(matter):
    return [event.get("step") for event in matter.iter(VIEW + "event")]


@pytest.fixture(scope="module")
def promised(housing, council):
    """The landlord promises the council a repair."""
    written = promise(housing, council)
    housing.submit(written)
    return written


def test_both_agencies_see_the_promise_and_what_each_may_do(promised, housing, council):
    [mine], [theirs] = (matters(agency, f"/{promised.id}") for agency in (housing, council))
    for matter in (mine, theirs):
        assert (matter.get("kind"), matter.get("state"), matter.get("dueOn")) \
            == ("commitment", "open", day(30))
        assert (matter.get("opener"), matter.get("other")) == (housing.id, council.id)
    assert [o.get("step") for o in mine.iter(VIEW + "open")] \
        == ["commitment-step.kept", "commitment-step.broken"]
    assert [o.get("step") for o in theirs.iter(VIEW + "open")] \
        == ["commitment-step.kept", "commitment-step.broken", "commitment-step.released"]
    entry = council.raw().mailbox(limit=1000)[-1]
    assert (entry["kind"], entry["matter"], entry.get("leg")) \
        == ("commitment", promised.id, None)


def test_a_stranger_reads_nothing_and_steps_nowhere(promised, charity, housing):
    raw = charity.raw()
    assert raw.get(f"/v1/matters/{promised.id}").status == 404
    assert raw.get(f"/v1/documents/{promised.id}").status == 404
    assert matters(charity, "") == []
    charity.refuse(step(charity, housing, promised, "kept"), 422, "unknown-matter")
    assert raw.get(f"/v1/matters/{new_id()}").status == 404


def test_who_promised_does_not_let_itself_off(promised, housing, council):
    answer = housing.refuse(step(housing, council, promised, "released"), 409, "lifecycle")
    assert b"the agency that it was sent to alone" in answer.body


def test_what_was_kept_is_closed(housing, council):
    written = promise(housing, council)
    housing.submit(written)
    council.submit(council.write(delivery_body(written.id), "referral-exchange"))
    housing.submit(step(housing, council, written, "kept", on=day()))
    [matter] = matters(council, f"/{written.id}")
    assert (matter.get("state"), matter.get("final")) == ("kept", "true")
    assert events(matter) == ["commitment", "commitment-step.kept"]
    assert not list(matter.iter(VIEW + "open"))
    answer = council.refuse(
        step(council, housing, written, "broken", reason="capacity"), 409, "lifecycle")
    assert b"kept, which is final" in answer.body and b"open a new one" in answer.body


def test_a_leg_is_named_to_its_other_agency_in_its_own_case(council, housing, charity):
    referral = council.write_referral(housing)
    council.submit(referral)
    about = {"leg": referral.id, "case": referral.case}
    charity.refuse(promise(charity, council, **about), 422, "unknown-leg")
    housing.refuse(promise(housing, charity, **about), 422, "wrong-recipient")
    housing.refuse(promise(housing, council, leg=referral.id), 422, "rule")
    housing.submit(promise(housing, council, **about))


def test_what_changed_comes_once_and_in_order(housing, council):
    first, second = promise(council, housing), promise(council, housing)
    council.submit(first)
    after = int(council.raw().mailbox(limit=1000)[-1]["sequence"])
    council.submit(second)
    council.submit(step(council, housing, first, "kept"))
    changed = matters(housing, f"?changed-after={after}")
    assert [matter.get("matter") for matter in changed] == [second.id, first.id]
    [page] = matters(housing, f"?changed-after={after}&limit=1")
    assert page.get("matter") == second.id
    [rest] = matters(housing, f"?changed-after={page.get('changed')}")
    assert rest.get("matter") == first.id
    assert housing.raw().get("/v1/matters?changed-after=999999").problem == "cursor"


def test_a_promise_that_cannot_be_read_is_void_and_a_step_is_flagged(housing, council):
    unread, read = promise(council, housing), promise(council, housing)
    for written in (unread, read):
        council.submit(written)

    def reject(document, reader, to):
        body = step_body("rejection", document=document.id, reason="cannot-open")
        reader.submit(reader.write(body, to, case=document.case))

    reject(unread, housing, council)
    [matter] = matters(council, f"/{unread.id}")
    assert (matter.get("state"), events(matter)) == ("error", ["commitment", "rejection"])
    kept = step(council, housing, read, "kept")
    council.submit(kept)
    reject(kept, housing, council)
    [matter] = matters(council, f"/{read.id}")
    assert (matter.get("state"), matter.get("flagged")) == ("kept", kept.id)


def test_a_rebuild_makes_the_same_of_the_log(exchange):
    exchange.stop()
    assert "every projection is as it was" in exchange.command("rebuild").stdout
    exchange.start()
