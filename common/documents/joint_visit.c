/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Visits that two agencies make together: the request, and how it stands with it.  The
 * requests to several agencies for one visit share its id.
 */
#include "common/documents/bodies.h"
#include "common/documents/matter.h"

#define STATUS_LIST "visitStatus"

enum {
    PROPOSED = MATTER_BEGIN,
    COUNTERED, /* the other agency proposed another time */
    AGREED,
    DONE,
    NO_ACCESS,
    DID_NOT_ATTEND,
    CANCELLED
};

static const struct matter_state states[] = {
    [PROPOSED] = {.name = "proposed", .waits_on = MATTER_OTHER, .waits_for = "agree"},
    [COUNTERED] = {.name = "countered",
                   .waits_on = MATTER_OPENER,
                   .waits_for = "agree"},
    [AGREED] = {.name = "agreed",
                .waits_on = MATTER_EITHER,
                .waits_for = "record the visit"},
    [DONE] = {.name = "done", .is_final = true},
    [NO_ACCESS] = {.name = "no-access", .is_final = true},
    [DID_NOT_ATTEND] = {.name = "not-attended", .is_final = true},
    [CANCELLED] = {.name = "cancelled", .is_final = true},
};

#define AHEAD (MATTER_IN(PROPOSED) | MATTER_IN(COUNTERED) | MATTER_IN(AGREED))

static const struct matter_step steps[] = {
    MATTER_STEP(KIND_VISIT_UPDATE, "agreed", MATTER_OTHER, MATTER_IN(PROPOSED), AGREED,
                "agreed to"),
    MATTER_STEP(KIND_VISIT_UPDATE, "agreed", MATTER_OPENER, MATTER_IN(COUNTERED),
                AGREED, "agreed to"),
    MATTER_STEP(KIND_VISIT_UPDATE, "renegotiated", MATTER_OPENER, AHEAD, PROPOSED,
                "moved"),
    MATTER_STEP(KIND_VISIT_UPDATE, "renegotiated", MATTER_OTHER, AHEAD, COUNTERED,
                "moved"),
    MATTER_STEP(KIND_VISIT_UPDATE, "done", MATTER_EITHER, MATTER_IN(AGREED), DONE,
                "recorded"),
    MATTER_STEP(KIND_VISIT_UPDATE, "no-access", MATTER_EITHER, MATTER_IN(AGREED),
                NO_ACCESS, "recorded"),
    MATTER_STEP(KIND_VISIT_UPDATE, "did-not-attend", MATTER_EITHER, MATTER_IN(AGREED),
                DID_NOT_ATTEND, "recorded"),
    MATTER_STEP(KIND_VISIT_UPDATE, "cancelled-by-client", MATTER_EITHER, AHEAD,
                CANCELLED, "cancelled"),
    MATTER_STEP(KIND_VISIT_UPDATE, "cancelled-by-agency", MATTER_EITHER, AHEAD,
                CANCELLED, "cancelled"),
};

static const struct matter_life life = {
    .noun = "visit",
    .states = states,
    .state_count = G_N_ELEMENTS(states),
    .steps = steps,
    .step_count = G_N_ELEMENTS(steps),
};

const struct matter_form joint_visit_form = {
    .life = &life, .group = "visit", .due = "startsAt"};
const struct matter_form visit_update_form = {.word = "status", .due = "startsAt"};

void
joint_visit_check(struct reader *reader, const struct document *document)
{
    check_appointment(reader, document);
}

void
joint_visit_check_details(struct reader *reader, const struct document *document)
{
    const char *two = reader_attribute(reader, document->matter.node, "twoWorkers");

    if ((g_strcmp0(two, "true") == 0 || g_strcmp0(two, "1") == 0) &&
        !has_words(reader->body, "callingPlan"))
        reader_refuse(reader, reader->body, NULL, "two-workers-plan",
                      "a visit that nobody may make alone says who rings whom");
}

void
visit_update_check(struct reader *reader, const struct document *document)
{
    const char *status = document->matter.word;

    check_words_are_sealed(reader, document, reader->body, STATUS_LIST, status);
    check_new_time(reader, document, g_strcmp0(status, "renegotiated") == 0);
}

void
visit_update_check_details(struct reader *reader, const struct document *document)
{
    if (g_strcmp0(document->matter.word, "done") == 0 &&
        !has_words(reader->body, "observations"))
        reader_refuse(reader, reader->body, NULL, "visit-recorded",
                      "a visit that took place says what was seen and said");
}
