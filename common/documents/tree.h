/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parsed XML, for the files of this folder alone: nothing outside it sees libxml2.  A
 * tree belongs to one thread at a time.  Each element's _private holds its line, since
 * libxml2 keeps only 16 bits of it.
 */
#ifndef DOCUMENTS_TREE_H
#define DOCUMENTS_TREE_H

#include "common/autoptr.h"
#include <libxml/tree.h>
#include <stdbool.h>

struct tree {
    xmlDoc *doc;
    GPtrArray *allocations; /* what was read out of it: freed with it */
};

/* Takes the document over. */
struct tree *tree_new(xmlDoc *doc);
void tree_free(struct tree *tree);
DEFINE_AUTOPTR(tree, tree_free)

/* Zeroed memory that lives as long as the tree. */
void *tree_allocate(struct tree *tree, size_t count, size_t size);

/* Whether node is an element of that name; any namespace when it is NULL. */
bool tree_is_element(const xmlNode *node, const char *name, const char *xml_namespace);

/* The first child element, of that name unless it is NULL; NULL when there is none. */
xmlNode *tree_child(const xmlNode *node, const char *name);

/* The next sibling element, of that name unless it is NULL. */
xmlNode *tree_next(const xmlNode *node, const char *name);

/* The line of an element or attribute. */
int tree_line(const xmlNode *node);

/*
 * The path of an element or attribute, /document/referral/need[2]/@code.  Names that
 * names does not hold are written as *, so that nothing of a stranger's making is
 * repeated; all are written when it is NULL.
 */
char *tree_path(const xmlNode *node, xmlDict *names);

#endif
