/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_WEB_OPERATIONS_H
#define AGENCY_CLIENT_WEB_OPERATIONS_H

/*
 * Everything the pages may ask for, as one table: method, path, who may, and what
 * answers it.  Immutable but for the routes made from it.
 */

#include "agency-client/web/desk.h"
#include "common/http/server.h"

/*
 * Nothing from elsewhere, no script in a page, no frame around it; styles names what
 * may stand in a page besides our own style sheet: "" or " 'sha256-...'".
 */
#define PAGE_POLICY(styles)                                                            \
    "default-src 'none'; script-src 'self'; style-src 'self'" styles                   \
    "; img-src 'self'; connect-src 'self'; form-action 'self'; "                       \
    "frame-ancestors 'none'; base-uri 'none'"

/* The routes of the table, for http_server_start(); the caller frees them. */
struct route *operations_routes(size_t *count);

/* Who asks, by the cookie; NULL: nobody who is signed in. */
struct session *operation_session(struct web *web, const struct request *request,
                                  bool is_used);

/* Whether a page asks by itself, because something is new: nobody need be there. */
bool operation_is_unattended(const struct request *request);

/* Answers with an error as a problem, with what is wrong line by line (may be NULL). */
void operation_refuse(const struct request *request, const GError *error,
                      const GPtrArray *violations, struct response *response);

/* The service that they make up; the context is a struct web. */
extern const struct http_service operations_service;

#endif
