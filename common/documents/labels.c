/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/labels.h"
#include "common/documents/annotations.h"
#include "common/documents/schema.h"
#include <stdlib.h>
#include <string.h>

/* The trees of fields below the root elements. */
struct roots {
    GStringChunk *strings; /* every text below */
    GHashTable *by_name;   /* struct label_field; NULL until one is asked for */
};

struct labels {
    const struct codes *codes;
    struct roots *roots; /* most ask for codes alone */
};

/* What is known only while the schemas are read. */
struct loading {
    const struct codes *codes;
    struct roots *roots;
    GPtrArray *trees;
    GHashTable *components; /* "complexType {namespace}name" to its node */
    unsigned choices;       /* how many were met: each has a number of its own */
};

/* Where fields are read into, and the choice that they stand in; 0: in none. */
struct place {
    struct label_field *field;
    bool is_attributes;
    unsigned choice;
};

static const char *
attribute(struct loading *loading, const xmlNode *node, const char *name)
{
    return annotation_attribute(loading->roots->strings, node, name);
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
static void fields_read(struct loading *loading, struct place place,
                        const xmlNode *content);

/* The type of a value: a list of codes by its name, or what XSD calls it. */
static void
value_type_read(struct loading *loading, struct label_field *field, const xmlNode *node,
                const char *type)
{
    const char *colon = strchr(type, ':');
    const xmlNode *declared = component_find(loading, "simpleType", node, type);

    field->type = colon != NULL ? colon + 1 : type;
    field->list = codes_find_list(loading->codes, field->type);
    if (declared != NULL && field->list == NULL)
        field->form = annotation_hint(loading->roots->strings, declared);
}

static void
complex_type_read(struct loading *loading, struct label_field *field,
                  const xmlNode *type)
{
    const xmlNode *simple = tree_child(type, "simpleContent");

    if (simple != NULL) {
        type = tree_child(simple, "extension");
        value_type_read(loading, field, type, attribute(loading, type, "base"));
    }
    fields_read(loading, (struct place){.field = field, .is_attributes = true}, type);
    fields_read(loading, (struct place){.field = field}, type);
}

static void
field_add(struct loading *loading, struct place place, const xmlNode *node)
{
    struct label_field *field = field_read(loading, node);

    field->choice = place.choice;
    g_ptr_array_add(place.field->fields, field);
}

/* Appends the attributes, or the child elements, that stand in a piece of content. */
static void
fields_read(struct loading *loading, struct place place, const xmlNode *content)
{
    for (const xmlNode *node = tree_child(content, NULL); node != NULL;
         node = tree_next(node, NULL)) {
        const char *name = (const char *)node->name;
        const char *ref = attribute(loading, node, "ref");
        struct place within = place;

        if (g_str_equal(name, "attribute") || g_str_equal(name, "element")) {
            if (g_str_equal(name, "attribute") == place.is_attributes)
                field_add(loading, place, node);
        } else if (ref != NULL) {
            const xmlNode *group = component_find(loading, name, node, ref);

            if (group != NULL)
                fields_read(loading, place, group);
        } else if (g_str_equal(name, "choice")) {
            within.choice = ++loading->choices;
            fields_read(loading, within, node);
        } else if (g_str_equal(name, "sequence")) {
            fields_read(loading, place, node);
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
    field->one = info != NULL ? attribute(loading, info, "one") : NULL;
    field->hint = annotation_hint(loading->roots->strings, declared);
    field->is_attribute = g_str_equal((const char *)node->name, "attribute");
    field->is_required = field->is_attribute
                             ? annotation_attribute_is(node, "use", "required")
                             : !annotation_attribute_is(node, "minOccurs", "0");
    field->max_occurs = max_occurs_of(loading, node);
    field->fields = g_ptr_array_new_with_free_func(field_free);
    if (complex != NULL)
        complex_type_read(loading, field, complex);
    else if (type != NULL)
        value_type_read(loading, field, declared, type);
    return field;
}

/* Notes every named component of a file under its key. */
static void
file_read(struct loading *loading, const char *name)
{
    struct tree *tree = annotations_parse(name);
    const xmlNode *root = xmlDocGetRootElement(tree->doc);
    const char *target = attribute(loading, root, "targetNamespace");

    g_ptr_array_add(loading->trees, tree);
    for (const xmlNode *node = tree_child(root, NULL); node != NULL;
         node = tree_next(node, NULL)) {
        const char *component = attribute(loading, node, "name");

        if (component == NULL ||
            !tree_is_element(node, (const char *)node->name, XSD_NAMESPACE))
            continue;
        g_hash_table_insert(loading->components,
                            g_strdup_printf("%s {%s}%s", node->name, target, component),
                            (void *)node);
    }
}

static void
tree_destroy(void *data)
{
    tree_free(data);
}

static GHashTable *
roots_read(const struct labels *labels)
{
    GHashTable *by_name =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, field_free);
    struct loading loading = {.codes = labels->codes, .roots = labels->roots};
    g_auto(GStrv) names = schema_file_list();
    GHashTableIter components;
    void *key, *node;

    loading.trees = g_ptr_array_new_with_free_func(tree_destroy);
    loading.components = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (char **name = names; *name != NULL; name++)
        file_read(&loading, *name);
    g_hash_table_iter_init(&components, loading.components);
    while (g_hash_table_iter_next(&components, &key, &node)) {
        if (g_str_has_prefix(key, "element ")) {
            struct label_field *root = field_read(&loading, node);

            g_hash_table_insert(by_name, (char *)root->name, root);
        }
    }
    g_hash_table_unref(loading.components);
    g_ptr_array_unref(loading.trees);
    return by_name;
}

struct labels *
labels_load(void)
{
    struct labels *labels = g_new0(struct labels, 1);

    labels->codes = codes_compiled_in();
    labels->roots = g_new0(struct roots, 1);
    labels->roots->strings = g_string_chunk_new(16 * 1024);
    return labels;
}

void
labels_free(struct labels *labels)
{
    if (labels == NULL)
        return;
    g_clear_pointer(&labels->roots->by_name, g_hash_table_unref);
    g_string_chunk_free(labels->roots->strings);
    g_free(labels->roots);
    g_free(labels);
}

const struct label_list *
labels_find_list(const struct labels *labels, const char *list)
{
    return codes_find_list(labels->codes, list);
}

const char **
labels_list_names(const struct labels *labels)
{
    return codes_list_names(labels->codes);
}

const struct label_code *
labels_find_code(const struct labels *labels, const char *list, const char *code)
{
    return codes_find(labels->codes, list, code);
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
    struct roots *roots = labels->roots;

    if (g_once_init_enter(&roots->by_name))
        g_once_init_leave(&roots->by_name, roots_read(labels));
    return g_hash_table_lookup(roots->by_name, name);
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
