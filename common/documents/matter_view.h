/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Matters as one reader sees them: where each stands, the steps that this reader may
 * see, the points, and the steps that are open to it.  Pure; any thread.
 */
#ifndef DOCUMENTS_MATTER_VIEW_H
#define DOCUMENTS_MATTER_VIEW_H

#include "common/autoptr.h"
#include "common/documents/mailbox_view.h"
#include "common/documents/matter.h"

struct matter_view_event {
    uint64_t sequence;
    struct uuid document;
    enum kind kind;    /* of the document that made the step */
    const char *step;  /* "commitment-step.kept" */
    const char *state; /* after it */
    const char *by;    /* agency id; EXCHANGE_AGENCY for what happens by itself */
    int64_t at_us;
};

struct matter_view {
    struct uuid matter;
    enum kind kind;
    bool has_group;
    struct uuid group;
    bool has_leg;
    struct uuid leg;
    struct uuid case_id;
    const char *opener;
    const char *other; /* NULL: published */
    const char *state;
    bool is_final;
    int32_t due_on;   /* DATE_NONE when absent */
    uint64_t changed; /* the last step that the reader may see */
    int64_t opened_us;
    bool is_flagged;
    struct uuid flagged; /* a document that was rejected and not yet sent again */
    bool is_test;
    struct matter_view_event *events;
    size_t event_count;
    struct matter_point *points;
    size_t point_count;
    const char **open; /* the reader's open steps, "commitment-step.kept" */
    size_t open_count;
};

struct matters_view {
    uint64_t next; /* ask changed-after this one next time */
    struct matter_view *matters;
    size_t matter_count;
    size_t skipped_count; /* of what was read: those of kinds or states that only a
                           * newer release knows */
    struct tree *tree;    /* of a view that was read; NULL in one to be written */
};

GBytes *matters_view_write(const struct matters_view *view);

/*
 * Reads one back, strictly, but for what only a newer release knows: that is left out.
 * Strings live as long as the view.
 */
G_GNUC_WARN_UNUSED_RESULT
struct matters_view *matters_view_read(GBytes *bytes, GError **error);

/* Frees a view that was read. */
void matters_view_free(struct matters_view *view);
DEFINE_AUTOPTR(matters_view, matters_view_free)

/*
 * Where the life of a matter stands by its view; REFUSAL_SCHEMA when its kind opens no
 * matter, or its state is none of that kind.  The caller clears it.
 */
G_GNUC_WARN_UNUSED_RESULT
bool matter_view_take(const struct matter_view *view, struct matter *matter,
                      GError **error);

#endif
