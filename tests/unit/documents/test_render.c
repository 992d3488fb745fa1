/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/refusal.h"
#include "common/documents/render.h"
#include <string.h>

#define SAMPLE "tests/samples/valid/referral-parallel.xml"

static struct labels *labels;

static GBytes *
read_file(const char *path)
{
    g_autoptr(GError) error = NULL;
    char *text;
    size_t size;

    (void)g_file_get_contents(path, &text, &size, &error);
    g_assert_no_error(error);
    return g_bytes_new_take(text, size);
}

static GBytes *
details_of(const char *inside)
{
    char *text = g_strdup_printf("<details xmlns=\"urn:referral-exchange:details:1\""
                                 " by=\"Olu Sowande\">%s</details>",
                                 inside);

    return g_bytes_new_take(text, strlen(text));
}

static char *
render(const char *inside)
{
    g_autoptr(GBytes) document = read_file(SAMPLE);
    g_autoptr(GBytes) details = inside != NULL ? details_of(inside) : NULL;
    g_autoptr(GError) error = NULL;
    char *text = render_document(labels, document, details, &error);

    g_assert_no_error(error);
    return text;
}

static void
assert_has_line(const char *text, const char *line)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    if (!g_strv_contains((const char *const *)lines, line))
        g_error("no line \"%s\" in:\n%s", line, text);
}

static void
codes_are_shown_by_their_labels(void)
{
    g_autofree char *text = render(NULL);

    assert_has_line(text, "Written                   2026-11-21 09:30 UTC");
    assert_has_line(text, "To                        Agency northgate-homes");
    assert_has_line(text, "  Mode                    In parallel");
    assert_has_line(text, "  Need                    Somewhere to live; Level High");
    assert_has_line(text, "    Children              Age Under 5; Number 2");
    g_assert_null(strstr(text, "rental-social"));
}

static void
a_sealed_part_that_is_not_opened_is_said(void)
{
    g_autofree char *text = render(NULL);

    g_assert_nonnull(strstr(text, "Sealed part, not shown"));
    g_assert_null(strstr(text, "U2VhbGVk"));
}

static void
details_follow_the_coded_part(void)
{
    g_autofree char *text =
        render("<referral reference=\"R-1\" clientReference=\"C-1\"><client"
               " ethnicGroup=\"13\" publicFunds=\"yes\"><name given=\"Hodan\""
               " knownAs=\"Hani\"/></client></referral>");

    assert_has_line(text, "    Name                  Given name Hodan; Known as"
                          " Hani");
    g_assert_nonnull(strstr(text, "Ethnic group Black: African"));
    g_assert_null(strstr(text, "not shown"));
}

static void
who_wrote_is_said_with_or_without_words(void)
{
    g_autofree char *text = render("");
    g_autoptr(GBytes) empty = details_of("");

    assert_has_line(text, "Written by                Olu Sowande");
    g_assert_null(strstr(text, "Details"));
    g_assert_null(strstr(text, "not shown"));
    g_assert_null(render_details(labels, empty, "action", "1"));
}

static void
long_words_are_wrapped_under_themselves(void)
{
    g_autofree char *text = render(
        "<withdrawal><explanation>She moves to her aunt in another county, which\n"
        "      she prefers, because the school there has a place for every one of"
        " the children.</explanation></withdrawal>");
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (char **line = lines; *line != NULL; line++)
        g_assert_cmpint(g_utf8_strlen(*line, -1), <=, 88);
    assert_has_line(text,
                    "                          because the school there has a place"
                    " for every one of the");
}

static void
money_is_shown_in_pounds(void)
{
    g_autofree char *text =
        render("<referral><commissioned service=\"Support\" funder=\"The council\""
               " ratePence=\"3105\" purchaseOrder=\"PO-1\"/></referral>");

    g_assert_nonnull(strstr(text, "Rate an hour \xC2\xA3"
                                  "31.05;"));
}

static void
a_stranger_cannot_steer_the_terminal(void)
{
    g_autofree char *text = render(
        "<withdrawal><explanation>a&#x9B;2Jb&#x202E;c</explanation></withdrawal>");

    g_assert_nonnull(strstr(text, "a?2Jb?c"));
}

static void
what_is_no_xml_is_refused(void)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static("<document", 9);
    g_autoptr(GError) error = NULL;

    g_assert_null(render_document(labels, bytes, NULL, &error));
    g_assert_error(error, REFUSAL_ERROR, REFUSAL_XML_MALFORMED);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    labels = labels_load();
    g_test_add_func("/render/codes-are-shown-by-their-labels",
                    codes_are_shown_by_their_labels);
    g_test_add_func("/render/a-sealed-part-that-is-not-opened-is-said",
                    a_sealed_part_that_is_not_opened_is_said);
    g_test_add_func("/render/details-follow-the-coded-part",
                    details_follow_the_coded_part);
    g_test_add_func("/render/who-wrote-is-said-with-or-without-words",
                    who_wrote_is_said_with_or_without_words);
    g_test_add_func("/render/long-words-are-wrapped-under-themselves",
                    long_words_are_wrapped_under_themselves);
    g_test_add_func("/render/money-is-shown-in-pounds", money_is_shown_in_pounds);
    g_test_add_func("/render/a-stranger-cannot-steer-the-terminal",
                    a_stranger_cannot_steer_the_terminal);
    g_test_add_func("/render/what-is-no-xml-is-refused", what_is_no_xml_is_refused);
    status = g_test_run();
    labels_free(labels);
    return status;
}
