/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_CONSULTATION_H
#define AGENCY_CLIENT_OFFICE_CONSULTATION_H

/*
 * A consultation as a whole: each clause with what was said of it and what became of
 * that, who was asked by name and has not answered, who adopted the final version.  The
 * owner sees everybody's comments; everybody else their own.
 */

#include "agency-client/office/office.h"
#include "common/autoptr.h"

#include <glib.h>
#include <stdbool.h>

/* What one agency says of one clause. */
struct remark {
    char *comment; /* id of the document */
    char *by;
    char *kind;
    char *words;       /* NULL: none */
    char *disposition; /* NULL: the owner has not said what becomes of it */
    char *reason;      /* NULL: none */
};

struct clause {
    int number;
    char *heading;
    char *text;
    char *change;       /* in the final version: "unchanged", ..., "new"; NULL before */
    GPtrArray *remarks; /* struct remark * */
};

struct reviewer {
    char *agency;
    char *role; /* NULL when absent */
    bool has_commented;
};

struct adopter {
    char *agency;
    char *decision;
    char *on;
    char *review_on; /* NULL when absent */
};

struct consultation {
    char *id;
    char *owner;
    char *title;
    char *version;
    char *closes_on;
    bool is_settled;
    unsigned unanswered;  /* remarks without a disposition */
    GPtrArray *clauses;   /* struct clause *, in order of number */
    GPtrArray *reviewers; /* struct reviewer * */
    GPtrArray *adopters;  /* struct adopter *, the last word of each agency */
};

void consultation_free(struct consultation *consultation);
DEFINE_AUTOPTR(consultation, consultation_free)

/* Reads it from what is held here.  OFFICE_ERROR_INVALID when it is no consultation. */
G_GNUC_WARN_UNUSED_RESULT
struct consultation *consultation_read(struct office *office, const char *id,
                                       GError **error);

#endif
