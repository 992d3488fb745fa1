/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/store/connection.h"

#include "exchange/store/parameters.h"
#include "exchange/store/rows.h"

#include <string.h>

#define SERVER_VERSION_LEAST 150000
#define PARAMETERS_MAX       40

/* What is to come from the server, in order. */
struct answer {
    enum { ANSWER_PREPARE, ANSWER_UNASKED, ANSWER_ROWS, ANSWER_SYNC } kind;
    const struct statement *statement; /* of ANSWER_PREPARE */
};

struct connection {
    PGconn *pg;
    GHashTable *prepared; /* struct statement: on the server, or on its way there */
    GArray *answers;      /* struct answer, oldest first from `next` on */
    guint next;
    size_t outstanding; /* ANSWER_ROWS among them */
    bool is_synced;     /* nothing was queued since the last sync */
    bool has_warning;
    bool has_soft_failure;
    GError *failure; /* of what was sent up to the sync that comes */
};

/*
 * One plan for each statement: arrays make custom plans costly and no better.  It is
 * often made while the tables are empty and must serve when they are not, so only
 * index scans in their order and nested loops are wanted.  The timeouts bound what a
 * slow disk, a lock or a stalled process of ours can hold up. A database that answers
 * before it has written would make every receipt a lie.
 */
static const char session[] =
    "SET plan_cache_mode = force_generic_plan; SET jit = off;"
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
    "SET enable_sort = off;"
    "SET statement_timeout = '30s'; SET lock_timeout = '10s';"
    "SET idle_in_transaction_session_timeout = '30s';"
    "SET client_min_messages = warning; SET bytea_output = hex;"
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'";

static const struct {
    const char *state; /* SQLSTATE, or the first characters of its class */
    enum store_error code;
} states[] = {
    {"08", STORE_ERROR_UNAVAILABLE},    /* connection */
    {"23", STORE_ERROR_CONFLICT},       /* integrity constraint */
    {"25006", STORE_ERROR_UNAVAILABLE}, /* read only: it became a standby */
    {"25P03", STORE_ERROR_UNAVAILABLE}, /* idle in transaction for too long */
    {"40", STORE_ERROR_UNAVAILABLE},    /* serialization, deadlock, outcome unknown */
    {"53", STORE_ERROR_UNAVAILABLE},    /* disk full, memory, connections */
    {"55P03", STORE_ERROR_UNAVAILABLE}, /* lock timeout */
    {"57", STORE_ERROR_UNAVAILABLE},    /* shutdown, starting up, timeout */
    {"58", STORE_ERROR_UNAVAILABLE},    /* I/O */
    {"XX001", STORE_ERROR_CORRUPT},     /* a page fails its checksum */
    {"XX002", STORE_ERROR_CORRUPT},     /* an index contradicts its table */
};

void
connection_set_error(PGconn *pg, const PGresult *result, GError **error)
{
    const char *state =
        result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message =
        result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    enum store_error code = STORE_ERROR_FAILED;

    if (state == NULL) {
        /* No answer at all: the connection is gone. */
        g_autofree char *words = g_strdup(PQerrorMessage(pg));

        g_set_error(error, STORE_ERROR, STORE_ERROR_UNAVAILABLE, "database: %s",
                    g_strstrip(g_strdelimit(words, "\n\t", ' ')));
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(states); i++)
        if (strncmp(state, states[i].state, strlen(states[i].state)) == 0) {
            code = states[i].code;
            break;
        }
    /* Messages of class 22 quote data. */
    g_set_error(error, STORE_ERROR, (int)code, "database: SQLSTATE %s%s%s", state,
                message == NULL || g_str_has_prefix(state, "22") ? "" : ": ",
                message == NULL || g_str_has_prefix(state, "22") ? "" : message);
}

/* Warnings are rare and tell of trouble; libpq would print them. */
static void
note_warning(void *data, const PGresult *result)
{
    struct connection *connection = data;
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);

    if (g_strcmp0(severity, "WARNING") == 0)
        connection->has_warning = true;
}

