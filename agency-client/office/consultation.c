/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/consultation.h"

#include "agency-client/office/thread.h"
#include "common/documents/policy.h"

static void
remark_free(struct remark *remark)
{
    g_free(remark->comment);
    g_free(remark->by);
    g_free(remark->kind);
    g_free(remark->words);
    g_free(remark->disposition);
    g_free(remark->reason);
    g_free(remark);
}

static void
clause_free(struct clause *clause)
{
    g_free(clause->heading);
    g_free(clause->text);
    g_free(clause->change);
    g_ptr_array_unref(clause->remarks);
    g_free(clause);
}

static void
reviewer_free(struct reviewer *reviewer)
{
    g_free(reviewer->agency);
    g_free(reviewer->role);
    g_free(reviewer);
}

static void
adopter_free(struct adopter *adopter)
{
    g_free(adopter->agency);
    g_free(adopter->decision);
    g_free(adopter->on);
    g_free(adopter->review_on);
    g_free(adopter);
}

void
consultation_free(struct consultation *consultation)
{
    if (consultation == NULL)
        return;
    g_free(consultation->id);
    g_free(consultation->owner);
    g_free(consultation->title);
    g_free(consultation->version);
    g_free(consultation->closes_on);
    g_ptr_array_unref(consultation->clauses);
    g_ptr_array_unref(consultation->reviewers);
    g_ptr_array_unref(consultation->adopters);
    g_free(consultation);
}

static struct consultation *
consultation_new(const char *id)
{
    struct consultation *consultation = g_new0(struct consultation, 1);

    consultation->id = g_strdup(id);
    consultation->clauses = g_ptr_array_new_with_free_func((GDestroyNotify)clause_free);
    consultation->reviewers =
        g_ptr_array_new_with_free_func((GDestroyNotify)reviewer_free);
    consultation->adopters =
        g_ptr_array_new_with_free_func((GDestroyNotify)adopter_free);
    return consultation;
}

static struct clause *
find_clause(const struct consultation *consultation, int number)
{
    for (unsigned i = 0; i < consultation->clauses->len; i++) {
        struct clause *clause = consultation->clauses->pdata[i];

        if (clause->number == number)
            return clause;
    }
    return NULL;
}

static struct clause *
add_clause(struct consultation *consultation, const struct policy_clause *from)
{
    struct clause *clause = g_new0(struct clause, 1);

    clause->number = from->number;
    clause->heading = g_strdup(from->heading);
    clause->text = g_strdup(from->text);
    clause->remarks = g_ptr_array_new_with_free_func((GDestroyNotify)remark_free);
    g_ptr_array_add(consultation->clauses, clause);
    return clause;
}

static int
compare_clauses(const void *one, const void *other)
{
    const struct clause *a = *(struct clause *const *)one;
    const struct clause *b = *(struct clause *const *)other;

    return (a->number > b->number) - (a->number < b->number);
}

static void
take_draft(struct consultation *consultation, const struct letter *letter)
{
    const struct document *document = letter->document;
    g_autoptr(GPtrArray) clauses = policy_list_clauses(document);
    g_autoptr(GArray) reviewers = policy_list_reviewers(document);

    consultation->owner = g_strdup(document->from_agency);
    consultation->title = g_strdup(policy_attribute(document, "title"));
    consultation->version = g_strdup(policy_attribute(document, "version"));
    consultation->closes_on = g_strdup(policy_attribute(document, "closesOn"));
    for (unsigned i = 0; i < clauses->len; i++)
        add_clause(consultation, clauses->pdata[i]);
    for (unsigned i = 0; i < reviewers->len; i++) {
        const struct policy_reviewer *from =
            &g_array_index(reviewers, struct policy_reviewer, i);
        struct reviewer *reviewer = g_new0(struct reviewer, 1);

        reviewer->agency = g_strdup(from->agency);
        reviewer->role = g_strdup(from->role);
        g_ptr_array_add(consultation->reviewers, reviewer);
    }
}

static char *
words_on(const GPtrArray *words, int number)
{
    for (unsigned i = 0; i < words->len; i++) {
        const struct policy_clause *said = words->pdata[i];

        if (said->number == number)
            return g_strdup(said->text);
    }
    return NULL;
}

