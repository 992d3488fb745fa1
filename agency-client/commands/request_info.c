/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/step.h"
#include "common/documents/labels.h"

#include <stdio.h>

static const char summary[] =
    "Asks the referrer for information before we decide. The questions are sealed: "
    "only the referrer reads them. One --question is for all items, or there is one "
    "for each in the same order; so with --why, which is otherwise the purpose.\n\n"
    "  request-info LEG --purpose assess-risk --basis e --due-on DATE --about \"the "
    "client\"\n"
    "      --item risk-assessment --question \"Does he know the area?\" --why \"We "
    "house there\"";

struct request {
    char *purpose;
    char *basis;
    char *due_on;
    char *about;
    char **items;
    char **questions;
    char **whys;
    struct step_worker worker;
    struct step_options options;
};

static void
request_clear(struct request *request)
{
    g_free(request->purpose);
    g_free(request->basis);
    g_free(request->due_on);
    g_free(request->about);
    g_strfreev(request->items);
    g_strfreev(request->questions);
    g_strfreev(request->whys);
    step_worker_clear(&request->worker);
    step_options_clear(&request->options);
}

static unsigned
count(char *const *values)
{
    return values != NULL ? g_strv_length((char **)values) : 0;
}

/* One question may stand for all items; so may one reason. */
static const char *
value_for(char *const *values, unsigned index)
{
    return count(values) == 1 ? values[0] : values[index];
}

static bool
check_counts(const struct request *request, GError **error)
{
    unsigned items = count(request->items);
    unsigned questions = count(request->questions);
    unsigned whys = count(request->whys);

    if ((questions == items || questions == 1) &&
        (whys == items || whys == 1 || whys == 0))
        return true;
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                "give one --question for all items, or one for each in the same order; "
                "the same for --why: there are %u items, %u questions and %u reasons",
                items, questions, whys);
    return false;
}

static bool
write_questions(struct step *step, const struct request *request, GError **error)
{
    g_autoptr(labels) labels = labels_load();
    struct step one = {.attributes = step->details};
    const char *purpose = request->purpose != NULL ? request->purpose : "";

    if (!check_counts(request, error))
        return false;
    for (unsigned i = 0; i < count(request->items); i++) {
        g_string_append(step->details, "<question");
        step_attribute(&one, "category", request->items[i]);
        g_string_append_c(step->details, '>');
        step_words(step, "words", value_for(request->questions, i));
        step_words(step, "why",
                   count(request->whys) > 0 ? value_for(request->whys, i)
                                            : labels_code(labels, "purpose", purpose));
        g_string_append(step->details, "</question>");
    }
    return true;
}

static int
run(struct invocation *invocation, const char *leg, const struct request *request)
{
    g_autoptr(step) step = step_new();
    struct step attributes = {.attributes = step->details_attributes};
    g_autoptr(GError) error = NULL;

    step_attribute(step, "purpose", request->purpose);
    step_attribute(step, "basis", request->basis);
    step_attribute(step, "dueOn", request->due_on);
    step_children(step, "item", "category", request->items);
    step_attribute(&attributes, "about",
                   request->about != NULL ? request->about : "the client");
    if (!step_worker_write(step, "worker", &request->worker, &error) ||
        !write_questions(step, request, &error))
        return command_fail(invocation, error);
    return step_run(invocation, leg, KIND_INFORMATION_REQUEST, step, &request->options,
                    NULL);
}

int
command_request_info(struct invocation *invocation, int argc, char **argv)
{
    struct request request = {0};
    const GOptionEntry own[] = {
        {"purpose", 0, 0, G_OPTION_ARG_STRING, &request.purpose, "what for", "CODE"},
        {"basis", 0, 0, G_OPTION_ARG_STRING, &request.basis,
         "the lawful basis: a b c d e ea f", "CODE"},
        {"due-on", 0, 0, G_OPTION_ARG_STRING, &request.due_on, "needed by", "DATE"},
        {"item", 0, 0, G_OPTION_ARG_STRING_ARRAY, &request.items,
         "a kind of information (may be repeated)", "CODE"},
        {"question", 0, 0, G_OPTION_ARG_STRING_ARRAY, &request.questions,
         "what we ask about it (sealed)", "WORDS"},
        {"why", 0, 0, G_OPTION_ARG_STRING_ARRAY, &request.whys,
         "why we need it (sealed)", "WORDS"},
        {"about", 0, 0, G_OPTION_ARG_STRING, &request.about,
         "about whom (sealed; default: the client)", "WHO"},
        {"lead-worker", 0, 0, G_OPTION_ARG_STRING, &request.worker.name,
         "who asks (sealed)", "NAME"},
        {"telephone", 0, 0, G_OPTION_ARG_STRING, &request.worker.telephone,
         "that person's number (sealed)", "NUMBER"},
        {"email", 0, 0, G_OPTION_ARG_STRING, &request.worker.email,
         "that person's e-mail (sealed)", "ADDRESS"},
        {"call-back", 0, 0, G_OPTION_ARG_STRING, &request.worker.call_back,
         "when to ring: \"weekdays 09:00-12:00\" (sealed)", "WHEN"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = step_entries(own, &request.options);
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "LEG", summary, 1, 1))
        status = run(invocation, argv[1], &request);
    request_clear(&request);
    return status;
}
