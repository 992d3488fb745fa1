/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/step.h"
#include "common/documents/names.h"
#include "common/documents/response.h"

#include <stdio.h>

static const char summary[] =
    "Answers a referral that came to us. What you write with --note, --condition and "
    "about the lead worker is sealed: only the referrer reads it.\n\n"
    "  acknowledge  --lead-worker NAME --telephone N --call-back \"weekdays "
    "9:00-12:00\"\n"
    "  accept       --start-by DATE [--vacancy ID] [--hold-until DATE]\n"
    "  waitlist     --review-on DATE [--waiting-band 6-10]\n"
    "  decline      --reason CODE [--note WORDS] [--unmet-need CODE]\n"
    "  redirect     --reason CODE --proposed-agency ID | --proposed-service CODE";

struct respond {
    char *start_by;
    char *vacancy;
    char *hold_until;
    char *review_on;
    char *waiting_band;
    char *client_informed;
    char **reasons;
    char *proposed_agency;
    char *proposed_service;
    char **unmet_needs;
    char **conditions;
    char *note;
    struct step_worker worker;
    struct step_options options;
};

static void
respond_clear(struct respond *respond)
{
    g_free(respond->start_by);
    g_free(respond->vacancy);
    g_free(respond->hold_until);
    g_free(respond->review_on);
    g_free(respond->waiting_band);
    g_free(respond->client_informed);
    g_strfreev(respond->reasons);
    g_free(respond->proposed_agency);
    g_free(respond->proposed_service);
    g_strfreev(respond->unmet_needs);
    g_strfreev(respond->conditions);
    g_free(respond->note);
    step_worker_clear(&respond->worker);
    step_options_clear(&respond->options);
}

static void
append_code(GString *xml, const char *element, const char *code, const char *text)
{
    g_autofree char *escaped_code = g_markup_escape_text(code, -1);
    g_autofree char *escaped = g_markup_escape_text(text, -1);

    g_string_append_printf(xml, "<%s code=\"%s\">%s</%s>", element, escaped_code,
                           escaped, element);
}

/* A day stands for its last second, in UTC. */
static char *
moment_of(const char *text)
{
    int32_t day;

    return text != NULL && date_read(text, &day) ? g_strconcat(text, "T23:59:59Z", NULL)
                                                 : g_strdup(text);
}

static void
write_coded(struct step *step, const struct respond *respond, const char *decision)
{
    g_autofree char *hold_until = moment_of(respond->hold_until);

    step_attribute(step, "decision", decision);
    step_attribute(step, "startBy", respond->start_by);
    step_attribute(step, "vacancy", respond->vacancy);
    step_attribute(step, "holdUntil", hold_until);
    step_attribute(step, "reviewOn", respond->review_on);
    step_attribute(step, "waitingBand", respond->waiting_band);
    step_attribute(step, "clientInformed", respond->client_informed);
    step_children(step, "reason", "code", respond->reasons);
    if (respond->proposed_agency != NULL || respond->proposed_service != NULL) {
        struct step proposed = {.attributes = step->content};

        g_string_append(step->content, "<proposed");
        step_attribute(&proposed, "agency", respond->proposed_agency);
        step_attribute(&proposed, "service", respond->proposed_service);
        g_string_append(step->content, "/>");
    }
    step_children(step, "unmetNeed", "code", respond->unmet_needs);
}

/* Where the words of --note belong depends on the answer. */
static bool
write_details(struct step *step, const struct respond *respond, enum decision decision,
              GError **error)
{
    bool has_reason = respond->reasons != NULL && respond->reasons[0] != NULL;

    if (respond->note != NULL && has_reason)
        append_code(step->details, "reason", respond->reasons[0], respond->note);
    if (!step_worker_write(step, "leadWorker", &respond->worker, error))
        return false;
    if (respond->note != NULL && !has_reason && decision == DECISION_ACCEPT) {
        g_string_append(step->details, "<offer>");
        step_words(step, "terms", respond->note);
        g_string_append(step->details, "</offer>");
    }
    for (int i = 0; respond->conditions != NULL && respond->conditions[i] != NULL; i++)
        step_words(step, "condition", respond->conditions[i]);
    if (respond->note == NULL || has_reason || decision == DECISION_ACCEPT)
        return true;
    if (decision == DECISION_ACKNOWLEDGE) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "an acknowledgement says who will call back (--lead-worker, "
                    "--telephone, --call-back); it has no place for a note");
        return false;
    }
    step_words(step, "interim", respond->note);
    return true;
}

