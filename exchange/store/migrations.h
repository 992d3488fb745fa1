/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Migrations: the numbered .sql files beside this one, compiled in and applied in
 * order, each once.  A released file never changes; its SHA-256 stands in the
 * database.
 */
#ifndef STORE_MIGRATIONS_H
#define STORE_MIGRATIONS_H

#include "exchange/store/connection.h"

/*
 * Applies what is missing, all or nothing, under an advisory lock.
 * STORE_ERROR_SCHEMA_TOO_NEW when the database knows of one that we do not;
 * STORE_ERROR_SCHEMA_DIFFERENT when one of ours reads otherwise there.
 */
G_GNUC_WARN_UNUSED_RESULT
bool migrations_apply(struct connection *connection, GError **error);

#endif
