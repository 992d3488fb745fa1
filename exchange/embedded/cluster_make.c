/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/embedded/cluster_parts.h"
#include "exchange/embedded/embedded.h"
#include "exchange/embedded/program.h"

#include <errno.h>
#include <glib/gstdio.h>

/* initdb, then in single-user mode the database that carries our name. */
static bool
fill_directory(const struct cluster *cluster, const char *directory, GError **error)
{
    char *name = (char *)program_directory(cluster, directory);
    char *initdb[] = {"initdb",
                      "--pgdata",
                      name,
                      "--username",
                      "exchange",
                      "--auth",
                      "trust",
                      "--encoding",
                      "UTF8",
                      "--locale",
                      "C",
                      "--data-checksums",
                      "--no-instructions",
                      NULL};
    char *single[] = {"postgres", "--single", "-D", name, "postgres", NULL};
    g_autofree char *script = g_strconcat(directory, ".sql", NULL);
    bool is_filled;

    if (!program_run(cluster, initdb, directory, "/dev/null", error) ||
        !g_file_set_contents(script, "CREATE DATABASE exchange\n", -1, error))
        return false;
    is_filled = program_run(cluster, single, directory, script, error);
    g_unlink(script);
    return is_filled;
}

/* Under a name of its own, so that half a cluster never counts as one. */
static bool
make_database(const struct cluster *cluster, GError **error)
{
    g_autofree char *unfinished = g_strconcat(cluster->database, ".new", NULL);
    char *clean[] = {"rm", "-rf", "--", unfinished, NULL};

    if (!g_spawn_sync(NULL, clean, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                      NULL, error) ||
        !account_make_directory(&cluster->account, unfinished, error) ||
        !fill_directory(cluster, unfinished, error))
        return false;
    if (g_rename(unfinished, cluster->database) != 0) {
        g_set_error(error, EMBEDDED_ERROR, EMBEDDED_ERROR_DIRECTORY,
                    "%s cannot be made: %s", cluster->database, g_strerror(errno));
        return false;
    }
    return true;
}

bool
cluster_make(struct cluster *cluster, GError **error)
{
    if (!account_make_directory(&cluster->account, cluster->socket, error))
        return false;
    if (cluster_made_by(cluster->database) == 0 && !make_database(cluster, error))
        return false;
    return account_make_directory(&cluster->account, cluster->database, error);
}
