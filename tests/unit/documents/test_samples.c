/* SPDX-License-Identifier: Apache-2.0 */
/* Every file of tests/samples/valid is accepted; every file of tests/samples/invalid is
 * refused with the line and the rule of the table beside it. */
#include "common/documents/document.h"
#include <libxml/c14n.h>
#include <string.h>

#define VALID   "tests/samples/valid"
#define INVALID "tests/samples/invalid"

static struct schema *wire;
static struct validator *validator;

static GBytes *
read_sample(const char *folder, const char *name)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GError) error = NULL;
    char *text;
    size_t size;

    (void)g_file_get_contents(path, &text, &size, &error);
    g_assert_no_error(error);
    return g_bytes_new_take(text, size);
}

/* The XML files of a folder; a NULL-terminated array to g_strfreev(). */
static char **
list_samples(const char *folder)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autoptr(GDir) open = g_dir_open(folder, 0, NULL);
    const char *name;

    g_assert_nonnull(open);
    while ((name = g_dir_read_name(open)) != NULL) {
        if (g_str_has_suffix(name, ".xml"))
            g_ptr_array_add(names, g_strdup(name));
    }
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&names), FALSE);
}

static void
what_is_valid_is_accepted(void)
{
    g_auto(GStrv) names = list_samples(VALID);
    bool has_kind[KIND_COUNT] = {false};

    for (char **name = names; *name != NULL; name++) {
        g_autoptr(GBytes) bytes = read_sample(VALID, *name);
        g_autoptr(GPtrArray) violations = violations_new();
        g_autoptr(GError) error = NULL;
        g_autoptr(document) document =
            document_judge(validator, bytes, violations, &error);

        for (unsigned index = 0; index < violations->len; index++) {
            g_autofree char *words =
                violation_describe(g_ptr_array_index(violations, index));

            g_test_message("%s: %s", *name, words);
        }
        g_assert_no_error(error);
        g_assert_true(g_str_has_prefix(*name, kinds[document->kind].name));
        has_kind[document->kind] = true;
    }
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        if (!has_kind[kind])
            g_error("no sample of the kind %s", kinds[kind].name);
    }
}

/* The coded body as canonical XML, without the white space of an editor. */
static char *
body_canonical(GBytes *xml, const char *name)
{
    size_t size;
    const char *data = g_bytes_get_data(xml, &size);
    xmlDoc *doc = xmlReadMemory(data, (int)size, NULL, NULL, XML_PARSE_NOBLANKS);
    xmlNode *node = xmlDocGetRootElement(doc)->children;
    xmlDoc *alone = xmlNewDoc((const xmlChar *)"1.0");
    xmlChar *text = NULL;
    char *copy, *from, *to;

    while (strcmp((const char *)node->name, name) != 0)
        node = node->next;
    xmlDocSetRootElement(alone, xmlDocCopyNode(node, alone, 1));
    xmlReconciliateNs(alone, xmlDocGetRootElement(alone));
    g_assert_cmpint(xmlC14NDocDumpMemory(alone, NULL, XML_C14N_1_0, NULL, 0, &text), >=,
                    0);
    copy = from = to = g_strdup((const char *)text);
    for (bool was_space = false; *from != '\0'; from++) {
        bool is_space = g_ascii_isspace(*from);

        if (!is_space || !was_space)
            *to++ = (char)(is_space ? ' ' : *from);
        was_space = is_space;
    }
    *to = '\0';
    xmlFree(text);
    xmlFreeDoc(alone);
    xmlFreeDoc(doc);
    return copy;
}

/* What a struct does not hold, or a writer forgets, is missing here. */
static void
what_is_read_is_written_whole(void)
{
    g_auto(GStrv) names = list_samples(VALID);

    for (char **name = names; *name != NULL; name++) {
        g_autoptr(GBytes) bytes = read_sample(VALID, *name);
        g_autoptr(document) document = document_judge(validator, bytes, NULL, NULL);
        g_autofree char *body = document_write_body(document);
        struct envelope envelope = {.from_agency = document->from_agency};
        g_autoptr(GBytes) written = document_write(&envelope, body, NULL);
        g_autofree char *before = body_canonical(bytes, kinds[document->kind].name);
        g_autofree char *after = body_canonical(written, kinds[document->kind].name);

        g_test_message("%s", *name);
        g_assert_cmpstr(after, ==, before);
    }
}

