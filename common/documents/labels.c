/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/labels.h"
#include "common/documents/parse.h"
#include "common/documents/schema.h"
#include <stdlib.h>
#include <string.h>

#define XSD_NAMESPACE    "http://www.w3.org/2001/XMLSchema"
#define LABELS_NAMESPACE "urn:referral-exchange:labels:1"

struct labels {
    GStringChunk *strings; /* every text below */
    GHashTable *lists;     /* name to struct label_list */
    GHashTable *roots;     /* name to struct label_field */
};

/* What is known only while the schemas are read. */
struct loading {
    struct labels *labels;
    GPtrArray *trees;
    GHashTable *components; /* "complexType {namespace}name" to its node */
};

/* The compiled-in files come from the build and are as large as they are. */
static const struct scan_limits scan_schema = {
    .max_bytes = 4 * 1024 * 1024,
    .max_elements = 200000,
    .allows_comments = true,
};

static const char *
attribute(struct loading *loading, const xmlNode *node, const char *name)
{
    xmlChar *text = xmlGetNoNsProp(node, (const xmlChar *)name);
    const char *kept = NULL;

    if (text != NULL)
        kept =
            g_string_chunk_insert_const(loading->labels->strings, (const char *)text);
    xmlFree(text);
    return kept;
}

static bool
attribute_is(struct loading *loading, const xmlNode *node, const char *name,
             const char *value)
{
    return g_strcmp0(attribute(loading, node, name), value) == 0;
}

/* The text of an element with white space made single. */
static const char *
words_of(struct loading *loading, const xmlNode *node)
{
    xmlChar *text = xmlNodeGetContent(node);
    g_auto(GStrv) words = g_strsplit_set((const char *)text, " \t\r\n", -1);
    g_autoptr(GString) joined = g_string_new(NULL);

    xmlFree(text);
    for (char **word = words; *word != NULL; word++) {
        if (**word != '\0')
            g_string_append_printf(joined, "%s%s", joined->len > 0 ? " " : "", *word);
    }
    return g_string_chunk_insert_const(loading->labels->strings, joined->str);
}

/* An element of the labels' namespace in the annotation of a component, or NULL. */
static const xmlNode *
annotation_find(const xmlNode *component, const char *name)
{
    const xmlNode *annotation = tree_child(component, "annotation");
    const xmlNode *info = annotation != NULL ? tree_child(annotation, "appinfo") : NULL;
    const xmlNode *found = info != NULL ? tree_child(info, name) : NULL;

    return found != NULL && tree_is_element(found, name, LABELS_NAMESPACE) ? found
                                                                           : NULL;
}

static const char *
hint_of(struct loading *loading, const xmlNode *component)
{
    const xmlNode *annotation = tree_child(component, "annotation");
    const xmlNode *words =
        annotation != NULL ? tree_child(annotation, "documentation") : NULL;

    return words != NULL ? words_of(loading, words) : NULL;
}

static void
list_free(void *data)
{
    struct label_list *list = data;

    g_free(list->codes);
    g_free(list);
}

static void
list_read(struct loading *loading, const xmlNode *type, const xmlNode *info)
{
    struct label_list *list = g_new0(struct label_list, 1);
    g_autoptr(GArray) codes = g_array_new(FALSE, FALSE, sizeof(struct label_code));

    list->name = attribute(loading, type, "name");
    list->code = attribute(loading, info, "code");
    list->label = attribute(loading, info, "label");
    list->version = attribute(loading, info, "version");
    list->source = attribute(loading, info, "source");
    list->hint = hint_of(loading, type);
    for (const xmlNode *node =
             tree_child(tree_child(type, "restriction"), "enumeration");
         node != NULL; node = tree_next(node, "enumeration")) {
        const xmlNode *words = annotation_find(node, "code");
        struct label_code code = {.code = attribute(loading, node, "value")};

        code.label = words != NULL ? attribute(loading, words, "label") : code.code;
        if (words != NULL) {
            code.group = attribute(loading, words, "group");
            code.needs_comment =
                attribute_is(loading, words, "commentRequired", "true");
            code.is_post_accept = attribute_is(loading, words, "postAccept", "true");
        }
        g_array_append_val(codes, code);
    }
    list->codes = (struct label_code *)g_array_steal(codes, &list->code_count);
    g_hash_table_insert(loading->labels->lists, (char *)list->name, list);
}

