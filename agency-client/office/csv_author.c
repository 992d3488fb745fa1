/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/office/csv_author.h"

#include "common/documents/writer.h"

#include <string.h>

/* An element in the making. */
struct node {
    char *name;
    GString *attributes;
    char *text;
    GPtrArray *children; /* struct node * */
};

static void
node_free(struct node *node)
{
    g_free(node->name);
    g_string_free(node->attributes, TRUE);
    g_free(node->text);
    g_ptr_array_unref(node->children);
    g_free(node);
}

static struct node *
node_new(const char *name)
{
    struct node *node = g_new0(struct node, 1);

    node->name = g_strdup(name);
    node->attributes = g_string_new(NULL);
    node->children = g_ptr_array_new_with_free_func((GDestroyNotify)node_free);
    return node;
}

static struct node *
add_child(struct node *parent, const char *name)
{
    struct node *child = node_new(name);

    g_ptr_array_add(parent->children, child);
    return child;
}

/* The schema's order is the table's: only the last child can be meant. */
static struct node *
enter_child(struct node *parent, const char *name)
{
    if (parent->children->len > 0) {
        struct node *last = parent->children->pdata[parent->children->len - 1];

        if (g_str_equal(last->name, name))
            return last;
    }
    return add_child(parent, name);
}

static void
put_list(struct node *parent, const char *name, const char *items, const char *value)
{
    g_auto(GStrv) attributes = g_strsplit(items, " ", -1);
    g_auto(GStrv) entries = g_strsplit(value, ";", -1);

    for (char **entry = entries; *entry != NULL; entry++) {
        g_auto(GStrv) parts = NULL;
        struct node *child;

        if (*g_strstrip(*entry) == '\0')
            continue;
        child = add_child(parent, name);
        parts = g_strsplit(*entry, ":", (int)g_strv_length(attributes));
        for (int i = 0; attributes[i] != NULL && parts[i] != NULL; i++)
            writer_attribute(child->attributes, attributes[i], g_strstrip(parts[i]));
    }
}

static void
put(struct node *root, const struct csv_column *column, const char *value)
{
    g_auto(GStrv) steps = g_strsplit(column->path, "/", -1);
    struct node *node = root;
    int last = (int)g_strv_length(steps) - 1;

    for (int i = 0; i < last; i++)
        node = enter_child(node, steps[i]);
    if (column->items != NULL) {
        put_list(node, steps[last], column->items, value);
    } else if (steps[last][0] == '@') {
        writer_attribute(node->attributes, steps[last] + 1, value);
    } else {
        node = enter_child(node, steps[last]);
        g_free(node->text);
        node->text = g_strdup(value);
    }
}

static void
write_node(GString *xml, const struct node *node)
{
    g_string_append_printf(xml, "<%s%s", node->name, node->attributes->str);
    if (node->text == NULL && node->children->len == 0) {
        g_string_append(xml, "/>\n"); /* where nothing may stand, no space may either */
        return;
    }
    g_string_append_c(xml, '>');
    if (node->text != NULL)
        writer_text(xml, node->text);
    else
        g_string_append_c(xml, '\n');
    for (unsigned i = 0; i < node->children->len; i++)
        write_node(xml, node->children->pdata[i]);
    g_string_append_printf(xml, "</%s>\n", node->name);
}

GBytes *
csv_author_write(const char *namespaces, const struct csv_column *columns, size_t count,
                 const char *const values[])
{
    struct node *root = node_new("authoring");
    GString *xml = writer_new();

    g_string_append_printf(root->attributes, " %s", namespaces);
    for (size_t i = 0; i < count; i++) {
        const char *value =
            values[i] != NULL && values[i][0] != '\0' ? values[i] : columns[i].fallback;

        if (value != NULL)
            put(root, &columns[i], value);
    }
    write_node(xml, root);
    node_free(root);
    return g_string_free_to_bytes(xml);
}

/* Whether a violation's path, "/authoring/referral/need[2]/@code", is a column's. */
static bool
is_at(const char *path, const struct csv_column *column)
{
    g_autoptr(GString) plain = g_string_new("/authoring");
    g_autoptr(GString) bare = g_string_new(NULL);
    g_auto(GStrv) steps = g_strsplit(column->path, "/", -1);
    bool is_index = false;

    for (char **step = steps; *step != NULL; step++) {
        const char *colon = strchr(*step, ':');

        g_string_append_printf(plain, "/%s", colon != NULL ? colon + 1 : *step);
    }
    for (; *path != '\0'; path++) {
        is_index = *path == '[' || (is_index && path[-1] != ']');
        if (!is_index)
            g_string_append_c(bare, *path);
    }
    return column->items != NULL ? g_str_has_prefix(bare->str, plain->str)
                                 : g_str_equal(bare->str, plain->str);
}

const char *
csv_author_column(const struct csv_column *columns, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++)
        if (columns[i].name != NULL && is_at(path, &columns[i]))
            return columns[i].name;
    return NULL;
}
