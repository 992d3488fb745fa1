/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One connection to PostgreSQL in pipeline mode: statements are queued, sent together
 * and answered in order.  Belongs to one thread at a time.
 */
#ifndef STORE_CONNECTION_H
#define STORE_CONNECTION_H

#include "exchange/store/store.h"

#include <libpq-fe.h>

struct connection;

/* Connects with the session settings that all our work wants. */
G_GNUC_WARN_UNUSED_RESULT
struct connection *connection_open(const char *url, GError **error);
void connection_close(struct connection *connection);
DEFINE_AUTOPTR(connection, connection_close)

/* Whether it can still be used. */
bool connection_is_alive(const struct connection *connection);

/* For migrations and LISTEN: the bare connection, while nothing is outstanding. */
PGconn *connection_leave_pipeline(struct connection *connection);

/* Queues a statement; prepares it first if this connection has not yet. */
G_GNUC_WARN_UNUSED_RESULT
bool connection_send(struct connection *connection, const struct statement *statement,
                     const struct parameter *parameters, size_t count, GError **error);

/* The same without parameters, for which connection_receive() will not be asked. */
G_GNUC_WARN_UNUSED_RESULT
bool connection_send_unasked(struct connection *connection,
                             const struct statement *statement, GError **error);

/*
 * The answer to the oldest statement that was sent and not received; sends what is
 * queued if that is needed.  After an error everything up to the end of what was sent
 * is answered with the same error.
 */
G_GNUC_WARN_UNUSED_RESULT
struct rows *connection_receive(struct connection *connection, GError **error);

/* Receives and forgets all that is outstanding; false when one of it failed. */
G_GNUC_WARN_UNUSED_RESULT
bool connection_drain(struct connection *connection, GError **error);

/* Whether a transaction is open, failed or not; only when nothing is outstanding. */
bool connection_is_in_transaction(const struct connection *connection);

/* Whether the server has warned since this was last asked. */
bool connection_take_warning(struct connection *connection);

/* For errors that another attempt may not meet: serialization failure, deadlock. */
bool connection_take_soft_failure(struct connection *connection);

/* Sets a STORE_ERROR for a result or, without one, for the connection. */
void connection_set_error(PGconn *pg, const PGresult *result, GError **error);

#endif
