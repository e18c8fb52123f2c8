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
	hall
	code   string
	before []gid.ID // proposals of the previous conference

	announcements, items, delegates, requests, proposals, directives, tasks []gid.ID
}

// randomCall calls a command with random input; it may be rejected.
type call func(m *machine, ctx context.Context) error

// planConference plans the conference, and mostly opens and starts it, since most commands need that.
func (m *machine) plan() {
	in := newPlan(m.hall.t)
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
		if _, err := step(m.as("ministry"), m.s, m.code); err != nil {
			m.Fatal(err)
		}
	}
	// Fails if the conference is not open; otherwise there are proposals to merge from the start.
	for _, unit := range []string{"bac-ninh", "ha-nam"} {
		id, err := conference.SubmitProposal(m.as("ministry"), m.s, conference.NewProposal{
			Conference: m.code, Kind: "PROPOSAL", Content: "Bổ sung biên chế.", Unit: unit,
		})
		if _, refused := fault.As(err); !refused && keep(&m.proposals, id, err) != nil {
			m.Fatal(err)
		}
	}
	for i := range in.AgendaItems {
		m.items = append(m.items, conference.PartID(gid.AgendaItem, m.code, i+1))
	}
}

// callRandomCommand calls a random command on a random subject.
func (m *machine) anything() error {
	noun := rapid.SampledFrom([]string{"course", "agenda", "site", "announcement", "roll", "floor", "floor",
		"proposal", "proposal", "task"}).Draw(m.T, "noun")
	calls := callsOf[noun]
	return calls[rapid.IntRange(0, len(calls)-1).Draw(m.T, "verb")](m, m.as("ministry"))
}

var callsOf = map[string][]call{
	"course": courseCalls, "agenda": agendaCalls, "site": siteCalls, "announcement": announcementCalls,
	"roll": rollCalls, "floor": floorCalls, "proposal": proposalCalls, "task": taskCalls,
}

// pickID returns one of the created ids, or 0, which is rejected, if there are none.
func (m *machine) one(of []gid.ID) gid.ID {
	if len(of) == 0 {
		return 0
	}
	return rapid.SampledFrom(of).Draw(m.T, "which")
}

func (m *machine) text(of ...string) string { return rapid.SampledFrom(of).Draw(m.T, "text") }
func (m *machine) number(least, most int) int {
	return rapid.IntRange(least, most).Draw(m.T, "number")
}
func (m *machine) unit() string { return m.text("bac-ninh", "ha-nam") }
func (m *machine) site() string { return m.text("main", "soc-trang") }

// appendID appends the id that a command returned.
func keep(in *[]gid.ID, id gid.ID, err error) error {
	if err == nil {
		*in = append(*in, id)
	}
	return err
}

func step(do func(context.Context, *store.Store, string) (gid.ID, error)) call {
	return func(m *machine, ctx context.Context) error {
		_, err := do(ctx, m.s, m.code)
		return err
	}
}

// callWithID calls a command with one of the created ids.
func with(do func(context.Context, *store.Store, gid.ID) (gid.ID, error), of func(*machine) []gid.ID) call {
	return func(m *machine, ctx context.Context) error {
		_, err := do(ctx, m.s, m.one(of(m)))
		return err
	}
}

func itemsOf(m *machine) []gid.ID     { return m.items }
func delegatesOf(m *machine) []gid.ID { return m.delegates }
func requestsOf(m *machine) []gid.ID  { return m.requests }
func proposalsOf(m *machine) []gid.ID { return m.proposals }
func tasksOf(m *machine) []gid.ID     { return m.tasks }

var courseCalls = []call{
	step(conference.Open), step(conference.Start), step(conference.Pause), step(conference.Pause),
	step(conference.Resume), step(conference.Resume), step(conference.Close),
	func(m *machine, ctx context.Context) error {
		_, err := conference.Postpone(ctx, m.s, m.code, "Bão")
		return err
	},
	func(m *machine, ctx context.Context) error {
		day, _ := vi.ParseDate(m.text("2024-08-20", "2024-09"))
		in := conference.NewDate{
			Conference: m.code, HeldOn: day, PartOfDay: "MORNING", Place: m.text("", "Huế"),
		}
		if rapid.Bool().Draw(m.T, "hour") {
			in.StartAt = new(time.Date(2024, 8, 20, 0, 30, 0, 0, time.UTC))
		}
		_, err := conference.Replan(ctx, m.s, in)
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.SetQuorum(ctx, m.s, conference.NewQuorum{
			Conference: m.code, Percent: m.number(0, 2) * 50,
		})
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.SetFloorQuota(ctx, m.s, conference.FloorQuota{
			Conference: m.code, UnitSeconds: m.number(0, 2) * 60, SiteSeconds: m.number(0, 2) * 60,
		})
		return err
	},
}

