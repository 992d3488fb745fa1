/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The part of schema.h that knows libxml2's trees; for the files of this folder alone.
 */
#ifndef DOCUMENTS_VALIDATE_H
#define DOCUMENTS_VALIDATE_H

#include "common/documents/codes.h"
#include "common/documents/schema.h"
#include "common/documents/tree.h"
#include "common/documents/violation.h"
#include <stdbool.h>

/*
 * Judges a tree by the schema.  What is wrong is appended to violations in our own
 * words, made of the error's code, the node's path and its line: libxml2's message
 * quotes values and goes nowhere.
 *
 * Returns false with REFUSAL_SCHEMA.
 */
G_GNUC_WARN_UNUSED_RESULT
bool validate_tree(struct validator *validator, struct tree *tree,
                   GPtrArray *violations, GError **error);

/* The facts of the schema's code lists. */
const struct codes *validator_codes(const struct validator *validator);

#endif
