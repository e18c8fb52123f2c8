package fault

import "golang.org/x/text/language"

// The languages that texts are in.
const (
	Vietnamese = "vi"
	English    = "en"
)

// The first one is for whoever prefers neither.
var matcher = language.NewMatcher([]language.Tag{language.English, language.Vietnamese})

// maxAcceptLanguage is far above what browsers send, and keeps a hostile
// header cheap.
const maxAcceptLanguage = 256

// Language picks the language of texts by an Accept-Language header: "vi" for
// whoever prefers Vietnamese to English, and "en" for everybody else, an empty
// or malformed header included.
func Language(acceptLanguage string) string {
	if len(acceptLanguage) > maxAcceptLanguage {
		return English
	}
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return English
	}
	if _, index, _ := matcher.Match(wanted...); index == 1 {
		return Vietnamese
	}
	return English
}
