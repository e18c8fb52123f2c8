package rehearsal

import "context"

// recordedConference is a published conference.
type told struct {
	Kind, Title, SchoolYear string
	Host                    *code
	Cluster                 *number
	Attendances             list[struct {
		Capacity, Role string
		Unit, Person   *code
	}]
	AgendaItems list[struct {
		Ordinal     int
		Kind, Title string
	}]
	Speeches  list[speech]
	Proposals list[struct {
		Kind, Content   string
		Unit, Addressee *code
		Topics          []code
		Speech          *place
	}]
	Directives list[struct {
		Content, Addressee string
		Issuer, Person     *code
		Speech             *place
	}]
	Tasks list[struct {
		Content, SchoolYear string
		Cluster             *number
	}]
}

type speech struct {
	Ordinal                int
	Kind, Speaker, Summary string
	Unit, Person           *code
	AgendaItem             *place
}

type list[T any] struct{ Edges []struct{ Node T } }

type code struct{ Code string }

// value returns the code, or nil if there is none.
func (c *code) of() any {
	if c == nil {
		return nil
	}
	return c.Code
}

type number struct{ Number int }

// value returns the number, or nil if there is none.
func (n *number) of() any {
	if n == nil {
		return nil
	}
	return n.Number
}

type place struct{ Ordinal int }

// hasOrdinal reports whether the reference is set and has this ordinal.
func (p *place) is(ordinal int) bool { return p != nil && p.Ordinal == ordinal }

// fetchRecorded fetches a published conference.
func record(ctx context.Context, ask Ask, conference string) (told, error) {
	var answer struct{ Conference told }
	err := ask(ctx, `query($code: String!) { conference(code: $code) {
		kind title schoolYear host { code } cluster { number }
		attendances(first: 100) { edges { node { capacity role unit { code } person { code } } } }
		agendaItems(first: 100) { edges { node { ordinal kind title } } }
		speeches(first: 100) { edges { node { ordinal kind speaker summary unit { code } person { code } agendaItem { ordinal } } } }
		proposals(first: 100) { edges { node { kind content unit { code } addressee { code } topics { code } speech { ordinal } } } }
		directives(first: 100) { edges { node { content addressee issuer { code } person { code } speech { ordinal } } } }
		tasks(first: 100) { edges { node { content schoolYear cluster { number } } } }
	} }`, map[string]any{"code": conference}, &answer)
	return answer.Conference, err
}
