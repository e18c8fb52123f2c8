package fault

// Faults of text search.
var (
	// TooManyWords rejects a search text with too many different words. Parameters: max, value.
	TooManyWords = declare(Sentinel{
		code: "TOO_MANY_WORDS", kind: KindInvalid,
		vi:     "Nội dung tìm kiếm có {value} từ khác nhau, vượt quá giới hạn {max} từ.",
		en:     "The search text has {value} different words; at most {max} are allowed.",
		cause:  "Each different word of a search text or text filter is searched for separately in every row.",
		remedy: "Search for fewer words: the most specific ones are enough.",
	})
)
