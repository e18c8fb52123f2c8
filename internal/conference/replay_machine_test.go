package conference_test

import (
	"context"
	"time"

	"pgregory.net/rapid"

	"thidua/ent/announcement"
	"thidua/ent/attendance"
	"thidua/ent/floorrequest"
	"thidua/ent/site"
	"thidua/internal/conference"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// machine calls random commands of a conference of its own, with sites of two units and three items.
type machine struct {
	*rapid.T
	fixture
	code   string
	before []gid.ID // proposals of the previous conference

	announcements, items, delegates, requests, proposals, directives, tasks []gid.ID
}

// randomCall calls a command with random input; it may be rejected.
type randomCall func(m *machine, ctx context.Context) error

// planConference plans the conference, and mostly opens and starts it, since most commands need that.
func (m *machine) planConference() {
	in := newPlan(m.fixture.t)
	in.Code, in.Quorum, in.Sites[0].Unit, in.Sites[1].Unit, in.Sites[1].Parent = m.code, 50, "bac-ninh",
		"ha-nam", "main"
	in.AgendaItems[1].Speaker, in.AgendaItems[1].Unit, in.AgendaItems[1].Documents = "Nguyễn Thế Sơn",
		"bac-ninh", []string{"s1", "s0"}
	begin := []func(context.Context, *store.Store, string) (gid.ID, error){conference.Open, conference.Start}
	plan := func(ctx context.Context, s *store.Store, _ string) (gid.ID, error) {
		return conference.Plan(ctx, s, in)
	}
	for _, step := range append([]func(context.Context, *store.Store, string) (gid.ID, error){plan},
		begin[:rapid.SampledFrom([]int{2, 2, 1, 0}).Draw(m.T, "begun")]...) {
		if _, err := step(m.ctxAs("ministry"), m.s, m.code); err != nil {
			m.Fatal(err)
		}
	}
	// Fails if the conference is not open; otherwise there are proposals to merge from the start.
	for _, unit := range []string{"bac-ninh", "ha-nam"} {
		id, err := conference.SubmitProposal(m.ctxAs("ministry"), m.s, conference.NewProposal{
			Conference: m.code, Kind: "PROPOSAL", Content: "Bổ sung biên chế.", Unit: unit,
		})
		if _, refused := fault.FromError(err); !refused && appendID(&m.proposals, id, err) != nil {
			m.Fatal(err)
		}
	}
	for i := range in.AgendaItems {
		m.items = append(m.items, conference.PartID(gid.AgendaItem, m.code, i+1))
	}
}

// callRandomCommand calls a random command on a random subject.
func (m *machine) callRandomCommand() error {
	noun := rapid.SampledFrom([]string{"course", "agenda", "site", "announcement", "roll", "floor", "floor",
		"proposal", "proposal", "task"}).Draw(m.T, "noun")
	calls := callsByNoun[noun]
	return calls[rapid.IntRange(0, len(calls)-1).Draw(m.T, "verb")](m, m.ctxAs("ministry"))
}

var callsByNoun = map[string][]randomCall{
	"course": courseCalls, "agenda": agendaCalls, "site": siteCalls, "announcement": announcementCalls,
	"roll": rollCalls, "floor": floorCalls, "proposal": proposalCalls, "task": taskCalls,
}

// pickID returns one of the created ids, or 0, which is rejected, if there are none.
func (m *machine) pickID(of []gid.ID) gid.ID {
	if len(of) == 0 {
		return 0
	}
	return rapid.SampledFrom(of).Draw(m.T, "which")
}

func (m *machine) pickText(of ...string) string { return rapid.SampledFrom(of).Draw(m.T, "text") }
func (m *machine) pickNumber(least, most int) int {
	return rapid.IntRange(least, most).Draw(m.T, "number")
}
func (m *machine) pickUnit() string { return m.pickText("bac-ninh", "ha-nam") }
func (m *machine) pickSite() string { return m.pickText("main", "soc-trang") }

// appendID appends the id that a command returned.
func appendID(in *[]gid.ID, id gid.ID, err error) error {
	if err == nil {
		*in = append(*in, id)
	}
	return err
}

func stepCall(do func(context.Context, *store.Store, string) (gid.ID, error)) randomCall {
	return func(m *machine, ctx context.Context) error {
		_, err := do(ctx, m.s, m.code)
		return err
	}
}

// callWithID calls a command with one of the created ids.
func callWithID(
	do func(context.Context, *store.Store, gid.ID) (gid.ID, error), of func(*machine) []gid.ID,
) randomCall {
	return func(m *machine, ctx context.Context) error {
		_, err := do(ctx, m.s, m.pickID(of(m)))
		return err
	}
}

func itemsOf(m *machine) []gid.ID     { return m.items }
func delegatesOf(m *machine) []gid.ID { return m.delegates }
func requestsOf(m *machine) []gid.ID  { return m.requests }
func proposalsOf(m *machine) []gid.ID { return m.proposals }
func tasksOf(m *machine) []gid.ID     { return m.tasks }

var courseCalls = []randomCall{
	stepCall(
		conference.Open,
	), stepCall(conference.Start), stepCall(conference.Pause), stepCall(conference.Pause),
	stepCall(conference.Resume), stepCall(conference.Resume), stepCall(conference.Close),
	func(m *machine, ctx context.Context) error {
		_, err := conference.Postpone(ctx, m.s, m.code, "Bão")
		return err
	},
	func(m *machine, ctx context.Context) error {
		day, _ := vi.ParseDate(m.pickText("2024-08-20", "2024-09"))
		in := conference.NewDate{
			Conference: m.code, HeldOn: day, PartOfDay: "MORNING", Venue: m.pickText("", "Huế"),
		}
		if rapid.Bool().Draw(m.T, "hour") {
			in.StartAt = new(time.Date(2024, 8, 20, 0, 30, 0, 0, time.UTC))
		}
		_, err := conference.Replan(ctx, m.s, in)
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.SetQuorum(ctx, m.s, conference.NewQuorum{
			Conference: m.code, QuorumPercent: m.pickNumber(0, 2) * 50,
		})
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.SetFloorQuota(ctx, m.s, conference.FloorQuota{
			Conference: m.code, UnitQuotaSeconds: m.pickNumber(0, 2) * 60, SiteQuotaSeconds: m.pickNumber(0, 2) * 60,
		})
		return err
	},
}

var agendaCalls = []randomCall{
	callWithID(conference.StartItem, itemsOf), callWithID(conference.StartItem, itemsOf),
	callWithID(conference.EndItem, itemsOf), callWithID(conference.RemoveItem, itemsOf),
	func(m *machine, ctx context.Context) error {
		id, err := conference.AddItem(ctx, m.s, conference.NewAgendaItem{
			Conference: m.code, Ordinal: m.pickNumber(0, 4), Item: m.pickItem(),
		})
		return appendID(&m.items, id, err)
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.ChangeItem(ctx, m.s, conference.AgendaItemEdit{
			ID: m.pickID(m.items), Item: m.pickItem(),
		})
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.MoveItem(ctx, m.s, m.pickID(m.items), m.pickNumber(1, 4))
		return err
	},
}

func (m *machine) pickItem() conference.PlanAgendaItem {
	in := conference.PlanAgendaItem{
		Kind: "DISCUSSION", Title: m.pickText("Tham luận", "Kiến nghị"), PlannedMinutes: m.pickNumber(0, 2),
		Speaker: m.pickText("", "Đại biểu"),
	}
	if rapid.Bool().Draw(m.T, "prepared") {
		in.Unit, in.Documents = m.pickUnit(), []string{m.pickText("s0", "s1")}
	}
	return in
}

var siteCalls = []randomCall{
	func(m *machine, ctx context.Context) error {
		_, err := conference.CheckInSite(ctx, m.s, conference.SiteCheckIn{
			Conference: m.code, Site: m.pickSite(), DelegatesPresent: m.pickNumber(0, 3),
		})
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.CheckOutSite(ctx, m.s, m.code, m.pickSite())
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.HeartbeatSite(ctx, m.s, m.code, m.pickSite())
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.ArrangeSites(ctx, m.s, conference.SiteArrangement{
			Conference: m.code, Sites: m.pickSites(),
		})
		return err
	},
	func(m *machine, _ context.Context) error {
		_, err := conference.PublishStaleLinks(viewer.NewContext(m.fixture.t.Context(), viewer.Operator()), m.s)
		return err
	},
}

// pickSites returns two or three sites in any order, the first of them mostly the main one.
func (m *machine) pickSites() []conference.PlanSite {
	codes := rapid.Permutation([]string{"main", "soc-trang", "hue"}).Draw(m.T, "sites")[:m.pickNumber(2, 3)]
	sites := make([]conference.PlanSite, len(codes))
	for i, code := range codes {
		sites[i] = conference.PlanSite{
			Code: code, Name: m.pickText("Bắc Ninh", "Sóc Trăng", "Huế"), Kind: "REMOTE",
			Unit: m.pickText("", "bac-ninh", "ha-nam"),
		}
		if i > 0 {
			sites[i].Parent = m.pickText("", codes[i-1])
		} else {
			sites[i].Kind = site.Kind(m.pickText("MAIN", "MAIN", "REMOTE"))
		}
	}
	return sites
}

var announcementCalls = []randomCall{
	func(m *machine, ctx context.Context) error {
		in := conference.NewAnnouncement{
			Conference: m.code, Text: "Xin chào",
			Audience: announcement.Audience(m.pickText("EVERYONE", "PARTICIPANTS")),
		}
		if rapid.Bool().Draw(m.T, "here") {
			in.Site, in.Screen = new(m.pickSite()), new("Sảnh")
		}
		id, err := conference.Announce(ctx, m.s, in)
		return appendID(&m.announcements, id, err)
	},
	callWithID(conference.WithdrawAnnouncement, func(m *machine) []gid.ID { return m.announcements }),
}

var rollCalls = []randomCall{
	func(m *machine, ctx context.Context) error {
		ids, err := conference.InviteDelegates(ctx, m.s,
			conference.Invitation{Conference: m.code, Delegates: []conference.Invited{
				{Capacity: "CHAIR", Title: "Trưởng Cụm", Unit: m.pickUnit(), Site: m.pickSite(),
					Person: "nguyen-the-son"}, {Capacity: "DELEGATE", Title: "Đại biểu"},
			}})
		m.delegates = append(m.delegates, ids...)
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.CheckInDelegates(ctx, m.s, conference.RollCall{
			Conference: m.code, Site: m.pickSite(), Presence: m.pickPresence(),
		})
		return err
	},
	func(m *machine, ctx context.Context) error {
		in := conference.CheckIn{Attendance: m.pickID(m.delegates), Presence: m.pickPresence()}
		if rapid.Bool().Draw(m.T, "substituted") {
			in.Substitute, in.SubstituteAuthority = "Phó Giám đốc", "12/GUQ"
		}
		_, err := conference.CheckInDelegate(ctx, m.s, in)
		return err
	},
	callWithID(conference.CheckOutDelegate, delegatesOf),
	func(m *machine, ctx context.Context) error {
		_, err := conference.ReportAbsence(ctx, m.s, conference.Absence{
			Attendance: m.pickID(m.delegates), Reason: m.pickText("Ốm", "Công tác"),
		})
		return err
	},
}

func (m *machine) pickPresence() attendance.Presence {
	return attendance.Presence(m.pickText("IN_HALL", "ONLINE"))
}

var floorCalls = []randomCall{
	func(m *machine, ctx context.Context) error {
		in := conference.NewFloorRequest{
			Conference: m.code,
			Kind:       floorrequest.Kind(m.pickText("REMARK", "PRESENTATION", "POINT_OF_ORDER", "QUESTION")),
			Site:       m.pickSite(), Subject: m.pickText("", "Chuyển đổi số"),
		}
		if rapid.Bool().Draw(m.T, "of a unit") {
			in.Unit, in.Person = m.pickUnit(), m.pickText("", "nguyen-the-son")
		}
		id, err := conference.RequestFloor(ctx, m.s, in)
		return appendID(&m.requests, id, err)
	},
	callWithID(conference.GiveFloor, requestsOf), callWithID(conference.GiveFloor, requestsOf),
	callWithID(conference.PauseFloor, requestsOf), callWithID(conference.ResumeFloor, requestsOf),
	callWithID(conference.YieldFloor, requestsOf), callWithID(conference.WithdrawFloorRequest, requestsOf),
	callWithID(conference.RestoreFloorRequest, requestsOf),
	func(m *machine, ctx context.Context) error {
		in := conference.FloorPlace{Request: m.pickID(m.requests)}
		if place := m.pickNumber(0, 3); place > 0 {
			in.Place, in.Reason = &place, "Đi sớm"
		}
		_, err := conference.PlaceFloorRequest(ctx, m.s, in)
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.AllotFloorTime(ctx, m.s, conference.FloorTime{
			Request: m.pickID(m.requests), AllottedSeconds: m.pickNumber(1, 3) * 60,
		})
		return err
	},
}

var proposalCalls = []randomCall{
	func(m *machine, ctx context.Context) error {
		in := conference.NewProposal{
			Conference: m.code, Kind: "PROPOSAL", Content: "Bổ sung biên chế.",
			Topics: []string{m.pickText("staffing", "pay")}, Addressee: "moet",
		}
		if rapid.Bool().Draw(m.T, "of a unit") {
			in.Unit = m.pickUnit()
		}
		if rapid.Bool().Draw(m.T, "spoken") {
			in.FloorRequest = new(m.pickID(m.requests))
		}
		id, err := conference.SubmitProposal(ctx, m.s, in)
		return appendID(&m.proposals, id, err)
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.SponsorProposal(ctx, m.s, m.pickID(m.proposals), m.pickUnit())
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.MergeProposal(ctx, m.s, m.pickID(m.proposals),
			m.pickID(append(m.before[:len(m.before):len(m.before)], m.proposals...)))
		return err
	},
	callWithID(conference.SendProposal, proposalsOf), callWithID(conference.AcknowledgeProposal, proposalsOf),
	callWithID(conference.CompleteProposal, proposalsOf),
	func(m *machine, ctx context.Context) error {
		due, _ := vi.ParseDate(m.pickText("2024-12", "2025-01-31"))
		_, err := conference.AssignProposal(ctx, m.s, conference.Assignment{
			Proposal: m.pickID(m.proposals), Assignee: "moet", DueOn: due,
		})
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.AnswerProposal(ctx, m.s, conference.Reply{
			Proposal: m.pickID(m.proposals), Response: m.pickText("Đã giao.", "Đang xét."), AnsweredBy: "moet",
		})
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.RefuseProposal(ctx, m.s, conference.Reply{
			Proposal: m.pickID(m.proposals), Response: "Không có nguồn.", AnsweredBy: "moet",
		})
		return err
	},
}

var taskCalls = []randomCall{
	func(m *machine, ctx context.Context) error {
		in := conference.NewDirective{
			Conference: m.code, Content: "Chuẩn bị năm học mới.", AddresseeStated: "các Sở",
			Issuer: m.pickText("", "moet"), Person: m.pickText("", "nguyen-the-son"),
		}
		id, err := conference.GiveDirective(ctx, m.s, in)
		return appendID(&m.directives, id, err)
	},
	func(m *machine, ctx context.Context) error {
		in := conference.NewTask{
			Conference: m.code, Content: "Chuyển đổi số.", Cluster: m.pickNumber(0, 1) * 2, Units: []string{
				"ha-nam", "bac-ninh",
			},
		}
		if rapid.Bool().Draw(m.T, "directed") {
			in.Directive = new(m.pickID(m.directives))
		}
		id, err := conference.SetTask(ctx, m.s, in)
		return appendID(&m.tasks, id, err)
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.ReportTask(ctx, m.s, conference.Progress{
			Task: m.pickID(
				m.tasks,
			), Unit: m.pickUnit(), Percent: m.pickNumber(0, 2) * 50, Evidence: m.pickText("", "12/BC"),
			Note: m.pickText("", "Đang làm."),
		})
		return err
	},
	callWithID(conference.DropTask, tasksOf),
}
