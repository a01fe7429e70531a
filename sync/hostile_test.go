package sync_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	syncing "ruhui/sync"
)

var zipper, _ = zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1)) // these options are always taken

// zipped compresses as any zstd program would.
func zipped(text []byte) []byte { return zipper.EncodeAll(text, nil) }

// unzipped is the message as a technician reads it.
func unzipped(tb testing.TB, data []byte) string {
	tb.Helper()
	r, err := zstd.NewReader(nil)
	if err != nil {
		tb.Fatal(err)
	}
	defer r.Close()
	text, err := r.DecodeAll(data, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

func TestWhatIsNoMessageIsRefused(t *testing.T) {
	deep := strings.Repeat("[", 1_000_000)
	many := `{"at":[` + strings.Repeat(`{},`, 2_000_000) + `{}]}`
	cases := map[string]struct {
		text string
		want syncing.Code
	}{
		"nothing":             {"", syncing.BadMessage},
		"no end of line":      {`{"events":[]}`, syncing.BadMessage},
		"a web page":          {"<html>please sign in</html>\n", syncing.BadMessage},
		"deep, never closed":  {`{"events":` + deep + "\n", syncing.BadMessage},
		"deep and closed":     {`{"events":` + deep + strings.Repeat("]", 1_000_000) + "}\n", syncing.BadMessage},
		"one level too deep":  {strings.Repeat("[", 65) + strings.Repeat("]", 65) + "\n", syncing.BadMessage},
		"deep second line":    {"{}\n" + deep + "\n", syncing.BadMessage},
		"lines behind":        {"{}\n{}\n", syncing.BadMessage},
		"millions of objects": {many + "\n", syncing.TooBig},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			data := zipped([]byte(c.text))
			for _, m := range everyMessage() {
				err := syncing.Unmarshal(data, m)
				if got := refusalOf(t, err); got != c.want {
					t.Errorf("%T: got %s, want %s", m, got, c.want)
				}
			}
		})
	}
	if err := syncing.Unmarshal([]byte("<html>"), new(syncing.Token)); refusalOf(t, err) != syncing.BadMessage {
		t.Errorf("not zstd at all: got %v", err)
	}
}

func everyMessage() []any {
	return []any{new(syncing.SetupAsked), new(syncing.Certify), new(syncing.Certified), new(syncing.Nonce), new(syncing.TokenAsked),
		new(syncing.Token), new(syncing.Hello), new(syncing.Welcome), new(syncing.Batch), new(syncing.Pushed), new(syncing.Lacks),
		new(syncing.Lacking), new(syncing.Pull), new(syncing.Page), new(syncing.News), new(syncing.Moved), new(syncing.Heads),
		new(syncing.HeadsAgree), new(syncing.Offer), new(syncing.Offered), new(syncing.FileAsked), new(syncing.PersonFile),
		new(syncing.Refusal)}
}

func TestBracketsInTextAreNoNesting(t *testing.T) {
	m := newMaker(3)
	b := m.batch(1)
	b.Entries[0].Digest = nil
	b.Entries[0].Event.Body = json.RawMessage(`{"note":"` + strings.Repeat(`\"[{`, 500) + `","line":[` + strings.Repeat(`[1,2],`, 500) + `[]]}`)
	comesBack(t, b)
}

// A bomb unpacks to gigabytes: it must be refused before it takes memory.
func TestZipBombIsRefused(t *testing.T) {
	for name, bomb := range map[string][]byte{"says its size": bomb(t, false), "streamed": bomb(t, true)} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := syncing.Unmarshal(bomb, new(syncing.Batch))
			runtime.ReadMemStats(&after)
			if got := refusalOf(t, err); got != syncing.TooBig {
				t.Errorf("got %v, want %s", err, syncing.TooBig)
			}
			if took := after.TotalAlloc - before.TotalAlloc; took > 64<<20 {
				t.Errorf("took %d MiB to refuse %d bytes", took>>20, len(bomb))
			}
		})
	}
}

