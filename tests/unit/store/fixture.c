/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/store/fixture.h"

#include <glib/gstdio.h>
#include <libpq-fe.h>
#include <string.h>

#define FIRST_US INT64_C(1780000000000000) /* 2026-05-28 */

static struct {
    struct embedded *embedded;
    char *directory;
    int databases;
} process;

char *
fixture_directory(void)
{
    char *path = g_build_filename(TEST_DIRECTORY, "store-XXXXXX", NULL);

    g_assert_nonnull(g_mkdtemp(path));
    return path;
}

void
fixture_directory_remove(const char *path)
{
    char *arguments[] = {"rm", "-rf", "--", (char *)path, NULL};

    g_assert_true(g_spawn_sync(NULL, arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                               NULL, NULL, NULL, NULL));
}

struct embedded *
fixture_embedded(void)
{
    g_autoptr(GError) error = NULL;

    if (process.embedded == NULL) {
        process.directory = fixture_directory();
        process.embedded = embedded_start(process.directory, EMBEDDED_SERVE, &error);
        g_assert_no_error(error);
    }
    return process.embedded;
}

int
fixture_run(int argc, char **argv, void (*add_tests)(void))
{
    int status;

    g_test_init(&argc, &argv, NULL);
    /* That the database was killed is worth a warning, and tests kill it. */
    g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
    add_tests();
    status = g_test_run();
    if (process.embedded != NULL) {
        embedded_stop(process.embedded);
        fixture_directory_remove(process.directory);
        g_free(process.directory);
    }
    return status;
}

static char *
run_sql(const char *url, const char *sql)
{
    PGconn *pg = PQconnectdb(url);
    PGresult *result = PQexec(pg, sql);
    char *found = NULL;

    g_assert_cmpint(PQstatus(pg), ==, CONNECTION_OK);
    if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0)
        found = g_strdup(PQgetvalue(result, 0, 0));
    else if (PQresultStatus(result) == PGRES_FATAL_ERROR)
        found = g_strconcat("!", PQresultErrorField(result, PG_DIAG_SQLSTATE), NULL);
    PQclear(result);
    PQfinish(pg);
    return found;
}

char *
fixture_sql(struct fixture *fixture, const char *sql)
{
    return run_sql(fixture->url, sql);
}

static void
begin_gathering(struct fixture *fixture)
{
    fixture->entries = g_ptr_array_new_with_free_func((GDestroyNotify)log_entry_free);
    fixture->batch = projection_batch_new();
    fixture->is_gathering = false;
}

struct fixture *
fixture_new(void)
{
    struct fixture *fixture = g_new0(struct fixture, 1);
    const char *url = embedded_url(fixture_embedded());
    g_autofree char *create =
        g_strdup_printf("CREATE DATABASE test%d", ++process.databases);
    g_autofree char *failure = run_sql(url, create);
    g_autoptr(GError) error = NULL;

    g_assert_null(failure);
    fixture->url = g_strdup_printf("%s dbname=test%d", url, process.databases);
    fixture->store = store_open(&(struct store_options){.url = fixture->url,
                                                        .connections = 2,
                                                        .wait_seconds = 5},
                                &error);
    g_assert_no_error(error);
    fixture->now_us = FIRST_US;
    begin_gathering(fixture);
    return fixture;
}

void
fixture_free(struct fixture *fixture)
{
    store_close(fixture->store);
    g_ptr_array_unref(fixture->entries);
    projection_batch_free(fixture->batch);
    g_free(fixture->url);
    g_free(fixture);
}

struct log_entry *
fixture_entry(enum kind kind, int sender, int recipient)
{
    struct log_entry *entry = g_new0(struct log_entry, 1);

    uuid_new(&entry->id);
    uuid_new(&entry->case_id);
    entry->kind = kind;
    entry->sender = sender;
    entry->recipient = recipient;
    entry->signed_bytes = g_bytes_new(entry->id.bytes, UUID_BYTES);
    entry->receipt = g_bytes_new(entry->case_id.bytes, UUID_BYTES);
    entry->document = digest_of_bytes(entry->signed_bytes);
    entry->certificate = digest_of("certificate", 11);
    return entry;
}

