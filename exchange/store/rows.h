/* SPDX-License-Identifier: Apache-2.0 */
/* Rows as libpq has them; for connection.c. */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "exchange/store/store.h"

#include <libpq-fe.h>

/* Takes the result, which must be in binary format. */
struct rows *rows_new(PGresult *result);

#endif
