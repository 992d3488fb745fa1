/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/service.h"

#include "agency-client/commands/print.h"
#include "agency-client/commands/send.h"
#include "agency-client/office/compose_matter.h"
#include "agency-client/office/services.h"
#include "agency-client/office/xml.h"
#include "common/documents/labels.h"
#include "common/documents/violation.h"

#include <stdio.h>
#include <string.h>

static const char list_summary[] =
    "The services of all partners and what room each has; what was said too long ago "
    "is "
    "marked, and is no match for 'find'. Without a connection, as fetched last.";

static const char close_summary[] = "Publishes that a service of ours is closed for "
                                    "good: everybody stops seeing it, and "
                                    "its vacancies can no longer be asked for. Who was "
                                    "accepted stays accepted. Publish "
                                    "it again to open it again.";

static char *
describe_room(const struct labels *labels, const struct listing *listing,
              int64_t now_us)
{
    const struct capacity *capacity = &listing->capacity;
    g_autofree char *age = NULL;
    const char *status;

    if (listing->service.status == SERVICE_PAUSED)
        return g_strdup("closed for a time");
    if (!listing->has_capacity)
        return g_strdup("not said");
    status =
        labels_code(labels, "capacityStatus", capacity_status_names[capacity->status]);
    if (listing_is_fresh(listing, now_us))
        return capacity->status == CAPACITY_WAITLIST && capacity->wait_weeks >= 0
                   ? g_strdup_printf("%s: about %d weeks", status, capacity->wait_weeks)
               : capacity->available > 0
                   ? g_strdup_printf("%s: %d", status, capacity->available / 100)
                   : g_strdup(status);
    age = print_age(capacity->valid_until_us, now_us);
    return g_strdup_printf("OUT OF DATE for %s", age);
}

static void
print_list(const struct services_view *view, int64_t now_us, bool is_ours,
           const char *us)
{
    static const char *const headings[] = {"AGENCY", "SERVICE", "NAME",
                                           "TYPE",   "ROOM",    NULL};
    g_autoptr(table) table = table_new(headings);
    g_autoptr(labels) labels = labels_load();

    for (size_t i = 0; i < view->listing_count; i++) {
        const struct listing *listing = &view->listings[i];
        g_autofree char *room = describe_room(labels, listing, now_us);

        if (is_ours && strcmp(listing->agency, us) != 0)
            continue;
        table_add(table, listing->agency, listing->service.slug, listing->service.name,
                  labels_code(labels, "referralType", listing->service.type), room,
                  NULL);
    }
    table_print(table);
}

void
service_print_doubts(const GPtrArray *doubts)
{
    for (unsigned i = 0; i < doubts->len; i++) {
        const struct doubt *doubt = doubts->pdata[i];
        g_autofree char *why = print_clean(doubt->why);

        fprintf(stderr,
                "LEFT OUT %s/%s: %s. Ring the agency before you rely on it, and tell "
                "whoever runs the exchange.\n",
                doubt->agency, doubt->service, why);
    }
}

int
command_service_list(struct invocation *invocation, int argc, char **argv)
{
    gboolean is_ours = FALSE, is_offline = FALSE;
    const GOptionEntry entries[] = {
        {"ours", 0, 0, G_OPTION_ARG_NONE, &is_ours, "only our own", NULL},
        {"offline", 0, 0, G_OPTION_ARG_NONE, &is_offline,
         "as fetched last; do not ask the exchange", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(services_view) view = NULL;
    g_autoptr(GPtrArray) doubts = NULL;
    g_autoptr(GError) error = NULL;
    int64_t fetched_us;

    if (!command_parse(invocation, &argc, &argv, entries, "", list_summary, 0, 0))
        return EXIT_USAGE;
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    view = services_fetch(office, is_offline, &fetched_us, &error);
    doubts = view != NULL ? services_doubts(office, &error) : NULL;
    if (doubts == NULL)
        return command_fail(invocation, error);
    service_print_doubts(doubts);
    if (invocation->is_xml) {
        g_autoptr(GBytes) xml = services_stored(office, &error);

        if (xml == NULL)
            return command_fail(invocation, error);
        xml_print_bytes(xml);
    } else {
        print_list(view, office_now(office), is_ours, office_agency(office));
    }
    return EXIT_DONE;
}

/* The same service as an author would write it, but closed. */
static GBytes *
write_closed(const struct service *service)
{
    struct service closed = *service;
    g_autofree char *body = NULL;
    char *text;

    closed.status = SERVICE_CLOSED;
    body = service_body_write(&closed);
    text = g_strconcat("<authoring xmlns=\"" DOCUMENT_NAMESPACE "\">", body,
                       "</authoring>", NULL);
    return g_bytes_new_take(text, strlen(text));
}

static const struct service *
find_own(const struct services_view *view, const char *us, const char *slug)
{
    for (size_t i = 0; i < view->listing_count; i++) {
        const struct listing *listing = &view->listings[i];

        if (strcmp(listing->agency, us) == 0 &&
            strcmp(listing->service.slug, slug) == 0)
            return &listing->service;
    }
    return NULL;
}

int
command_service_close(struct invocation *invocation, int argc, char **argv)
{
    const enum kind kind = KIND_SERVICE;
    const GOptionEntry entries[] = {{NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(services_view) view = NULL;
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(composed) composed = NULL;
    g_autoptr(GBytes) file = NULL;
    g_autoptr(GError) error = NULL;
    const struct service *service;
    int64_t fetched_us;

    if (!command_parse(invocation, &argc, &argv, entries, "SERVICE", close_summary, 1,
                       1))
        return EXIT_USAGE;
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    view = services_fetch(office, false, &fetched_us, &error);
    if (view == NULL)
        return command_fail(invocation, error);
    service = find_own(view, office_agency(office), argv[1]);
    if (service == NULL) {
        g_set_error(&error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "our agency has no open service of this name: 'agency-client "
                    "service list --ours' shows them");
        return command_fail(invocation, error);
    }
    file = write_closed(service);
    composed = compose_file(office, file, NULL, &kind, violations, &error);
    if (composed == NULL)
        return command_fail_violations(invocation, NULL, violations, error);
    return send_composed(invocation, office, composed);
}
