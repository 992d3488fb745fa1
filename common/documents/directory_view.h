/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The directory: every agency as its last registration says, with its certificates,
 * past ones too.  Pure; any thread.
 */
#ifndef DOCUMENTS_DIRECTORY_VIEW_H
#define DOCUMENTS_DIRECTORY_VIEW_H

#include "common/autoptr.h"
#include "common/documents/mailbox_view.h"
#include "common/documents/registration.h"

struct directory_view {
    uint64_t sequence; /* of the last registration it contains */
    struct registration *agencies;
    size_t agency_count;
    struct tree *tree; /* of a view that was read; NULL in one to be written */
};

GBytes *directory_view_write(const struct directory_view *view);

/* Reads one back, strictly; strings and bytes live as long as the view. */
G_GNUC_WARN_UNUSED_RESULT
struct directory_view *directory_view_read(GBytes *bytes, GError **error);

/* Frees a view that was read. */
void directory_view_free(struct directory_view *view);
DEFINE_AUTOPTR(directory_view, directory_view_free)

#endif
