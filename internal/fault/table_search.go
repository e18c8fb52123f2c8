package fault

// Faults of looking for text.
var (
	// TooManyWords refuses a text with more words than are looked for. Parameters: max, value.
	TooManyWords = declare(Sentinel{
		code: "TOO_MANY_WORDS", kind: KindInvalid,
		vi:     "Nội dung tìm kiếm có {value} từ khác nhau; chỉ được tối đa {max} từ.",
		en:     "The text to look for has {value} different words; at most {max} are allowed.",
		cause:  "Each different word of the text of search, or of a text filter, is looked for by itself in every row.",
		remedy: "Look for fewer words: the most specific ones are enough.",
	})
)
