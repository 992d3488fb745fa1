/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The private PostgreSQL: a cluster in the data directory that runs as our child
 * when no database is configured.  Checksums and fsync on, Unix socket only, in a
 * directory that nobody else may enter.
 *
 * One process owns the running postmaster (a lock in the data directory says which);
 * an admin command uses the owner's, or owns one for its own duration.  A postmaster
 * that a killed owner left behind is stopped before a new one starts.
 *
 * All functions may be called from any thread.
 */
#ifndef EMBEDDED_EMBEDDED_H
#define EMBEDDED_EMBEDDED_H

#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

#define EMBEDDED_ERROR (embedded_error_quark())
GQuark embedded_error_quark(void);

enum embedded_error {
    EMBEDDED_ERROR_BINARIES,  /* no PostgreSQL 15 or later is installed */
    EMBEDDED_ERROR_ACCOUNT,   /* started as root, and there is no account to drop to */
    EMBEDDED_ERROR_DIRECTORY, /* a directory cannot be made, or is not that account's */
    EMBEDDED_ERROR_IN_USE,    /* another exchange serves from this directory */
    EMBEDDED_ERROR_START,     /* initdb or postgres failed; its last words */
};

enum embedded_use {
    EMBEDDED_SERVE, /* own it until embedded_stop() */
    EMBEDDED_ADMIN, /* use the owner's; own it only when nobody does */
};

struct embedded;

/*
 * Makes the cluster if there is none, starts it if nobody has, and returns when it
 * accepts connections.  From then on a thread watches it and starts it again when it
 * dies; until it is back, connections are refused.
 *
 * data_directory  absolute; made if need be.  Started as root, everything of the
 *                 database runs as the account `postgres`, whatever the modes of the
 *                 parents
 */
G_GNUC_WARN_UNUSED_RESULT
struct embedded *embedded_start(const char *data_directory, enum embedded_use use,
                                GError **error);

/* Stops what we own (fast shutdown, waits for it) and frees. */
void embedded_stop(struct embedded *embedded);
DEFINE_AUTOPTR(embedded, embedded_stop)

/* How to connect: a libpq keyword string. */
const char *embedded_url(const struct embedded *embedded);

/* The postmaster's process id now, 0 while it is not running; for tests and metrics. */
pid_t embedded_pid(struct embedded *embedded);

#endif
