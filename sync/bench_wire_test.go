package sync_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruhui/store/record"
	syncing "ruhui/sync"
	"ruhui/sync/synctest/documents"
)

// documentEvents gives n documents, each the body of one event in an act and a
// file of its own, with ids and salts as a terminal makes them.
func documentEvents(n int) []syncing.Entry {
	m := newMaker(1)
	by := record.Origin{Centre: m.id(), Terminal: m.id()}
	staff, proven := m.id(), record.HLCOf(time.Date(2026, 9, 14, 8, 0, 0, 0, time.UTC))
	at := proven
	entries := make([]syncing.Entry, n)
	for i := range entries {
		at = at.Next((at + record.HLC(m.IntN(3))<<16).Time())
		entries[i].Event = record.Event{ID: m.stamped(at), At: at, Proven: proven, Origin: by, Staff: staff,
			Role: record.RoleWindowClerk, Act: m.stamped(at), Visit: uuid.Nil, File: record.File{Kind: record.KindPerson, ID: m.id()},
			Type: "document.kept", Version: 1, Salt: [16]byte(m.id()),
			Body: json.RawMessage(documents.Document(documents.Seed, uint64(i)))}
	}
	return entries
}

// stamped gives a UUIDv7 of that reading, counter included, as the store does.
func (m maker) stamped(at record.HLC) uuid.UUID {
	id := m.id()
	for i := range 6 {
		id[i] = byte(at >> (56 - 8*i))
	}
	id[6], id[7], id[8] = byte(at>>8)&0xf|0x70, byte(at), id[8]&0x3f|0x80
	return id
}

// batches cuts entries into messages of at most [syncing.MaxBatch].
func batches(tb testing.TB, entries []syncing.Entry) (out []syncing.Batch, written [][]byte) {
	tb.Helper()
	for n := 1200; len(entries) > 0; {
		n = min(n, len(entries))
		b := syncing.Batch{Entries: entries[:n], Now: 1, Signature: make([]byte, 64)}
		data, err := syncing.Marshal(&b)
		if err != nil {
			tb.Fatal(err)
		}
		if len(data) > syncing.MaxBatch {
			n = n * 9 / 10
			continue
		}
		out, written, entries = append(out, b), append(written, data), entries[n:]
	}
	return out, written
}

// BenchmarkWire writes and reads 10,000 documents as batches, and beside it plain
// JSON under gzip -6 in the same batches.
func BenchmarkWire(b *testing.B) {
	const n = 10_000
	all, written := batches(b, documentEvents(n))
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			for i := range all {
				if _, err := syncing.Marshal(&all[i]); err != nil {
					b.Fatal(err)
				}
			}
		}
		report(b, n, written)
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			for i := range written {
				if err := syncing.Unmarshal(written[i], new(syncing.Batch)); err != nil {
					b.Fatal(err)
				}
			}
		}
		report(b, n, written)
	})
	b.Run("gzip", func(b *testing.B) {
		var plain [][]byte
		for b.Loop() {
			plain = plain[:0]
			for i := range all {
				plain = append(plain, gzipped(b, &all[i]))
			}
		}
		report(b, n, plain)
	})
}

func report(b *testing.B, n int, written [][]byte) {
	size := 0
	for _, w := range written {
		size += len(w)
	}
	seconds := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(float64(size)/(1<<20), "MiB/10k")
	b.ReportMetric(float64(len(written)), "messages")
	b.ReportMetric(float64(n)/seconds, "events/s")
	b.ReportMetric(9.25/seconds, "MiB/s")
}

func gzipped(tb testing.TB, v any) []byte {
	tb.Helper()
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, 6)
	if err == nil {
		err = json.NewEncoder(w).Encode(v)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		tb.Fatal(fmt.Errorf("write plain JSON: %w", err))
	}
	return out.Bytes()
}
