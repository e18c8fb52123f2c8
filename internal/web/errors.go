package web

import (
	"bytes"
	"html/template"
	"net/http"
	"strconv"

	"thidua/internal/docsite"
	"thidua/internal/fault"
	"thidua/internal/transport"
)

// errorCodes is the data of templates/errors.html.
type errorCodes struct {
	Language, Other string // the page's language, and the other one
	Title, Summary  string
	Codes           []errorCode
}

// errorCode is an entry of the page.
type errorCode struct {
	*fault.Sentinel
	Status string // of HTTP; "" for a code that no response has
}

// otherStatuses are further statuses of codes: of a client that is slow to send its request, and of a URL
// that is too long.
var otherStatuses = map[fault.Code]int{
	fault.Timeout.Code():      http.StatusRequestTimeout,
	fault.BodyTooLarge.Code(): http.StatusRequestURITooLong,
}

func newErrorCode(s *fault.Sentinel) errorCode {
	if s.IsForOperator() {
		return errorCode{Sentinel: s}
	}
	status := strconv.Itoa(transport.StatusOf(s.Code()))
	if other, has := otherStatuses[s.Code()]; has {
		status += ", " + strconv.Itoa(other)
	}
	return errorCode{s, status}
}

func newErrorCodes(language string) errorCodes {
	d := errorCodes{Language: docsite.English, Other: docsite.Vietnamese,
		Title: "Error codes",
		Summary: "Every error has its code in extensions.code, and a message in the language of" +
			" Accept-Language. Depend on the code, never on the message. The HTTP status is that of a" +
			" response without data; with Accept: application/json most of them have 200."}
	for _, s := range fault.Sentinels() {
		d.Codes = append(d.Codes, newErrorCode(s))
	}
	if language == docsite.Vietnamese {
		d.Language, d.Other = d.Other, d.Language
		d.Title = "Mã lỗi"
		d.Summary = "Mỗi lỗi có mã trong extensions.code và lời nhắn theo ngôn ngữ của Accept-Language." +
			" Ứng dụng chỉ nên dựa vào mã, không dựa vào lời nhắn. Mã trạng thái HTTP là của phản hồi không" +
			" có dữ liệu; với Accept: application/json, phần lớn phản hồi có mã 200."
	}
	return d
}

// renderErrorCodes renders the catalogue of error codes, generated from fault.Sentinels, as a page of the
// documentation. Each code is an anchor: /docs/errors#NOT_FOUND.
func renderErrorCodes(language string) (*docsite.Page, error) {
	d := newErrorCodes(language)
	var buf bytes.Buffer
	if err := templates.ExecuteTemplate(&buf, "errors.html", d); err != nil {
		return nil, err
	}
	p := &docsite.Page{Name: "errors", Language: language, Title: d.Title, Summary: d.Summary,
		HTML:     template.HTML(buf.String()),
		Sections: []docsite.Section{{Title: d.Title, Level: 1, Text: d.Summary}}}
	for _, c := range d.Codes {
		code := string(c.Code())
		p.Sections = append(p.Sections, docsite.Section{Anchor: code, Title: code, Level: 2,
			Text: c.Template(language) + " " + c.Cause() + " " + c.Remedy()})
	}
	return p, nil
}
