/* SPDX-License-Identifier: Apache-2.0 */
/* Steps that name a further document: it is one that is there, and the right one. */
#include "tests/unit/exchange/history.h"

#include "exchange/store/log.h"
#include "tests/unit/documents/support.h"

#include <string.h>

enum { MATTER = 10, COMMENT, OTHERS_COMMENT, STEP, ASKED = 1, OTHERS = 2 };

/* Has a document go by this number, in the case of them all. */
static struct document *
numbered(const struct history *history, struct document *document, unsigned int id)
{
    document->id = id_of(id);
    document->case_id = history->case_id;
    document->matter.matter = id_of(MATTER);
    return document;
}

static struct document *
a_sample(const struct history *history, const char *name, unsigned int id)
{
    return numbered(history, support_sample(name), id);
}

/* Has the sample name this document in an attribute of its body. */
static struct document *
naming(const struct history *history, const char *name, const char *attribute,
       unsigned int named)
{
    g_autofree char *text = support_sample_text(name);
    g_autofree char *start = g_strconcat(attribute, "=\"", NULL);
    g_autoptr(GString) xml = g_string_new(text);
    g_autoptr(GBytes) bytes = NULL;
    struct uuid id = id_of(named);
    char *place = strstr(xml->str, start);
    char written[UUID_TEXT_BYTES];

    g_assert_nonnull(place);
    uuid_write(&id, written);
    g_string_overwrite(xml, (gsize)(place - xml->str) + strlen(start), written);
    bytes = g_bytes_new(xml->str, xml->len);
    return numbered(history, support_accept(bytes), STEP);
}

static void
an_answer_is_to_a_comment_of_whom_it_goes_to(void)
{
    static const struct {
        const char *why;
        unsigned int comment;
        int recipient;
        int refusal;
    } cases[] = {
        {"to whom commented", COMMENT, RECIPIENT, -1},
        {"to somebody else", COMMENT, RIVAL, REFUSAL_UNKNOWN_DOCUMENT},
        {"to another's comment", OTHERS_COMMENT, RECIPIENT, REFUSAL_UNKNOWN_DOCUMENT},
        {"to what is no comment", MATTER, RECIPIENT, REFUSAL_UNKNOWN_DOCUMENT},
        {"to nothing", 99, RECIPIENT, REFUSAL_UNKNOWN_DOCUMENT},
    };
    struct history history;
    g_autoptr(document) draft = NULL;
    g_autoptr(document) comment = NULL;
    g_autoptr(document) other = NULL;

    history_begin(&history);
    draft = a_sample(&history, "consultation", MATTER);
    comment = a_sample(&history, "consultation-comment", COMMENT);
    other = a_sample(&history, "consultation-comment", OTHERS_COMMENT);
    history_take(&history, draft, REFERRER, LOG_PUBLISHED);
    history_take(&history, comment, RECIPIENT, REFERRER);
    history_take(&history, other, RIVAL, REFERRER);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(document) answer =
            naming(&history, "consultation-answer", "comment", cases[i].comment);

        g_test_message("%s", cases[i].why);
        g_assert_cmpint(history_judge(&history, answer, REFERRER, cases[i].recipient),
                        ==, cases[i].refusal);
    }
    history_end(&history);
}

static void
an_enquiry_becomes_a_referral_of_whom_it_was(void)
{
    static const struct {
        const char *why;
        unsigned int referral;
        int refusal;
    } cases[] = {
        {"their own", ASKED, -1},
        {"another agency's", OTHERS, REFUSAL_UNKNOWN_DOCUMENT},
        {"none", 99, REFUSAL_UNKNOWN_DOCUMENT},
    };
    struct history history;
    struct document own;
    struct document others;
    g_autoptr(document) enquiry = NULL;

    history_begin(&history);
    own = a_referral(&history, 30, MODE_SINGLE);
    own.referral.referral = id_of(ASKED);
    others = a_referral(&history, 31, MODE_SINGLE);
    others.referral.referral = id_of(OTHERS);
    enquiry = a_sample(&history, "enquiry", MATTER);
    history_take(&history, enquiry, REFERRER, RECIPIENT);
    history_take(&history, &own, REFERRER, RECIPIENT);
    history_take(&history, &others, RIVAL, RECIPIENT);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(document) converted =
            naming(&history, "enquiry-reply-converted", "referral", cases[i].referral);

        g_test_message("%s", cases[i].why);
        g_assert_cmpint(history_judge(&history, converted, REFERRER, RECIPIENT), ==,
                        cases[i].refusal);
    }
    history_end(&history);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/references/an-answer-is-to-a-comment-of-whom-it-goes-to",
                    an_answer_is_to_a_comment_of_whom_it_goes_to);
    g_test_add_func("/references/an-enquiry-becomes-a-referral-of-whom-it-was",
                    an_enquiry_becomes_a_referral_of_whom_it_was);
    return g_test_run();
}
