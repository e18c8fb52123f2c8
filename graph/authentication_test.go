package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"thidua/graph"
	"thidua/internal/account"
	"thidua/internal/store"
	"thidua/internal/transport"
	"thidua/internal/viewer"
)

// signedAPI is a server like that of the program: the viewer comes from the Authorization header.
type signedAPI struct{ api }

// eachSignedAPI runs body against a server of docs/authentication.md's rows that people sign in to, with a
// token of the Ministry.
func eachSignedAPI(t *testing.T, body func(a signedAPI, ministry string)) {
	t.Helper()
	eachTable(t, func(a api, _ tableRows) {
		authenticator := account.NewAuthenticator(a.store, nil, time.Now)
		server := httptest.NewServer(transport.Authenticate(graph.Handler(a.store), authenticator.Authenticate))
		a.t.Cleanup(server.Close)
		a.url = server.URL
		s := signedAPI{a}
		operator := viewer.NewContext(a.t.Context(), viewer.Operator())
		if _, err := account.Create(operator, a.store,
			account.NewAccount{Subject: "ministry", Name: "Bộ", Kind: "SERVICE"}); err != nil {
			a.t.Fatal(err)
		}
		if _, err := account.GrantRole(operator, a.store,
			account.NewGrant{Account: "ministry", Role: "MINISTRY"}); err != nil {
			a.t.Fatal(err)
		}
		body(s, s.issueToken(operator, "ministry"))
	})
}

func (a signedAPI) issueToken(ctx context.Context, subject string) string {
	a.t.Helper()
	issued, err := account.IssueToken(ctx, a.store, account.NewToken{Account: subject, Label: "test"})
	if err != nil {
		a.t.Fatal(err)
	}
	return issued.Secret
}

// dataWithToken sends an operation with a bearer token; it must be answered without errors.
func (a signedAPI) dataWithToken(token, query string) responseData {
	a.t.Helper()
	got := a.ask(query, nil, "Authorization", "Bearer "+token)
	if len(got.Errors) > 0 {
		a.t.Fatalf("%s\n%+v", query, got.Errors)
	}
	return got.Data
}

const viewerQuery = `{ viewer { kind account { subject name disabled grants { totalCount edges { node { role
	schoolYear validTo cluster { number } unit { code } conference { code } } } }
	tokens { edges { node { id label expiresAt lastUsedAt revokedAt account { subject } } } } } } }`

// TestAccounts_MinistryAppointsHead checks that the Ministry can create an account, a grant and a token for a
// cluster's head, who loses access when the grant ends or the token is revoked.
func TestAccounts_MinistryAppointsHead(t *testing.T) {
	eachSignedAPI(t, func(a signedAPI, ministry string) {
		created := a.dataWithToken(ministry, `mutation { createAccount(input: {subject: "head",
			name: "Cụm trưởng"}) { account { subject kind disabled grants { totalCount } } } }`)
		if got := fmt.Sprint(created.changed("createAccount")); got != "map[disabled:false grants:map[totalCount:0] "+
			"kind:PERSON subject:head]" {
			a.t.Errorf("created %s", got)
		}
		granted := a.dataWithToken(ministry, `mutation { grantRole(input: {account: "head", role: CLUSTER_HEAD, `+
			`cluster: 1, schoolYear: "2024-2025"}) { grant { id role schoolYear validTo cluster { number } account { `+
			`subject grants { totalCount } } } } }`).changed("grantRole")
		if at(granted, "account", "subject") != "head" || asInt(a.t, at(granted, "cluster", "number")) != 1 ||
			at(granted, "validTo") != nil {
			a.t.Errorf("granted %v", granted)
		}
		issued := a.dataWithToken(ministry, `mutation { issueToken(input: {account: "head", label: "laptop"}) { `+
			`secret token { id label expiresAt revokedAt account { subject } } } }`)["issueToken"]
		head, _ := at(issued, "secret").(string)

		me := at(a.dataWithToken(head, viewerQuery), "viewer")
		if at(me, "kind") != "ACCOUNT" || at(me, "account", "subject") != "head" ||
			at(me, "account", "grants", "edges", 0, "node", "role") != "CLUSTER_HEAD" ||
			at(me, "account", "tokens", "edges", 0, "node", "id") != at(issued, "token", "id") {
			a.t.Errorf("the head is %v", me)
		}
		drafts := `{ reports(first: 100, where: {state: DRAFT}) { totalCount } }`
		if n := asInt(a.t, at(a.dataWithToken(head, drafts), "reports", "totalCount")); n != 3 {
			a.t.Errorf("the head sees %d drafts", n)
		}
		ended := a.dataWithToken(
			ministry, fmt.Sprintf(`mutation { revokeGrant(input: {grant: %q}) { grant { role validTo } } }`, at(granted, "id")),
		)
		if at(ended, "revokeGrant", "grant", "validTo") == nil {
			a.t.Errorf("the grant did not end: %v", ended)
		}
		if n := asInt(a.t, at(a.dataWithToken(head, drafts), "reports", "totalCount")); n != 0 {
			a.t.Errorf("who was head sees %d drafts", n)
		}
		a.dataWithToken(ministry, `mutation { grantRole(input: {account: "head", role: CLUSTER_HEAD, cluster: 1,
			schoolYear: "2023-2024"}) { grant { id } } }`)
		if n := asInt(a.t, at(a.dataWithToken(head, drafts), "reports", "totalCount")); n != 1 {
			a.t.Errorf("the head of last year sees %d drafts", n)
		}
		a.dataWithToken(
			head, fmt.Sprintf(`mutation { revokeToken(input: {token: %q}) { token { revokedAt } } }`, at(issued, "token", "id")),
		)
		a.checkTokenRefused(head, "UNAUTHENTICATED")
	})
}

