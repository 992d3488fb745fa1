/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/induction.h"

#include "agency-client/office/xml.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    command_run run;
    const char *does;
} words[] = {
    {"sessions", induction_sessions, "the sessions to come, and who is in ours"},
    {"circuit", induction_circuit, "who has met whom, and what is overdue"},
    {"publish", induction_publish, "announce, change or cancel a session of ours"},
    {"starter", induction_starter, "say that somebody started, or left"},
    {"book", induction_book, "book places in a session"},
    {"cancel", induction_cancel, "give places back"},
    {"attendance", induction_attendance, "say who came to our session"},
    {"feedback", induction_feedback, "say what it was worth"},
};

static void
print_usage(FILE *stream)
{
    fputs("usage: agency-client induction WORD ...\n\n", stream);
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        fprintf(stream, "  %-11s %s\n", words[i].name, words[i].does);
    fputs("\n'agency-client induction WORD --help' says more.\n", stream);
}

int
command_induction(struct invocation *invocation, int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "";
    g_autofree char *name = g_strconcat("induction ", word, NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(words[i].name, word) != 0)
            continue;
        invocation->name = name;
        return words[i].run(invocation, argc - 1, argv + 1);
    }
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        print_usage(stdout);
        return EXIT_DONE;
    }
    print_usage(stderr);
    return EXIT_USAGE;
}

struct induction_view *
induction_fetch(struct office *office, GBytes **bytes, GError **error)
{
    struct exchange_api *api = office_api(office, error);
    g_auto(exchange_answer_auto) answer = {0};

    if (api == NULL || !exchange_inductions_read(api, &answer, error))
        return NULL;
    if (bytes != NULL)
        *bytes = g_bytes_ref(answer.body);
    return induction_view_read(answer.body, error);
}

struct induction_view *
induction_list(struct invocation *invocation, struct office *office, int *status)
{
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(induction_view) view = induction_fetch(office, &bytes, &error);

    if (view == NULL) {
        *status = command_fail(invocation, error);
        return NULL;
    }
    *status = EXIT_DONE;
    if (invocation->is_xml) {
        xml_print_bytes(bytes);
        return NULL;
    }
    return g_steal_pointer(&view);
}

static bool
begins_with(const struct uuid *id, const char *prefix)
{
    char text[UUID_TEXT_BYTES];
    g_autofree char *lower = g_ascii_strdown(prefix, -1);

    uuid_write(id, text);
    return *lower != '\0' && g_str_has_prefix(text, lower);
}

static void
refuse(const char *prefix, bool is_several, GError **error)
{
    g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                is_several
                    ? "'%s' is the beginning of several sessions: give more of it"
                    : "'%s' is no session: 'agency-client induction sessions' "
                      "lists them",
                prefix);
}

const struct session_view *
induction_find_session(const struct induction_view *view, const char *prefix,
                       GError **error)
{
    const struct session_view *found = NULL;

    for (size_t i = 0; i < view->session_count; i++) {
        if (!begins_with(&view->sessions[i].session, prefix))
            continue;
        if (found != NULL) {
            refuse(prefix, true, error);
            return NULL;
        }
        found = &view->sessions[i];
    }
    if (found == NULL)
        refuse(prefix, false, error);
    return found;
}
