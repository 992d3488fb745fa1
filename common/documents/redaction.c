/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/redaction.h"

/* Each bounded and without nested repeats, so that none can run away. */
static const struct {
    const char *pattern;
    const char *words;
} telling[] = {
    {"\\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\\b",
     "the view holds a postcode: take it out"},
    {"[0-9](?:[ -]?[0-9]){8,14}",
     "the view holds a long number, of a telephone or a person: take it out"},
    {"\\b[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\\b",
     "the view holds a National Insurance number: take it out"},
    {"[^@ ]@[^@ ]", "the view holds an e-mail address: take it out"},
    {"\\b[0-3]?[0-9][./][01]?[0-9][./](?:19|20)?[0-9]{2}\\b",
     "the view holds a date in words: say the age, or put it in its attribute"},
};

static void
check_words(struct reader *reader, const xmlNode *node, const char *words)
{
    for (size_t index = 0; index < G_N_ELEMENTS(telling); index++) {
        if (g_regex_match_simple(telling[index].pattern, words, 0, 0))
            reader_refuse(reader, node, NULL, "redacted", telling[index].words);
    }
}

void
check_redacted(struct reader *reader, const xmlNode *node)
{
    if (tree_child(node, NULL) == NULL)
        check_words(reader, node, reader_text(reader, node));
    for (const xmlNode *child = tree_child(node, NULL); child != NULL;
         child = tree_next(child, NULL))
        check_redacted(reader, child);
}
