/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_EXCHANGE_API_H
#define AGENCY_CLIENT_EXCHANGE_API_H

/*
 * Calls to the exchange, one function per operation of its API.  Nothing that comes
 * back is believed here: signatures and seals are judged by whoever asked.  One handle
 * belongs to one thread.
 */

#include "common/autoptr.h"
#include "common/documents/problem.h"

#include <glib.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define EXCHANGE_ERROR (exchange_error_quark())
GQuark exchange_error_quark(void);

enum exchange_error {
    EXCHANGE_ERROR_NOT_CONNECTED, /* nothing was sent: no route, no TLS, no trust */
    EXCHANGE_ERROR_NO_ANSWER,     /* sent, but the outcome is open */
    EXCHANGE_ERROR_TOO_LARGE,     /* the answer is above its bound */
    EXCHANGE_ERROR_UNUSABLE,      /* an answer that the API does not know */
    EXCHANGE_ERROR_WAIT,          /* 429 or 5xx: ask again later, the same */
    EXCHANGE_ERROR_REFUSED,       /* 4xx: asking again will not help */
};

/* Where the exchange is and who we are to it. */
struct exchange_address {
    const char *url;             /* https://host[:port] */
    const char *authority_pem;   /* the one authority that is believed */
    const char *certificate_pem; /* our identity */
    const char *key_pem;         /* its key, unencrypted, in memory only */
    const atomic_bool *stop;     /* ends a call early once set; may be NULL */
};

/* What came back. */
struct exchange_answer {
    int status;
    GBytes *body;            /* never NULL after success */
    char *etag;              /* without quotes, or NULL */
    struct problem *problem; /* of a 4xx or 5xx that carries one, or NULL */
    int retry_after_seconds; /* 0 when not said */
};

void exchange_answer_clear(struct exchange_answer *answer);
typedef struct exchange_answer exchange_answer_auto;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(exchange_answer_auto, exchange_answer_clear)

struct exchange_api;

G_GNUC_WARN_UNUSED_RESULT
struct exchange_api *exchange_api_new(const struct exchange_address *address,
                                      GError **error);
void exchange_api_free(struct exchange_api *api);
DEFINE_AUTOPTR(exchange_api, exchange_api_free)

/*
 * Each operation fills answer and returns true for 2xx, 304 and, of mailbox_read, 204.
 * Otherwise error is EXCHANGE_ERROR_WAIT or _REFUSED, and answer holds the problem, or
 * there was no answer at all.  Clear answer in either case.
 */

/* PUT /v1/documents/{id}: 201 or 200 with the receipt. */
G_GNUC_WARN_UNUSED_RESULT
bool exchange_document_submit(struct exchange_api *api, const char *id, GBytes *bytes,
                              struct exchange_answer *answer, GError **error);

/* Whether an error says that it cannot be asked now, and not what it said. */
bool exchange_is_away(const GError *error);

/* GET /v1/documents/{id}: the exact signed bytes. */
G_GNUC_WARN_UNUSED_RESULT
bool exchange_document_read(struct exchange_api *api, const char *id,
                            struct exchange_answer *answer, GError **error);

/* GET /v1/mailbox: entries after a sequence number; waits up to wait_seconds. */
G_GNUC_WARN_UNUSED_RESULT
bool exchange_mailbox_read(struct exchange_api *api, int64_t after, int limit,
                           int wait_seconds, struct exchange_answer *answer,
                           GError **error);

/* GET /v1/referrals: legs changed after a sequence number. */
G_GNUC_WARN_UNUSED_RESULT
bool exchange_referrals_read(struct exchange_api *api, int64_t changed_after,
                             struct exchange_answer *answer, GError **error);

/* GET /v1/referrals/{id}: one leg with its timeline and open steps. */
G_GNUC_WARN_UNUSED_RESULT
bool exchange_referral_read(struct exchange_api *api, const char *id,
                            struct exchange_answer *answer, GError **error);

/* GET /v1/matters: whole matters that changed after a sequence number. */
G_GNUC_WARN_UNUSED_RESULT
bool exchange_matters_read(struct exchange_api *api, int64_t changed_after,
                           struct exchange_answer *answer, GError **error);

/* GET /v1/inductions: sessions, places and the circuit. */
G_GNUC_WARN_UNUSED_RESULT
bool exchange_inductions_read(struct exchange_api *api, struct exchange_answer *answer,
                              GError **error);

/* GET /v1/directory: 304 when etag still stands. */
G_GNUC_WARN_UNUSED_RESULT
bool exchange_directory_read(struct exchange_api *api, const char *etag,
                             struct exchange_answer *answer, GError **error);

/* GET /v1/services: 304 when etag still stands. */
G_GNUC_WARN_UNUSED_RESULT
bool exchange_services_read(struct exchange_api *api, const char *etag,
                            struct exchange_answer *answer, GError **error);

/* GET /v1/crl: PEM; 304 when etag still stands. */
G_GNUC_WARN_UNUSED_RESULT
bool exchange_crl_read(struct exchange_api *api, const char *etag,
                       struct exchange_answer *answer, GError **error);

/* GET /v1/statistics: query is ready-made and percent-encoded, without '?'. */
G_GNUC_WARN_UNUSED_RESULT
bool exchange_statistics_read(struct exchange_api *api, const char *query, bool is_csv,
                              struct exchange_answer *answer, GError **error);

#endif
