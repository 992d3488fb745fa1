/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AGENCY_CLIENT_OFFICE_XML_H
#define AGENCY_CLIENT_OFFICE_XML_H

/*
 * What the client shows to programs, with --xml and on its pages: one root element in
 * CLIENT_NAMESPACE, attributes, no text.
 */

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define CLIENT_NAMESPACE "urn:referral-exchange:client:1"

/* A new text that begins with the root element; nothing else is open. */
GString *xml_begin(const char *root);

/* Ends the root element; the text becomes the bytes. */
GBytes *xml_finish(GString *xml, const char *root);

/* The same, printed to stdout. */
void xml_end(GString *xml, const char *root);

/* Appends ` name="value"`, escaped; nothing when value is NULL. */
void xml_attribute(GString *xml, const char *name, const char *value);
void xml_number(GString *xml, const char *name, int64_t value);
void xml_time(GString *xml, const char *name, int64_t us);
void xml_boolean(GString *xml, const char *name, bool value);

/* Appends an XML document inside another: without its declaration. */
void xml_embed(GString *xml, GBytes *bytes);

/* Prints bytes that are XML already. */
void xml_print_bytes(GBytes *bytes);

#endif