struct commit {
    struct fixture *fixture;
    GPtrArray *entries;
    const struct projection_batch *batch;
};

static bool
commit(struct transaction *transaction, void *data, GError **error)
{
    struct commit *work = data;
    g_autoptr(log_question) question = log_question_new();
    g_autoptr(log_answer) answer = log_ask(transaction, question, error);
    struct log_head head;

    if (answer == NULL)
        return false;
    head = answer->head;
    for (guint i = 0; i < work->entries->len; i++) {
        struct log_entry *entry = g_ptr_array_index(work->entries, i);

        entry->sequence = ++head.sequence;
        entry->received_us = ++work->fixture->now_us;
        entry->chain = log_chain(&head.chain, entry);
        head.chain = entry->chain;
    }
    return log_append(transaction, work->entries, error) &&
           (work->batch == NULL || projection_write(transaction, work->batch, error));
}

bool
fixture_commit(struct fixture *fixture, GPtrArray *entries,
               const struct projection_batch *batch, GError **error)
{
    struct commit work = {fixture, entries, batch};

    return store_transact(fixture->store, commit, &work, error);
}

struct asking {
    const struct log_question *question;
    struct log_answer *answer;
};

static bool
ask(struct transaction *transaction, void *data, GError **error)
{
    struct asking *asking = data;

    g_clear_pointer(&asking->answer, log_answer_free);
    asking->answer = log_ask(transaction, asking->question, error);
    return asking->answer != NULL;
}

struct log_answer *
fixture_ask(struct fixture *fixture, const struct log_question *question)
{
    g_autoptr(GError) error = NULL;
    struct asking asking = {question, NULL};

    g_assert_true(store_transact(fixture->store, ask, &asking, &error));
    return asking.answer;
}

static bool
register_agency(struct transaction *transaction, void *data, GError **error)
{
    int number = GPOINTER_TO_INT(data);
    g_autofree char *id = g_strdup_printf("agency-%d", number);
    int given;

    if (!agency_number(transaction, id, &given, error))
        return false;
    g_assert_cmpint(given, ==, number);
    return true;
}

void
fixture_add_agencies(struct fixture *fixture, int count)
{
    for (int number = 1; number <= count; number++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) entries =
            g_ptr_array_new_with_free_func((GDestroyNotify)log_entry_free);
        g_autoptr(projection_batch) batch = projection_batch_new();
        g_autofree char *der = g_strdup_printf("certificate of agency %d", number);
        struct agency *agency = agency_new();
        struct agency_certificate *certificate = agency_certificate_new();
        struct log_head head;

        g_assert_true(store_transact(fixture->store, register_agency,
                                     GINT_TO_POINTER(number), &error));
        g_assert_true(log_read_head(fixture->store, &head, &error));
        agency->number = number;
        agency->name = g_strdup_printf("Agency %d", number);
        agency->kind = AGENCY_CHARITY;
        agency->sequence = head.sequence + 1;
        certificate->der = g_bytes_new(der, strlen(der));
        certificate->sha256 = digest_of_bytes(certificate->der);
        certificate->usage = CERTIFICATE_IDENTITY;
        certificate->registered_from_us = fixture->now_us;
        g_ptr_array_add(agency->certificates, certificate);
        g_ptr_array_add(batch->agencies, agency);
        g_ptr_array_add(entries, fixture_entry(KIND_REGISTRATION, LOG_AGENCY_EXCHANGE,
                                               LOG_PUBLISHED));
        g_assert_true(fixture_commit(fixture, entries, batch, &error));
    }
}

void
fixture_gather(struct fixture *fixture)
{
    fixture->is_gathering = true;
}

