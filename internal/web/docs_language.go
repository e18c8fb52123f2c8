package web

import (
	"net/http"

	"thidua/internal/docsite"
	"thidua/internal/fault"
)

// docLanguage returns the language of a page of the documentation: that of ?lang=, as on the pages of a
// conference, otherwise that of the browser, as in messages of the API.
func docLanguage(w http.ResponseWriter, r *http.Request) string {
	switch wanted := r.FormValue("lang"); wanted {
	case docsite.English, docsite.Vietnamese:
		return wanted
	}
	w.Header().Add("Vary", "Accept-Language")
	return fault.NegotiateLanguage(r.Header.Get("Accept-Language"))
}

// docTexts are the texts of the frame around pages of the documentation, in one language.
type docTexts struct {
	Documentation, Introduction         string
	AllPages, OnThisPage, Neighbours    string
	Search, Results, NoResults, Shorten string
	Previous, Next                      string
	OtherLanguage, Switch               string // code and name of the language that the switch selects
	NotTranslated                       string
}

var docTextsEnglish = docTexts{
	Documentation: "Documentation",
	Introduction:  "How to use, operate and understand this server, also without internet access.",
	AllPages:      "All pages", OnThisPage: "On this page", Neighbours: "Previous and next page",
	Search: "Search", Results: "Search results", NoResults: "No section contains all of these words.",
	Shorten:  "Add a word to see the others:",
	Previous: "Previous", Next: "Next",
	OtherLanguage: docsite.Vietnamese, Switch: "Tiếng Việt",
}

var docTextsVietnamese = docTexts{
	Documentation: "Tài liệu",
	Introduction:  "Cách sử dụng, vận hành và tìm hiểu máy chủ này. Xem được cả khi không có Internet.",
	AllPages:      "Tất cả các trang", OnThisPage: "Trong trang này", Neighbours: "Trang trước và trang sau",
	Search: "Tìm kiếm", Results: "Kết quả tìm kiếm", NoResults: "Không có mục nào chứa tất cả các từ này.",
	Shorten:  "Hãy thêm từ khoá để xem các kết quả còn lại:",
	Previous: "Trang trước", Next: "Trang sau",
	OtherLanguage: docsite.English, Switch: "English",
	NotTranslated: "Trang này chưa có bản tiếng Việt, nên được hiển thị bằng tiếng Anh.",
}
