/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Availability: could you take a household of this shape?  An enquiry cannot carry who
 * they are: nothing is sealed, there are no words, and its case is its own.  An answer
 * binds nobody; a referral does.
 */
#ifndef DOCUMENTS_AVAILABILITY_H
#define DOCUMENTS_AVAILABILITY_H

#include "common/documents/household_shape.h"
#include "common/documents/matter.h"

extern const struct matter_form availability_enquiry_form;
extern const struct matter_form availability_answer_form;

/* A shape that was read from bytes, and what it points into. */
struct read_shape {
    struct household_shape shape;
    struct tree *tree;
};

/*
 * Reads the shape out of an author's file, be it of an availability enquiry or of a
 * referral: of that only what an enquiry may say.
 *
 * validator  the calling thread's of SCHEMA_AUTHORING
 *
 * Returns NULL with a REFUSAL_ERROR.
 */
G_GNUC_WARN_UNUSED_RESULT
struct read_shape *availability_shape_read(struct validator *validator, GBytes *bytes,
                                           GPtrArray *violations, GError **error);

void read_shape_free(struct read_shape *read);
DEFINE_AUTOPTR(read_shape, read_shape_free)

#endif
