/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/kinds.h"

#include "agency-client/commands/form.h"
#include "agency-client/commands/send.h"
#include "agency-client/commands/service.h"
#include "agency-client/commands/step.h"
#include "agency-client/office/xml.h"
#include "common/documents/matter.h"

#include <stdio.h>
#include <string.h>

/*
 * What people do with the kinds of matters, a row each: the words after agency-client,
 * the kind of document, and which step of it.  The options come from its schema.
 */
static const struct kind_command {
    const char *noun;
    const char *verb;
    enum kind kind;
    const char *word; /* NULL: the kind says it, or an option */
    const char *does;
} table[] = {
    {"commitment", "make", KIND_COMMITMENT, NULL, "promise something by a day"},
    {"commitment", "kept", KIND_COMMITMENT_STEP, "kept", "say that it was kept"},
    {"commitment", "broken", KIND_COMMITMENT_STEP, "broken", "say that it was not"},
    {"commitment", "release", KIND_COMMITMENT_STEP, "released",
     "let go of what was promised to us"},
    {"enquiry", "ask", KIND_ENQUIRY, NULL, "ask an agency something"},
    {"enquiry", "answer", KIND_ENQUIRY_REPLY, "answered", "answer what we were asked"},
    {"enquiry", "signpost", KIND_ENQUIRY_REPLY, "signposted", "say who else may help"},
    {"enquiry", "nothing", KIND_ENQUIRY_REPLY, "nothing-available",
     "say that there is nothing"},
    {"enquiry", "converted", KIND_ENQUIRY_REPLY, "converted",
     "say which referral it became; 'refer --enquiry' does it by itself"},
    {"enquiry", "withdraw", KIND_ENQUIRY_REPLY, "withdrawn", "ask no longer"},
    {"consultation", "publish", KIND_CONSULTATION, NULL,
     "put a draft policy to all partners"},
    {"consultation", "comment", KIND_CONSULTATION_COMMENT, NULL,
     "comment on clauses of it"},
    {"consultation", "answer", KIND_CONSULTATION_ANSWER, NULL,
     "say what became of a comment"},
    {"consultation", "settle", KIND_CONSULTATION_FINAL, NULL,
     "publish the final version"},
    {"consultation", "adopt", KIND_CONSULTATION_ADOPTION, NULL,
     "say whether our organisation adopts it"},
    {"feedback", "send", KIND_FEEDBACK, NULL, "pass on what a service user says"},
    {"feedback", "reply", KIND_FEEDBACK_REPLY, NULL, "say what was done about it"},
    {"audit", "ask", KIND_PRACTICE_AUDIT, NULL, "ask to look at cases of an agency"},
    {"audit", "grant", KIND_AUDIT_ACCESS, "granted", "give a view without names"},
    {"audit", "refuse", KIND_AUDIT_ACCESS, "refused", "give none"},
    {"audit", "end", KIND_AUDIT_ACCESS, "ended", "end the view before its day"},
    {"audit", "findings", KIND_AUDIT_FINDINGS, NULL, "say what was found"},
    {"audit", "done", KIND_AUDIT_PROGRESS, "done", "say that an action is done"},
    {"audit", "drop", KIND_AUDIT_PROGRESS, "dropped", "let go of an action"},
    {"audit", "close", KIND_AUDIT_PROGRESS, "closed", "close the audit"},
    {"meeting", "invite", KIND_MEETING, NULL, "invite agencies to a meeting"},
    {"meeting", "attend", KIND_MEETING_REPLY, "attending", "say that we come"},
    {"meeting", "deputy", KIND_MEETING_REPLY, "deputy",
     "say that somebody else of ours comes"},
    {"meeting", "apologise", KIND_MEETING_REPLY, "apologies",
     "say that we cannot come, and what we have to say"},
    {"meeting", "minutes", KIND_MEETING_RECORD, "held",
     "send the minutes; actions with --file"},
    {"meeting", "move", KIND_MEETING_RECORD, "moved", "move it to another time"},
    {"meeting", "cancel", KIND_MEETING_RECORD, "cancelled", "call it off"},
    {"meeting", "action", KIND_MEETING_PROGRESS, NULL,
     "say what became of an action of the minutes"},
    {"visit", "ask", KIND_JOINT_VISIT, NULL, "ask an agency to visit together"},
    {"visit", "agree", KIND_VISIT_UPDATE, "agreed", "agree to the time"},
    {"visit", "move", KIND_VISIT_UPDATE, "renegotiated", "propose another time"},
    {"visit", "record", KIND_VISIT_UPDATE, NULL, "say what became of it"},
    {"lead-worker", "ask", KIND_LEAD_WORKER_REQUEST, NULL,
     "ask whom to ring about a person, and nothing else"},
    {"lead-worker", "yes", KIND_LEAD_WORKER_ANSWER, "yes", "name a worker to ring"},
    {"lead-worker", "no", KIND_LEAD_WORKER_ANSWER, "no",
     "say no, which does not tell whether the person is known"},
    {"call-back", "ask", KIND_CALL_BACK, NULL, "ask to be rung"},
    {"call-back", "result", KIND_CALL_BACK_RESULT, NULL,
     "say whether you have spoken, or tried"},
    {"service", "publish", KIND_SERVICE, NULL,
     "publish a service, or what has changed of it"},
    {"service", "list", KIND_SERVICE, NULL,
     "the services of all partners, and their room"},
    {"service", "close", KIND_SERVICE, NULL, "close a service of ours for good"},
    {"capacity", "publish", KIND_CAPACITY, NULL, "say what room a service of ours has"},
    {"availability", "ask", KIND_AVAILABILITY_ENQUIRY, NULL,
     "ask whether there is room, without saying for whom"},
    {"availability", "answer", KIND_AVAILABILITY_ANSWER, NULL,
     "say whether there is room"},
    {"plan", "agree", KIND_SUPPORT_PLAN, NULL, "agree a support plan"},
    {"plan", "met", KIND_PLAN_STEP, "condition-met",
     "say that a precondition of ours is met"},
    {"plan", "activate", KIND_PLAN_STEP, "activate",
     "start it, once every precondition is met"},
    {"plan", "review", KIND_PLAN_STEP, "review", "say that it was reviewed"},
    {"plan", "version", KIND_PLAN_STEP, "new-version", "change it"},
    {"plan", "close", KIND_PLAN_STEP, "close", "close it"},
    {"report", "ask", KIND_REPORT, NULL, "ask for a report for a court or a hearing"},
    {"report", "draft", KIND_REPORT_STEP, NULL,
     "begin a report with what was written about a case"},
    {"report", "share", KIND_REPORT_STEP, "share",
     "say that the family has seen it, and how they see it"},
    {"report", "submit", KIND_REPORT_STEP, "submit", "submit it"},
    {"report", "unshared", KIND_REPORT_STEP, "submit-unshared",
     "submit it though the family has not seen it"},
    {"report", "adjourn", KIND_REPORT_STEP, "adjourn",
     "say that the hearing is on another day"},
    {"report", "conclude", KIND_REPORT_STEP, "conclude", "say that it was heard"},
    {"report", "cancel", KIND_REPORT_STEP, "cancel", "say that it is not needed"},
    {"home", "report", KIND_HOUSING_REPORT, NULL, "tell a landlord what is wrong"},
    {"home", "acknowledge", KIND_HOUSING_REPLY, "acknowledge", "say that we know"},
    {"home", "inspect", KIND_HOUSING_REPLY, "inspect", "say when we come to look"},
    {"home", "works", KIND_HOUSING_REPLY, "order-works", "say by when it is mended"},
    {"home", "done", KIND_HOUSING_REPLY, "complete", "say that the works are done"},
    {"home", "refuse", KIND_HOUSING_REPLY, "refuse", "say why nothing is done"},
    {"home", "confirm", KIND_HOUSING_REPLY, "confirm", "say that it is mended"},
    {"home", "not-mended", KIND_HOUSING_REPLY, "not-mended", "say that it is not"},
    {"home", "withdraw", KIND_HOUSING_REPLY, "withdraw", "take the report back"},
    {"hours", "buy", KIND_HOURS_ORDER, NULL, "order hours of support"},
    {"hours", "state", KIND_HOURS_STATEMENT, NULL, "state what was delivered"},
    {"hours", "approve", KIND_HOURS_DECISION, "approve", "approve a statement"},
    {"hours", "query", KIND_HOURS_DECISION, "query", "ask about a statement"},
    {"hours", "withdraw", KIND_HOURS_DECISION, "withdraw", "take a statement back"},
    {"hours", "pay", KIND_HOURS_PAYMENT, NULL, "say that a statement is paid"},
    {"hours", "decline", KIND_HOURS_DECISION, "decline", "decline an order"},
    {"hours", "close", KIND_HOURS_DECISION, "close", "close an order"},
};

