// Command district is the district's server and what its technicians do with it.
// See package district.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, console{Out: os.Stdout, Err: os.Stderr, Env: os.Getenv, Now: time.Now}, os.Args[1:])
	stop()
	os.Exit(code)
}
