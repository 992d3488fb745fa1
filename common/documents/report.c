/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports for a court or a hearing: asked for by one agency, written by the other, gone
 * through with the family, submitted, heard.  Question and report are sealed.
 */
#include "common/documents/bodies.h"
#include "common/documents/matter.h"
#include "common/documents/step_cells.h"

#define VIEW_LIST     "familyView"
#define UNSHARED_LIST "unsharedReason"

enum { DUE = MATTER_BEGIN, SHARED, SUBMITTED, HEARD, CANCELLED };
#define OPEN (MATTER_IN(DUE) | MATTER_IN(SHARED) | MATTER_IN(SUBMITTED))

static const struct matter_state states[] = {
    [DUE] = {.name = "due",
             .waits_on = MATTER_OTHER,
             .waits_for = "go through it with the family"},
    [SHARED] = {.name = "shared", .waits_on = MATTER_OTHER, .waits_for = "submit it"},
    [SUBMITTED] = {.name = "submitted",
                   .waits_on = MATTER_OPENER,
                   .waits_for = "say what became of the hearing"},
    [HEARD] = {.name = "heard", .is_final = true},
    [CANCELLED] = {.name = "cancelled", .is_final = true},
};

static const struct matter_step steps[] = {
    MATTER_STEP(KIND_REPORT_STEP, "share", MATTER_OTHER, MATTER_IN(DUE), SHARED,
                "gone through with the family"),
    MATTER_STEP(KIND_REPORT_STEP, "submit", MATTER_OTHER, MATTER_IN(SHARED), SUBMITTED,
                "submitted"),
    MATTER_STEP(KIND_REPORT_STEP, "submit-unshared", MATTER_OTHER, MATTER_IN(DUE),
                SUBMITTED, "submitted unshared"),
    MATTER_STEP(KIND_REPORT_STEP, "adjourn", MATTER_OPENER, OPEN, MATTER_STAYS,
                "adjourned"),
    MATTER_STEP(KIND_REPORT_STEP, "conclude", MATTER_OPENER, MATTER_IN(SUBMITTED),
                HEARD, "said to be heard"),
    MATTER_STEP(KIND_REPORT_STEP, "cancel", MATTER_OPENER, OPEN, CANCELLED,
                "cancelled"),
};

static const struct matter_life life = {.noun = "report",
                                        .states = states,
                                        .state_count = G_N_ELEMENTS(states),
                                        .steps = steps,
                                        .step_count = G_N_ELEMENTS(steps)};

/* From the submission on, what is due is the hearing. */
const struct matter_form report_form = {.life = &life, .due = "dueOn"};
const struct matter_form report_step_form = {.word = "step", .due = "hearingOn"};

static const char *const step_names[] = {
    "share", "submit", "submit-unshared", "adjourn", "conclude", "cancel", NULL};

static const struct step_cell cells[] = {
    {"on", "+++-+-", "report-on", "say on which day it happened"},
    {"familyView", "+-----", "report-family-view",
     "say how the family sees the report"},
    {"sharedOn", "-+----", "report-shared-on", "say when the family saw the report"},
    {"reason", "--+---", "report-unshared-reason",
     "say why the family has not seen the report, or go through it with them first"},
    {"hearingOn", "-+++--", "report-hearing-on", "say on which day the hearing is"},
};

void
report_check(struct reader *reader, const struct document *document)
{
    int32_t due_on = reader_date(reader, reader->body, "dueOn");

    check_not_past(reader, document, reader->body, "dueOn", due_on);
    check_order(reader, reader->body, "hearingOn", due_on,
                reader_date(reader, reader->body, "hearingOn"));
}

static bool
is_submission(const struct document *document)
{
    return g_strcmp0(document->matter.word, "submit") == 0 ||
           g_strcmp0(document->matter.word, "submit-unshared") == 0;
}

void
report_step_check(struct reader *reader, const struct document *document)
{
    const xmlNode *body = reader->body;
    int32_t on = reader_date(reader, body, "on");
    int32_t hearing_on = reader_date(reader, body, "hearingOn");

    check_step_cells(reader, cells, G_N_ELEMENTS(cells), step_names,
                     document->matter.word);
    check_not_ahead(reader, document, body, "on", on);
    check_order(reader, body, "on", reader_date(reader, body, "sharedOn"), on);
    check_order(reader, body, "hearingOn", on, hearing_on);
    check_not_past(reader, document, body, "hearingOn", hearing_on);
    check_words_are_sealed(reader, document, body, VIEW_LIST,
                           reader_attribute(reader, body, "familyView"));
    check_words_are_sealed(reader, document, body, UNSHARED_LIST,
                           reader_attribute(reader, body, "reason"));
    if (is_submission(document) && document->sealed == NULL)
        reader_refuse_as(reader, REFUSAL_SEALED_REQUIRED, body, "report-given",
                         "the report itself belongs into the sealed part");
}

void
report_step_check_details(struct reader *reader, const struct document *document)
{
    const xmlNode *step = document->matter.node;
    bool has_report = tree_child(reader->body, "report") != NULL;

    if (has_report != is_submission(document))
        reader_refuse(reader, reader->body, NULL, "report-given",
                      has_report ? "the report goes with its submission, not before"
                                 : "the report is submitted, but it is not here");
    check_code_is_worded(reader, "familyComment", VIEW_LIST,
                         reader_attribute(reader, step, "familyView"));
    check_code_is_worded(reader, "words", UNSHARED_LIST,
                         reader_attribute(reader, step, "reason"));
}
