/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/induction.h"

#include "agency-client/commands/send.h"
#include "agency-client/office/xml.h"

/* publish */

int
induction_publish(struct invocation *invocation, int argc, char **argv)
{
    static const char summary[] =
        "Announces the session in FILE (an authoring file, see schemas/README.md). "
        "With "
        "session=\"ID\" in it, the file replaces what was announced before: more "
        "places "
        "let those who wait move up, and cancelled=\"true\" says that it does not take "
        "place.";
    static const GOptionEntry none[] = {{NULL, 0, 0, 0, NULL, NULL, NULL}};
    static const enum kind kind = KIND_INDUCTION_SESSION;
    struct file_origin origin = {.kind = &kind};
    g_autoptr(office) office = NULL;
    g_autoptr(GBytes) file = NULL;
    g_autoptr(GError) error = NULL;

    if (!command_parse(invocation, &argc, &argv, none, "FILE", summary, 1, 1))
        return EXIT_USAGE;
    office = command_open(invocation);
    if (office == NULL)
        return EXIT_FAILED;
    origin.path = argv[1];
    file = step_read_file(argv[1], &error);
    if (file == NULL)
        return command_fail(invocation, error);
    return send_file(invocation, office, file, &origin, false);
}

/* What is said of a booking. */

/* Finds the booking among what we hold, and sends a step of it. */
static int
send_about(const struct invocation *invocation, const char *prefix,
           const struct step *step, enum kind kind, const struct step_options *options)
{
    g_autoptr(office) office = command_open(invocation);
    g_autofree char *booking = NULL;
    g_autoptr(GError) error = NULL;

    if (office == NULL)
        return EXIT_FAILED;
    booking = command_find_id(office, prefix, &error);
    if (booking == NULL)
        return command_fail(invocation, error);
    return induction_send(invocation, office, step, kind, NULL, booking, options);
}

int
induction_cancel(struct invocation *invocation, int argc, char **argv)
{
    static const char summary[] = "Gives places of a booking back: those of REF ..., "
                                  "or all of them. Whoever waits "
                                  "moves up and is told by the exchange.";
    char *reason = NULL;
    char *explanation = NULL;
    struct step_options options = {0};
    const GOptionEntry own[] = {{"reason", 0, 0, G_OPTION_ARG_STRING, &reason,
                                 "illness, workload, other-session, left-post or other",
                                 "CODE"},
                                {"explanation", 0, 0, G_OPTION_ARG_STRING, &explanation,
                                 "why, in words (sealed); other needs it", "WORDS"},
                                {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = step_entries(own, &options);
    g_autoptr(step) step = step_new();
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "BOOKING [REF ...]", summary,
                      1, -1)) {
        step_attribute(step, "extent", argc > 2 ? "some" : "all");
        step_attribute(step, "reason", reason);
        step_children(step, "attendee", "starter", argv + 2);
        step_words(step, "explanation", explanation);
        status = send_about(invocation, argv[1], step, KIND_INDUCTION_CANCELLATION,
                            &options);
    }
    g_free(reason);
    g_free(explanation);
    step_options_clear(&options);
    return status;
}

/* Fills the body; false after saying which word is wrong. */
static bool
write_results(const struct invocation *invocation, struct step *step, char **results)
{
    for (char **result = results; *result != NULL; result++) {
        g_autofree char *reference = NULL;
        const char *code;

        if (!induction_split(invocation, *result, &reference, &code))
            return false;
        g_string_append(step->content, "<attendee");
        xml_attribute(step->content, "starter", reference);
        xml_attribute(step->content, "result", code);
        g_string_append(step->content, "/>");
    }
    return true;
}

int
induction_attendance(struct invocation *invocation, int argc, char **argv)
{
    static const char summary[] =
        "Says who of a booking came to our session: REF=attended, REF=no-show or "
        "REF=excused. Said again, it corrects what was said before.";
    char *note = NULL;
    struct step_options options = {0};
    const GOptionEntry own[] = {{"note", 0, 0, G_OPTION_ARG_STRING, &note,
                                 "what their agency should know (sealed)", "WORDS"},
                                {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autofree GOptionEntry *entries = step_entries(own, &options);
    g_autoptr(step) step = step_new();
    int status = EXIT_USAGE;

    if (command_parse(invocation, &argc, &argv, entries, "BOOKING REF=RESULT ...",
                      summary, 1, -1) &&
        write_results(invocation, step, argv + 2)) {
        step_words(step, "note", note);
        status =
            send_about(invocation, argv[1], step, KIND_INDUCTION_ATTENDANCE, &options);
    }
    g_free(note);
    step_options_clear(&options);
    return status;
}

/* The options of feedback, with what they become. */
enum { STAGE, STARTER, RELEVANCE, CONFIDENCE, KNOWS, IMPACT, CHANGE, COMMENT, SAID };

static const struct {
    const char *option;
    const char *becomes;
    const char *words;
    const char *value;
} said[SAID] = {
    [STAGE] = {"stage", "stage", "0, 90 or 180 days after the session", "DAYS"},
    [STARTER] = {"starter", "starter", "who says so; left out: anonymous", "REF"},
    [RELEVANCE] = {"relevance", "relevance", "how much of it mattered, 1 to 5", "N"},
    [CONFIDENCE] = {"confidence", "confidence", "how sure of the work with partners",
                    "N"},
    [KNOWS] = {"knows-who-to-call", "knowsWhoToCall", "how well they know whom to ring",
               "N"},
    [IMPACT] = {"impact", "impact",
                "how this job touches the lives of service users (sealed)", "WORDS"},
    [CHANGE] = {"change", "change", "one thing that is otherwise now (sealed)",
                "WORDS"},
    [COMMENT] = {"comment", "comment", "anything else (sealed)", "WORDS"},
};

int
induction_feedback(struct invocation *invocation, int argc, char **argv)
{
    static const char summary[] =
        "Says what the session of a booking was worth: on the day, after three months "
        "and after six. The words are sealed to the host.";
    char *values[SAID] = {NULL};
    GOptionEntry own[SAID + 1] = {{NULL, 0, 0, 0, NULL, NULL, NULL}};
    struct step_options options = {0};
    g_autofree GOptionEntry *entries = NULL;
    g_autoptr(step) step = step_new();
    int status = EXIT_USAGE;

    for (int i = 0; i < SAID; i++)
        own[i] = (GOptionEntry){said[i].option,      0,          0,
                                G_OPTION_ARG_STRING, &values[i], said[i].words,
                                said[i].value};
    entries = step_entries(own, &options);
    if (command_parse(invocation, &argc, &argv, entries, "BOOKING", summary, 1, 1)) {
        for (int i = 0; i < IMPACT; i++)
            step_attribute(step, said[i].becomes, values[i]);
        for (int i = IMPACT; i < SAID; i++)
            step_words(step, said[i].becomes, values[i]);
        status =
            send_about(invocation, argv[1], step, KIND_INDUCTION_FEEDBACK, &options);
    }
    for (int i = 0; i < SAID; i++)
        g_free(values[i]);
    step_options_clear(&options);
    return status;
}
