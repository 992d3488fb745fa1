/* SPDX-License-Identifier: Apache-2.0 */
/* Consultations on a policy: the draft by clauses, the final version, who adopted it.
 */
#include "common/documents/bodies.h"
#include "common/documents/matter.h"

#define ADOPTION_LIST "adoption"

enum { OPEN = MATTER_BEGIN, SETTLED };

static const struct matter_state states[] = {
    [OPEN] = {.name = "open"},
    [SETTLED] = {.name = "settled"},
};

static const struct matter_step steps[] = {
    MATTER_STEP(KIND_CONSULTATION_COMMENT, NULL, MATTER_MEMBER, MATTER_IN(OPEN),
                MATTER_STAYS, "commented on"),
    MATTER_STEP(KIND_CONSULTATION_ANSWER, NULL, MATTER_OPENER, MATTER_IN(OPEN),
                MATTER_STAYS, "answered"),
    MATTER_STEP(KIND_CONSULTATION_FINAL, NULL, MATTER_OPENER, MATTER_IN(OPEN), SETTLED,
                "settled", .needs_points_done = true, .does_points = true),
    MATTER_STEP(KIND_CONSULTATION_ADOPTION, NULL, MATTER_MEMBER, MATTER_IN(SETTLED),
                MATTER_STAYS, "adopted"),
};

static const struct matter_life life = {
    .noun = "consultation",
    .states = states,
    .state_count = G_N_ELEMENTS(states),
    .steps = steps,
    .step_count = G_N_ELEMENTS(steps),
};

const struct matter_form consultation_form = {
    .life = &life, .due = "closesOn", .points = "clause"};
const struct matter_form consultation_comment_form = {.about = "clause"};
const struct matter_form consultation_answer_form = {.about = "clause"};
const struct matter_form consultation_final_form = {.done = "clause"};
const struct matter_form consultation_adoption_form = {.word = "decision"};

static int32_t
date_attribute(struct reader *reader, const char *name)
{
    const char *text = reader_attribute(reader, reader->body, name);
    int32_t on = DATE_NONE;

    return text != NULL && date_read(text, &on) ? on : DATE_NONE;
}

void
consultation_check(struct reader *reader, const struct document *document)
{
    int32_t closes_on = document->matter.due_on;
    const xmlNode *self;

    check_not_past(reader, document, reader->body, "closesOn", closes_on);
    check_order(reader, reader->body, "adoptBy", closes_on,
                date_attribute(reader, "adoptBy"));
    check_once(reader, reader->body, "reviewer", "agency", "reviewer-once");
    self = document->from_agency == NULL ? NULL
                                         : find_child(reader, reader->body, "reviewer",
                                                      "agency", document->from_agency);
    if (self != NULL)
        reader_refuse(reader, self, "agency", "reviewer-is-another",
                      "a second opinion comes from another agency");
}

void
consultation_final_check(struct reader *reader, const struct document *document)
{
    (void)document;
    check_once(reader, reader->body, "newClause", "number", "clause-once");
    for (const xmlNode *clause = tree_child(reader->body, "clause"); clause != NULL;
         clause = tree_next(clause, "clause")) {
        bool is_removed =
            g_strcmp0(reader_attribute(reader, clause, "change"), "removed") == 0;

        if (is_removed == (tree_child(clause, "text") != NULL))
            reader_refuse(reader, clause, NULL, "clause-text",
                          "each clause of the final version has its text, and one that "
                          "was removed has none");
        if (find_child(reader, reader->body, "newClause", "number",
                       reader_attribute(reader, clause, "number")) != NULL)
            reader_refuse(reader, clause, "number", "clause-once",
                          "a new clause has a number of its own");
    }
}

void
consultation_adoption_check(struct reader *reader, const struct document *document)
{
    const char *decision = document->matter.word;
    int32_t on = date_attribute(reader, "on");
    int32_t review_on = date_attribute(reader, "reviewOn");

    if (on > date_of(document->created_us) + 1)
        reader_refuse(reader, reader->body, "on", "date-not-ahead",
                      "the decision is dated after the day on which this was written");
    check_order(reader, reader->body, "reviewOn", on, review_on);
    if (g_str_equal(decision, "deferred") && review_on == DATE_NONE)
        reader_refuse(reader, reader->body, "reviewOn", "deferred-review",
                      "a decision that is put off says until when");
    check_words_are_sealed(reader, document, reader->body, ADOPTION_LIST, decision);
}
