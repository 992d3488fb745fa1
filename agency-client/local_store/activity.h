/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_LOCAL_STORE_ACTIVITY_H
#define AGENCY_CLIENT_LOCAL_STORE_ACTIVITY_H

/* Who did what with which record at the screen; lines are added and never changed. */

#include "agency-client/local_store/local_store.h"
#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* A page that shows a record asks for it again and again: that is one line. */
#define ACTIVITY_OPENED         "opened"
#define ACTIVITY_OPENED_SECONDS (30 * 60)

/* What somebody wrote has the name of its step behind it. */
#define ACTIVITY_WROTE "wrote "

struct activity {
    int64_t at_us;
    char *actor;
    char *name;   /* of the member; filled in by reading */
    char *action; /* ACTIVITY_OPENED, ACTIVITY_WROTE "response.accept", "signed in" */
    char *record; /* the leg's, matter's or document's id; NULL: none */
};

void activity_free(struct activity *activity);
DEFINE_AUTOPTR(activity, activity_free)

G_GNUC_WARN_UNUSED_RESULT
bool activity_insert(struct local_store *store, const struct activity *activity,
                     GError **error);

/* The newest first, of one record or (NULL) of all.  struct activity *. */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *activity_list(struct local_store *store, const char *record, int limit,
                         GError **error);

#endif
