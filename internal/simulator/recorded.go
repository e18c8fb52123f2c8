package simulator

import "context"

// recordedConference is a published conference.
type recordedConference struct {
	Kind, Title, SchoolYear string
	Host                    *codeRef
	Cluster                 *numberRef
	Attendances             connection[struct {
		Capacity, Title string
		Unit, Person    *codeRef
	}]
	AgendaItems connection[struct {
		Ordinal     int
		Kind, Title string
	}]
	Speeches  connection[speech]
	Proposals connection[struct {
		Kind, Content   string
		Unit, Addressee *codeRef
		Topics          []codeRef
		Speech          *ordinalRef
	}]
	Directives connection[struct {
		Content, AddresseeStated string
		Issuer, Person           *codeRef
		Speech                   *ordinalRef
	}]
	Tasks connection[struct {
		Content, SchoolYear string
		Cluster             *numberRef
	}]
}

type speech struct {
	Ordinal                int
	Kind, Speaker, Summary string
	Unit, Person           *codeRef
	AgendaItem             *ordinalRef
}

type connection[T any] struct{ Edges []struct{ Node T } }

type codeRef struct{ Code string }

// value returns the code, or nil if there is none.
func (c *codeRef) value() any {
	if c == nil {
		return nil
	}
	return c.Code
}

type numberRef struct{ Number int }

// value returns the number, or nil if there is none.
func (n *numberRef) value() any {
	if n == nil {
		return nil
	}
	return n.Number
}

type ordinalRef struct{ Ordinal int }

// hasOrdinal reports whether the reference is set and has this ordinal.
func (r *ordinalRef) hasOrdinal(ordinal int) bool { return r != nil && r.Ordinal == ordinal }

// fetchRecorded fetches a published conference.
func fetchRecorded(ctx context.Context, ask Client, conference string) (recordedConference, error) {
	var answer struct{ Conference recordedConference }
	err := ask(ctx, `query($code: String!) { conference(code: $code) {
		kind title schoolYear host { code } cluster { number }
		attendances(first: 100) { edges { node { capacity title unit { code } person { code } } } }
		agendaItems(first: 100) { edges { node { ordinal kind title } } }
		speeches(first: 100) { edges { node { ordinal kind speaker summary unit { code } person { code } agendaItem
		{ ordinal } } } }
		proposals(first: 100) { edges { node { kind content unit { code } addressee { code } topics { code } speech
		{ ordinal } } } }
		directives(first: 100) { edges { node { content addresseeStated issuer { code } person { code } speech
		{ ordinal } } } }
		tasks(first: 100) { edges { node { content schoolYear cluster { number } } } }
	} }`, map[string]any{"code": conference}, &answer)
	return answer.Conference, err
}
