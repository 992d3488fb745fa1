/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Agencies and their certificates, as the registrations in the log have them.
 * An agency's number is given once and stands in the log; everything else about it
 * is a projection.  Any thread.
 */
#ifndef STORE_AGENCIES_H
#define STORE_AGENCIES_H

#include "common/documents/registration.h"
#include "common/trust/digest.h"
#include "exchange/store/legs.h"
#include "exchange/store/store.h"

#define CERTIFICATE_NOT_REVOKED INT64_MAX

struct agency_certificate {
    struct digest sha256;
    enum certificate_usage usage;
    GBytes *der;
    int64_t registered_from_us;
    int64_t revoked_at_us; /* or CERTIFICATE_NOT_REVOKED */
};

/* An agency as its last registration has it. */
struct agency {
    int number;
    char id[LEG_AGENCY_CHARS];
    char *name;
    enum agency_kind kind;
    enum agency_status status;
    char *emergency_telephone; /* or NULL */
    char **areas;              /* local-authority codes, NULL-terminated */
    int64_t sequence;          /* of that registration's entry */
    GPtrArray *certificates; /* struct agency_certificate, ever registered, in order */
};

struct agency *agency_new(void);
void agency_free(struct agency *agency);
DEFINE_AUTOPTR(agency, agency_free)
struct agency_certificate *agency_certificate_new(void);
void agency_certificate_free(struct agency_certificate *certificate);
DEFINE_AUTOPTR(agency_certificate, agency_certificate_free)

/* Every registered agency in order of number, without the exchange itself. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *agencies_list(struct store *store, GError **error);

/* The same inside a transaction (after log_ask), for who decides on a registration. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *agencies_read(struct transaction *transaction, GError **error);

/*
 * The number for this agency id: its own, or the next free one, given now in this
 * transaction (after log_ask), which must append its first registration.  Numbers
 * belong to the log: a rebuild keeps them.
 */
G_GNUC_WARN_UNUSED_RESULT
bool agency_number(struct transaction *transaction, const char *id, int *number,
                   GError **error);

/* The legs offered to this agency and not delivered: for notices when it is suspended.
 */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *agency_list_undelivered(struct transaction *transaction, int agency,
                                   GError **error);

#endif