var agendaCalls = []call{
	with(conference.StartItem, itemsOf), with(conference.StartItem, itemsOf),
	with(conference.EndItem, itemsOf), with(conference.RemoveItem, itemsOf),
	func(m *machine, ctx context.Context) error {
		id, err := conference.AddItem(ctx, m.s, conference.NewAgendaItem{
			Conference: m.code, Ordinal: m.number(0, 4), Item: m.item(),
		})
		return keep(&m.items, id, err)
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.ChangeItem(ctx, m.s, conference.AgendaItemEdit{
			ID: m.one(m.items), Item: m.item(),
		})
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.MoveItem(ctx, m.s, m.one(m.items), m.number(1, 4))
		return err
	},
}

func (m *machine) item() conference.PlanAgendaItem {
	in := conference.PlanAgendaItem{
		Kind: "DISCUSSION", Title: m.text("Tham luận", "Kiến nghị"), PlannedMinutes: m.number(0, 2),
		Speaker: m.text("", "Đại biểu"),
	}
	if rapid.Bool().Draw(m.T, "prepared") {
		in.Unit, in.Documents = m.unit(), []string{m.text("s0", "s1")}
	}
	return in
}

var siteCalls = []call{
	func(m *machine, ctx context.Context) error {
		_, err := conference.CheckInSite(ctx, m.s, conference.SiteCheckIn{
			Conference: m.code, Site: m.site(), Delegates: m.number(0, 3),
		})
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.CheckOutSite(ctx, m.s, m.code, m.site())
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.HeartbeatSite(ctx, m.s, m.code, m.site())
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.ArrangeSites(ctx, m.s, conference.SiteArrangement{
			Conference: m.code, Sites: m.sites(),
		})
		return err
	},
	func(m *machine, _ context.Context) error {
		_, err := conference.TellLinks(viewer.With(m.hall.t.Context(), viewer.Operator()), m.s)
		return err
	},
}

// pickSites returns two or three sites in any order, the first of them mostly the main one.
func (m *machine) sites() []conference.PlanSite {
	codes := rapid.Permutation([]string{"main", "soc-trang", "hue"}).Draw(m.T, "sites")[:m.number(2, 3)]
	sites := make([]conference.PlanSite, len(codes))
	for i, code := range codes {
		sites[i] = conference.PlanSite{
			Code: code, Name: m.text("Bắc Ninh", "Sóc Trăng", "Huế"), Kind: "REMOTE",
			Unit: m.text("", "bac-ninh", "ha-nam"),
		}
		if i > 0 {
			sites[i].Parent = m.text("", codes[i-1])
		} else {
			sites[i].Kind = site.Kind(m.text("MAIN", "MAIN", "REMOTE"))
		}
	}
	return sites
}

var announcementCalls = []call{
	func(m *machine, ctx context.Context) error {
		in := conference.NewAnnouncement{
			Conference: m.code, Text: "Xin chào",
			Audience: announcement.Audience(m.text("EVERYONE", "PARTICIPANTS")),
		}
		if rapid.Bool().Draw(m.T, "here") {
			in.Site, in.Screen = new(m.site()), new("Sảnh")
		}
		id, err := conference.Announce(ctx, m.s, in)
		return keep(&m.announcements, id, err)
	},
	with(conference.WithdrawAnnouncement, func(m *machine) []gid.ID { return m.announcements }),
}

var rollCalls = []call{
	func(m *machine, ctx context.Context) error {
		ids, err := conference.InviteDelegates(ctx, m.s,
			conference.Invitation{Conference: m.code, Delegates: []conference.Invited{
				{Capacity: "CHAIR", Role: "Trưởng Cụm", Unit: m.unit(), Site: m.site(),
					Person: "nguyen-the-son"}, {Capacity: "DELEGATE", Role: "Đại biểu"},
			}})
		m.delegates = append(m.delegates, ids...)
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.CheckInDelegates(ctx, m.s, conference.RollCall{
			Conference: m.code, Site: m.site(), Presence: m.presence(),
		})
		return err
	},
	func(m *machine, ctx context.Context) error {
		in := conference.CheckIn{Attendance: m.one(m.delegates), Presence: m.presence()}
		if rapid.Bool().Draw(m.T, "substituted") {
			in.Substitute, in.SubstituteAuthority = "Phó Giám đốc", "12/GUQ"
		}
		_, err := conference.CheckInDelegate(ctx, m.s, in)
		return err
	},
	with(conference.CheckOutDelegate, delegatesOf),
	func(m *machine, ctx context.Context) error {
		_, err := conference.ReportAbsence(ctx, m.s, conference.Absence{
			Attendance: m.one(m.delegates), Reason: m.text("Ốm", "Công tác"),
		})
		return err
	},
}