/* Whether a line with this rule is among what was found. */
static bool
is_among(const GPtrArray *violations, int line, const char *rule)
{
    for (unsigned index = 0; index < violations->len; index++) {
        const struct violation *violation = g_ptr_array_index(violations, index);

        if (violation->line == line && strcmp(violation->rule, rule) == 0)
            return true;
    }
    return false;
}

static void
check_refused(const char *name, int line, const char *rule, const char *suffix)
{
    g_autoptr(GBytes) bytes = read_sample(INVALID, name);
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(document) document = document_judge(validator, bytes, violations, &error);

    if (document != NULL) {
        g_test_message("%s is accepted", name);
        g_test_fail();
        return;
    }
    g_assert_cmpint(error->domain, ==, REFUSAL_ERROR);
    if (!is_among(violations, line, rule)) {
        g_autofree char *found =
            violations->len > 0 ? violation_describe(g_ptr_array_index(violations, 0))
                                : g_strdup(error->message);

        g_test_message("%s: wanted line %d, %s; found %s", name, line, rule, found);
        g_test_fail();
    }
    if (strcmp(refusals[error->code].suffix, suffix) != 0) {
        g_test_message("%s: wanted %s; found %s", name, suffix,
                       refusals[error->code].suffix);
        g_test_fail();
    }
}

static void
what_is_invalid_is_refused_with_line_and_rule(void)
{
    g_autoptr(GBytes) table = read_sample(INVALID, "expected.tsv");
    g_autofree char *text =
        g_strndup(g_bytes_get_data(table, NULL), g_bytes_get_size(table));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_auto(GStrv) names = list_samples(INVALID);
    unsigned count = 0;

    for (char **line = lines; *line != NULL; line++) {
        g_auto(GStrv) cells = g_strsplit(*line, "\t", -1);

        if (**line == '\0' || **line == '#')
            continue;
        g_assert_cmpuint(g_strv_length(cells), ==, 4);
        g_assert_true(g_strv_contains((const char *const *)names, cells[0]));
        check_refused(cells[0], (int)g_ascii_strtoll(cells[1], NULL, 10), cells[2],
                      cells[3]);
        count++;
    }
    /* A file that the table forgets proves nothing. */
    g_assert_cmpuint(count, ==, g_strv_length(names));
    g_assert_cmpuint(count, >, 100);
}

/* What a refusal says may go into a log: it never holds the words that broke the rule.
 */
static void
no_refusal_repeats_a_value(void)
{
    static const char *const canaries[] = {"Hodan",      "desperate", "NG1 9ZZ",
                                           "1991-05-14", "Tannery",   "violent"};
    g_auto(GStrv) names = list_samples(INVALID);

    for (char **name = names; *name != NULL; name++) {
        g_autoptr(GBytes) bytes = read_sample(INVALID, *name);
        g_autoptr(GPtrArray) violations = violations_new();
        g_autoptr(GError) error = NULL;
        g_autoptr(document) document =
            document_judge(validator, bytes, violations, &error);

        g_assert_null(document);
        for (unsigned index = 0; index < violations->len; index++) {
            g_autofree char *words =
                violation_describe(g_ptr_array_index(violations, index));

            for (size_t canary = 0; canary < G_N_ELEMENTS(canaries); canary++)
                g_assert_null(strstr(words, canaries[canary]));
        }
        for (size_t canary = 0; canary < G_N_ELEMENTS(canaries); canary++)
            g_assert_null(strstr(error->message, canaries[canary]));
    }
}

int
main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    int status;

    g_test_init(&argc, &argv, NULL);
    wire = schema_load(SCHEMA_WIRE, &error);
    g_assert_no_error(error);
    validator = validator_new(wire);
    g_test_add_func("/samples/what-is-valid-is-accepted", what_is_valid_is_accepted);
    g_test_add_func("/samples/what-is-read-is-written-whole",
                    what_is_read_is_written_whole);
    g_test_add_func("/samples/what-is-invalid-is-refused-with-line-and-rule",
                    what_is_invalid_is_refused_with_line_and_rule);
    g_test_add_func("/samples/no-refusal-repeats-a-value", no_refusal_repeats_a_value);
    status = g_test_run();
    validator_free(validator);
    schema_free(wire);
    return status;
}
