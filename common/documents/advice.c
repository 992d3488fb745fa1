/* SPDX-License-Identifier: Apache-2.0 */
#include "common/documents/advice.h"

#include "common/documents/kinds.h"

#include <string.h>

#define AUTHORING "/authoring"
#define FILL_IN   "fill this in"

/* What to do about a clause of the schema, where its own words speak of XML. */
static const struct {
    const char *rule;
    const char *words;
} advices[] = {
    {"cvc-complex-type.4", FILL_IN},
    {"cvc-minLength-valid", FILL_IN},
    {"cvc-maxLength-valid", "this is too long"},
    {"cvc-minInclusive-valid", "this number is too small"},
    {"cvc-minExclusive-valid", "this number is too small"},
    {"cvc-maxInclusive-valid", "this number is too large"},
    {"cvc-maxExclusive-valid", "this number is too large"},
    {"cvc-fractionDigits-valid", "take at most two digits after the point"},
};

/* The same by the type of a value, where people write it in parts of its own. */
static const struct {
    const char *type;
    const char *words;
} forms[] = {
    {"date", "there is no such day: write it as in 27 3 2026"},
};

/* A field on the way down a path, and which one of several it is. */
struct stop {
    const struct label_field *field;
    const char *position; /* "2"; NULL: there is one */
};

/* One step down; false when the schemas know of none by that name. */
static bool
go_down(struct stop *stop, char *word)
{
    bool is_attribute = word[0] == '@';
    char *bracket = strchr(word, '[');

    stop->position = NULL;
    if (bracket != NULL) {
        *bracket = '\0';
        stop->position = bracket + 1;
        bracket[1 + strcspn(bracket + 1, "]")] = '\0';
    }
    stop->field =
        label_field_find(stop->field, is_attribute ? word + 1 : word, is_attribute);
    return stop->field != NULL;
}

/* "Risk 2" of several, else "Risk". */
static void
append_stop(GString *words, const struct stop *stop)
{
    g_string_append(words, stop->field->label);
    if (stop->position != NULL)
        g_string_append_printf(words, " %s", stop->position);
}

/* What the field is called, and within what; most names recur in many places. */
static char *
title_of(const struct stop *stop, const struct stop *within)
{
    g_autoptr(GString) title = g_string_new(NULL);

    if (within != NULL && g_str_equal(within->field->label, stop->field->label)) {
        append_stop(title, within);
    } else {
        append_stop(title, stop);
        if (within != NULL) {
            g_string_append(title, " (");
            append_stop(title, within);
            g_string_append_c(title, ')');
        }
    }
    return g_string_free(g_steal_pointer(&title), FALSE);
}

/* "choose one: Consent, Without consent"; NULL when there is nothing to choose. */
static char *
choice_words(const struct label_field *field)
{
    g_autoptr(GString) words = g_string_new(NULL);

    for (unsigned i = 0; i < field->fields->len; i++) {
        const struct label_field *one = field->fields->pdata[i];

        if (one->choice != 0)
            g_string_append_printf(words, "%s%s",
                                   words->len > 0 ? ", " : "choose one: ", one->label);
    }
    return words->len > 0 ? g_string_free(g_steal_pointer(&words), FALSE) : NULL;
}

static char *
field_words(const struct label_field *field, const struct violation *violation)
{
    char *words;

    if (field->list != NULL && g_str_has_prefix(violation->rule, "cvc-"))
        return g_strdup("choose one of the list");
    if (g_str_equal(violation->rule, "cvc-complex-type.2.4") &&
        (words = choice_words(field)) != NULL)
        return words;
    for (size_t i = 0; i < G_N_ELEMENTS(advices); i++) {
        if (g_str_equal(advices[i].rule, violation->rule))
            return g_strdup(advices[i].words);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
        if (g_strcmp0(forms[i].type, field->type) == 0 &&
            g_str_has_prefix(violation->rule, "cvc-"))
            return g_strdup(forms[i].words);
    }
    if (field->form != NULL && g_str_has_prefix(violation->rule, "cvc-"))
        return g_strdup_printf("this is not in its form. %s", field->form);
    return g_strdup(violation->words);
}

