/* SPDX-License-Identifier: Apache-2.0 */
/* Bookings of places in sessions, and places that are given back. */
#include "exchange/intake/family.h"
#include "exchange/intake/induction_life.h"
#include "exchange/intake/matters.h"

#define MINUTE_US (60 * SECOND_US)

/* Booking. */

static void
booking_ask(struct log_question *question, const struct document *document)
{
    family_matters.ask(question, document);
    shelf_ask(&question->shelves, SHELF_SESSIONS, &document->induction_booking.session);
}

/* Says where there is room, so that nobody has to ask for it. */
static bool
refuse_full(const struct session_record *session, int free_places, int wanted,
            int64_t now_us, GError **error)
{
    const GArray *hints = session->later;
    g_autofree char *room =
        free_places <= 0
            ? g_strdup("the session is full and has no waiting list")
            : g_strdup_printf("the session has %d free place%s for the %d asked for, "
                              "and no waiting list",
                              free_places, free_places == 1 ? "" : "s", wanted);

    for (unsigned int i = 0; i < hints->len; i++) {
        const struct session_hint *hint = &g_array_index(hints, struct session_hint, i);
        char id[UUID_TEXT_BYTES];
        char at[TIMESTAMP_TEXT_BYTES];

        if (hint->starts_us < now_us ||
            (hint->free < wanted && !hint->has_waiting_list))
            continue;
        uuid_write(&hint->id, id);
        timestamp_write(hint->starts_us, at);
        return refusal_set(error, REFUSAL_SESSION_FULL,
                           "%s; the next one with room is on %.10s at %.5s UTC: "
                           "session %s",
                           room, at, at + 11, id);
    }
    return refusal_set(error, REFUSAL_SESSION_FULL,
                       "%s; no later one is announced: ask the host for another date%s",
                       room, free_places > 0 ? ", or book fewer" : "");
}

static bool
attendee_check(const struct session_record *session, const struct proposal *proposal,
               const struct induction_attendee *attendee, GError **error)
{
    if (!g_strv_contains((const char *const *)session->roles, attendee->role)) {
        g_autofree char *roles = g_strjoinv(", ", session->roles);

        return refusal_set(error, REFUSAL_RULE,
                           "/document/induction-booking/attendee/@role: the session is "
                           "not for this role, but for: %s",
                           roles);
    }
    for (unsigned int i = 0; i < session->places->len; i++) {
        const struct place_record *record = g_ptr_array_index(session->places, i);

        if (record->agency == proposal->sender &&
            record->place.state != PLACE_CANCELLED &&
            g_str_equal(record->place.starter, attendee->starter))
            return refusal_set(error, REFUSAL_LIFECYCLE,
                               "lifecycle: one of them is booked for this session "
                               "already: leave that one out");
    }
    return true;
}

static bool
session_is_open_check(const struct session_record *session,
                      const struct proposal *proposal, GError **error)
{
    if (session->is_cancelled)
        return refusal_set(error, REFUSAL_LIFECYCLE,
                           "lifecycle: the session is cancelled; choose another one");
    if (proposal->at_us > session->starts_us + session->minutes * MINUTE_US)
        return refusal_set(error, REFUSAL_LIFECYCLE,
                           "lifecycle: the session is over; choose another one");
    if (session->is_test != proposal->document->is_test)
        return refusal_set(
            error, REFUSAL_RULE,
            "/document/@test: places in a test are booked as a test, and "
            "no others");
    return true;
}

static bool
booking_check(const struct ledger *ledger, const struct proposal *proposal,
              GError **error)
{
    const struct induction_booking *booking = &proposal->document->induction_booking;
    const struct session_record *session =
        ledger_find(ledger, SHELF_SESSIONS, &booking->session);
    int wanted = (int)booking->attendee_count;
    int free_places;

    if (!matters_check_opening(ledger, proposal, error))
        return false;
    if (session == NULL)
        return refusal_set(error, REFUSAL_UNKNOWN_DOCUMENT,
                           "there is no such session; the list of sessions says which "
                           "there are");
    if (session->host != proposal->recipient)
        return refusal_set(error, REFUSAL_WRONG_RECIPIENT,
                           "a booking goes to the host of the session");
    if (!session_is_open_check(session, proposal, error))
        return false;
    for (size_t i = 0; i < booking->attendee_count; i++) {
        if (!attendee_check(session, proposal, &booking->attendees[i], error))
            return false;
    }
    if (booking->is_together && wanted > session->capacity)
        return refusal_set(error, REFUSAL_RULE,
                           "/document/induction-booking/@together: the session has %d "
                           "places in all; book them apart",
                           session->capacity);
    free_places = session->capacity -
                  (int)places_taken((struct place *const *)session->places->pdata,
                                    session->places->len);
    if (!session->has_waiting_list && free_places < wanted)
        return refuse_full(session, free_places, wanted, proposal->at_us, error);
    return true;
}

