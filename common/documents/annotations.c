/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/annotations.h"
#include "common/documents/schema.h"
#include <libxml/parser.h>
#include <string.h>

#define SPACES           " \t\r\n"
#define LABELS_NAMESPACE "urn:referral-exchange:labels:1"

struct tree *
annotations_parse(const char *file)
{
    g_autoptr(GBytes) bytes = schema_file_find(file);
    size_t size;
    const char *data = g_bytes_get_data(bytes, &size);
    /* It comes from the build: nothing hostile is in it. */
    xmlDoc *doc = xmlReadMemory(data, (int)size, NULL, "UTF-8",
                                XML_PARSE_NONET | XML_PARSE_COMPACT);

    if (doc == NULL)
        g_error("%s is not well-formed", file);
    return tree_new(doc);
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
    xmlChar *text;
    size_t length;

    if (node == NULL)
        return NULL;
    text = xmlNodeGetContent(node);
    for (const char *word = (const char *)text + strspn((const char *)text, SPACES);
         *word != '\0'; word += length, word += strspn(word, SPACES)) {
        length = strcspn(word, SPACES);
        if (joined->len > 0)
            g_string_append_c(joined, ' ');
        g_string_append_len(joined, word, (gssize)length);
    }
    xmlFree(text);
    return g_string_chunk_insert_const(chunk, joined->str);
}
