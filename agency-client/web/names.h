/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_WEB_NAMES_H
#define AGENCY_CLIENT_WEB_NAMES_H

/*
 * Whom each referral is about: read out of the sealed details in the background, by a
 * thread and an office of its own, into memory and nowhere else.  Any thread.
 */

#include "agency-client/web/desk.h"
#include "agency-client/web/name_index.h"

#include <stdbool.h>

struct names;

/* Starts reading at once. */
G_GNUC_WARN_UNUSED_RESULT
struct names *names_start(struct web *web, GError **error);

void names_stop(struct names *names);

/* There may be referrals that were not read yet. */
void names_refresh(struct names *names);

/* What has been read by now. */
struct name_index *names_index(struct names *names);

/* How many of how many referrals have been looked at; equal: it is all there. */
struct names_progress {
    int read;
    int all;
};
struct names_progress names_progress(struct names *names);

#endif
