package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	entaccount "thidua/ent/account"
	"thidua/ent/grant"
	enttoken "thidua/ent/token"
	"thidua/internal/access"
	"thidua/internal/account"
	"thidua/internal/fault"
	"thidua/internal/gid"
	"thidua/internal/store"
	"thidua/internal/vi"
	"thidua/internal/viewer"
)

// tokenCommand manages tokens.
type tokenCommand struct {
	Database string `env:"THIDUA_DATABASE" default:"sqlite:thidua.db" placeholder:"URL" help:"Database: sqlite:FILE or postgres://USER@HOST/NAME."`

	Issue  tokenIssueCommand  `cmd:"" help:"Issue a token and print its secret. The account is created if it does not exist; --role grants it a role first."`
	List   tokenListCommand   `cmd:"" help:"List tokens, without their secrets, with the roles of their accounts."`
	Revoke tokenRevokeCommand `cmd:"" help:"Revoke tokens by id, or all tokens of an account."`
}

// withStore opens the database and calls do as the operator.
func (c tokenCommand) withStore(ctx context.Context, do func(context.Context, *store.Store) error) error {
	s, err := openDatabase(ctx, c.Database, false, access.InstallReadRules)
	if err != nil {
		return err
	}
	defer s.Close()
	return do(viewer.NewContext(ctx, viewer.Operator()), s)
}

type tokenIssueCommand struct {
	Account    string        `required:"" placeholder:"SUBJECT" help:"Subject of the account."`
	Name       string        `help:"Display name of a new account; its subject if not specified."`
	Kind       string        `enum:"PERSON,SERVICE" default:"PERSON" help:"Kind of a new account: PERSON or SERVICE."`
	Role       string        `help:"Role to grant: MINISTRY, CLUSTER_HEAD, CLUSTER_DEPUTY, UNIT_EDITOR, DELEGATE, SECRETARY, TELLER, SCREEN or AUDITOR."`
	Cluster    *int          `placeholder:"NUMBER" help:"Cluster of the role."`
	Unit       *string       `placeholder:"CODE" help:"Unit of the role."`
	Conference *string       `placeholder:"CODE" help:"Conference of the role."`
	Year       string        `placeholder:"2023-2024" help:"School year of the role."`
	Label      string        `default:"thidua token" help:"Label of the token."`
	Expires    time.Duration `default:"8760h" help:"How long the token is valid."`
}

func (c tokenIssueCommand) Run(ctx context.Context, all *cli, out outputs) error {
	return all.Token.withStore(ctx, func(ctx context.Context, s *store.Store) error {
		var issued account.Issued
		// One transaction: an account without the requested role would be useless.
		err := s.Tx(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
			if err := c.create(ctx, s, tx); err != nil {
				return err
			}
			if err := c.grant(ctx, s); err != nil {
				return err
			}
			issued, err = account.IssueToken(ctx, s, account.NewToken{
				Account: c.Account, Label: c.Label, ExpiresAt: new(tx.Now().Add(c.Expires)),
			})
			return err
		})
		if err != nil {
			return withFlag(err)
		}
		fmt.Fprintf(out.errs, "token %s of %s; the secret is shown this once\n", issued.Token, c.Account)
		_, err = fmt.Fprintln(out.out, issued.Secret)
		return err
	})
}

func (c tokenIssueCommand) create(ctx context.Context, s *store.Store, tx *store.Tx) error {
	exists, err := tx.Account.Query().Where(entaccount.Subject(c.Account)).Exist(ctx)
	if err != nil || exists {
		return err
	}
	_, err = account.Create(ctx, s, account.NewAccount{
		Subject: c.Account, Name: cmp.Or(c.Name, c.Account), Kind: entaccount.Kind(c.Kind),
	})
	return err
}

func (c tokenIssueCommand) grant(ctx context.Context, s *store.Store) error {
	in := account.NewGrant{
		Account: c.Account, Role: grant.Role(c.Role), Cluster: c.Cluster, Unit: c.Unit,
		Conference: c.Conference,
	}
	if c.Year != "" {
		year, err := vi.ParseSchoolYear(c.Year)
		if err != nil {
			return fault.BadConfig.With("setting", "--year", "reason",
				"it must be a school year, such as 2023-2024")
		}
		in.SchoolYear = &year
	}
	if c.Role == "" {
		if in.Cluster != nil || in.Unit != nil || in.Conference != nil || in.SchoolYear != nil {
			return fault.BadConfig.With("setting", "--role", "reason",
				"it is required with --cluster, --unit, --conference or --year")
		}
		return nil
	}
	_, err := account.GrantRole(ctx, s, in)
	return err
}

// fieldFlags maps the fields of accounts, grants and tokens to flags.
var fieldFlags = map[string]string{"subject": "--account", "name": "--name", "role": "--role",
	"cluster": "--cluster", "unit": "--unit",
	"conference": "--conference", "schoolYear": "--year", "label": "--label", "expiresAt": "--expires"}

// inputReasons explains the reasons of BAD_INPUT.
var inputReasons = map[string]string{"MISSING": "the role needs it",
	"NOT_ALLOWED": "it cannot be combined with the role or with the conference", "EMPTY": "it is empty",
	"UNCLEAN":      "it is too long, has leading or trailing spaces, control characters, or is not in NFC",
	"BAD_VALUE":    "it is not one of the values that thidua token issue --help lists",
	"OUT_OF_ORDER": "it must be in the future"}

// withFlag replaces the field in a BAD_INPUT of a command with the flag that sets it.
func withFlag(err error) error {
	known, ok := fault.FromError(err)
	if !ok || !errors.Is(err, fault.BadInput) {
		return err
	}
	reason, _ := known.Params()["reason"].(string)
	field, what, _ := strings.Cut(reason, ": ")
	if fieldFlags[field] == "" || inputReasons[what] == "" {
		return err
	}
	return fault.BadConfig.With("setting", fieldFlags[field], "reason", inputReasons[what])
}

type tokenRevokeCommand struct {
	ID      []string `arg:"" optional:"" help:"Token ids, as shown by thidua token list."`
	Account string   `placeholder:"SUBJECT" help:"Account whose tokens are revoked."`
}

func (c tokenRevokeCommand) Run(ctx context.Context, all *cli, out outputs) error {
	if len(c.ID) == 0 && c.Account == "" {
		return fault.BadConfig.With("setting", "ID", "reason", "give the ids of tokens, or --account")
	}
	return all.Token.withStore(ctx, func(ctx context.Context, s *store.Store) error {
		var ids []gid.ID
		for _, text := range c.ID {
			id, err := gid.Parse(text)
			if err != nil {
				return fault.BadConfig.With("setting", "ID", "reason", "thidua token list shows the ids")
			}
			ids = append(ids, id)
		}
		if c.Account != "" {
			of, err := s.Reader().Token.Query().
				Where(enttoken.HasAccountWith(entaccount.Subject(c.Account)), enttoken.RevokedAtIsNil()).
				IDs(ctx)
			if err != nil {
				return err
			}
			ids = append(ids, of...)
		}
		for _, id := range ids {
			if _, err := account.RevokeToken(ctx, s, id); err != nil {
				return err
			}
		}
		_, err := fmt.Fprintf(out.out, "revoked: %d\n", len(ids))
		return err
	})
}
