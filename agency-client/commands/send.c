/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/send.h"

#include "agency-client/commands/print.h"
#include "agency-client/commands/step.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/office/compose_matter.h"
#include "agency-client/office/dispatch.h"
#include "agency-client/office/xml.h"
#include "common/documents/violation.h"

#include <stdio.h>

/* The row a document has now; after a change of keys it is its replacement's. */
static struct outbox_item *
find_now(struct office *office, const struct outbox_item *item, GError **error)
{
    g_autoptr(GPtrArray) all = NULL;
    struct outbox_item *now = outbox_find(office->store, item->document, error);

    if (now == NULL || now->state != OUTBOX_SUPERSEDED)
        return now;
    all = outbox_list(office->store, true, error);
    for (unsigned i = 0; all != NULL && i < all->len; i++) {
        const struct outbox_item *other = all->pdata[i];

        if (g_strcmp0(other->replaces, now->document) != 0)
            continue;
        outbox_item_free(now);
        return outbox_find(office->store, other->document, error);
    }
    return now;
}

void
send_print_advice(const struct outbox_item *item)
{
    g_autofree char *id = print_id(item->document);

    printf("  next: %s\n  ('agency-client outbox drop %s', or 'retry')\n",
           command_advice(item->problem), id);
}

static void
print_person(const struct outbox_item *item)
{
    printf("%s  %s to %s: %s\n", item->document, item->step,
           item->recipient != NULL ? item->recipient : "all",
           item->state == OUTBOX_SENT     ? "accepted by the exchange"
           : item->state == OUTBOX_PARKED ? "REFUSED"
                                          : "queued");
    if (item->state == OUTBOX_PARKED) {
        print_wrapped(2, item->detail != NULL ? item->detail : item->problem);
        send_print_advice(item);
    }
}

void
send_write_item(GString *xml, const struct outbox_item *item)
{
    g_string_append(xml, "<document");
    xml_attribute(xml, "id", item->document);
    xml_attribute(xml, "case", item->case_id);
    xml_attribute(xml, "kind", item->kind);
    xml_attribute(xml, "step", item->step);
    xml_attribute(xml, command_is_of_matter(item->kind) ? "matter" : "leg",
                  item->thread);
    xml_attribute(xml, "to", item->recipient);
    xml_attribute(xml, "sha256", item->sha256);
    xml_attribute(xml, "state", outbox_state_text(item->state));
    xml_time(xml, "queued", item->queued_us);
    if (item->sequence > 0) {
        xml_number(xml, "sequence", item->sequence);
        xml_time(xml, "received", item->received_us);
    }
    xml_attribute(xml, "replaces", item->replaces);
    xml_attribute(xml, "problem", item->problem);
    xml_attribute(xml, "detail", item->detail);
    g_string_append(xml, "/>\n");
}

/* No document replaces this call. */
static void
print_emergency(struct office *office, const struct composed *composed)
{
    const struct address_book *book = office_book_if_any(office);

    if (composed->kind != KIND_REFERRAL || composed->urgency != URGENCY_EMERGENCY)
        return;
    putchar('\n');
    print_loud(
        "**********************************************************************");
    print_loud("EMERGENCY: TELEPHONE NOW. This referral does not replace the call.");
    for (unsigned i = 0; i < composed->items->len; i++) {
        const struct outbox_item *item = composed->items->pdata[i];
        const struct registration *agency =
            book != NULL ? address_book_find(book, item->recipient) : NULL;
        const char *number = agency != NULL ? agency->emergency_telephone : NULL;

        print_loud("  %s: %s", agency != NULL ? agency->name : item->recipient,
                   number != NULL ? number
                                  : "the directory has no emergency number: ring the "
                                    "agency");
    }
    print_loud("In danger of life: 999.");
    print_loud(
        "**********************************************************************");
}

/* What joins several documents: a step that is given this id is taken in each. */
static void
print_joint(const struct composed *composed)
{
    const struct matter_form *form = kinds[composed->kind].matter;
    const struct known_matter *first =
        composed->matters->len > 1 ? composed->matters->pdata[0] : NULL;

    if (composed->referral != NULL)
        printf("referral %s\n", composed->referral);
    else if (first != NULL && first->group != NULL && form != NULL)
        printf("%s %s\n", form->group, first->group);
}

