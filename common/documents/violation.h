/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Violations: what is wrong with a document and where, in words that never hold
 * a value from it.  A list belongs to one thread at a time.
 */
#ifndef DOCUMENTS_VIOLATION_H
#define DOCUMENTS_VIOLATION_H

#include <glib.h>
#include <stdbool.h>

/* The most that one verdict lists; a further one is only counted out. */
#define VIOLATIONS_MAX 50

/*
 * How the words begin about an element that lacks a child, and about one that stands
 * where another should; what could stand there follows, with ", " between.
 */
#define VIOLATION_MISSING_CHILD "a child element is missing; expected: "
#define VIOLATION_WRONG_CHILD   "this element is not allowed here; expected: "

struct violation {
    int line;   /* from 1; 0 when unknown */
    char *path; /* /document/referral/need[2]/@code; names unknown to the schema as * */
    char *rule; /* the XSD clause (cvc-enumeration-valid) or our own rule's id */
    char *words;
};

/* A list of struct violation *, which it owns. */
GPtrArray *violations_new(void);

/* Appends a copy, unless the list is NULL or full. */
void violations_append(GPtrArray *violations, int line, const char *path,
                       const char *rule, const char *words);

/* One line for a person: "line 12, /document/referral/need[2]: words (rule)". */
char *violation_describe(const struct violation *violation);

#endif
