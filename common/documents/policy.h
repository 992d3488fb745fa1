/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the documents of a consultation say, clause by clause, for programs that show it
 * whole.  Pure; any thread.  Strings belong to what they were read of, unless it says
 * otherwise.
 */
#ifndef DOCUMENTS_POLICY_H
#define DOCUMENTS_POLICY_H

#include "common/autoptr.h"
#include "common/documents/document.h"

/* A clause as one document has it; its strings are its own. */
struct policy_clause {
    int number;
    bool is_new;
    char *heading; /* NULL where the document has none */
    char *code;    /* of a comment its kind, of an answer what became of it, of the
                    * final version the change; else NULL */
    char *text;    /* what it says; NULL where the document has none */
};

void policy_clause_free(struct policy_clause *clause);

/* The clauses that a document of a consultation names.  struct policy_clause *. */
GPtrArray *policy_list_clauses(const struct document *document);

/*
 * The words on clauses in opened details of a comment or an answer: number and text.
 * Empty when there are none, or they cannot be parsed.
 */
GPtrArray *policy_list_words(GBytes *details);

struct policy_reviewer {
    const char *agency;
    const char *role; /* NULL when absent */
};

/* Those whose second opinion a draft asks for; an array to g_array_unref(). */
GArray *policy_list_reviewers(const struct document *document);

/* An attribute of the body, as it is written; NULL when absent. */
const char *policy_attribute(const struct document *document, const char *name);

#endif
