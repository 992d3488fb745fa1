/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/command.h"

#include "agency-client/commands/send.h"
#include "agency-client/commands/step.h"
#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/mailbox.h"
#include "agency-client/office/replies.h"

#include <stdio.h>
#include <string.h>

static const char summary[] =
    "Answers a request for information: REQUEST is its id, or the referral's. The "
    "answers are sealed: only the agency that asked reads them. An item that is "
    "answered or partly answered takes the next --information, one that is refused or "
    "partly answered the next --why-not.\n"
    "For a first-accept referral that was won, it sends the details to the winner "
    "again, if they could not be used the first time.\n\n"
    "  disclose LEG --onward-use this-agency --authorised-by \"Helen Osei\"\n"
    "      --item risk-assessment=answered --information \"No, nobody there.\"";

struct disclose {
    char *onward_use;
    char **items;
    char **informations;
    char **why_nots;
    char *authorised_by;
    struct step_options options;
};

static void
disclose_clear(struct disclose *disclose)
{
    g_free(disclose->onward_use);
    g_strfreev(disclose->items);
    g_strfreev(disclose->informations);
    g_strfreev(disclose->why_nots);
    g_free(disclose->authorised_by);
    step_options_clear(&disclose->options);
}

static unsigned
count(char *const *values)
{
    return values != NULL ? g_strv_length((char **)values) : 0;
}

/* The words of one option, each taken by the next item that needs one. */
struct words {
    const char *option;
    char *const *values;
    unsigned next;
};

static bool
take_words(struct words *words, bool is_needed, const char **text, GError **error)
{
    *text = NULL;
    if (!is_needed)
        return true;
    if (words->next < count(words->values)) {
        *text = words->values[words->next++];
        return true;
    }
    g_set_error(
        error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
        "there are more items than %s, which each answer of that kind needs, in "
        "the same order",
        words->option);
    return false;
}

static bool
check_all_taken(const struct words *words, GError **error)
{
    if (words->next == count(words->values))
        return true;
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                "there are more %s than items that take one", words->option);
    return false;
}

static bool
write_answer(struct step *step, const char *item, struct words *given,
             struct words *withheld, GError **error)
{
    struct step coded = {.attributes = step->content};
    struct step sealed = {.attributes = step->details};
    g_auto(GStrv) parts = g_strsplit(item, "=", 2);
    const char *words;
    const char *reason;
    bool is_partly;

    if (parts[0] == NULL || parts[1] == NULL) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "--item is a category and answered, partly, refused or none-held, "
                    "like risk-assessment=answered");
        return false;
    }
    is_partly = g_str_equal(parts[1], "partly");
    if (!take_words(given, is_partly || g_str_equal(parts[1], "answered"), &words,
                    error) ||
        !take_words(withheld, is_partly || g_str_equal(parts[1], "refused"), &reason,
                    error))
        return false;
    g_string_append(step->content, "<item");
    step_attribute(&coded, "category", parts[0]);
    step_attribute(&coded, "answer", parts[1]);
    g_string_append(step->content, "/>");
    g_string_append(step->details, "<answer");
    step_attribute(&sealed, "category", parts[0]);
    g_string_append_c(step->details, '>');
    step_words(step, "words", words);
    step_words(step, "reason", reason);
    g_string_append(step->details, "</answer>");
    return true;
}

static bool
write_answers(struct step *step, const struct disclose *disclose, GError **error)
{
    struct words given = {"--information", disclose->informations, 0};
    struct words withheld = {"--why-not", disclose->why_nots, 0};

    for (unsigned i = 0; i < count(disclose->items); i++)
        if (!write_answer(step, disclose->items[i], &given, &withheld, error))
            return false;
    return check_all_taken(&given, error) && check_all_taken(&withheld, error);
}

static bool
write_step(struct step *step, const struct disclose *disclose, GError **error)
{
    struct step_worker authoriser = {.name = disclose->authorised_by};

    step_attribute(step, "onwardUse", disclose->onward_use);
    return write_answers(step, disclose, error) &&
           step_worker_write(step, "authorisedBy", &authoriser, error);
}

