/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_CALENDAR_SOURCE_H
#define AGENCY_CLIENT_OFFICE_CALENDAR_SOURCE_H

/*
 * What the calendar is gathered from, for its own files: each source adds the entries
 * of its kind of thread.
 */

#include "agency-client/office/calendar.h"
#include "common/documents/matter.h"

G_GNUC_WARN_UNUSED_RESULT
bool calendar_add_legs(struct calendar *calendar, GError **error);
G_GNUC_WARN_UNUSED_RESULT
bool calendar_add_matters(struct calendar *calendar, GError **error);
G_GNUC_WARN_UNUSED_RESULT
bool calendar_add_inductions(struct calendar *calendar, GError **error);

/* Of which thread the documents are read. */
struct calendar_thread {
    const char *id;              /* of the leg or matter */
    const char *group;           /* of a matter that we opened; NULL */
    const char *with;            /* the other agency; NULL: all */
    const struct matter *matter; /* NULL: a leg */
};

struct calendar_entry *calendar_entry_new(const struct calendar_thread *thread,
                                          const char *name, const char *title);
void calendar_entry_free(struct calendar_entry *entry);
DEFINE_AUTOPTR(calendar_entry, calendar_entry_free)

/* Takes the entry, if it is within the days that are wanted. */
void calendar_add(struct calendar *calendar, struct calendar_entry *entry);

/*
 * Adds the dates of all documents of a thread.  A later document's date takes the place
 * of an earlier one of the same name; points that are done are left out.
 */
G_GNUC_WARN_UNUSED_RESULT
bool calendar_add_thread(struct calendar *calendar,
                         const struct calendar_thread *thread, GError **error);

#endif
