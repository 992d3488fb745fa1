/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Support plans: what two agencies agree to do for a client, which starts once its
 * preconditions, its points, are met.  The plan itself is sealed.
 */
#include "common/documents/bodies.h"
#include "common/documents/matter.h"
#include "common/documents/step_cells.h"

#define CONDITION_LIST "planCondition"
#define END_LIST       "planEnd"

enum { PENDING = MATTER_BEGIN, ACTIVE, CLOSED };

static const struct matter_state states[] = {
    [PENDING] = {.name = "pending",
                 .waits_on = MATTER_OPENER,
                 .waits_for = "make it active",
                 .after_points = true},
    [ACTIVE] = {.name = "active", .waits_on = MATTER_OPENER, .waits_for = "review"},
    [CLOSED] = {.name = "closed", .is_final = true},
};

static const struct matter_step steps[] = {
    MATTER_STEP(KIND_PLAN_STEP, "condition-met", MATTER_EITHER, MATTER_IN(PENDING),
                MATTER_STAYS, "given a precondition that is met", .is_of_owners = true),
    MATTER_STEP(KIND_PLAN_STEP, "activate", MATTER_OPENER, MATTER_IN(PENDING), ACTIVE,
                "made active", .needs_points_done = true),
    MATTER_STEP(KIND_PLAN_STEP, "review", MATTER_OPENER, MATTER_IN(ACTIVE),
                MATTER_STAYS, "reviewed"),
    MATTER_STEP(KIND_PLAN_STEP, "new-version", MATTER_OPENER,
                MATTER_IN(PENDING) | MATTER_IN(ACTIVE), MATTER_STAYS,
                "given a new version"),
    MATTER_STEP(KIND_PLAN_STEP, "close", MATTER_OPENER,
                MATTER_IN(PENDING) | MATTER_IN(ACTIVE), CLOSED, "closed"),
};

static const struct matter_life life = {.noun = "support plan",
                                        .states = states,
                                        .state_count = G_N_ELEMENTS(states),
                                        .steps = steps,
                                        .step_count = G_N_ELEMENTS(steps)};

const struct matter_form support_plan_form = {
    .life = &life, .due = "reviewOn", .points = "precondition"};
const struct matter_form plan_step_form = {
    .word = "step", .due = "reviewOn", .point = "condition"};

static const char *const step_names[] = {"condition-met", "activate", "review",
                                         "new-version",   "close",    NULL};

static const struct step_cell cells[] = {
    {"condition", "+----", "plan-condition",
     "say which precondition is met: its number in the plan"},
    {"on", "+?+??", "plan-on", "say on which day it happened"},
    {"reviewOn", "--++-", "plan-review-on", "say when the plan is reviewed next"},
    {"reason", "----+", "plan-reason", "say why the plan is closed"},
};

/* In an author's file the sender has no name yet; the wire is judged again. */
static void
check_owner(struct reader *reader, const struct document *document, const xmlNode *node)
{
    const char *owner = reader_attribute(reader, node, "owner");

    if (document->from_agency != NULL && document->to_agency != NULL &&
        g_strcmp0(owner, document->from_agency) != 0 &&
        g_strcmp0(owner, document->to_agency) != 0)
        reader_refuse(reader, node, "owner", "owner-is-party",
                      "a precondition is seen to by one of the two agencies of the "
                      "plan: name the one that sends it or the one that gets it");
}

void
support_plan_check(struct reader *reader, const struct document *document)
{
    check_not_ahead(reader, document, reader->body, "agreedOn",
                    reader_date(reader, reader->body, "agreedOn"));
    check_not_past(reader, document, reader->body, "reviewOn",
                   reader_date(reader, reader->body, "reviewOn"));
    for (const xmlNode *node = tree_child(reader->body, "precondition"); node != NULL;
         node = tree_next(node, "precondition"))
        check_owner(reader, document, node);
}

/* The words of a precondition, of which the coded part has the number and the code. */
static void
check_precondition(struct reader *reader, const xmlNode *coded)
{
    const xmlNode *words = find_child(reader, reader->body, "precondition", "number",
                                      reader_attribute(reader, coded, "number"));

    if (codes_need_comment(reader->codes, CONDITION_LIST,
                           reader_attribute(reader, coded, "condition")) &&
        (words == NULL || !reader_has_text(words)))
        reader_refuse(reader, reader->body, NULL, "comment-required",
                      "a precondition that needs words has none");
}

void
support_plan_check_details(struct reader *reader, const struct document *document)
{
    const xmlNode *plan = document->matter.node;

    check_once(reader, reader->body, "precondition", "number", "point-once");
    for (const xmlNode *node = tree_child(plan, "precondition"); node != NULL;
         node = tree_next(node, "precondition"))
        check_precondition(reader, node);
    for (const xmlNode *node = tree_child(reader->body, "precondition"); node != NULL;
         node = tree_next(node, "precondition")) {
        const char *number = reader_attribute(reader, node, "number");

        if (find_child(reader, plan, "precondition", "number", number) == NULL)
            reader_refuse(reader, node, "number", "precondition-agrees",
                          "a precondition in words that the coded part has not");
    }
}

void
plan_step_check(struct reader *reader, const struct document *document)
{
    const xmlNode *body = reader->body;
    bool is_version = g_strcmp0(document->matter.word, "new-version") == 0;

    check_step_cells(reader, cells, G_N_ELEMENTS(cells), step_names,
                     document->matter.word);
    check_not_ahead(reader, document, body, "on", reader_date(reader, body, "on"));
    check_not_past(reader, document, body, "reviewOn",
                   reader_date(reader, body, "reviewOn"));
    check_words_are_sealed(reader, document, body, END_LIST,
                           reader_attribute(reader, body, "reason"));
    if (is_version && document->sealed == NULL)
        reader_refuse_as(reader, REFUSAL_SEALED_REQUIRED, body, "version-given",
                         "a new version is the whole plan, in the sealed part");
}

void
plan_step_check_details(struct reader *reader, const struct document *document)
{
    bool is_version = g_strcmp0(document->matter.word, "new-version") == 0;
    bool has_plan = tree_child(reader->body, "plan") != NULL;

    if (has_plan != is_version)
        reader_refuse(reader, reader->body, NULL, "version-given",
                      has_plan ? "only a new version carries a plan"
                               : "a new version is the whole plan: it is missing");
    check_code_is_worded(reader, "words", END_LIST,
                         reader_attribute(reader, document->matter.node, "reason"));
}
