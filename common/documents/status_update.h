/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coded part of a status update: where the recipient's work on a leg stands.
 */
#ifndef DOCUMENTS_STATUS_UPDATE_H
#define DOCUMENTS_STATUS_UPDATE_H

#include "common/documents/uuid.h"
#include <stdint.h>

enum status {
    STATUS_ASSESSING,
    STATUS_STARTED,
    STATUS_PROGRESS,
    STATUS_NO_CHANGE,
    STATUS_PAUSED,
    STATUS_RESUMED
};
extern const char *const status_names[];

/* Counts and hours are -1 when absent, dates DATE_NONE. */
struct status_update {
    struct uuid leg;
    enum status status;
    int contacts_attempted;
    int contacts_made;
    int hours_planned_hundredths;
    int hours_delivered_hundredths;
    int32_t first_contact_on;
    int32_t next_contact_on;
    const char *reason; /* NULL when absent */
    int32_t resume_by;
};

#endif
