/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Watch: one thread that takes up what changes outside of this process: a new
 * revocation list in its file, registrations that another process has written.
 */
#ifndef EXCHANGE_WATCH_H
#define EXCHANGE_WATCH_H

#include "exchange/standing.h"

struct watch;

/* Both outlive the watch. */
G_GNUC_WARN_UNUSED_RESULT
struct watch *watch_start(struct standing *standing, struct store *store,
                          GError **error);

/* Stops the thread and waits for it. */
void watch_stop(struct watch *watch);
DEFINE_AUTOPTR(watch, watch_stop)

/* Has the registered agencies read again, soon.  Any thread; never blocks. */
void watch_read_agencies(struct watch *watch);

#endif
