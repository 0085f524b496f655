/* Debian builds libxml2 with ICU, whose headers clash with those that Foundation brings. Only the layout of the encoding
   handlers depends on it, and nothing here looks into those. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <libxml/parserInternals.h>
