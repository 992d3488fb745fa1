/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/print.h"
#include "agency-client/office/matter_progress.h"
#include "agency-client/office/xml.h"
#include "common/documents/timestamp.h"

#include <stdio.h>

static const char summary[] =
    "The enquiries that we were asked and that we asked, the oldest first, and how "
    "many "
    "nobody has answered yet. Those that are settled are left out. Works offline.";

/* One enquiry as we see it. */
struct asked {
    struct known_matter *known;
    bool is_ours_to_answer;
    bool is_unanswered;
    bool is_late;
    int32_t reply_by; /* DATE_NONE when absent */
};

/* Those without an answer, by whose turn it is. */
struct count {
    unsigned number;
    unsigned late;
    int64_t oldest_us; /* 0 when there is none */
};

struct enquiries {
    GArray *asked; /* struct asked */
    struct count ours;
    struct count theirs;
};

static void
count_add(struct count *count, const struct asked *asked)
{
    count->number++;
    count->late += asked->is_late;
    if (count->oldest_us == 0 || asked->known->opened_us < count->oldest_us)
        count->oldest_us = asked->known->opened_us;
}

static void
take(struct office *office, struct enquiries *enquiries, struct known_matter *known,
     bool is_all)
{
    g_auto(matter_progress_auto) progress = {0};
    struct asked asked = {.known = known, .reply_by = DATE_NONE};

    if (!matter_progress_read(office, known, &progress, NULL))
        return;
    if (!is_all && matter_is_final(&progress.matter))
        return;
    asked.is_ours_to_answer = progress.us == MATTER_OTHER;
    asked.is_unanswered = progress.matter.state == MATTER_BEGIN;
    asked.reply_by = progress.matter.due_on;
    asked.is_late = asked.is_unanswered && asked.reply_by != DATE_NONE &&
                    asked.reply_by < date_of(office_now(office));
    g_array_append_val(enquiries->asked, asked);
    if (asked.is_unanswered)
        count_add(asked.is_ours_to_answer ? &enquiries->ours : &enquiries->theirs,
                  &asked);
}

static const char *
with_whom(const struct asked *asked)
{
    return asked->is_ours_to_answer ? asked->known->opener : asked->known->other;
}

static void
print_count(const struct count *count, const char *words, int64_t now_us)
{
    g_autofree char *age = NULL;

    if (count->number == 0)
        return;
    age = print_age(count->oldest_us, now_us);
    printf("%u %s, the oldest for %s", count->number, words, age);
    if (count->late > 0)
        printf("; %u past the day", count->late);
    putchar('\n');
}

static void
print_people(const struct enquiries *enquiries, int64_t now_us)
{
    static const char *const headings[] = {"ENQUIRY", "WITH", "STATE", "#AGE",
                                           "BY",      "TURN", NULL};
    g_autoptr(table) table = table_new(headings);

    for (unsigned i = 0; i < enquiries->asked->len; i++) {
        const struct asked *asked = &g_array_index(enquiries->asked, struct asked, i);
        g_autofree char *id = print_id(asked->known->matter);
        g_autofree char *age = print_age(asked->known->opened_us, now_us);
        char day[DATE_TEXT_BYTES] = "";

        if (asked->reply_by != DATE_NONE)
            date_write(asked->reply_by, day);
        table_add(table, id, with_whom(asked),
                  asked->known->state[0] != '\0' ? asked->known->state : "not sent yet",
                  age, day,
                  !asked->is_unanswered      ? ""
                  : asked->is_ours_to_answer ? "ours to answer"
                                             : "theirs",
                  NULL);
        if (asked->is_late && asked->is_ours_to_answer)
            table_mark_loud(table);
    }
    if (enquiries->asked->len == 0) {
        puts("no enquiry is open");
        return;
    }
    table_print(table);
    putchar('\n');
    print_count(&enquiries->ours, "for us to answer", now_us);
    print_count(&enquiries->theirs, "without an answer from others", now_us);
    if (enquiries->ours.number + enquiries->theirs.number == 0)
        puts("none waits for an answer");
}

static void
write_count(GString *xml, const char *name, const struct count *count)
{
    g_string_append_printf(xml, "<%s", name);
    xml_number(xml, "number", count->number);
    xml_number(xml, "late", count->late);
    if (count->number > 0)
        xml_time(xml, "oldest", count->oldest_us);
    g_string_append(xml, "/>\n");
}

static void
print_programs(const struct enquiries *enquiries)
{
    GString *xml = xml_begin("enquiries");

    write_count(xml, "oursToAnswer", &enquiries->ours);
    write_count(xml, "unanswered", &enquiries->theirs);
    for (unsigned i = 0; i < enquiries->asked->len; i++) {
        const struct asked *asked = &g_array_index(enquiries->asked, struct asked, i);
        char day[DATE_TEXT_BYTES];

        g_string_append(xml, "<enquiry");
        xml_attribute(xml, "id", asked->known->matter);
        xml_attribute(xml, "with", with_whom(asked));
        xml_attribute(xml, "state", asked->known->state);
        xml_time(xml, "asked", asked->known->opened_us);
        if (asked->reply_by != DATE_NONE) {
            date_write(asked->reply_by, day);
            xml_attribute(xml, "replyBy", day);
        }
        xml_boolean(xml, "oursToAnswer",
                    asked->is_unanswered && asked->is_ours_to_answer);
        xml_boolean(xml, "late", asked->is_late);
        g_string_append(xml, "/>\n");
    }
    xml_end(xml, "enquiries");
}

int
command_enquiries(struct invocation *invocation, int argc, char **argv)
{
    gboolean is_all = FALSE;
    const GOptionEntry entries[] = {{"all", 'a', 0, G_OPTION_ARG_NONE, &is_all,
                                     "also those that are settled", NULL},
                                    {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(office) office = NULL;
    g_autoptr(GPtrArray) known = NULL;
    g_autoptr(GArray) asked = g_array_new(FALSE, FALSE, sizeof(struct asked));
    struct enquiries enquiries = {.asked = asked};
    g_autoptr(GError) error = NULL;

    if (!command_parse(invocation, &argc, &argv, entries, "", summary, 0, 0))
        return EXIT_USAGE;
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    known = matters_list(office->store, NULL, kinds[KIND_ENQUIRY].name, &error);
    if (known == NULL)
        return command_fail(invocation, error);
    for (unsigned i = 0; i < known->len; i++)
        take(office, &enquiries, known->pdata[i], is_all);
    if (invocation->is_xml)
        print_programs(&enquiries);
    else
        print_people(&enquiries, office_now(office));
    return EXIT_DONE;
}
