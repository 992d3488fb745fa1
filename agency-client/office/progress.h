/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_PROGRESS_H
#define AGENCY_CLIENT_OFFICE_PROGRESS_H

/*
 * Where a leg stands for us: what the exchange last said, and what we have said since
 * that it may not have heard yet.  So a step is judged before it is signed, with the
 * table that the exchange will judge it by.
 */

#include "agency-client/local_store/legs.h"
#include "agency-client/office/office.h"
#include "common/documents/lifecycle.h"
#include "common/documents/referral_view.h"

#include <stdbool.h>

struct progress {
    struct leg leg;
    enum leg_party us;   /* which party of the leg we are */
    bool is_ahead;       /* we have said something that the exchange has not yet told */
    bool is_unsent;      /* the exchange has not got the referral itself */
    const char *partner; /* the other party's agency; belongs to the known leg */
};

G_GNUC_WARN_UNUSED_RESULT
bool progress_read(struct office *office, const struct known_leg *known,
                   struct progress *progress, GError **error);

/*
 * The same for a list: only what a list shows, the state but not where it would lead
 * back to, which takes no look into the timeline.
 *
 * ahead  outbox_list_ahead()
 */
G_GNUC_WARN_UNUSED_RESULT
bool progress_glance(struct office *office, const struct known_leg *known,
                     GHashTable *ahead, struct progress *progress, GError **error);

/*
 * Judges a step of ours.  OFFICE_ERROR_STEP with the rule and the steps that are open.
 * is_post_accept as in lifecycle_step().
 */
G_GNUC_WARN_UNUSED_RESULT
bool progress_check(const struct progress *progress, enum leg_event event,
                    bool is_post_accept, GError **error);

/* The event of that name ("response.accept"); false if there is none. */
G_GNUC_WARN_UNUSED_RESULT
bool progress_find_event(const char *name, enum leg_event *event);

#endif
