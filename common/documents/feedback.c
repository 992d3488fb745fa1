/* SPDX-License-Identifier: Apache-2.0 */
/* What service users say, and what is done with it.  Anonymous feedback carries nothing
 * that leads to the person: no member of staff, no case but its own, no document before
 * it, and nobody's name. */
#include "common/documents/bodies.h"
#include "common/documents/matter.h"

#define RESULT_LIST "feedbackResult"

enum { OPEN = MATTER_BEGIN, COMPLAINT, ANSWERED };

static const struct matter_state states[] = {
    [OPEN] = {.name = "open", .waits_on = MATTER_OTHER, .waits_for = "reply to it"},
    [COMPLAINT] = {.name = "a complaint",
                   .waits_on = MATTER_OTHER,
                   .waits_for = "decide about it"},
    [ANSWERED] = {.name = "answered", .is_final = true},
};

#define REPLY(word, from, to)                                                          \
    MATTER_STEP(KIND_FEEDBACK_REPLY, word, MATTER_OTHER, MATTER_IN(from), to,          \
                "replied to")

static const struct matter_step steps[] = {
    REPLY("thanked", OPEN, ANSWERED),
    REPLY("explained", OPEN, ANSWERED),
    REPLY("changed", OPEN, ANSWERED),
    REPLY("invited", OPEN, ANSWERED),
    REPLY("complaint-taken-up", OPEN, COMPLAINT),
    REPLY("complaint-upheld", COMPLAINT, ANSWERED),
    REPLY("complaint-not-upheld", COMPLAINT, ANSWERED),
};

static const struct matter_life life = {
    .noun = "feedback",
    .states = states,
    .state_count = G_N_ELEMENTS(states),
    .steps = steps,
    .step_count = G_N_ELEMENTS(steps),
};

const struct matter_form feedback_form = {.life = &life};
const struct matter_form feedback_reply_form = {.word = "result"};

struct said {
    bool is_anonymous;
    bool is_complaint;
};

static const struct field said_fields[] = {
    REQUIRED("anonymous", FIELD_BOOL, said, is_anonymous),
    OPTIONAL("complaint", FIELD_BOOL, said, is_complaint),
};

static struct said
read_said(struct reader *reader, const struct document *document)
{
    struct said said = {false, false};

    reader_fields(reader, document->matter.node, said_fields, G_N_ELEMENTS(said_fields),
                  &said);
    return said;
}

static const char *const scales[] = {"listened", "toldOnce", "informed", "safe",
                                     "helped"};

/* Whoever may be asked who it was, and whatever stands in another document. */
static void
check_nothing_points_back(struct reader *reader, const struct document *document)
{
    const xmlNode *from = tree_child(reader->envelope, "from");
    const xmlNode *interest = tree_child(reader->body, "interest");

    if (document->from_actor != NULL || document->from_role != NULL)
        reader_refuse(reader, from, document->from_actor != NULL ? "actor" : "role",
                      "anonymous-staff",
                      "anonymous feedback does not say which member of staff heard it");
    if (document->has_in_reply_to || document->has_supersedes)
        reader_refuse(reader, reader->envelope,
                      document->has_in_reply_to ? "inReplyTo" : "supersedes",
                      "anonymous-alone", "anonymous feedback names no other document");
    if (interest != NULL)
        reader_refuse(reader, interest, NULL, "anonymous-interest",
                      "who would like to take part has to be asked by name: send the "
                      "interest apart, as feedback that is not anonymous");
}

void
feedback_check(struct reader *reader, const struct document *document)
{
    struct said said = read_said(reader, document);
    bool says_something = document->sealed != NULL;

    for (size_t index = 0; index < G_N_ELEMENTS(scales); index++)
        says_something |= reader_attribute(reader, reader->body, scales[index]) != NULL;
    if (!says_something)
        reader_refuse(reader, reader->body, NULL, "feedback-says-something",
                      "there is neither a mark nor a word");
    if (said.is_complaint && document->sealed == NULL)
        reader_refuse_as(reader, REFUSAL_SEALED_REQUIRED, reader->body,
                         "complaint-in-words", "a complaint says what it is about");
    check_once(reader, reader->body, "interest", "code", "interest-once");
    if (said.is_anonymous)
        check_nothing_points_back(reader, document);
    else if (tree_child(reader->body, "interest") != NULL && document->sealed == NULL)
        reader_refuse_as(reader, REFUSAL_SEALED_REQUIRED, reader->body,
                         "interest-named",
                         "who would take part is named in the details");
}

void
feedback_check_details(struct reader *reader, const struct document *document)
{
    struct said said = read_said(reader, document);
    const xmlNode *person = tree_child(reader->body, "person");
    bool has_said = has_words(reader->body, "words");

    if (said.is_anonymous && person != NULL)
        reader_refuse(
            reader, person, NULL, "anonymous-person",
            "anonymous feedback does not say who it is: leave the person out");
    if (said.is_complaint && !has_said)
        reader_refuse(reader, reader->body, NULL, "complaint-in-words",
                      "a complaint says what it is about");
    if (!has_said && person == NULL)
        reader_refuse(reader, reader->body, NULL, "feedback-says-something",
                      "the details are empty");
}

void
feedback_reply_check(struct reader *reader, const struct document *document)
{
    check_words_are_sealed(reader, document, reader->body, RESULT_LIST,
                           document->matter.word);
}
