/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store: connections to PostgreSQL, prepared statements with typed binary
 * parameters and rows, and the one function that begins, commits and retries.
 * No other folder knows libpq.
 *
 * A struct store may be used from any thread; a struct transaction only from the
 * thread that runs its function; struct rows belong to whoever got them.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "common/autoptr.h"
#include "common/documents/uuid.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define STORE_ERROR (store_error_quark())
GQuark store_error_quark(void);

enum store_error {
    STORE_ERROR_NOT_FOUND,        /* no such thing, or not this agency's to see */
    STORE_ERROR_GONE,             /* it was withdrawn from this reader */
    STORE_ERROR_CONFLICT,         /* a constraint of the database refused it */
    STORE_ERROR_UNAVAILABLE,      /* no database now; a commit's outcome is open */
    STORE_ERROR_CORRUPT,          /* what is stored contradicts its own digest */
    STORE_ERROR_SCHEMA_TOO_NEW,   /* written by a later release */
    STORE_ERROR_SCHEMA_DIFFERENT, /* a released migration was changed */
    STORE_ERROR_FAILED,           /* a statement is wrong: our own defect */
};

struct store;
struct rows;
struct array;
struct transaction;

/* Statements. */

/* A statement and the name under which each connection prepares it once. */
struct statement {
    const char *name;
    const char *sql;
};

enum parameter_kind {
    PARAMETER_NULL,
    PARAMETER_BOOL,
    PARAMETER_INT4,
    PARAMETER_INT8,
    PARAMETER_UUID,
    PARAMETER_TEXT,
    PARAMETER_BYTES,
    PARAMETER_ARRAY,
    PARAMETER_ELEMENT, /* the one element of an array */
};

/* One typed parameter; points into what it was made from, copies nothing. */
struct parameter {
    enum parameter_kind kind;
    int length;
    union {
        uint8_t inlined[UUID_BYTES];
        const void *bytes;
        const struct array *array;
    };
};

struct parameter parameter_null(void);
struct parameter parameter_int4(int32_t value);
struct parameter parameter_int8(int64_t value);
/* NULL where a pointer is NULL. */
struct parameter parameter_uuid(const struct uuid *value);
struct parameter parameter_text(const char *value);
struct parameter parameter_array(const struct array *array);
/* Of an array of length 1. */
struct parameter parameter_element(const struct array *array);

/* An argument pair for the functions below: PARAMETERS(parameter_int4(1), ...). */
#define PARAMETERS(...)                                                                \
    (const struct parameter[]){__VA_ARGS__},                                           \
        sizeof((const struct parameter[]){__VA_ARGS__}) / sizeof(struct parameter)
#define NO_PARAMETERS NULL, 0

/* An array of one element type, for unnest() and = ANY; built in wire format. */
struct array *array_new(enum parameter_kind element);
void array_free(struct array *array);
size_t array_length(const struct array *array);
void array_add_null(struct array *array);
void array_add_bool(struct array *array, bool value);
void array_add_int4(struct array *array, int32_t value);
void array_add_int8(struct array *array, int64_t value);
void array_add_uuid(struct array *array, const struct uuid *value);
void array_add_text(struct array *array, const char *value);
/* A list, as words: unnest() takes an array of arrays apart altogether. */
void array_add_words(struct array *array, char *const *words);
/* A moment; 0: none, which is null. */
void array_add_time(struct array *array, int64_t us);
void array_add_bytes(struct array *array, const void *bytes, size_t length);

DEFINE_AUTOPTR(array, array_free)

/* Rows. */

void rows_free(struct rows *rows);
DEFINE_AUTOPTR(rows, rows_free)

size_t rows_count(const struct rows *rows);

/*
 * Typed access, row and column from 0.  Asking for another type than the column
 * has is our own defect and ends the program.  NULL reads as 0, false, or NULL;
 * pointers live as long as the rows.
 */
