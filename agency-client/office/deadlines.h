/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_DEADLINES_H
#define AGENCY_CLIENT_OFFICE_DEADLINES_H

/*
 * Who is to do what next with a leg, and by when: the partnership's times per urgency,
 * in working hours (Monday to Friday, 9 to 17) but for emergencies.  Reminders for
 * people, which decide nothing.  Pure functions.
 */

#include "common/documents/lifecycle.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct deadline {
    bool is_waiting;    /* somebody is to do something */
    enum leg_party who; /* when is_waiting */
    const char *what;   /* "acknowledge", "decide", ... */
    int64_t due_us;     /* INT64_MAX: no time is set */
};

/*
 * offered_us  when the exchange received the referral
 * changed_us  when the leg last changed
 * zone        where people work; to find out which is the local one takes its time
 */
struct deadline deadline_of(const struct leg *leg, enum urgency urgency,
                            int64_t offered_us, int64_t changed_us, GTimeZone *zone);

#endif
