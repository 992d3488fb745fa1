/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/store.h"

#include "common/threads/deadline.h"
#include "exchange/store/agency_names.h"
#include "exchange/store/connection.h"
#include "exchange/store/migrations.h"

#include <pthread.h>

#define CONNECTIONS_MAX  16
#define CONNECT_PAUSE_US 50000

struct transaction {
    struct store *store;
    struct connection *connection;
};

/* One place in the pool; connection is NULL until it is needed, and when it was lost.
 */
struct slot {
    struct connection *connection;
    bool is_busy;
};

struct store {
    char *url;
    pthread_mutex_t lock;
    pthread_cond_t is_free;
    struct slot readers[CONNECTIONS_MAX];
    unsigned int count;
    /* Apart from the readers, so that they never hold up a commit. */
    pthread_mutex_t writer_lock;
    struct connection *writer;
    struct agency_names *agency_names;
};

GQuark
store_error_quark(void)
{
    return g_quark_from_static_string("store-error");
}

static bool
is_unavailable(const GError *error)
{
    return g_error_matches(error, STORE_ERROR, STORE_ERROR_UNAVAILABLE);
}

static struct connection *
open_patiently(const char *url, unsigned int wait_seconds, GError **error)
{
    int64_t until = g_get_monotonic_time() + (int64_t)wait_seconds * G_USEC_PER_SEC;

    for (;;) {
        g_autoptr(GError) failure = NULL;
        struct connection *connection = connection_open(url, &failure);

        if (connection != NULL)
            return connection;
        if (!is_unavailable(failure) || g_get_monotonic_time() >= until) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return NULL;
        }
        g_usleep(CONNECT_PAUSE_US);
    }
}

struct store *
store_open(const struct store_options *options, GError **error)
{
    g_autoptr(store) store = g_new0(struct store, 1);

    store->url = g_strdup(options->url);
    store->agency_names = agency_names_new();
    store->count = CLAMP(options->connections, 1, CONNECTIONS_MAX);
    pthread_mutex_init(&store->lock, NULL);
    pthread_mutex_init(&store->writer_lock, NULL);
    condition_init(&store->is_free);
    store->writer = open_patiently(store->url, options->wait_seconds, error);
    if (store->writer == NULL || !migrations_apply(store->writer, error))
        return NULL;
    return g_steal_pointer(&store);
}

void
store_close(struct store *store)
{
    if (store == NULL)
        return;
    for (unsigned int i = 0; i < store->count; i++)
        connection_close(store->readers[i].connection);
    connection_close(store->writer);
    agency_names_free(store->agency_names);
    pthread_cond_destroy(&store->is_free);
    pthread_mutex_destroy(&store->writer_lock);
    pthread_mutex_destroy(&store->lock);
    g_free(store->url);
    g_free(store);
}

/* Takes a place in the pool; one with a living connection if there is a choice. */
static struct slot *
acquire(struct store *store, GError **error)
{
    struct slot *found = NULL;
    const int64_t deadline_us = deadline_in_ms(STORE_WAIT_SECONDS * 1000);

    pthread_mutex_lock(&store->lock);
    for (;;) {
        for (unsigned int i = 0; i < store->count; i++) {
            struct slot *slot = &store->readers[i];

            if (!slot->is_busy && (found == NULL || found->connection == NULL))
                found = slot;
        }
        if (found != NULL || !deadline_wait(&store->is_free, &store->lock, deadline_us))
            break;
    }
    if (found != NULL)
        found->is_busy = true;
    pthread_mutex_unlock(&store->lock);
    if (found == NULL)
        g_set_error(error, STORE_ERROR, STORE_ERROR_UNAVAILABLE,
                    "database: all %u connections are busy", store->count);
    return found;
}

static void
release(struct store *store, struct slot *slot)
{
    pthread_mutex_lock(&store->lock);
    slot->is_busy = false;
    pthread_cond_signal(&store->is_free);
    pthread_mutex_unlock(&store->lock);
}

/* A living connection in *place, a new one if need be. */
static bool
revive(const char *url, struct connection **place, GError **error)
{
    if (*place != NULL && connection_is_alive(*place))
        return true;
    g_clear_pointer(place, connection_close);
    *place = connection_open(url, error);
    return *place != NULL;
}

