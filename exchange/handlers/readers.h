/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Readers: the threads that answer requests which must ask the store, because the
 * server's own threads may not block.  Any thread may hand work over.
 */
#ifndef EXCHANGE_HANDLERS_READERS_H
#define EXCHANGE_HANDLERS_READERS_H

#include "common/http/parked.h"
#include "common/http/routes.h"
#include "exchange/exchange.h"

/*
 * Starts the threads.
 *
 * threads      how many; more than the store has connections for reading is no use
 * waiting_max  pieces of work that may wait
 */
G_GNUC_WARN_UNUSED_RESULT
struct readers *readers_start(struct exchange *exchange, unsigned threads,
                              unsigned waiting_max, GError **error);

/* Does what waits, then stops the threads. */
void readers_stop(struct readers *readers);

/*
 * Parks the request and lets a reader run handler, which may block; called from the
 * request's own handler, which then returns true.
 */
void readers_answer(struct readers *readers, const struct request *request,
                    route_handler *handler);

/* A piece of work of any other kind; false when too many wait. */
typedef void reader_function(struct exchange *exchange, void *data);
G_GNUC_WARN_UNUSED_RESULT
bool readers_run(struct readers *readers, reader_function *function, void *data);

#endif
