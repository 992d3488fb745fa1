/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The code lists, read from the annotations of the compiled-in schemas, so that no
 * list stands twice.  Immutable; any thread.
 */
#ifndef DOCUMENTS_CODES_H
#define DOCUMENTS_CODES_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct codes;

/* One code of a list. */
struct label_code {
    const char *code;
    const char *label;
    const char *done;    /* of a step that was taken; NULL: not said */
    const char *hint;    /* NULL when the label says it all */
    const char *group;   /* NULL when the list has no groups */
    bool needs_comment;  /* words in the sealed part must explain it */
    bool is_post_accept; /* a reason that may still be given after acceptance */
};

/* A code list: one simple type of codes/. */
struct label_list {
    const char *name; /* of the simple type: "need" */
    const char *code; /* of the list: "NEED" */
    const char *label;
    const char *hint;
    const char *version;
    const char *source;
    struct label_code *codes; /* in the order in which they are shown */
    size_t code_count;
};

/* Every compiled-in code list; read once, when first asked for, and kept. */
const struct codes *codes_compiled_in(void);

/* A code list by its simple type; NULL when there is none. */
const struct label_list *codes_find_list(const struct codes *codes, const char *list);

/* The names of all code lists, sorted; a NULL-terminated array to g_free(). */
const char **codes_list_names(const struct codes *codes);

/* A code of a list; NULL when the list does not hold it. */
const struct label_code *codes_find(const struct codes *codes, const char *list,
                                    const char *code);

/* Whether a code of a list needs words in the sealed part. */
bool codes_need_comment(const struct codes *codes, const char *list, const char *code);

/* Whether a reason to decline may still be given after acceptance. */
bool codes_are_post_accept(const struct codes *codes, const char *list,
                           const char *code);

#endif
