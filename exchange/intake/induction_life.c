/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/intake/induction_life.h"

#include <string.h>

static bool
has_booking(const struct session_record *session, const struct uuid *booking)
{
    for (unsigned int i = 0; i < session->places->len; i++) {
        const struct place *place = g_ptr_array_index(session->places, i);

        if (uuid_is_equal(&place->booking, booking))
            return true;
    }
    return false;
}

const struct session_record *
session_find_booking(const struct ledger *ledger, const struct uuid *booking)
{
    g_autoptr(GPtrArray) sessions = ledger_list(ledger, SHELF_SESSIONS);

    for (unsigned int i = 0; i < sessions->len; i++) {
        if (has_booking(g_ptr_array_index(sessions, i), booking))
            return g_ptr_array_index(sessions, i);
    }
    return NULL;
}

struct session_record *
session_change_booking(struct ledger *ledger, const struct uuid *booking,
                       const struct log_entry *entry)
{
    const struct session_record *found = session_find_booking(ledger, booking);
    struct session_record *session = NULL;

    if (found != NULL)
        session = ledger_change(ledger, SHELF_SESSIONS, &found->id);
    if (session != NULL)
        session->changed = entry->sequence;
    return session;
}

struct place_record *
session_find_place(const struct session_record *session, const struct uuid *booking,
                   const char *starter)
{
    for (unsigned int i = 0; i < session->places->len; i++) {
        struct place_record *record = g_ptr_array_index(session->places, i);

        if (uuid_is_equal(&record->place.booking, booking) &&
            strcmp(record->place.starter, starter) == 0)
            return record;
    }
    return NULL;
}

bool
place_is_held(const struct place_record *place)
{
    return place->place.state == PLACE_CONFIRMED || place->place.state == PLACE_WAITING;
}

void
place_change(struct place_record *place, enum place_state state,
             const struct log_entry *entry)
{
    place->place.state = state;
    place->changed = entry->sequence;
    place->is_changed = true;
}

void
session_release(struct session_record *session, const struct uuid *booking,
                const struct log_entry *entry)
{
    for (unsigned int i = 0; i < session->places->len; i++) {
        struct place_record *record = g_ptr_array_index(session->places, i);

        if ((booking == NULL || uuid_is_equal(&record->place.booking, booking)) &&
            place_is_held(record))
            place_change(record, PLACE_CANCELLED, entry);
    }
}

void
session_settle(struct session_record *session, const struct log_entry *entry)
{
    g_autofree bool *has_waited = g_new(bool, session->places->len + 1);
    struct place *const *places = (struct place *const *)session->places->pdata;

    for (unsigned int i = 0; i < session->places->len; i++)
        has_waited[i] = places[i]->state == PLACE_WAITING;
    if (session->is_cancelled ||
        places_settle(places, session->places->len, (size_t)session->capacity) == 0)
        return;
    for (unsigned int i = 0; i < session->places->len; i++) {
        struct place_record *record = g_ptr_array_index(session->places, i);

        if (has_waited[i] && record->place.state == PLACE_CONFIRMED)
            place_change(record, PLACE_CONFIRMED, entry);
    }
}

/* What this entry did to a place without a word of whom it was booked by. */
static bool
is_news(const struct session_record *session, const struct place_record *record,
        const struct log_entry *entry, enum notice_kind *kind)
{
    *kind = session->is_cancelled ? NOTICE_CALLED_OFF : NOTICE_PROMOTED;
    return record->place.state ==
               (session->is_cancelled ? PLACE_CANCELLED : PLACE_CONFIRMED) &&
           record->changed == entry->sequence && record->sequence != entry->sequence;
}

static struct announcement *
announcement_find(GArray *announcements, enum notice_kind kind,
                  const struct uuid *booking)
{
    for (unsigned int i = 0; i < announcements->len; i++) {
        struct announcement *announcement =
            &g_array_index(announcements, struct announcement, i);

        if (announcement->notice.kind == kind &&
            uuid_is_equal(&announcement->notice.matter, booking))
            return announcement;
    }
    return NULL;
}

static void
announcement_add(const struct place_record *record, enum notice_kind kind,
                 GArray *announcements)
{
    struct announcement announcement = {
        .notice = {.kind = kind, .has_matter = true, .matter = record->place.booking},
        .case_id = record->case_id,
        .recipient = record->agency,
    };

    g_strlcpy(announcement.recipient_id, record->agency_id,
              sizeof announcement.recipient_id);
    g_array_append_val(announcements, announcement);
}

void
session_announce(const struct session_record *session, const struct log_entry *entry,
                 GArray *announcements)
{
    for (unsigned int i = 0; i < session->places->len; i++) {
        const struct place_record *record = g_ptr_array_index(session->places, i);
        enum notice_kind kind;
        struct notice *notice;

        if (!is_news(session, record, entry, &kind))
            continue;
        if (announcement_find(announcements, kind, &record->place.booking) == NULL)
            announcement_add(record, kind, announcements);
        notice =
            &announcement_find(announcements, kind, &record->place.booking)->notice;
        notice->starters[notice->starter_count++] = record->place.starter;
    }
}
