/* SPDX-License-Identifier: Apache-2.0 */
/* What an audit found: strengths, and actions with an owner and a day. */
#include "common/documents/bodies.h"

#define PROGRESS_LIST "auditProgress"

static bool
is_party(const struct document *document, const char *agency)
{
    /* An author's file need not say to whom it goes. */
    return document->to_agency == NULL ||
           g_strcmp0(agency, document->from_agency) == 0 ||
           g_strcmp0(agency, document->to_agency) == 0;
}

void
audit_findings_check(struct reader *reader, const struct document *document)
{
    const struct matter_body *body = &document->matter;
    const xmlNode *node = tree_child(reader->body, "action");

    check_once(reader, reader->body, "strength", "number", "finding-once");
    for (size_t index = 0; index < body->point_count; index++) {
        if (!is_party(document, body->points[index].owner))
            reader_refuse(reader, node, "owner", "action-of-party",
                          "an action falls to one of the two agencies of the audit");
        if (find_child(reader, reader->body, "strength", "number",
                       reader_attribute(reader, node, "number")) != NULL)
            reader_refuse(reader, node, "number", "finding-once",
                          "each finding has a number of its own");
        check_not_past(reader, document, node, "dueOn", body->points[index].due_on);
        node = tree_next(node, "action");
    }
}

static void
check_in_words(struct reader *reader, const struct document *document, const char *name)
{
    const xmlNode *coded = document->matter.node;

    check_once(reader, reader->body, name, "number", "finding-once");
    for (const xmlNode *node = tree_child(coded, name); node != NULL;
         node = tree_next(node, name)) {
        const xmlNode *words = find_child(reader, reader->body, name, "number",
                                          reader_attribute(reader, node, "number"));

        if (words == NULL || !has_words(words, "words"))
            reader_refuse(reader, reader->body, NULL, "finding-in-words",
                          "a finding of the coded part is not put in words");
    }
}

void
audit_findings_check_details(struct reader *reader, const struct document *document)
{
    check_in_words(reader, document, "strength");
    check_in_words(reader, document, "action");
}

void
audit_progress_check(struct reader *reader, const struct document *document)
{
    const struct matter_body *body = &document->matter;

    if (g_str_equal(body->word, "closed") != (body->done_count == 0))
        reader_refuse(reader, reader->body, NULL, "progress-of-an-action",
                      "a step names the actions that it is about; closing the audit "
                      "names none");
    check_words_are_sealed(reader, document, reader->body, PROGRESS_LIST, body->word);
}
