package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"thidua/internal/gid"
)

// Account is a person or a service that authenticates.
type Account struct{ ent.Schema }

var accountKinds = terms{
	{"Person", "PERSON", "Cá nhân: a person."},
	{"Service", "SERVICE", "Dịch vụ: a program or a screen."},
}

func (Account) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Account,
		desc: "An account (tài khoản). Visible only to its owner and to the operator.",
	}}
}

func (Account) Fields() []ent.Field {
	return []ent.Field{
		field.String("subject").NotEmpty().Unique().Comment("Unique sign-in name (tên đăng nhập)."),
		textField("name", "Display name (tên hiển thị)."),
		enumField("kind", accountKinds, "Person or service (loại tài khoản)."),
		field.Bool("disabled").Default(false).Comment("Whether the account is disabled (bị khoá)."),
	}
}

func (Account) Edges() []ent.Edge {
	return []ent.Edge{
		ownedEdge("grants", Grant.Type, "Grants of the account (quyền)."),
		ownedEdge("tokens", Token.Type, "Tokens of the account, without secrets (mã truy cập)."),
	}
}

// Grant gives an account a role within a scope.
type Grant struct{ ent.Schema }

var roles = terms{
	{"Ministry", "MINISTRY", "Bộ: acts for the Ministry."},
	{"ClusterHead", "CLUSTER_HEAD", "Cụm trưởng: acts for the cluster's head."},
	{"ClusterDeputy", "CLUSTER_DEPUTY", "Cụm phó: acts for the cluster's deputy head."},
	{"UnitEditor", "UNIT_EDITOR", "Người nhập liệu của đơn vị: edits the unit's reports."},
	{"Delegate", "DELEGATE", "Đại biểu: takes part in conferences."},
	{"Secretary", "SECRETARY", "Thư ký: conducts and records a conference."},
	{"Teller", "TELLER", "Ban kiểm phiếu: counts the votes of a ballot."},
	{"Screen", "SCREEN", "Màn hình: a screen in a hall."},
	{"Auditor", "AUDITOR", "Kiểm tra: reads everything, changes nothing."},
}

func (Grant) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Grant,
		desc: "A grant (quyền): a role of an account within a scope and a school year. The head of 2023-2024 " +
			"has no rights in 2024-2025.",
	}}
}

func (Grant) Fields() []ent.Field {
	return []ent.Field{
		enumField("role", roles, "Role (vai trò)."),
		field.Int("school_year").GoType(yearType).Optional().Nillable().
			Annotations(entgql.Type("SchoolYear"), filterable).
			Comment("School year in the scope; null for all years (năm học)."),
		field.Time("valid_from").Comment("Start of validity (có hiệu lực từ)."),
		field.Time("valid_to").Optional().Nillable().
			Comment("End of validity; null if unlimited (hết hiệu lực)."),
		refField("account"), optionalRefField("cluster"), optionalRefField("unit"),
		optionalRefField("conference"),
	}
}

func (Grant) Edges() []ent.Edge {
	return []ent.Edge{
		requiredEdge("account", Account.Type, "grants", "The account (tài khoản)."),
		optionalEdge("cluster", Cluster.Type, "grants", "Cluster in the scope (cụm thi đua)."),
		optionalEdge("unit", Unit.Type, "grants", "Unit in the scope (đơn vị)."),
		unfilteredEdge("conference", Conference.Type, "grants", "Conference in the scope (hội nghị)."),
	}
}

// Annotations checks that each role has its scope. Readers of grants rely on it: a head without a cluster
// would be the head of none or of all.
func (Grant) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Checks(map[string]string{
		"grant_scope": "role IN ('MINISTRY', 'AUDITOR') AND cluster_id IS NULL AND unit_id IS NULL" +
			" AND conference_id IS NULL AND school_year IS NULL" +
			" OR role IN ('CLUSTER_HEAD', 'CLUSTER_DEPUTY') AND cluster_id IS NOT NULL AND unit_id IS NULL" +
			" AND conference_id IS NULL AND school_year IS NOT NULL" +
			" OR role = 'UNIT_EDITOR' AND unit_id IS NOT NULL AND cluster_id IS NULL AND conference_id IS NULL" +
			" OR role IN ('DELEGATE', 'SCREEN') AND conference_id IS NOT NULL AND cluster_id IS NULL" +
			" OR role IN ('SECRETARY', 'TELLER') AND conference_id IS NOT NULL AND cluster_id IS NULL" +
			" AND unit_id IS NULL",
		"grant_validity": "valid_to IS NULL OR valid_to >= valid_from",
	})}
}

func (Grant) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("account_id", "role"), index.Fields("cluster_id"), index.Fields("unit_id"),
		index.Fields("conference_id"),
	}
}

// Token is a secret with which an account authenticates. Only its hash is stored, and the API does not expose
// it.
type Token struct{ ent.Schema }

func (Token) Mixin() []ent.Mixin {
	return []ent.Mixin{nodeMixin{
		kind: gid.Token,
		desc: "A token (mã truy cập) with which an account authenticates. Its secret is returned only once, " +
			"when it is issued. Visible only to the account and to the operator.",
	}}
}

func (Token) Fields() []ent.Field {
	return []ent.Field{
		field.Bytes("hash").NotEmpty().MaxLen(32).Unique().Sensitive().
			Annotations(entgql.Skip(entgql.SkipAll)).
			Comment("SHA-256 of the secret."),
		textField("label", "Purpose (mục đích)."),
		field.Time("created_at").Immutable().Comment("Time of issue (thời điểm cấp)."),
		field.Time("expires_at").Optional().Nillable().
			Comment("Expiry; null if it never expires (thời điểm hết hạn)."),
		field.Time("last_used_at").Optional().Nillable().
			Comment("Time of the last use, accurate to a minute; null if never used (lần dùng gần nhất)."),
		field.Time("revoked_at").Optional().Nillable().
			Comment("Time of revocation; null if it was not revoked (thời điểm thu hồi)."),
		refField("account"),
	}
}

func (Token) Edges() []ent.Edge {
	return []ent.Edge{requiredEdge("account", Account.Type, "tokens", "The account (tài khoản).")}
}

func (Token) Indexes() []ent.Index { return []ent.Index{index.Fields("account_id")} }
