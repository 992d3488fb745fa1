# SPDX-License-Identifier: Apache-2.0
"""The directory and its vacancies: what agencies publish, what everybody reads of it, who
gets a vacancy, and what nobody may ever learn: where the refuge is."""

import json

import pytest

import hsds as open_referral
from documents import (day, new_id, referral_body, response_body, step_body,
                       timestamp)
from false_exchange import FalseExchange
from programs import ROOT, until

EXAMPLES = ROOT / "schemas/examples/services"
MOTHER_OF_FIVE = ("--need", "domestic-abuse:high", "--need", "housing:high", "--sex", "female",
                  "--age-band", "25-34", "--child", "0-4:2", "--child", "5-11:3",
                  "--bedrooms", "4", "--origin", "E07000123", "--area", "E08000003")
VIEW = "{urn:referral-exchange:view:1}"
SERVICE = "{urn:referral-exchange:service:1}"
NORTH_WEST = "E12000002"


def service_body(slug="refuge", **more):
    values = dict(service=slug, status="active", type="domestic-abuse", route="agency",
                  name="Women's refuge", confidential="true", nationwide="true",
                  telephone="01632 960101")
    values.update(more)
    return step_body("service", (
        "<description>A refuge for women and their children.</description>"
        f'<location kind="physical" region="{NORTH_WEST}"/><language code="so"/>'
        '<madeFor group="black-minoritised" provision="by-and-for"/>'
        '<need code="domestic-abuse" upTo="high"/><need code="housing" upTo="high"/>'
        '<eligibility sex="women" ageFrom="18" childrenMax="5"/>'
        '<opening day="monday" from="09:00" to="17:00"/>'
        '<contact role="refuge-worker" patch="New arrivals"/>'
        '<outOfHours telephone="01632 960199"/>'), **values)


def advice_body(slug="debt-advice"):
    return step_body("service", (
        "<description>Debts and benefits.</description>"
        '<location kind="physical" name="Harbour House" address="2 Quay Street"'
        ' town="Nottingham" postcode="NG1 9ZZ" area="E06000018" stepFree="true"/>'
        '<served area="E06000018"/><need code="debt-benefits" upTo="high"/>'),
        service=slug, status="active", type="advice", route="self", name="Debt advice")


def capacity_body(*vacancies, slug="refuge", seconds=3600, **more):
    values = dict(service=slug, status="capacity", unit="home", available="2",
                  validUntil=timestamp(seconds))
    values.update(more)
    return step_body("capacity", "".join(
        f'<vacancy id="{vacancy}" bedrooms="4" region="{NORTH_WEST}"/>'
        for vacancy in vacancies), **values)


def publish(agency, body):
    """A published document belongs to no client's case: its case is its own id."""
    id = new_id()
    written = agency.write(body, None, id=id, case=id)
    agency.submit(written)
    return written


def refused(agency, body, problem="rule", status=422):
    id = new_id()
    return agency.refuse(agency.write(body, None, id=id, case=id), status, problem).body


def listings(agency):
    answer = agency.raw().get("/v1/services")
    assert answer.status == 200, answer
    return {listing.find(SERVICE + "service").get("service"): listing
            for listing in answer.xml}


def hsds(agency, path=""):
    answer = agency.raw().get(f"/v1/openreferral{path}")
    assert answer.status == 200, answer
    assert answer.headers["content-type"] == "application/json"
    return json.loads(answer.body)


def asking_for(sender, provider, vacancy):
    """A referral that asks for a vacancy."""
    id = new_id()
    body = referral_body(new_id()).replace(" mode=", f' vacancy="{vacancy}" mode=', 1)
    return sender.write(body, provider, id=id, sealed=sender.seal_for(provider, b"<details/>"))


def accepting(provider, to, leg, **values):
    return provider.write(response_body(leg.id, "accept", startBy=day(3), **values), to,
                          case=leg.case)


