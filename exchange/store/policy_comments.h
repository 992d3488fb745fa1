/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comments on policies, as records of a shelf: asked for by their own id, or by that of
 * their consultation, and then all of it.
 */
#ifndef STORE_POLICY_COMMENTS_H
#define STORE_POLICY_COMMENTS_H

#include "exchange/store/shelves.h"

struct comment_record {
    struct uuid id; /* the document's */
    struct uuid consultation;
    char *open_clauses; /* " 2 7": those of which nobody has said what became */
};

extern const struct shelf shelf_comments;

#endif
