/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/routes.h"

#include "exchange/gate.h"
#include "exchange/handlers/handlers.h"

/*
 * Every one of these is for active members only: the gate has judged the caller's
 * certificate before.  Whose document, leg or mailbox it is, the store's statements
 * decide from the caller's number; no path names an agency.
 */
static const struct route api[] = {
    {"PUT", "/v1/documents/{id}", handle_document_put, NULL, MEDIA_SIGNED},
    {"GET", "/v1/documents/{id}", handle_document_get, NULL, NULL},
    {"GET", "/v1/documents/{id}/receipt", handle_receipt_get, NULL, NULL},
    {"GET", "/v1/mailbox", handle_mailbox_get, "after limit wait", NULL},
    {"GET", "/v1/referrals", handle_referrals_list, "changed-after limit", NULL},
    {"GET", "/v1/referrals/{id}", handle_referral_get, NULL, NULL},
    {"GET", "/v1/matters", handle_matters_list, "changed-after limit", NULL},
    {"GET", "/v1/matters/{id}", handle_matter_get, NULL, NULL},
    {"GET", "/v1/services", handle_services_list, NULL, NULL},
    {"GET", "/v1/openreferral", handle_open_referral_api, NULL, NULL},
    {"GET", "/v1/openreferral/services", handle_open_referral_list, "page per_page",
     NULL},
    {"GET", "/v1/openreferral/services/{id}", handle_open_referral_get, NULL, NULL},
    {"GET", "/v1/inductions", handle_inductions_get, NULL, NULL},
    {"GET", "/v1/directory", handle_directory_get, NULL, NULL},
    {"GET", "/v1/crl", handle_crl_get, NULL, NULL},
    {"GET", "/v1/schemas", handle_schemas_list, NULL, NULL},
    {"GET", "/v1/schemas/{name...}", handle_schema_get, NULL, NULL},
    {"GET", "/v1/statistics", handle_statistics_get, "period from to scope format",
     NULL},
};

/* On loopback, for the machine's own supervision; nothing of an agency is in them. */
static const struct route admin[] = {
    {"GET", "/healthz", handle_health_get, NULL, NULL},
    {"GET", "/readyz", handle_ready_get, NULL, NULL},
    {"GET", "/metrics", handle_metrics_get, NULL, NULL},
};

const struct http_service service_api = {
    .name = "api",
    .routes = api,
    .route_count = G_N_ELEMENTS(api),
    .peer_admit = gate_admit,
    .gate = gate_judge,
    .caller_free = gate_caller_free,
    .refuse = gate_refuse,
};

const struct http_service service_admin = {
    .name = "admin",
    .routes = admin,
    .route_count = G_N_ELEMENTS(admin),
    .refuse = gate_refuse,
};
