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

/* Puts a value where a path leads from a node: an attribute, or the text of an element.
 */
static void
put_at(struct node *node, const char *path, const char *value)
{
    g_auto(GStrv) steps = g_strsplit(path, "/", -1);
    int last = (int)g_strv_length(steps) - 1;

    for (int i = 0; i < last; i++)
        node = enter_child(node, steps[i]);
    if (steps[last][0] == '@') {
        writer_attribute(node->attributes, steps[last] + 1, value);
    } else {
        node = enter_child(node, steps[last]);
        g_free(node->text);
        node->text = g_strdup(value);
    }
}

/* One part of an entry of a list; part NULL or "": left out. */
static void
put_part(struct node *node, const char *item, const char *part)
{
    g_auto(GStrv) words = g_strsplit(item, "=", 2);
    const char *value = part != NULL && part[0] != '\0' ? part : words[1];

    if (value == NULL)
        return;
    if (strchr(words[0], ':') != NULL)
        put_at(node, words[0], value);
    else
        writer_attribute(node->attributes, words[0], value);
}

static void
put_list(struct node *parent, const char *name, const char *items, const char *value)
{
    g_auto(GStrv) places = g_strsplit(items, " ", -1);
    g_auto(GStrv) entries = g_strsplit(value, ";", -1);

    for (char **entry = entries; *entry != NULL; entry++) {
        g_auto(GStrv) parts = NULL;
        struct node *child;
        int count;

        if (*g_strstrip(*entry) == '\0')
            continue;
        child = add_child(parent, name);
        parts = g_strsplit(*entry, ":", (int)g_strv_length(places));
        count = (int)g_strv_length(parts);
        for (int i = 0; places[i] != NULL; i++)
            put_part(child, places[i], i < count ? g_strstrip(parts[i]) : NULL);
    }
}

static void
put(struct node *root, const struct csv_column *column, const char *value)
{
    const char *name = strrchr(column->path, '/');
    g_auto(GStrv) steps = NULL;
    struct node *node = root;

    if (column->items == NULL) {
        put_at(root, column->path, value);
        return;
    }
    steps = g_strsplit(column->path, "/", -1);
    for (int i = 0; steps[i + 1] != NULL; i++)
        node = enter_child(node, steps[i]);
    put_list(node, name != NULL ? name + 1 : column->path, column->items, value);
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

static bool
is_said(const char *value)
{
    return value != NULL && value[0] != '\0';
}

/* Whether the row says what a column goes with. */
static bool
is_wanted(const struct csv_column *columns, size_t count, const char *const values[],
          const char *with)
{
    for (size_t i = 0; with != NULL && i < count; i++)
        if (g_strcmp0(columns[i].name, with) == 0)
            return is_said(values[i]);
    return true;
}

GBytes *
csv_author_write(const char *namespaces, const struct csv_column *columns, size_t count,
                 const char *const values[])
{
    struct node *root = node_new("authoring");
    GString *xml = writer_new();

    g_string_append_printf(root->attributes, " %s", namespaces);
    for (size_t i = 0; i < count; i++) {
        const char *value = is_said(values[i]) ? values[i] : columns[i].fallback;

        if (value != NULL && is_wanted(columns, count, values, columns[i].with))
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