static void
take_comment(struct consultation *consultation, const struct letter *letter)
{
    g_autoptr(GPtrArray) clauses = policy_list_clauses(letter->document);
    g_autoptr(GPtrArray) words = policy_list_words(letter->details_xml);
    char id[UUID_TEXT_BYTES];

    uuid_write(&letter->document->id, id);
    for (unsigned i = 0; i < consultation->reviewers->len; i++) {
        struct reviewer *reviewer = consultation->reviewers->pdata[i];

        reviewer->has_commented |=
            g_str_equal(reviewer->agency, letter->document->from_agency);
    }
    for (unsigned i = 0; i < clauses->len; i++) {
        const struct policy_clause *on = clauses->pdata[i];
        struct clause *clause = find_clause(consultation, on->number);
        struct remark *remark;

        if (clause == NULL)
            continue;
        remark = g_new0(struct remark, 1);
        remark->comment = g_strdup(id);
        remark->by = g_strdup(letter->document->from_agency);
        remark->kind = g_strdup(on->code);
        remark->words = words_on(words, on->number);
        g_ptr_array_add(clause->remarks, remark);
        consultation->unanswered++;
    }
}

static void
answer_remark(struct consultation *consultation, struct clause *clause,
              const char *comment, const struct policy_clause *on,
              const GPtrArray *words)
{
    for (unsigned i = 0; i < clause->remarks->len; i++) {
        struct remark *remark = clause->remarks->pdata[i];

        if (!g_str_equal(remark->comment, comment))
            continue;
        if (remark->disposition == NULL)
            consultation->unanswered--;
        g_free(remark->disposition);
        g_free(remark->reason);
        remark->disposition = g_strdup(on->code);
        remark->reason = words_on(words, on->number);
    }
}

static void
take_answer(struct consultation *consultation, const struct letter *letter)
{
    g_autoptr(GPtrArray) clauses = policy_list_clauses(letter->document);
    g_autoptr(GPtrArray) words = policy_list_words(letter->details_xml);
    const char *comment = policy_attribute(letter->document, "comment");

    for (unsigned i = 0; i < clauses->len; i++) {
        const struct policy_clause *on = clauses->pdata[i];
        struct clause *clause = find_clause(consultation, on->number);

        if (clause != NULL)
            answer_remark(consultation, clause, comment, on, words);
    }
}

static void
take_final(struct consultation *consultation, const struct letter *letter)
{
    g_autoptr(GPtrArray) clauses = policy_list_clauses(letter->document);

    consultation->is_settled = true;
    g_free(consultation->version);
    consultation->version = g_strdup(policy_attribute(letter->document, "version"));
    for (unsigned i = 0; i < clauses->len; i++) {
        const struct policy_clause *from = clauses->pdata[i];
        struct clause *clause = find_clause(consultation, from->number);

        if (clause == NULL)
            clause = add_clause(consultation, from);
        g_free(clause->change);
        clause->change = g_strdup(from->is_new ? "new" : from->code);
        if (from->text != NULL) {
            g_free(clause->text);
            clause->text = g_strdup(from->text);
        }
    }
    g_ptr_array_sort(consultation->clauses, compare_clauses);
}

static void
take_adoption(struct consultation *consultation, const struct letter *letter)
{
    const struct document *document = letter->document;
    struct adopter *adopter = g_new0(struct adopter, 1);

    adopter->agency = g_strdup(document->from_agency);
    adopter->decision = g_strdup(policy_attribute(document, "decision"));
    adopter->on = g_strdup(policy_attribute(document, "on"));
    adopter->review_on = g_strdup(policy_attribute(document, "reviewOn"));
    for (unsigned i = 0; i < consultation->adopters->len; i++) {
        const struct adopter *former = consultation->adopters->pdata[i];

        if (g_str_equal(former->agency, adopter->agency)) {
            g_ptr_array_remove_index(consultation->adopters, i);
            break;
        }
    }
    g_ptr_array_add(consultation->adopters, adopter);
}

static void
take_letter(struct consultation *consultation, const struct letter *letter)
{
    switch (letter->document->kind) {
    case KIND_CONSULTATION:
        take_draft(consultation, letter);
        break;
    case KIND_CONSULTATION_COMMENT:
        take_comment(consultation, letter);
        break;
    case KIND_CONSULTATION_ANSWER:
        take_answer(consultation, letter);
        break;
    case KIND_CONSULTATION_FINAL:
        take_final(consultation, letter);
        break;
    case KIND_CONSULTATION_ADOPTION:
        take_adoption(consultation, letter);
        break;
    default:
        break;
    }
}

struct consultation *
consultation_read(struct office *office, const char *id, GError **error)
{
    g_autoptr(GPtrArray) letters = thread_read(office, id, true, error);
    g_autoptr(consultation) consultation = NULL;

    if (letters == NULL)
        return NULL;
    consultation = consultation_new(id);
    for (unsigned i = 0; i < letters->len; i++)
        take_letter(consultation, letters->pdata[i]);
    if (consultation->owner == NULL) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "%s is no consultation that is held here", id);
        return NULL;
    }
    return g_steal_pointer(&consultation);
}
