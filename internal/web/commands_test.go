package web_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"thidua/internal/web/browsertest"
)

// commandPages are pages in the states in which their commands are offered: replacements of texts in the
// fixture, and the mutation of each command.
var commandPages = map[string]struct {
	path    string
	instead []string
	calls   map[string]string
}{
	"planned": {"/control/national", []string{`"IN_SESSION"`, `"PLANNED"`}, map[string]string{
		"open": "OpenConference", "replan": "ReplanConference",
		"postpone": "PostponeConference", "cancel": "CancelConference",
	}},
	"open": {"/control/national", []string{`"IN_SESSION"`, `"OPEN"`},
		map[string]string{"start": "StartConference"}},
	"on break": {"/control/national", []string{`"IN_SESSION"`, `"ON_BREAK"`},
		map[string]string{"resume": "ResumeConference"}},
	"a clock stands, a proposal is answered": {"/control/national",
		[]string{`"@-118s"`, `null`, `"ASSIGNED"`, `"ANSWERED"`}, map[string]string{
			"resume-r0": "ResumeFloor", "complete-k1": "CompleteProposal",
		}},
	"in session": {"/control/national", nil, map[string]string{
		"pause": "PauseConference", "close": "CloseConference", "announce": "MakeAnnouncement",
		"withdraw-n1": "WithdrawAnnouncement",
		"give-next":   "GiveFloor", "request": "RequestFloor", "quota": "SetFloorQuota", "pause-r0": "PauseFloor",
		"yield-r0": "YieldFloor", "allot-r0": "AllotFloorTime",
		"give-r1": "GiveFloor", "place-r1": "PlaceFloorRequest", "unplace-r2": "PlaceFloorRequest",
		"withdraw-r1": "WithdrawFloorRequest", "restore-w1": "RestoreFloorRequest",
		"end-3": "EndAgendaItem", "start-4": "StartAgendaItem", "change-4": "ChangeAgendaItem",
		"move-4":   "MoveAgendaItem",
		"remove-4": "RemoveAgendaItem", "add-item": "AddAgendaItem",
		"plan": "PlanConference", "copy": "CopyConference",
		"invite": "InviteDelegates", "quorum": "SetQuorum", "arrange-sites": "ArrangeSites",
		"check-in-site-1": "CheckInSite", "check-out-site-1": "CheckOutSite",
		"check-in-all-site-2": "CheckInDelegates",
		"code-site-2":         "IssueCheckInCode", "arrive-d3": "CheckInDelegate",
		"leave-d1": "CheckOutDelegate", "absent-d3": "ReportAbsence",
		"submit": "SubmitProposal", "direct": "GiveDirective", "set-task": "SetTask", "send-k3": "SendProposal",
		"sponsor-k3": "SponsorProposal", "merge-k3": "MergeProposal",
		"acknowledge-k2": "AcknowledgeProposal", "refuse-k2": "RefuseProposal", "assign-k1": "AssignProposal",
		"answer-k1": "AnswerProposal",
		"report-t1": "ReportTask", "drop-t1": "DropTask",
	}},
	"a site": {
		"/site/national/site-2",
		nil,
		map[string]string{"request": "RequestFloor", "submit": "SubmitProposal",
			"self-d3": "CheckInSelf"},
	},
}

// Each command has a button, which the keyboard can reach and which sends its mutation.
func TestCommands_CallTheirMutations(t *testing.T) {
	for name, desk := range commandPages {
		t.Run(name, func(t *testing.T) {
			h, base := serveFakeAPI(t, desk.instead...)
			b := browsertest.New(t)
			b.Open(base + desk.path)
			b.Wait(`document.querySelector(".link.live") && document.querySelector("[data-command]")`)
			for command, mutation := range desk.calls {
				before := h.countOperation(mutation)
				pressAndFill(b, command)
				b.Wait(`!document.querySelector("dialog") && document.querySelector("` + unseenOutcome + `")`)
				if n := h.countOperation(mutation) - before; n != 1 {
					t.Errorf("%s called %s %d times", command, mutation, n)
				}
			}
			b.RequireClean()
		})
	}
}

