package access

// HasRule reports whether a type has a rule. Types without one are visible to the operator only.
func HasRule(typ string) bool { return rules[typ] != nil }
