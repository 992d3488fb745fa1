/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HTTP server: one listener, with mutual TLS or (on loopback) plain, on top of
 * libmicrohttpd.  Own deadlines for every phase of a connection, limits per address
 * and per agency, strict framing, one gate before all routes.  A program may run
 * several.  Start and stop from one thread; all callbacks come from the server's own.
 *
 * The program must ignore SIGPIPE.  Starting raises its limit of descriptors towards
 * connections_max, as far as the system lets it.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "common/http/metrics.h"
#include "common/http/parked.h"
#include "common/http/routes.h"

struct http_server;

struct http_service {
    const char *name; /* in logs and metrics: "api", "admin" */
    const struct route *routes;
    size_t route_count;
    void *context; /* handed to every callback */

    /*
     * During the TLS handshake: may this certificate talk to us at all?  True: it is of
     * our own authority (however expired, revoked or unregistered), and group says
     * whose connections it counts among (the agency).  False fails the handshake.
     * NULL: nobody is asked for a certificate (a listener for browsers).  Ignored
     * without TLS.
     */
    bool (*peer_admit)(void *context, const uint8_t *der, size_t size,
                       char group[PEER_GROUP_BYTES], GError **error);

    /*
     * On every request, before its route is looked up and its body kept: may this peer
     * be served now?  On true *caller (may stay NULL) becomes request->caller; on false
     * the request is refused and the connection closed.  Also called for parked
     * requests by http_server_recheck().  REFUSAL_RATE_LIMITED neither closes the
     * connection nor ends what is parked.  May be NULL.
     */
    bool (*gate)(void *context, const struct request *request, void **caller,
                 GError **error);
    void (*caller_free)(void *caller); /* may be NULL */

    /*
     * Turns an error into an answer.  This layer raises REFUSAL_ERROR itself; anything
     * else comes from the service's own handlers and gate.
     */
    void (*refuse)(void *context, const struct request *request, const GError *error,
                   struct response *response);

    /* Host names a listener answers to, NULL-terminated, without the port; NULL:
       any.  Against DNS rebinding. */
    const char *const *hosts;

    /* Headers of every answer, refusals of this layer too; ends with a NULL name. NULL:
       none. */
    const struct request_pair *headers;
};

/* PEM bytes, read during start only. */
struct http_tls {
    GBytes *certificate; /* chain, the server's own first */
    GBytes *key;
};

struct http_limits {
    unsigned threads;                 /* that read and write; handlers run in them */
    unsigned connections_max;         /* of this listener */
    unsigned connections_per_address; /* further ones are closed at once */
    unsigned connections_per_group;   /* further ones: every request is answered 429 */
    size_t body_max_bytes;            /* larger is 413, read and thrown away... */
    size_t discard_max_bytes; /* ...up to this, beyond it the connection closes */
    size_t uri_max_bytes;     /* 414 */
    size_t headers_max_bytes; /* 431 */
    unsigned headers_max;     /* 431 */
    int64_t handshake_ms;     /* from accept to the client's certificate */
    int64_t headers_ms;       /* from there, or the request line, to the last header */
    int64_t idle_ms;          /* keep-alive: to the next request line */
    int64_t body_grace_ms;    /* then the body must have come at the least rate */
    size_t rate_min_bytes;    /* a second, for reading and for writing */
    int64_t write_grace_ms;   /* as body_grace_ms, for the answer */
    int64_t drain_ms;         /* at stop: the longest wait for work in progress */
};

/* Deadlines of 10 s each, 8 KB/s, bodies of 1 MiB. */
extern const struct http_limits http_limits_default;

/*
 * Listens on "127.0.0.1:8443", "[::]:8443", "0.0.0.0:0" (any free port).  limits,
 * tls and service are copied (what they point to must outlive the server).
 *
 * tls      NULL: plain HTTP
 * metrics  may be NULL
 */
G_GNUC_WARN_UNUSED_RESULT
struct http_server *http_server_start(const struct http_service *service,
                                      const char *listen, const struct http_tls *tls,
                                      const struct http_limits *limits,
                                      struct metrics *metrics, GError **error);

/* The port it listens on. */
int http_server_port(const struct http_server *server);

/*
 * What may be served has changed (a new CRL, an agency suspended): asks the gate again
 * about every parked request that can be woken and refuses those it no longer lets
 * through.  Open connections meet the gate at their next request.
 */
void http_server_recheck(struct http_server *server);

/* How many requests are parked now. */
unsigned http_server_parked(struct http_server *server);

/*
 * Stops: accepts no more, refuses new requests (503, close), wakes every parked request
 * (PARKED_STOPPING), waits up to drain_ms for all answers to be given and sent, answers
 * what is left with 503, closes, frees.  Those who answer parked requests must still
 * run, and may go on to call parked_answer() afterwards.
 */
void http_server_stop(struct http_server *server);

#endif