func bomb(t *testing.T, streamed bool) []byte {
	t.Helper()
	piece := bytes.Repeat([]byte(" "), 64<<20)
	if !streamed {
		return zipped(piece)
	}
	var out bytes.Buffer
	w, err := zstd.NewWriter(&out)
	for range 16 {
		if err == nil {
			_, err = w.Write(piece)
		}
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestTooMuchIsNotWritten(t *testing.T) {
	m := newMaker(5)
	b := m.batch(2)
	b.Entries[0].Event.Body = []byte(`"` + strings.Repeat("长", syncing.MaxMessage/3) + `"`)
	if _, err := syncing.Marshal(&b); refusalOf(t, err) != syncing.TooBig {
		t.Errorf("a body of %d bytes: got %v", len(b.Entries[0].Event.Body), err)
	}
	b.Entries = make([]syncing.Entry, 1<<16+1)
	if _, err := syncing.Marshal(&b); refusalOf(t, err) != syncing.TooBig {
		t.Errorf("%d entries: got %v", len(b.Entries), err)
	}
}

// Cut anywhere, a message is refused: never taken with less in it.
func TestCutMessageIsRefused(t *testing.T) {
	m := newMaker(7)
	batch, page, file, pushed := m.batch(9), m.page(9), m.file(9), m.pushed(9)
	for _, sent := range []any{&batch, &page, &file, &pushed, &syncing.Offer{Pages: []syncing.Page{page}}} {
		data := written(t, sent)
		for cut := range data {
			err := syncing.Unmarshal(data[:cut], empty(sent))
			if got := refusalOf(t, err); got != syncing.BadMessage {
				t.Fatalf("%T cut at %d of %d: got %s, want %s", sent, cut, len(data), got, syncing.BadMessage)
			}
		}
	}
}

// A flipped bit is refused, or falls on one that means nothing: what is read is
// never another message.
func TestFlippedBitNeverChangesAMessage(t *testing.T) {
	m := newMaker(9)
	batch, page := m.batch(9), m.page(9)
	for _, sent := range []any{&batch, &page} {
		data := written(t, sent)
		for i := range data {
			for bit := range 8 {
				data[i] ^= 1 << bit
				got := empty(sent)
				if err := syncing.Unmarshal(data, got); err != nil {
					refusalOf(t, err)
				} else if !reflect.DeepEqual(got, sent) {
					t.Fatalf("%T with bit %d of byte %d flipped was read as another message", sent, bit, i)
				}
				data[i] ^= 1 << bit
			}
		}
	}
}

// Each column that is one value short of the others is refused.
func TestShortColumnsAreRefused(t *testing.T) {
	m := newMaker(11)
	batch, page, file, pushed := m.batch(30), m.page(60), m.file(30), m.pushed(30)
	for _, sent := range []any{&batch, &page, &file, &pushed} {
		head, bodies, _ := strings.Cut(unzipped(t, written(t, sent)), "\n")
		tried := 0
		for name, torn := range shortened(t, head) {
			tried++
			err := syncing.Unmarshal(zipped([]byte(torn+"\n"+bodies)), empty(sent))
			if err == nil {
				t.Errorf("%T with a value less in %s was taken", sent, name)
			} else if got := refusalOf(t, err); got != syncing.BadMessage {
				t.Errorf("%T with a value less in %s: got %s, want %s", sent, name, got, syncing.BadMessage)
			}
		}
		if tried < 7 {
			t.Errorf("%T: found only %d columns to shorten", sent, tried)
		}
	}
}

// shortened gives the first line with one value less in each of its columns in
// turn.
func shortened(t *testing.T, head string) map[string]string {
	t.Helper()
	out := map[string]string{}
	var whole map[string]any
	if err := json.Unmarshal([]byte(head), &whole); err != nil {
		t.Fatal(err)
	}
	var walk func(path string, in map[string]any)
	walk = func(path string, in map[string]any) {
		for name, v := range in {
			switch v := v.(type) {
			case map[string]any:
				if name != "exact" { // bodies: any bytes will do
					walk(path+name+".", v)
				}
				continue
			case []any:
				in[name] = v[:len(v)-1]
			case string:
				short, err := base64.StdEncoding.DecodeString(v)
				if err != nil || !strings.Contains(path, ".") || path == "receipt." { // not a column
					continue
				}
				in[name] = short[:len(short)-1]
			default:
				continue
			}
			text, err := json.Marshal(whole)
			if err != nil {
				t.Fatal(err)
			}
			out[path+name], in[name] = string(text), v
		}
	}
	walk("", whole)
	return out
}

func written(t *testing.T, m any) []byte {
	t.Helper()
	data, err := syncing.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// empty gives a new message of the same kind.
func empty(m any) any { return reflect.New(reflect.TypeOf(m).Elem()).Interface() }