void
fixture_commit_gathered(struct fixture *fixture)
{
    g_autoptr(GError) error = NULL;

    g_assert_true(fixture_commit(fixture, fixture->entries, fixture->batch, &error));
    g_ptr_array_unref(fixture->entries);
    projection_batch_free(fixture->batch);
    begin_gathering(fixture);
}

/* The number that the next entry will have. */
static int64_t
next_sequence(struct fixture *fixture)
{
    struct log_head head;

    g_assert_true(log_read_head(fixture->store, &head, NULL));
    return head.sequence + fixture->entries->len + 1;
}

/* The time that it will have. */
static int64_t
next_us(const struct fixture *fixture)
{
    return fixture->now_us + fixture->entries->len + 1;
}

static void
add_step(struct projection_batch *batch, const struct leg_record *leg,
         enum leg_event event)
{
    struct leg_step step = {.leg = leg->id,
                            .sequence = leg->changed,
                            .event = event,
                            .state = leg->life.state};

    g_array_append_val(batch->steps, step);
}

struct leg_record *
fixture_offer(struct fixture *fixture, int referrer, int recipient,
              const struct uuid *referral)
{
    struct projection_batch *batch = fixture->batch;
    int64_t sequence = next_sequence(fixture);
    int64_t at_us = next_us(fixture);
    struct log_entry *entry = fixture_entry(KIND_REFERRAL, referrer, recipient);
    struct leg_record *leg = leg_record_new();

    entry->leg = entry->id;
    entry->has_leg = true;
    g_ptr_array_add(fixture->entries, entry);
    leg->id = entry->id;
    leg->case_id = entry->case_id;
    if (referral == NULL)
        uuid_new(&leg->referral);
    else
        leg->referral = *referral;
    leg->life.mode = referral == NULL ? MODE_PARALLEL : MODE_FIRST_ACCEPT;
    leg->life.state = LEG_OFFERED;
    leg->sequence = leg->changed = sequence;
    leg->referrer = referrer;
    leg->recipient = recipient;
    leg->urgency = URGENCY_URGENT;
    g_strlcpy(leg->type, "accommodation", sizeof leg->type);
    g_strlcpy(leg->area, "E07000123", sizeof leg->area);
    g_strfreev(leg->needs);
    leg->needs = g_strsplit("housing parenting", " ", -1);
    leg->offered_us = at_us;
    g_ptr_array_add(batch->new_legs, leg_record_copy(leg));
    add_step(batch, leg, EVENT_REFERRAL);
    if (!fixture->is_gathering)
        fixture_commit_gathered(fixture);
    return leg;
}

void
fixture_step(struct fixture *fixture, struct leg_record *leg, enum kind kind,
             bool is_by_recipient, enum leg_event event, enum leg_state state)
{
    struct projection_batch *batch = fixture->batch;
    int64_t sequence = next_sequence(fixture);
    int64_t at_us = next_us(fixture);
    struct log_entry *entry =
        fixture_entry(kind, is_by_recipient ? leg->recipient : leg->referrer,
                      is_by_recipient ? leg->referrer : leg->recipient);

    entry->leg = leg->id;
    entry->has_leg = true;
    g_ptr_array_add(fixture->entries, entry);
    leg->life.state = state;
    leg->changed = sequence;
    if (leg->delivered_us == 0 && is_by_recipient)
        leg->delivered_us = at_us;
    if (event == EVENT_ACCEPT || event == EVENT_DECLINE || event == EVENT_REDIRECT)
        leg->decided_us = leg->decided_us == 0 ? at_us : leg->decided_us;
    if (event == EVENT_ACCEPT)
        leg->accepted_us = at_us;
    if (leg_state_is_final(state))
        leg->ended_us = at_us;
    leg->is_awarded |= event == EVENT_ACCEPT && leg->life.mode == MODE_FIRST_ACCEPT;
    g_ptr_array_add(batch->changed_legs, leg_record_copy(leg));
    add_step(batch, leg, event);
    if (!fixture->is_gathering)
        fixture_commit_gathered(fixture);
}
