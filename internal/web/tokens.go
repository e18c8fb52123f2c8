package web

import "encoding/json"

// Token is one that the playground offers, so that an explorer sees at once what each role sees.
type Token struct {
	Role   string `json:"role"`
	Secret string `json:"secret"`
}

// tokensAsset is the list for the playground, empty everywhere but in the demo. It is stored by nobody.
func tokensAsset(tokens []Token) *asset {
	if tokens == nil {
		tokens = []Token{}
	}
	list, _ := json.Marshal(tokens) // strings do not fail
	a := newAsset("tokens.json", list)
	a.cache = "no-store"
	return a
}
