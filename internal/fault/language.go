package fault

import "golang.org/x/text/language"

// The supported languages.
const (
	Vietnamese = "vi"
	English    = "en"
)

// The first tag is the default.
var languageMatcher = language.NewMatcher([]language.Tag{language.English, language.Vietnamese})

// maxAcceptLanguage bounds the parsed header, in bytes. It is far above what browsers send.
const maxAcceptLanguage = 256

// NegotiateLanguage returns the language of an Accept-Language header: "vi" if Vietnamese is preferred to
// English, otherwise "en", also for an empty or malformed header.
func NegotiateLanguage(acceptLanguage string) string {
	if len(acceptLanguage) > maxAcceptLanguage {
		return English
	}
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return English
	}
	if _, index, _ := languageMatcher.Match(wanted...); index == 1 {
		return Vietnamese
	}
	return English
}
