/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/local_store/legs.h"
#include "agency-client/office/thread.h"
#include "common/documents/labels.h"
#include "common/documents/report_draft.h"
#include "common/documents/timestamp.h"

#include <stdio.h>

static const char summary[] =
    "Begins a report with what was written about a case: prints an authoring file with "
    "the background, day by day, and with room for the analysis and the "
    "recommendation, which a person writes. ID is that of a case, a referral or a leg. "
    "It is printed in clear. Works offline.";

static void
source_free(struct report_source *source)
{
    g_bytes_unref(source->content);
    g_clear_pointer(&source->details, g_bytes_unref);
    g_free(source);
}

static int
compare_letters(const void *one, const void *other)
{
    const struct letter *a = *(struct letter *const *)one;
    const struct letter *b = *(struct letter *const *)other;
    int64_t first = a->document->created_us;
    int64_t second = b->document->created_us;

    return (first > second) - (first < second);
}

/* Every letter about a leg of the case, as it was written in time. */
static GPtrArray *
read_letters(struct office *office, const char *id, GError **error)
{
    g_autoptr(GPtrArray) legs = legs_list(office->store, id, error);
    g_autoptr(GPtrArray) letters =
        g_ptr_array_new_with_free_func((GDestroyNotify)letter_free);

    if (legs == NULL)
        return NULL;
    for (unsigned i = 0; i < legs->len; i++) {
        const struct known_leg *leg = legs->pdata[i];
        GPtrArray *thread = thread_read(office, leg->leg, true, error);

        if (thread == NULL)
            return NULL;
        g_ptr_array_extend_and_steal(letters, thread);
    }
    g_ptr_array_sort(letters, compare_letters);
    return g_steal_pointer(&letters);
}

static void
print_draft(const GPtrArray *letters, int32_t since)
{
    g_autoptr(labels) labels = labels_load();
    g_autoptr(GPtrArray) sources =
        g_ptr_array_new_with_free_func((GDestroyNotify)source_free);
    g_autofree char *draft = NULL;

    for (unsigned i = 0; i < letters->len; i++) {
        const struct letter *letter = letters->pdata[i];
        struct report_source *source = g_new0(struct report_source, 1);

        source->content = g_bytes_ref(letter->content);
        if (letter->details_xml != NULL)
            source->details = g_bytes_ref(letter->details_xml);
        g_ptr_array_add(sources, source);
    }
    draft = report_draft_write(labels, sources, since);
    fputs(draft, stdout);
}

int
command_report_draft(struct invocation *invocation, int argc, char **argv)
{
    g_autofree char *since = NULL;
    const GOptionEntry entries[] = {{"since", 0, 0, G_OPTION_ARG_STRING, &since,
                                     "leave out what was written before", "DATE"},
                                    {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(GPtrArray) letters = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *id = NULL;
    int32_t first = DATE_NONE;

    if (!command_parse(invocation, &argc, &argv, entries, "ID", summary, 1, 1))
        return EXIT_USAGE;
    if (since != NULL && !date_read(since, &first)) {
        fprintf(stderr, "agency-client report draft: --since is a date, 2026-11-21\n");
        return EXIT_USAGE;
    }
    office = command_open_at(invocation, argv[1], &id);
    if (office == NULL)
        return EXIT_FAILED;
    if (office_keys(office, &error) == NULL)
        return command_fail(invocation, error);
    letters = read_letters(office, id, &error);
    if (letters == NULL)
        return command_fail(invocation, error);
    print_draft(letters, first);
    return EXIT_DONE;
}
