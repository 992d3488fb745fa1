/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connections: who they count among, and when they must be over.
 *
 * libmicrohttpd's own timeout starts anew with every byte, so that a client that drips
 * is never cut; and it says nothing before a request line is complete.  So a connection
 * has a deadline from the moment it is accepted, and the timer shuts the socket down
 * when that has passed: libmicrohttpd sees the end of the stream and closes.  It calls
 * MHD_CONNECTION_NOTIFY_CLOSED before it closes the descriptor, and the connection
 * leaves the list there, so the descriptor is always the right one.
 */
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

#include "common/documents/refusal.h"

#include "common/http/serving.h"
#include "common/log/log.h"
#include "common/shared.h"
#include "common/threads/deadline.h"

struct peer *
peer_ref(struct peer *peer)
{
    return g_atomic_rc_box_acquire(peer);
}

static void
peer_clear(void *data)
{
    struct peer *peer = data;

    SHARED_LAST(data);
    g_bytes_unref(peer->der);
}

void
peer_unref(struct peer *peer)
{
    if (peer != NULL)
        shared_release(peer, peer_clear);
}

static unsigned
count_of(GHashTable *table, const char *key)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(table, key));
}

static void
change_count(GHashTable *table, const char *key, int change)
{
    const unsigned count = count_of(table, key) + (unsigned)change;

    if (count == 0)
        g_hash_table_remove(table, key);
    else
        g_hash_table_replace(table, g_strdup(key), GUINT_TO_POINTER(count));
}

static void
write_address(const struct sockaddr *address, char text[46])
{
    const struct sockaddr_in *four = (const struct sockaddr_in *)address;
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;

    text[0] = '\0';
    if (address == NULL)
        return;
    if (address->sa_family == AF_INET)
        inet_ntop(AF_INET, &four->sin_addr, text, 46);
    else if (address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &six->sin6_addr, text, 46);
}

enum MHD_Result
connection_accept(void *data, const struct sockaddr *address, socklen_t size)
{
    struct http_server *server = data;
    char text[46];
    unsigned count;

    (void)size;
    write_address(address, text);
    pthread_mutex_lock(&server->mutex);
    count = count_of(server->addresses, text);
    pthread_mutex_unlock(&server->mutex);
    if (count < server->limits.connections_per_address)
        return MHD_YES;
    metric_add(server->metrics, METRIC_CONNECTIONS_REFUSED, REFUSED_ADDRESS_LIMIT, 1);
    return MHD_NO;
}

static void
enter(struct connection *connection, enum phase phase, int64_t deadline_us)
{
    struct metric_group *metrics = connection->server->metrics;
    const int before =
        atomic_exchange_explicit(&connection->phase, (int)phase, memory_order_relaxed);

    atomic_store_explicit(&connection->deadline_us, deadline_us, memory_order_relaxed);
    if (before != (int)phase) {
        metric_add(metrics, METRIC_CONNECTIONS, (size_t)before, -1);
        metric_add(metrics, METRIC_CONNECTIONS, (size_t)phase, 1);
    }
}

void
connection_enter(struct connection *connection, enum phase phase, int64_t ms)
{
    enter(connection, phase, deadline_in_ms(ms));
}

void
connection_enter_open_ended(struct connection *connection, enum phase phase)
{
    enter(connection, phase, DEADLINE_NEVER);
}

struct connection *
connection_of(struct MHD_Connection *mhd)
{
    return MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
        ->socket_context;
}

