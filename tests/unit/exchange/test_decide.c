/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/exchange/history.h"

enum { ALLOWED = -1 };

/* One document, judged against a leg (number 1) that is offered and delivered. */
struct judgement {
    const char *why;
    int sender;
    int recipient;
    int verdict;
};

static void
parties_are_checked(void)
{
    static const struct judgement judgements[] = {
        {"the recipient answers the referrer", RECIPIENT, REFERRER, ALLOWED},
        {"a stranger learns nothing about the leg", STRANGER, REFERRER,
         REFUSAL_UNKNOWN_LEG},
        {"an answer goes to the other party and nobody else", RECIPIENT, STRANGER,
         REFUSAL_WRONG_RECIPIENT},
        {"nobody answers to himself", RECIPIENT, RECIPIENT, REFUSAL_WRONG_RECIPIENT},
        {"the referrer does not decide for the recipient", REFERRER, RECIPIENT,
         REFUSAL_LIFECYCLE},
    };
    struct history history;
    struct document referral;
    struct document accept;

    history_begin(&history);
    referral = a_referral(&history, 1, MODE_SINGLE);
    history_take(&history, &referral, REFERRER, RECIPIENT);
    accept = a_response(&history, 2, 1, DECISION_ACCEPT);
    for (size_t i = 0; i < G_N_ELEMENTS(judgements); i++) {
        g_test_message("%s", judgements[i].why);
        g_assert_cmpint(history_judge(&history, &accept, judgements[i].sender,
                                      judgements[i].recipient),
                        ==, judgements[i].verdict);
    }
    history_end(&history);
}

static void
an_unknown_leg_reads_like_another_agencys(void)
{
    struct history history;
    struct document referral;
    struct document step;
    g_autoptr(GError) unknown = NULL;
    g_autoptr(GError) others = NULL;
    struct proposal proposal = {.sender = STRANGER, .recipient = REFERRER};

    history_begin(&history);
    referral = a_referral(&history, 1, MODE_SINGLE);
    history_take(&history, &referral, REFERRER, RECIPIENT);
    proposal.document = &step;
    step = a_response(&history, 2, 99, DECISION_ACKNOWLEDGE);
    g_assert_false(decide_check(history.ledger, &proposal, &unknown));
    step = a_response(&history, 2, 1, DECISION_ACKNOWLEDGE);
    g_assert_false(decide_check(history.ledger, &proposal, &others));
    g_assert_cmpint(unknown->code, ==, others->code);
    g_assert_cmpstr(unknown->message, ==, others->message);
    history_end(&history);
}

static void
a_step_belongs_to_the_case_of_its_leg(void)
{
    struct history history;
    struct document referral;
    struct document accept;

    history_begin(&history);
    referral = a_referral(&history, 1, MODE_SINGLE);
    history_take(&history, &referral, REFERRER, RECIPIENT);
    accept = a_response(&history, 2, 1, DECISION_ACCEPT);
    accept.case_id = id_of(1001);
    g_assert_cmpint(history_judge(&history, &accept, RECIPIENT, REFERRER), ==,
                    REFUSAL_RULE);
    history_end(&history);
}

/* Further legs under a referral id that has one open leg at RECIPIENT. */
static void
further_legs_are_compared_with_the_first(void)
{
    static const struct {
        const char *why;
        enum referral_mode first;
        enum referral_mode second;
        int sender;
        int recipient;
        bool is_other_case;
        int verdict;
    } offers[] = {
        {"parallel asks several providers", MODE_PARALLEL, MODE_PARALLEL, REFERRER,
         RIVAL, false, ALLOWED},
        {"single has one open leg at a time", MODE_SINGLE, MODE_SINGLE, REFERRER, RIVAL,
         false, REFUSAL_LIFECYCLE},
        {"never two open legs at one provider", MODE_PARALLEL, MODE_PARALLEL, REFERRER,
         RECIPIENT, false, REFUSAL_LIFECYCLE},
        {"the mode does not change", MODE_PARALLEL, MODE_FIRST_ACCEPT, REFERRER, RIVAL,
         false, REFUSAL_LIFECYCLE},
        {"nobody adds legs to another's referral", MODE_PARALLEL, MODE_PARALLEL,
         STRANGER, RIVAL, false, REFUSAL_LIFECYCLE},
        {"a referral stays in its case", MODE_PARALLEL, MODE_PARALLEL, REFERRER, RIVAL,
         true, REFUSAL_LIFECYCLE},
        {"nobody refers to himself", MODE_PARALLEL, MODE_PARALLEL, REFERRER, REFERRER,
         false, REFUSAL_WRONG_RECIPIENT},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(offers); i++) {
        struct history history;
        struct document first;
        struct document second;

        g_test_message("%s", offers[i].why);
        history_begin(&history);
        first = a_referral(&history, 1, offers[i].first);
        history_take(&history, &first, REFERRER, RECIPIENT);
        second = a_referral(&history, 2, offers[i].second);
        if (offers[i].is_other_case)
            second.case_id = id_of(1001);
        g_assert_cmpint(
            history_judge(&history, &second, offers[i].sender, offers[i].recipient), ==,
            offers[i].verdict);
        history_end(&history);
    }
}

