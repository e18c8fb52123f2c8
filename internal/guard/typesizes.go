package guard

// typeSizes are the stored types, each with its size class: the rows of `demo --scale`, rounded up. Types
// with few or no generated rows have the size class of a national conference with its 63 sites and hundreds
// of delegates.
var typeSizes = map[string]TypeSize{
	"Account":      {Rows: 1000},
	"AgendaItem":   {Rows: 1000, StatementCost: 200},
	"Announcement": {Rows: 1000},
	"Attendance":   {Rows: 2000},
	"Award":        {Rows: 500},
	"AwardKind":    {Rows: 20},
	"Citation":     {Rows: 4000, StatementCost: 10_000},
	"Cluster":      {Rows: 20},
	"Conference":   {Rows: 200},
	"Directive":    {Rows: 500},
	"Discrepancy":  {Rows: 50, StatementCost: 1400},
	"Document":     {Rows: 50, StatementCost: 150},
	"FloorRequest": {Rows: 2000},
	"Grant":        {Rows: 1000},
	"HeadElection": {Rows: 100, StatementCost: 200},
	"Indicator":    {Rows: 100},
	"IndicatorValue": {Rows: 50_100, RowsPerKey: map[string]int{
		"hasIndicatorWith": 1300, "hasUnitWith": 800, "hasReportWith": 50,
	}},
	"Membership":     {Rows: 1000},
	"Movement":       {Rows: 20},
	"Nomination":     {Rows: 500},
	"Office":         {Rows: 200},
	"Person":         {Rows: 200},
	"Post":           {Rows: 200},
	"Proposal":       {Rows: 1000, VisibilityCost: 4_00, StatementCost: 1000},
	"Province":       {Rows: 100},
	"Report":         {Rows: 1500},
	"ReportSection":  {Rows: 3000},
	"Site":           {Rows: 500},
	"Speech":         {Rows: 1500, VisibilityCost: 50},
	"Succession":     {Rows: 100},
	"Task":           {Rows: 500},
	"TaskAssignment": {Rows: 2000},
	"Token":          {Rows: 1000},
	"Topic":          {Rows: 20},
	"Unit":           {Rows: 200},
}
