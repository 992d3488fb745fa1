/* SPDX-License-Identifier: Apache-2.0 */
/* Notices: what the exchange itself has to say, before it is a document. */
#ifndef INTAKE_NOTICES_H
#define INTAKE_NOTICES_H

#include "exchange/intake/ledger.h"

/* What the exchange tells one agency. */
struct announcement {
    struct notice notice;
    struct uuid case_id;
    int recipient;
    char recipient_id[LEG_AGENCY_CHARS];
};

/* That something happened to a leg, for one of its parties. */
struct announcement notice_of_leg(enum notice_kind kind, const struct leg_record *leg,
                                  int recipient, const char *recipient_id);

/* That a leg's recipient was suspended before it was delivered, for the referrer. */
struct announcement notice_undeliverable(const struct leg_record *leg);

#endif
