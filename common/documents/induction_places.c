/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/induction_places.h"

const char *const place_state_names[] = {
    "confirmed", "waiting", "cancelled", "attended", "no-show", "excused", NULL};

size_t
places_taken(struct place *const *places, size_t count)
{
    size_t taken = 0;

    for (size_t i = 0; i < count; i++)
        taken +=
            places[i]->state != PLACE_WAITING && places[i]->state != PLACE_CANCELLED;
    return taken;
}

/* Whether a place waits and moves up together with the first one. */
static bool
waits_with(const struct place *place, const struct place *first)
{
    return place->state == PLACE_WAITING &&
           (place == first ||
            (first->is_together && uuid_is_equal(&place->booking, &first->booking)));
}

static size_t
group_count(struct place *const *places, size_t count, const struct place *first)
{
    size_t group = 0;

    for (size_t i = 0; i < count; i++)
        group += waits_with(places[i], first);
    return group;
}

size_t
places_settle(struct place *const *places, size_t count, size_t capacity)
{
    size_t taken = places_taken(places, count);
    size_t moved = 0;

    for (size_t first = 0; first < count; first++) {
        size_t group = group_count(places, count, places[first]);

        if (places[first]->state != PLACE_WAITING || taken + group > capacity)
            continue;
        /* The first last, because the others are told by it. */
        for (size_t i = count; i-- > first;) {
            if (waits_with(places[i], places[first]))
                places[i]->state = PLACE_CONFIRMED;
        }
        taken += group;
        moved += group;
    }
    return moved;
}

size_t
places_position(struct place *const *places, size_t count, size_t index)
{
    size_t position = 0;

    if (index >= count || places[index]->state != PLACE_WAITING)
        return 0;
    for (size_t i = 0; i <= index; i++)
        position += places[i]->state == PLACE_WAITING;
    return position;
}
