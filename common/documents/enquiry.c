/* SPDX-License-Identifier: Apache-2.0 */
/* Enquiries: what is asked before, or instead of, a referral, and what becomes of it.
 */
#include "common/documents/bodies.h"
#include "common/documents/matter.h"
#include "common/documents/names.h"

#define ANSWER_LIST    "enquiryAnswer"
#define TOPIC_PIPELINE "pipeline"

enum { OPEN = MATTER_BEGIN, ANSWERED, SIGNPOSTED, NOTHING, CONVERTED, WITHDRAWN };

static const struct matter_state states[] = {
    [OPEN] = {.name = "open", .waits_on = MATTER_OTHER, .waits_for = "answer it"},
    [ANSWERED] = {.name = "answered"},
    [SIGNPOSTED] = {.name = "signposted"},
    [NOTHING] = {.name = "nothing-available"},
    [CONVERTED] = {.name = "converted", .is_final = true},
    [WITHDRAWN] = {.name = "withdrawn", .is_final = true},
};

#define IS_ANSWERED (MATTER_IN(ANSWERED) | MATTER_IN(SIGNPOSTED) | MATTER_IN(NOTHING))

static const struct matter_step steps[] = {
    MATTER_STEP(KIND_ENQUIRY_REPLY, "answered", MATTER_OTHER, MATTER_IN(OPEN), ANSWERED,
                "answered"),
    MATTER_STEP(KIND_ENQUIRY_REPLY, "signposted", MATTER_OTHER, MATTER_IN(OPEN),
                SIGNPOSTED, "answered"),
    MATTER_STEP(KIND_ENQUIRY_REPLY, "nothing-available", MATTER_OTHER, MATTER_IN(OPEN),
                NOTHING, "answered"),
    MATTER_STEP(KIND_ENQUIRY_REPLY, "converted", MATTER_OPENER,
                MATTER_IN(OPEN) | IS_ANSWERED, CONVERTED, "turned into a referral"),
    MATTER_STEP(KIND_ENQUIRY_REPLY, "withdrawn", MATTER_OPENER, MATTER_IN(OPEN),
                WITHDRAWN, "withdrawn"),
};

static const struct matter_life life = {
    .noun = "enquiry",
    .states = states,
    .state_count = G_N_ELEMENTS(states),
    .steps = steps,
    .step_count = G_N_ELEMENTS(steps),
};

const struct matter_form enquiry_form = {.life = &life, .due = "replyBy"};
const struct matter_form enquiry_reply_form = {.word = "answer"};

static bool
names_client(struct reader *reader, const xmlNode *node)
{
    static const struct field field = {.name = "namesClient", .type = FIELD_BOOL};
    bool names = false;

    reader_fields(reader, node, &field, 1, &names);
    return names;
}

void
enquiry_check(struct reader *reader, const struct document *document)
{
    const xmlNode *household = tree_child(reader->body, "household");

    check_not_past(reader, document, reader->body, "replyBy", document->matter.due_on);
    check_once(reader, reader->body, "need", "code", "need-once");
    if (household != NULL)
        check_once(reader, household, "children", "ageBand", "children-once");
    if (names_client(reader, reader->body) &&
        g_strcmp0(reader_attribute(reader, reader->body, "topic"), TOPIC_PIPELINE) == 0)
        reader_refuse(reader, reader->body, "namesClient", "pipeline-names-nobody",
                      "referrals that are only expected are counted and name nobody");
}

void
enquiry_check_details(struct reader *reader, const struct document *document)
{
    bool is_said = names_client(reader, document->matter.node);
    const xmlNode *client = tree_child(reader->body, "client");

    if (client != NULL && !is_said)
        reader_refuse(reader, client, NULL, "client-named",
                      "the enquiry says that it names nobody: leave the client out, or "
                      "say that it names a client");
    if (client == NULL && is_said)
        reader_refuse(reader, reader->body, NULL, "client-named",
                      "the enquiry says that it names a client, and names none");
}

void
enquiry_reply_check(struct reader *reader, const struct document *document)
{
    const char *answer = document->matter.word;
    const xmlNode *toward = tree_child(reader->body, "toward");
    bool has_referral = reader_attribute(reader, reader->body, "referral") != NULL;

    if (has_referral != g_str_equal(answer, "converted"))
        reader_refuse(reader, reader->body, "referral", "converted-referral",
                      "the referral is named when the enquiry became one, and only "
                      "then: send the referral first");
    if (toward != NULL && !g_str_equal(answer, "signposted"))
        reader_refuse(reader, toward, NULL, "signposted-only",
                      "only an answer that shows to somebody else names agencies");
    check_once(reader, reader->body, "toward", "agency", "toward-once");
    check_words_are_sealed(reader, document, reader->body, ANSWER_LIST, answer);
}

void
enquiry_reply_check_details(struct reader *reader, const struct document *document)
{
    const char *answer = document->matter.word;
    const xmlNode *elsewhere = tree_child(reader->body, "elsewhere");

    if (codes_need_comment(reader->codes, ANSWER_LIST, answer) &&
        !has_words(reader->body, "words"))
        reader_refuse(reader, reader->body, NULL, "comment-required",
                      "this answer has no words");
    if (elsewhere != NULL && !g_str_equal(answer, "signposted"))
        reader_refuse(reader, elsewhere, NULL, "signposted-only",
                      "only an answer that shows to somebody else names one");
}
