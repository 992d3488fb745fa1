/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What became of a meeting, and what became of the actions that were agreed there.
 */
#include "common/documents/bodies.h"
#include "common/documents/matter.h"

#define RESULT_LIST "meetingResult"
#define REASON_LIST "meetingReason"
#define ACTION_LIST "actionResult"

const struct matter_form meeting_record_form = {
    .word = "result", .due = "startsAt", .points = "action"};
const struct matter_form meeting_progress_form = {.word = "result", .point = "action"};

/* Others are told of it in the words of the minutes, and hold no copy of it open. */
static void
check_owner(struct reader *reader, const struct document *document, const xmlNode *node,
            const char *owner)
{
    /* In an author's file all actions stand together. */
    if (document->to_agency == NULL || owner[0] == '\0' ||
        g_strcmp0(owner, document->from_agency) == 0 ||
        g_strcmp0(owner, document->to_agency) == 0)
        return;
    reader_refuse(reader, node, "owner", "action-of-party",
                  "the action is neither the sender's nor the recipient's");
}

static void
check_actions(struct reader *reader, const struct document *document)
{
    const struct matter_body *body = &document->matter;
    const xmlNode *node = tree_child(reader->body, "action");

    for (size_t i = 0; i < body->point_count; i++, node = tree_next(node, "action")) {
        check_not_past(reader, document, node, "dueOn", body->points[i].due_on);
        check_owner(reader, document, node, body->points[i].owner);
    }
}

static void
check_held(struct reader *reader, const struct document *document)
{
    if (reader_attribute(reader, reader->body, "reason") != NULL)
        reader_refuse(reader, reader->body, "reason", "record-reason",
                      "a meeting that was held needs no reason");
    check_actions(reader, document);
}

static void
check_not_held(struct reader *reader)
{
    const xmlNode *action = tree_child(reader->body, "action");

    if (reader_attribute(reader, reader->body, "reason") == NULL)
        reader_refuse(reader, reader->body, "reason", "record-reason",
                      "a meeting that is moved or cancelled gives a reason");
    if (action != NULL)
        reader_refuse(reader, action, NULL, "record-held-only",
                      "only a meeting that was held agrees on actions");
    if (reader_attribute(reader, reader->body, "shared") != NULL)
        reader_refuse(reader, reader->body, "shared", "record-held-only",
                      "only a meeting that was held has something to share");
}

void
meeting_record_check(struct reader *reader, const struct document *document)
{
    const char *result = document->matter.word;

    if (g_strcmp0(result, "held") == 0)
        check_held(reader, document);
    else
        check_not_held(reader);
    check_new_time(reader, document, g_strcmp0(result, "moved") == 0);
    check_words_are_sealed(reader, document, reader->body, RESULT_LIST, result);
    check_words_are_sealed(reader, document, reader->body, REASON_LIST,
                           reader_attribute(reader, reader->body, "reason"));
}

static void
check_minutes(struct reader *reader, const struct matter_body *body)
{
    if (!has_words(reader->body, "discussion") && !has_words(reader->body, "decision"))
        reader_refuse(reader, reader->body, NULL, "minutes-in-words",
                      "minutes say what was discussed or decided");
    check_once(reader, reader->body, "action", "number", "point-once");
    for (size_t i = 0; i < body->point_count; i++) {
        char number[12];

        g_snprintf(number, sizeof number, "%d", body->points[i].number);
        if (find_child(reader, reader->body, "action", "number", number) == NULL)
            reader_refuse(reader, reader->body, NULL, "action-in-words",
                          "an action of the coded part is not put in words");
    }
}

void
meeting_record_check_details(struct reader *reader, const struct document *document)
{
    const char *reason = reader_attribute(reader, document->matter.node, "reason");

    if (g_strcmp0(document->matter.word, "held") == 0)
        check_minutes(reader, &document->matter);
    if (reason != NULL && codes_need_comment(reader->codes, REASON_LIST, reason) &&
        !has_words(reader->body, "reason"))
        reader_refuse(reader, reader->body, NULL, "comment-required",
                      "a reason that needs words has none");
}

void
meeting_progress_check(struct reader *reader, const struct document *document)
{
    check_words_are_sealed(reader, document, reader->body, ACTION_LIST,
                           document->matter.word);
}
