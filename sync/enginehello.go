package sync

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"ruhui/store"
)

// certify joins this terminal's keys to its code, once.
func (e *Engine) certify(ctx context.Context) (bool, error) {
	if known, err := e.store.Certified(ctx); err != nil || known {
		return false, err
	}
	c, err := e.certificate(ctx)
	if err != nil {
		return false, err
	}
	var done Certified
	if err := e.client.Exchange(ctx, PathCertify, "", c, &done); err != nil {
		return false, err
	}
	if done.Terminal != e.store.Terminal().ID {
		return false, &Trouble{FalseSignature, fmt.Errorf("certified %s", done.Terminal)}
	}
	return true, e.store.TakeCertified(ctx, true)
}

// certificate is what joins this terminal's keys to its code.
func (e *Engine) certificate(ctx context.Context) (*Certify, error) {
	proof, err := e.store.SetupProof(ctx)
	if err != nil {
		return nil, err
	}
	key, err := e.store.Signer(ctx)
	if err != nil {
		return nil, err
	}
	me := e.store.Terminal()
	c := &Certify{Proof: proof, Terminal: me.ID, Centre: me.Centre, Number: me.Number, Public: me.Public, Courier: me.Courier}
	c.Sign(key)
	return c, nil
}

// tokenMargin is how long before its end a token is replaced.
const tokenMargin = 20 * time.Second

// authorise gets a token when there is none that lasts: two exchanges, of which
// the first leaves nothing behind.
func (e *Engine) authorise(ctx context.Context) (bool, error) {
	e.mu.Lock()
	good := e.bearer.token != "" && e.opt.Elapsed() < e.bearer.until
	e.mu.Unlock()
	if good {
		return false, nil
	}
	var nonce Nonce
	if err := e.client.Exchange(ctx, PathNonce, "", struct{}{}, &nonce); err != nil {
		return false, err
	}
	key, err := e.store.Signer(ctx)
	if err != nil {
		return false, err
	}
	ask := TokenAsked{Terminal: e.store.Terminal().ID, Nonce: nonce.Nonce}
	ask.Sign(key)
	var given Token
	from := e.opt.Elapsed()
	if err := e.client.Exchange(ctx, PathToken, "", &ask, &given); err != nil {
		return false, err
	}
	lasts := time.Duration(given.Seconds) * time.Second
	e.mu.Lock()
	defer e.mu.Unlock()
	e.bearer = bearer{given.Token, from + max(lasts-tokenMargin, lasts/2)}
	return true, nil
}

// greet says hello when it is due and takes what comes with the answer.
func (e *Engine) greet(ctx context.Context) (bool, error) {
	if e.greeted && e.opt.Elapsed() < e.again {
		return false, nil
	}
	h, err := e.hello(ctx)
	if err != nil {
		return false, err
	}
	var w Welcome
	asked := e.opt.Now()
	if err := e.ask(ctx, PathHello, h, &w); err != nil {
		return false, err
	}
	if !w.Verify(e.store.Setup().District.SigningKey) {
		return false, &Trouble{FalseSignature, fmt.Errorf("welcome")}
	}
	ahead := asked.Add(e.opt.Now().Sub(asked) / 2).Sub(w.Time.Time())
	if err := e.store.CompareClocks(ctx, ahead); err != nil {
		return false, err
	}
	if err := e.welcome(ctx, h, &w); err != nil {
		return false, err
	}
	if err := e.meetEpoch(ctx); err != nil {
		return false, err
	}
	e.greeted, e.again = true, e.opt.Elapsed()+helloEvery
	return true, nil
}

func (e *Engine) hello(ctx context.Context) (*Hello, error) {
	head := e.store.Head()
	h := &Hello{Program: e.opt.Program, Now: e.now(), Journal: head.Journal, Head: head.Seq, Hash: head.Hash}
	contact, err := e.store.Contact(ctx)
	if err != nil {
		return nil, err
	}
	h.Staffing, h.Erased = contact.Staffing, contact.Erased
	signed, err := e.store.LastReceipt(ctx)
	if err != nil {
		return nil, err
	}
	if signed != nil {
		if err := json.Unmarshal(signed, &h.Receipt); err != nil {
			h.Receipt = nil // of another program: the next push brings one
		}
	}
	positions, err := e.store.Positions(ctx)
	if err != nil {
		return nil, err
	}
	h.Epoch = positions[FeedDistrict].Epoch
	if _, h.Copied, err = e.store.Copied(ctx); err != nil {
		return nil, err
	}
	waiting, err := e.store.Waiting(ctx)
	h.Waiting = waiting.Events
	return h, err
}

// welcome takes what came with the answer. Each thing may come again; one that
// cannot be taken keeps none of the others from being taken.
func (e *Engine) welcome(ctx context.Context, h *Hello, w *Welcome) error {
	if err := e.store.TakeProven(ctx, w.Time); err != nil {
		return err
	}
	e.listFeeds(w)
	e.trust(ctx, w)
	if err := e.store.TakeErasures(ctx, erasures(w.Erasures)); err != nil {
		e.opt.Logger.Error("carry out erasures", "orders", len(w.Erasures), "error", err)
	}
	return e.rejoin(ctx, h.Journal, w.Journal)
}

// trust takes keys, people and number.
func (e *Engine) trust(ctx context.Context, w *Welcome) {
	if len(w.Staffing) > 0 {
		if err := e.store.TakeStaffFiles(ctx, w.Staffing); err != nil && store.KeyOf(err) != store.KeyStaffingOlder {
			e.opt.Logger.Error("take staff files", "error", err)
		}
	}
	if w.Recipients != nil {
		if err := e.store.TakeRecipients(ctx, *w.Recipients); err != nil {
			e.opt.Logger.Error("take recipients", "error", err)
		}
	}
	if w.Number != 0 {
		if err := e.store.TakeNumber(ctx, w.Number); err != nil {
			e.opt.Logger.Error("take terminal number", "number", w.Number, "error", err)
		}
	}
}

func erasures(list []Erasure) []store.Erasure {
	out := make([]store.Erasure, len(list))
	for i, x := range list {
		out[i] = store.Erasure(x)
	}
	return out
}