static void
a_declined_single_referral_may_be_sent_on(void)
{
    struct history history;
    struct document document;

    history_begin(&history);
    document = a_referral(&history, 1, MODE_SINGLE);
    history_take(&history, &document, REFERRER, RECIPIENT);
    document = a_response(&history, 2, 1, DECISION_DECLINE);
    history_take(&history, &document, RECIPIENT, REFERRER);
    document = a_referral(&history, 3, MODE_SINGLE);
    g_assert_cmpint(history_judge(&history, &document, REFERRER, RIVAL), ==, ALLOWED);
    history_end(&history);
}

/* Two candidates of a first-accept referral: legs 1 (RECIPIENT) and 2 (RIVAL). */
static void
candidates_begin(struct history *history)
{
    struct document document;

    history_begin(history);
    document = a_referral(history, 1, MODE_FIRST_ACCEPT);
    history_take(history, &document, REFERRER, RECIPIENT);
    document = a_referral(history, 2, MODE_FIRST_ACCEPT);
    history_take(history, &document, REFERRER, RIVAL);
}

static void
the_first_accept_wins_and_tells_the_others(void)
{
    struct history history;
    struct document accept;
    struct document late;
    const struct log_entry *entry;
    g_autoptr(GArray) announcements =
        g_array_new(FALSE, FALSE, sizeof(struct announcement));
    const struct announcement *announcement;

    candidates_begin(&history);
    accept = a_response(&history, 3, 2, DECISION_ACCEPT);
    g_assert_cmpint(history_judge(&history, &accept, RIVAL, REFERRER), ==, ALLOWED);
    entry = history_take(&history, &accept, RIVAL, REFERRER);
    decide_announcements(history.ledger, entry, &accept, announcements);
    g_assert_cmpuint(announcements->len, ==, 1);
    announcement = &g_array_index(announcements, struct announcement, 0);
    g_assert_cmpint(announcement->recipient, ==, RECIPIENT);
    g_assert_cmpint(announcement->notice.kind, ==, NOTICE_SUPERSEDED);
    g_assert_true(
        uuid_is_equal(&announcement->notice.leg, &history_leg(&history, 1)->id));

    late = a_notice(&history, 4, 1, NOTICE_SUPERSEDED);
    history_take(&history, &late, LOG_AGENCY_EXCHANGE, RECIPIENT);
    late = a_response(&history, 5, 1, DECISION_ACCEPT);
    g_assert_cmpint(history_judge(&history, &late, RECIPIENT, REFERRER), ==,
                    REFUSAL_ALREADY_AWARDED);
    late = a_referral(&history, 6, MODE_FIRST_ACCEPT);
    g_assert_cmpint(history_judge(&history, &late, REFERRER, STRANGER), ==,
                    REFUSAL_ALREADY_AWARDED);
    history_end(&history);
}

static void
a_candidate_that_has_declined_is_not_told_of_the_award(void)
{
    struct history history;
    struct document document;
    const struct log_entry *entry;
    g_autoptr(GArray) announcements =
        g_array_new(FALSE, FALSE, sizeof(struct announcement));

    candidates_begin(&history);
    document = a_response(&history, 3, 1, DECISION_DECLINE);
    history_take(&history, &document, RECIPIENT, REFERRER);
    document = a_response(&history, 4, 2, DECISION_ACCEPT);
    entry = history_take(&history, &document, RIVAL, REFERRER);
    decide_announcements(history.ledger, entry, &document, announcements);
    g_assert_cmpuint(announcements->len, ==, 0);
    history_end(&history);
}

