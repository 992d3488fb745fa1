/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who has a place in a session and who waits: settled from bookings and cancellations
 * in their order, so that everybody who reads the same log finds the same.  Pure
 * functions; any thread.
 */
#ifndef DOCUMENTS_INDUCTION_PLACES_H
#define DOCUMENTS_INDUCTION_PLACES_H

#include "common/documents/limits.h"
#include "common/documents/uuid.h"

#include <stdbool.h>
#include <stddef.h>

enum place_state {
    PLACE_CONFIRMED,
    PLACE_WAITING,
    PLACE_CANCELLED,
    /* What a place that was taken became. */
    PLACE_ATTENDED,
    PLACE_NO_SHOW,
    PLACE_EXCUSED
};
extern const char *const place_state_names[];

/* One attendee of one booking. */
struct place {
    struct uuid booking;
    char starter[ACTOR_MAX + 1];
    bool is_together; /* those of the booking who wait move up all or not at all */
    enum place_state state;
};

/* How many are taken. */
size_t places_taken(struct place *const *places, size_t count);

/*
 * Moves up who waits, in order, as long as there is room.  Those who come together
 * wait until all of them fit; meanwhile others who fit may pass them.  Nobody who has
 * a place loses it, also when there are fewer places than before.
 *
 * places  of one session, in the order of the log and of the booking; one that was
 *         just booked waits
 *
 * Returns how many moved up.
 */
size_t places_settle(struct place *const *places, size_t count, size_t capacity);

/* The position on the waiting list, from 1; 0 for a place that does not wait. */
size_t places_position(struct place *const *places, size_t count, size_t index);

#endif
