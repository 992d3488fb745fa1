/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_LOCAL_STORE_STATEMENT_H
#define AGENCY_CLIENT_LOCAL_STORE_STATEMENT_H

/*
 * Statements of the local store: prepared once, parameters only.  Private to
 * local_store/; same threading rule as the store.
 */

#include "agency-client/local_store/local_store.h"

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>

/*
 * A prepared statement with its parameters bound.  types has one letter a parameter:
 * t text (const char *, NULL is NULL), i int64_t, b GBytes * (NULL is NULL).
 * Release with statement_reset, which g_autoptr(statement) does.
 */
typedef sqlite3_stmt statement;

G_GNUC_WARN_UNUSED_RESULT
statement *statement_bind(struct local_store *store, const char *sql, GError **error,
                          const char *types, ...);

/* 1: a row stands ready; 0: no more; -1: error is set. */
G_GNUC_WARN_UNUSED_RESULT
int statement_next(struct local_store *store, statement *row, GError **error);

void statement_reset(statement *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(statement, statement_reset)

/* Runs a statement that returns no rows. */
G_GNUC_WARN_UNUSED_RESULT
bool statement_run(struct local_store *store, const char *sql, GError **error,
                   const char *types, ...);

/* Sets LOCAL_STORE_ERROR_FAILED with what SQLite says. */
void statement_set_error(struct local_store *store, GError **error, const char *what);

/* How many rows the last statement_run changed. */
int statement_changed(struct local_store *store);

/* A column's value; the caller owns it; NULL stays NULL. */
char *statement_text(statement *row, int column);
GBytes *statement_bytes(statement *row, int column);

#endif