/* Those of the rows above that are commands of their own: no schema asks for them. */
static const struct {
    const char *noun;
    const char *verb;
    command_run run;
} own_commands[] = {
    {"service", "list", command_service_list},
    {"service", "close", command_service_close},
    {"report", "draft", command_report_draft},
};

static const struct kind_command *
find_command(const char *noun, const char *verb)
{
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        if (g_str_equal(table[i].noun, noun) && g_strcmp0(table[i].verb, verb) == 0)
            return &table[i];
    return NULL;
}

bool
kinds_have_verb(const char *noun, const char *verb)
{
    return find_command(noun, verb) != NULL;
}

bool
kinds_have_noun(const char *noun)
{
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        if (g_str_equal(table[i].noun, noun))
            return true;
    return false;
}

void
kinds_print_nouns(FILE *stream)
{
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
        if (i == 0 || !g_str_equal(table[i].noun, table[i - 1].noun))
            fprintf(stream, "%s  %-13s %s", i > 0 ? "\n" : "", table[i].noun,
                    table[i].verb);
        else
            fprintf(stream, ", %s", table[i].verb);
    }
    fputc('\n', stream);
}

static int
print_verbs(const char *noun, FILE *stream)
{
    fprintf(stream, "usage: agency-client %s VERB [OPTION...] [ID]\n\n", noun);
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        if (g_str_equal(table[i].noun, noun))
            fprintf(stream, "  %-13s %s\n", table[i].verb, table[i].does);
    fprintf(stream, "\n'agency-client %s VERB --help' lists the options.\n", noun);
    return stream == stdout ? EXIT_DONE : EXIT_USAGE;
}