@pytest.fixture(scope="module")
def vacancies(charity):
    """The refuge of the examples with its two vacancies: a large home and a small one."""
    charity.client("service", "publish", "--file", EXAMPLES / "service-refuge.xml")
    charity.client("capacity", "publish", "--file", EXAMPLES / "capacity-refuge.xml")
    return ["5d2f0a10-6a0e-4f5e-9a43-1f0d7e2b0001", "5d2f0a10-6a0e-4f5e-9a43-1f0d7e2b0002"]


def test_everybody_reads_what_is_published(vacancies, council, housing, charity):
    housing.client("service", "publish", "--file", EXAMPLES / "service-debt-advice.xml")
    for reader in (council, housing, charity):
        listed = listings(reader)
        assert set(listed) == {"refuge", "debt-advice"}
        refuge = listed["refuge"]
        assert (refuge.get("agency"), refuge.get("agencyName")) == (charity.id, charity.name)
        assert refuge.find(VIEW + "notice") is not None
        assert not list(refuge.iter(VIEW + "held"))
        assert listed["debt-advice"].find(VIEW + "notice") is None
    answer = council.raw().get("/v1/services")
    again = council.raw().request("GET", "/v1/services",
                                  If_None_Match=answer.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_a_caseworker_finds_the_refuge_and_why_the_others_do_not_suit(vacancies, council):
    council.sync()
    told = council.client("find", *MOTHER_OF_FIVE, "--avoid-area", "E08000006").stdout
    first, rest = told.split("do not suit")
    assert "1. Refuge for women" in first and vacancies[0] in first
    assert "refer FILE --vacancy ID" in told
    assert "ask whether it is far from the area that they must avoid" in first
    assert "Debt and benefits advice" in rest and "meets none of the needs" in rest
    [match, miss] = council.view("find", EXAMPLES / "availability-enquiry.xml")
    assert (match.get("rank"), match.get("tier"), match.get("vacancy")) \
        == ("1", "vacancy", vacancies[0])
    assert {"type", "need"} <= {rule.get("rule") for rule in miss}
    man = council.client("find", "--need", "housing", "--sex", "male", "--age-band", "16-17")
    assert "does not take people of that sex" in man.stdout
    assert "it takes people from 18 on" in man.stdout


def test_what_no_agency_signed_is_told_and_matches_nobody(vacancies, council, charity):
    """An exchange that offers more than the refuge said, and one that hides its news."""
    before = council.raw().get("/v1/services").body
    charity.client("capacity", "publish", "--file", EXAMPLES / "capacity-refuge.xml")
    council.sync()
    lists = {"not the one that the agency signed": lambda now: now.replace(
                 b'bedrooms="4"', b'bedrooms="9"'),
             "an older capacity than was signed last": lambda now: before}
    for words, lie in lists.items():
        with FalseExchange(council, lambda method, path, answer: (
                answer.status, lie(answer.body) if path == "/v1/services" else answer.body)):
            done = council.client("find", *MOTHER_OF_FIVE)
            [doubt] = council.view("find", *MOTHER_OF_FIVE).iter("{*}doubt")
        assert doubt.get("service") == "refuge"
        assert f"LEFT OUT {charity.id}/refuge" in done.stderr and words in done.stderr
        assert "no service suits" in done.stdout and "Refuge for women" not in done.stdout
    honest = council.client("find", *MOTHER_OF_FIVE)
    assert "1. Refuge for women" in honest.stdout and not honest.stderr


def test_what_is_asked_for_is_judged_and_works_on_the_road(vacancies, council):
    wrong = council.refuses("find", "--need", "a-castle")
    assert "agency-client codes" in wrong and "a-castle" not in wrong
    council.line.cut()
    assert "Refuge for women" in council.client("find", "--need", "housing").stdout
    council.line.mend()


def test_an_enquiry_before_the_referral_carries_nobody(vacancies, council, charity):
    council.client("availability", "ask", "--file", EXAMPLES / "availability-enquiry.xml")
    charity.sync()
    [asked] = [matter for matter in charity.raw().get("/v1/matters").xml
               if matter.get("kind") == "availability-enquiry"]
    assert asked.get("case") == asked.get("matter")
    charity.client("availability", "answer", asked.get("matter"), "--answer", "available",
                   "--vacancy", vacancies[0])
    council.sync()
    [answered] = council.raw().get(f"/v1/matters/{asked.get('matter')}").xml
    assert answered.get("state") == "answered"
    again = charity.refuses("availability", "answer", asked.get("matter"), "--answer",
                            "not-available", "--reason", "capacity.full")
    assert "answered" in again


def test_a_later_document_replaces_the_earlier_and_only_the_owners(housing, charity):
    before = listings(charity)["debt-advice"].get("id")
    publish(housing, advice_body().replace("Debt advice", "Debt and money advice"))
    publish(charity, advice_body())
    debts = [listing for listing in charity.raw().get("/v1/services").xml
             if listing.find(SERVICE + "service").get("service") == "debt-advice"]
    names = {listing.get("agency"): listing.find(SERVICE + "service").get("name")
             for listing in debts}
    assert names == {housing.id: "Debt and money advice", charity.id: "Debt advice"}
    assert before in {listing.get("id") for listing in debts}
    publish(charity, advice_body().replace('"active"', '"closed"'))
    assert len(charity.raw().get("/v1/services").xml) == 2
    assert b"closed for good" in refused(charity, capacity_body(slug="debt-advice"))


def test_nobody_learns_where_the_refuge_is(vacancies, council, charity):
    where = '<location kind="physical" area="E08000003"/>'
    told = service_body().replace(f'<location kind="physical" region="{NORTH_WEST}"/>', where)
    answer = refused(charity, told)
    assert b"confidential-location" in answer and b"E08000003" not in answer
    told = charity.refuses("service", "publish", "--service", "refuge-2", "--status", "active",
                           "--type", "domestic-abuse", "--name", "Refuge", "--route", "agency",
                           "--confidential", "true", "--description", "A refuge",
                           "--need", "housing:high", "--served-area", "E08000003")
    assert "confidential-served" in told
    district = capacity_body(new_id()).replace(f'region="{NORTH_WEST}"', 'area="E08000003"')
    assert b"region of the vacancy" in refused(charity, district)
    service = hsds(council, f"/services/{listings(council)['refuge'].get('id')}")
    [place] = service["service_at_locations"]
    assert place["location"]["addresses"] == [] and "name" not in place["location"]
    assert place["location"]["description"] == "North West"
    assert service["capacities"] == []


def test_the_directory_is_open_referral_3_1(vacancies, council, housing):
    assert hsds(council)["version"].startswith("3.1")
    page = hsds(council, "/services")
    open_referral.check_page(page)
    assert {name: page[name] for name in page if name != "contents"} == {
        "total_items": 2, "total_pages": 1, "page_number": 1, "size": 2,
        "first_page": True, "last_page": True, "empty": False}
    publish(housing, capacity_body(slug="debt-advice", unit="caseload-place",
                                   available="2.5", maximum="10"))
    for listed in page["contents"]:
        assert {"description", "organization"} <= set(listed)
        service = hsds(council, f"/services/{listed['id']}")
        open_referral.check_service(service)
        assert open_referral.faults({**service, "status": "open"}, open_referral.SERVICE)
        assert service["status"] == "active" and service["name"] == listed["name"]
    debts = hsds(council, f"/services/{listings(council)['debt-advice'].get('id')}")
    [place] = debts["service_at_locations"]
    assert place["location"]["addresses"][0]["postal_code"] == "NG1 9ZZ"
    assert (debts["capacities"][0]["available"], debts["capacities"][0]["maximum"]) == (2.5, 10)
    first = hsds(council, "/services?page=2&per_page=1")
    assert (first["page_number"], first["total_pages"], first["first_page"],
            first["last_page"]) == (2, 2, False, True)
    assert hsds(council, "/services?page=9")["empty"] is True
    raw = council.raw()
    assert raw.get(f"/v1/openreferral/services/{new_id()}").status == 404
    assert raw.get("/v1/openreferral/services?page=0").status == 400


def test_a_vacancy_goes_to_who_was_accepted_first(vacancies, council, housing, charity):
    mine, theirs = (asking_for(sender, charity, vacancies[0]) for sender in (council, housing))
    council.submit(mine)
    housing.submit(theirs)
    charity.submit(accepting(charity, council, mine))
    answer = charity.refuse(accepting(charity, housing, theirs), 409, "vacancy-taken")
    assert b"vacancy.lost" in answer.body
    late = asking_for(housing, charity, vacancies[0])
    assert b"look for another" in housing.refuse(late, 409, "vacancy-taken").body
    [held] = listings(council)["refuge"].iter(VIEW + "held")
    assert (held.get("vacancy"), held.get("until")) == (vacancies[0], None)
    council.submit(council.write(step_body("withdrawal", leg=mine.id, reason="client-request"),
                                 charity, case=mine.case))
    assert not list(listings(council)["refuge"].iter(VIEW + "held"))
    charity.submit(accepting(charity, housing, theirs, holdUntil=timestamp(1000)))
    [held] = listings(council)["refuge"].iter(VIEW + "held")
    assert held.get("until") is not None


def test_a_referral_asks_for_what_find_showed_and_the_hold_lapses(vacancies, council, charity):
    family = ROOT / "schemas/examples/mother-of-five-parallel.xml"
    assert "'agency-client find'" in council.refuses("refer", family, "--vacancy", "00000000")
    council.client("refer", family, "--vacancy", vacancies[1])
    charity.sync()
    [leg] = [leg.get("leg") for leg in charity.view("track") if leg.get("vacancy")
             and leg.get("state") == "delivered"]
    council.sync()
    assert f"vacancy {vacancies[1]}: asked for" in council.client("track", leg).stdout
    charity.client("respond", leg, "accept", "--start-by", day(3), "--hold-until", timestamp(5))
    council.sync()
    until(lambda: "HELD NO LONGER" in council.client("track", leg).stdout, "the hold lapses")


def test_a_vacancy_must_be_one_of_the_providers_own(vacancies, council, housing, charity):
    other = asking_for(council, housing, vacancies[1])
    assert b"no vacancy of this id" in council.refuse(other, 422, "rule").body
    publish(housing, service_body("hostel", confidential="false"))
    taken = capacity_body(vacancies[1], slug="hostel")
    assert b"belongs to another service" in refused(housing, taken)
    assert b"publish the service" in refused(council, capacity_body())


def test_an_enquiry_carries_nobody(council, charity):
    body = step_body("availability-enquiry", (
        '<need code="domestic-abuse" level="high"/><client sex="female" ageBand="25-34"/>'
        '<household adults="1" bedrooms="4"><children ageBand="5-11" count="3"/></household>'),
        service="refuge")
    id = new_id()
    council.refuse(council.write(body, charity, id=new_id(), case=new_id()), 422, "rule")
    council.refuse(council.write(body, charity, id=id, case=id,
                                 sealed=council.seal_for(charity, b"<details/>")),
                   422, "sealed-forbidden")
    council.refuse(council.write(body.replace("<household", "<household name='Hodan'"),
                                 charity, id=id, case=id), 422, "schema")
    enquiry = council.write(body, charity, id=id, case=id)
    council.submit(enquiry)
    reply = step_body("availability-answer", '<reason code="capacity.full"/>',
                      matter=id, answer="not-available")
    charity.submit(charity.write(reply, council, case=id))
    [matter] = council.raw().get(f"/v1/matters/{id}").xml
    assert (matter.get("kind"), matter.get("state")) == ("availability-enquiry", "answered")
    charity.refuse(charity.write(reply, council, case=id), 409, "lifecycle")


def test_a_notice_lapses(council, charity):
    publish(charity, capacity_body(seconds=1))
    until(lambda: "OUT OF DATE" in council.client("service", "list").stdout,
          "the notice is out of date")
    assert "was valid until" in council.client("find", *MOTHER_OF_FIVE).stdout


def test_a_closed_service_is_seen_no_more(council, charity):
    charity.client("service", "close", "refuge")
    assert "refuge" not in listings(council)
    assert "service list --ours" in charity.refuses("service", "close", "refuge")


def test_a_rebuild_makes_the_same_of_the_log(exchange, council):
    exchange.stop()
    assert "every projection is as it was" in exchange.command("rebuild").stdout
