/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/mailbox.h"
#include "tests/unit/store/fixture.h"

static GPtrArray *
entries_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)log_entry_free);
}

/* What was appended, as log_read() finds it. */
struct reading {
    int64_t after;
    int limit;
    GPtrArray *found;
};

static bool
read_log(struct transaction *transaction, void *data, GError **error)
{
    struct reading *reading = data;

    g_clear_pointer(&reading->found, g_ptr_array_unref);
    reading->found = log_read(transaction, reading->after, reading->limit, error);
    return reading->found != NULL;
}

static void
test_append_and_read(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(GPtrArray) entries = entries_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(log_entry) sent = NULL;
    struct reading reading = {2, 10, NULL};
    struct log_head head;

    fixture_add_agencies(fixture, 2);
    for (int i = 0; i < 5; i++)
        g_ptr_array_add(entries, fixture_entry(KIND_RESPONSE, 1, 2));
    g_assert_true(fixture_commit(fixture, entries, NULL, &error));
    g_assert_true(log_read_head(fixture->store, &head, &error));
    g_assert_cmpint(head.sequence, ==, 7);
    g_assert_true(store_transact(fixture->store, read_log, &reading, &error));
    g_assert_cmpuint(reading.found->len, ==, 5);
    for (guint i = 0; i < reading.found->len; i++) {
        const struct log_entry *wrote = g_ptr_array_index(entries, i);
        const struct log_entry *read = g_ptr_array_index(reading.found, i);

        g_assert_cmpint(read->sequence, ==, 3 + i);
        g_assert_true(uuid_is_equal(&read->id, &wrote->id));
        g_assert_true(uuid_is_equal(&read->case_id, &wrote->case_id));
        g_assert_false(read->has_leg);
        g_assert_cmpint(read->kind, ==, KIND_RESPONSE);
        g_assert_cmpint(read->sender, ==, 1);
        g_assert_cmpint(read->recipient, ==, 2);
        g_assert_cmpint(read->received_us, ==, wrote->received_us);
        g_assert_true(digest_is_equal(&read->chain, &wrote->chain));
        g_assert_true(g_bytes_equal(read->signed_bytes, wrote->signed_bytes));
        g_assert_true(g_bytes_equal(read->receipt, wrote->receipt));
    }
    g_ptr_array_unref(reading.found);
    sent = log_find_sent(fixture->store,
                         &((struct log_entry *)g_ptr_array_index(entries, 0))->id, 1,
                         &error);
    g_assert_no_error(error);
    g_assert_cmpint(sent->sequence, ==, 3);
    g_assert_null(log_find_sent(fixture->store, &sent->id, 2, &error));
    g_assert_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND);
}

static void
test_an_id_is_accepted_once(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(GPtrArray) entries = entries_new();
    g_autoptr(GError) error = NULL;
    struct log_entry *again = fixture_entry(KIND_RESPONSE, 2, 1);
    struct log_head head;

    fixture_add_agencies(fixture, 2);
    g_ptr_array_add(entries, fixture_entry(KIND_RESPONSE, 1, 2));
    again->id = ((struct log_entry *)g_ptr_array_index(entries, 0))->id;
    g_ptr_array_add(entries, again);
    g_assert_false(fixture_commit(fixture, entries, NULL, &error));
    g_assert_error(error, STORE_ERROR, STORE_ERROR_CONFLICT);
    /* Nothing of the batch is there, and the connection goes on. */
    g_assert_true(log_read_head(fixture->store, &head, NULL));
    g_assert_cmpint(head.sequence, ==, 2);
    g_ptr_array_set_size(entries, 1);
    g_clear_error(&error);
    g_assert_true(fixture_commit(fixture, entries, NULL, &error));
}

static struct log_answer *
ask_about(struct fixture *fixture, const struct uuid *document, const struct uuid *leg,
          const struct uuid *referral)
{
    g_autoptr(log_question) question = log_question_new();

    if (document != NULL)
        g_array_append_val(question->documents, *document);
    if (leg != NULL)
        g_array_append_val(question->legs, *leg);
    if (referral != NULL)
        g_array_append_val(question->referrals, *referral);
    return fixture_ask(fixture, question);
}

