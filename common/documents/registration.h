/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A registration: the exchange says, signed and in the log, who a member is and
 * which certificates are its own.  A later one of the same agency replaces the
 * former whole.
 */
#ifndef DOCUMENTS_REGISTRATION_H
#define DOCUMENTS_REGISTRATION_H

#include "common/documents/timestamp.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum agency_kind {
    AGENCY_COUNCIL,
    AGENCY_HOUSING_ASSOCIATION,
    AGENCY_CHARITY,
    AGENCY_OTHER
};
extern const char *const agency_kind_names[];

enum agency_status { AGENCY_ACTIVE, AGENCY_SUSPENDED };
extern const char *const agency_status_names[];

enum certificate_usage { CERTIFICATE_IDENTITY, CERTIFICATE_SEALING };
extern const char *const certificate_usage_names[];

struct registered_certificate {
    enum certificate_usage usage;
    int64_t registered_from_us;
    bool is_revoked;
    int64_t revoked_at_us; /* when is_revoked */
    GBytes *der;
};

struct registration {
    const char *agency;
    const char *name;
    enum agency_kind agency_kind;
    enum agency_status status;
    const char *emergency_telephone; /* NULL when absent */
    const char **areas;              /* local-authority codes served */
    size_t area_count;
    struct registered_certificate *certificates;
    size_t certificate_count;
};

#endif
