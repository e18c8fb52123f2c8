package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"thidua/internal/account"
	"thidua/internal/fault"
	"thidua/internal/store"
	"thidua/internal/web"
)

// A database holds only hashes of tokens, so the tokens of a demo whose database is kept are stored in a file
// that only its user can read: beside a SQLite file, or in the user's configuration folder for a PostgreSQL
// database.

// ensureTokens returns the tokens of the demo. With a database that is kept, it reuses those of the previous
// demo.
func (c *demoCommand) ensureTokens(ctx context.Context, s *store.Store) ([]web.Token, error) {
	if c.Database == "" {
		return demoTokens(ctx, s, nil)
	}
	path, err := secretsPath(ctx, s, c.Database)
	if err != nil {
		slog.Warn("cannot store the demo tokens; new ones are issued at each start", "err", err)
		return demoTokens(ctx, s, nil)
	}
	tokens, err := demoTokens(ctx, s, validSecrets(ctx, s, readSecrets(path)))
	if err != nil {
		return nil, err
	}
	if err := writeSecrets(path, tokens); err != nil {
		slog.Warn("cannot write the demo token file; new tokens are issued at the next start", "file", path,
			"err",
			err)
	}
	return tokens, nil
}

// secretsPath returns the path of the token file of a database, and creates its folder.
func secretsPath(ctx context.Context, s *store.Store, url string) (string, error) {
	if file, ok := strings.CutPrefix(url, "sqlite:"); ok {
		return file + "-demo-tokens", nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	place, err := s.Identity(ctx)
	if err != nil {
		return "", err
	}
	if place == 0 {
		return "", errors.New("the database has no identity to name the token file by")
	}
	dir = filepath.Join(dir, "thidua")
	return filepath.Join(dir, fmt.Sprintf("demo-tokens-%x", place)), os.MkdirAll(dir, 0o700)
}

// readSecrets reads secrets by role. It returns none if the file is missing or malformed, or if other users
// can access it and so may know the secrets.
func readSecrets(path string) map[string]string {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows" {
		slog.Warn(
			"the demo token file is not a regular file or is accessible to other users; its tokens are revoked",
			"file", path,
		)
		return nil
	}
	var secrets map[string]string
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, &secrets)
	}
	if err != nil {
		slog.Warn("cannot read the demo token file; new tokens are issued", "file", path, "err", err)
		return nil
	}
	return secrets
}

// validSecrets returns the secrets that still authenticate the account of their role.
func validSecrets(ctx context.Context, s *store.Store, secrets map[string]string) map[string]string {
	authenticator, valid := account.NewAuthenticator(s, nil, time.Now), map[string]string{}
	for role, secret := range secrets {
		v, err := authenticator.Authenticate(ctx, secret)
		switch {
		case err == nil && v.Account() == account.ID(demoSubject(role)):
			valid[role] = secret
		case err != nil && !errors.Is(err, fault.KindUnauthenticated):
			slog.Warn("cannot verify a stored demo token; a new one is issued", "role", role, "err", err)
		}
	}
	return valid
}

// writeSecrets replaces the token file atomically. Only its user can read it.
func writeSecrets(path string, tokens []web.Token) error {
	secrets := map[string]string{}
	for _, t := range tokens {
		secrets[t.Role] = t.Secret
	}
	text, err := json.MarshalIndent(secrets, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // its mode is 0600
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
