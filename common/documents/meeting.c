/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Invitations to meetings and replies to them.  One invitation is one matter; the
 * invitations to one meeting share its id.
 */
#include "common/documents/bodies.h"
#include "common/documents/matter.h"

#define KIND_LIST  "meetingKind"
#define REPLY_LIST "meetingReply"

enum { INVITED = MATTER_BEGIN, ATTENDING, APOLOGIES, HELD, CLOSED, CANCELLED };

static const struct matter_state states[] = {
    [INVITED] = {.name = "sent", .waits_on = MATTER_OTHER, .waits_for = "reply"},
    [ATTENDING] = {.name = "accepted",
                   .waits_on = MATTER_OPENER,
                   .waits_for = "record the meeting"},
    [APOLOGIES] = {.name = "declined",
                   .waits_on = MATTER_OPENER,
                   .waits_for = "record the meeting",
                   .frees = MATTER_OTHER},
    [HELD] = {.name = "recorded"},
    [CLOSED] = {.name = "closed", .is_final = true},
    [CANCELLED] = {.name = "cancelled", .is_final = true},
};

#define AHEAD (MATTER_IN(INVITED) | MATTER_IN(ATTENDING) | MATTER_IN(APOLOGIES))

static const struct matter_step steps[] = {
    MATTER_STEP(KIND_MEETING_REPLY, "attending", MATTER_OTHER, AHEAD, ATTENDING,
                "replied to"),
    MATTER_STEP(KIND_MEETING_REPLY, "deputy", MATTER_OTHER, AHEAD, ATTENDING,
                "replied to"),
    MATTER_STEP(KIND_MEETING_REPLY, "apologies", MATTER_OTHER, AHEAD, APOLOGIES,
                "replied to"),
    MATTER_STEP(KIND_MEETING_RECORD, "held", MATTER_OPENER, AHEAD, HELD, "recorded",
                .when_done = CLOSED),
    MATTER_STEP(KIND_MEETING_RECORD, "moved", MATTER_OPENER, AHEAD, INVITED, "moved"),
    MATTER_STEP(KIND_MEETING_RECORD, "cancelled", MATTER_OPENER, AHEAD, CANCELLED,
                "cancelled"),
    /* Who called the meeting follows up the actions of all. */
    MATTER_STEP(KIND_MEETING_PROGRESS, NULL, MATTER_OPENER, MATTER_IN(HELD),
                MATTER_STAYS, "reported on", .when_done = CLOSED),
    MATTER_STEP(KIND_MEETING_PROGRESS, NULL, MATTER_OTHER, MATTER_IN(HELD),
                MATTER_STAYS, "reported on", .is_of_owners = true, .when_done = CLOSED),
};

static const struct matter_life life = {
    .noun = "invitation",
    .states = states,
    .state_count = G_N_ELEMENTS(states),
    .steps = steps,
    .step_count = G_N_ELEMENTS(steps),
};

const struct matter_form meeting_form = {
    .life = &life, .group = "meeting", .due = "startsAt"};
const struct matter_form meeting_reply_form = {.word = "reply"};

/* What is wanted before a meeting is wanted before it begins. */
static void
check_before(struct reader *reader, const struct document *document,
             const char *attribute)
{
    int32_t on = body_date(reader, attribute);

    check_not_past(reader, document, reader->body, attribute, on);
    if (on != DATE_NONE && on > date_of(body_time(reader, "startsAt")))
        reader_refuse(reader, reader->body, attribute, "before-the-meeting",
                      "the day is after the meeting");
}

void
meeting_check(struct reader *reader, const struct document *document)
{
    check_appointment(reader, document);
    check_before(reader, document, "replyBy");
    check_before(reader, document, "contributionBy");
}

void
meeting_check_details(struct reader *reader, const struct document *document)
{
    const char *word = reader_attribute(reader, document->matter.node, "kind");
    const struct label_code *kind = codes_find(reader->codes, KIND_LIST, word);

    if (kind != NULL && g_strcmp0(kind->group, "case") == 0 &&
        reader_attribute(reader, reader->body, "about") == NULL)
        reader_refuse(reader, reader->body, "about", "meeting-about",
                      "an invitation to this kind of meeting says whom it is about");
}

void
meeting_reply_check(struct reader *reader, const struct document *document)
{
    check_words_are_sealed(reader, document, reader->body, REPLY_LIST,
                           document->matter.word);
}

void
meeting_reply_check_details(struct reader *reader, const struct document *document)
{
    if (g_strcmp0(document->matter.word, "deputy") == 0 &&
        tree_child(reader->body, "attendee") == NULL)
        reader_refuse(reader, reader->body, NULL, "deputy-named",
                      "who comes instead is not named");
}
