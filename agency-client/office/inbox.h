/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_INBOX_H
#define AGENCY_CLIENT_OFFICE_INBOX_H

/*
 * The inbox: referrals to us and from us, the most urgent first, with what is new, what
 * is overdue and whose turn it is; then the matters that wait for us.  Works offline.
 */

#include "agency-client/local_store/legs.h"
#include "agency-client/office/deadlines.h"
#include "agency-client/office/matter_list.h"
#include "agency-client/office/progress.h"
#include "common/autoptr.h"

/* One line of it. */
struct inbox_item {
    const struct known_leg *known;
    struct progress progress;
    struct deadline deadline;
    enum urgency urgency;
    int64_t offered_us;
    bool is_ours; /* our turn */
    bool is_overdue;
};

struct inbox {
    GPtrArray *legs;             /* struct known_leg *, which the items point to */
    GArray *items;               /* struct inbox_item */
    struct matter_list *matters; /* what else waits for us */
};

/* Reads it; is_everything: what is finished too. */
G_GNUC_WARN_UNUSED_RESULT
struct inbox *inbox_read(struct office *office, bool is_everything, GError **error);
void inbox_free(struct inbox *inbox);
DEFINE_AUTOPTR(inbox, inbox_free)

/* Judges one leg as the inbox does. */
struct inbox_item inbox_item_make(const struct known_leg *known,
                                  const struct progress *progress, int64_t now_us,
                                  GTimeZone *zone);

/* Whether nothing more is to happen with it. */
bool inbox_item_is_final(const struct inbox_item *item);

/* Whether it waits for us: it is our turn, it is news, or the exchange refused it. */
bool inbox_item_is_ours(const struct inbox_item *item);

/* Appends the <leg> of an item with its facts; the caller ends the element. */
void inbox_item_write(const struct inbox_item *item, GString *xml);

/* Appends of that only whose turn it is, to do what and by when. */
void inbox_item_write_turn(const struct inbox_item *item, GString *xml);

/* As XML, for programs and pages: <inbox> with a <leg> and a <matter> each. */
GBytes *inbox_write(const struct inbox *inbox);

#endif
