/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/exchange/history.h"

static void
a_referral_becomes_a_leg(void)
{
    struct history history;
    struct document document;
    const struct log_entry *entry;
    g_autoptr(projection_batch) rows = NULL;
    const struct leg_record *leg;

    history_begin(&history);
    document = a_referral(&history, 1, MODE_PARALLEL);
    entry = history_take(&history, &document, REFERRER, RECIPIENT);
    rows = ledger_close(g_steal_pointer(&history.ledger));
    g_assert_cmpuint(rows->new_legs->len, ==, 1);
    g_assert_cmpuint(rows->changed_legs->len, ==, 0);
    g_assert_cmpuint(rows->steps->len, ==, 1);
    leg = g_ptr_array_index(rows->new_legs, 0);
    g_assert_true(uuid_is_equal(&leg->id, &document.id));
    g_assert_cmpint(leg->referrer, ==, REFERRER);
    g_assert_cmpint(leg->recipient, ==, RECIPIENT);
    g_assert_cmpint(leg->life.state, ==, LEG_OFFERED);
    g_assert_cmpint(leg->life.mode, ==, MODE_PARALLEL);
    g_assert_cmpint(leg->offered_us, ==, entry->received_us);
    g_assert_cmpint(leg->delivered_us, ==, 0);
    g_assert_cmpstr(leg->needs[0], ==, "housing");
    g_assert_cmpstr(leg->area, ==, "E07000123");
    g_ptr_array_unref(history.entries);
}

static void
an_answer_implies_the_delivery(void)
{
    struct history history;
    struct document document;
    const struct log_entry *answer;
    const struct leg_record *leg;

    history_begin(&history);
    document = a_referral(&history, 1, MODE_SINGLE);
    history_take(&history, &document, REFERRER, RECIPIENT);
    document = a_response(&history, 2, 1, DECISION_ACCEPT);
    answer = history_take(&history, &document, RECIPIENT, REFERRER);
    leg = history_leg(&history, 1);
    g_assert_cmpint(leg->life.state, ==, LEG_ACCEPTED);
    g_assert_cmpint(leg->delivered_us, ==, answer->received_us);
    g_assert_cmpint(leg->decided_us, ==, answer->received_us);
    g_assert_cmpint(leg->accepted_us, ==, answer->received_us);
    g_assert_false(leg->is_awarded);
    g_assert_cmpint(leg->changed, ==, answer->sequence);
    history_end(&history);
}

static void
what_was_confirmed_stays_confirmed(void)
{
    struct history history;
    struct document document;
    struct uuid stored = id_of(1);
    const struct log_entry *delivery;
    const struct leg_record *leg;

    history_begin(&history);
    document = a_referral(&history, 1, MODE_SINGLE);
    history_take(&history, &document, REFERRER, RECIPIENT);
    document = a_delivery(&history, 2, &stored);
    delivery = history_take(&history, &document, RECIPIENT, LOG_AGENCY_EXCHANGE);
    document = a_response(&history, 3, 1, DECISION_ACKNOWLEDGE);
    history_take(&history, &document, RECIPIENT, REFERRER);
    document = a_delivery(&history, 4, &stored);
    history_take(&history, &document, RECIPIENT, LOG_AGENCY_EXCHANGE);
    leg = history_leg(&history, 1);
    g_assert_cmpint(leg->life.state, ==, LEG_ACKNOWLEDGED);
    g_assert_cmpint(leg->delivered_us, ==, delivery->received_us);
    g_assert_cmpint(leg->changed, ==, 3);
    g_assert_cmpuint(ledger_rows(history.ledger)->steps->len, ==, 3);
    history_end(&history);
}

static void
a_request_is_open_until_it_is_answered(void)
{
    struct history history;
    struct document document;

    history_begin(&history);
    document = a_referral(&history, 1, MODE_SINGLE);
    history_take(&history, &document, REFERRER, RECIPIENT);
    document = a_response(&history, 2, 1, DECISION_ACKNOWLEDGE);
    history_take(&history, &document, RECIPIENT, REFERRER);
    document = a_request(&history, 3, 1);
    history_take(&history, &document, RECIPIENT, REFERRER);
    g_assert_true(history_leg(&history, 1)->has_open_request);
    g_assert_cmpint(history_leg(&history, 1)->life.state, ==, LEG_INFO_NEEDED);
    document = a_disclosure_of(&history, 4, 1, 3);
    history_take(&history, &document, REFERRER, RECIPIENT);
    g_assert_false(history_leg(&history, 1)->has_open_request);
    g_assert_cmpint(history_leg(&history, 1)->life.state, ==, LEG_ACKNOWLEDGED);
    history_end(&history);
}

static void
an_award_and_its_notice_close_the_other_leg(void)
{
    struct history history;
    struct document document;

    history_begin(&history);
    document = a_referral(&history, 1, MODE_FIRST_ACCEPT);
    history_take(&history, &document, REFERRER, RECIPIENT);
    document = a_referral(&history, 2, MODE_FIRST_ACCEPT);
    history_take(&history, &document, REFERRER, RIVAL);
    document = a_response(&history, 3, 2, DECISION_ACCEPT);
    history_take(&history, &document, RIVAL, REFERRER);
    document = a_notice(&history, 4, 1, NOTICE_SUPERSEDED);
    history_take(&history, &document, LOG_AGENCY_EXCHANGE, RECIPIENT);
    g_assert_true(history_leg(&history, 2)->is_awarded);
    g_assert_false(history_leg(&history, 1)->is_awarded);
    g_assert_cmpint(history_leg(&history, 1)->life.state, ==, LEG_SUPERSEDED);
    g_assert_cmpint(history_leg(&history, 1)->delivered_us, ==, 0);
    g_assert_cmpint(history_leg(&history, 1)->ended_us, !=, 0);
    history_end(&history);
}