static bool
is_step(enum kind kind)
{
    return kinds[kind].matter != NULL && kinds[kind].matter->life == NULL;
}

/* What every such command takes besides what its kind asks for. */
struct envelope_options {
    char **to;
    char *case_id;
    gboolean is_test;
    struct step_options step;
};

static void
envelope_options_clear(struct envelope_options *options)
{
    g_strfreev(options->to);
    g_free(options->case_id);
    step_options_clear(&options->step);
}

static const char *const taken[] = {"to",   "case",  "test", "file",
                                    "role", "actor", "home", "passphrase-file",
                                    "xml",  "help",  NULL};

static GOptionEntry *
list_entries(struct form *form, enum kind kind, struct envelope_options *options)
{
    const GOptionEntry to = {"to",
                             0,
                             0,
                             G_OPTION_ARG_STRING_ARRAY,
                             &options->to,
                             "the agency to write to; again for more",
                             "AGENCY"};
    const GOptionEntry of_case = {"case",
                                  0,
                                  0,
                                  G_OPTION_ARG_STRING,
                                  &options->case_id,
                                  "the case that it belongs to",
                                  "ID"};
    const GOptionEntry test = {
        "test", 0, 0, G_OPTION_ARG_NONE, &options->is_test, "a test: nobody acts on it",
        NULL};
    g_autoptr(GArray) own = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));

    if (kinds[kind].addressing == ADDRESSED_TO_AGENCY)
        g_array_append_val(own, to);
    if (!is_step(kind) && !kinds[kind].is_own_case)
        g_array_append_val(own, of_case);
    g_array_append_val(own, test);
    for (const GOptionEntry *entry = form_entries(form, taken);
         entry->long_name != NULL; entry++)
        g_array_append_vals(own, entry, 1);
    return step_entries((const GOptionEntry *)(const void *)own->data, &options->step);
}

/* Ids are given by their beginnings, as everywhere. */
static bool
complete_ids(struct office *office, struct form *form, GError **error)
{
    g_autoptr(GPtrArray) ids = form_list_ids(form);

    for (unsigned int i = 0; i < ids->len; i++) {
        char **id = g_ptr_array_index(ids, i);
        struct uuid whole;
        char *found;

        if (uuid_read(*id, &whole))
            continue;
        found = command_find_id(office, *id, error);
        if (found == NULL)
            return false;
        g_free(*id);
        *id = found;
    }
    return true;
}

