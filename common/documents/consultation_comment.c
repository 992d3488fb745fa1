/* SPDX-License-Identifier: Apache-2.0 */
/* Comments on the clauses of a policy, and what became of each. */
#include "common/documents/bodies.h"

#define DISPOSITION_LIST "disposition"

/* What needs no words: agreeing, and having been taken up. */
static bool
needs_words(struct reader *reader, const struct document *document,
            const xmlNode *clause)
{
    if (document->kind == KIND_CONSULTATION_COMMENT)
        return g_strcmp0(reader_attribute(reader, clause, "kind"), "support") != 0;
    return codes_need_comment(reader->codes, DISPOSITION_LIST,
                              reader_attribute(reader, clause, "disposition"));
}

void
consultation_comment_check(struct reader *reader, const struct document *document)
{
    for (const xmlNode *clause = tree_child(reader->body, "clause"); clause != NULL;
         clause = tree_next(clause, "clause"))
        check_words_are_sealed(reader, document, clause, DISPOSITION_LIST,
                               reader_attribute(reader, clause, "disposition"));
}

void
consultation_comment_check_details(struct reader *reader,
                                   const struct document *document)
{
    const xmlNode *coded = document->matter.node;

    check_once(reader, reader->body, "clause", "number", "clause-once");
    for (const xmlNode *clause = tree_child(coded, "clause"); clause != NULL;
         clause = tree_next(clause, "clause")) {
        const xmlNode *words = find_child(reader, reader->body, "clause", "number",
                                          reader_attribute(reader, clause, "number"));

        if (needs_words(reader, document, clause) &&
            (words == NULL || !reader_has_text(words)))
            reader_refuse(reader, reader->body, NULL, "comment-required",
                          "a clause that is more than agreed to has no words");
    }
    for (const xmlNode *clause = tree_child(reader->body, "clause"); clause != NULL;
         clause = tree_next(clause, "clause")) {
        if (find_child(reader, coded, "clause", "number",
                       reader_attribute(reader, clause, "number")) == NULL)
            reader_refuse(reader, clause, "number", "clause-coded",
                          "there are words on a clause that the coded part does not "
                          "name");
    }
}
