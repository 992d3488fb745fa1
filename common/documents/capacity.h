/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A capacity notice: what room a service has, and until when that can be relied on.
 * Published to every member; the next one about the same service replaces it.
 */
#ifndef DOCUMENTS_CAPACITY_H
#define DOCUMENTS_CAPACITY_H

#include "common/documents/service.h"
#include "common/documents/timestamp.h"

/* The longest that a notice can be relied on. */
#define CAPACITY_VALID_US (7 * DAY_US)

enum capacity_status {
    CAPACITY_ROOM,
    CAPACITY_NONE,
    CAPACITY_WAITLIST,
    CAPACITY_ASSESSMENT
};
extern const char *const capacity_status_names[];

enum sharing { SHARING_UNSAID, SHARING_NOTHING, SHARING_FACILITIES, SHARING_ROOM };
extern const char *const sharing_names[];

struct vacancy {
    struct uuid id;
    int bedrooms; /* -1 when not said, as are counts and money below */
    int bed_spaces;
    enum sharing sharing;
    int rent_weekly_pence;
    const char *support;    /* NULL when absent */
    int32_t available_from; /* DATE_NONE: now */
    const char *area;       /* never of a confidential service */
    const char *region;
    bool has_route;
    enum referral_route route;
    struct suits suits;
};

struct capacity_void {
    const char *reason;
    int count;
};

/* Units are in hundredths, -1 when not said. */
struct capacity {
    const char *service;
    enum capacity_status status;
    const char *unit;
    int available;
    int maximum;
    int funded;
    int on_hold;
    int increase;
    int decrease;
    int waiting;
    int wait_weeks;
    int64_t valid_until_us;
    struct vacancy *vacancies;
    size_t vacancy_count;
    struct capacity_void *voids;
    size_t void_count;
};

#endif
