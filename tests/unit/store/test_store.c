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
