/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From structs to XML text: a GString and escaping, which is all that data of known
 * shape needs.  Pure; any thread.
 */
#ifndef DOCUMENTS_WRITER_H
#define DOCUMENTS_WRITER_H

#include "common/documents/field.h"
#include <glib.h>

/* Appends text with what XML reserves escaped, and what it forbids left out. */
void writer_text(GString *xml, const char *text);

/* Appends ` name="text"`; nothing when text is NULL. */
void writer_attribute(GString *xml, const char *name, const char *text);

/* Appends the attributes of a struct by its table. */
void writer_fields(GString *xml, const struct field *fields, size_t field_count,
                   const void *from);

/* Appends <name attributes/>. */
void writer_element(GString *xml, const char *name, const struct field *fields,
                    size_t field_count, const void *from);

/* Appends base64. */
void writer_base64(GString *xml, GBytes *bytes);

/* A new text that begins with the XML declaration. */
GString *writer_new(void);

/* Ends the text with a newline and turns it into bytes. */
GBytes *writer_finish(GString *xml);

#endif