// Each mutation of a conference in the schema is sent by a command, or is deliberately excluded.
func TestCommands_Complete(t *testing.T) {
	pressed := map[string]bool{"HeartbeatSite": true} // sent by the page of a site automatically
	for _, desk := range commandPages {
		for _, mutation := range desk.calls {
			pressed[mutation] = true
		}
	}
	called := map[string]bool{}
	files, err := filepath.Glob("../../screen/src/operations/*.graphql")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		for _, m := range regexp.MustCompile(`(?m)^mutation (\w+)[^{]*\{\s+(\w+)`).FindAllStringSubmatch(readFile(t,
			file), -1) {
			called[m[2]] = pressed[m[1]]
		}
	}
	const others = "createAccount disableAccount enableAccount grantRole revokeGrant issueToken revokeToken " +
		"publishReport withdrawReport"
	_, mutations, _ := strings.Cut(readFile(t, "../../schema.graphql"), "\ntype Mutation {\n")
	mutations, _, _ = strings.Cut(mutations, "\n}\n")
	mutations = regexp.MustCompile(`(?s)""".*?"""`).ReplaceAllString(mutations, "")
	fields := regexp.MustCompile(`(?m)^  (\w+)[(:]`).FindAllStringSubmatch(mutations, -1)
	if len(fields) < 50 {
		t.Fatalf("the schema has %d mutations only", len(fields))
	}
	for _, field := range fields {
		if !called[field[1]] && !slices.Contains(strings.Fields(others), field[1]) {
			t.Errorf("no command of the pages calls %s", field[1])
		}
	}
	t.Logf("%d mutations, %d of them on the pages", len(fields), len(slices.Collect(maps.Keys(called))))
}

// A form changes only what the user changed: all other values are sent unchanged.
func TestCommands_ShowOutcome(t *testing.T) {
	h, base := serveFakeAPI(t, `"IN_SESSION"`, `"PLANNED"`)
	b := browsertest.New(t)
	b.SetView(390, 844, false)
	b.Open(base + "/control/national")
	b.Wait(`document.querySelector(".link.live") && document.querySelector("[data-command=plan]")`)
	tells := func(mutation string, parts ...string) {
		t.Helper()
		b.Wait(`!document.querySelector("dialog")`)
		for _, part := range parts {
			if sent := h.variables(mutation); !strings.Contains(sent, part) {
				t.Errorf("%s was told %s, without %s", mutation, sent, part)
			}
		}
	}
	pressCommand(b, "change-4")
	b.Wait(`document.querySelector("dialog[open] [name=documents]")`)
	b.Screenshot("control-390-item")
	b.Wait(fillForm)
	tells("ChangeAgendaItem", `"unit":"unit-1"`, `"documents":["s1","cv-1"]`, `"title":"Phát biểu chỉ đạo"`,
		`"plannedMinutes":20`)

	pressCommand(b, "replan")
	b.Wait(
		`((field) => field && (field.value = "2024-08-20T08:30"))(document.querySelector("dialog [name=startAt]"))`,
	)
	b.Screenshot("control-390-replan")
	b.Wait(fillForm)
	tells(
		"ReplanConference", `"plannedStartAt":"2024-08-20T01:30:00.000Z"`, `"heldOn":"2024-08-19"`,
		`"venue":"Hà Nội"`,
	)

	b.Wait(
		`document.querySelector(".similar") && (document.querySelectorAll(".similar").forEach((it) => { it.open ` +
			`= true }), true)`,
	)
	pressAndFill(b, "merge-k3-p0") // detected as similar
	b.Wait(`document.querySelector("` + unseenOutcome + `")`)
	tells("MergeProposal", `"id":"p3"`, `"into":"p0"`)

	pressCommand(b, "arrange-sites") // rename one, nest one, add one and remove one; the rest is unchanged
	b.Wait(`document.querySelectorAll(".tree > fieldset").length === 63`)
	b.Wait(
		`((tree) => (tree[62].querySelector("button.danger").click(), true))(document.querySelectorAll(".tree > ` +
			`fieldset"))`,
	)
	b.Wait(`document.querySelectorAll(".tree > fieldset").length === 62`)
	fill := func(row int, field, value string) {
		b.Wait(
			fmt.Sprintf(
				`((field) => field && (field.value = %q, field.dispatchEvent(new Event(field.localName === "select" ? `+
					`"change" : "input", { bubbles: true }))))(document.querySelectorAll(".tree > `+
					`fieldset")[%d]?.querySelectorAll("input, select")[%s])`,
				value, row, field,
			),
		)
	}
	const unit, code, name, through = "0", "1", "2", "4"
	fill(1, name, "Hà Giang mới")
	fill(2, through, "2")
	b.Click(`dialog [data-add=site]`)
	fill(62, code, "late")
	fill(62, name, "Đến muộn")
	b.Screenshot("control-390-arrange-sites")
	b.Wait(fillForm)
	tells(
		"ArrangeSites",
		`"conference":"national"`,
		`{"code":"site-2","name":"Hà Giang `+
			`mới","kind":"REMOTE","unit":"unit-2","parent":"site-1","province":"ha-giang"}`,
		`{"code":"site-3","name":"Cao Bằng","kind":"REMOTE","unit":"unit-3","parent":"site-2"}`,
		`{"code":"late","name":"Đến muộn","kind":"REMOTE","unit":null,"parent":"site-1"}]`,
	)
	if sent := h.variables("ArrangeSites"); strings.Contains(sent, `"site-63"`) {
		t.Errorf("ArrangeSites was told %s, with the one that was taken out", sent)
	}

	pressCommand(b, "plan")
	for range 3 {
		b.Click(`dialog [data-add=site]`)
	}
	fill(0, code, "main")
	fill(0, name, "Hà Nội")
	fill(1, unit, "unit-2") // sets name and code as well
	fill(2, code, "school")
	fill(2, name, "Trường")
	fill(2, through, "2")
	b.Wait(`(document.querySelector(".tree").scrollIntoView(), true)`)
	b.Screenshot("control-390-sites")
	b.Wait(fillForm)
	tells("PlanConference", `"sites":[{"code":"main","name":"Hà Nội","kind":"MAIN","unit":null,"parent":null},`+
		`{"code":"unit-2","name":"Hà Giang","kind":"REMOTE","unit":"unit-2","parent":"main"},`+
		`{"code":"school","name":"Trường","kind":"REMOTE","unit":null,"parent":"unit-2"}]`, `"online":true`)
	b.RequireClean()
}

