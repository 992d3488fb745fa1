/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/induction.h"

#include "agency-client/office/address_book.h"
#include "agency-client/office/xml.h"

#include <stdio.h>
#include <string.h>

/* starter */

struct starter {
    char *role;
    char *started_on;
    char *ended_on;
    char *programme;
    char *due_days;
    char **hosts;
    struct step_options options;
};

static void
starter_clear(struct starter *starter)
{
    g_free(starter->role);
    g_free(starter->started_on);
    g_free(starter->ended_on);
    g_free(starter->programme);
    g_free(starter->due_days);
    g_strfreev(starter->hosts);
    step_options_clear(&starter->options);
}

/* A host that nobody knows would be overdue for ever. */
static bool
hosts_check(const struct invocation *invocation, struct office *office,
            char *const *hosts)
{
    const struct address_book *book = office_book_if_any(office);

    for (int i = 0; book != NULL && hosts != NULL && hosts[i] != NULL; i++) {
        if (address_book_find(book, hosts[i]) == NULL) {
            fprintf(stderr,
                    "agency-client %s: '%s' is no agency of this partnership: "
                    "'agency-client directory' lists them\n",
                    invocation->name, hosts[i]);
            return false;
        }
    }
    return true;
}

static int
run_starter(const struct invocation *invocation, const char *reference,
            const struct starter *starter)
{
    g_autoptr(office) office = command_open(invocation);
    g_autoptr(step) step = step_new();
    g_autoptr(GError) error = NULL;

    if (office == NULL)
        return EXIT_FAILED;
    if (!office_renew_book(office, &error))
        return command_fail(invocation, error);
    if (!hosts_check(invocation, office, starter->hosts))
        return EXIT_FAILED;
    step_attribute(step, "starter", reference);
    step_attribute(step, "role", starter->role);
    step_attribute(step, "programme",
                   starter->programme != NULL ? starter->programme : "circuit");
    step_attribute(step, "startedOn", starter->started_on);
    step_attribute(step, "dueDays", starter->due_days);
    step_attribute(step, "endedOn", starter->ended_on);
    step_children(step, "host", "agency", starter->hosts);
    return induction_send(invocation, office, step, KIND_INDUCTION_STARTER,
                          EXCHANGE_AGENCY, NULL, &starter->options);
}

int
induction_starter(struct invocation *invocation, int argc, char **argv)
{
    static const char summary[] =
        "Says that somebody started work and is to meet the partners, so that the "
        "circuit shows whom they have still to meet. REF is a reference of ours, never "
        "a "
        "name. Said again, it replaces what was said before.";
    struct starter starter = {0};
    const GOptionEntry entries[] = {
        {"role", 0, 0, G_OPTION_ARG_STRING, &starter.role, "what they are: a role code",
         "ROLE"},
        {"started-on", 0, 0, G_OPTION_ARG_STRING, &starter.started_on,
         "the first day in the post", "DATE"},
        {"left-on", 0, 0, G_OPTION_ARG_STRING, &starter.ended_on,
         "the last day: nothing is due any more", "DATE"},
        {"programme", 0, 0, G_OPTION_ARG_STRING, &starter.programme,
         "circuit (if left out) or welcome", "CODE"},
        {"due-days", 0, 0, G_OPTION_ARG_STRING, &starter.due_days,
         "due so many days after starting, not as the programme says", "N"},
        {"host", 0, 0, G_OPTION_ARG_STRING_ARRAY, &starter.hosts,
         "an agency that they are to meet; left out: all with sessions for the role",
         "AGENCY"},
        {"file", 'f', 0, G_OPTION_ARG_FILENAME, &starter.options.file,
         "take all of it from FILE (an authoring file)", "FILE"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "REF", summary, 1, 1))
        status = run_starter(invocation, argv[1], &starter);
    starter_clear(&starter);
    return status;
}

/* book */

/* The value that a list of pairs gives to a name; NULL when it gives none. */
static const char *
find_value(char *const *pairs, const char *name)
{
    size_t length = strlen(name);

    for (int i = 0; pairs != NULL && pairs[i] != NULL; i++) {
        if (strncmp(pairs[i], name, length) == 0 && pairs[i][length] == '=')
            return pairs[i] + length + 1;
    }
    return NULL;
}

struct booking {
    gboolean is_together;
    char *role;
    char **adjustments;
    char **dietary;
    char *note;
    char *started_on;
    struct step_worker booked_by;
    struct step_options options;
};

static void
booking_clear(struct booking *booking)
{
    g_strfreev(booking->adjustments);
    g_strfreev(booking->dietary);
    g_free(booking->note);
    g_free(booking->role);
    g_free(booking->started_on);
    step_worker_clear(&booking->booked_by);
    step_options_clear(&booking->options);
}

static const struct starter_view *
find_starter(const struct induction_view *view, const char *reference)
{
    for (size_t i = 0; i < view->starter_count; i++) {
        const struct starter_view *starter = &view->starters[i];

        if (strcmp(starter->agency, view->agency) == 0 &&
            strcmp(starter->starter, reference) == 0)
            return starter;
    }
    return NULL;
}