/* Whether a field helps to tell the place: the frame of the file does not. */
static bool
is_place(const struct label_field *field)
{
    enum kind kind;

    return !g_str_equal(field->name, "authoring") &&
           !g_str_equal(field->name, "details") && !kind_find(field->name, &kind);
}

/* The path in the author's file of what was found, in whatever was made of it. */
static char *
path_in_file(const struct violation *violation)
{
    const char *path = violation->path != NULL ? violation->path : "";

    if (g_str_has_prefix(path, "/document"))
        return g_strconcat(AUTHORING, path + strlen("/document"), NULL);
    if (g_str_has_prefix(path, "/details"))
        return g_strconcat(AUTHORING, path, NULL);
    return g_strdup(path);
}

/* The field of a path and what it stands in; false when the schemas know none. */
static bool
find_field(const struct labels *labels, const char *path, char **words,
           struct stop *field, struct stop *within)
{
    *field = (struct stop){labels_find_root(labels, "authoring"), NULL};
    *within = *field;
    if (!g_str_has_prefix(path, AUTHORING "/"))
        return false;
    for (char **word = words + 2; *word != NULL; word++) {
        *within = *field;
        if (!go_down(field, *word))
            return false;
    }
    return true;
}

/* Of what could stand there, the first that has to; NULL when one is to be chosen. */
static const struct label_field *
required_child(const struct label_field *field, const char *expected)
{
    g_auto(GStrv) names = g_strsplit(expected, ", ", -1);

    for (char **name = names; *name != NULL; name++) {
        const struct label_field *child = label_field_find(field, *name, false);

        if (child != NULL && child->choice != 0)
            return NULL;
        if (child != NULL && child->is_required)
            return child;
    }
    return NULL;
}

/* Goes to what is missing, if that is what is wrong: below the field, or beside it. */
static bool
go_to_missing(struct stop *field, struct stop *within,
              const struct violation *violation)
{
    const char *words = violation->words;
    const struct stop *parent = field;
    const struct label_field *child = NULL;

    if (g_str_has_prefix(words, VIOLATION_MISSING_CHILD)) {
        child = required_child(field->field, words + strlen(VIOLATION_MISSING_CHILD));
    } else if (g_str_has_prefix(words, VIOLATION_WRONG_CHILD)) {
        parent = within;
        child = required_child(within->field, words + strlen(VIOLATION_WRONG_CHILD));
    }
    if (child == NULL)
        return false;
    *within = *parent;
    *field = (struct stop){child, NULL};
    return true;
}

char *
advice_path(const struct labels *labels, const struct violation *violation)
{
    g_autofree char *path = path_in_file(violation);
    g_auto(GStrv) words = g_strsplit(path, "/", -1);
    struct stop field;
    struct stop within;

    if (!find_field(labels, path, words, &field, &within) ||
        !go_to_missing(&field, &within, violation))
        return g_steal_pointer(&path);
    if (g_str_has_prefix(violation->words, VIOLATION_WRONG_CHILD))
        *strrchr(path, '/') = '\0';
    return g_strdup_printf("%s/%s", path, field.field->name);
}

char *
advice_words(const struct labels *labels, const struct violation *violation)
{
    g_autofree char *path = path_in_file(violation);
    g_auto(GStrv) words = g_strsplit(path, "/", -1);
    g_autofree char *title = NULL;
    g_autofree char *said = NULL;
    struct stop field;
    struct stop within;
    bool is_missing;

    if (!find_field(labels, path, words, &field, &within))
        return g_strdup(violation->words);
    is_missing = go_to_missing(&field, &within, violation);
    if (!is_place(field.field))
        return g_strdup(violation->words);
    title = title_of(&field, is_place(within.field) ? &within : NULL);
    said = is_missing ? g_strdup(FILL_IN) : field_words(field.field, violation);
    return g_strdup_printf("%s: %s", title, said);
}
