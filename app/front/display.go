package front

import (
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// displayWait is how long a display may take to answer. A local one answers at
// once; one behind a broken network never does.
const displayWait = 2 * time.Second

// checkDisplay returns why no window can be shown, "" when one can. It opens a
// connection to the X server DISPLAY names and closes it again; whether the
// server lets this user in is only seen by the window.
func (env Env) checkDisplay() string {
	display := env.variable("DISPLAY")
	if display == "" {
		if env.variable("WAYLAND_DISPLAY") != "" {
			return textWayland
		}
		return textNoDisplay
	}
	places := env.displaySockets(display)
	if len(places) == 0 {
		return fmt.Sprintf(textBadDisplay, display)
	}
	for _, place := range places {
		conn, err := net.DialTimeout(place.network, place.address, displayWait)
		if err == nil {
			_ = conn.Close() // nothing was written
			return ""
		}
	}
	return fmt.Sprintf(textDeadDisplay, display)
}

// socket is where an X server may listen.
type socket struct{ network, address string }

// displaySockets returns where the server of a display name of the form
// [host]:number[.screen] may listen, none when the name has another form.
func (env Env) displaySockets(display string) []socket {
	colon := strings.LastIndex(display, ":")
	if colon < 0 {
		return nil
	}
	host, rest := display[:colon], display[colon+1:]
	digits, _, _ := strings.Cut(rest, ".")
	number, err := strconv.ParseUint(digits, 10, 16)
	if err != nil || number > 59535 { // the TCP port 6000+number must exist
		return nil
	}
	if host != "" && host != "unix" {
		return []socket{{"tcp", net.JoinHostPort(strings.Trim(host, "[]"), strconv.FormatUint(6000+number, 10))}}
	}
	path := "/tmp/.X11-unix/X" + strconv.FormatUint(number, 10)
	sockets := []socket{{"unix", filepath.Join(env.Root, path)}}
	if env.Root == "/" {
		// Linux's abstract sockets know no folders, so that a made-up root has none.
		sockets = append(sockets, socket{"unix", "@" + path})
	}
	return sockets
}
