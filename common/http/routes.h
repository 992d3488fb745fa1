/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Routes: which handler answers which method and path.  One static table per
 * listener; pure functions; any thread.
 */
#ifndef HTTP_ROUTES_H
#define HTTP_ROUTES_H

#include "common/http/request.h"
#include "common/http/response.h"

/*
 * Answers one request: fills response and returns true, or sets *error (which the
 * service's refuse() turns into an answer), or parks the request and returns true.
 * Runs in one of the server's few threads: it must not block.
 */
typedef bool route_handler(void *context, const struct request *request,
                           struct response *response, GError **error);

struct route {
    const char *method; /* a GET also answers HEAD */
    const char
        *pattern; /* "/v1/documents/{id}/receipt"; a last "{path...}" takes the rest */
    route_handler *handler;
    const char *query; /* the parameters it takes, separated by spaces; NULL: none */
    const char *media; /* the body's media type; NULL: takes no body.  The length is
                          required, a Content-Encoding refused (415) */
};

/*
 * Finds the route and fills request->route, method and values.
 * REFUSAL_NOT_FOUND; REFUSAL_METHOD_NOT_ALLOWED, then *allow (caller frees) lists
 * the methods of that path for the Allow header.
 */
G_GNUC_WARN_UNUSED_RESULT
bool routes_find(const struct route routes[], size_t count, const char *method,
                 struct request *request, char **allow, GError **error);

#endif
