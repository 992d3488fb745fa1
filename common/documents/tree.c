/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/tree.h"
#include <string.h>

struct tree *
tree_new(xmlDoc *doc)
{
    struct tree *tree = g_new0(struct tree, 1);

    tree->doc = doc;
    return tree;
}

void
tree_free(struct tree *tree)
{
    if (tree == NULL)
        return;
    xmlFreeDoc(tree->doc);
    g_clear_pointer(&tree->allocations, g_ptr_array_unref);
    g_free(tree);
}

void *
tree_allocate(struct tree *tree, size_t count, size_t size)
{
    void *memory = g_malloc0_n(count, size);

    if (tree->allocations == NULL)
        tree->allocations = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(tree->allocations, memory);
    return memory;
}

bool
tree_is_element(const xmlNode *node, const char *name, const char *xml_namespace)
{
    if (node->type != XML_ELEMENT_NODE || strcmp((const char *)node->name, name) != 0)
        return false;
    return xml_namespace == NULL ||
           (node->ns != NULL &&
            strcmp((const char *)node->ns->href, xml_namespace) == 0);
}

/* The node itself or the first of those after it that matches. */
static xmlNode *
first_match(xmlNode *node, const char *name)
{
    for (; node != NULL; node = node->next) {
        if (node->type == XML_ELEMENT_NODE &&
            (name == NULL || strcmp((const char *)node->name, name) == 0))
            return node;
    }
    return NULL;
}

xmlNode *
tree_child(const xmlNode *node, const char *name)
{
    return first_match(node->children, name);
}

xmlNode *
tree_next(const xmlNode *node, const char *name)
{
    return first_match(node->next, name);
}

int
tree_line(const xmlNode *node)
{
    while (node != NULL && node->type != XML_ELEMENT_NODE)
        node = node->type == XML_DOCUMENT_NODE ? NULL : node->parent;
    return node != NULL ? GPOINTER_TO_INT(node->_private) : 0;
}

/* Where an element stands among those of its name: [2], or nothing when alone. */
static void
append_position(GString *path, const xmlNode *node)
{
    int position = 1;
    bool is_alone;

    for (const xmlNode *other = node->prev; other != NULL; other = other->prev)
        position += tree_is_element(other, (const char *)node->name, NULL);
    is_alone = position == 1 && tree_next(node, (const char *)node->name) == NULL;
    if (!is_alone)
        g_string_append_printf(path, "[%d]", position);
}

static const char *
known_name(const xmlNode *node, xmlDict *names)
{
    if (names != NULL && xmlDictExists(names, node->name, -1) == NULL)
        return "*";
    return (const char *)node->name;
}

static void
append_path(GString *path, const xmlNode *node, xmlDict *names)
{
    if (node == NULL ||
        (node->type != XML_ELEMENT_NODE && node->type != XML_ATTRIBUTE_NODE))
        return;
    append_path(path, node->parent, names);
    g_string_append(path, node->type == XML_ATTRIBUTE_NODE ? "/@" : "/");
    g_string_append(path, known_name(node, names));
    if (node->type == XML_ELEMENT_NODE)
        append_position(path, node);
}

char *
tree_path(const xmlNode *node, xmlDict *names)
{
    GString *path = g_string_new(NULL);

    while (node != NULL && node->type == XML_TEXT_NODE)
        node = node->parent;
    append_path(path, node, names);
    if (path->len == 0)
        g_string_append_c(path, '/');
    return g_string_free(path, FALSE);
}
