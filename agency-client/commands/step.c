/* SPDX-License-Identifier: Apache-2.0 */
#include "agency-client/commands/step.h"

#include "agency-client/commands/print.h"
#include "agency-client/commands/send.h"
#include "agency-client/local_store/legs.h"
#include "agency-client/local_store/mailbox.h"
#include "common/documents/limits.h"
#include "common/documents/names.h"
#include "common/documents/violation.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define READ_CHUNK 65536

GOptionEntry *
step_entries(const GOptionEntry *own, struct step_options *options)
{
    const GOptionEntry shared[] = {
        {"file", 'f', 0, G_OPTION_ARG_FILENAME, &options->file,
         "take the whole step from FILE (an authoring file; - is standard input)",
         "FILE"},
        {"role", 0, 0, G_OPTION_ARG_STRING, &options->role, "who writes: a role code",
         "ROLE"},
        {"actor", 0, 0, G_OPTION_ARG_STRING, &options->actor,
         "who writes: a reference of ours, never a name", "REF"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    GArray *all = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));

    for (const GOptionEntry *entry = own; entry->long_name != NULL; entry++)
        g_array_append_vals(all, entry, 1);
    g_array_append_vals(all, shared, G_N_ELEMENTS(shared));
    return (GOptionEntry *)(void *)g_array_free(all, FALSE);
}

void
step_options_clear(struct step_options *options)
{
    g_free(options->file);
    g_free(options->role);
    g_free(options->actor);
}

static GBytes *
read_stream(FILE *stream, const char *path, GError **error)
{
    GByteArray *bytes = g_byte_array_new();
    guint8 chunk[READ_CHUNK];
    size_t size;

    while ((size = fread(chunk, 1, sizeof chunk, stream)) > 0 &&
           bytes->len <= DOCUMENT_MAX_BYTES)
        g_byte_array_append(bytes, chunk, (unsigned)size);
    explicit_bzero(chunk, sizeof chunk);
    if (ferror(stream) || bytes->len > DOCUMENT_MAX_BYTES) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_FILE, "%s: %s", path,
                    ferror(stream) ? g_strerror(errno) : "larger than 1 MiB");
        g_byte_array_unref(bytes);
        return NULL;
    }
    return g_byte_array_free_to_bytes(bytes);
}

GBytes *
step_read_file(const char *path, GError **error)
{
    FILE *stream;
    GBytes *bytes;

    if (g_str_equal(path, "-"))
        return read_stream(stdin, "standard input", error);
    stream = fopen(path, "re");
    if (stream == NULL) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_FILE, "%s: %s", path,
                    g_strerror(errno));
        return NULL;
    }
    bytes = read_stream(stream, path, error);
    fclose(stream);
    return bytes;
}

struct step *
step_new(void)
{
    struct step *step = g_new0(struct step, 1);

    step->attributes = g_string_new(NULL);
    step->content = g_string_new(NULL);
    step->details_attributes = g_string_new(NULL);
    step->details = g_string_new(NULL);
    return step;
}

void
step_free(struct step *step)
{
    if (step == NULL)
        return;
    g_string_free(step->attributes, TRUE);
    g_string_free(step->content, TRUE);
    g_string_free(step->details_attributes, TRUE);
    g_string_free(step->details, TRUE);
    g_free(step);
}

static void
append_attribute(GString *xml, const char *name, const char *value)
{
    g_autofree char *escaped = NULL;

    if (value == NULL)
        return;
    escaped = g_markup_escape_text(value, -1);
    g_string_append_printf(xml, " %s=\"%s\"", name, escaped);
}

void
step_attribute(struct step *step, const char *name, const char *value)
{
    append_attribute(step->attributes, name, value);
}

void
step_children(struct step *step, const char *element, const char *attribute,
              char *const *values)
{
    for (int i = 0; values != NULL && values[i] != NULL; i++) {
        g_string_append_printf(step->content, "<%s", element);
        append_attribute(step->content, attribute, values[i]);
        g_string_append(step->content, "/>");
    }
}

void
step_words(struct step *step, const char *element, const char *text)
{
    g_autofree char *escaped = NULL;

    if (text == NULL)
        return;
    escaped = g_markup_escape_text(text, -1);
    g_string_append_printf(step->details, "<%s>%s</%s>", element, escaped, element);
}

void
step_worker_clear(struct step_worker *worker)
{
    g_free(worker->name);
    g_free(worker->telephone);
    g_free(worker->email);
    g_free(worker->call_back);
}

/* "weekdays 09:00-12:00" */
static bool
write_call_back(GString *xml, const char *text, GError **error)
{
    g_auto(GStrv) words = g_strsplit(text, " ", 2);
    g_auto(GStrv) times =
        words[0] != NULL && words[1] != NULL ? g_strsplit(words[1], "-", 2) : NULL;

    if (times == NULL || times[0] == NULL || times[1] == NULL) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "--call-back is days and times, like \"weekdays 09:00-12:00\"");
        return false;
    }
    g_string_append(xml, "<callBack");
    append_attribute(xml, "days", words[0]);
    append_attribute(xml, "from", times[0]);
    append_attribute(xml, "to", times[1]);
    g_string_append(xml, "/>");
    return true;
}

