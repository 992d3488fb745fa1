/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server: everything that runs between start and stop, in order, on one page.
 * Started and stopped by one thread.
 */
#ifndef EXCHANGE_SERVER_H
#define EXCHANGE_SERVER_H

#include "exchange/foundation.h"

struct server;

/* Starts every part; from then on it answers. */
G_GNUC_WARN_UNUSED_RESULT
struct server *server_start(struct foundation *foundation, GError **error);

/* Answers what waits, finishes what is in hand, and stops every part. */
void server_stop(struct server *server);
DEFINE_AUTOPTR(server, server_stop)

/* The ports its two listeners have. */
int server_api_port(const struct server *server);
int server_admin_port(const struct server *server);

#endif