static struct connection *
connection_new(struct http_server *server, struct MHD_Connection *mhd)
{
    struct connection *connection = g_new0(struct connection, 1);

    connection->server = server;
    connection->mhd = mhd;
    connection->link.data = connection;
    connection->fd =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    write_address(
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr,
        connection->address);
    atomic_init(&connection->phase, server->is_tls ? PHASE_HANDSHAKE : PHASE_HEADERS);
    atomic_init(&connection->deadline_us,
                deadline_in_ms(server->is_tls ? server->limits.handshake_ms
                                              : server->limits.headers_ms));
    metric_add(server->metrics, METRIC_CONNECTIONS_OPENED, 0, 1);
    metric_add(server->metrics, METRIC_CONNECTIONS, (size_t)connection->phase, 1);

    pthread_mutex_lock(&server->mutex);
    g_queue_push_tail_link(&server->connections, &connection->link);
    change_count(server->addresses, connection->address, 1);
    pthread_mutex_unlock(&server->mutex);
    return connection;
}

void
connection_refuse(struct connection *connection, enum refused_connection why,
                  const char *reason)
{
    connection->is_refused = true;
    metric_add(connection->server->metrics, METRIC_CONNECTIONS_REFUSED, why, 1);
    log_event(G_LOG_LEVEL_INFO, "handshake-refused",
              LOG_TEXT("listener", connection->server->service.name),
              LOG_TEXT("client", connection->address), LOG_TEXT("reason", reason));
}

static void
connection_free(struct connection *connection)
{
    struct http_server *server = connection->server;

    pthread_mutex_lock(&server->mutex);
    g_queue_unlink(&server->connections, &connection->link);
    change_count(server->addresses, connection->address, -1);
    if (connection->is_in_group)
        change_count(server->groups, connection->peer->group, -1);
    pthread_mutex_unlock(&server->mutex);
    if (atomic_load(&connection->phase) == PHASE_HANDSHAKE && !connection->is_refused &&
        !connection->is_cut)
        connection_refuse(connection, REFUSED_HANDSHAKE,
                          "no certificate, no common protocol or not TLS at all");
    metric_add(server->metrics, METRIC_CONNECTIONS, (size_t)connection->phase, -1);
    peer_unref(connection->peer);
    g_free(connection);
}

void
connection_notify(void *data, struct MHD_Connection *mhd, void **socket_context,
                  enum MHD_ConnectionNotificationCode code)
{
    struct http_server *server = data;
    struct connection *connection;

    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        connection_free(*socket_context);
        *socket_context = NULL;
        return;
    }
    connection = connection_new(server, mhd);
    *socket_context = connection;
    if (server->is_tls)
        tls_begin(connection,
                  MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_GNUTLS_SESSION)
                      ->tls_session);
}

void
connection_set_peer(struct connection *connection, const gnutls_datum_t *der,
                    const char *group)
{
    struct http_server *server = connection->server;
    struct peer *peer = g_atomic_rc_box_new0(struct peer);
    unsigned count;

    peer->der = g_bytes_new(der->data, der->size);
    gnutls_hash_fast(GNUTLS_DIG_SHA256, der->data, der->size, peer->sha256);
    g_strlcpy(peer->group, group, sizeof peer->group);
    connection->peer = peer;

    pthread_mutex_lock(&server->mutex);
    count = count_of(server->groups, peer->group);
    connection->is_over_group_limit = count >= server->limits.connections_per_group;
    connection->is_in_group = !connection->is_over_group_limit;
    if (connection->is_in_group)
        change_count(server->groups, peer->group, 1);
    pthread_mutex_unlock(&server->mutex);
    if (connection->is_over_group_limit)
        metric_add(server->metrics, METRIC_CONNECTIONS_REFUSED, REFUSED_GROUP_LIMIT, 1);
}

void
connections_cut(struct http_server *server, int64_t now_us)
{
    for (GList *link = server->connections.head; link != NULL; link = link->next) {
        struct connection *connection = link->data;
        const int64_t deadline_us =
            atomic_load_explicit(&connection->deadline_us, memory_order_relaxed);

        if (deadline_us > now_us || connection->is_cut)
            continue;
        connection->is_cut = true;
        metric_add(server->metrics, METRIC_CONNECTIONS_CUT, (size_t)connection->phase,
                   1);
        shutdown(connection->fd, SHUT_RDWR);
    }
}
