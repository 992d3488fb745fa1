/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/step.h"
#include "common/documents/names.h"
#include "common/documents/outcome.h"
#include "common/documents/timestamp.h"

#include <stdio.h>
#include <string.h>

static const char summary[] =
    "Says how a service ended, need by need. What you write with --note, --handover, "
    "--feedback and --lessons is sealed: only the referrer reads it.\n\n"
    "  outcome LEG completed --end-reason CODE --result housing=met --result "
    "parenting=partly\n"
    "          --note WORDS --feedback WORDS | --no-feedback WHY";

struct outcome_options {
    char *end_reason;
    char *destination;
    char *hours;
    char *follow_up_on;
    char **results;
    char *ended_on;
    char *sessions;
    char *note;
    char *handover;
    char *feedback;
    char *no_feedback;
    char *lessons;
    struct step_options options;
};

static void
outcome_options_clear(struct outcome_options *outcome)
{
    g_free(outcome->end_reason);
    g_free(outcome->destination);
    g_free(outcome->hours);
    g_free(outcome->follow_up_on);
    g_strfreev(outcome->results);
    g_free(outcome->ended_on);
    g_free(outcome->sessions);
    g_free(outcome->note);
    g_free(outcome->handover);
    g_free(outcome->feedback);
    g_free(outcome->no_feedback);
    g_free(outcome->lessons);
    step_options_clear(&outcome->options);
}

/* "housing=met" */
static bool
write_results(struct step *step, char *const *results, GError **error)
{
    struct step one = {.attributes = step->content};

    for (int i = 0; results != NULL && results[i] != NULL; i++) {
        g_auto(GStrv) parts = g_strsplit(results[i], "=", 2);

        if (parts[0] == NULL || parts[1] == NULL) {
            g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                        "--result is a need and met, partly, not-met or unknown, like "
                        "housing=met");
            return false;
        }
        g_string_append(step->content, "<result");
        step_attribute(&one, "need", parts[0]);
        step_attribute(&one, "result", parts[1]);
        g_string_append(step->content, "/>");
    }
    return true;
}

static void
write_details(struct step *step, const struct outcome_options *outcome)
{
    struct step attributes = {.attributes = step->details_attributes};
    char today[DATE_TEXT_BYTES];

    date_write(date_of(clock_now(&clock_system)), today);
    step_attribute(&attributes, "endedOn",
                   outcome->ended_on != NULL ? outcome->ended_on : today);
    step_attribute(&attributes, "sessions", outcome->sessions);
    step_words(step, "narrative", outcome->note);
    step_words(step, "handover", outcome->handover);
    step_words(step, "feedback", outcome->feedback);
    step_words(step, "noFeedback", outcome->no_feedback);
    step_words(step, "lessons", outcome->lessons);
}

static int
run(struct invocation *invocation, const char *leg, const char *word,
    const struct outcome_options *outcome)
{
    g_autoptr(step) step = step_new();
    g_autoptr(GError) error = NULL;

    if (name_index(ending_names, word) < 0) {
        fprintf(stderr,
                "agency-client outcome: '%s' is not an ending: completed or "
                "ended-early\n",
                word);
        return EXIT_USAGE;
    }
    step_attribute(step, "ending", word);
    step_attribute(step, "endReason", outcome->end_reason);
    step_attribute(step, "destination", outcome->destination);
    step_attribute(step, "hours", outcome->hours);
    step_attribute(step, "followUpOn", outcome->follow_up_on);
    if (!write_results(step, outcome->results, &error))
        return command_fail(invocation, error);
    if (outcome->note != NULL || outcome->feedback != NULL ||
        outcome->no_feedback != NULL || outcome->handover != NULL ||
        outcome->lessons != NULL)
        write_details(step, outcome);
    return step_run(invocation, leg, KIND_OUTCOME, step, &outcome->options, NULL);
}

int
command_outcome(struct invocation *invocation, int argc, char **argv)
{
    struct outcome_options outcome = {0};
    const GOptionEntry own[] = {
        {"end-reason", 0, 0, G_OPTION_ARG_STRING, &outcome.end_reason, "why it ended",
         "CODE"},
        {"result", 0, 0, G_OPTION_ARG_STRING_ARRAY, &outcome.results,
         "need=met|partly|not-met|unknown (repeat for each need)", "NEED=RESULT"},
        {"destination", 0, 0, G_OPTION_ARG_STRING, &outcome.destination,
         "where the client lives now", "CODE"},
        {"hours", 0, 0, G_OPTION_ARG_STRING, &outcome.hours, "hours given in all", "H"},
        {"follow-up-on", 0, 0, G_OPTION_ARG_STRING, &outcome.follow_up_on,
         "somebody asks again on DATE", "DATE"},
        {"ended-on", 0, 0, G_OPTION_ARG_STRING, &outcome.ended_on,
         "the last day (sealed; default today)", "DATE"},
        {"sessions", 0, 0, G_OPTION_ARG_STRING, &outcome.sessions,
         "how many meetings (sealed)", "N"},
        {"note", 0, 0, G_OPTION_ARG_STRING, &outcome.note, "how it went (sealed)",
         "WORDS"},
        {"handover", 0, 0, G_OPTION_ARG_STRING, &outcome.handover,
         "who goes on with what (sealed)", "WORDS"},
        {"feedback", 0, 0, G_OPTION_ARG_STRING, &outcome.feedback,
         "what the client says (sealed)", "WORDS"},
        {"no-feedback", 0, 0, G_OPTION_ARG_STRING, &outcome.no_feedback,
         "why the client was not asked (sealed)", "WHY"},
        {"lessons", 0, 0, G_OPTION_ARG_STRING, &outcome.lessons,
         "what we would do otherwise (sealed)", "WORDS"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = step_entries(own, &outcome.options);
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "LEG ENDING", summary, 2, 2))
        status = run(invocation, argv[1], argv[2], &outcome);
    outcome_options_clear(&outcome);
    return status;
}
