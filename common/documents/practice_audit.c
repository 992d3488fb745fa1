/* SPDX-License-Identifier: Apache-2.0 */
/* Audits of practice: what is asked, and the view of cases that is granted for a time.
 */
#include "common/documents/bodies.h"
#include "common/documents/matter.h"
#include "common/documents/redaction.h"

#define REFUSAL_LIST "auditRefusal"

/* No view of cases lasts longer. */
#define AUDIT_MAX_DAYS 28

enum { ASKED = MATTER_BEGIN, GRANTED, REFUSED, ENDED, ACTING, CLOSED };

static const struct matter_state states[] = {
    [ASKED] = {.name = "asked",
               .waits_on = MATTER_OTHER,
               .waits_for = "grant or refuse the view"},
    [GRANTED] = {.name = "granted",
                 .waits_on = MATTER_OPENER,
                 .waits_for = "say what was found"},
    [REFUSED] = {.name = "refused", .is_final = true},
    [ENDED] = {.name = "ended",
               .waits_on = MATTER_OPENER,
               .waits_for = "say what was found"},
    [ACTING] = {.name = "acting"},
    [CLOSED] = {.name = "closed", .is_final = true},
};

#define HAS_BEEN_SEEN (MATTER_IN(GRANTED) | MATTER_IN(ENDED))

static const struct matter_step steps[] = {
    MATTER_STEP(KIND_AUDIT_ACCESS, "granted", MATTER_OTHER, MATTER_IN(ASKED), GRANTED,
                "granted", .is_within = true),
    MATTER_STEP(KIND_AUDIT_ACCESS, "refused", MATTER_OTHER, MATTER_IN(ASKED), REFUSED,
                "refused"),
    MATTER_STEP(KIND_AUDIT_ACCESS, "ended", MATTER_OTHER, MATTER_IN(GRANTED), ENDED,
                "ended"),
    MATTER_STEP(KIND_AUDIT_ACCESS, "ended", MATTER_OTHER, MATTER_IN(ACTING),
                MATTER_STAYS, "ended"),
    MATTER_STEP(KIND_AUDIT_FINDINGS, NULL, MATTER_OPENER, HAS_BEEN_SEEN, ACTING,
                "concluded"),
    MATTER_STEP(KIND_AUDIT_PROGRESS, "done", MATTER_EITHER, MATTER_IN(ACTING),
                MATTER_STAYS, "carried on", .is_of_owners = true),
    MATTER_STEP(KIND_AUDIT_PROGRESS, "dropped", MATTER_OPENER, MATTER_IN(ACTING),
                MATTER_STAYS, "carried on"),
    MATTER_STEP(KIND_AUDIT_PROGRESS, "closed", MATTER_OPENER,
                MATTER_IN(ASKED) | HAS_BEEN_SEEN | MATTER_IN(ACTING), CLOSED, "closed",
                .needs_points_done = true),
};

static const struct matter_life life = {
    .noun = "audit",
    .states = states,
    .state_count = G_N_ELEMENTS(states),
    .steps = steps,
    .step_count = G_N_ELEMENTS(steps),
};

const struct matter_form practice_audit_form = {.life = &life, .due = "closesOn"};
const struct matter_form audit_access_form = {.word = "access", .due = "until"};
const struct matter_form audit_findings_form = {.points = "action"};
const struct matter_form audit_progress_form = {.word = "step", .done = "action"};

static void
check_auditors(struct reader *reader)
{
    static const struct field undertaking = {.name = "undertaking", .type = FIELD_BOOL};

    for (const xmlNode *auditor = tree_child(reader->body, "auditor"); auditor != NULL;
         auditor = tree_next(auditor, "auditor")) {
        bool has_signed = false;

        reader_fields(reader, auditor, &undertaking, 1, &has_signed);
        if (!has_signed)
            reader_refuse(reader, auditor, "undertaking", "auditor-undertaking",
                          "an auditor who has not signed the undertaking of "
                          "confidentiality sees no case: have it signed first");
    }
}

