/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/print.h"
#include "agency-client/office/xml.h"
#include "common/documents/labels.h"

#include <stdio.h>

static const char summary[] =
    "The code lists of the schemas: which there are, or the codes of one. Needs no "
    "home.";

static void
print_lists(const struct labels *labels)
{
    static const char *const headings[] = {"LIST", "#CODES", "WHAT", NULL};
    g_autoptr(table) table = table_new(headings);
    g_autofree const char **names = labels_list_names(labels);

    for (const char **name = names; *name != NULL; name++) {
        const struct label_list *list = labels_find_list(labels, *name);
        g_autofree char *count = g_strdup_printf("%" G_GSIZE_FORMAT, list->code_count);

        table_add(table, *name, count, list->label, NULL);
    }
    table_print(table);
}

/* What a person must know besides the words. */
static const char *
remark(const struct label_code *code)
{
    if (code->needs_comment)
        return code->is_post_accept ? "say why in words; also after acceptance"
                                    : "say why in words";
    return code->is_post_accept ? "also after acceptance" : "";
}

static void
print_people(const struct label_list *list)
{
    static const char *const headings[] = {"CODE", "WHAT", "", NULL};
    g_autoptr(table) table = table_new(headings);

    for (size_t i = 0; i < list->code_count; i++)
        table_add(table, list->codes[i].code, list->codes[i].label,
                  remark(&list->codes[i]), NULL);
    table_print(table);
}

static void
print_programs(const struct label_list *list)
{
    GString *xml = xml_begin("codes");

    for (size_t i = 0; i < list->code_count; i++) {
        g_string_append(xml, "<code");
        xml_attribute(xml, "code", list->codes[i].code);
        xml_attribute(xml, "label", list->codes[i].label);
        xml_attribute(xml, "done", list->codes[i].done);
        xml_attribute(xml, "group", list->codes[i].group);
        xml_boolean(xml, "needsComment", list->codes[i].needs_comment);
        xml_boolean(xml, "postAccept", list->codes[i].is_post_accept);
        g_string_append(xml, "/>\n");
    }
    xml_end(xml, "codes");
}

int
command_codes(struct invocation *invocation, int argc, char **argv)
{
    g_autoptr(labels) labels = NULL;
    const struct label_list *list;

    if (!command_parse(invocation, &argc, &argv, NULL, "[LIST]", summary, 0, 1))
        return EXIT_USAGE;
    labels = labels_load();
    if (argc == 1) {
        print_lists(labels);
        return EXIT_DONE;
    }
    list = labels_find_list(labels, argv[1]);
    if (list == NULL) {
        fprintf(stderr,
                "agency-client codes: there is no list '%s': 'agency-client codes' "
                "names them all\n",
                argv[1]);
        return EXIT_FAILED;
    }
    if (invocation->is_xml)
        print_programs(list);
    else
        print_people(list);
    return EXIT_DONE;
}
