/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cluster on disk: where its parts are, how it is made, started and stopped.
 * One thread at a time.
 */
#ifndef EMBEDDED_CLUSTER_H
#define EMBEDDED_CLUSTER_H

#include "common/autoptr.h"
#include "exchange/embedded/account.h"

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

struct cluster;

/* Finds binaries, account and paths; touches nothing yet. */
G_GNUC_WARN_UNUSED_RESULT
struct cluster *cluster_new(const char *data_directory, GError **error);
void cluster_free(struct cluster *cluster);
DEFINE_AUTOPTR(cluster, cluster_free)

/* How to connect, a libpq keyword string. */
const char *cluster_url(const struct cluster *cluster);

/* Makes directories and, if there is none, the database (initdb). */
G_GNUC_WARN_UNUSED_RESULT
bool cluster_make(struct cluster *cluster, GError **error);

/* Stops a postmaster that an earlier owner left, and waits until it has gone. */
G_GNUC_WARN_UNUSED_RESULT
bool cluster_stop_leftover(const struct cluster *cluster, GError **error);

/*
 * Starts postgres as a child of the calling thread (it stops if that thread ends) and
 * waits until it accepts connections.  EMBEDDED_ERROR_START with its last words.
 */
G_GNUC_WARN_UNUSED_RESULT
bool cluster_start(const struct cluster *cluster, pid_t *child, GError **error);

/* Takes away the socket's directory, which may stand outside the data directory. */
void cluster_tidy(const struct cluster *cluster);

/* Whether postmaster.pid says that connections are accepted; pid then is whose. */
bool cluster_is_ready(const struct cluster *cluster, pid_t *pid);

#endif
