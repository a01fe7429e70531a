package app

import (
	"testing"

	"ruhui/store/storetest"
)

func TestEngine_ends_with_the_window_also_without_a_district(t *testing.T) {
	s := storetest.Open(t)
	storetest.Visit(t, storetest.SignIn(t, s), 0)
	r := startEngine(s, "test", false, func(bool) {})
	if r == nil {
		t.Fatal("no engine")
	}
	st, err := r.Status(t.Context())
	if err != nil || st.Online || st.Waiting.Events == 0 || st.Since.IsZero() {
		t.Errorf("says %+v, %v", st, err)
	}
	r.stop()
	if startEngine(s, "test", true, func(bool) {}) != nil {
		t.Error("a folder that is only looked at is exchanged")
	}
	(*running)(nil).stop()
}
