/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/policy.h"
#include "common/documents/bodies.h"
#include "common/documents/parse.h"
#include <string.h>

#define CLAUSE     "clause"
#define NEW_CLAUSE "newClause"

void
policy_clause_free(struct policy_clause *clause)
{
    if (clause == NULL)
        return;
    g_free(clause->heading);
    g_free(clause->code);
    g_free(clause->text);
    g_free(clause);
}

static const char *
attribute_of(const xmlNode *node, const char *name)
{
    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next) {
        if (strcmp((const char *)attribute->name, name) == 0 &&
            attribute->children != NULL)
            return (const char *)attribute->children->content;
    }
    return NULL;
}

const char *
policy_attribute(const struct document *document, const char *name)
{
    return attribute_of(document->matter.node, name);
}

static char *
text_of(const xmlNode *parent, const char *name)
{
    const xmlNode *child = tree_child(parent, name);
    xmlChar *whole = child == NULL ? NULL : xmlNodeGetContent(child);
    g_auto(GStrv) words = NULL;
    g_autoptr(GPtrArray) said = g_ptr_array_new();

    if (whole == NULL)
        return NULL;
    /* Lines of the file are no lines of the text. */
    words = g_strsplit_set((const char *)whole, " \t\r\n", -1);
    xmlFree(whole);
    for (char **word = words; *word != NULL; word++)
        if (**word != '\0')
            g_ptr_array_add(said, *word);
    g_ptr_array_add(said, NULL);
    return g_strjoinv(" ", (char **)said->pdata);
}

/* Which of its codes a clause has, its document tells. */
static const char *
code_of(const xmlNode *node)
{
    static const char *const names[] = {"kind", "disposition", "change"};

    for (size_t index = 0; index < G_N_ELEMENTS(names); index++) {
        const char *code = attribute_of(node, names[index]);

        if (code != NULL)
            return code;
    }
    return NULL;
}

static void
add_clauses(GPtrArray *clauses, const xmlNode *parent, const char *name,
            const char *text)
{
    for (const xmlNode *node = tree_child(parent, name); node != NULL;
         node = tree_next(node, name)) {
        struct policy_clause *clause = g_new0(struct policy_clause, 1);
        const char *number = attribute_of(node, "number");

        clause->number = number == NULL ? 0 : (int)g_ascii_strtoll(number, NULL, 10);
        clause->is_new = strcmp(name, NEW_CLAUSE) == 0;
        clause->heading = g_strdup(attribute_of(node, "heading"));
        clause->code = g_strdup(code_of(node));
        clause->text = text_of(node, text);
        g_ptr_array_add(clauses, clause);
    }
}

static GPtrArray *
clauses_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)policy_clause_free);
}

GPtrArray *
policy_list_clauses(const struct document *document)
{
    GPtrArray *clauses = clauses_new();

    add_clauses(clauses, document->matter.node, CLAUSE, "text");
    add_clauses(clauses, document->matter.node, NEW_CLAUSE, "text");
    return clauses;
}

GPtrArray *
policy_list_words(GBytes *details)
{
    GPtrArray *clauses = clauses_new();
    g_autoptr(tree) tree =
        details == NULL ? NULL : parse_bytes(details, &scan_wire, NULL, NULL);
    const xmlNode *inner =
        tree == NULL ? NULL : tree_child(xmlDocGetRootElement(tree->doc), NULL);

    if (inner != NULL)
        add_clauses(clauses, inner, CLAUSE, "words");
    return clauses;
}

GArray *
policy_list_reviewers(const struct document *document)
{
    GArray *reviewers = g_array_new(FALSE, FALSE, sizeof(struct policy_reviewer));

    for (const xmlNode *node = tree_child(document->matter.node, "reviewer");
         node != NULL; node = tree_next(node, "reviewer")) {
        const struct policy_reviewer reviewer = {
            .agency = attribute_of(node, "agency"),
            .role = attribute_of(node, "role"),
        };

        g_array_append_val(reviewers, reviewer);
    }
    return reviewers;
}
