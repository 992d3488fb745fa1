/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports on the condition of a home to its landlord, and what the landlord replies.
 * Address and description are sealed.
 */
#include "common/documents/bodies.h"
#include "common/documents/matter.h"
#include "common/documents/step_cells.h"

#define REFUSAL_LIST "housingRefusal"

/* A reply to an emergency within a day. */
#define EMERGENCY_DAYS 1

enum {
    REPORTED = MATTER_BEGIN,
    ACKNOWLEDGED,
    INSPECTING,
    WORKS,
    DONE,
    NOT_MENDED,
    MENDED,
    REFUSED,
    WITHDRAWN
};
#define BEFORE_WORKS                                                                   \
    (MATTER_IN(REPORTED) | MATTER_IN(ACKNOWLEDGED) | MATTER_IN(INSPECTING) |           \
     MATTER_IN(NOT_MENDED))
#define OPEN (BEFORE_WORKS | MATTER_IN(WORKS) | MATTER_IN(DONE))

static const struct matter_state states[] = {
    [REPORTED] = {.name = "reported", .waits_on = MATTER_OTHER, .waits_for = "reply"},
    [ACKNOWLEDGED] = {.name = "acknowledged",
                      .waits_on = MATTER_OTHER,
                      .waits_for = "say what is done"},
    [INSPECTING] = {.name = "to-inspect",
                    .waits_on = MATTER_OTHER,
                    .waits_for = "inspect and say what is done"},
    [WORKS] = {.name = "being-mended",
               .waits_on = MATTER_OTHER,
               .waits_for = "finish the works"},
    [DONE] = {.name = "done",
              .waits_on = MATTER_OPENER,
              .waits_for = "confirm that it is mended, or say that it is not"},
    [NOT_MENDED] = {.name = "not-mended",
                    .waits_on = MATTER_OTHER,
                    .waits_for = "reply"},
    [MENDED] = {.name = "mended", .is_final = true},
    [REFUSED] = {.name = "refused", .is_final = true},
    [WITHDRAWN] = {.name = "withdrawn", .is_final = true},
};

static const struct matter_step steps[] = {
    MATTER_STEP(KIND_HOUSING_REPLY, "acknowledge", MATTER_OTHER,
                MATTER_IN(REPORTED) | MATTER_IN(NOT_MENDED), ACKNOWLEDGED,
                "acknowledged"),
    MATTER_STEP(KIND_HOUSING_REPLY, "inspect", MATTER_OTHER, BEFORE_WORKS, INSPECTING,
                "inspected"),
    MATTER_STEP(KIND_HOUSING_REPLY, "order-works", MATTER_OTHER,
                BEFORE_WORKS | MATTER_IN(WORKS), WORKS, "given works"),
    MATTER_STEP(KIND_HOUSING_REPLY, "complete", MATTER_OTHER,
                BEFORE_WORKS | MATTER_IN(WORKS), DONE, "said to be mended"),
    MATTER_STEP(KIND_HOUSING_REPLY, "refuse", MATTER_OTHER, BEFORE_WORKS, REFUSED,
                "refused"),
    MATTER_STEP(KIND_HOUSING_REPLY, "confirm", MATTER_OPENER, MATTER_IN(DONE), MENDED,
                "confirmed"),
    MATTER_STEP(KIND_HOUSING_REPLY, "not-mended", MATTER_OPENER, MATTER_IN(DONE),
                NOT_MENDED, "said not to be mended"),
    MATTER_STEP(KIND_HOUSING_REPLY, "withdraw", MATTER_OPENER, OPEN, WITHDRAWN,
                "withdrawn"),
};

static const struct matter_life life = {.noun = "report on a home",
                                        .states = states,
                                        .state_count = G_N_ELEMENTS(states),
                                        .steps = steps,
                                        .step_count = G_N_ELEMENTS(steps)};

const struct matter_form housing_report_form = {.life = &life, .due = "replyBy"};
const struct matter_form housing_reply_form = {.word = "step", .due = "dueOn"};

static const char *const step_names[] = {"acknowledge", "inspect",  "order-works",
                                         "complete",    "refuse",   "confirm",
                                         "not-mended",  "withdraw", NULL};

static const struct step_cell cells[] = {
    {"dueOn", "?++---+-", "housing-due-on",
     "say on which day the inspection is, by when the works are done, or by when you "
     "ask for a reply"},
    {"doneOn", "---+----", "housing-done-on", "say on which day the works were done"},
    {"reason", "----+---", "housing-reason", "say why nothing is done"},
};

void
housing_report_check(struct reader *reader, const struct document *document)
{
    const xmlNode *body = reader->body;
    const char *urgency = reader_attribute(reader, body, "urgency");
    int32_t reply_by = reader_date(reader, body, "replyBy");
    int32_t days = reply_by - date_of(document->created_us);

    check_once(reader, body, "hazard", "code", "hazard-once");
    check_not_ahead(reader, document, body, "seenOn",
                    reader_date(reader, body, "seenOn"));
    check_not_past(reader, document, body, "replyBy", reply_by);
    if (g_strcmp0(urgency, "emergency") == 0 && days > EMERGENCY_DAYS)
        reader_refuse(reader, body, "replyBy", "emergency-reply",
                      "an emergency is answered within a day: ask for a reply by "
                      "tomorrow at the latest, and telephone the landlord now");
}

void
housing_reply_check(struct reader *reader, const struct document *document)
{
    const xmlNode *body = reader->body;

    check_step_cells(reader, cells, G_N_ELEMENTS(cells), step_names,
                     document->matter.word);
    check_not_past(reader, document, body, "dueOn", reader_date(reader, body, "dueOn"));
    check_not_ahead(reader, document, body, "doneOn",
                    reader_date(reader, body, "doneOn"));
    check_words_are_sealed(reader, document, body, REFUSAL_LIST,
                           reader_attribute(reader, body, "reason"));
}

void
housing_reply_check_details(struct reader *reader, const struct document *document)
{
    check_code_is_worded(reader, "words", REFUSAL_LIST,
                         reader_attribute(reader, document->matter.node, "reason"));
}