/* The key of what a QName at a node refers to; the caller frees. */
static char *
component_key(const char *sort, const xmlNode *node, const char *qname)
{
    const char *colon = strchr(qname, ':');
    g_autofree char *prefix =
        colon != NULL ? g_strndup(qname, (size_t)(colon - qname)) : NULL;
    const xmlNs *found =
        xmlSearchNs(node->doc, (xmlNode *)node, (const xmlChar *)prefix);

    return g_strdup_printf("%s {%s}%s", sort,
                           found != NULL ? (const char *)found->href : "",
                           colon != NULL ? colon + 1 : qname);
}

static const xmlNode *
component_find(struct loading *loading, const char *sort, const xmlNode *node,
               const char *qname)
{
    g_autofree char *key = component_key(sort, node, qname);

    return g_hash_table_lookup(loading->components, key);
}

static void
field_free(void *data)
{
    struct label_field *field = data;

    g_ptr_array_unref(field->fields);
    g_free(field);
}

static struct label_field *field_read(struct loading *loading, const xmlNode *node);
static void fields_read(struct loading *loading, struct label_field *field,
                        const xmlNode *content, bool attributes);

/* The type of a value: a list of codes by its name, or what XSD calls it. */
static void
value_type_read(struct loading *loading, struct label_field *field, const char *type)
{
    const char *colon = strchr(type, ':');

    field->type = colon != NULL ? colon + 1 : type;
    field->list = g_hash_table_lookup(loading->labels->lists, field->type);
}

static void
complex_type_read(struct loading *loading, struct label_field *field,
                  const xmlNode *type)
{
    const xmlNode *simple = tree_child(type, "simpleContent");

    if (simple != NULL) {
        type = tree_child(simple, "extension");
        value_type_read(loading, field, attribute(loading, type, "base"));
    }
    fields_read(loading, field, type, true);
    fields_read(loading, field, type, false);
}

/* Appends the attributes, or the child elements, that stand in a piece of content. */
static void
fields_read(struct loading *loading, struct label_field *field, const xmlNode *content,
            bool attributes)
{
    for (const xmlNode *node = tree_child(content, NULL); node != NULL;
         node = tree_next(node, NULL)) {
        const char *name = (const char *)node->name;
        const char *ref = attribute(loading, node, "ref");

        if (g_str_equal(name, "attribute") || g_str_equal(name, "element")) {
            if (g_str_equal(name, "attribute") == attributes)
                g_ptr_array_add(field->fields, field_read(loading, node));
        } else if (ref != NULL) {
            const xmlNode *group = component_find(loading, name, node, ref);

            if (group != NULL)
                fields_read(loading, field, group, attributes);
        } else if (g_str_equal(name, "sequence") || g_str_equal(name, "choice")) {
            fields_read(loading, field, node, attributes);
        }
    }
}

static unsigned
max_occurs_of(struct loading *loading, const xmlNode *node)
{
    const char *text = attribute(loading, node, "maxOccurs");

    return text != NULL ? (unsigned)strtoul(text, NULL, 10) : 1;
}

static struct label_field *
field_read(struct loading *loading, const xmlNode *node)
{
    const char *ref = attribute(loading, node, "ref");
    const xmlNode *target =
        ref != NULL ? component_find(loading, "element", node, ref) : NULL;
    const xmlNode *declared = target != NULL ? target : node;
    const xmlNode *info = annotation_find(declared, "field");
    const char *type = attribute(loading, declared, "type");
    const xmlNode *complex =
        type != NULL ? component_find(loading, "complexType", declared, type)
                     : tree_child(declared, "complexType");
    struct label_field *field = g_new0(struct label_field, 1);

    field->name = attribute(loading, declared, "name");
    field->label = info != NULL ? attribute(loading, info, "label") : field->name;
    field->hint = hint_of(loading, declared);
    field->is_attribute = g_str_equal((const char *)node->name, "attribute");
    field->is_required = field->is_attribute
                             ? attribute_is(loading, node, "use", "required")
                             : !attribute_is(loading, node, "minOccurs", "0");
    field->max_occurs = max_occurs_of(loading, node);
    field->fields = g_ptr_array_new_with_free_func(field_free);
    if (complex != NULL)
        complex_type_read(loading, field, complex);
    else if (type != NULL)
        value_type_read(loading, field, type);
    return field;
}

