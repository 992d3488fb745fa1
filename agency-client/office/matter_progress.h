/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_MATTER_PROGRESS_H
#define AGENCY_CLIENT_OFFICE_MATTER_PROGRESS_H

/*
 * Where a matter stands for us: what the exchange last said, and what we have said
 * since that it may not have heard yet.  So a step is judged before it is signed, with
 * the table that the exchange will judge it by.
 */

#include "agency-client/local_store/matters.h"
#include "agency-client/office/office.h"
#include "common/documents/matter_view.h"

#include <stdbool.h>

struct matter_progress {
    struct matter matter;
    unsigned int us;       /* which party of the matter we are */
    bool is_ahead;         /* we have said something that the exchange has not told */
    bool is_unsent;        /* the exchange has not got the opening document */
    const char *partner;   /* the other agency; NULL: all; of the known matter */
    const char *waits_for; /* what it waits for from us; NULL: it is not our turn */
    int32_t due_on;        /* the day for that; else the matter's; DATE_NONE */
};

G_GNUC_WARN_UNUSED_RESULT
bool matter_progress_read(struct office *office, const struct known_matter *known,
                          struct matter_progress *progress, GError **error);
void matter_progress_clear(struct matter_progress *progress);
typedef struct matter_progress matter_progress_auto; /* for g_auto alone */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(matter_progress_auto, matter_progress_clear)

/* Judges a step of ours.  OFFICE_ERROR_STEP with the rule and the steps that are open.
 */
G_GNUC_WARN_UNUSED_RESULT
bool matter_progress_check(const struct matter_progress *progress,
                           const struct document *step, GError **error);

#endif
