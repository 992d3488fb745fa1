/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/print.h"
#include "agency-client/office/consultation.h"
#include "agency-client/office/xml.h"
#include "common/documents/labels.h"

#include <stdio.h>

static const char summary[] =
    "A policy that is put to the partners, clause by clause: what was said of each, "
    "what "
    "became of that, who was asked by name and has not answered yet, and who adopted "
    "the final version. Comments of others are shown to the owner alone. Works "
    "offline.";

#define INDENT 4

static void
print_words(const char *before, const char *words)
{
    g_autofree char *line =
        words == NULL ? g_strdup(before) : g_strdup_printf("%s: %s", before, words);

    print_wrapped(INDENT, line);
}

static void
print_remark(const struct labels *labels, const struct remark *remark)
{
    g_autofree char *comment = print_id(remark->comment);
    g_autofree char *said =
        g_strdup_printf("%s  %s, %s", comment, remark->by,
                        labels_code(labels, "commentKind", remark->kind));

    print_words(said, remark->words);
    if (remark->disposition == NULL)
        print_words("  not answered yet", NULL);
    else {
        g_autofree char *became = g_strdup_printf(
            "  %s", labels_code(labels, "disposition", remark->disposition));

        print_words(became, remark->reason);
    }
}

static void
print_clause(const struct labels *labels, const struct clause *clause)
{
    g_autofree char *heading = print_clean(clause->heading);

    printf("\n%d  %s", clause->number, heading);
    if (clause->change != NULL)
        printf("  (%s)", g_str_equal(clause->change, "new")
                             ? "New"
                             : labels_code(labels, "clauseChange", clause->change));
    putchar('\n');
    if (clause->text != NULL && g_strcmp0(clause->change, "removed") != 0)
        print_wrapped(INDENT, clause->text);
    for (unsigned i = 0; i < clause->remarks->len; i++)
        print_remark(labels, clause->remarks->pdata[i]);
}

static void
print_people(const struct consultation *consultation)
{
    g_autoptr(labels) labels = labels_load();
    g_autofree char *title = print_clean(consultation->title);
    g_autofree char *version = print_clean(consultation->version);

    printf("%s, %s, by %s; %s %s\n", title, version, consultation->owner,
           consultation->is_settled ? "settled; comments were asked for by"
                                    : "comments by",
           consultation->closes_on);
    for (unsigned i = 0; i < consultation->reviewers->len; i++) {
        const struct reviewer *reviewer = consultation->reviewers->pdata[i];

        printf("asked by name: %s%s%s%s\n", reviewer->agency,
               reviewer->role != NULL ? ", " : "",
               reviewer->role != NULL ? labels_code(labels, "role", reviewer->role)
                                      : "",
               reviewer->has_commented ? "" : " (no comment held here)");
    }
    for (unsigned i = 0; i < consultation->clauses->len; i++)
        print_clause(labels, consultation->clauses->pdata[i]);
    if (consultation->unanswered > 0)
        printf("\n%u without an answer\n", consultation->unanswered);
    for (unsigned i = 0; i < consultation->adopters->len; i++) {
        const struct adopter *adopter = consultation->adopters->pdata[i];

        printf("\n%s: %s on %s%s%s\n", adopter->agency,
               labels_code(labels, "adoption", adopter->decision), adopter->on,
               adopter->review_on != NULL ? ", review on " : "",
               adopter->review_on != NULL ? adopter->review_on : "");
    }
}

static void
write_clause(GString *xml, const struct clause *clause)
{
    g_string_append(xml, "<clause");
    xml_number(xml, "number", clause->number);
    xml_attribute(xml, "heading", clause->heading);
    xml_attribute(xml, "change", clause->change);
    xml_attribute(xml, "text", clause->text);
    g_string_append(xml, ">\n");
    for (unsigned i = 0; i < clause->remarks->len; i++) {
        const struct remark *remark = clause->remarks->pdata[i];

        g_string_append(xml, "<remark");
        xml_attribute(xml, "comment", remark->comment);
        xml_attribute(xml, "by", remark->by);
        xml_attribute(xml, "kind", remark->kind);
        xml_attribute(xml, "words", remark->words);
        xml_attribute(xml, "disposition", remark->disposition);
        xml_attribute(xml, "reason", remark->reason);
        g_string_append(xml, "/>\n");
    }
    g_string_append(xml, "</clause>\n");
}

static void
print_programs(const struct consultation *consultation)
{
    GString *xml = xml_begin("clauses");

    g_string_append(xml, "<consultation");
    xml_attribute(xml, "id", consultation->id);
    xml_attribute(xml, "owner", consultation->owner);
    xml_attribute(xml, "title", consultation->title);
    xml_attribute(xml, "version", consultation->version);
    xml_attribute(xml, "closesOn", consultation->closes_on);
    xml_boolean(xml, "settled", consultation->is_settled);
    xml_number(xml, "unanswered", consultation->unanswered);
    g_string_append(xml, "/>\n");
    for (unsigned i = 0; i < consultation->reviewers->len; i++) {
        const struct reviewer *reviewer = consultation->reviewers->pdata[i];

        g_string_append(xml, "<reviewer");
        xml_attribute(xml, "agency", reviewer->agency);
        xml_attribute(xml, "role", reviewer->role);
        xml_boolean(xml, "commented", reviewer->has_commented);
        g_string_append(xml, "/>\n");
    }
    for (unsigned i = 0; i < consultation->clauses->len; i++)
        write_clause(xml, consultation->clauses->pdata[i]);
    for (unsigned i = 0; i < consultation->adopters->len; i++) {
        const struct adopter *adopter = consultation->adopters->pdata[i];

        g_string_append(xml, "<adoption");
        xml_attribute(xml, "agency", adopter->agency);
        xml_attribute(xml, "decision", adopter->decision);
        xml_attribute(xml, "on", adopter->on);
        xml_attribute(xml, "reviewOn", adopter->review_on);
        g_string_append(xml, "/>\n");
    }
    xml_end(xml, "clauses");
}

int
command_clauses(struct invocation *invocation, int argc, char **argv)
{
    const GOptionEntry entries[] = {{NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(consultation) consultation = NULL;
    g_autofree char *id = NULL;
    g_autoptr(GError) error = NULL;

    if (!command_parse(invocation, &argc, &argv, entries, "CONSULTATION", summary, 1,
                       1))
        return EXIT_USAGE;
    office = command_open_at(invocation, argv[1], &id);
    if (office == NULL)
        return EXIT_FAILED;
    consultation = consultation_read(office, id, &error);
    if (consultation == NULL)
        return command_fail(invocation, error);
    if (invocation->is_xml)
        print_programs(consultation);
    else
        print_people(consultation);
    return EXIT_DONE;
}
