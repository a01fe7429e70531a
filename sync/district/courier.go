package district

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"ruhui/store/vault"
	"ruhui/sync"
	"ruhui/sync/district/archive"
)

// Courier answers a letter that came on a stick, as each of its messages would be
// answered over the line, and gives the letter to carry back. Who wrote it is
// proven by its signature instead of a token. The same letter gets the same
// answers again, and changes nothing the second time. Errors: *[sync.Trouble] for
// a file that is no letter to this district, [sync.Refusal] with NotCertified for
// a terminal that is not known or was revoked; both are for whoever carried it.
func (d *District) Courier(ctx context.Context, file []byte) ([]byte, error) {
	l, err := sync.OpenLetter(file, d.secrets.Server, func(l *sync.Letter) (ed25519.PublicKey, error) {
		return d.writer(ctx, l)
	})
	if err != nil {
		return nil, err
	}
	c := &courier{d: d, who: &asked{}, letter: l, routes: d.routes(),
		answer: &sync.Letter{ID: uuid.New(), Terminal: l.Terminal, Answers: l.ID}}
	if err := c.run(ctx); err != nil {
		return nil, err
	}
	to, err := vault.ParseRecipient(c.who.terminal.Courier)
	if err != nil {
		return nil, fmt.Errorf("seal to terminal %s: %w", l.Terminal, err)
	}
	c.answer.Made = d.Time()
	return c.answer.Seal(d.secrets.Signing, to)
}

// writer gives the key a letter must be signed with: the terminal's, or the one
// it brings to be certified.
func (d *District) writer(ctx context.Context, l *sync.Letter) (ed25519.PublicKey, error) {
	t, err := d.certified(ctx, l.Terminal)
	if err == nil {
		return t.Public, nil
	}
	if refusal := (*sync.Refusal)(nil); !errors.As(err, &refusal) {
		return nil, err
	}
	for i := range l.Parts {
		var c sync.Certify
		if l.Parts[i].Path == sync.PathCertify && sync.Unmarshal(l.Parts[i].Body, &c) == nil && c.Terminal == l.Terminal && c.Verify() {
			return c.Public, nil // whether its code is good is for the message's own answer to say
		}
	}
	return nil, err
}

// courier answers one letter.
type courier struct {
	d      *District
	who    *asked
	letter *sync.Letter
	answer *sync.Letter
	routes map[string]route
	epoch  uuid.UUID
	feeds  []string // what the terminal reads; none before its hello
	pulls  map[string]*sync.Pull
	heads  map[string]*sync.Heads
}

func (c *courier) run(ctx context.Context) error {
	c.pulls, c.heads = map[string]*sync.Pull{}, map[string]*sync.Heads{}
	for i := range c.letter.Parts {
		if err := c.take(ctx, &c.letter.Parts[i]); err != nil {
			return err
		}
	}
	if c.letter.More { // what it reads comes with the answer to its last letter
		return nil
	}
	for _, answer := range []func(context.Context, string) error{c.agree, c.read} {
		for _, feed := range c.feeds {
			if err := answer(ctx, feed); err != nil {
				return err
			}
		}
	}
	return nil
}

// take answers one message, or notes what is asked of the feeds: that is answered
// when all else has come in.
func (c *courier) take(ctx context.Context, p *sync.Part) error {
	switch p.Path {
	case sync.PathCertify:
		return c.certify(ctx, p)
	case sync.PathHello:
		return c.hello(ctx, p)
	case sync.PathPush, sync.PathOffer:
		_, err := c.ask(ctx, p.Path, "", p.Body)
		return err
	case sync.PathPull:
		q := &sync.Pull{}
		if sync.Unmarshal(p.Body, q) == nil { // otherwise the feed is read from its beginning
			c.pulls[q.Feed] = q
		}
	case sync.PathHeads:
		h := &sync.Heads{}
		if sync.Unmarshal(p.Body, h) == nil {
			c.heads[h.Feed] = h
		}
	}
	return nil // or of a newer terminal
}

