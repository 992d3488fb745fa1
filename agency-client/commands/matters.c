/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/matters.h"

#include "agency-client/commands/command.h"
#include "agency-client/commands/print.h"
#include "agency-client/local_store/outbox.h"
#include "agency-client/office/xml.h"
#include "common/documents/labels.h"

#include <stdio.h>

static const char summary[] =
    "What is between us and other agencies besides referrals: of one KIND "
    "(commitment, meeting; 'codes kind' lists them) or of all, what waits for us "
    "first. Works offline; 'agency-client sync' brings news.";

static char *
describe_day(const struct matter_item *item)
{
    char day[DATE_TEXT_BYTES];

    if (item->progress.due_on == DATE_NONE)
        return g_strdup("");
    date_write(item->progress.due_on, day);
    return g_strdup_printf("%s%s", item->is_overdue ? "OVERDUE " : "", day);
}

/* Whether the others are to do something; nobody may have to. */
static bool
is_theirs(const struct matter_progress *progress)
{
    unsigned int others = progress->us != MATTER_OPENER ? MATTER_OPENER
                          : progress->partner != NULL   ? MATTER_OTHER
                                                        : MATTER_MEMBER;

    return matter_waits_for(&progress->matter, others,
                            progress->partner != NULL ? progress->partner : "",
                            NULL) != NULL;
}

static char *
describe_turn(const struct matter_item *item)
{
    if (item->known->is_parked)
        return g_strdup("us: look at the outbox");
    if (item->progress.is_unsent)
        return g_strdup("us: sync");
    if (item->progress.waits_for != NULL)
        return g_strdup_printf("us: %s", item->progress.waits_for);
    return g_strdup(is_theirs(&item->progress) ? "them" : "nobody");
}

static const char *
describe_state(const struct matter_progress *progress)
{
    return progress->is_unsent
               ? "not sent yet"
               : matter_state_name(progress->matter.life, progress->matter.state);
}

void
matters_print_list(struct office *office, const struct labels *labels,
                   const struct matter_list *list)
{
    static const char *const headings[] = {"MATTER", "#NEW", "KIND", "STATE", "",
                                           "AGENCY", "#AGE", "TURN", "BY",    NULL};
    g_autoptr(table) table = table_new(headings);
    int64_t now_us = office_now(office);

    for (unsigned i = 0; i < list->items->len; i++) {
        const struct matter_item *item =
            &g_array_index(list->items, struct matter_item, i);
        const struct known_matter *known = item->known;
        g_autofree char *id = print_id(known->matter);
        g_autofree char *age = print_age(known->opened_us, now_us);
        g_autofree char *day = describe_day(item);
        g_autofree char *turn = describe_turn(item);
        g_autofree char *new_count = known->new_count > 0
                                         ? g_strdup_printf("%d", known->new_count)
                                         : g_strdup("");

        table_add(table, id, new_count, labels_code(labels, "kind", known->kind),
                  describe_state(&item->progress),
                  item->progress.us == MATTER_OPENER ? "to" : "from",
                  item->progress.partner != NULL ? item->progress.partner : "all", age,
                  turn, day, NULL);
        if (item->is_overdue && item->progress.waits_for != NULL)
            table_mark_loud(table);
    }
    table_print(table);
}

static void
add_events(struct table *table, const struct matter_view *view, int64_t now_us)
{
    for (size_t i = 0; i < view->event_count; i++) {
        const struct matter_view_event *event = &view->events[i];
        bool is_flagged =
            view->is_flagged && uuid_is_equal(&view->flagged, &event->document);
        g_autofree char *at = print_time(event->at_us, now_us);
        g_autofree char *document = uuid_text(&event->document);
        g_autofree char *id = print_id(document);

        table_add(table, at, event->step, event->state, event->by, id,
                  is_flagged ? "could not be used: send it again" : "", NULL);
        if (is_flagged)
            table_mark_loud(table);
    }
}

/* What we have said and the exchange has not told yet. */
static bool
is_own_news(const struct outbox_item *item, const struct known_matter *known)
{
    return item->state == OUTBOX_QUEUED || item->state == OUTBOX_PARKED ||
           (item->state == OUTBOX_SENT && item->sequence > known->changed);
}

static void
add_own(struct table *table, const GPtrArray *items, const struct known_matter *known,
        int64_t now_us)
{
    for (unsigned i = 0; i < items->len; i++) {
        const struct outbox_item *item = items->pdata[i];
        g_autofree char *at = print_time(item->queued_us, now_us);
        g_autofree char *id = print_id(item->document);

        if (!is_own_news(item, known))
            continue;
        table_add(table, at, item->step, "", "us", id, outbox_state_text(item->state),
                  NULL);
        if (item->state == OUTBOX_PARKED)
            table_mark_loud(table);
    }
}

static void
print_points(const struct matter *matter)
{
    static const char *const headings[] = {"#POINT", "OWNER", "BY", "", NULL};
    g_autoptr(table) table = table_new(headings);

    for (unsigned i = 0; i < matter->points->len; i++) {
        const struct matter_point *point =
            &g_array_index(matter->points, struct matter_point, i);
        g_autofree char *number = g_strdup_printf("%d", point->number);
        char day[DATE_TEXT_BYTES] = "";

        if (point->due_on != DATE_NONE)
            date_write(point->due_on, day);
        table_add(table, number, point->owner, day, point->is_done ? "done" : "open",
                  NULL);
    }
    putchar('\n');
    table_print(table);
}

static void
print_open_steps(const struct matter_progress *progress)
{
    g_autoptr(GPtrArray) open = matter_list_open(&progress->matter, progress->us);

    for (unsigned i = 0; i < open->len; i++)
        printf("%s %s", i == 0 ? "we may now:" : ",", (const char *)open->pdata[i]);
    if (open->len > 0)
        putchar('\n');
}