/* The author's file that the options stand for; in memory only. */
static GBytes *
write_file(struct office *office, struct form *form,
           const struct envelope_options *options, GError **error)
{
    g_autofree char *case_id = options->case_id != NULL
                                   ? command_find_id(office, options->case_id, error)
                                   : NULL;
    GString *xml;

    if ((options->case_id != NULL && case_id == NULL) ||
        !complete_ids(office, form, error))
        return NULL;
    xml = g_string_new("<authoring");
    xml_attribute(xml, "xmlns", DOCUMENT_NAMESPACE);
    xml_attribute(xml, "case", case_id);
    xml_attribute(xml, "test", options->is_test ? "true" : NULL);
    g_string_append_c(xml, '>');
    if (options->step.role != NULL || options->step.actor != NULL) {
        g_string_append(xml, "<from");
        xml_attribute(xml, "role", options->step.role);
        xml_attribute(xml, "actor", options->step.actor);
        g_string_append(xml, "/>");
    }
    for (char **to = options->to; to != NULL && *to != NULL; to++) {
        g_string_append(xml, "<to");
        xml_attribute(xml, "agency", *to);
        g_string_append(xml, "/>");
    }
    form_write(form, xml);
    g_string_append(xml, "</authoring>");
    return g_string_free_to_bytes(xml);
}

static int
run(const struct invocation *invocation, const struct kind_command *command,
    struct form *form, const struct envelope_options *options, const char *prefix)
{
    g_autoptr(office) office = command_open(invocation);
    g_autoptr(GBytes) file = NULL;
    g_autofree char *thread = NULL;
    g_autoptr(GError) error = NULL;
    struct file_origin origin = {.path = options->step.file, .kind = &command->kind};

    if (office == NULL)
        return EXIT_FAILED;
    thread = prefix != NULL ? command_find_id(office, prefix, &error) : NULL;
    if (error == NULL)
        file = origin.path != NULL ? step_read_file(origin.path, &error)
                                   : write_file(office, form, options, &error);
    if (file == NULL)
        return command_fail(invocation, error);
    origin.thread = thread;
    return send_file(invocation, office, file, &origin, false);
}

static int
parse_and_run(struct invocation *invocation, const struct kind_command *command,
              int argc, char **argv)
{
    g_autofree char *name = g_strconcat(command->noun, " ", command->verb, NULL);
    g_autofree char *summary =
        g_strdup_printf("%c%s. What is sealed only the other agency reads.",
                        g_ascii_toupper(command->does[0]), command->does + 1);
    g_autoptr(labels) labels = labels_load();
    g_autoptr(form) form = form_new(labels, command->kind, command->word);
    struct envelope_options options = {0};
    g_autofree GOptionEntry *entries = list_entries(form, command->kind, &options);
    g_autofree char *missing = NULL;
    int words = is_step(command->kind);
    int status = EXIT_USAGE;

    invocation->name = name;
    if (command_parse(invocation, &argc, &argv, entries, words > 0 ? "ID" : "", summary,
                      words, words)) {
        missing = options.step.file == NULL ? form_list_missing(form) : NULL;
        if (missing != NULL)
            fprintf(stderr, "agency-client %s: still to be said:%s\n", name, missing);
        else if (options.step.file != NULL && form_is_filled(form))
            fprintf(stderr,
                    "agency-client %s: --file says it all: leave the other "
                    "options out\n",
                    name);
        else
            status =
                run(invocation, command, form, &options, words > 0 ? argv[1] : NULL);
    }
    envelope_options_clear(&options);
    return status;
}

/* Runs a command of its own; false when there is none. */
static bool
run_own(struct invocation *invocation, const struct kind_command *command, int argc,
        char **argv, int *status)
{
    g_autofree char *name = g_strconcat(command->noun, " ", command->verb, NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(own_commands); i++) {
        if (!g_str_equal(own_commands[i].noun, command->noun) ||
            !g_str_equal(own_commands[i].verb, command->verb))
            continue;
        invocation->name = name;
        *status = own_commands[i].run(invocation, argc, argv);
        return true;
    }
    return false;
}

int
command_kind(struct invocation *invocation, int argc, char **argv)
{
    const char *noun = argv[0];
    const char *verb = argc > 1 ? argv[1] : NULL;
    const struct kind_command *command = find_command(noun, verb);
    int status;

    if (command == NULL)
        return print_verbs(noun, g_strcmp0(verb, "--help") == 0 ? stdout : stderr);
    if (run_own(invocation, command, argc - 1, argv + 1, &status))
        return status;
    return parse_and_run(invocation, command, argc - 1, argv + 1);
}