static void
an_accept_in_parallel_supersedes_nobody(void)
{
    struct history history;
    struct document document;
    const struct log_entry *entry;
    g_autoptr(GArray) announcements =
        g_array_new(FALSE, FALSE, sizeof(struct announcement));

    history_begin(&history);
    document = a_referral(&history, 1, MODE_PARALLEL);
    history_take(&history, &document, REFERRER, RECIPIENT);
    document = a_referral(&history, 2, MODE_PARALLEL);
    history_take(&history, &document, REFERRER, RIVAL);
    document = a_response(&history, 3, 1, DECISION_ACCEPT);
    entry = history_take(&history, &document, RECIPIENT, REFERRER);
    decide_announcements(history.ledger, entry, &document, announcements);
    g_assert_cmpuint(announcements->len, ==, 0);
    document = a_response(&history, 4, 2, DECISION_ACCEPT);
    g_assert_cmpint(history_judge(&history, &document, RIVAL, REFERRER), ==, ALLOWED);
    history_end(&history);
}

static void
details_go_to_the_winner_only(void)
{
    struct history history;
    struct document document;

    candidates_begin(&history);
    document = a_disclosure(&history, 3, 1);
    g_assert_cmpint(history_judge(&history, &document, REFERRER, RECIPIENT), ==,
                    REFUSAL_LIFECYCLE);
    document = a_response(&history, 4, 1, DECISION_ACCEPT);
    history_take(&history, &document, RECIPIENT, REFERRER);
    document = a_disclosure(&history, 5, 1);
    g_assert_cmpint(history_judge(&history, &document, REFERRER, RECIPIENT), ==,
                    ALLOWED);
    g_assert_cmpint(history_judge(&history, &document, REFERRER, RIVAL), ==,
                    REFUSAL_WRONG_RECIPIENT);
    document = a_disclosure(&history, 6, 2);
    g_assert_cmpint(history_judge(&history, &document, REFERRER, RIVAL), ==,
                    REFUSAL_LIFECYCLE);
    history_end(&history);
}

static void
deliveries_name_what_their_sender_received(void)
{
    struct history history;
    struct document document;
    struct uuid stored = id_of(1);
    struct uuid unknown = id_of(99);

    history_begin(&history);
    document = a_referral(&history, 1, MODE_SINGLE);
    history_take(&history, &document, REFERRER, RECIPIENT);
    document = a_delivery(&history, 2, &stored);
    g_assert_cmpint(history_judge(&history, &document, RECIPIENT, LOG_AGENCY_EXCHANGE),
                    ==, ALLOWED);
    g_assert_cmpint(history_judge(&history, &document, STRANGER, LOG_AGENCY_EXCHANGE),
                    ==, REFUSAL_UNKNOWN_DOCUMENT);
    g_assert_cmpint(history_judge(&history, &document, REFERRER, LOG_AGENCY_EXCHANGE),
                    ==, REFUSAL_UNKNOWN_DOCUMENT);
    history_take(&history, &document, RECIPIENT, LOG_AGENCY_EXCHANGE);
    document = a_delivery(&history, 3, &stored);
    g_assert_cmpint(history_judge(&history, &document, RECIPIENT, LOG_AGENCY_EXCHANGE),
                    ==, ALLOWED);
    document = a_delivery(&history, 3, &unknown);
    g_assert_cmpint(history_judge(&history, &document, RECIPIENT, LOG_AGENCY_EXCHANGE),
                    ==, REFUSAL_UNKNOWN_DOCUMENT);
    history_end(&history);
}

static void
an_answer_names_the_request_that_is_open(void)
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
    document = a_disclosure_of(&history, 4, 1, 2);
    g_assert_cmpint(history_judge(&history, &document, REFERRER, RECIPIENT), ==,
                    REFUSAL_UNKNOWN_DOCUMENT);
    document = a_disclosure_of(&history, 4, 1, 3);
    g_assert_cmpint(history_judge(&history, &document, REFERRER, RECIPIENT), ==,
                    ALLOWED);
    history_end(&history);
}

