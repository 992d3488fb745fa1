/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every document about a matter says in the same way, so that a kind needs no
 * struct, reader or writer of its own.  Which attributes of the body say it, the kind's
 * form tells; what else stands there, the kind's rule file reads in its check.
 */
#ifndef DOCUMENTS_MATTER_BODY_H
#define DOCUMENTS_MATTER_BODY_H

#include "common/documents/limits.h"
#include "common/documents/uuid.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct document;
struct matter_life;
struct reader;

/* Whether a kind names a leg in its attribute `leg`, and which one will do. */
enum matter_leg { MATTER_WITHOUT_LEG, MATTER_OF_LEG, MATTER_OF_OPEN_LEG };

/*
 * How a kind's body says what every matter has; NULL where the kind has none of it.
 * The steps of a matter name it in the attribute `matter`.
 */
struct matter_form {
    const struct matter_life *life; /* of what it opens; NULL: it is a step */
    enum matter_leg leg;            /* of an opener */
    const char *group;  /* attribute: an id that joins what was opened together */
    const char *parent; /* attribute: the matter whose parties and case it shares */
    const char *word;   /* attribute: which step it is; NULL: the kind says it */
    const char *due; /* attribute: a day or a time by which something is to be done */
    const char *points; /* children that add a point each: number, owner, dueOn */
    const char *done;   /* children that name a point that is done: number */
    const char *about;  /* children that name a point that is there: number */
    const char *point;  /* attribute: the number of the one point that is done */
};

/* Points are numbered from 1; a matter has at most so many, of numbers up to the other.
 */
#define MATTER_POINTS_MAX       500
#define MATTER_POINT_NUMBER_MAX 9999

/* Something to be done within a matter: an action, a precondition, a clause. */
struct matter_point {
    int number;
    char owner[AGENCY_ID_MAX + 1]; /* agency id; empty: nobody's in particular */
    int32_t due_on;                /* DATE_NONE when absent */
    bool is_done;
};

struct matter_body {
    struct uuid matter; /* of an opener its own id */
    bool has_group;
    struct uuid group;
    bool has_leg;
    struct uuid leg;
    const char *word; /* NULL when absent */
    int32_t due_on;   /* DATE_NONE when absent */
    struct matter_point *points;
    size_t point_count;
    int *done; /* numbers */
    size_t done_count;
    int *about; /* numbers */
    size_t about_count;
    const struct _xmlNode *node; /* the body itself, to be written again */
};

#endif