static void
test_ask_finds_duplicates_legs_and_siblings(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(leg_record) single = NULL;
    g_autoptr(leg_record) first = NULL;
    g_autoptr(leg_record) second = NULL;
    g_autoptr(log_answer) by_document = NULL;
    g_autoptr(log_answer) by_leg = NULL;
    g_autoptr(log_answer) by_referral = NULL;
    g_autoptr(log_answer) nothing = NULL;
    struct uuid referral;

    fixture_add_agencies(fixture, 3);
    uuid_new(&referral);
    single = fixture_offer(fixture, 1, 2, NULL);
    first = fixture_offer(fixture, 1, 2, &referral);
    second = fixture_offer(fixture, 1, 3, &referral);
    by_document = ask_about(fixture, &single->id, NULL, NULL);
    g_assert_cmpuint(by_document->entries->len, ==, 1);
    g_assert_cmpuint(by_document->legs->len, ==, 1);
    by_leg = ask_about(fixture, NULL, &first->id, NULL);
    g_assert_cmpuint(by_leg->entries->len, ==, 0);
    g_assert_cmpuint(by_leg->legs->len, ==, 2);
    by_referral = ask_about(fixture, NULL, NULL, &single->referral);
    g_assert_cmpuint(by_referral->legs->len, ==, 1);
    nothing = ask_about(fixture, &referral, &referral, NULL);
    g_assert_cmpuint(nothing->entries->len + nothing->legs->len, ==, 0);
    g_assert_cmpint(nothing->head.sequence, ==, 6);
    {
        const struct leg_record *read = g_ptr_array_index(by_leg->legs, 1);

        g_assert_true(uuid_is_equal(&read->id, &second->id));
        g_assert_cmpstr(read->referrer_id, ==, "agency-1");
        g_assert_cmpstr(read->recipient_id, ==, "agency-3");
        g_assert_cmpstr(read->needs[1], ==, "parenting");
        g_assert_cmpint(read->life.mode, ==, MODE_FIRST_ACCEPT);
        g_assert_cmpint(read->life.state, ==, LEG_OFFERED);
        g_assert_cmpint(read->urgency, ==, URGENCY_URGENT);
    }
}

static void
test_a_document_is_its_parties_to_read(void)
{
    static const struct {
        const char *why;
        int reader;
        int code; /* -1: found */
    } cases[] = {
        {"the sender reads what it sent", 1, -1},
        {"the recipient reads what it got", 2, -1},
        {"a stranger learns nothing", 3, STORE_ERROR_NOT_FOUND},
        {"nor does the exchange's own number", 0, STORE_ERROR_NOT_FOUND},
    };
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(leg_record) leg = NULL;

    fixture_add_agencies(fixture, 3);
    leg = fixture_offer(fixture, 1, 2, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        struct digest sha256;
        g_autoptr(GBytes) found = log_find_document(
            fixture->store, &leg->id, cases[i].reader, 0, &sha256, &error);

        g_test_message("%s", cases[i].why);
        g_assert_cmpint(error == NULL ? -1 : error->code, ==, cases[i].code);
        g_assert_true((found != NULL) == (cases[i].code < 0));
    }
}

static void
test_what_was_taken_back_is_gone(void)
{
    static const struct {
        const char *why;
        bool is_accepted;
        enum leg_event event;
        enum leg_state state;
        enum mailbox_gone gone;
    } cases[] = {
        {"a withdrawn referral is gone", false, EVENT_WITHDRAWAL, LEG_WITHDRAWN,
         GONE_WITHDRAWN},
        {"so is one that another agency won", false, EVENT_AWARD, LEG_SUPERSEDED,
         GONE_SUPERSEDED},
        {"what had been accepted stays", true, EVENT_WITHDRAWAL, LEG_WITHDRAWN,
         GONE_NO},
        {"what was declined stays", false, EVENT_DECLINE, LEG_DECLINED, GONE_NO},
    };
    g_autoptr(fixture) fixture = fixture_new();

    fixture_add_agencies(fixture, 2);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(leg_record) leg = fixture_offer(fixture, 1, 2, NULL);
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) for_recipient = NULL;
        g_autoptr(GBytes) for_referrer = NULL;
        g_autoptr(mailbox) mailbox = NULL;
        struct digest sha256;

        g_test_message("%s", cases[i].why);
        if (cases[i].is_accepted)
            fixture_step(fixture, leg, KIND_RESPONSE, true, EVENT_ACCEPT, LEG_ACCEPTED);
        fixture_step(fixture, leg, KIND_WITHDRAWAL, false, cases[i].event,
                     cases[i].state);
        for_referrer =
            log_find_document(fixture->store, &leg->id, 1, 0, &sha256, &error);
        g_assert_no_error(error);
        for_recipient =
            log_find_document(fixture->store, &leg->id, 2, 0, &sha256, &error);
        if (cases[i].gone == GONE_NO)
            g_assert_no_error(error);
        else
            g_assert_error(error, STORE_ERROR, STORE_ERROR_GONE);
        mailbox = mailbox_read(fixture->store, 2, leg->sequence - 1, 10, NULL);
        g_assert_true(uuid_is_equal(&mailbox->view.entries[0].document, &leg->id));
        g_assert_cmpint(mailbox->view.entries[0].gone, ==, cases[i].gone);
    }
}