void
practice_audit_check(struct reader *reader, const struct document *document)
{
    static const struct field opens_field = {.name = "opensOn", .type = FIELD_DATE};
    int32_t closes_on = document->matter.due_on;
    int32_t opens_on = DATE_NONE;

    reader_fields(reader, reader->body, &opens_field, 1, &opens_on);
    check_not_past(reader, document, reader->body, "opensOn", opens_on);
    check_order(reader, reader->body, "closesOn", opens_on, closes_on);
    if (closes_on >= opens_on + AUDIT_MAX_DAYS)
        reader_refuse(reader, reader->body, "closesOn", "audit-window",
                      "an audit lasts four weeks at most: ask for less time");
    check_once(reader, reader->body, "case", "number", "case-once");
    check_auditors(reader);
}

/* The cases of the coded part, and no other, stand in the details. */
static void
check_cases(struct reader *reader, const struct document *document, const char *words)
{
    const xmlNode *coded = document->matter.node;

    check_once(reader, reader->body, "case", "number", "case-once");
    for (const xmlNode *node = tree_child(coded, "case"); node != NULL;
         node = tree_next(node, "case")) {
        if (find_child(reader, reader->body, "case", "number",
                       reader_attribute(reader, node, "number")) == NULL)
            reader_refuse(reader, reader->body, NULL, "case-described", words);
    }
    for (const xmlNode *node = tree_child(reader->body, "case"); node != NULL;
         node = tree_next(node, "case")) {
        if (find_child(reader, coded, "case", "number",
                       reader_attribute(reader, node, "number")) == NULL)
            reader_refuse(reader, node, "number", "case-coded",
                          "a case that the coded part does not number");
    }
}

void
practice_audit_check_details(struct reader *reader, const struct document *document)
{
    check_cases(reader, document,
                "the details do not say which case a number stands for");
}

static void
check_granted(struct reader *reader, const struct document *document)
{
    if (document->matter.due_on == DATE_NONE)
        reader_refuse(reader, reader->body, "until", "view-until",
                      "a view is granted until a day");
    check_not_past(reader, document, reader->body, "until", document->matter.due_on);
    if (tree_child(reader->body, "case") == NULL)
        reader_refuse(reader, reader->body, NULL, "view-of-cases",
                      "a view is of one case at least");
    if (find_child(reader, reader->body, "leftOut", "code", "names") == NULL)
        reader_refuse(reader, reader->body, NULL, "view-without-names",
                      "names are left out of every view: take them out, and say so");
    if (document->sealed == NULL)
        reader_refuse_as(reader, REFUSAL_SEALED_REQUIRED, reader->body,
                         "sealed-required", "the view itself is missing");
}

void
audit_access_check(struct reader *reader, const struct document *document)
{
    const char *access = document->matter.word;
    const char *reason = reader_attribute(reader, reader->body, "reason");
    bool has_until = document->matter.due_on != DATE_NONE;

    check_once(reader, reader->body, "case", "number", "case-once");
    check_once(reader, reader->body, "leftOut", "code", "left-out-once");
    if (g_str_equal(access, "granted"))
        check_granted(reader, document);
    else if (has_until || tree_child(reader->body, "case") != NULL)
        reader_refuse(reader, reader->body, has_until ? "until" : NULL, "granted-only",
                      "only a view that is granted has cases and a day");
    if (g_str_equal(access, "refused") != (reason != NULL))
        reader_refuse(reader, reader->body, "reason", "refused-reason",
                      "a view that is refused has a reason, and no other has one");
    check_words_are_sealed(reader, document, reader->body, REFUSAL_LIST, reason);
}

void
audit_access_check_details(struct reader *reader, const struct document *document)
{
    const char *reason = reader_attribute(reader, document->matter.node, "reason");

    check_cases(reader, document, "a case that may be seen has no view");
    for (const xmlNode *node = tree_child(reader->body, "case"); node != NULL;
         node = tree_next(node, "case"))
        check_redacted(reader, node);
    if (reason != NULL && codes_need_comment(reader->codes, REFUSAL_LIST, reason) &&
        !has_words(reader->body, "words"))
        reader_refuse(reader, reader->body, NULL, "comment-required",
                      "a reason that needs words has none");
}