static bool
begin_session(struct connection *connection, GError **error)
{
    PGresult *result;
    bool is_set;

    if (PQserverVersion(connection->pg) < SERVER_VERSION_LEAST) {
        g_set_error(error, STORE_ERROR, STORE_ERROR_FAILED,
                    "database: PostgreSQL 15 or later is needed, this is %d",
                    PQserverVersion(connection->pg) / 10000);
        return false;
    }
    result = PQexec(connection->pg, session);
    is_set = PQresultStatus(result) == PGRES_TUPLES_OK;
    if (!is_set)
        connection_set_error(connection->pg, result, error);
    PQclear(result);
    return is_set;
}

struct connection *
connection_open(const char *url, GError **error)
{
    /* What the URL says itself comes later and wins. */
    const char *const keywords[] = {"connect_timeout", "application_name",
                                    "target_session_attrs", "dbname", NULL};
    const char *const values[] = {"2", "referral-exchange", "read-write", url, NULL};
    g_autoptr(connection) connection = g_new0(struct connection, 1);

    connection->prepared = g_hash_table_new(g_direct_hash, g_direct_equal);
    connection->answers = g_array_new(FALSE, FALSE, sizeof(struct answer));
    connection->is_synced = true;
    connection->pg = PQconnectdbParams(keywords, values, 1);
    if (PQstatus(connection->pg) != CONNECTION_OK) {
        connection_set_error(connection->pg, NULL, error);
        return NULL;
    }
    PQsetNoticeReceiver(connection->pg, note_warning, connection);
    if (!begin_session(connection, error))
        return NULL;
    return g_steal_pointer(&connection);
}

void
connection_close(struct connection *connection)
{
    if (connection == NULL)
        return;
    PQfinish(connection->pg);
    g_hash_table_unref(connection->prepared);
    g_array_unref(connection->answers);
    g_clear_error(&connection->failure);
    g_free(connection);
}

bool
connection_is_alive(const struct connection *connection)
{
    return PQstatus(connection->pg) == CONNECTION_OK;
}

PGconn *
connection_leave_pipeline(struct connection *connection)
{
    if (PQpipelineStatus(connection->pg) != PQ_PIPELINE_OFF &&
        PQexitPipelineMode(connection->pg) != 1)
        g_error("statements are outstanding");
    return connection->pg;
}

static void
expect(struct connection *connection, struct answer answer)
{
    g_array_append_val(connection->answers, answer);
    connection->is_synced = answer.kind == ANSWER_SYNC;
    if (answer.kind == ANSWER_ROWS)
        connection->outstanding++;
}

static bool
prepare(struct connection *connection, const struct statement *statement,
        const Oid *oids, size_t count)
{
    if (g_hash_table_contains(connection->prepared, statement))
        return true;
    if (!PQsendPrepare(connection->pg, statement->name, statement->sql, (int)count,
                       oids))
        return false;
    expect(connection, (struct answer){ANSWER_PREPARE, statement});
    g_hash_table_add(connection->prepared, (void *)statement);
    return true;
}

static bool
queue(struct connection *connection, const struct statement *statement,
      const struct parameter *parameters, size_t count, struct answer answer,
      GError **error)
{
    Oid oids[PARAMETERS_MAX];
    const char *values[PARAMETERS_MAX];
    int lengths[PARAMETERS_MAX];
    int formats[PARAMETERS_MAX];

    g_assert(count <= PARAMETERS_MAX);
    for (size_t i = 0; i < count; i++) {
        oids[i] = parameter_type(&parameters[i]);
        values[i] = parameter_value(&parameters[i]);
        lengths[i] = parameters[i].length;
        formats[i] = 1;
    }
    if ((PQpipelineStatus(connection->pg) == PQ_PIPELINE_OFF &&
         !PQenterPipelineMode(connection->pg)) ||
        !prepare(connection, statement, oids, count) ||
        !PQsendQueryPrepared(connection->pg, statement->name, (int)count, values,
                             lengths, formats, 1)) {
        connection_set_error(connection->pg, NULL, error);
        return false;
    }
    expect(connection, answer);
    return true;
}

