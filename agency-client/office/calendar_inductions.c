/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/calendar_source.h"

#include "agency-client/office/inductions.h"

#define MINUTE_US (60 * SECOND_US)

/* How we take part: as its host, with a place, waiting for one, or not at all. */
enum part { PART_NONE, PART_WAITING, PART_BOOKED, PART_HOST };

static enum part
part_in(const struct induction_view *view, const struct session_view *session,
        const char *us)
{
    enum part part = PART_NONE;

    if (g_strcmp0(session->host, us) == 0)
        return PART_HOST;
    for (size_t i = 0; i < view->place_count; i++) {
        const struct place_view *place = &view->places[i];

        if (!uuid_is_equal(&place->session, &session->session) ||
            g_strcmp0(place->agency, us) != 0)
            continue;
        if (place->state == PLACE_CONFIRMED)
            return PART_BOOKED;
        if (place->state == PLACE_WAITING)
            part = PART_WAITING;
    }
    return part;
}

static void
add_session(struct calendar *calendar, const struct session_view *session,
            enum part part)
{
    g_autofree char *id = uuid_text(&session->session);
    g_autofree char *title =
        g_strdup_printf("Induction session: %s%s", session->title,
                        part == PART_WAITING ? ", on the waiting list" : "");
    const struct calendar_thread thread = {
        .id = id, .with = part == PART_HOST ? NULL : session->host};
    struct calendar_entry *entry = calendar_entry_new(&thread, "startsAt", title);

    entry->is_moment = true;
    entry->starts_us = session->starts_us;
    entry->ends_us = session->starts_us + session->minutes * MINUTE_US;
    calendar_add(calendar, entry);
}

bool
calendar_add_inductions(struct calendar *calendar, GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(induction_view) view = inductions_read(calendar->office, &reason);

    if (view == NULL && reason != NULL) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return false;
    }
    for (size_t i = 0; view != NULL && i < view->session_count; i++) {
        const struct session_view *session = &view->sessions[i];
        enum part part = part_in(view, session, office_agency(calendar->office));

        if (part != PART_NONE && !session->is_cancelled)
            add_session(calendar, session, part);
    }
    return true;
}
