package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	syncing "ruhui/sync"
)

// Files a played visit leaves for whoever goes on with it.
const (
	receiptName = "收据.txt"   // the district's signed receipt, as a closing page's QR code holds it
	linkName    = "查询网址.txt" // of the page the slip leads to
)

// handIn waits until the district has signed for everything, and leaves its
// receipt and the slip's address beside the pictures. Without a district to hand
// in to it does nothing.
func (p *player) handIn() {
	if p.err != nil || p.desk.set.link == "" {
		return
	}
	r, err := p.receipt()
	if err == nil {
		err = errors.Join(p.leave(receiptName, r.Text()), p.leave(linkName, p.link))
	}
	if err != nil {
		p.err = fmt.Errorf("hand in: %w", err)
		p.pictureNow("failed")
		return
	}
	p.picture("已上传")
}

// receipt waits for the receipt that leaves nothing waiting, half a minute at the
// most.
func (p *player) receipt() (*syncing.Receipt, error) {
	if p.desk.engine == nil {
		return nil, errors.New("no engine is running")
	}
	ctx := context.Background()
	for range 300 {
		waiting, err := p.desk.store.Waiting(ctx)
		if err != nil {
			return nil, err
		}
		if waiting.Events == 0 {
			return p.signed(ctx)
		}
		time.Sleep(100 * time.Millisecond)
	}
	status, err := p.desk.engine.Status(ctx)
	return nil, errors.Join(fmt.Errorf("%d events still wait", status.Waiting.Events), status.Err, err)
}

// signed is the latest receipt; one the district did not sign is none.
func (p *player) signed(ctx context.Context) (*syncing.Receipt, error) {
	data, err := p.desk.store.LastReceipt(ctx)
	if err != nil {
		return nil, err
	}
	r := new(syncing.Receipt)
	if err := json.Unmarshal(data, r); err != nil {
		return nil, fmt.Errorf("read receipt: %w", err)
	}
	if !r.Verify(p.desk.store.Setup().District.SigningKey) {
		return nil, errors.New("receipt is not signed by the district")
	}
	return r, nil
}

func (p *player) leave(name, text string) error {
	return os.WriteFile(filepath.Join(p.desk.set.play, name), []byte(text+"\n"), 0o600)
}