bool rows_is_null(const struct rows *rows, size_t row, int column);
bool rows_bool(const struct rows *rows, size_t row, int column);
int32_t rows_int4(const struct rows *rows, size_t row, int column);
int64_t rows_int8(const struct rows *rows, size_t row, int column);
double rows_float8(const struct rows *rows, size_t row, int column);
/* Returns whether it was not NULL; uuid is then written. */
bool rows_uuid(const struct rows *rows, size_t row, int column, struct uuid *uuid);
const char *rows_text(const struct rows *rows, size_t row, int column);
const void *rows_bytes(const struct rows *rows, size_t row, int column, size_t *length);
/* A text[] as a NULL-terminated vector that the caller frees; NULL reads as empty. */
char **rows_texts(const struct rows *rows, size_t row, int column);
/* The index of a word that the database's own type or constraint has checked too. */
unsigned int rows_name(const struct rows *rows, size_t row, int column,
                       const char *const names[]);

/* The store. */

struct store_options {
    const char *url;           /* a libpq URL or keyword string */
    unsigned int connections;  /* for reading, besides the one that writes; 1 to 16 */
    unsigned int wait_seconds; /* how long to wait for the first connection */
};

/*
 * Connects, and brings the schema to this release (under an advisory lock, so that
 * several processes may start at once).  STORE_ERROR_UNAVAILABLE if no database
 * answers in time; STORE_ERROR_SCHEMA_TOO_NEW or _DIFFERENT if it is not ours.
 */
G_GNUC_WARN_UNUSED_RESULT
struct store *store_open(const struct store_options *options, GError **error);
void store_close(struct store *store);
DEFINE_AUTOPTR(store, store_close)

/* Whether the database answers now; costs one round trip. */
G_GNUC_WARN_UNUSED_RESULT
bool store_check(struct store *store, GError **error);

/*
 * One statement by itself, on any connection; waits for a free one at most
 * STORE_WAIT_SECONDS.  If the connection is lost it is tried once more on a new one,
 * so only what reads may be asked this way.
 */
#define STORE_WAIT_SECONDS 1
G_GNUC_WARN_UNUSED_RESULT
struct rows *store_query(struct store *store, const struct statement *statement,
                         const struct parameter *parameters, size_t count,
                         GError **error);

/* Transactions. */

/*
 * The work of one transaction.  It may run more than once, so it sets every result
 * anew; data is the caller's.  False rolls back.
 */
typedef bool transaction_function(struct transaction *transaction, void *data,
                                  GError **error);

/*
 * Begins, runs function, commits; READ COMMITTED.  Runs it again after a
 * serialization failure, a deadlock or a lost connection (at most
 * STORE_TRANSACT_ATTEMPTS in all).  When the connection is lost during the commit the
 * outcome is open, and function then runs again on what was or was not committed: it
 * must settle by itself what is there already (log_append's callers ask log_ask
 * for duplicates first).  STORE_ERROR_UNAVAILABLE when no attempt came through.
 *
 * BEGIN travels with the first statements, COMMIT with the last ones that were sent
 * and not received: two round trips for a function that sends, receives, sends.
 */
#define STORE_TRANSACT_ATTEMPTS 3
G_GNUC_WARN_UNUSED_RESULT
bool store_transact(struct store *store, transaction_function *function, void *data,
                    GError **error);

/* The store whose transaction this is. */
struct store *transaction_store(const struct transaction *transaction);

/* Queues a statement; parameters are copied.  Answers come in the order sent. */
G_GNUC_WARN_UNUSED_RESULT
bool transaction_send(struct transaction *transaction,
                      const struct statement *statement,
                      const struct parameter *parameters, size_t count, GError **error);

/* The answer to the oldest statement sent and not received. */
G_GNUC_WARN_UNUSED_RESULT
struct rows *transaction_receive(struct transaction *transaction, GError **error);

/* Both at once, for what is not hot; nothing else may be outstanding. */
G_GNUC_WARN_UNUSED_RESULT
struct rows *transaction_query(struct transaction *transaction,
                               const struct statement *statement,
                               const struct parameter *parameters, size_t count,
                               GError **error);

#endif