static void
a_rejected_document_is_flagged_until_it_is_sent_again(void)
{
    struct history history;
    struct document document;
    const struct projection_batch *rows;

    history_begin(&history);
    rows = ledger_rows(history.ledger);
    document = a_referral(&history, 1, MODE_SINGLE);
    history_take(&history, &document, REFERRER, RECIPIENT);
    document = a_response(&history, 2, 1, DECISION_ACCEPT);
    history_take(&history, &document, RECIPIENT, REFERRER);
    document = a_status(&history, 3, 1, STATUS_STARTED);
    history_take(&history, &document, RECIPIENT, REFERRER);
    document = a_rejection(&history, 4, 3);
    history_take(&history, &document, REFERRER, RECIPIENT);
    g_assert_true(history_leg(&history, 1)->has_flagged);
    g_assert_cmpint(history_leg(&history, 1)->life.state, ==, LEG_IN_SERVICE);
    document = a_status(&history, 5, 1, STATUS_PROGRESS);
    document.has_supersedes = true;
    document.supersedes = id_of(3);
    history_take(&history, &document, RECIPIENT, REFERRER);
    g_assert_false(history_leg(&history, 1)->has_flagged);
    g_assert_cmpuint(rows->flags->len, ==, 2);
    g_assert_true(g_array_index(rows->flags, struct document_flag, 0).is_raised);
    g_assert_false(g_array_index(rows->flags, struct document_flag, 1).is_raised);
    history_end(&history);
}

static void
a_rejected_referral_ends_in_error(void)
{
    struct history history;
    struct document document;

    history_begin(&history);
    document = a_referral(&history, 1, MODE_SINGLE);
    history_take(&history, &document, REFERRER, RECIPIENT);
    document = a_rejection(&history, 2, 1);
    history_take(&history, &document, RECIPIENT, REFERRER);
    g_assert_cmpint(history_leg(&history, 1)->life.state, ==, LEG_ERROR);
    g_assert_false(history_leg(&history, 1)->has_flagged);
    g_assert_cmpuint(ledger_rows(history.ledger)->flags->len, ==, 0);
    history_end(&history);
}

static void
nothing_that_the_rules_of_today_refuse_makes_it_fail(void)
{
    struct history history;
    struct document document;

    history_begin(&history);
    document = a_referral(&history, 1, MODE_SINGLE);
    history_take(&history, &document, REFERRER, RECIPIENT);
    document = a_response(&history, 2, 1, DECISION_DECLINE);
    history_take(&history, &document, RECIPIENT, REFERRER);
    document = a_response(&history, 3, 1, DECISION_ACCEPT);
    history_take(&history, &document, RECIPIENT, REFERRER);
    g_assert_cmpint(history_leg(&history, 1)->life.state, ==, LEG_ACCEPTED);
    /* Of a leg that is not known at all it takes no notice. */
    document = a_withdrawal(&history, 4, 99);
    history_take(&history, &document, REFERRER, RECIPIENT);
    history_end(&history);
}

static void
the_later_registration_of_a_batch_stands(void)
{
    struct history history;
    struct document document = {.kind = KIND_REGISTRATION};
    struct log_entry entry = {.sequence = 1, .kind = KIND_REGISTRATION};
    struct log_entry later = {.sequence = 2, .kind = KIND_REGISTRATION};
    const GPtrArray *agencies;
    const struct agency *agency;

    history_begin(&history);
    document.registration = (struct registration){
        .agency = "northgate-homes",
        .name = "Northgate Homes",
    };
    fold_entry(history.ledger, &entry, &document, 7);
    document.registration.status = AGENCY_SUSPENDED;
    fold_entry(history.ledger, &later, &document, 7);
    agencies = ledger_rows(history.ledger)->agencies;
    g_assert_cmpuint(agencies->len, ==, 1);
    agency = g_ptr_array_index(agencies, 0);
    g_assert_cmpint(agency->number, ==, 7);
    g_assert_cmpint(agency->status, ==, AGENCY_SUSPENDED);
    g_assert_cmpint(agency->sequence, ==, 2);
    history_end(&history);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fold/a-referral-becomes-a-leg", a_referral_becomes_a_leg);
    g_test_add_func("/fold/an-answer-implies-the-delivery",
                    an_answer_implies_the_delivery);
    g_test_add_func("/fold/what-was-confirmed-stays-confirmed",
                    what_was_confirmed_stays_confirmed);
    g_test_add_func("/fold/a-request-is-open-until-it-is-answered",
                    a_request_is_open_until_it_is_answered);
    g_test_add_func("/fold/an-award-and-its-notice-close-the-other-leg",
                    an_award_and_its_notice_close_the_other_leg);
    g_test_add_func("/fold/a-rejected-document-is-flagged-until-it-is-sent-again",
                    a_rejected_document_is_flagged_until_it_is_sent_again);
    g_test_add_func("/fold/a-rejected-referral-ends-in-error",
                    a_rejected_referral_ends_in_error);
    g_test_add_func("/fold/nothing-that-the-rules-of-today-refuse-makes-it-fail",
                    nothing_that_the_rules_of_today_refuse_makes_it_fail);
    g_test_add_func("/fold/the-later-registration-of-a-batch-stands",
                    the_later_registration_of_a_batch_stands);
    return g_test_run();
}
