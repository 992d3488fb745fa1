/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Columns: the arguments of a statement that inserts or changes many rows at once,
 * one array for each column, for `unnest($1::bigint[], $2::uuid[], ...)`.
 */
#ifndef STORE_COLUMNS_H
#define STORE_COLUMNS_H

#include "exchange/store/store.h"

struct columns;

struct columns *columns_new(void);
void columns_free(struct columns *columns);
DEFINE_AUTOPTR(columns, columns_free)

/* Adds the next column; fill one element for each row.  It belongs to columns. */
struct array *columns_add(struct columns *columns, enum parameter_kind element);

/* Queues the statement with these columns, unless they are empty. */
G_GNUC_WARN_UNUSED_RESULT
bool columns_send(const struct columns *columns, struct transaction *transaction,
                  const struct statement *statement, GError **error);

#endif
