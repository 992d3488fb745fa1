/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/send.h"
#include "agency-client/commands/step.h"
#include "agency-client/office/conversion.h"
#include "agency-client/office/services.h"
#include "common/documents/violation.h"

#include <stdio.h>
#include <string.h>

static const char summary[] =
    "Reads and checks FILE (one plain file with <details> in clear, see "
    "schemas/README.md), makes one document for each recipient, seals the details to "
    "that recipient and to us, signs, stores in the outbox, and sends. FILE may be - "
    "for standard input, so that nothing in clear need ever be on this disk. --enquiry "
    "also tells whom we asked that the enquiry became this referral. --vacancy asks "
    "the provider that offers it for that vacancy, which 'agency-client find' shows.";

/* Tells the agency that we asked, behind the referral. */
static bool
add_conversion(struct office *office, struct composed *composed, const char *prefix,
               GPtrArray *violations, GError **error)
{
    g_autofree char *id = command_find_id(office, prefix, error);

    return id != NULL && conversion_add(office, composed, id, violations, error);
}

/* The one vacancy that begins so, of all that are offered. */
static bool
find_vacancy(const struct services_view *view, const char *prefix,
             struct authoring_vacancy *found, GError **error)
{
    int count = 0;

    for (size_t i = 0; i < view->listing_count; i++) {
        const struct listing *listing = &view->listings[i];
        const struct capacity *capacity = &listing->capacity;

        for (size_t j = 0; listing->has_capacity && j < capacity->vacancy_count; j++) {
            char id[UUID_TEXT_BYTES];

            uuid_write(&capacity->vacancies[j].id, id);
            if (!g_str_has_prefix(id, prefix))
                continue;
            found->agency = listing->agency;
            found->vacancy = capacity->vacancies[j].id;
            count++;
        }
    }
    if (count == 1)
        return true;
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                count == 0 ? "nobody offers a vacancy whose id begins with '%s': "
                             "'agency-client find' shows those that suit"
                           : "more than one vacancy begins with '%s': give more of it",
                prefix);
    return false;
}

/* The vacancies that are asked for, each with its provider; strings are the view's. */
static GArray *
list_vacancies(struct office *office, char *const *prefixes,
               struct services_view **view, GError **error)
{
    g_autoptr(GArray) vacancies =
        g_array_new(FALSE, FALSE, sizeof(struct authoring_vacancy));
    int64_t fetched_us;

    *view = services_fetch(office, false, &fetched_us, error);
    if (*view == NULL)
        return NULL;
    for (; *prefixes != NULL; prefixes++) {
        struct authoring_vacancy vacancy;

        if (!find_vacancy(*view, *prefixes, &vacancy, error))
            return NULL;
        g_array_append_val(vacancies, vacancy);
    }
    return g_steal_pointer(&vacancies);
}

int
command_refer(struct invocation *invocation, int argc, char **argv)
{
    gboolean is_check = FALSE;
    g_autofree char *enquiry = NULL;
    g_auto(GStrv) asked = NULL;
    const GOptionEntry entries[] = {
        {"check", 'n', 0, G_OPTION_ARG_NONE, &is_check,
         "only check the file; store and send nothing", NULL},
        {"enquiry", 0, 0, G_OPTION_ARG_STRING, &enquiry,
         "the enquiry of ours that becomes this referral", "ENQUIRY"},
        {"vacancy", 0, 0, G_OPTION_ARG_STRING_ARRAY, &asked,
         "a vacancy that is asked for; once for each provider", "VACANCY"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(services_view) services = NULL;
    g_autoptr(GArray) vacancies = NULL;
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(composed) composed = NULL;
    g_autoptr(GBytes) file = NULL;
    g_autoptr(GError) error = NULL;

    if (!command_parse(invocation, &argc, &argv, entries, "FILE", summary, 1, 1))
        return EXIT_USAGE;
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    file = step_read_file(argv[1], &error);
    if (file == NULL || !office_renew_book(office, &error))
        return command_fail(invocation, error);
    if (asked != NULL) {
        vacancies = list_vacancies(office, asked, &services, &error);
        if (vacancies == NULL)
            return command_fail(invocation, error);
    }
    composed = compose_referral(office, file, vacancies, violations, &error);
    if (composed == NULL ||
        (enquiry != NULL &&
         !add_conversion(office, composed, enquiry, violations, &error)))
        return command_fail_violations(invocation, argv[1], violations, error);
    if (is_check) {
        printf("%s is right: %u document(s) could be sent\n", argv[1],
               composed->items->len);
        return EXIT_DONE;
    }
    return send_composed(invocation, office, composed);
}
