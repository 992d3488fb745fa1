/* SPDX-License-Identifier: Apache-2.0 */
/* Comments on a policy, what became of each, and the final version that waits for it.
 */
#include "exchange/intake/consultations.h"

#include "common/documents/policy.h"
#include "exchange/intake/matters.h"
#include "exchange/store/policy_comments.h"

#include <string.h>

/* A comment. */

static void
comment_ask(struct log_question *question, const struct document *document)
{
    family_matters.ask(question, document);
}

static void
comment_fold(struct ledger *ledger, const struct log_entry *entry,
             const struct document *document)
{
    const struct matter_body *body = &document->matter;
    g_autoptr(GString) open = g_string_new(NULL);
    struct comment_record *comment = g_new0(struct comment_record, 1);

    matters_fold_step(ledger, entry, document);
    for (size_t i = 0; i < body->about_count; i++)
        g_string_append_printf(open, " %d", body->about[i]);
    comment->id = document->id;
    comment->consultation = body->matter;
    comment->open_clauses = g_string_free(g_steal_pointer(&open), FALSE);
    ledger_insert(ledger, SHELF_COMMENTS, comment);
}

/* The owner could not read it: there is nothing to say of it. */
void
comments_drop(struct ledger *ledger, const struct uuid *id)
{
    struct comment_record *comment = ledger_change(ledger, SHELF_COMMENTS, id);

    if (comment != NULL)
        comment->open_clauses[0] = '\0';
}

/* An answer, to the comment of whom it goes to. */

static bool
read_comment(const struct document *document, struct uuid *id)
{
    const char *text = policy_attribute(document, "comment");

    return text != NULL && uuid_read(text, id);
}

static void
answer_ask(struct log_question *question, const struct document *document)
{
    struct uuid comment;

    family_matters.ask(question, document);
    if (!read_comment(document, &comment))
        return;
    g_array_append_val(question->documents, comment);
    shelf_ask(&question->shelves, SHELF_COMMENTS, &comment);
}

static bool
answer_check(const struct ledger *ledger, const struct proposal *proposal,
             GError **error)
{
    const struct document *document = proposal->document;
    const struct log_entry *comment;
    struct uuid id;

    if (!matters_check_step(ledger, proposal, error))
        return false;
    comment = read_comment(document, &id) ? ledger_find_entry(ledger, &id) : NULL;
    if (comment != NULL && comment->kind == KIND_CONSULTATION_COMMENT &&
        comment->has_matter &&
        uuid_is_equal(&comment->matter, &document->matter.matter) &&
        comment->sender == proposal->recipient)
        return true;
    return refusal_set(error, REFUSAL_UNKNOWN_DOCUMENT,
                       "/document/consultation-answer/@comment: this is no comment of "
                       "that agency on this draft");
}

/* Takes " 2" out of " 2 7". */
static void
clause_settle(char *open_clauses, int number)
{
    g_autofree char *text = g_strdup_printf("%d", number);
    g_auto(GStrv) words = g_strsplit(open_clauses, " ", -1);
    g_autoptr(GString) left = g_string_new(NULL);

    for (char **word = words; *word != NULL; word++)
        if (**word != '\0' && !g_str_equal(*word, text))
            g_string_append_printf(left, " %s", *word);
    g_strlcpy(open_clauses, left->str, strlen(open_clauses) + 1);
}

static void
answer_fold(struct ledger *ledger, const struct log_entry *entry,
            const struct document *document)
{
    const struct matter_body *body = &document->matter;
    struct comment_record *comment = NULL;
    struct uuid id;

    matters_fold_step(ledger, entry, document);
    if (read_comment(document, &id))
        comment = ledger_change(ledger, SHELF_COMMENTS, &id);
    for (size_t i = 0; comment != NULL && i < body->about_count; i++)
        clause_settle(comment->open_clauses, body->about[i]);
}

/* The final version, once it is said of every comment what became of it. */

static void
final_ask(struct log_question *question, const struct document *document)
{
    family_matters.ask(question, document);
    shelf_ask(&question->shelves, SHELF_COMMENTS, &document->matter.matter);
}

static bool
final_check(const struct ledger *ledger, const struct proposal *proposal,
            GError **error)
{
    const struct uuid *consultation = &proposal->document->matter.matter;
    g_autoptr(GPtrArray) comments = ledger_list(ledger, SHELF_COMMENTS);
    g_autoptr(GString) first = g_string_new(NULL);
    unsigned int count = 0;

    if (!matters_check_step(ledger, proposal, error))
        return false;
    for (unsigned int i = 0; i < comments->len; i++) {
        const struct comment_record *comment = g_ptr_array_index(comments, i);
        char id[UUID_TEXT_BYTES];

        if (!uuid_is_equal(&comment->consultation, consultation) ||
            comment->open_clauses[0] == '\0')
            continue;
        uuid_write(&comment->id, id);
        if (count++ == 0)
            g_string_printf(first, "%s (clauses%s)", id, comment->open_clauses);
    }
    return count == 0 ||
           refusal_set(
               error, REFUSAL_RULE,
               "comments-answered: %u comment%s no answer yet, the first is %s: "
               "say of each what became of it, if only that it is not taken "
               "up, and then publish the final version",
               count, count == 1 ? " has" : "s have", first->str);
}

const struct family family_comments = {
    .ask = comment_ask,
    .check = matters_check_step,
    .fold = comment_fold,
};

const struct family family_comment_answers = {
    .ask = answer_ask,
    .check = answer_check,
    .fold = answer_fold,
};

const struct family family_final_policies = {
    .ask = final_ask,
    .check = final_check,
    .fold = matters_fold_step,
};
