/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of the HTTP server: what its own files share, for nobody else.
 *
 * Threads: libmicrohttpd's (each connection belongs to one), the server's timer, and
 * whoever answers parked requests.  server->mutex guards all lists and the state of
 * requests; a connection's deadline is atomic, so that moving it costs no lock.
 */
#ifndef HTTP_SERVING_H
#define HTTP_SERVING_H

#include <pthread.h>
#include <stdatomic.h>

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <microhttpd.h>

#include "common/http/framing.h"
#include "common/http/server.h"

enum http_metric {
    METRIC_CONNECTIONS, /* by phase */
    METRIC_CONNECTIONS_OPENED,
    METRIC_CONNECTIONS_CUT,     /* by phase */
    METRIC_CONNECTIONS_REFUSED, /* by enum refused_connection */
    METRIC_REQUESTS,            /* by class of status */
    METRIC_PARKED,
    HTTP_METRIC_COUNT
};

extern const struct metric http_metrics[HTTP_METRIC_COUNT];

enum refused_connection {
    REFUSED_ADDRESS_LIMIT,
    REFUSED_GROUP_LIMIT,
    REFUSED_CERTIFICATE, /* by peer_admit */
    REFUSED_HANDSHAKE,   /* by the handshake itself: no certificate, weak TLS, noise */
};

enum phase {
    PHASE_HANDSHAKE,
    PHASE_HEADERS,
    PHASE_BODY,
    PHASE_HANDLING,
    PHASE_WRITING,
    PHASE_IDLE,
    PHASE_COUNT
};

struct http_server {
    struct http_service service;
    struct http_limits limits;
    bool is_tls;
    int port;
    struct MHD_Daemon *daemon;
    struct metric_group *metrics;
    struct metrics *own_metrics; /* when the program gave none */
    atomic_bool is_stopping;

    pthread_t timer;
    int timer_epoll; /* watches for clients that go away, and timer_wake */
    int timer_wake;  /* an eventfd */

    pthread_mutex_t mutex;
    pthread_cond_t quieter; /* active or the parked list has shrunk */
    bool is_timer_done;
    bool is_closing;       /* no handler is called any more */
    unsigned active;       /* requests between their headers and their last byte */
    unsigned in_handlers;  /* handlers running now */
    GQueue connections;    /* struct connection */
    GQueue parked;         /* struct parked, state PARKED */
    GHashTable *watched;   /* descriptor to struct parked */
    GHashTable *addresses; /* IP address as text to its number of connections */
    GHashTable *groups;    /* group to its number of connections */
};

struct connection {
    struct http_server *server;
    struct MHD_Connection *mhd;
    int fd;
    char address[46];
    struct peer *peer; /* NULL until the handshake has shown it */
    bool is_over_group_limit;
    bool is_in_group;
    bool is_refused;
    bool is_cut;            /* guarded by the mutex */
    bool is_body_to_follow; /* right after what is sent next */
    GList link;
    _Atomic int phase;
    _Atomic int64_t deadline_us;
};

enum parked_state { STATE_NOT_PARKED, STATE_PARKED, STATE_ANSWERED };

/* One request and its answer, from the request line to the last reference. */
struct parked {
    struct request request; /* first, so that a request leads to its parked */
    atomic_uint references;
    struct http_server *server;
    struct connection *connection; /* until MHD has completed the request */
    int64_t started_us;
    char *target;
    char *header_space;
    char address[46];
    char method[16];
    struct framing framing;
    uint8_t *body; /* while it comes in */
    size_t body_size;
    GError *refusal; /* found before the body was read */
    char *allow;
    bool is_read; /* the headers were seen: counts as active */
    bool must_close;
    bool was_parked; /* for libmicrohttpd's thread */

    /* Guarded by the server's mutex. */
    enum parked_state state;
    bool is_woken;
    bool is_watched;
    GList link;

    struct parking parking;
    struct response response;
    int status;
    size_t response_size;
};

struct http_server *server_ref(struct http_server *server);
void server_unref(struct http_server *server);

/* connection.c */
void connection_notify(void *data, struct MHD_Connection *mhd, void **socket_context,
                       enum MHD_ConnectionNotificationCode code);
enum MHD_Result connection_accept(void *data, const struct sockaddr *address,
                                  socklen_t size);
struct connection *connection_of(struct MHD_Connection *mhd);

/* Counts and logs that this connection's handshake is refused. */
void connection_refuse(struct connection *connection, enum refused_connection why,
                       const char *reason);

/* Enters a phase that must end within ms. */
void connection_enter(struct connection *connection, enum phase phase, int64_t ms);

/* Enters a phase with no deadline of its own. */
void connection_enter_open_ended(struct connection *connection, enum phase phase);

/* Takes the peer's certificate; called once, in the handshake. */
void connection_set_peer(struct connection *connection, const gnutls_datum_t *der,
                         const char *group);

/* Cuts every connection whose deadline has passed.  The mutex is held. */
void connections_cut(struct http_server *server, int64_t now_us);

struct peer *peer_ref(struct peer *peer);
void peer_unref(struct peer *peer);

/* tls.c */
extern const char tls_priorities[];
void tls_begin(struct connection *connection, gnutls_session_t session);

/* serve.c: libmicrohttpd's callbacks for requests */
void *serve_request_line(void *data, const char *target, struct MHD_Connection *mhd);
enum MHD_Result serve_request(void *data, struct MHD_Connection *mhd, const char *url,
                              const char *method, const char *version,
                              const char *upload, size_t *upload_size,
                              void **request_context);
void serve_completed(void *data, struct MHD_Connection *mhd, void **request_context,
                     enum MHD_RequestTerminationCode code);

/* parked.c */
struct parked *parked_new(struct http_server *server, struct connection *connection,
                          const char *target);

/* Fills the response from an error, which is freed. */
void parked_fill_refusal(struct parked *parked, struct response *response,
                         GError *error);

/* Answers a parked request on the server's own account and tells its owner. */
void parked_refuse_ourselves(struct parked *parked, GError *error);

/* timer.c */
bool timer_start(struct http_server *server, GError **error);
void timer_stop(struct http_server *server);
void timer_wake(struct http_server *server);

/* Watch for the client's going away, or no more.  The mutex is held. */
void timer_watch(struct http_server *server, struct parked *parked);
void timer_unwatch(struct http_server *server, struct parked *parked);

#endif
