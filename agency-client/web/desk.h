/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_WEB_DESK_H
#define AGENCY_CLIENT_WEB_DESK_H

/*
 * Desks: the threads that answer what needs the agency's store, keys or the exchange.
 * Each has an office of its own, because an office belongs to one thread.
 */

#include "agency-client/office/office.h"
#include "agency-client/web/sessions.h"
#include "agency-client/web/web.h"
#include "common/documents/labels.h"
#include "common/http/parked.h"
#include "common/http/routes.h"

#include <stdatomic.h>
#include <stdbool.h>

struct names;
struct news;

/* What every part of the screen shares. */
struct web {
    const struct web_options *options;
    struct sessions *sessions;
    struct news *news;
    struct names *names;
    struct queue *waiting; /* struct question */
    struct workers *desks;
    struct http_server *server;
    struct round *round;
    atomic_uint book_count; /* rises when the round has another address book */
    struct route *routes;
    struct labels *labels; /* what the schemas call things */
    char *cookie;          /* its name */
    char **hosts;          /* names by which browsers may call it */
    char *url;             /* by the first of them */
    char *first_token;     /* of the first administrator's link; NULL: there is one */
    pthread_mutex_t mutex; /* of first_token, which is used once */
};

/* One request at a desk. */
struct call {
    struct web *web;
    struct office *office;
    const struct request *request;
    const struct session *session; /* NULL: nobody is signed in */
};

/* Answers one request, as a route_handler does; it may block. */
typedef bool (*call_run)(const struct call *call, struct response *response,
                         GError **error);

/* Starts the threads, each of which opens its office when it is first needed. */
G_GNUC_WARN_UNUSED_RESULT
bool desks_start(struct web *web, GError **error);

/* Does what waits, then stops the threads. */
void desks_stop(struct web *web);

/*
 * Parks the request and lets a desk run it; called from the request's own handler,
 * which then returns true.  Takes session over.
 */
void desks_answer(struct web *web, const struct request *request,
                  struct session *session, call_run run);

#endif