static void
booking_fold(struct ledger *ledger, const struct log_entry *entry,
             const struct document *document)
{
    const struct induction_booking *booking = &document->induction_booking;
    struct session_record *session =
        ledger_change(ledger, SHELF_SESSIONS, &booking->session);

    matters_fold_opening(ledger, entry, document);
    if (session == NULL)
        return;
    session->changed = entry->sequence;
    for (size_t i = 0; i < booking->attendee_count; i++) {
        const struct induction_attendee *attendee = &booking->attendees[i];
        struct place_record *record = g_new0(struct place_record, 1);

        record->place.booking = document->id;
        record->place.is_together = booking->is_together;
        g_strlcpy(record->place.starter, attendee->starter,
                  sizeof record->place.starter);
        record->case_id = document->case_id;
        record->agency = entry->sender;
        g_strlcpy(record->agency_id, document->from_agency, sizeof record->agency_id);
        g_strlcpy(record->role, attendee->role, sizeof record->role);
        record->started_on = attendee->started_on;
        record->sequence = entry->sequence;
        place_change(record, PLACE_WAITING, entry);
        g_ptr_array_add(session->places, record);
    }
    session_settle(session, entry);
}

const struct family family_induction_bookings = {
    .ask = booking_ask,
    .check = booking_check,
    .fold = booking_fold,
};

/* Cancellation. */

static void
matter_ask(struct log_question *question, const struct document *document)
{
    family_matters.ask(question, document);
    shelf_ask(&question->shelves, SHELF_SESSIONS, document_matter(document));
}

static bool
cancellation_check(const struct ledger *ledger, const struct proposal *proposal,
                   GError **error)
{
    const struct induction_cancellation *cancellation =
        &proposal->document->induction_cancellation;
    const struct uuid *booking = &cancellation->matter.matter;
    const struct session_record *session = session_find_booking(ledger, booking);

    if (!matters_check_step(ledger, proposal, error))
        return false;
    for (size_t i = 0; session != NULL && i < cancellation->starter_count; i++) {
        const struct place_record *record =
            session_find_place(session, booking, cancellation->starters[i]);

        if (record == NULL || !place_is_held(record))
            return refusal_set(error, REFUSAL_LIFECYCLE,
                               "lifecycle: one of them has no place in this booking to "
                               "give back: leave that one out");
    }
    return true;
}

static void
cancellation_fold(struct ledger *ledger, const struct log_entry *entry,
                  const struct document *document)
{
    const struct induction_cancellation *cancellation =
        &document->induction_cancellation;
    const struct uuid *booking = &cancellation->matter.matter;
    struct session_record *session = session_change_booking(ledger, booking, entry);

    matters_fold_step(ledger, entry, document);
    if (session == NULL)
        return;
    if (cancellation->is_whole)
        session_release(session, booking, entry);
    for (size_t i = 0; i < cancellation->starter_count; i++) {
        struct place_record *record =
            session_find_place(session, booking, cancellation->starters[i]);

        if (record != NULL && place_is_held(record))
            place_change(record, PLACE_CANCELLED, entry);
    }
    session_settle(session, entry);
}

static void
cancellation_announce(const struct ledger *ledger, const struct log_entry *entry,
                      const struct document *document, GArray *announcements)
{
    const struct session_record *session =
        session_find_booking(ledger, document_matter(document));

    if (session != NULL)
        session_announce(session, entry, announcements);
}

const struct family family_induction_cancellations = {
    .ask = matter_ask,
    .check = cancellation_check,
    .fold = cancellation_fold,
    .announce = cancellation_announce,
};
