// Command newer opens a terminal's folder, signs the clerk in and says what is
// found there. Built with the tag "newer" it is the program of a year from now,
// which knows what the present one keeps unread. For tests only.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"ruhui/store"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/storetest"
)

// Said is what the program writes.
type Said struct {
	Unread int           `json:"unread"`
	Hits   int           `json:"hits"`   // persons found by the name asked for
	Person record.Person `json:"person"` // the first of them
	Whole  bool          `json:"whole"`  // the journal and every body
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: newer FOLDER NAME")
		os.Exit(2)
	}
	said, err := look(os.Args[1], os.Args[2])
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(said)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func look(dir, name string) (said Said, err error) {
	ctx := context.Background()
	s, err := store.Open(dir, (&storetest.Terminal{Clock: storetest.NewClock()}).Options())
	if err != nil {
		return said, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	ses, err := s.SignIn(ctx, demo.Login, demo.Password)
	if err != nil {
		return said, err
	}
	<-ses.Reading()
	if said.Unread, err = s.Unread(ctx); err != nil {
		return said, err
	}
	hits, err := ses.Find(ctx, name)
	if err != nil {
		return said, err
	}
	if said.Hits = len(hits); said.Hits > 0 {
		if said.Person, err = ses.Person(ctx, hits[0].Person); err != nil {
			return said, err
		}
	}
	v, err := s.Verify(ctx)
	said.Whole = v.Err() == nil && v.Opened+v.Erased == v.Events
	return said, err
}
