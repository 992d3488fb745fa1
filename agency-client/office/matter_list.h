/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_MATTER_LIST_H
#define AGENCY_CLIENT_OFFICE_MATTER_LIST_H

/*
 * Lists of matters: what there is between us and others, with whom, where it stands,
 * whose turn it is and by when.  What waits for us comes first, then what is due first.
 * Works offline.
 */

#include "agency-client/office/matter_progress.h"
#include "common/autoptr.h"

/* One line. */
struct matter_item {
    const struct known_matter *known;
    struct matter_progress progress;
    bool is_overdue;
};

struct matter_list {
    GPtrArray *matters; /* struct known_matter *, which the items point to */
    GArray *items;      /* struct matter_item */
};

enum matter_choice {
    MATTERS_OURS, /* what waits for us, is new, or was refused */
    MATTERS_OPEN, /* that, and whatever is not over */
    MATTERS_ALL,
};

/* Those of an id (matters_list()) and of a kind; NULL: of any. */
G_GNUC_WARN_UNUSED_RESULT
struct matter_list *matter_list_read(struct office *office, const char *id,
                                     const char *kind, enum matter_choice choice,
                                     GError **error);
void matter_list_free(struct matter_list *list);
DEFINE_AUTOPTR(matter_list, matter_list_free)

/* Appends the <matter> of a line with its facts; the caller ends the element. */
void matter_item_write(const struct matter_item *item, GString *xml);

/* Appends a <matter> for each line. */
void matter_list_write(const struct matter_list *list, GString *xml);

#endif