bool
connection_send(struct connection *connection, const struct statement *statement,
                const struct parameter *parameters, size_t count, GError **error)
{
    return queue(connection, statement, parameters, count,
                 (struct answer){ANSWER_ROWS, NULL}, error);
}

bool
connection_send_unasked(struct connection *connection,
                        const struct statement *statement, GError **error)
{
    return queue(connection, statement, NO_PARAMETERS,
                 (struct answer){ANSWER_UNASKED, NULL}, error);
}

static bool
synchronise(struct connection *connection, GError **error)
{
    if (connection->is_synced)
        return true;
    if (!PQpipelineSync(connection->pg)) {
        connection_set_error(connection->pg, NULL, error);
        return false;
    }
    expect(connection, (struct answer){ANSWER_SYNC, NULL});
    return true;
}

static void
note_failure(struct connection *connection, const PGresult *result)
{
    const char *state;

    if (connection->failure != NULL)
        return;
    connection_set_error(connection->pg, result, &connection->failure);
    state = result == NULL ? NULL : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (g_strcmp0(state, "40001") == 0 || g_strcmp0(state, "40P01") == 0)
        connection->has_soft_failure = true;
}

/* Reads to the end of the oldest answer.  Its result is the caller's; may be NULL. */
static PGresult *
take_answer(struct connection *connection, struct answer *answer)
{
    PGresult *result = PQgetResult(connection->pg);
    ExecStatusType status = PQresultStatus(result);

    *answer = g_array_index(connection->answers, struct answer, connection->next++);
    if (connection->next == connection->answers->len) {
        g_array_set_size(connection->answers, 0);
        connection->next = 0;
    }
    if (answer->kind == ANSWER_ROWS)
        connection->outstanding--;
    if (status == PGRES_PIPELINE_SYNC) {
        g_clear_error(&connection->failure);
        return result;
    }
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        if (status != PGRES_PIPELINE_ABORTED)
            note_failure(connection, result);
        if (answer->kind == ANSWER_PREPARE)
            g_hash_table_remove(connection->prepared, answer->statement);
    }
    /* Each answer but a sync ends with a NULL. */
    if (result != NULL) {
        PGresult *further;

        while ((further = PQgetResult(connection->pg)) != NULL)
            PQclear(further);
    }
    return result;
}

struct rows *
connection_receive(struct connection *connection, GError **error)
{
    PGresult *result;
    struct answer answer;

    g_assert(connection->outstanding > 0);
    if (!synchronise(connection, error))
        return NULL;
    for (;;) {
        result = take_answer(connection, &answer);
        if (answer.kind == ANSWER_ROWS)
            break;
        PQclear(result);
    }
    if (connection->failure != NULL) {
        PQclear(result);
        if (error != NULL)
            *error = g_error_copy(connection->failure);
        return NULL;
    }
    return rows_new(result);
}

bool
connection_drain(struct connection *connection, GError **error)
{
    g_autoptr(GError) first = NULL;
    struct answer answer;

    if (!connection_is_alive(connection) || !synchronise(connection, &first)) {
        if (first == NULL)
            connection_set_error(connection->pg, NULL, &first);
        g_propagate_error(error, g_steal_pointer(&first));
        return false;
    }
    while (connection->answers->len > 0) {
        PQclear(take_answer(connection, &answer));
        if (first == NULL && connection->failure != NULL)
            first = g_error_copy(connection->failure);
        if (!connection_is_alive(connection)) {
            if (first == NULL)
                connection_set_error(connection->pg, NULL, &first);
            break;
        }
    }
    if (first != NULL) {
        g_propagate_error(error, g_steal_pointer(&first));
        return false;
    }
    return true;
}

bool
connection_is_in_transaction(const struct connection *connection)
{
    PGTransactionStatusType status = PQtransactionStatus(connection->pg);

    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

bool
connection_take_warning(struct connection *connection)
{
    bool has_warning = connection->has_warning;

    connection->has_warning = false;
    return has_warning;
}

bool
connection_take_soft_failure(struct connection *connection)
{
    bool has_soft_failure = connection->has_soft_failure;

    connection->has_soft_failure = false;
    return has_soft_failure;
}