static struct rows *
query(struct connection *connection, const struct statement *statement,
      const struct parameter *parameters, size_t count, GError **error)
{
    g_autoptr(rows) rows = NULL;

    if (!connection_send(connection, statement, parameters, count, error))
        return NULL;
    rows = connection_receive(connection, error);
    /* To the end of the pipeline, so that the next user finds it clean. */
    if (!connection_drain(connection, rows == NULL ? NULL : error))
        return NULL;
    return g_steal_pointer(&rows);
}

struct rows *
store_query(struct store *store, const struct statement *statement,
            const struct parameter *parameters, size_t count, GError **error)
{
    g_autoptr(GError) failure = NULL;
    struct slot *slot = acquire(store, error);
    struct rows *found = NULL;

    if (slot == NULL)
        return NULL;
    for (int attempt = 0; attempt < 2 && found == NULL; attempt++) {
        g_clear_error(&failure);
        if (!revive(store->url, &slot->connection, &failure))
            break;
        found = query(slot->connection, statement, parameters, count, &failure);
        if (found == NULL && connection_is_alive(slot->connection))
            break;
    }
    release(store, slot);
    if (found == NULL)
        g_propagate_error(error, g_steal_pointer(&failure));
    return found;
}

struct agency_names *
store_agency_names(struct store *store)
{
    return store->agency_names;
}

bool
store_check(struct store *store, GError **error)
{
    static const struct statement check = {"store_check", "SELECT 1"};
    g_autoptr(rows) answer = store_query(store, &check, NO_PARAMETERS, error);

    return answer != NULL;
}

/* Transactions. */

static const struct statement begin = {
    "transaction_begin", "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"};
static const struct statement commit = {"transaction_commit", "COMMIT"};
static const struct statement rollback = {"transaction_rollback", "ROLLBACK"};

/*
 * A standby that did not confirm leaves the outcome of a commit open, and PostgreSQL
 * says so in a warning only.
 */
static bool
end_commit(struct connection *connection, GError **error)
{
    connection_take_warning(connection);
    if (!connection_send_unasked(connection, &commit, error) ||
        !connection_drain(connection, error))
        return false;
    if (connection_take_warning(connection)) {
        g_set_error(error, STORE_ERROR, STORE_ERROR_UNAVAILABLE,
                    "database: the commit was not confirmed as asked");
        return false;
    }
    return true;
}

static void
end_rollback(struct connection *connection)
{
    /* What failed is known already; a connection that cannot roll back is closed. */
    if (!connection_drain(connection, NULL) && !connection_is_alive(connection))
        return;
    if (connection_is_in_transaction(connection) &&
        (!connection_send_unasked(connection, &rollback, NULL) ||
         !connection_drain(connection, NULL)))
        g_debug("a transaction was not rolled back; its connection goes with it");
}

static bool
attempt(struct store *store, transaction_function *function, void *data, GError **error)
{
    struct transaction transaction;

    if (!revive(store->url, &store->writer, error))
        return false;
    transaction.store = store;
    transaction.connection = store->writer;
    connection_take_soft_failure(store->writer);
    if (connection_send_unasked(store->writer, &begin, error) &&
        function(&transaction, data, error) && end_commit(store->writer, error))
        return true;
    end_rollback(store->writer);
    return false;
}

bool
store_transact(struct store *store, transaction_function *function, void *data,
               GError **error)
{
    g_autoptr(GError) failure = NULL;
    bool is_done = false;

    pthread_mutex_lock(&store->writer_lock);
    for (int i = 0; i < STORE_TRANSACT_ATTEMPTS && !is_done; i++) {
        g_clear_error(&failure);
        is_done = attempt(store, function, data, &failure);
        if (is_done || store->writer == NULL)
            break;
        if (connection_is_alive(store->writer) &&
            !connection_take_soft_failure(store->writer))
            break;
    }
    pthread_mutex_unlock(&store->writer_lock);
    if (!is_done)
        g_propagate_error(error, g_steal_pointer(&failure));
    return is_done;
}

struct store *
transaction_store(const struct transaction *transaction)
{
    return transaction->store;
}

bool
transaction_send(struct transaction *transaction, const struct statement *statement,
                 const struct parameter *parameters, size_t count, GError **error)
{
    return connection_send(transaction->connection, statement, parameters, count,
                           error);
}

struct rows *
transaction_receive(struct transaction *transaction, GError **error)
{
    return connection_receive(transaction->connection, error);
}

struct rows *
transaction_query(struct transaction *transaction, const struct statement *statement,
                  const struct parameter *parameters, size_t count, GError **error)
{
    if (!connection_send(transaction->connection, statement, parameters, count, error))
        return NULL;
    return connection_receive(transaction->connection, error);
}
