package store_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/storetest"
)

// A killed program leaves its last saves in the log beside the database. Should
// that be lost too, as when somebody tidies up or a virus scanner takes it, the
// database alone is whole, and older: the machine's memory tells.
func TestFault_lost_log_is_noticed_at_the_start(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, log string){
		"removed": func(t *testing.T, log string) {
			if err := os.Remove(log); err != nil {
				t.Fatal(err)
			}
		},
		"cut short": func(t *testing.T, log string) {
			if err := os.Truncate(log, 40_000); err != nil {
				t.Fatal(err)
			}
		},
		"zeros within": func(t *testing.T, log string) {
			data := must[[]byte](t)(os.ReadFile(log))
			clear(data[20_000:24_096])
			if err := os.WriteFile(log, data, 0o600); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			terminal := remembering(t)
			promised := killedRemembering(t, terminal)
			spoil(t, filepath.Join(terminal.Dir, "terminal", "ruhui.db-wal"))
			s := storetest.Reopen(t, terminal)
			c, is, err := s.Copied(background)
			if err != nil || !is || c.Why != store.CopyOlder {
				t.Fatalf("not noticed: %v %s, %v", is, c.Why, err)
			}
			if m := c.Message(); m.What == "" || m.Next == "" {
				t.Error("nobody is told")
			}
			ses := storetest.SignIn(t, s)
			_, out, _ := storetest.Visit(t, ses, 500)
			for _, no := range promised {
				if out.CaseNo == no || out.JoinNo == no {
					t.Errorf("number %s is given again", no)
				}
			}
		})
	}
}

// What a child saves before it waits to be killed.
const (
	memoryRole       = "memory"
	rememberedVisits = 3
)

func rememberAndWait() error {
	terminal := storetest.Terminal{Clock: storetest.NewClock(), Memory: os.Getenv(fileEnv)}
	s, err := store.Open(os.Getenv(dirEnv), terminal.Options())
	if err != nil {
		return err
	}
	if err := s.HoldLog(); err != nil {
		return err
	}
	ses, err := s.SignIn(background, demo.Login, demo.Password)
	if err != nil {
		return err
	}
	for n := range rememberedVisits {
		out, _, err := storetest.Save(ses, storetest.Sitting(&testing.B{}, ses, storetest.VisitorN(n)))
		if err != nil {
			return err
		}
		fmt.Println(out.CaseNo, out.JoinNo)
	}
	s.Remember(background)
	fmt.Println("remembered")
	select {}
}

// killedRemembering lets a child save, and kills it once its memory has followed.
func killedRemembering(t *testing.T, terminal *storetest.Terminal) (numbers []string) {
	t.Helper()
	cmd, out := child(t, memoryRole, dirEnv+"="+terminal.Dir, fileEnv+"="+terminal.Memory)
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "remembered" {
		if strings.HasPrefix(lines.Text(), "error") {
			t.Fatal(lines.Text())
		}
		numbers = append(numbers, strings.Fields(lines.Text())...)
	}
	if len(numbers) != 2*rememberedVisits {
		t.Fatalf("%d numbers", len(numbers))
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed: that is the point
	return numbers
}
