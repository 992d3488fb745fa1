# SPDX-License-Identifier: Apache-2.0
"""Every accepted document is durable and provable, with tools that are not ours."""

import psycopg2
import pytest

from documents import RECEIPT, content_of, delivery_body, parse, response_body, \
    sealed_of, sha256
from history import certificate_digest, chain_value
from programs import run


def verify_with_openssl(signed, authority, *options):
    """Stock openssl judges a signed message by the partnership's authority alone."""
    return run("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-CAfile",
               authority.certificate, "-purpose", "any", *options, input=signed, text=False)


def test_stock_openssl_makes_an_acceptable_document_and_verifies_its_receipt(
        partnership, council, housing):
    referral = council.write_referral(housing)
    receipt = council.submit(referral)
    told = parse(verify_with_openssl(receipt, partnership.authority).stdout)
    assert told.tag == f"{{{RECEIPT}}}receipt"
    assert told.get("document") == referral.id
    assert told.get("sha256") == sha256(referral.signed)


def test_stock_openssl_verifies_a_document_and_the_recipient_opens_it(
        partnership, tmp_path, council, housing):
    details = b"<details>only the two of them read this</details>"
    referral = council.write_referral(housing, details)
    council.submit(referral)
    fetched = housing.raw().get(f"/v1/documents/{referral.id}")
    assert fetched.body == referral.signed, "the exact signed bytes"
    assert sha256(referral.signed) in fetched.headers["ETag"]
    content = verify_with_openssl(fetched.body, partnership.authority, "-certfile",
                                  council.identity).stdout
    assert content == referral.content
    for agency in (housing, council):
        assert agency.open_sealed(sealed_of(content)) == details


def test_the_receipt_can_be_had_again_by_its_sender_only(council, housing):
    referral = council.write_referral(housing)
    receipt = council.submit(referral)
    path = f"/v1/documents/{referral.id}/receipt"
    assert council.raw().get(path).body == receipt
    assert housing.raw().get(path).status == 404


def test_two_neighbours_in_the_log_chain_as_the_contract_says(partnership, council, housing):
    """The formula of the contract, computed here from receipts and certificates."""
    raw = council.raw()
    first, second = (council.write_referral(housing) for _ in range(2))
    receipts = [parse(content_of(raw.put(each.id, each.signed).body))
                for each in (first, second)]
    before, after = receipts
    assert int(after.get("sequence")) == int(before.get("sequence")) + 1
    assert after.get("chain") == chain_value(
        before.get("chain"), after, certificate_digest(council.identity), second.signed)


def test_a_third_agency_sees_neither_document_nor_leg(council, housing, charity):
    referral = council.write_referral(housing)
    council.submit(referral)
    raw = charity.raw()
    for path in (f"/v1/documents/{referral.id}", f"/v1/referrals/{referral.id}",
                 f"/v1/documents/{referral.id}/receipt"):
        assert raw.get(path).status == 404, path
    assert referral.id not in [entry["document"] for entry in raw.mailbox()]


def test_the_receipt_is_the_same_whatever_changed_since(partnership, council, charity):
    """After the recipient was suspended, its key rotated and the exchange restarted."""
    referral = council.write_referral(charity)
    receipt = council.submit(referral)
    charity.rotate("sealing")
    partnership.suspend(charity)
    partnership.exchange.restart()
    again = council.put(referral)
    assert (again.status, again.body) == (200, receipt)
    council.refuse(council.write_referral(charity), 422, "recipient-suspended")
    partnership.resume(charity)


# --- the log (verify-log, rebuild) -------------------------------------------

def projections(exchange):
    """Every row of every projection, as PostgreSQL prints it, table by table."""
    evidence = {"agency", "entry", "document", "migration"}
    tables = [name for name, in exchange.sql(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        if name not in evidence]
    assert tables
    return {table: exchange.sql(f"SELECT t::text FROM {table} t ORDER BY 1")
            for table in tables}


def test_every_projection_can_be_rebuilt_from_the_log(partnership, council, housing):
    exchange = partnership.exchange
    for decision in ("acknowledge", "decline"):
        referral = council.write_referral(housing)
        council.submit(referral)
        housing.submit(housing.write(delivery_body(referral.id), "referral-exchange"))
        reasons = ["capacity.full"] if decision == "decline" else []
        housing.submit(housing.write(response_body(referral.id, decision, reasons), council,
                                     case=referral.case))
    before = projections(exchange)
    assert any(before.values())
    exchange.stop()
    exchange.command("rebuild")
    exchange.start()
    assert projections(exchange) == before


def test_verify_log_names_the_first_bad_entry(partnership, council, housing):
    exchange = partnership.exchange
    referral = council.write_referral(housing)
    sequence = parse(content_of(council.submit(referral))).get("sequence")
    council.submit(council.write_referral(housing))
    exchange.command("verify-log")
    [(saved,)] = exchange.sql("SELECT signed_bytes FROM document WHERE sequence = %s", sequence)
    bad = bytes(saved)[:-1] + bytes([bytes(saved)[-1] ^ 1])
    change = ("SET session_replication_role = replica;"
              " UPDATE document SET signed_bytes = %s WHERE sequence = %s")
    exchange.sql(change, bad, sequence)
    try:
        told = exchange.command("verify-log", exit_code=1)
        assert sequence in told.stdout + told.stderr
        fetched = housing.raw().get(f"/v1/documents/{referral.id}")
        assert fetched.status == 500, "bytes that do not match their hash are never served"
    finally:
        exchange.sql(change, bytes(saved), sequence)
    exchange.command("verify-log")


@pytest.mark.parametrize("table", ["entry", "document", "agency"])
def test_the_database_itself_refuses_to_change_evidence(partnership, council, housing, table):
    council.submit(council.write_referral(housing))
    column = "number" if table == "agency" else "sequence"
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = {column} + 1",
                      f"TRUNCATE {table} CASCADE"):
        with pytest.raises(psycopg2.Error):
            partnership.exchange.sql(statement)
