/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Authoring: the one plain file that a person writes, judged and split into what is
 * sent.  A referral to several providers becomes one coded body and one <details> for
 * each, with only the needs that are put to that provider.  Bytes in, bytes out: no
 * keys, no clock, no files.  One thread at a time.
 */
#ifndef DOCUMENTS_AUTHORING_H
#define DOCUMENTS_AUTHORING_H

#include "common/autoptr.h"
#include "common/documents/document.h"

/* A vacancy that is asked of the agency that offers it. */
struct authoring_vacancy {
    const char *agency;
    struct uuid vacancy;
};

/*
 * What the program knows and an author need not write.  An id that the file names as
 * well must be the same; NULL means that only the file names it.
 */
struct authoring_context {
    const struct uuid *referral; /* of a referral: a new id */
    const struct uuid *leg;      /* of every other kind */
    const struct uuid *request;  /* of an information disclosure */
    const struct uuid *matter;   /* of the steps of one */
    const struct uuid *group;    /* of what opens several matters together: a new id */
    const char *us, *partner;    /* the agencies of the matter; NULL: not known */
    const char *const *partners; /* all to whom the file goes; NULL: the one */
    /* Of a referral: named beside the recipients, as if the file did. */
    const struct authoring_vacancy *vacancies;
    size_t vacancy_count;
    int64_t created_us; /* the moment of writing, for rules about dates */
};

/* One document to be made of the file. */
struct authored {
    const char *recipient; /* NULL: the other party, or published */
    char *body;            /* the coded body, as document_write() takes it */
    GBytes *details;       /* <details> without binding, for details_bind(); or NULL */
};

struct authoring {
    enum kind kind;
    enum referral_mode mode; /* of a referral */
    enum urgency urgency;    /* of a referral */
    bool has_case;
    struct uuid case_id;
    const char *role;      /* NULL when absent */
    const char *actor;     /* NULL when absent */
    const char *marking;   /* NULL when absent */
    const char *retention; /* NULL when absent */
    bool is_test;
    struct authored *documents; /* in the order of the recipients; at least one */
    size_t document_count;
    struct tree *tree; /* what the strings above point into */
};

/* What a file says of itself, before it is judged. */
struct authoring_peek {
    enum kind kind;
    bool has_leg; /* the leg that it is a step of, or about */
    struct uuid leg;
    bool has_parent; /* the matter that it is opened under */
    struct uuid parent;
    bool has_matter; /* the matter that it is a step of */
    struct uuid matter;
};

/* Looks into a file.  REFUSAL_ERROR when it is no XML, or of no kind that there is. */
G_GNUC_WARN_UNUSED_RESULT
bool authoring_look(GBytes *bytes, struct authoring_peek *peek, GPtrArray *violations,
                    GError **error);

/*
 * Judges an authoring file by the schema, by the rules of its kind for the coded part
 * and for the details, and by the rules of splitting, and splits it.
 *
 * validator   the calling thread's validator of SCHEMA_AUTHORING
 * violations  receives what is wrong, with the lines of the file; may be NULL
 *
 * Returns NULL with a REFUSAL_ERROR, as document_judge() does.
 */
G_GNUC_WARN_UNUSED_RESULT
struct authoring *authoring_read(struct validator *validator, GBytes *bytes,
                                 const struct authoring_context *context,
                                 GPtrArray *violations, GError **error);

void authoring_free(struct authoring *authoring);
DEFINE_AUTOPTR(authoring, authoring_free)

#endif