static int
report(const struct invocation *invocation, struct office *office,
       const struct composed *composed, const struct dispatch_report *dispatch,
       GError **error)
{
    GString *xml = invocation->is_xml ? xml_begin("queued") : NULL;
    int status = EXIT_DONE;
    bool is_waiting = false;

    if (xml == NULL)
        print_joint(composed);
    for (unsigned i = 0; i < composed->items->len; i++) {
        g_autoptr(outbox_item) item =
            find_now(office, composed->items->pdata[i], error);

        if (item == NULL) {
            if (xml != NULL)
                g_string_free(xml, TRUE);
            return EXIT_FAILED;
        }
        if (item->state == OUTBOX_PARKED)
            status = EXIT_FAILED;
        is_waiting = is_waiting || item->state == OUTBOX_QUEUED;
        if (xml != NULL)
            send_write_item(xml, item);
        else
            print_person(item);
    }
    if (xml != NULL)
        xml_end(xml, "queued");
    if (is_waiting)
        fprintf(stderr,
                "queued: %s\nIt is stored here and goes out with the next "
                "'agency-client sync'.\n",
                dispatch->why != NULL ? dispatch->why
                                      : "an earlier document of the case waits or was "
                                        "refused; see 'agency-client outbox'");
    if (!invocation->is_xml)
        print_emergency(office, composed);
    return status;
}

static int
send_now(const struct invocation *invocation, struct office *office,
         const struct composed *composed)
{
    g_auto(dispatch_report_auto) dispatch = {0};
    g_autoptr(GError) error = NULL;
    int status;

    /* It is safe here now; whatever goes wrong from here on only makes it wait. */
    if (!dispatch_run(office, &dispatch, &error)) {
        g_free(dispatch.why);
        dispatch.why = g_strdup(error->message);
        g_clear_error(&error);
    }
    status = report(invocation, office, composed, &dispatch, &error);
    return error != NULL ? command_fail(invocation, error) : status;
}

int
send_composed(const struct invocation *invocation, struct office *office,
              const struct composed *composed)
{
    g_autoptr(GError) error = NULL;

    if (!compose_queue(office, composed, &error))
        return command_fail(invocation, error);
    return send_now(invocation, office, composed);
}

int
send_queued(const struct invocation *invocation, struct office *office,
            struct outbox_item *item)
{
    g_autoptr(GPtrArray) items = g_ptr_array_new();
    const struct composed composed = {.kind = KIND_DISCLOSURE, .items = items};

    g_ptr_array_add(items, item);
    return send_now(invocation, office, &composed);
}

int
send_file(const struct invocation *invocation, struct office *office, GBytes *file,
          const struct file_origin *origin, bool is_check)
{
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(composed) composed = NULL;
    g_autoptr(GError) error = NULL;

    /* Whoever is written to first may have another key by now. */
    if (origin->thread == NULL && !office_renew_book(office, &error))
        return command_fail(invocation, error);
    composed =
        compose_file(office, file, origin->thread, origin->kind, violations, &error);
    if (composed == NULL)
        return command_fail_violations(invocation, origin->path, violations, error);
    if (is_check) {
        printf("%s is right: %u document(s) could be sent\n", origin->path,
               composed->items->len);
        return EXIT_DONE;
    }
    /* Whoever answers has seen what is answered. */
    if (origin->thread != NULL &&
        !mailbox_mark_seen(office->store, origin->thread, &error))
        return command_fail(invocation, error);
    return send_composed(invocation, office, composed);
}

static const char summary[] =
    "The same as refer, for FILE of any kind: an enquiry, a meeting, a plan, a step of "
    "one. ID says which referral or matter it is a step of, where FILE does not.";

int
command_send(struct invocation *invocation, int argc, char **argv)
{
    gboolean is_check = FALSE;
    const GOptionEntry entries[] = {{"check", 'n', 0, G_OPTION_ARG_NONE, &is_check,
                                     "only check the file; store and send nothing",
                                     NULL},
                                    {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(GBytes) file = NULL;
    g_autofree char *thread = NULL;
    g_autoptr(GError) error = NULL;
    struct file_origin origin;

    if (!command_parse(invocation, &argc, &argv, entries, "FILE [ID]", summary, 1, 2))
        return EXIT_USAGE;
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    thread = argc > 2 ? command_find_id(office, argv[2], &error) : NULL;
    file = error == NULL ? step_read_file(argv[1], &error) : NULL;
    if (file == NULL)
        return command_fail(invocation, error);
    origin = (struct file_origin){.path = argv[1], .thread = thread};
    return send_file(invocation, office, file, &origin, is_check);
}
