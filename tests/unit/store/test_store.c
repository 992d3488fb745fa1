/* SPDX-License-Identifier: Apache-2.0 */
#include "common/threads/deadline.h"
#include "exchange/store/listener.h"
#include "exchange/store/mailbox.h"
#include "tests/unit/store/fixture.h"

#include <pthread.h>
#include <signal.h>

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

struct asking {
    struct log_question *question;
    struct log_answer *answer;
};

static bool
ask(struct transaction *transaction, void *data, GError **error)
{
    struct asking *asking = data;

    log_answer_free(asking->answer);
    asking->answer = log_ask(transaction, asking->question, error);
    return asking->answer != NULL;
}

static struct log_answer *
ask_about(struct fixture *fixture, const struct uuid *document, const struct uuid *leg,
          const struct uuid *referral)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(log_question) question = log_question_new();
    struct asking asking = {question, NULL};

    if (document != NULL)
        g_array_append_val(question->documents, *document);
    if (leg != NULL)
        g_array_append_val(question->legs, *leg);
    if (referral != NULL)
        g_array_append_val(question->referrals, *referral);
    g_assert_true(store_transact(fixture->store, ask, &asking, &error));
    return asking.answer;
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
        g_autoptr(log_entry) found =
            log_find_document(fixture->store, &leg->id, cases[i].reader, 0, &error);

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
        g_autoptr(log_entry) for_recipient = NULL;
        g_autoptr(log_entry) for_referrer = NULL;
        g_autoptr(mailbox) mailbox = NULL;

        g_test_message("%s", cases[i].why);
        if (cases[i].is_accepted)
            fixture_step(fixture, leg, KIND_RESPONSE, true, EVENT_ACCEPT, LEG_ACCEPTED);
        fixture_step(fixture, leg, KIND_WITHDRAWAL, false, cases[i].event,
                     cases[i].state);
        for_referrer = log_find_document(fixture->store, &leg->id, 1, 0, &error);
        g_assert_no_error(error);
        for_recipient = log_find_document(fixture->store, &leg->id, 2, 0, &error);
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
test_mailbox_pages(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(GPtrArray) entries = entries_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(mailbox) first = NULL;
    g_autoptr(mailbox) second = NULL;
    g_autoptr(mailbox) rest = NULL;
    g_autoptr(mailbox) empty = NULL;

    fixture_add_agencies(fixture, 3); /* sequence 1 to 3, published */
    g_ptr_array_add(entries, fixture_entry(KIND_RESPONSE, 1, 2)); /* 4 */
    g_ptr_array_add(entries, fixture_entry(KIND_RESPONSE, 1, 3)); /* 5 */
    g_ptr_array_add(entries, fixture_entry(KIND_RESPONSE, 2, 1)); /* 6 */
    g_ptr_array_add(entries, fixture_entry(KIND_DELIVERY, 2, 0)); /* 7 */
    g_ptr_array_add(entries, fixture_entry(KIND_NOTICE, 0, 3));   /* 8 */
    g_assert_true(fixture_commit(fixture, entries, NULL, &error));
    first = mailbox_read(fixture->store, 2, 0, 4, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(first->view.entry_count, ==, 4);
    g_assert_cmpuint(first->view.next, ==, 4);
    g_assert_cmpuint(first->view.head, ==, 8);
    g_assert_null(first->view.entries[0].to);
    g_assert_cmpstr(first->view.entries[0].from, ==, EXCHANGE_AGENCY);
    g_assert_cmpstr(first->view.entries[3].from, ==, "agency-1");
    g_assert_cmpstr(first->view.entries[3].to, ==, "agency-2");
    second = mailbox_read(fixture->store, 2, 4, 1, &error);
    g_assert_cmpuint(second->view.entries[0].sequence, ==, 6);
    rest = mailbox_read(fixture->store, 2, 6, 100, &error);
    g_assert_cmpuint(rest->view.entry_count, ==, 1);
    g_assert_cmpuint(rest->view.entries[0].sequence, ==, 7);
    empty = mailbox_read(fixture->store, 2, 8, 100, &error);
    g_assert_cmpuint(empty->view.entry_count, ==, 0);
    g_assert_cmpuint(empty->view.next, ==, 8);
    g_assert_cmpuint(empty->view.head, ==, 8);
}

static void
test_legs_and_their_timeline(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(leg_record) one = NULL;
    g_autoptr(leg_record) other = NULL;
    g_autoptr(leg_record) found = NULL;
    g_autoptr(GPtrArray) changed = NULL;
    g_autoptr(GPtrArray) page = NULL;
    g_autoptr(GPtrArray) steps = NULL;

    fixture_add_agencies(fixture, 3);
    one = fixture_offer(fixture, 1, 2, NULL);
    other = fixture_offer(fixture, 1, 3, NULL);
    fixture_step(fixture, one, KIND_RESPONSE, true, EVENT_ACKNOWLEDGE,
                 LEG_ACKNOWLEDGED);
    fixture_step(fixture, one, KIND_RESPONSE, true, EVENT_ACCEPT, LEG_ACCEPTED);
    found = leg_find(fixture->store, &one->id, 2, &error);
    g_assert_no_error(error);
    g_assert_cmpint(found->life.state, ==, LEG_ACCEPTED);
    g_assert_cmpint(found->changed, ==, 7);
    g_assert_cmpint(found->accepted_us, ==, one->accepted_us);
    g_assert_null(leg_find(fixture->store, &one->id, 3, &error));
    g_assert_error(error, STORE_ERROR, STORE_ERROR_NOT_FOUND);
    g_clear_error(&error);
    changed = legs_list_changed(fixture->store, 1, 0, 10, &error);
    g_assert_cmpuint(changed->len, ==, 2);
    g_assert_cmpint(((struct leg_record *)changed->pdata[0])->changed, ==, 5);
    g_assert_cmpint(((struct leg_record *)changed->pdata[1])->changed, ==, 7);
    page = legs_list_changed(fixture->store, 3, 5, 10, &error);
    g_assert_cmpuint(page->len, ==, 0);
    steps = leg_list_steps(fixture->store, &one->id, &error);
    g_assert_cmpuint(steps->len, ==, 3);
    {
        const struct leg_step *last = g_ptr_array_index(steps, 2);

        g_assert_cmpint(last->event, ==, EVENT_ACCEPT);
        g_assert_cmpint(last->state, ==, LEG_ACCEPTED);
        g_assert_cmpint(last->kind, ==, KIND_RESPONSE);
        g_assert_cmpstr(last->by, ==, "agency-2");
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

    fixture_add_agencies(fixture, 2);
    leg = fixture_offer(fixture, 1, 2, NULL);
    assert_sql(fixture,
               "SET session_replication_role = replica;"
               "UPDATE document SET signed_bytes = set_bit(signed_bytes, 5,"
               " 1 - get_bit(signed_bytes, 5)) RETURNING 'done'",
               "done");
    g_assert_null(log_find_document(fixture->store, &leg->id, 2, 0, &error));
    g_assert_error(error, STORE_ERROR, STORE_ERROR_CORRUPT);
}

/* A listener that counts and remembers. */
struct woken {
    pthread_mutex_t lock;
    pthread_cond_t changed; /* see condition_init() */
    int calls;
    int everyone;
    int64_t head;
    GArray *agencies;
};

static void
note_wakeup(const struct wakeup *wakeup, void *data)
{
    struct woken *woken = data;

    pthread_mutex_lock(&woken->lock);
    woken->calls++;
    woken->everyone += wakeup->is_everyone;
    woken->head = wakeup->head;
    g_array_set_size(woken->agencies, 0);
    g_array_append_vals(woken->agencies, wakeup->agencies, (guint)wakeup->count);
    pthread_cond_signal(&woken->changed);
    pthread_mutex_unlock(&woken->lock);
}

static void
wait_for_head(struct woken *woken, int64_t head, int everyone)
{
    int64_t deadline_us = deadline_in_ms(20000);

    pthread_mutex_lock(&woken->lock);
    while (woken->head < head || woken->everyone < everyone)
        g_assert_true(deadline_wait(&woken->changed, &woken->lock, deadline_us));
    pthread_mutex_unlock(&woken->lock);
}

static void
test_listeners_hear_whom_it_concerns(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(GPtrArray) entries = entries_new();
    g_autoptr(GError) error = NULL;
    struct woken woken = {.agencies = g_array_new(FALSE, FALSE, sizeof(int))};
    struct listener *listener;

    fixture_add_agencies(fixture, 3);
    pthread_mutex_init(&woken.lock, NULL);
    condition_init(&woken.changed);
    listener = listener_new(fixture->url, note_wakeup, &woken);
    wait_for_head(&woken, 3, 1);
    g_ptr_array_add(entries, fixture_entry(KIND_RESPONSE, 1, 3));
    g_ptr_array_add(entries, fixture_entry(KIND_DELIVERY, 3, 0));
    g_assert_true(fixture_commit(fixture, entries, NULL, &error));
    wait_for_head(&woken, 5, 1);
    pthread_mutex_lock(&woken.lock);
    if (woken.agencies->len > 0) { /* unless the look at the head was first */
        g_assert_cmpuint(woken.agencies->len, ==, 2);
        g_assert_cmpint(g_array_index(woken.agencies, int, 0), ==, 1);
        g_assert_cmpint(g_array_index(woken.agencies, int, 1), ==, 3);
    }
    pthread_mutex_unlock(&woken.lock);
    /* The listener's connection dies: everyone is woken once there is a new one. */
    assert_sql(fixture,
               "SELECT bool_and(pg_terminate_backend(pid))::text FROM pg_stat_activity"
               " WHERE query LIKE 'SELECT COALESCE(max(sequence)%'"
               " AND pid <> pg_backend_pid() AND datname = current_database()",
               "true");
    wait_for_head(&woken, 5, 2);
    listener_free(listener);
    g_array_unref(woken.agencies);
    pthread_mutex_destroy(&woken.lock);
    pthread_cond_destroy(&woken.changed);
}

struct rebuilding {
    const struct projection_batch *batch;
};

static bool
rebuild(struct transaction *transaction, void *data, GError **error)
{
    struct rebuilding *work = data;
    g_autoptr(log_question) question = log_question_new();
    g_autoptr(log_answer) answer = log_ask(transaction, question, error);

    return answer != NULL && projection_clear(transaction, error) &&
           projection_write(transaction, work->batch, error);
}

static void
test_projections_can_be_made_again(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(leg_record) leg = NULL;
    g_autoptr(projection_batch) batch = projection_batch_new();
    g_autofree char *live = NULL;
    g_autofree char *other = NULL;
    g_autofree char *rebuilt = NULL;
    struct rebuilding work = {batch};
    struct leg_step steps[] = {{.event = EVENT_REFERRAL, .state = LEG_OFFERED},
                               {.event = EVENT_ACCEPT, .state = LEG_ACCEPTED}};

    fixture_add_agencies(fixture, 2);
    leg = fixture_offer(fixture, 1, 2, NULL);
    fixture_step(fixture, leg, KIND_RESPONSE, true, EVENT_ACCEPT, LEG_ACCEPTED);
    live = projection_digest(fixture->store, &error);
    g_assert_no_error(error);
    g_ptr_array_unref(batch->agencies);
    batch->agencies = agencies_list(fixture->store, &error);
    g_assert_cmpuint(batch->agencies->len, ==, 2);
    g_ptr_array_add(batch->new_legs, leg_record_copy(leg));
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        steps[i].leg = leg->id;
        steps[i].sequence = leg->sequence + (int64_t)i;
        g_array_append_val(batch->steps, steps[i]);
    }
    g_assert_true(store_transact(fixture->store, rebuild, &work, &error));
    rebuilt = projection_digest(fixture->store, &error);
    g_assert_cmpstr(rebuilt, ==, live);
    /* The comparison can fail. */
    assert_sql(fixture, "UPDATE leg SET area = 'E1' RETURNING 'done'", "done");
    other = projection_digest(fixture->store, &error);
    g_assert_cmpstr(other, !=, live);
}

static void
test_a_killed_database_comes_back(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(GError) error = NULL;
    int64_t until = g_get_monotonic_time() + 120 * G_TIME_SPAN_SECOND;
    pid_t killed = embedded_pid(fixture_embedded());
    g_autoptr(leg_record) leg = NULL;
    g_autoptr(leg_record) after = NULL;

    fixture_add_agencies(fixture, 2);
    leg = fixture_offer(fixture, 1, 2, NULL);
    g_assert_cmpint(kill(killed, SIGKILL), ==, 0);
    /* Until it is back everything is refused as unavailable, nothing hangs. */
    for (;;) {
        g_autoptr(GError) failure = NULL;
        pid_t pid = embedded_pid(fixture_embedded());

        if (pid != 0 && pid != killed && store_check(fixture->store, &failure))
            break;
        if (failure != NULL)
            g_assert_error(failure, STORE_ERROR, STORE_ERROR_UNAVAILABLE);
        g_assert_cmpint(g_get_monotonic_time(), <, until);
        g_usleep(1000);
    }
    after = leg_find(fixture->store, &leg->id, 1, &error);
    g_assert_no_error(error);
    fixture_step(fixture, leg, KIND_RESPONSE, true, EVENT_ACCEPT, LEG_ACCEPTED);
}

/* The connection is lost in the first attempt, at one of two places. */
struct losing {
    struct fixture *fixture;
    bool is_after_asking;
    int attempts;
    GPtrArray *entries;
};

static void
lose_connections(struct fixture *fixture)
{
    assert_sql(fixture,
               "SELECT bool_and(pg_terminate_backend(pid, 10000))::text"
               " FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
               " AND datname = current_database()",
               "true");
}

static bool
append_but_lose(struct transaction *transaction, void *data, GError **error)
{
    struct losing *losing = data;
    struct log_entry *entry = g_ptr_array_index(losing->entries, 0);
    g_autoptr(log_question) question = log_question_new();
    g_autoptr(log_answer) answer = NULL;

    losing->attempts++;
    if (losing->attempts == 1 && !losing->is_after_asking)
        lose_connections(losing->fixture);
    g_array_append_val(question->documents, entry->id);
    answer = log_ask(transaction, question, error);
    if (answer == NULL)
        return false;
    g_assert_cmpuint(answer->entries->len, ==, 0);
    if (losing->attempts == 1 && losing->is_after_asking)
        lose_connections(losing->fixture);
    entry->sequence = answer->head.sequence + 1;
    entry->received_us = answer->head.received_us + 1;
    entry->chain = log_chain(&answer->head.chain, entry);
    return log_append(transaction, losing->entries, error);
}

static void
test_a_lost_connection_is_tried_again(void)
{
    g_autoptr(fixture) fixture = fixture_new();

    fixture_add_agencies(fixture, 2);
    for (int i = 0; i < 2; i++) {
        g_autoptr(GPtrArray) entries = entries_new();
        g_autoptr(GError) error = NULL;
        struct losing losing = {fixture, i == 1, 0, entries};

        g_ptr_array_add(entries, fixture_entry(KIND_RESPONSE, 1, 2));
        g_assert_true(store_transact(fixture->store, append_but_lose, &losing, &error));
        g_assert_cmpint(losing.attempts, ==, 2);
    }
    assert_sql(fixture, "SELECT count(*) FROM entry", "4");
}

static bool
refuse(struct transaction *transaction, void *data, GError **error)
{
    (void)transaction;
    ++*(int *)data;
    g_set_error(error, STORE_ERROR, STORE_ERROR_CONFLICT, "not this time");
    return false;
}

static void
test_a_refusal_is_not_tried_again(void)
{
    g_autoptr(fixture) fixture = fixture_new();
    g_autoptr(GError) error = NULL;
    int attempts = 0;

    g_assert_false(store_transact(fixture->store, refuse, &attempts, &error));
    g_assert_error(error, STORE_ERROR, STORE_ERROR_CONFLICT);
    g_assert_cmpint(attempts, ==, 1);
    /* And leaves nothing open. */
    fixture_add_agencies(fixture, 1);
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
    g_test_add_func("/mailbox/pages", test_mailbox_pages);
    g_test_add_func("/legs/timeline", test_legs_and_their_timeline);
    g_test_add_func("/listener/hears-whom-it-concerns",
                    test_listeners_hear_whom_it_concerns);
    g_test_add_func("/projection/can-be-made-again",
                    test_projections_can_be_made_again);
    g_test_add_func("/store/a-lost-connection-is-tried-again",
                    test_a_lost_connection_is_tried_again);
    g_test_add_func("/store/a-refusal-is-not-tried-again",
                    test_a_refusal_is_not_tried_again);
    g_test_add_func("/store/a-killed-database-comes-back",
                    test_a_killed_database_comes_back);
}

int
main(int argc, char **argv)
{
    return fixture_run(argc, argv, add_tests);
}
