# SPDX-License-Identifier: Apache-2.0
"""Running the exchange: what its operator sees and says."""

import re
import signal

import programs
from documents import VIEW
from programs import run, until


def test_the_admin_listener_says_how_it_is(exchange, council, housing):
    council.submit(council.write_referral(housing))
    assert exchange.admin("/healthz")
    assert exchange.is_ready()
    assert exchange.metric("exchange_documents_accepted_total") >= 1
    assert exchange.metric("exchange_log_head") >= 1


def test_no_name_of_an_agencys_is_served_without_a_certificate(exchange):
    text = exchange.admin("/metrics")
    assert "eastborough" not in text


def test_agencies_are_listed_with_their_standing(partnership, exchange, council, charity):
    partnership.suspend(charity)
    told = exchange.command("agency", "list").stdout
    assert re.search(rf"{charity.id}.*suspended", told)
    assert re.search(rf"{council.id}.*active", told)
    partnership.resume(charity)
    assert not re.search(r"suspended", exchange.command("agency", "list").stdout)


def test_a_new_agency_is_in_the_directory_at_once(partnership, council):
    before = council.raw().get("/v1/directory").headers["ETag"]
    partnership.agency("new-horizons")
    answer = council.raw().get("/v1/directory")
    ids = [agency.get("id") for agency in answer.xml.iter(f"{{{VIEW}}}agency")]
    assert "new-horizons" in ids
    assert answer.headers["ETag"] != before
    again = council.raw().request("GET", "/v1/directory",
                                  If_None_Match=answer.headers["ETag"])
    assert again.status == 304


def test_a_certificate_of_another_authority_cannot_be_registered(exchange, tmp_path):
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
        "ec_paramgen_curve:P-256", "-nodes", "-keyout", tmp_path / "key.pem", "-out",
        tmp_path / "own.pem", "-subj", "/CN=stranger", "-addext",
        "subjectAltName=URI:urn:referral-exchange:agency:stranger")
    told = exchange.command("agency", "add", "stranger", "--name", "Stranger", "--kind",
                            "charity", "--certificate", tmp_path / "own.pem", exit_code=1)
    assert told.stderr
    assert "stranger" not in exchange.command("agency", "list").stdout


def test_admin_commands_work_while_no_server_runs(partnership, exchange, council):
    exchange.stop()
    assert council.id in exchange.command("agency", "list").stdout
    exchange.command("verify-log")
    exchange.start()


def test_print_config_is_a_configuration(exchange, tmp_path):
    printed = exchange.command("--print-config").stdout
    assert "[exchange]" in printed and "crl_grace_hours" in printed
    again = tmp_path / "exchange.conf"
    again.write_text(printed)
    assert run(programs.EXCHANGE, "--config", again, "--print-config").stdout


def test_a_mistake_in_the_configuration_is_named(exchange, tmp_path):
    wrong = tmp_path / "wrong.conf"
    wrong.write_text(exchange.configuration.read_text().replace("crl = ", "clr = "))
    told = run(programs.EXCHANGE, "--config", wrong, "serve", exit_code=None)
    assert told.returncode != 0
    assert "clr" in told.stderr


def test_a_new_list_is_taken_up_on_sighup(partnership, exchange, council):
    read = exchange.metric("exchange_crl_read_total")
    partnership.authority.publish_crl(exchange.crl)
    exchange.process.send_signal(signal.SIGHUP)
    until(lambda: exchange.metric("exchange_crl_read_total") > read, "read again", 10)
    assert council.raw().get("/v1/crl").status == 200


def test_the_schemas_in_force_are_served_without_a_login_to_anything_else(council):
    listed = council.raw().get("/v1/schemas")
    assert listed.status == 200
    assert council.raw().get("/v1/schemas/codes.xsd").status == 200


def test_programs_say_their_version_and_reject_nonsense():
    for program in (programs.EXCHANGE, programs.CLIENT):
        assert re.search(r"\d+\.\d+\.\d+", run(program, "--version").stdout)
        assert run(program, "nonsense", exit_code=2).stderr