func (m *machine) presence() attendance.Presence {
	return attendance.Presence(m.text("IN_HALL", "ONLINE"))
}

var floorCalls = []call{
	func(m *machine, ctx context.Context) error {
		in := conference.NewFloorRequest{
			Conference: m.code,
			Kind:       floorrequest.Kind(m.text("REMARK", "PRESENTATION", "POINT_OF_ORDER", "QUESTION")),
			Site:       m.site(), Subject: m.text("", "Chuyển đổi số"),
		}
		if rapid.Bool().Draw(m.T, "of a unit") {
			in.Unit, in.Person = m.unit(), m.text("", "nguyen-the-son")
		}
		id, err := conference.RequestFloor(ctx, m.s, in)
		return keep(&m.requests, id, err)
	},
	with(conference.GiveFloor, requestsOf), with(conference.GiveFloor, requestsOf),
	with(conference.PauseFloor, requestsOf), with(conference.ResumeFloor, requestsOf),
	with(conference.YieldFloor, requestsOf), with(conference.WithdrawFloorRequest, requestsOf),
	with(conference.RestoreFloorRequest, requestsOf),
	func(m *machine, ctx context.Context) error {
		in := conference.FloorPlace{Request: m.one(m.requests)}
		if place := m.number(0, 3); place > 0 {
			in.Place, in.Reason = &place, "Đi sớm"
		}
		_, err := conference.PlaceFloorRequest(ctx, m.s, in)
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.AllotFloorTime(ctx, m.s, conference.FloorTime{
			Request: m.one(m.requests), Seconds: m.number(1, 3) * 60,
		})
		return err
	},
}

var proposalCalls = []call{
	func(m *machine, ctx context.Context) error {
		in := conference.NewProposal{
			Conference: m.code, Kind: "PROPOSAL", Content: "Bổ sung biên chế.",
			Topics: []string{m.text("staffing", "pay")}, Addressee: "moet",
		}
		if rapid.Bool().Draw(m.T, "of a unit") {
			in.Unit = m.unit()
		}
		if rapid.Bool().Draw(m.T, "spoken") {
			in.FloorRequest = new(m.one(m.requests))
		}
		id, err := conference.SubmitProposal(ctx, m.s, in)
		return keep(&m.proposals, id, err)
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.SponsorProposal(ctx, m.s, m.one(m.proposals), m.unit())
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.MergeProposal(ctx, m.s, m.one(m.proposals),
			m.one(append(m.before[:len(m.before):len(m.before)], m.proposals...)))
		return err
	},
	with(conference.SendProposal, proposalsOf), with(conference.AcknowledgeProposal, proposalsOf),
	with(conference.CompleteProposal, proposalsOf),
	func(m *machine, ctx context.Context) error {
		due, _ := vi.ParseDate(m.text("2024-12", "2025-01-31"))
		_, err := conference.AssignProposal(ctx, m.s, conference.Assignment{
			Proposal: m.one(m.proposals), Department: "moet", DueOn: due,
		})
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.AnswerProposal(ctx, m.s, conference.Reply{
			Proposal: m.one(m.proposals), Response: m.text("Đã giao.", "Đang xét."), Unit: "moet",
		})
		return err
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.RefuseProposal(ctx, m.s, conference.Reply{
			Proposal: m.one(m.proposals), Response: "Không có nguồn.", Unit: "moet",
		})
		return err
	},
}

var taskCalls = []call{
	func(m *machine, ctx context.Context) error {
		in := conference.NewDirective{
			Conference: m.code, Content: "Chuẩn bị năm học mới.", Addressee: "các Sở",
			Issuer: m.text("", "moet"), Person: m.text("", "nguyen-the-son"),
		}
		id, err := conference.GiveDirective(ctx, m.s, in)
		return keep(&m.directives, id, err)
	},
	func(m *machine, ctx context.Context) error {
		in := conference.NewTask{
			Conference: m.code, Content: "Chuyển đổi số.", Cluster: m.number(0, 1) * 2, Units: []string{
				"ha-nam", "bac-ninh",
			},
		}
		if rapid.Bool().Draw(m.T, "directed") {
			in.Directive = new(m.one(m.directives))
		}
		id, err := conference.SetTask(ctx, m.s, in)
		return keep(&m.tasks, id, err)
	},
	func(m *machine, ctx context.Context) error {
		_, err := conference.ReportTask(ctx, m.s, conference.Progress{
			Task: m.one(m.tasks), Unit: m.unit(), Percent: m.number(0, 2) * 50, Evidence: m.text("", "12/BC"),
			Note: m.text("", "Đang làm."),
		})
		return err
	},
	with(conference.DropTask, tasksOf),
}