/* Notes every named component of a file under its key, and reads its code lists. */
static void
file_read(struct loading *loading, const char *name)
{
    g_autoptr(GBytes) bytes = schema_file_find(name);
    struct tree *tree = parse_bytes(bytes, &scan_schema, NULL, NULL);
    const xmlNode *root;
    const char *target;

    if (tree == NULL)
        return;
    g_ptr_array_add(loading->trees, tree);
    root = xmlDocGetRootElement(tree->doc);
    target = attribute(loading, root, "targetNamespace");
    for (const xmlNode *node = tree_child(root, NULL); node != NULL;
         node = tree_next(node, NULL)) {
        const char *component = attribute(loading, node, "name");
        const xmlNode *list = annotation_find(node, "list");

        if (component == NULL ||
            !tree_is_element(node, (const char *)node->name, XSD_NAMESPACE))
            continue;
        g_hash_table_insert(loading->components,
                            g_strdup_printf("%s {%s}%s", node->name, target, component),
                            (void *)node);
        if (list != NULL)
            list_read(loading, node, list);
    }
}

static void
free_tree(void *data)
{
    tree_free(data);
}

struct labels *
labels_load(void)
{
    struct labels *labels = g_new0(struct labels, 1);
    struct loading loading = {.labels = labels};
    g_auto(GStrv) names = schema_file_list();
    GHashTableIter components;
    void *key, *node;

    labels->strings = g_string_chunk_new(16 * 1024);
    labels->lists = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, list_free);
    labels->roots = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, field_free);
    loading.trees = g_ptr_array_new_with_free_func(free_tree);
    loading.components = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (char **name = names; *name != NULL; name++)
        file_read(&loading, *name);
    g_hash_table_iter_init(&components, loading.components);
    while (g_hash_table_iter_next(&components, &key, &node)) {
        if (g_str_has_prefix(key, "element ")) {
            struct label_field *root = field_read(&loading, node);

            g_hash_table_insert(labels->roots, (char *)root->name, root);
        }
    }
    g_hash_table_unref(loading.components);
    g_ptr_array_unref(loading.trees);
    return labels;
}

void
labels_free(struct labels *labels)
{
    if (labels == NULL)
        return;
    g_hash_table_unref(labels->roots);
    g_hash_table_unref(labels->lists);
    g_string_chunk_free(labels->strings);
    g_free(labels);
}

const struct label_list *
labels_find_list(const struct labels *labels, const char *list)
{
    return g_hash_table_lookup(labels->lists, list);
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **
labels_list_names(const struct labels *labels)
{
    unsigned count;
    void **names = g_hash_table_get_keys_as_array(labels->lists, &count);

    qsort(names, count, sizeof *names, compare_names);
    return (const char **)names;
}

const struct label_code *
labels_find_code(const struct labels *labels, const char *list, const char *code)
{
    const struct label_list *found = labels_find_list(labels, list);

    for (size_t index = 0; found != NULL && index < found->code_count; index++) {
        if (strcmp(found->codes[index].code, code) == 0)
            return &found->codes[index];
    }
    return NULL;
}

const char *
labels_code(const struct labels *labels, const char *list, const char *code)
{
    const struct label_code *found = labels_find_code(labels, list, code);

    return found != NULL ? found->label : code;
}

const struct label_field *
labels_find_root(const struct labels *labels, const char *name)
{
    return g_hash_table_lookup(labels->roots, name);
}

const struct label_field *
label_field_find(const struct label_field *field, const char *name, bool is_attribute)
{
    for (unsigned index = 0; index < field->fields->len; index++) {
        const struct label_field *found = g_ptr_array_index(field->fields, index);

        if (found->is_attribute == is_attribute && strcmp(found->name, name) == 0)
            return found;
    }
    return NULL;
}
