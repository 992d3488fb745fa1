/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/step.h"
#include "common/documents/names.h"
#include "common/documents/status_update.h"

#include <stdio.h>

static const char summary[] =
    "Says how a referral we have goes on: assessing, started, progress, no-change, "
    "paused or resumed. What you write with --note is sealed: only the referrer reads "
    "it.\n\n"
    "  started    --first-contact-on DATE\n"
    "  paused     --reason CODE --resume-by DATE";

struct update {
    char *attempted;
    char *made;
    char *planned;
    char *delivered;
    char *first_contact_on;
    char *next_contact_on;
    char *reason;
    char *resume_by;
    char *note;
    char *next_contact;
    struct step_worker worker;
    struct step_options options;
};

static void
update_clear(struct update *update)
{
    g_free(update->attempted);
    g_free(update->made);
    g_free(update->planned);
    g_free(update->delivered);
    g_free(update->first_contact_on);
    g_free(update->next_contact_on);
    g_free(update->reason);
    g_free(update->resume_by);
    g_free(update->note);
    g_free(update->next_contact);
    step_worker_clear(&update->worker);
    step_options_clear(&update->options);
}

static int
run(struct invocation *invocation, const char *leg, const char *word,
    const struct update *update)
{
    g_autoptr(step) step = step_new();
    g_autoptr(GError) error = NULL;

    if (name_index(status_names, word) < 0) {
        fprintf(stderr,
                "agency-client update: '%s' is not a status: assessing, started, "
                "progress, no-change, paused or resumed\n",
                word);
        return EXIT_USAGE;
    }
    step_attribute(step, "status", word);
    step_attribute(step, "contactsAttempted", update->attempted);
    step_attribute(step, "contactsMade", update->made);
    step_attribute(step, "hoursPlanned", update->planned);
    step_attribute(step, "hoursDelivered", update->delivered);
    step_attribute(step, "firstContactOn", update->first_contact_on);
    step_attribute(step, "nextContactOn", update->next_contact_on);
    step_attribute(step, "reason", update->reason);
    step_attribute(step, "resumeBy", update->resume_by);
    step_words(step, "summary", update->note);
    if (!step_worker_write(step, "leadWorker", &update->worker, &error))
        return command_fail(invocation, error);
    step_words(step, "nextContact", update->next_contact);
    return step_run(invocation, leg, KIND_STATUS_UPDATE, step, &update->options, NULL);
}

int
command_update(struct invocation *invocation, int argc, char **argv)
{
    struct update update = {0};
    const GOptionEntry own[] = {
        {"first-contact-on", 0, 0, G_OPTION_ARG_STRING, &update.first_contact_on,
         "started: the first contact was on DATE", "DATE"},
        {"next-contact-on", 0, 0, G_OPTION_ARG_STRING, &update.next_contact_on,
         "the next contact is on DATE", "DATE"},
        {"contacts-attempted", 0, 0, G_OPTION_ARG_STRING, &update.attempted,
         "since the last update", "N"},
        {"contacts-made", 0, 0, G_OPTION_ARG_STRING, &update.made,
         "since the last update", "N"},
        {"hours-planned", 0, 0, G_OPTION_ARG_STRING, &update.planned,
         "since the last update", "H"},
        {"hours-delivered", 0, 0, G_OPTION_ARG_STRING, &update.delivered,
         "since the last update", "H"},
        {"reason", 0, 0, G_OPTION_ARG_STRING, &update.reason, "paused: why", "CODE"},
        {"resume-by", 0, 0, G_OPTION_ARG_STRING, &update.resume_by,
         "paused: goes on by DATE", "DATE"},
        {"note", 0, 0, G_OPTION_ARG_STRING, &update.note, "how it goes (sealed)",
         "WORDS"},
        {"next-contact", 0, 0, G_OPTION_ARG_STRING, &update.next_contact,
         "about the next contact (sealed)", "WORDS"},
        {"lead-worker", 0, 0, G_OPTION_ARG_STRING, &update.worker.name,
         "who deals with it now (sealed)", "NAME"},
        {"telephone", 0, 0, G_OPTION_ARG_STRING, &update.worker.telephone,
         "that person's number (sealed)", "NUMBER"},
        {"email", 0, 0, G_OPTION_ARG_STRING, &update.worker.email,
         "that person's e-mail (sealed)", "ADDRESS"},
        {"call-back", 0, 0, G_OPTION_ARG_STRING, &update.worker.call_back,
         "when to ring: \"weekdays 09:00-12:00\" (sealed)", "WHEN"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = step_entries(own, &update.options);
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "LEG STATUS", summary, 2, 2))
        status = run(invocation, argv[1], argv[2], &update);
    update_clear(&update);
    return status;
}
