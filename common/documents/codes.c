/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/codes.h"
#include "common/documents/annotations.h"
#include "common/documents/schema.h"
#include <stdlib.h>
#include <string.h>

struct codes {
    GStringChunk *strings; /* every text below */
    GHashTable *lists;     /* name to struct label_list */
};

static void
list_free(void *data)
{
    struct label_list *list = data;

    g_free(list->codes);
    g_free(list);
}

static struct label_code
code_read(struct codes *codes, const xmlNode *enumeration)
{
    const xmlNode *facts = annotation_find(enumeration, "code");
    struct label_code code = {
        .code = annotation_attribute(codes->strings, enumeration, "value")};

    code.label = code.code;
    if (facts == NULL)
        return code;
    code.label = annotation_attribute(codes->strings, facts, "label");
    code.done = annotation_attribute(codes->strings, facts, "done");
    code.hint = annotation_hint(codes->strings, enumeration);
    code.group = annotation_attribute(codes->strings, facts, "group");
    code.needs_comment = annotation_attribute_is(facts, "commentRequired", "true");
    code.is_post_accept = annotation_attribute_is(facts, "postAccept", "true");
    return code;
}

static void
list_read(struct codes *codes, const xmlNode *type, const xmlNode *facts)
{
    struct label_list *list = g_new0(struct label_list, 1);
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct label_code));

    list->name = annotation_attribute(codes->strings, type, "name");
    list->code = annotation_attribute(codes->strings, facts, "code");
    list->label = annotation_attribute(codes->strings, facts, "label");
    list->version = annotation_attribute(codes->strings, facts, "version");
    list->source = annotation_attribute(codes->strings, facts, "source");
    list->hint = annotation_hint(codes->strings, type);
    for (const xmlNode *node =
             tree_child(tree_child(type, "restriction"), "enumeration");
         node != NULL; node = tree_next(node, "enumeration")) {
        struct label_code code = code_read(codes, node);

        g_array_append_val(all, code);
    }
    list->codes = (struct label_code *)g_array_steal(all, &list->code_count);
    g_hash_table_insert(codes->lists, (char *)list->name, list);
}

static struct codes *
codes_read(void)
{
    struct codes *codes = g_new(struct codes, 1);
    g_auto(GStrv) names = schema_file_list();

    codes->strings = g_string_chunk_new(16 * 1024);
    codes->lists = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, list_free);
    for (char **name = names; *name != NULL; name++) {
        g_autoptr(tree) tree = NULL;

        if (!g_str_has_prefix(*name, "codes/"))
            continue;
        tree = annotations_parse(*name);
        for (const xmlNode *type =
                 tree_child(xmlDocGetRootElement(tree->doc), "simpleType");
             type != NULL; type = tree_next(type, "simpleType")) {
            const xmlNode *facts = annotation_find(type, "list");

            if (facts != NULL)
                list_read(codes, type, facts);
        }
    }
    return codes;
}

/* They are as constant as the program that holds them, and dear to read. */
const struct codes *
codes_compiled_in(void)
{
    static const struct codes *codes;

    if (g_once_init_enter(&codes))
        g_once_init_leave(&codes, codes_read());
    return codes;
}

const struct label_list *
codes_find_list(const struct codes *codes, const char *list)
{
    return g_hash_table_lookup(codes->lists, list);
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **
codes_list_names(const struct codes *codes)
{
    unsigned count;
    void **names = g_hash_table_get_keys_as_array(codes->lists, &count);

    qsort(names, count, sizeof *names, compare_names);
    return (const char **)names;
}

const struct label_code *
codes_find(const struct codes *codes, const char *list, const char *code)
{
    const struct label_list *found = codes_find_list(codes, list);

    for (size_t index = 0; found != NULL && index < found->code_count; index++) {
        if (strcmp(found->codes[index].code, code) == 0)
            return &found->codes[index];
    }
    return NULL;
}

bool
codes_need_comment(const struct codes *codes, const char *list, const char *code)
{
    const struct label_code *found = codes_find(codes, list, code);

    return found != NULL && found->needs_comment;
}

bool
codes_are_post_accept(const struct codes *codes, const char *list, const char *code)
{
    const struct label_code *found = codes_find(codes, list, code);

    return found != NULL && found->is_post_accept;
}