/* The last request about the leg that came to us. */
static bool
find_request(struct office *office, const char *leg, struct uuid *request,
             GError **error)
{
    g_autoptr(GError) reason = NULL;
    g_autoptr(stored_entry) entry = mailbox_find_last(
        office->store, leg, kinds[KIND_INFORMATION_REQUEST].name, &reason);

    if (entry != NULL)
        return uuid_read(entry->document, request);
    if (!g_error_matches(reason, LOCAL_STORE_ERROR, LOCAL_STORE_ERROR_NOT_FOUND)) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return false;
    }
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_STEP,
                "nobody has asked for information about %s", leg);
    return false;
}

/* An id of the request stands for its leg. */
static char *
find_leg_id(struct office *office, const char *prefix, GError **error)
{
    g_autofree char *id = command_find_id(office, prefix, error);
    g_autoptr(stored_entry) entry = NULL;

    if (id == NULL)
        return NULL;
    entry = mailbox_find(office->store, id, NULL);
    if (entry != NULL && entry->thread != NULL)
        return g_strdup(entry->thread);
    return g_steal_pointer(&id);
}

/* First-accept: what was held back goes to the winner, once more. */
static int
release_again(const struct invocation *invocation, struct office *office,
              const struct withheld *withheld)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(known_leg) leg = legs_find(office->store, withheld->leg, &error);
    g_autoptr(outbox_item) item = NULL;
    struct progress progress;

    if (leg == NULL || !progress_read(office, leg, &progress, &error))
        return command_fail(invocation, error);
    if (!progress_check(&progress, EVENT_DISCLOSURE, false, &error))
        return command_fail(invocation, error);
    item = replies_disclose(office, withheld, &error);
    if (item == NULL)
        return command_fail(invocation, error);
    return send_queued(invocation, office, item);
}

static int
run(struct invocation *invocation, const char *prefix, const struct disclose *disclose)
{
    g_autoptr(office) office = command_open(invocation);
    g_autoptr(step) step = step_new();
    g_autoptr(known_leg) leg = NULL;
    g_autoptr(withheld) withheld = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *id = NULL;
    struct uuid request;

    if (office == NULL)
        return EXIT_FAILED;
    id = find_leg_id(office, prefix, &error);
    leg = id != NULL ? step_find_leg(office, id, &error) : NULL;
    if (leg == NULL)
        return command_fail(invocation, error);
    withheld = withheld_find(office->store, leg->leg, NULL);
    if (withheld != NULL && disclose->items == NULL && disclose->options.file == NULL)
        return release_again(invocation, office, withheld);
    if (!find_request(office, leg->leg, &request, &error) ||
        !write_step(step, disclose, &error))
        return command_fail(invocation, error);
    return step_run(invocation, leg->leg, KIND_INFORMATION_DISCLOSURE, step,
                    &disclose->options, &request);
}

int
command_disclose(struct invocation *invocation, int argc, char **argv)
{
    struct disclose disclose = {0};
    const GOptionEntry own[] = {
        {"onward-use", 0, 0, G_OPTION_ARG_STRING, &disclose.onward_use,
         "this-agency referral-only no-onward", "CODE"},
        {"item", 0, 0, G_OPTION_ARG_STRING_ARRAY, &disclose.items,
         "category=answered|partly|refused|none-held (repeat)", "ITEM=ANSWER"},
        {"information", 0, 0, G_OPTION_ARG_STRING_ARRAY, &disclose.informations,
         "answered, partly: the information (sealed)", "WORDS"},
        {"why-not", 0, 0, G_OPTION_ARG_STRING_ARRAY, &disclose.why_nots,
         "refused, partly: why not, or not all (sealed)", "WORDS"},
        {"authorised-by", 0, 0, G_OPTION_ARG_STRING, &disclose.authorised_by,
         "who allowed it (sealed)", "NAME"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = step_entries(own, &disclose.options);
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "REQUEST", summary, 1, 1))
        status = run(invocation, argv[1], &disclose);
    disclose_clear(&disclose);
    return status;
}
