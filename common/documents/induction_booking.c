/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/induction_booking.h"
#include "common/documents/bodies.h"
#include "common/documents/matter.h"

enum { BOOKED = MATTER_BEGIN, HELD, GIVEN_BACK, CALLED_OFF };

static const struct matter_state states[] = {
    [BOOKED] = {.name = "booked",
                .waits_on = MATTER_OTHER,
                .waits_for = "say who came"},
    [HELD] = {.name = "held"},
    [GIVEN_BACK] = {.name = "given back", .is_final = true},
    [CALLED_OFF] = {.name = "called off", .is_final = true},
};

static const struct matter_step steps[] = {
    MATTER_STEP(KIND_INDUCTION_CANCELLATION, "some", MATTER_OPENER, MATTER_IN(BOOKED),
                MATTER_STAYS, "given back"),
    MATTER_STEP(KIND_INDUCTION_CANCELLATION, "all", MATTER_OPENER, MATTER_IN(BOOKED),
                GIVEN_BACK, "given back"),
    /* What the host published of the session, and nobody of this booking. */
    MATTER_STEP(KIND_INDUCTION_SESSION, NULL, MATTER_EXCHANGE, MATTER_IN(BOOKED),
                CALLED_OFF, "called off"),
    MATTER_STEP(KIND_INDUCTION_ATTENDANCE, NULL, MATTER_OTHER,
                MATTER_IN(BOOKED) | MATTER_IN(HELD), HELD, "attended"),
    MATTER_STEP(KIND_INDUCTION_FEEDBACK, NULL, MATTER_OPENER, MATTER_IN(HELD),
                MATTER_STAYS, "given feedback on"),
};

static const struct matter_life life = {"booking", states, G_N_ELEMENTS(states), steps,
                                        G_N_ELEMENTS(steps)};

const struct matter_form induction_booking_form = {.life = &life};

static const struct field body_fields[] = {
    REQUIRED("session", FIELD_UUID, induction_booking, session),
    OPTIONAL("together", FIELD_BOOL, induction_booking, is_together),
};

static const struct field attendee_fields[] = {
    REQUIRED("starter", FIELD_TEXT, induction_attendee, starter),
    REQUIRED("role", FIELD_TEXT, induction_attendee, role),
    REQUIRED("startedOn", FIELD_DATE, induction_attendee, started_on),
};

void
induction_booking_read(struct reader *reader, struct document *document)
{
    struct induction_booking *booking = &document->induction_booking;

    matter_read(reader, document);
    reader_fields(reader, reader->body, body_fields, G_N_ELEMENTS(body_fields),
                  booking);
    booking->attendees =
        reader_children(reader, reader->body, "attendee", attendee_fields,
                        G_N_ELEMENTS(attendee_fields), sizeof *booking->attendees,
                        &booking->attendee_count);
}

void
induction_booking_check(struct reader *reader, const struct document *document)
{
    (void)document;
    check_once(reader, reader->body, "attendee", "starter", "attendee-once");
}

static bool
is_booked(const struct induction_booking *booking, const char *starter)
{
    for (size_t index = 0; index < booking->attendee_count; index++) {
        if (g_strcmp0(booking->attendees[index].starter, starter) == 0)
            return true;
    }
    return false;
}

void
induction_booking_check_details(struct reader *reader, const struct document *document)
{
    const struct induction_booking *booking = &document->induction_booking;

    check_once(reader, reader->body, "attendee", "starter", "attendee-once");
    for (size_t index = 0; index < booking->attendee_count; index++) {
        if (find_child(reader, reader->body, "attendee", "starter",
                       booking->attendees[index].starter) == NULL)
            reader_refuse(reader, reader->body, NULL, "attendee-named",
                          "the host is not told the name of somebody who comes");
    }
    for (const xmlNode *node = tree_child(reader->body, "attendee"); node != NULL;
         node = tree_next(node, "attendee")) {
        if (!is_booked(booking, reader_attribute(reader, node, "starter")))
            reader_refuse(reader, node, "starter", "attendee-booked",
                          "somebody is named for whom no place is booked");
    }
}
