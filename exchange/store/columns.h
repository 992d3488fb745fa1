/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Columns: the arguments of a statement that inserts or changes many rows at once,
 * one array for each column, for `unnest($1::bigint[], $2::uuid[], ...)`.
 *
 * Most commits are of one document and have one row for each statement; taking arrays
 * apart is then up to half of what it costs.  What every commit runs has a second form
 * for one row, with plain parameters in place of the arrays.
 */
#ifndef STORE_COLUMNS_H
#define STORE_COLUMNS_H

#include "exchange/store/store.h"

struct columns;

struct row_statement {
    struct statement many;
    struct statement one;
};

struct columns *columns_new(void);
void columns_free(struct columns *columns);
DEFINE_AUTOPTR(columns, columns_free)

/* Adds the next column; fill one element for each row.  It belongs to columns. */
struct array *columns_add(struct columns *columns, enum parameter_kind element);

/* Queues the statement with these columns, unless they are empty. */
G_GNUC_WARN_UNUSED_RESULT
bool columns_send(const struct columns *columns, struct transaction *transaction,
                  const struct statement *statement, GError **error);

/* The same with the form that fits the number of rows. */
G_GNUC_WARN_UNUSED_RESULT
bool columns_send_rows(const struct columns *columns, struct transaction *transaction,
                       const struct row_statement *statement, GError **error);

#endif