static void
test_the_database_refuses(void)
{
    static const char entry[] =
        "INSERT INTO entry SELECT 100, gen_random_uuid(), gen_random_uuid(), NULL,"
        " 'response', 1, 2, 9000000000000000, sha256('a'), sha256('b'), sha256('c')";
    static const struct {
        const char *why;
        const char *sql;
        const char *state;
    } cases[] = {
        {"a gap in the numbers", entry, "!23000"},
        {"a chain value that does not follow",
         "INSERT INTO entry SELECT max(sequence) + 1, gen_random_uuid(),"
         " gen_random_uuid(), NULL, 'response', 1, 2, 9000000000000000, sha256('a'),"
         " sha256('b'), sha256('c') FROM entry",
         "!23000"},
        {"a change of an entry", "UPDATE entry SET sender = 2", "!23000"},
        {"the removal of an entry", "DELETE FROM entry", "!23000"},
        {"a truncated log", "TRUNCATE entry", "!23000"},
        {"a change of a document", "UPDATE document SET receipt = ''", "!23000"},
        {"the removal of a document", "DELETE FROM document", "!23000"},
        {"another id for an agency", "UPDATE agency SET id = 'other'", "!23000"},
        {"an id that is none", "INSERT INTO agency VALUES (9, 'Not An Id')", "!23514"},
        {"a second leg that won",
         "UPDATE leg SET is_awarded = true, decided_us = 1, accepted_us = 1,"
         " state = 'accepted'",
         "!23505"},
        {"an award outside first-accept",
         "UPDATE leg SET mode = 'single', is_awarded = true", "!23514"},
        {"a state that there is not", "UPDATE leg SET state = 'lost'", "!22P02"},
        {"an ended leg that is open", "UPDATE leg SET ended_us = 1", "!23514"},
        {"an acceptance that was no decision", "UPDATE leg SET accepted_us = 1",
         "!23514"},
        {"a leg to oneself", "UPDATE leg SET recipient = referrer", "!23514"},
    };
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(leg_record) one = NULL;
    g_autoptr(leg_record) other = NULL;
    struct uuid referral;

    fixture_add_agencies(fixture, 3);
    uuid_new(&referral);
    one = fixture_offer(fixture, 1, 2, &referral);
    other = fixture_offer(fixture, 1, 3, &referral);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].why);
        assert_sql(fixture, cases[i].sql, cases[i].state);
    }
}

static void
test_a_flipped_bit_is_never_served(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(leg_record) leg = NULL;
    g_autoptr(GError) error = NULL;
    struct digest sha256;

    fixture_add_agencies(fixture, 2);
    leg = fixture_offer(fixture, 1, 2, NULL);
    assert_sql(fixture,
               "SET session_replication_role = replica;"
               "UPDATE document SET signed_bytes = set_bit(signed_bytes, 5,"
               " 1 - get_bit(signed_bytes, 5)) RETURNING 'done'",
               "done");
    g_assert_null(log_find_document(fixture->store, &leg->id, 2, 0, &sha256, &error));
    g_assert_error(error, STORE_ERROR, STORE_ERROR_CORRUPT);
}

static void
add_tests(void)
{
    g_test_add_func("/log/append-and-read", test_append_and_read);
    g_test_add_func("/log/an-id-is-accepted-once", test_an_id_is_accepted_once);
    g_test_add_func("/log/ask-finds-duplicates-legs-and-siblings",
                    test_ask_finds_duplicates_legs_and_siblings);
    g_test_add_func("/log/a-document-is-its-parties-to-read",
                    test_a_document_is_its_parties_to_read);
    g_test_add_func("/log/what-was-taken-back-is-gone",
                    test_what_was_taken_back_is_gone);
    g_test_add_func("/log/a-flipped-bit-is-never-served",
                    test_a_flipped_bit_is_never_served);
    g_test_add_func("/log/the-database-refuses", test_the_database_refuses);
}

int
main(int argc, char **argv)
{
    return fixture_run(argc, argv, add_tests);
}
