/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/report_draft.h"

#include "common/documents/kinds.h"
#include "common/documents/reader.h"
#include "common/documents/timestamp.h"
#include "common/documents/writer.h"
#include <string.h>

/* Of the schema's type `text`; a little less, for the lines that are added. */
#define BACKGROUND_MAX_CHARS 3700

/* What the status updates add up to. */
struct work {
    int contacts_attempted;
    int contacts_made;
    int hours_planned_hundredths;
    int hours_delivered_hundredths;
};

static const struct field work_fields[] = {
    OPTIONAL("contactsAttempted", FIELD_COUNT, work, contacts_attempted),
    OPTIONAL("contactsMade", FIELD_COUNT, work, contacts_made),
    OPTIONAL("hoursPlanned", FIELD_HUNDREDTHS, work, hours_planned_hundredths),
    OPTIONAL("hoursDelivered", FIELD_HUNDREDTHS, work, hours_delivered_hundredths),
};

struct draft {
    const struct labels *labels;
    int32_t since;
    struct work sum;
    GPtrArray *lines;
};

static void
append_text(GString *line, const xmlNode *node)
{
    xmlChar *text = xmlNodeGetContent((xmlNode *)node);
    g_auto(GStrv) words = g_strsplit_set((const char *)text, " \t\r\n", -1);

    for (char **word = words; *word != NULL; word++)
        if ((*word)[0] != '\0')
            g_string_append_printf(line, " %s", *word);
    xmlFree(text);
}

/* The words of a document: what stands as text right below its details' body. */
static void
append_words(GString *line, GBytes *details)
{
    struct reader reader = {0};

    if (details != NULL &&
        reader_open(&reader, details, "details", DETAILS_NAMESPACE, NULL)) {
        const xmlNode *body = tree_child(reader.envelope, NULL);

        for (const xmlNode *node = body != NULL ? tree_child(body, NULL) : NULL;
             node != NULL; node = tree_next(node, NULL))
            if (tree_child(node, NULL) == NULL && reader_has_text(node))
                append_text(line, node);
    }
    g_clear_pointer(&reader.tree, tree_free);
}

static void
add_work(struct draft *draft, struct reader *reader, const xmlNode *body)
{
    struct work work;

    reader_fields(reader, body, work_fields, G_N_ELEMENTS(work_fields), &work);
    draft->sum.contacts_attempted += MAX(0, work.contacts_attempted);
    draft->sum.contacts_made += MAX(0, work.contacts_made);
    draft->sum.hours_planned_hundredths += MAX(0, work.hours_planned_hundredths);
    draft->sum.hours_delivered_hundredths += MAX(0, work.hours_delivered_hundredths);
}

/* The coded body: the one child that is of a kind, in its own namespace. */
static const xmlNode *
find_body(const xmlNode *envelope)
{
    enum kind kind;

    for (const xmlNode *node = tree_child(envelope, NULL); node != NULL;
         node = tree_next(node, NULL))
        if (kind_find((const char *)node->name, &kind) &&
            tree_is_element(node, kinds[kind].name, kinds[kind].xml_namespace))
            return node;
    return NULL;
}

static void
add_source(struct draft *draft, const struct report_source *source)
{
    g_autoptr(GString) line = g_string_new(NULL);
    struct reader reader = {0};
    const xmlNode *body;
    int64_t created_us = 0;

    if (!reader_open(&reader, source->content, "document", DOCUMENT_NAMESPACE, NULL))
        return;
    body = find_body(reader.envelope);
    if (body != NULL &&
        timestamp_read(reader_attribute(&reader, reader.envelope, "created"),
                       &created_us) &&
        (draft->since == DATE_NONE || date_of(created_us) >= draft->since)) {
        char day[DATE_TEXT_BYTES];

        date_write(date_of(created_us), day);
        g_string_append_printf(
            line, "%s, %s:", day,
            labels_code(draft->labels, "kind", (const char *)body->name));
        append_words(line, source->details);
        if (strcmp((const char *)body->name, "status-update") == 0)
            add_work(draft, &reader, body);
        if (line->str[line->len - 1] != ':')
            g_ptr_array_add(draft->lines, g_strdup(line->str));
    }
    tree_free(reader.tree);
}

/* The newest lines that fit, in the order of their days. */
static char *
join_background(const struct draft *draft)
{
    GString *text = g_string_new(NULL);
    unsigned first = draft->lines->len;
    glong size = 0;

    while (first > 0) {
        size += g_utf8_strlen(draft->lines->pdata[first - 1], -1) + 1;
        if (size > BACKGROUND_MAX_CHARS)
            break;
        first--;
    }
    if (first > 0)
        g_string_append_printf(text, "(%u earlier entries are left out.)\n", first);
    g_string_append_printf(
        text, "Contacts: %d attempted, %d made. Hours: %.2f planned, %.2f delivered.\n",
        draft->sum.contacts_attempted, draft->sum.contacts_made,
        draft->sum.hours_planned_hundredths / 100.0,
        draft->sum.hours_delivered_hundredths / 100.0);
    for (unsigned i = first; i < draft->lines->len; i++)
        g_string_append_printf(text, "%s\n", (const char *)draft->lines->pdata[i]);
    return g_string_free(text, FALSE);
}

/* Layout is for the person who goes on writing: lines stay lines. */
static void
write_lines(GString *xml, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (char **line = lines; *line != NULL; line++) {
        writer_text(xml, *line);
        if (line[1] != NULL)
            g_string_append_c(xml, '\n');
    }
}

char *
report_draft_write(const struct labels *labels, const GPtrArray *sources, int32_t since)
{
    struct draft draft = {.labels = labels,
                          .since = since,
                          .lines = g_ptr_array_new_with_free_func(g_free)};
    GString *xml = writer_new();
    g_autofree char *background = NULL;

    for (unsigned i = 0; i < sources->len; i++)
        add_source(&draft, sources->pdata[i]);
    background = join_background(&draft);
    g_string_append(xml,
                    "<authoring xmlns=\"" DOCUMENT_NAMESPACE "\">\n  <report-step");
    writer_attribute(xml, "xmlns", kinds[KIND_REPORT_STEP].xml_namespace);
    g_string_append(xml,
                    " step=\"submit\" sharedOn=\"\" on=\"\" hearingOn=\"\"/>\n"
                    "  <details xmlns=\"" DETAILS_NAMESPACE "\">\n    <report-step>\n"
                    "      <report>\n        <background>");
    write_lines(xml, background);
    g_string_append(xml, "</background>\n        <strengths></strengths>\n"
                         "        <concerns></concerns>\n"
                         "        <childsView></childsView>\n"
                         "        <parentsView></parentsView>\n"
                         "        <analysis></analysis>\n"
                         "        <recommendation></recommendation>\n"
                         "      </report>\n    </report-step>\n  </details>\n"
                         "</authoring>\n");
    g_ptr_array_unref(draft.lines);
    return g_string_free(xml, FALSE);
}
