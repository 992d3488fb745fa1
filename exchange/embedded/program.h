/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PostgreSQL's own programs: run as the cluster's account, with their output in its
 * log. One thread at a time.
 */
#ifndef EMBEDDED_PROGRAM_H
#define EMBEDDED_PROGRAM_H

#include "exchange/embedded/cluster_parts.h"

/*
 * How a program names the directory: another account may not pass through its parents,
 * so it gets the directory open and names it by the descriptor.
 */
const char *program_directory(const struct cluster *cluster, const char *directory);

/*
 * Starts a program as a child of the calling thread; -1 when that cannot be done.
 *
 * directory  that it works on
 * input      file that it reads
 */
pid_t program_spawn(const struct cluster *cluster, char **arguments,
                    const char *directory, const char *input);

/* Waits for its end; whether it exited with 0. */
bool program_wait(pid_t child);

/* Both.  EMBEDDED_ERROR_START with its last words. */
G_GNUC_WARN_UNUSED_RESULT
bool program_run(const struct cluster *cluster, char **arguments, const char *directory,
                 const char *input, GError **error);

/* Where the log ends: what a program says comes after. */
size_t program_log_length(const struct cluster *cluster);

/* EMBEDDED_ERROR_START with what the log says from there on; false. */
bool program_set_error(const struct cluster *cluster, const char *what, size_t log_from,
                       GError **error);

#endif