// certify comes first in each letter: only then is it known who writes.
func (c *courier) certify(ctx context.Context, p *sync.Part) error {
	if _, err := c.ask(ctx, p.Path, "", p.Body); err != nil {
		return err
	}
	t, err := c.d.certified(ctx, c.letter.Terminal)
	c.who.terminal = t
	return err
}

func (c *courier) hello(ctx context.Context, p *sync.Part) error {
	answer, err := c.ask(ctx, p.Path, "", p.Body)
	if w, welcome := answer.(*sync.Welcome); welcome {
		c.epoch, c.feeds = w.Epoch, w.Feeds
	}
	return err
}

// ask has one message answered as over the line and puts the answer into the
// letter, a refusal too: it keeps none of the others from being answered. err is
// what is wrong with this server, not with the message.
func (c *courier) ask(ctx context.Context, path, feed string, body []byte) (any, error) {
	c.who.path = path
	answer, err := c.routes[path].do(ctx, c.who, body)
	if err == nil {
		return answer, c.add(path, feed, answer)
	}
	refusal := (*sync.Refusal)(nil)
	if !errors.As(err, &refusal) {
		return nil, fmt.Errorf("answer terminal %s: %w", c.letter.Terminal, err)
	}
	return nil, c.add(path, feed, c.d.refusal(ctx, c.who, err))
}

func (c *courier) add(path, feed string, answer any) error {
	if written, is := answer.(packed); is {
		c.answer.Parts = append(c.answer.Parts, sync.Part{Path: path, Body: written})
	} else if err := c.answer.Add(path, answer); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	c.answer.Parts[len(c.answer.Parts)-1].Feed = feed
	return nil
}

// agree says up to where this history has a feed that the terminal holds of
// another one, and lets it be read on from there.
func (c *courier) agree(ctx context.Context, feed string) error {
	q, h := c.pulls[feed], c.heads[feed]
	if q == nil || h == nil || q.After == 0 {
		return nil
	}
	joined, err := c.joined(ctx, q)
	if err != nil || joined {
		return err
	}
	body, err := sync.Marshal(h)
	if err != nil {
		return err
	}
	answer, err := c.ask(ctx, sync.PathHeads, feed, body)
	if err != nil {
		return err
	}
	c.pulls[feed] = nil
	if best, ok := answer.(*sync.HeadsAgree); ok {
		c.pulls[feed] = from(feed, h, best.Position)
	}
	return nil
}

// joined says whether the feed can be read on from where the terminal holds it.
func (c *courier) joined(ctx context.Context, q *sync.Pull) (joined bool, err error) {
	if q.Epoch != c.epoch {
		return false, nil
	}
	err = c.d.archive.Read(ctx, func(tx archive.Tx) error {
		hash, found, err := tx.LineHash(q.Feed, q.After)
		joined = found && hash == q.Hash
		return err
	})
	return joined, err
}

// from asks for what lies behind one of the heads, or for all.
func from(feed string, h *sync.Heads, position int64) *sync.Pull {
	q := &sync.Pull{Feed: feed}
	for _, at := range h.At {
		if at.Position == position {
			q.After, q.Hash = at.Position, at.Hash
		}
	}
	return q
}

// read adds pages of a feed until there are no more or the letter is full.
func (c *courier) read(ctx context.Context, feed string) error {
	q := c.pulls[feed]
	if q == nil {
		q = &sync.Pull{Feed: feed}
	}
	q.Epoch, q.Max = c.epoch, 0
	for {
		if c.answer.Size() >= sync.MaxLetter {
			c.answer.More = true
			return nil
		}
		page, err := c.page(ctx, q)
		if err != nil || page == nil || page.Position >= page.Head {
			return err
		}
		q.After, q.Hash = page.Position, page.Hash
	}
}

// page adds the next page; nil when there is nothing to read.
func (c *courier) page(ctx context.Context, q *sync.Pull) (*sync.Page, error) {
	body, err := sync.Marshal(q)
	if err != nil {
		return nil, err
	}
	answer, err := c.ask(ctx, sync.PathPull, "", body)
	if err != nil || answer == nil {
		return nil, err
	}
	p := &sync.Page{}
	return p, sync.Unmarshal(c.answer.Parts[len(c.answer.Parts)-1].Body, p)
}
