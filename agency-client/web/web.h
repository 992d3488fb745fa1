/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_WEB_H
#define AGENCY_CLIENT_WEB_H

/*
 * The agency's screen: a local web server over the same store, keys and commands as the
 * command line.  Start and stop from one thread.
 *
 * Threads: the listener's own never block; each of the desks owns an office and answers
 * what they park; one more keeps in step with the exchange.
 */

#include "agency-client/office/office.h"
#include "agency-client/web/sessions.h"
#include "common/autoptr.h"

#include <stdbool.h>

struct web;

struct web_options {
    const char *home;    /* directory of the agency's home */
    const char *listen;  /* "127.0.0.1:8080" */
    const char *host;    /* a further name by which it is reached; NULL: none */
    GBytes *certificate; /* PEM, with key: TLS.  Required beyond loopback */
    GBytes *key;
    struct session_lengths sessions;
    const struct clock *clock;
    office_ask_passphrase ask; /* any thread may call it */
    void *ask_data;
};

/*
 * Starts everything.  OFFICE_ERROR_INVALID for an address beyond loopback without a
 * certificate of its own, or with that of the agency.
 */
G_GNUC_WARN_UNUSED_RESULT
struct web *web_start(const struct web_options *options, GError **error);

/* Finishes what is in progress and stops. */
void web_stop(struct web *web);
DEFINE_AUTOPTR(web, web_stop)

/* Where a browser on this machine finds it, without a final slash; the web's own. */
const char *web_url(const struct web *web);

/*
 * The one-time link by which the first administrator is made; NULL once there was one.
 * The caller frees it.
 */
char *web_first_link(struct web *web);

#endif
