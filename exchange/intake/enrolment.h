/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Enrolment: agencies come, change and are suspended by registrations, which the
 * exchange signs into its own log.  Running servers hear of it.  One thread each.
 */
#ifndef INTAKE_ENROLMENT_H
#define INTAKE_ENROLMENT_H

#include "common/trust/registry.h"
#include "exchange/intake/batch.h"

#define ENROLMENT_CERTIFICATES_MAX 64

/* What is to change; NULL leaves a field as the last registration has it. */
struct enrolment {
    const char *agency; /* id */
    const char *name;
    const enum agency_kind *kind;
    const enum agency_status *status;
    const char *emergency_telephone;
    const char *const *areas; /* NULL-terminated */
    GPtrArray *certificates;  /* struct credential, further ones; may be NULL */
    bool must_exist;          /* refuse an agency that was never registered */
};

struct enrolled {
    int number;           /* of the agency */
    int64_t sequence;     /* of the last entry written */
    unsigned int notices; /* to referrers whose referral cannot be delivered now */
};

/*
 * Checks that a certificate may be registered for this agency: its id, its usage, that
 * the authority issued it, that it is not revoked.  TRUST_ERROR.
 */
G_GNUC_WARN_UNUSED_RESULT
bool enrolment_check_certificate(const struct registry *registry, const char *agency,
                                 const struct credential *credential, int64_t now_us,
                                 GError **error);

/*
 * Writes the registration, and the notices that a suspension calls for, in one
 * transaction.  REFUSAL_ERROR: BAD_REQUEST when a new agency lacks name or kind, or
 * the agency must exist and does not; RULE and SCHEMA for values that are not of form.
 */
G_GNUC_WARN_UNUSED_RESULT
bool enrolment_write(struct store *store, const struct registrar *registrar,
                     const struct enrolment *enrolment, struct enrolled *enrolled,
                     GError **error);

#endif
