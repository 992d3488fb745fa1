/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matters: one opening document each, what became of it, its timeline and its points.
 * All of it is a projection of the log.  The functions may be called from any thread.
 */
#ifndef STORE_MATTERS_H
#define STORE_MATTERS_H

#include "common/documents/matter.h"
#include "exchange/store/shelves.h"

/* One line of a matter's timeline. */
struct matter_line {
    int64_t sequence; /* of the entry */
    int sender;       /* of the entry, agency numbers */
    int recipient;    /* or LOG_PUBLISHED */
    char *word;       /* NULL: the kind says it */
    int state;        /* after it */
    /* Read only: filled from the entry. */
    struct uuid document;
    enum kind kind;
    char *by; /* agency id */
    int64_t received_us;
};

struct matter_record {
    struct uuid id; /* of the opening document */
    enum kind kind;
    bool has_group;
    struct uuid group;
    bool has_leg;
    struct uuid leg;
    struct uuid case_id;
    int64_t sequence; /* of the opening document's entry */
    int opener;       /* agency numbers */
    int other;        /* or LOG_PUBLISHED */
    bool is_test;
    int64_t opened_us;

    /* What changes. */
    struct matter life;
    bool has_flagged;
    struct uuid flagged; /* a document its recipient rejected, not sent again yet */
    int64_t ended_us;    /* 0 while it is open */
    bool has_new_points;
    GArray *lines; /* struct matter_line: those of this batch, or the reader's */

    /* Read only, for views. */
    char *opener_id;
    char *other_id; /* NULL: published */
    int64_t changed;
};

struct matter_record *matter_record_new(void);
void matter_record_free(struct matter_record *matter);
DEFINE_AUTOPTR(matter_record, matter_record_free)

/* Adds a line to the timeline. */
void matter_record_add(struct matter_record *matter, const struct matter_line *line);

extern const struct shelf shelf_matters;

/*
 * The matter of that id, or those of a group's id, that this reader may see: struct
 * matter_record with the lines that it may see.  Empty also when they are another's.
 */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *matters_find(struct store *store, const struct uuid *id, int reader,
                        GError **error);

/*
 * The matters of this reader, published ones too, of which a line that it may see came
 * after a sequence number, in the order of the last such line, at most limit.
 */
G_GNUC_WARN_UNUSED_RESULT
GPtrArray *matters_list_changed(struct store *store, int reader, int64_t changed_after,
                                int limit, GError **error);

#endif