bool
step_worker_write(struct step *step, const char *element,
                  const struct step_worker *worker, GError **error)
{
    if (worker->name == NULL) {
        if (worker->telephone == NULL && worker->email == NULL &&
            worker->call_back == NULL)
            return true;
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "--telephone, --email and --call-back go with --lead-worker NAME");
        return false;
    }
    g_string_append_printf(step->details, "<%s", element);
    append_attribute(step->details, "name", worker->name);
    append_attribute(step->details, "telephone", worker->telephone);
    append_attribute(step->details, "email", worker->email);
    g_string_append_c(step->details, '>');
    if (worker->call_back != NULL &&
        !write_call_back(step->details, worker->call_back, error))
        return false;
    g_string_append_printf(step->details, "</%s>", element);
    return true;
}

GBytes *
step_write(const struct step *step, enum kind kind, const char *to,
           const struct step_options *options)
{
    const char *name = kinds[kind].name;
    GString *xml = g_string_new(NULL);

    g_string_append_printf(xml, "<authoring xmlns=\"%s\">", DOCUMENT_NAMESPACE);
    if (options->role != NULL || options->actor != NULL) {
        g_string_append(xml, "<from");
        append_attribute(xml, "role", options->role);
        append_attribute(xml, "actor", options->actor);
        g_string_append(xml, "/>");
    }
    if (to != NULL) {
        g_string_append(xml, "<to");
        append_attribute(xml, "agency", to);
        g_string_append(xml, "/>");
    }
    g_string_append_printf(xml, "<%s xmlns=\"%s\"%s>%s</%s>", name,
                           kinds[kind].xml_namespace, step->attributes->str,
                           step->content->str, name);
    if (step->details->len + step->details_attributes->len > 0)
        g_string_append_printf(xml, "<details xmlns=\"%s\"><%s%s>%s</%s></details>",
                               DETAILS_NAMESPACE, name, step->details_attributes->str,
                               step->details->str, name);
    g_string_append(xml, "</authoring>");
    return g_string_free_to_bytes(xml);
}

/* Of several legs, the one that is still open; else a person has to say which. */
static struct known_leg *
choose_leg(GPtrArray *legs, const char *prefix, GError **error)
{
    struct known_leg *chosen = NULL;
    GString *others = g_string_new(NULL);
    int open_count = 0;

    for (unsigned i = 0; i < legs->len; i++) {
        struct known_leg *leg = legs->pdata[i];
        int state = name_index(leg_state_names, leg->state);
        g_autofree char *id = print_id(leg->leg);

        g_string_append_printf(others, "\n  %s  to %s, %s", id, leg->recipient,
                               leg->state);
        if (state >= 0 && leg_state_is_final((enum leg_state)state))
            continue;
        open_count++;
        chosen = leg;
    }
    if (legs->len == 1)
        chosen = legs->pdata[0];
    else if (open_count != 1)
        chosen = NULL;
    if (chosen == NULL)
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "'%s' is a referral with several legs: say which%s", prefix,
                    others->str);
    g_string_free(others, TRUE);
    return chosen;
}

struct known_leg *
step_find_leg(struct office *office, const char *prefix, GError **error)
{
    g_autofree char *id = command_find_id(office, prefix, error);
    g_autoptr(GPtrArray) legs = NULL;
    struct known_leg *chosen;

    if (id == NULL)
        return NULL;
    legs = legs_list(office->store, id, error);
    if (legs == NULL)
        return NULL;
    if (legs->len == 0) {
        g_set_error(error, OFFICE_ERROR, OFFICE_ERROR_INVALID,
                    "%s is a document, not a referral: give the id that 'agency-client "
                    "inbox' shows",
                    prefix);
        return NULL;
    }
    chosen = choose_leg(legs, prefix, error);
    return chosen != NULL ? legs_find(office->store, chosen->leg, error) : NULL;
}

int
step_run(const struct invocation *invocation, const char *leg_prefix, enum kind kind,
         const struct step *step, const struct step_options *options,
         const struct uuid *request)
{
    g_autoptr(office) office = command_open(invocation);
    g_autoptr(GPtrArray) violations = violations_new();
    g_autoptr(known_leg) leg = NULL;
    g_autoptr(composed) composed = NULL;
    g_autoptr(GBytes) file = NULL;
    g_autoptr(GError) error = NULL;

    if (office == NULL)
        return EXIT_FAILED;
    leg = step_find_leg(office, leg_prefix, &error);
    if (leg == NULL)
        return command_fail(invocation, error);
    file = options->file != NULL ? step_read_file(options->file, &error)
                                 : step_write(step, kind, NULL, options);
    if (file == NULL)
        return command_fail(invocation, error);
    composed = compose_step(office, leg, file, kind, request, violations, &error);
    if (composed == NULL)
        return command_fail_violations(invocation, options->file, violations, error);
    /* Whoever answers has seen what is answered. */
    if (!mailbox_mark_seen(office->store, leg->leg, &error))
        return command_fail(invocation, error);
    return send_composed(invocation, office, composed);
}
