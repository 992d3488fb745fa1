/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/client_name.h"

#include "common/documents/kinds.h"
#include "common/documents/reader.h"

static void
add_word(GString *text, const char *word)
{
    if (word != NULL && word[0] != '\0')
        g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", word);
}

static void
take_names(struct reader *reader, const xmlNode *referral, struct client_name *name)
{
    static const char *const names[] = {"given", "family", "knownAs", "previous"};
    static const char *const references[] = {"reference", "clientReference"};
    const xmlNode *client = tree_child(referral, "client");
    GString *shown = g_string_new(NULL);
    GString *known = g_string_new(NULL);

    for (const xmlNode *one = client != NULL ? tree_child(client, "name") : NULL;
         one != NULL; one = tree_next(one, "name"))
        for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
            const char *word = reader_attribute(reader, one, names[i]);

            add_word(known, word);
            if (i < 2)
                add_word(shown, word);
            else if (i == 2 && word != NULL)
                g_string_append_printf(shown, " (%s)", word);
        }
    for (size_t i = 0; i < G_N_ELEMENTS(references); i++)
        add_word(known, reader_attribute(reader, referral, references[i]));
    name->shown = g_string_free(shown, FALSE);
    name->known = g_string_free(known, FALSE);
}

bool
client_name_read(GBytes *details, struct client_name *name)
{
    struct reader reader = {0};
    const xmlNode *referral = NULL;

    if (reader_open(&reader, details, "details", DETAILS_NAMESPACE, NULL))
        referral = tree_child(reader.envelope, "referral");
    if (referral != NULL)
        take_names(&reader, referral, name);
    g_clear_pointer(&reader.tree, tree_free);
    return referral != NULL;
}

void
client_name_clear(struct client_name *name)
{
    g_clear_pointer(&name->shown, g_free);
    g_clear_pointer(&name->known, g_free);
}
