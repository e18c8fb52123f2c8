package web

import (
	"thidua/internal/docsite"
	"thidua/internal/fault"
)

// errorCodes is the data of templates/errors.html.
type errorCodes struct {
	Language, Other string // the page's language, and the other one
	Title, Summary  string
	Codes           []*fault.Sentinel
}

func newErrorCodes(language string) errorCodes {
	d := errorCodes{Language: docsite.English, Other: docsite.Vietnamese, Codes: fault.Sentinels(),
		Title: "Error codes",
		Summary: "Every error has its code in extensions.code, and a message in the language of" +
			" Accept-Language. Depend on the code, never on the message."}
	if language == docsite.Vietnamese {
		d.Language, d.Other = d.Other, d.Language
		d.Title = "Mã lỗi"
		d.Summary = "Mỗi lỗi có mã trong extensions.code và lời nhắn theo ngôn ngữ của Accept-Language." +
			" Ứng dụng chỉ nên dựa vào mã, không dựa vào lời nhắn."
	}
	return d
}