// Two presses before the page is redrawn send one mutation.
func TestCommands_DoublePressSendsOnce(t *testing.T) {
	h, base := serveFakeAPI(t)
	b := browsertest.New(t)
	b.Open(base + "/control/national")
	b.Wait(
		`((button) => button && (button.click(), button.click(), ` +
			`true))(document.querySelector('[data-command="send-k3"]'))`,
	)
	b.Wait(`document.querySelector(".outcome .success")`)
	pressCommand(b, "place-r1")
	b.Wait(
		`((form) => form && (form.elements.reason.value = "x", form.requestSubmit(), form.requestSubmit(), ` +
			`true))(document.querySelector("dialog form"))`,
	)
	b.Wait(`!document.querySelector("dialog")`)
	pressAndFill(b, "acknowledge-k2") // the earlier one has arrived by then
	b.Wait(`document.querySelector("` + unseenOutcome + `")`)
	for _, mutation := range []string{"SendProposal", "PlaceFloorRequest"} {
		if n := h.countOperation(mutation); n != 1 {
			t.Errorf("%s was sent %d times", mutation, n)
		}
	}
}

// fillForm fills the required empty fields of a dialog, and submits it.
const fillForm = `((form) => {
	if (!form) return false;
	for (const field of form.querySelectorAll("[required]")) {
		if (!field.value) field.value = field.type === "number" ? "1" : "x";
	}
	form.requestSubmit();
	return true;
})(document.querySelector("dialog form"))`

// unseenOutcome selects the outcome of the last command.
const unseenOutcome = `.outcome .success:not([data-seen])`

// pressAndFill presses the button of a command, and fills its dialog if it has one.
func pressAndFill(b *browsertest.Browser, command string) {
	pressCommand(b, command)
	b.Wait(`document.querySelector("` + unseenOutcome + `") || ` + fillForm)
}

// pressCommand presses the button of a command.
func pressCommand(b *browsertest.Browser, command string) {
	b.Wait(fmt.Sprintf(`((button) => {
		if (!button || button.disabled || button.tabIndex !== 0) return false;
		for (let it = button; it; it = it.parentElement) if (it.localName === "details") it.open = true;
		const told = document.querySelector(".outcome > p");
		if (told) told.dataset.seen = "";
		button.click();
		return true;
	})(document.querySelector('button[data-command="%s"]'))`, command))
}

func readFile(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