static int
run(struct invocation *invocation, const char *leg, const char *word,
    const struct respond *respond)
{
    int decision = name_index(decision_names, word);
    g_autoptr(step) step = step_new();
    g_autoptr(GError) error = NULL;

    if (decision < 0) {
        fprintf(stderr,
                "agency-client respond: '%s' is not an answer: acknowledge, accept, "
                "waitlist, decline or redirect\n",
                word);
        return EXIT_USAGE;
    }
    write_coded(step, respond, word);
    if (!write_details(step, respond, (enum decision)decision, &error))
        return command_fail(invocation, error);
    return step_run(invocation, leg, KIND_RESPONSE, step, &respond->options, NULL);
}

int
command_respond(struct invocation *invocation, int argc, char **argv)
{
    struct respond respond = {0};
    const GOptionEntry own[] = {
        {"start-by", 0, 0, G_OPTION_ARG_STRING, &respond.start_by,
         "accept: the service starts by DATE (2026-11-27)", "DATE"},
        {"vacancy", 0, 0, G_OPTION_ARG_STRING, &respond.vacancy,
         "accept: the vacancy given, when not the one that was asked for", "ID"},
        {"hold-until", 0, 0, G_OPTION_ARG_STRING, &respond.hold_until,
         "accept: a vacancy is held until DATE, then another may have it", "DATE"},
        {"review-on", 0, 0, G_OPTION_ARG_STRING, &respond.review_on,
         "waitlist: the wait is reviewed on DATE", "DATE"},
        {"waiting-band", 0, 0, G_OPTION_ARG_STRING, &respond.waiting_band,
         "waitlist: how many are before: 1-5 6-10 11-20 21+", "BAND"},
        {"client-informed", 0, 0, G_OPTION_ARG_STRING, &respond.client_informed,
         "yes no not-safe referrer-to-tell", "CODE"},
        {"reason", 0, 0, G_OPTION_ARG_STRING_ARRAY, &respond.reasons,
         "decline, redirect: why (up to three)", "CODE"},
        {"proposed-agency", 0, 0, G_OPTION_ARG_STRING, &respond.proposed_agency,
         "redirect: who might help", "ID"},
        {"proposed-service", 0, 0, G_OPTION_ARG_STRING, &respond.proposed_service,
         "redirect: what kind of service might", "CODE"},
        {"unmet-need", 0, 0, G_OPTION_ARG_STRING_ARRAY, &respond.unmet_needs,
         "a need we cannot meet (may be repeated)", "CODE"},
        {"condition", 0, 0, G_OPTION_ARG_STRING_ARRAY, &respond.conditions,
         "accept: what must be met (sealed; may be repeated)", "WORDS"},
        {"note", 0, 0, G_OPTION_ARG_STRING, &respond.note,
         "the reason, terms or interim help in words (sealed)", "WORDS"},
        {"lead-worker", 0, 0, G_OPTION_ARG_STRING, &respond.worker.name,
         "who deals with it (sealed)", "NAME"},
        {"telephone", 0, 0, G_OPTION_ARG_STRING, &respond.worker.telephone,
         "that person's number (sealed)", "NUMBER"},
        {"email", 0, 0, G_OPTION_ARG_STRING, &respond.worker.email,
         "that person's e-mail (sealed)", "ADDRESS"},
        {"call-back", 0, 0, G_OPTION_ARG_STRING, &respond.worker.call_back,
         "when to ring: \"weekdays 09:00-12:00\" (sealed)", "WHEN"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = step_entries(own, &respond.options);
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "LEG ANSWER", summary, 2, 2))
        status = run(invocation, argv[1], argv[2], &respond);
    respond_clear(&respond);
    return status;
}
