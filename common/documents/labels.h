/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels: the words for people that stand in the schemas.  What an element, an
 * attribute or a code is called is read from the annotations of the compiled-in
 * schemas, so that no list stands twice.  Immutable; any thread.
 */
#ifndef DOCUMENTS_LABELS_H
#define DOCUMENTS_LABELS_H

#include "common/autoptr.h"
#include "common/documents/codes.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct labels;

/* An element or an attribute at its place in a document. */
struct label_field {
    const char *name;
    const char *label; /* the name itself where the schema gives none */
    const char *one;   /* what one of it is called, with its article; NULL: not said */
    const char *hint;  /* NULL when there is none */
    const char *type;  /* of the value: "date", "need", "boolean"; NULL for structure */
    const char *form;  /* how a value of that type is written; NULL: not said */
    const struct label_list *list; /* of the codes of the value; NULL when not coded */
    bool is_attribute;
    bool is_required;
    unsigned max_occurs;
    unsigned choice;   /* not 0: one of its siblings with the same number stands */
    GPtrArray *fields; /* struct label_field *: attributes, then children, in order */
};

/* The labels of every compiled-in schema; a fault in them is one of the build. */
struct labels *labels_load(void);
void labels_free(struct labels *labels);
DEFINE_AUTOPTR(labels, labels_free)

/* A code list by its simple type; NULL when there is none. */
const struct label_list *labels_find_list(const struct labels *labels,
                                          const char *list);

/* The names of all code lists, sorted; a NULL-terminated array to g_free(). */
const char **labels_list_names(const struct labels *labels);

/* A code of a list; NULL when the list does not hold it. */
const struct label_code *labels_find_code(const struct labels *labels, const char *list,
                                          const char *code);

/* What a code is called; the code itself when it has no label. */
const char *labels_code(const struct labels *labels, const char *list,
                        const char *code);

/*
 * A root element, for instance "document" or "details"; NULL when there is none.
 * Its fields lead to everything below.
 */
const struct label_field *labels_find_root(const struct labels *labels,
                                           const char *name);

/* An attribute or a child element of a field; NULL when there is none. */
const struct label_field *label_field_find(const struct label_field *field,
                                           const char *name, bool is_attribute);

#endif
