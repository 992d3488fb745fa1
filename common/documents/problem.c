/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/problem.h"
#include "common/documents/reader.h"
#include "common/documents/writer.h"

#define PROBLEM_NAMESPACE   "urn:ietf:rfc:7807"
#define VIOLATION_NAMESPACE "urn:referral-exchange:problem:1"

/* A strange server's words are cut to this before anyone reads them. */
#define WORDS_MAX_BYTES 4096

static void
write_element(GString *xml, const char *name, const char *text)
{
    if (text == NULL)
        return;
    g_string_append_printf(xml, "<%s>", name);
    writer_text(xml, text);
    g_string_append_printf(xml, "</%s>\n", name);
}

static void
write_violation(GString *xml, const struct violation *violation)
{
    g_string_append(xml, "<violation");
    if (violation->line > 0)
        g_string_append_printf(xml, " line=\"%d\"", violation->line);
    writer_attribute(xml, "path", violation->path);
    writer_attribute(xml, "rule", violation->rule);
    g_string_append_c(xml, '>');
    writer_text(xml, violation->words);
    g_string_append(xml, "</violation>\n");
}

GBytes *
problem_write(enum refusal refusal, const char *detail, const struct uuid *request_id,
              const GPtrArray *violations)
{
    GString *xml = writer_new();
    g_autofree char *status = g_strdup_printf("%d", refusals[refusal].status);
    g_autofree char *type =
        g_strconcat(REFUSAL_URN_PREFIX, refusals[refusal].suffix, NULL);
    char instance[sizeof "urn:uuid:" + UUID_TEXT_BYTES] = "urn:uuid:";

    g_string_append(xml, "<problem xmlns=\"" PROBLEM_NAMESPACE "\">\n");
    write_element(xml, "type", type);
    write_element(xml, "title", refusals[refusal].title);
    write_element(xml, "status", status);
    write_element(xml, "detail", detail);
    if (request_id != NULL) {
        uuid_write(request_id, instance + sizeof "urn:uuid:" - 1);
        write_element(xml, "instance", instance);
    }
    if (violations != NULL && violations->len > 0) {
        g_string_append(xml, "<violations xmlns=\"" VIOLATION_NAMESPACE "\">\n");
        for (unsigned int index = 0; index < violations->len; index++)
            write_violation(xml, g_ptr_array_index(violations, index));
        g_string_append(xml, "</violations>\n");
    }
    g_string_append(xml, "</problem>");
    return writer_finish(xml);
}

/* The text of an element; NULL when it is absent. */
static char *
read_element(const xmlNode *node)
{
    xmlChar *text;
    char *copy;

    if (node == NULL)
        return NULL;
    text = xmlNodeGetContent(node);
    copy = g_strndup((const char *)text, WORDS_MAX_BYTES);
    xmlFree(text);
    return copy;
}

static void
read_violations(struct reader *reader, const xmlNode *list, GPtrArray *violations)
{
    for (const xmlNode *node = tree_child(list, "violation"); node != NULL;
         node = tree_next(node, "violation")) {
        const char *line = reader_attribute(reader, node, "line");
        const char *rule = reader_attribute(reader, node, "rule");
        g_autofree char *words = read_element(node);

        violations_append(
            violations, line != NULL ? (int)g_ascii_strtoull(line, NULL, 10) : 0,
            reader_attribute(reader, node, "path"), rule != NULL ? rule : "", words);
    }
}

struct problem *
problem_read(GBytes *bytes, GError **error)
{
    g_autoptr(problem) problem = NULL;
    g_autoptr(tree) tree = NULL;
    g_autofree char *status = NULL;
    struct reader reader;
    const xmlNode *list;

    if (!reader_open(&reader, bytes, "problem", PROBLEM_NAMESPACE, error))
        return NULL;
    tree = reader.tree;
    problem = g_new0(struct problem, 1);
    problem->violations = violations_new();
    problem->type = read_element(tree_child(reader.body, "type"));
    problem->title = read_element(tree_child(reader.body, "title"));
    problem->detail = read_element(tree_child(reader.body, "detail"));
    problem->instance = read_element(tree_child(reader.body, "instance"));
    status = read_element(tree_child(reader.body, "status"));
    if (problem->type == NULL || problem->title == NULL || status == NULL) {
        (void)refusal_set(error, REFUSAL_SCHEMA, "the problem has no type or status");
        return NULL;
    }
    problem->status = (int)MIN(g_ascii_strtoull(status, NULL, 10), 999);
    problem->is_known = refusal_find(problem->type, &problem->refusal);
    if ((list = tree_child(reader.body, "violations")) != NULL)
        read_violations(&reader, list, problem->violations);
    return g_steal_pointer(&problem);
}

void
problem_free(struct problem *problem)
{
    if (problem == NULL)
        return;
    g_free(problem->type);
    g_free(problem->title);
    g_free(problem->detail);
    g_free(problem->instance);
    g_clear_pointer(&problem->violations, g_ptr_array_unref);
    g_free(problem);
}
