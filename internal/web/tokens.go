package web

import "encoding/json"

// Token is offered by the playground, so that users can compare what each role sees.
type Token struct {
	Role   string `json:"role"`
	Secret string `json:"secret"`
}

// newTokensAsset returns the list of tokens, which is empty except in the demo. It must not be stored.
func newTokensAsset(tokens []Token) *asset {
	if tokens == nil {
		tokens = []Token{}
	}
	list, _ := json.Marshal(tokens) // strings can always be encoded
	a := newAsset("tokens.json", list)
	a.cache = "no-store"
	return a
}
