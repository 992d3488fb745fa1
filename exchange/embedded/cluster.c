/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/embedded/cluster_parts.h"
#include "exchange/embedded/embedded.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_FILE "/.s.PGSQL.5432"

/*
 * Versions that serve, newest first; where Debian and others put them.  The one that
 * made an existing cluster is preferred, because another refuses it.
 */
static const char *const places[] = {"/usr/lib/postgresql/%d/bin", "/usr/pgsql-%d/bin",
                                     "/usr/local/pgsql-%d/bin"};
#define VERSION_LEAST 15
#define VERSION_MOST  29

static bool
has_binaries(const char *directory)
{
    g_autofree char *postgres = g_build_filename(directory, "postgres", NULL);
    g_autofree char *initdb = g_build_filename(directory, "initdb", NULL);

    return access(postgres, X_OK) == 0 && access(initdb, X_OK) == 0;
}

static char *
find_version(int version)
{
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        g_auto(GStrv) halves = g_strsplit(places[i], "%d", 2);
        char *directory = g_strdup_printf("%s%d%s", halves[0], version, halves[1]);

        if (has_binaries(directory))
            return directory;
        g_free(directory);
    }
    return NULL;
}

int
cluster_made_by(const char *database)
{
    g_autofree char *path = g_build_filename(database, "PG_VERSION", NULL);
    g_autofree char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL)
               ? (int)g_ascii_strtoll(text, NULL, 10)
               : 0;
}

static char *
ask_pg_config(void)
{
    g_autofree char *output = NULL;
    int status;

    if (!g_spawn_command_line_sync("pg_config --bindir", &output, NULL, &status,
                                   NULL) ||
        !g_spawn_check_wait_status(status, NULL))
        return NULL;
    g_strchomp(output);
    return has_binaries(output) ? g_steal_pointer(&output) : NULL;
}

static char *
find_binaries(const char *database, GError **error)
{
    int version = cluster_made_by(database);
    char *found = version > 0 ? find_version(version) : NULL;

    if (found == NULL)
        found = ask_pg_config();
    for (int v = VERSION_MOST; found == NULL && v >= VERSION_LEAST; v--)
        found = find_version(v);
    if (found == NULL)
        g_set_error(error, EMBEDDED_ERROR, EMBEDDED_ERROR_BINARIES,
                    "no PostgreSQL server found: install the package postgresql, or "
                    "set [database] url");
    return found;
}

/*
 * In the data directory, unless the path is too long for a socket's address; then
 * under /tmp.  For another account than ours the parents may be closed; then under
 * /run.  The names follow from the data directory, so that admin commands find them.
 */
static char *
choose_socket(const char *data_directory, const struct account *account)
{
    char *socket = g_build_filename(data_directory, "socket", NULL);
    g_autofree char *hash = NULL;

    if (!account->is_other && strlen(socket) + strlen(SOCKET_FILE) <
                                  sizeof((struct sockaddr_un *)NULL)->sun_path)
        return socket;
    g_free(socket);
    hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, data_directory, -1);
    return g_strdup_printf("%s/referral-exchange-%.16s",
                           account->is_other ? "/run" : "/tmp", hash);
}

/* In a libpq keyword string a value is quoted so. */
static char *
quote(const char *value)
{
    GString *quoted = g_string_new("'");

    for (; *value != '\0'; value++) {
        if (*value == '\'' || *value == '\\')
            g_string_append_c(quoted, '\\');
        g_string_append_c(quoted, *value);
    }
    g_string_append_c(quoted, '\'');
    return g_string_free(quoted, FALSE);
}

struct cluster *
cluster_new(const char *data_directory, GError **error)
{
    g_autoptr(cluster) cluster = g_new0(struct cluster, 1);
    g_autofree char *quoted = NULL;

    if (!account_find(&cluster->account, error))
        return NULL;
    cluster->database = g_build_filename(data_directory, "postgres", NULL);
    cluster->log = g_build_filename(data_directory, "postgres.log", NULL);
    cluster->socket = choose_socket(data_directory, &cluster->account);
    quoted = quote(cluster->socket);
    cluster->url =
        g_strdup_printf("host=%s port=5432 user=exchange dbname=exchange", quoted);
    cluster->binaries = find_binaries(cluster->database, error);
    if (cluster->binaries == NULL)
        return NULL;
    return g_steal_pointer(&cluster);
}

void
cluster_free(struct cluster *cluster)
{
    if (cluster == NULL)
        return;
    g_free(cluster->binaries);
    g_free(cluster->database);
    g_free(cluster->socket);
    g_free(cluster->log);
    g_free(cluster->url);
    g_free(cluster);
}

const char *
cluster_url(const struct cluster *cluster)
{
    return cluster->url;
}

void
cluster_tidy(const struct cluster *cluster)
{
    if (g_rmdir(cluster->socket) != 0)
        g_debug("%s stays: %s", cluster->socket, g_strerror(errno));
}
