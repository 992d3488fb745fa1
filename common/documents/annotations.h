/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The annotations of the compiled-in schemas: labels, hints and the facts of codes.
 * For the files of this folder alone.  Texts are kept in a chunk that the caller owns.
 */
#ifndef DOCUMENTS_ANNOTATIONS_H
#define DOCUMENTS_ANNOTATIONS_H

#include "common/documents/tree.h"
#include <glib.h>

#define XSD_NAMESPACE "http://www.w3.org/2001/XMLSchema"

/* Parses a compiled-in file by its name; a file that cannot be is a fault of the build.
 */
struct tree *annotations_parse(const char *file);

/* An attribute; NULL when absent. */
const char *annotation_attribute(GStringChunk *chunk, const xmlNode *node,
                                 const char *name);

/* Whether an attribute has that value. */
bool annotation_attribute_is(const xmlNode *node, const char *name, const char *value);

/* The element of that name in our namespace that annotates a component; or NULL. */
const xmlNode *annotation_find(const xmlNode *component, const char *name);

/* What the documentation of a component says, white space made single; or NULL. */
const char *annotation_hint(GStringChunk *chunk, const xmlNode *component);

#endif
