/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coded part of a booking: places in a session for one or several members of
 * staff.  Their names are sealed to the host.
 */
#ifndef DOCUMENTS_INDUCTION_BOOKING_H
#define DOCUMENTS_INDUCTION_BOOKING_H

#include "common/documents/matter_body.h"

#define INDUCTION_ATTENDEES_MAX 20

struct induction_attendee {
    const char *starter;
    const char *role;
    int32_t started_on;
};

struct induction_booking {
    struct matter_body matter; /* first: document.matter */
    struct uuid session;
    bool is_together; /* they come all or not at all */
    struct induction_attendee *attendees;
    size_t attendee_count;
};

#endif
