/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/annotations.h"
#include "common/documents/parse.h"
#include "common/documents/schema.h"
#include <string.h>

#define LABELS_NAMESPACE "urn:referral-exchange:labels:1"

/* The compiled-in files come from the build and are as large as they are. */
static const struct scan_limits scan_schema = {
    .max_bytes = 4 * 1024 * 1024,
    .max_elements = 200000,
    .max_attributes = 500, /* a namespace is declared for every kind */
    .allows_comments = true,
};

struct tree *
annotations_parse(const char *file)
{
    g_autoptr(GBytes) bytes = schema_file_find(file);
    g_autoptr(GError) error = NULL;
    struct tree *tree = parse_bytes(bytes, &scan_schema, NULL, &error);

    if (tree == NULL)
        g_error("%s: %s", file, error->message);
    return tree;
}

const char *
annotation_attribute(GStringChunk *chunk, const xmlNode *node, const char *name)
{
    xmlChar *text = xmlGetNoNsProp(node, (const xmlChar *)name);
    const char *kept = NULL;

    if (text != NULL)
        kept = g_string_chunk_insert_const(chunk, (const char *)text);
    xmlFree(text);
    return kept;
}

bool
annotation_attribute_is(const xmlNode *node, const char *name, const char *value)
{
    xmlChar *text = xmlGetNoNsProp(node, (const xmlChar *)name);
    bool is_so = g_strcmp0((const char *)text, value) == 0;

    xmlFree(text);
    return is_so;
}

const xmlNode *
annotation_find(const xmlNode *component, const char *name)
{
    const xmlNode *annotation = tree_child(component, "annotation");
    const xmlNode *info = annotation != NULL ? tree_child(annotation, "appinfo") : NULL;
    const xmlNode *found = info != NULL ? tree_child(info, name) : NULL;

    return found != NULL && tree_is_element(found, name, LABELS_NAMESPACE) ? found
                                                                           : NULL;
}

const char *
annotation_hint(GStringChunk *chunk, const xmlNode *component)
{
    const xmlNode *annotation = tree_child(component, "annotation");
    const xmlNode *node =
        annotation != NULL ? tree_child(annotation, "documentation") : NULL;
    g_autoptr(GString) joined = g_string_new(NULL);
    g_auto(GStrv) words = NULL;
    xmlChar *text;

    if (node == NULL)
        return NULL;
    text = xmlNodeGetContent(node);
    words = g_strsplit_set((const char *)text, " \t\r\n", -1);
    xmlFree(text);
    for (char **word = words; *word != NULL; word++) {
        if (**word != '\0')
            g_string_append_printf(joined, "%s%s", joined->len > 0 ? " " : "", *word);
    }
    return g_string_chunk_insert_const(chunk, joined->str);
}
