/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A notice: the exchange tells one agency what happened to a leg, or to a booking,
 * without a step of its own.
 */
#ifndef DOCUMENTS_NOTICE_H
#define DOCUMENTS_NOTICE_H

#include "common/documents/induction_booking.h"
#include "common/documents/uuid.h"
#include <stdbool.h>

enum notice_kind {
    NOTICE_SUPERSEDED,    /* to each losing candidate */
    NOTICE_REJECTED,      /* to the referrer: the leg is now in error */
    NOTICE_UNDELIVERABLE, /* to the referrer: the recipient was suspended first */
    NOTICE_PROMOTED,      /* to who booked: there is a place for who waited */
    NOTICE_CALLED_OFF     /* to who booked: the session does not take place */
};
extern const char *const notice_kind_names[];

struct notice {
    enum notice_kind kind;
    bool has_leg;
    struct uuid leg;
    bool has_matter;
    struct uuid matter;                            /* the booking */
    const char *starters[INDUCTION_ATTENDEES_MAX]; /* who has a place now, or had one */
    size_t starter_count;
    bool has_document;
    struct uuid document; /* the rejection, for instance */
};

#endif