bool
matters_print_track(struct office *office, const struct labels *labels,
                    const struct known_matter *known, GError **error)
{
    static const char *const headings[] = {"AT",       "STEP", "STATE", "BY",
                                           "DOCUMENT", "",     NULL};
    g_auto(matter_progress_auto) progress = {0};
    g_autoptr(table) table = table_new(headings);
    g_autoptr(GPtrArray) items =
        outbox_list_thread(office->store, known->matter, error);
    g_autoptr(matters_view) view = NULL;

    if (items == NULL || !matter_progress_read(office, known, &progress, error))
        return false;
    if (known->view != NULL) {
        view = matters_view_read(known->view, error);
        if (view == NULL)
            return false;
        add_events(table, &view->matters[0], office_now(office));
    }
    add_own(table, items, known, office_now(office));
    printf("matter %s  %s to %s\n", known->matter, known->opener,
           known->other != NULL ? known->other : "all");
    printf("case %s%s%s\n", known->case_id, known->leg != NULL ? "  leg " : "",
           known->leg != NULL ? known->leg : "");
    printf("%s: %s\n\n", labels_code(labels, "kind", known->kind),
           describe_state(&progress));
    table_print(table);
    if (progress.matter.points != NULL)
        print_points(&progress.matter);
    print_open_steps(&progress);
    return true;
}

bool
matters_write_track(struct office *office, const struct known_matter *known,
                    GString *xml, GError **error)
{
    g_auto(matter_progress_auto) progress = {0};
    g_autoptr(GPtrArray) open = NULL;
    g_autoptr(matters_view) view = NULL;

    if (!matter_progress_read(office, known, &progress, error))
        return false;
    view = known->view != NULL ? matters_view_read(known->view, error) : NULL;
    if (view == NULL && known->view != NULL)
        return false;
    g_string_append(xml, "<matter");
    xml_attribute(xml, "matter", known->matter);
    xml_attribute(xml, "kind", known->kind);
    xml_attribute(xml, "state",
                  matter_state_name(progress.matter.life, progress.matter.state));
    xml_boolean(xml, "unsent", progress.is_unsent);
    xml_attribute(xml, "waitsFor", progress.waits_for);
    g_string_append(xml, ">\n");
    for (size_t i = 0; view != NULL && i < view->matters[0].event_count; i++) {
        const struct matter_view_event *event = &view->matters[0].events[i];
        g_autofree char *document = uuid_text(&event->document);

        g_string_append(xml, "<event");
        xml_number(xml, "sequence", (int64_t)event->sequence);
        xml_attribute(xml, "document", document);
        xml_attribute(xml, "step", event->step);
        xml_attribute(xml, "state", event->state);
        xml_attribute(xml, "by", event->by);
        xml_time(xml, "at", event->at_us);
        g_string_append(xml, "/>\n");
    }
    for (unsigned i = 0;
         progress.matter.points != NULL && i < progress.matter.points->len; i++) {
        const struct matter_point *point =
            &g_array_index(progress.matter.points, struct matter_point, i);
        char day[DATE_TEXT_BYTES];

        g_string_append(xml, "<point");
        xml_number(xml, "number", point->number);
        xml_attribute(xml, "owner", point->owner[0] != '\0' ? point->owner : NULL);
        if (point->due_on != DATE_NONE) {
            date_write(point->due_on, day);
            xml_attribute(xml, "dueOn", day);
        }
        xml_boolean(xml, "done", point->is_done);
        g_string_append(xml, "/>\n");
    }
    open = matter_list_open(&progress.matter, progress.us);
    for (unsigned i = 0; i < open->len; i++) {
        g_string_append(xml, "<open");
        xml_attribute(xml, "step", open->pdata[i]);
        g_string_append(xml, "/>\n");
    }
    g_string_append(xml, "</matter>\n");
    return true;
}

static int
print(const struct invocation *invocation, struct office *office,
      const struct matter_list *list)
{
    g_autoptr(labels) labels = NULL;

    if (invocation->is_xml) {
        GString *xml = xml_begin("matters");

        matter_list_write(list, xml);
        xml_end(xml, "matters");
    } else if (list->items->len == 0) {
        puts("nothing is open");
    } else {
        labels = labels_load();
        matters_print_list(office, labels, list);
    }
    return EXIT_DONE;
}

int
command_matters(struct invocation *invocation, int argc, char **argv)
{
    gboolean is_all = FALSE;
    gboolean is_ours = FALSE;
    const GOptionEntry entries[] = {
        {"all", 'a', 0, G_OPTION_ARG_NONE, &is_all, "also what is over", NULL},
        {"ours", 'o', 0, G_OPTION_ARG_NONE, &is_ours, "only what waits for us", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(matter_list) list = NULL;
    g_autoptr(GError) error = NULL;
    enum kind kind;

    if (!command_parse(invocation, &argc, &argv, entries, "[KIND]", summary, 0, 1))
        return EXIT_USAGE;
    if (argc > 1 && (!kind_find(argv[1], &kind) || matter_life_of(kind) == NULL)) {
        fprintf(stderr, "agency-client matters: '%s' is no kind of matter\n", argv[1]);
        return EXIT_USAGE;
    }
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    list = matter_list_read(office, NULL, argc > 1 ? argv[1] : NULL,
                            is_all    ? MATTERS_ALL
                            : is_ours ? MATTERS_OURS
                                      : MATTERS_OPEN,
                            &error);
    if (list == NULL)
        return command_fail(invocation, error);
    return print(invocation, office, list);
}
