package main

import (
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"thidua/internal/fault"
)

// errorCodeFile is where the enum of error codes is written, in the directory of the schema.
const errorCodeFile = "graph/schema/error_code.graphqls"

// maxDescriptionWidth is the maximum length of a line of a description, in characters.
const maxDescriptionWidth = 100

// writeErrorCodes writes the enum ErrorCode of the schema: every code that a response may have, described by
// the texts of the page /docs/errors.
func writeErrorCodes() error {
	return os.WriteFile(errorCodeFile, []byte(errorCodeSchema(fault.Sentinels())), 0o600)
}

// errorCodeSchema returns the enum of these faults, except those that only commands report.
func errorCodeSchema(sentinels []*fault.Sentinel) string {
	var b strings.Builder
	b.WriteString(`# Generated from internal/fault by graph/codegen; do not edit.

"""
The codes of errors (mã lỗi): an error has its code in extensions.code, which GraphQL cannot type. Depend on
the code, never on the message. Query.errorCodes describes each code.
"""
enum ErrorCode {
`)
	for _, s := range sentinels {
		if s.IsForOperator() {
			continue
		}
		text := strings.TrimSuffix(s.Template(fault.Vietnamese), ".") + ": " + s.Cause() + " " + s.Remedy()
		fmt.Fprintf(&b, "  \"\"\"\n%s  \"\"\"\n  %s\n", wrap("  ", text), s.Code())
	}
	b.WriteString("}\n")
	return b.String()
}

// wrap returns a text in lines of at most maxDescriptionWidth characters, each with an indent and a line
// break.
func wrap(indent, text string) string {
	var b strings.Builder
	line := indent
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == indent:
			line += word
		case utf8.RuneCountInString(line+" "+word) > maxDescriptionWidth:
			b.WriteString(line + "\n")
			line = indent + word
		default:
			line += " " + word
		}
	}
	return b.String() + line + "\n"
}