/* One attendee: what the options say, else what was said when they started. */
static bool
write_attendee(const struct invocation *invocation, struct step *step,
               const struct induction_view *view, const struct booking *booking,
               const char *text)
{
    const struct starter_view *starter;
    const char *name;
    g_autofree char *reference = NULL;
    char started[DATE_TEXT_BYTES] = "";

    if (!induction_split(invocation, text, &reference, &name))
        return false;
    starter = find_starter(view, reference);
    if (starter == NULL && (booking->role == NULL || booking->started_on == NULL)) {
        fprintf(stderr,
                "agency-client %s: %s is not among our new staff: say so first with "
                "'agency-client induction starter %s', or give --role and "
                "--started-on\n",
                invocation->name, reference, reference);
        return false;
    }
    if (starter != NULL)
        date_write(starter->started_on, started);
    g_string_append(step->content, "<attendee");
    xml_attribute(step->content, "starter", reference);
    xml_attribute(step->content, "role",
                  starter != NULL ? starter->role : booking->role);
    xml_attribute(step->content, "startedOn",
                  starter != NULL ? started : booking->started_on);
    g_string_append(step->content, "/>");
    g_string_append(step->details, "<attendee");
    xml_attribute(step->details, "starter", reference);
    xml_attribute(step->details, "name", name);
    xml_attribute(step->details, "adjustments",
                  find_value(booking->adjustments, reference));
    xml_attribute(step->details, "dietary", find_value(booking->dietary, reference));
    g_string_append(step->details, "/>");
    return true;
}

static int
run_book(const struct invocation *invocation, const char *prefix, char **attendees,
         const struct booking *booking)
{
    g_autoptr(office) office = command_open(invocation);
    g_autoptr(step) step = step_new();
    g_autoptr(induction_view) view = NULL;
    g_autoptr(GError) error = NULL;
    const struct session_view *session;
    char id[UUID_TEXT_BYTES];

    if (office == NULL)
        return EXIT_FAILED;
    view = induction_fetch(office, NULL, &error);
    session = view == NULL ? NULL : induction_find_session(view, prefix, &error);
    if (session == NULL)
        return command_fail(invocation, error);
    if (strcmp(session->host, view->agency) == 0) {
        fprintf(
            stderr,
            "agency-client %s: this session is ours: places are booked by partners, "
            "who tell us of their staff. Our own staff just come; publish the "
            "session again with so many places fewer as they take\n",
            invocation->name);
        return EXIT_FAILED;
    }
    uuid_write(&session->session, id);
    step_attribute(step, "session", id);
    if (booking->is_together)
        step_attribute(step, "together", "true");
    for (char **attendee = attendees; *attendee != NULL; attendee++) {
        if (!write_attendee(invocation, step, view, booking, *attendee))
            return EXIT_USAGE;
    }
    if (!step_worker_write(step, "bookedBy", &booking->booked_by, &error))
        return command_fail(invocation, error);
    step_words(step, "note", booking->note);
    return induction_send(invocation, office, step, KIND_INDUCTION_BOOKING,
                          session->host, NULL, &booking->options);
}

int
induction_book(struct invocation *invocation, int argc, char **argv)
{
    static const char summary[] =
        "Books places in a session for one or several members of staff, each as "
        "REF=NAME. The names are sealed to the host. Role and start date are those "
        "that "
        "'induction starter' said.";
    struct booking booking = {0};
    const GOptionEntry entries[] = {
        {"together", 0, 0, G_OPTION_ARG_NONE, &booking.is_together,
         "they come all or not at all", NULL},
        {"adjustments", 0, 0, G_OPTION_ARG_STRING_ARRAY, &booking.adjustments,
         "what REF needs in order to take part (sealed)", "REF=WORDS"},
        {"dietary", 0, 0, G_OPTION_ARG_STRING_ARRAY, &booking.dietary,
         "what REF eats and does not eat (sealed)", "REF=WORDS"},
        {"note", 0, 0, G_OPTION_ARG_STRING, &booking.note,
         "what else the host should know (sealed)", "WORDS"},
        {"role", 0, 0, G_OPTION_ARG_STRING, &booking.role,
         "of those who are not among our new staff", "ROLE"},
        {"started-on", 0, 0, G_OPTION_ARG_STRING, &booking.started_on, "the same",
         "DATE"},
        {"booked-by", 0, 0, G_OPTION_ARG_STRING, &booking.booked_by.name,
         "whom the host asks (sealed)", "NAME"},
        {"telephone", 0, 0, G_OPTION_ARG_STRING, &booking.booked_by.telephone,
         "that person's number (sealed)", "NUMBER"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "SESSION REF=NAME ...",
                      summary, 2, -1))
        status = run_book(invocation, argv[1], argv + 2, &booking);
    booking_clear(&booking);
    return status;
}
