/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/warnings.h"

#include "common/documents/kinds.h"
#include "common/documents/parse.h"
#include "common/documents/reader.h"

#include <string.h>

/* What the functions below write into. */
struct listing {
    const struct labels *labels;
    struct reader reader;
    GStrvBuilder *lines;
};

static const char *
attribute(struct listing *listing, const xmlNode *node, const char *name)
{
    return reader_attribute(&listing->reader, node, name);
}

static bool
is_true(struct listing *listing, const xmlNode *node, const char *name)
{
    const char *text = attribute(listing, node, name);

    return text != NULL && (strcmp(text, "true") == 0 || strcmp(text, "1") == 0);
}

static void
add_line(struct listing *listing, GString *line)
{
    g_strv_builder_add(listing->lines, line->str);
    g_string_free(line, TRUE);
}

/* Appends ", label" when there is a value, by the words of its code list. */
static void
append_code(struct listing *listing, GString *line, const char *list, const char *code)
{
    if (code != NULL)
        g_string_append_printf(line, ", %s", labels_code(listing->labels, list, code));
}

static void
append_text(GString *line, const char *before, const char *text)
{
    if (text != NULL && text[0] != '\0')
        g_string_append_printf(line, "%s%s", before, text);
}

/* A sentence of its own: the words of a child, without the file's layout. */
static void
append_words(GString *line, const xmlNode *parent, const char *element)
{
    const char *before = line->len > 0 && line->str[line->len - 1] == '.' ? " " : ". ";
    const xmlNode *child = tree_child(parent, element);
    xmlChar *text = child != NULL ? xmlNodeGetContent((xmlNode *)child) : NULL;
    g_auto(GStrv) words =
        text != NULL ? g_strsplit_set((const char *)text, " \t\r\n", -1) : NULL;

    for (char **word = words; word != NULL && *word != NULL; word++) {
        if ((*word)[0] == '\0')
            continue;
        g_string_append_printf(line, "%s%s", before, *word);
        before = " ";
    }
    xmlFree(text);
}

static void
append_name(struct listing *listing, GString *line, const xmlNode *name)
{
    if (name == NULL)
        return;
    append_text(line, " ", attribute(listing, name, "given"));
    append_text(line, " ", attribute(listing, name, "family"));
    append_text(line, ", known as ", attribute(listing, name, "knownAs"));
}

static void
list_method(struct listing *listing, const xmlNode *method)
{
    const char *by = attribute(listing, method, "by");
    const char *from = attribute(listing, method, "from");
    GString *line = g_string_new("CONTACT ");

    g_string_append(line, labels_code(listing->labels, "contactMethod", by));
    append_text(line, " ", attribute(listing, method, "value"));
    g_string_append_printf(
        line, ": %s",
        labels_code(listing->labels, "safeToUse", attribute(listing, method, "safe")));
    append_code(listing, line, "days", attribute(listing, method, "days"));
    append_text(line, " ", from);
    append_text(line, from != NULL ? "-" : " until ", attribute(listing, method, "to"));
    append_text(line, ", through ", attribute(listing, method, "via"));
    append_words(line, method, "note");
    add_line(listing, line);
}

static void
list_do_not_contact(struct listing *listing, const xmlNode *person)
{
    GString *line = g_string_new("DO NOT CONTACT ");

    g_string_append(line, attribute(listing, person, "name"));
    append_code(listing, line, "relationship",
                attribute(listing, person, "relationship"));
    append_text(line, ", ", attribute(listing, person, "telephone"));
    append_words(line, person, "why");
    add_line(listing, line);
}

static void
list_avoid_area(struct listing *listing, const xmlNode *area)
{
    GString *line = g_string_new("NOT SAFE IN");

    append_text(line, " ", attribute(listing, area, "place"));
    append_text(line, " district ", attribute(listing, area, "district"));
    append_words(line, area, "reason");
    add_line(listing, line);
}

static void
list_contact(struct listing *listing, const xmlNode *contact)
{
    const char *codeword = attribute(listing, contact, "codeword");

    for (const xmlNode *one = tree_child(contact, "doNotContact"); one != NULL;
         one = tree_next(one, "doNotContact"))
        list_do_not_contact(listing, one);
    if (is_true(listing, contact, "addressConfidential") ||
        tree_child(contact, "addressWithheld") != NULL)
        g_strv_builder_add(listing->lines, "ADDRESS CONFIDENTIAL: tell nobody");
    for (const xmlNode *one = tree_child(contact, "method"); one != NULL;
         one = tree_next(one, "method"))
        list_method(listing, one);
    if (codeword != NULL)
        add_line(listing, g_string_append(g_string_new("CODEWORD "), codeword));
    for (const xmlNode *one = tree_child(contact, "avoidArea"); one != NULL;
         one = tree_next(one, "avoidArea"))
        list_avoid_area(listing, one);
}

static void
list_dangerous(struct listing *listing, const xmlNode *person)
{
    GString *line;

    if (!is_true(listing, person, "isRisk"))
        return;
    line = g_string_new("DANGEROUS");
    append_name(listing, line, tree_child(person, "name"));
    append_code(listing, line, "relationship",
                attribute(listing, person, "relationship"));
    if (attribute(listing, person, "knowsLocation") != NULL)
        g_string_append(line, is_true(listing, person, "knowsLocation")
                                  ? ", KNOWS WHERE THE CLIENT IS"
                                  : ", does not know where the client is");
    append_words(line, person, "description");
    add_line(listing, line);
}

static void
list_risk(struct listing *listing, const xmlNode *risk)
{
    GString *line = g_string_new("RISK ");

    g_string_append(
        line, labels_code(listing->labels, "risk", attribute(listing, risk, "kind")));
    append_code(listing, line, "riskDirection", attribute(listing, risk, "direction"));
    append_code(listing, line, "riskLevel", attribute(listing, risk, "level"));
    append_code(listing, line, "recency", attribute(listing, risk, "recency"));
    if (is_true(listing, risk, "twoWorkers"))
        g_string_append(line, ", NEVER VISIT ALONE");
    append_words(line, risk, "trigger");
    append_words(line, risk, "mitigation");
    add_line(listing, line);
}

static void
list_referral(struct listing *listing, const xmlNode *referral)
{
    const xmlNode *contact = tree_child(referral, "contact");
    const xmlNode *household = tree_child(referral, "household");
    const xmlNode *risks = tree_child(referral, "risks");

    if (contact != NULL)
        list_contact(listing, contact);
    for (const xmlNode *one =
             household != NULL ? tree_child(household, "significantOther") : NULL;
         one != NULL; one = tree_next(one, "significantOther"))
        list_dangerous(listing, one);
    for (const xmlNode *one = risks != NULL ? tree_child(risks, "risk") : NULL;
         one != NULL; one = tree_next(one, "risk"))
        list_risk(listing, one);
}

char **
warnings_list(const struct labels *labels, GBytes *details)
{
    struct listing listing = {.labels = labels, .lines = g_strv_builder_new()};
    const xmlNode *referral = NULL;
    char **lines;

    if (reader_open(&listing.reader, details, "details", DETAILS_NAMESPACE, NULL))
        referral = tree_child(listing.reader.envelope, "referral");
    if (referral != NULL)
        list_referral(&listing, referral);
    lines = g_strv_builder_end(listing.lines);
    g_strv_builder_unref(listing.lines);
    g_clear_pointer(&listing.reader.tree, tree_free);
    return lines;
}
