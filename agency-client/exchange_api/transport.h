/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_EXCHANGE_API_TRANSPORT_H
#define AGENCY_CLIENT_EXCHANGE_API_TRANSPORT_H

/*
 * One connection to one exchange: HTTPS with our certificate, believing only the
 * partnership's own authority.  The connection is kept alive between calls.  Private
 * to exchange_api/; one handle belongs to one thread.
 */

#include "agency-client/exchange_api/exchange_api.h"

struct call {
    const char *method;    /* "GET" or "PUT" */
    const char *path;      /* with its query, from "/v1/" on */
    GBytes *body;          /* of a PUT, else NULL */
    const char *body_type; /* its media type */
    const char *accept;
    const char *etag; /* If-None-Match, or NULL */
    size_t max_bytes; /* of the answer */
    int wait_seconds; /* that the exchange was asked to hold the answer back */
};

struct transport;

G_GNUC_WARN_UNUSED_RESULT
struct transport *transport_new(const struct exchange_address *address, GError **error);
void transport_free(struct transport *transport);

/*
 * Makes one request and fills answer whatever the status.  EXCHANGE_ERROR only where
 * there is no answer: the outcome of a PUT is then open, unless
 * EXCHANGE_ERROR_NOT_CONNECTED says that nothing was sent.
 */
G_GNUC_WARN_UNUSED_RESULT
bool transport_run(struct transport *transport, const struct call *call,
                   struct exchange_answer *answer, GError **error);

#endif
