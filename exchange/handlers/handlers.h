/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Handlers: what answers each route; one file per resource.  Their context is the
 * struct exchange.  They run on the server's threads and may not block: what has to
 * ask the store goes on to a reader, a submission to the intake.
 */
#ifndef EXCHANGE_HANDLERS_HANDLERS_H
#define EXCHANGE_HANDLERS_HANDLERS_H

#include "common/http/routes.h"

#define MEDIA_SIGNED "application/pkcs7-mime" /* documents and receipts, CMS in DER */
#define MEDIA_VIEW   "application/xml"
#define MEDIA_JSON   "application/json"
#define MEDIA_CSV    "text/csv; charset=utf-8"
#define MEDIA_TEXT   "text/plain; charset=utf-8"
#define MEDIA_CRL    "application/x-pem-file"

/* document.c */
route_handler handle_document_put;
route_handler handle_document_get;
route_handler handle_receipt_get;

/* mailbox.c */
route_handler handle_mailbox_get;

/* referrals.c */
route_handler handle_referrals_list;
route_handler handle_referral_get;

/* matters.c */
route_handler handle_matters_list;
route_handler handle_matter_get;

/* services.c */
route_handler handle_services_list;
route_handler handle_open_referral_api;
route_handler handle_open_referral_list;
route_handler handle_open_referral_get;

/* inductions.c */
route_handler handle_inductions_get;

/* published.c */
route_handler handle_directory_get;
route_handler handle_crl_get;
route_handler handle_schemas_list;
route_handler handle_schema_get;

/* statistics.c */
route_handler handle_statistics_get;

/* admin.c */
route_handler handle_health_get;
route_handler handle_ready_get;
route_handler handle_metrics_get;

#endif