// TestAuthentication_InvalidHeaders checks that invalid Authorization headers are rejected, never served as
// anonymous.
func TestAuthentication_InvalidHeaders(t *testing.T) {
	eachSignedAPI(t, func(a signedAPI, ministry string) {
		for name, headers := range map[string][]string{
			"no token": {"Bearer"}, "an empty one": {"Bearer "}, "another scheme": {"Basic " + ministry},
			"no scheme": {ministry}, "an empty header": {""},
			"two headers": {"Bearer " + ministry, "Bearer " + ministry}, "rubbish": {"Bearer x"},
			"another token": {"Bearer " + account.TokenPrefix + strings.Repeat("A", 43)},
			"a JWT":         {"Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJtaW5pc3RyeSJ9."},
			"a list":        {"Bearer " + ministry + ", Bearer x"},
		} {
			for _, language := range []string{"vi", "en"} {
				request, err := http.NewRequestWithContext(
					a.t.Context(), http.MethodGet, a.url+"?query="+url.QueryEscape(`{ viewer { kind } }`), nil,
				)
				if err != nil {
					a.t.Fatal(err)
				}
				request.Header["Authorization"] = headers
				request.Header.Set("Accept-Language", language)
				response, err := http.DefaultClient.Do(request)
				if err != nil {
					a.t.Fatal(err)
				}
				body, _ := io.ReadAll(response.Body)
				_ = response.Body.Close()
				var got graphqlResponse
				if json.Unmarshal(body, &got) != nil || response.StatusCode != http.StatusUnauthorized ||
					got.Data != nil ||
					len(got.Errors) != 1 ||
					got.Errors[0].Extensions.Code != "UNAUTHENTICATED" ||
					!strings.HasPrefix(response.Header.Get("WWW-Authenticate"), "Bearer") ||
					strings.HasPrefix(got.Errors[0].Message, "Chưa đăng nhập") != (language == "vi") {
					a.t.Errorf("%s: %d %s", name, response.StatusCode, body)
				}
			}
		}
		if kind := at(a.data(`{ viewer { kind account { subject } } }`, nil), "viewer"); fmt.Sprint(
			kind,
		) != "map[account:<nil> kind:ANONYMOUS]" {
			a.t.Errorf("without a header it is %v", kind)
		}
		operator := viewer.NewContext(a.t.Context(), viewer.Operator())
		soon, err := account.IssueToken(
			operator, a.store,
			account.NewToken{Account: "clerk", Label: "x", ExpiresAt: new(time.Now().Add(300 * time.Millisecond))},
		)
		if err != nil {
			a.t.Fatal(err)
		}
		a.dataWithToken(soon.Secret, viewerQuery)
		time.Sleep(350 * time.Millisecond)
		a.checkTokenRefused(soon.Secret, "TOKEN_EXPIRED")
		clerk := a.issueToken(operator, "clerk")
		a.dataWithToken(ministry, `mutation { disableAccount(input: {account: "clerk"}) { account { disabled } } }`)
		a.checkTokenRefused(clerk, "ACCOUNT_DISABLED")
		if enabled := at(a.dataWithToken(ministry, `mutation { enableAccount(input: {account: "clerk"}) { account { `+
			`disabled } } }`), "enableAccount", "account", "disabled"); enabled != false {
			a.t.Errorf("enabled, it is disabled: %v", enabled)
		}
		a.dataWithToken(clerk, viewerQuery)
	})
}

func (a signedAPI) checkTokenRefused(token, code string) {
	a.t.Helper()
	if got := a.ask(viewerQuery, nil, "Authorization", "Bearer "+token); got.Data != nil ||
		len(got.Errors) != 1 ||
		got.Errors[0].Extensions.Code != code {
		a.t.Errorf("%+v, want %s", got, code)
	}
}

