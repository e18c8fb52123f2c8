package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// The conference that `thidua demo --live=national` plays first. Only one speech of its discussion is on record, so
// that its queue would be empty.
const conference = "live-national"

// waiting are the requests for the floor that fill the queue, by the code of the site.
var waiting = []struct{ site, kind, subject string }{
	{"bac-ninh", "PRESENTATION", "Chuyển đổi số trong quản lý giáo dục"},
	{"da-nang", "REMARK", "Dạy học hai buổi mỗi ngày ở cấp tiểu học"},
	{"can-tho", "REMARK", "Tuyển dụng giáo viên tiếng Anh và Tin học"},
	{"son-la", "QUESTION", "Chính sách cho học sinh bán trú vùng cao"},
	{"quang-ninh", "REMARK", "Kiểm định chất lượng trường phổ thông"},
}

// fillQueue waits until the conference is in session, and requests the floor for some sites as the Ministry.
func fillQueue(ctx context.Context, base string) error {
	token, err := ministryToken(ctx, base)
	if err != nil {
		return err
	}
	var found struct{ Conference *struct{ State string } }
	for found.Conference == nil || found.Conference.State != "IN_SESSION" {
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for the session: %w", ctx.Err())
		case <-time.After(time.Second):
		}
		// NOT_FOUND until it is planned, and null until it is open.
		_ = execute(ctx, base, token, `query($code: String!) { conference(code: $code) { state } }`,
			map[string]any{"code": conference}, &found)
	}
	for _, w := range waiting {
		err := execute(ctx, base, token,
			`mutation($input: RequestFloorInput!) { requestFloor(input: $input) { id } }`,
			map[string]any{"input": map[string]any{"conference": conference, "site": w.site, "kind": w.kind,
				"subject": w.subject}}, nil)
		if err != nil {
			return fmt.Errorf("requesting the floor for %s: %w", w.site, err)
		}
	}
	return nil
}

// ministryToken returns the token of the role MINISTRY that the demo offers.
func ministryToken(ctx context.Context, base string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/static/tokens.json", http.NoBody)
	if err != nil {
		return "", err
	}
	var tokens []struct{ Role, Secret string }
	if err := fetch(request, &tokens); err != nil {
		return "", err
	}
	for _, t := range tokens {
		if t.Role == "MINISTRY" {
			return t.Secret, nil
		}
	}
	return "", errors.New("the demo offers no token of the Ministry")
}

// execute sends an operation, and decodes the data of its response unless data is nil.
func execute(ctx context.Context, base, token, query string, variables map[string]any, data any) error {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	var response struct {
		Data   json.RawMessage
		Errors []struct{ Message string }
	}
	if err := fetch(request, &response); err != nil {
		return err
	}
	if len(response.Errors) > 0 {
		return errors.New(response.Errors[0].Message)
	}
	if data == nil {
		return nil
	}
	return json.Unmarshal(response.Data, data)
}

// fetch sends a request and decodes its JSON response.
func fetch(request *http.Request, into any) error {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }() // it was only read
	return json.NewDecoder(response.Body).Decode(into)
}
