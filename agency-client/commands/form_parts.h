/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_COMMANDS_FORM_PARTS_H
#define AGENCY_CLIENT_COMMANDS_FORM_PARTS_H

/*
 * What a form is made of, for the files that fill it in from options (form.c) and write
 * it as a file (form_write.c).
 */

#include "agency-client/commands/form.h"

/* One option and the place in the document that it fills. */
struct input {
    const struct label_field *parent; /* the element that it belongs to */
    const struct label_field *field;  /* its attribute; or the same, for its words */
    const struct label_field *second; /* of a pair, CODE:LEVEL; NULL: no pair */
    bool is_repeated;                 /* an element for each value */
    bool is_sealed;
    char *name; /* of the option */
    char *hint;
    char *shape;   /* of a pair: what its value looks like */
    char **values; /* NULL: not given */
};

struct form {
    enum kind kind;
    const struct label_field *body;
    const struct label_field *details; /* NULL: the kind has none */
    GPtrArray *inputs;                 /* struct input * */
    GArray *entries;                   /* GOptionEntry */
};

/* Whether anything was given for a child; parent NULL: in the details, or outside. */
bool form_has_values(const struct form *form, const struct label_field *parent,
                     bool is_sealed);

#endif