// TestAccess_TableOfMutations checks that the table of docs/authentication.md states what each role may do,
// and omits no mutation.
func TestAccess_TableOfMutations(t *testing.T) {
	columns, marks := accessTable(t, "writing")
	listed := map[string]bool{}
	for _, m := range marks {
		listed[m.subjects[0]] = true
	}
	for _, f := range parseSDL(t, "now", graph.SDL()).Mutation.Fields {
		if !listed[f.Name] {
			t.Errorf("docs/authentication.md says nothing of %s", f.Name)
		}
	}
	eachTable(t, func(a api, rows tableRows) {
		calls, before := a.writingCalls(rows)
		viewers := columnViewers()
		for _, column := range columns {
			as, state := serve(a.t, a.store, viewers[column]), ""
			for _, m := range marks {
				call, ok := calls[m.subjects[0]+" "+m.rows]
				if !ok {
					a.t.Fatalf("the test has no call of %s, %s", m.subjects[0], m.rows)
				}
				if prepare := before[m.subjects[0]+" "+m.rows]; prepare != nil {
					a.inTx(prepare)
					state = ""
				}
				if !m.allowed[column] && state == "" { // else it is as the last refusal left it
					state = a.dumpTables()
				}
				got := as.ask(call, nil)
				if m.allowed[column] {
					state = ""
				} else if now := a.dumpTables(); now != state {
					a.t.Errorf("%s, %s, %s: refused, and done", column, m.subjects[0], m.rows)
					state = now
				}
				codes := []string{"FORBIDDEN", "NOT_FOUND"}
				if column == "anonymous" {
					codes[0] = "UNAUTHENTICATED"
				}
				refused := len(got.Errors) == 1 && slices.Contains(codes, got.Errors[0].Extensions.Code) &&
					at(got.Data, m.subjects[0]) == nil
				if m.allowed[column] && len(got.Errors) > 0 || !m.allowed[column] && !refused {
					a.t.Errorf("%s, %s, %s: %+v", column, m.subjects[0], m.rows, got)
				}
			}
		}
	})
}

// writingCalls are a call of each line of the table of writing, and what has to be so before it.
func (a api) writingCalls(
	rows tableRows,
) (calls map[string]string, before map[string]func(context.Context, *store.Tx) error) {
	a.t.Helper()
	grant, own, others := rows["another's"]["Grant"][0], rows["own"]["Token"][0], rows["another's"]["Token"][0]
	calls = map[string]string{
		"createAccount every row":  `mutation { createAccount(input: {subject: "new", name: "New"}) { account { id } } }`,
		"disableAccount every row": `mutation { disableAccount(input: {account: "other"}) { account { id } } }`,
		"enableAccount every row":  `mutation { enableAccount(input: {account: "other"}) { account { id } } }`,
		"grantRole every row":      `mutation { grantRole(input: {account: "other", role: AUDITOR}) { grant { id } } }`,
		"revokeGrant every row":    fmt.Sprintf(`mutation { revokeGrant(input: {grant: %q}) { grant { id } } }`, grant),
		"issueToken every row":     `mutation { issueToken(input: {account: "other", label: "x"}) { secret } }`,
		"revokeToken own":          fmt.Sprintf(`mutation { revokeToken(input: {token: %q}) { token { id account { subject } } } }`, own),
		"revokeToken another's": fmt.Sprintf(`mutation { revokeToken(input: {token: %q}) { token { id account { `+
			`subject } } } }`, others),
	}
	before = map[string]func(context.Context, *store.Tx) error{}
	conductCalls(rows, calls, before)
	agendaCalls(calls, before)
	attendanceCalls(calls, before)
	floorCalls(calls, before)
	followUpCalls(calls, before)
	return calls, before
}

// TestToken_ResponseVisibility checks that the response about one's own token shows no more than the viewer
// may see.
func TestToken_ResponseVisibility(t *testing.T) {
	eachTable(t, func(a api, rows tableRows) {
		owner := serve(a.t, a.store, viewer.Account(theAccount, time.Time{}))
		got := owner.ask(
			fmt.Sprintf(`mutation { revokeToken(input: {token: %q}) { token { account { subject grants { edges { node { conference {
				code } } } } } } } }`, rows["own"]["Token"][0]),
			nil,
		)
		grants := at(got.Data, "revokeToken", "token", "account", "grants", "edges")
		if len(got.Errors) > 0 ||
			at(grants, 0, "node", "conference") != nil { // it is planned, and the grant says only that there is one
			a.t.Errorf("%+v", got)
		}
		if n := len(nodeIDs(grants)); n > 1 {
			a.t.Errorf("%d grants", n)
		}
	})
}
