/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/codes.h"
#include "common/documents/parse.h"
#include "common/documents/schema.h"
#include <string.h>

#define SCHEMA_NAMESPACE "http://www.w3.org/2001/XMLSchema"
#define LABELS_NAMESPACE "urn:referral-exchange:labels:1"

/* Sets of "list code". */
struct codes {
    GHashTable *need_comment;
    GHashTable *post_accept;
};

/* The compiled-in files are as large as the lists are; they come from the build. */
static const struct scan_limits scan_schema = {
    .max_bytes = 4 * 1024 * 1024,
    .max_elements = 200000,
    .allows_comments = true,
};

static bool
has_true(xmlNode *node, const char *attribute)
{
    xmlChar *text = xmlGetNoNsProp(node, (const xmlChar *)attribute);
    bool is_true = text != NULL && strcmp((const char *)text, "true") == 0;

    xmlFree(text);
    return is_true;
}

static char *
attribute_of(xmlNode *node, const char *attribute)
{
    xmlChar *text = xmlGetNoNsProp(node, (const xmlChar *)attribute);
    char *copy = g_strdup((const char *)text);

    xmlFree(text);
    return copy;
}

/* One <l:code> of one <xs:enumeration>: list is the simple type around it. */
static void
read_code(struct codes *codes, const char *list, const char *code, xmlNode *label)
{
    if (has_true(label, "commentRequired"))
        g_hash_table_add(codes->need_comment, g_strconcat(list, " ", code, NULL));
    if (has_true(label, "postAccept"))
        g_hash_table_add(codes->post_accept, g_strconcat(list, " ", code, NULL));
}

/* Walks down, remembering the simple type and the enumeration it is inside of. */
static void
read_nodes(struct codes *codes, xmlNode *parent, const char *list, const char *code)
{
    for (xmlNode *node = tree_child(parent, NULL); node != NULL;
         node = tree_next(node, NULL)) {
        g_autofree char *name = NULL;

        if (tree_is_element(node, "code", LABELS_NAMESPACE) && list != NULL &&
            code != NULL)
            read_code(codes, list, code, node);
        else if (tree_is_element(node, "simpleType", SCHEMA_NAMESPACE) &&
                 (name = attribute_of(node, "name")) != NULL)
            read_nodes(codes, node, name, NULL);
        else if (tree_is_element(node, "enumeration", SCHEMA_NAMESPACE) &&
                 (name = attribute_of(node, "value")) != NULL)
            read_nodes(codes, node, list, name);
        else
            read_nodes(codes, node, list, code);
    }
}

struct codes *
codes_read(void)
{
    struct codes *codes = g_new(struct codes, 1);
    g_auto(GStrv) names = schema_file_list();

    codes->need_comment = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    codes->post_accept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (char **name = names; *name != NULL; name++) {
        g_autoptr(GBytes) bytes = schema_file_find(*name);
        g_autoptr(tree) tree = NULL;

        if (!g_str_has_prefix(*name, "codes/"))
            continue;
        tree = parse_bytes(bytes, &scan_schema, NULL, NULL);
        if (tree != NULL)
            read_nodes(codes, xmlDocGetRootElement(tree->doc), NULL, NULL);
    }
    return codes;
}

void
codes_free(struct codes *codes)
{
    if (codes == NULL)
        return;
    g_hash_table_unref(codes->need_comment);
    g_hash_table_unref(codes->post_accept);
    g_free(codes);
}

static bool
contains(GHashTable *set, const char *list, const char *code)
{
    g_autofree char *key = g_strconcat(list, " ", code, NULL);

    return g_hash_table_contains(set, key);
}

bool
codes_need_comment(const struct codes *codes, const char *list, const char *code)
{
    return contains(codes->need_comment, list, code);
}

bool
codes_are_post_accept(const struct codes *codes, const char *list, const char *code)
{
    return contains(codes->post_accept, list, code);
}