static void
a_rejection_goes_back_to_the_sender(void)
{
    struct history history;
    struct document document;
    const struct log_entry *entry;
    g_autoptr(GArray) announcements =
        g_array_new(FALSE, FALSE, sizeof(struct announcement));

    history_begin(&history);
    document = a_referral(&history, 1, MODE_SINGLE);
    history_take(&history, &document, REFERRER, RECIPIENT);
    document = a_rejection(&history, 2, 1);
    g_assert_cmpint(history_judge(&history, &document, STRANGER, REFERRER), ==,
                    REFUSAL_UNKNOWN_DOCUMENT);
    g_assert_cmpint(history_judge(&history, &document, RECIPIENT, RIVAL), ==,
                    REFUSAL_WRONG_RECIPIENT);
    g_assert_cmpint(history_judge(&history, &document, RECIPIENT, REFERRER), ==,
                    ALLOWED);
    entry = history_take(&history, &document, RECIPIENT, REFERRER);
    decide_announcements(history.ledger, entry, &document, announcements);
    g_assert_cmpuint(announcements->len, ==, 1);
    g_assert_cmpint(g_array_index(announcements, struct announcement, 0).notice.kind,
                    ==, NOTICE_REJECTED);
    g_assert_cmpint(g_array_index(announcements, struct announcement, 0).recipient, ==,
                    REFERRER);
    history_end(&history);
}

static void
a_rejected_step_changes_no_state_and_calls_for_no_notice(void)
{
    struct history history;
    struct document document;
    const struct log_entry *entry;
    g_autoptr(GArray) announcements =
        g_array_new(FALSE, FALSE, sizeof(struct announcement));

    history_begin(&history);
    document = a_referral(&history, 1, MODE_SINGLE);
    history_take(&history, &document, REFERRER, RECIPIENT);
    document = a_response(&history, 2, 1, DECISION_ACCEPT);
    history_take(&history, &document, RECIPIENT, REFERRER);
    document = a_rejection(&history, 3, 2);
    g_assert_cmpint(history_judge(&history, &document, REFERRER, RECIPIENT), ==,
                    ALLOWED);
    entry = history_take(&history, &document, REFERRER, RECIPIENT);
    decide_announcements(history.ledger, entry, &document, announcements);
    g_assert_cmpuint(announcements->len, ==, 0);
    g_assert_cmpint(history_leg(&history, 1)->life.state, ==, LEG_ACCEPTED);
    history_end(&history);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/decide/parties-are-checked", parties_are_checked);
    g_test_add_func("/decide/an-unknown-leg-reads-like-another-agencys",
                    an_unknown_leg_reads_like_another_agencys);
    g_test_add_func("/decide/a-step-belongs-to-the-case-of-its-leg",
                    a_step_belongs_to_the_case_of_its_leg);
    g_test_add_func("/decide/further-legs-are-compared-with-the-first",
                    further_legs_are_compared_with_the_first);
    g_test_add_func("/decide/a-declined-single-referral-may-be-sent-on",
                    a_declined_single_referral_may_be_sent_on);
    g_test_add_func("/decide/the-first-accept-wins-and-tells-the-others",
                    the_first_accept_wins_and_tells_the_others);
    g_test_add_func("/decide/a-candidate-that-has-declined-is-not-told-of-the-award",
                    a_candidate_that_has_declined_is_not_told_of_the_award);
    g_test_add_func("/decide/an-accept-in-parallel-supersedes-nobody",
                    an_accept_in_parallel_supersedes_nobody);
    g_test_add_func("/decide/details-go-to-the-winner-only",
                    details_go_to_the_winner_only);
    g_test_add_func("/decide/deliveries-name-what-their-sender-received",
                    deliveries_name_what_their_sender_received);
    g_test_add_func("/decide/an-answer-names-the-request-that-is-open",
                    an_answer_names_the_request_that_is_open);
    g_test_add_func("/decide/a-rejection-goes-back-to-the-sender",
                    a_rejection_goes_back_to_the_sender);
    g_test_add_func("/decide/a-rejected-step-changes-no-state-and-calls-for-no-notice",
                    a_rejected_step_changes_no_state_and_calls_for_no_notice);
    return g_test_run();
}
