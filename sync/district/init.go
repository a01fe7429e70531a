package district

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"ruhui/store/civil"
	"ruhui/store/demo"
	"ruhui/store/record"
	"ruhui/store/setup"
	"ruhui/store/vault"
	"ruhui/sync/district/archive"
)

// InitOptions say what a new district is.
type InitOptions struct {
	Name       string // of the district's union
	Address    string // https with host and port, as terminals reach it
	Residents  setup.Residents
	Demo       bool       // the invented district of package demo
	LookupWork int        // as in [ident.LookupKey]; 0 for the standard one, tests take less
	Stretching vault.Work // of start passwords; 0 for the usual one, tests take less
	Identity   string     // file to write the identity to that opens the secrets at every start
	Recovery   string     // folder, on a stick, to write the recovery identity to
	Now        func() time.Time
}

// Made tells what was made.
type Made struct {
	Identity string `json:"identity"` // path
	Recovery string `json:"recovery"` // path; "" in a demonstration
	Unions   int    `json:"unions"`
	Centres  int    `json:"centres"`
}

// Init makes a new district in dir and in the empty archive: keys, organisation,
// identities of centres and sensitive roles, in a demonstration its staff too.
// The secrets are written last, so that a folder with secrets is a whole
// district. On an error nothing of what it wrote to disk stays; an archive that
// has taken the district refuses a second one. Errors are [Wrong]s or of the
// disk.
func Init(ctx context.Context, dir string, a archive.Archive, o InitOptions) (Made, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := o.check(dir); err != nil {
		return Made{}, fmt.Errorf("init district: %w", err)
	}
	var written leftover
	made, err := initialise(ctx, dir, a, o, &written)
	if err != nil {
		return Made{}, fmt.Errorf("init district: %w", errors.Join(err, written.remove()))
	}
	return made, nil
}

func (o *InitOptions) check(dir string) error {
	if !setup.PlainAddress(o.Address) {
		return BadAddress
	}
	if o.Name == "" {
		return NameBad
	}
	if o.Residents.BaseURL == "" && o.Residents.Telephone == "" {
		return BadResidents
	}
	if o.Identity == "" {
		return IdentityMissing
	}
	if within, err := inside(o.Identity, dir); err != nil || within {
		return errors.Join(IdentityInside, err)
	}
	if o.Demo {
		return nil // its recovery identity is thrown away with it
	}
	if at, err := os.Stat(o.Recovery); err != nil || !at.IsDir() {
		return errors.Join(RecoveryMissing, err)
	}
	if within, err := inside(o.Recovery, dir); err != nil || within {
		return errors.Join(RecoveryInside, err)
	}
	return nil
}

func initialise(ctx context.Context, dir string, a archive.Archive, o InitOptions, written *leftover) (Made, error) {
	if there, err := os.Lstat(filepath.Join(dir, SecretsName)); err == nil && there != nil {
		return Made{}, AlreadySetUp
	}
	s, err := newSecrets(o, o.Now())
	if err != nil {
		return Made{}, err
	}
	made := Made{Identity: o.Identity}
	to, err := keepIdentities(s, o, &made, written)
	if err != nil {
		return Made{}, err
	}
	written.add(filepath.Join(dir, vault.FileName))
	if err := createBodies(dir, s, to...); err != nil {
		written.forget()
		return Made{}, errors.Join(NotEmpty, err)
	}
	if err := fill(ctx, a, s, o, &made); err != nil {
		return Made{}, err
	}
	written.add(filepath.Join(dir, SecretsName))
	return made, writeSecrets(dir, s, to...)
}

const (
	identityPurpose = `新居民入会窗口 区服务器启动密钥
服务器每次启动都要用它打开密钥和数据。请与数据文件夹、数据库和备份分开存放，权限保持 0600。`
	recoveryPurpose = `新居民入会窗口 恢复密钥
终端备份、服务器密钥和服务器备份都能用它打开。只此一份，请复制到第二个优盘，
两个优盘分别锁进保险柜。不要留在任何电脑上。`
)

// keepIdentities writes the two identities that open the secrets, each to its
// own place, and gives their recipients.
func keepIdentities(s *Secrets, o InitOptions, made *Made, written *leftover) ([]age.Recipient, error) {
	start, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("make identity: %w", err)
	}
	recovery, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("make identity: %w", err)
	}
	s.Recovery = recovery.Recipient().String()
	if err := keepIdentity(o.Identity, identityPurpose, start, o, written); err != nil {
		return nil, err
	}
	if !o.Demo {
		// Named by its public key: two districts' recovery files fit on one stick.
		made.Recovery = filepath.Join(o.Recovery, "ruhui-recovery-"+s.Recovery[len("age1"):len("age1")+8]+".txt")
		if err := keepIdentity(made.Recovery, recoveryPurpose, recovery, o, written); err != nil {
			return nil, err
		}
	}
	return []age.Recipient{start.Recipient(), recovery.Recipient()}, nil
}

func keepIdentity(path, purpose string, id *age.X25519Identity, o InitOptions, written *leftover) error {
	err := writeIdentity(path, purpose, id, o.Now())
	if errors.Is(err, fs.ErrExist) {
		return errors.Join(IdentityExists, err)
	}
	written.add(path)
	return err
}

// fill writes the district into the archive.
func fill(ctx context.Context, a archive.Archive, s *Secrets, o InitOptions, made *Made) error {
	facts, err := o.facts()
	if err != nil {
		return err
	}
	if err := claim(ctx, a, s); err != nil {
		return err
	}
	d, err := New(a, s, Options{Now: o.Now})
	if err != nil {
		return err
	}
	d.stretching = o.Stretching
	if err := d.Say(ctx, facts); err != nil {
		return err
	}
	if err := d.makeIdentities(ctx, made); err != nil || !o.Demo {
		return err
	}
	return d.hireDemo(ctx)
}

func (o *InitOptions) facts() ([]record.Fact, error) {
	if o.Demo {
		return demoFacts()
	}
	return treeFacts(o.Name, o.Residents.Telephone, civil.Of(o.Now()))
}

// claim makes the archive this district's, in a first epoch.
func claim(ctx context.Context, a archive.Archive, s *Secrets) error {
	return a.Write(ctx, func(tx archive.Tx) error {
		key, err := tx.Setting(settingKey)
		if err != nil {
			return err
		}
		if key != "" {
			return AlreadySetUp
		}
		if err := tx.PutSetting(settingEpoch, uuid.NewString()); err != nil {
			return err
		}
		return tx.PutSetting(settingKey, keyText(s.Signing))
	})
}

// makeIdentities gives every centre and every sensitive role its identity.
func (d *District) makeIdentities(ctx context.Context, made *Made) error {
	org, err := d.Organisation(ctx)
	if err != nil {
		return err
	}
	made.Unions, made.Centres = len(org.Unions), len(org.Centres)
	return d.archive.Write(ctx, func(tx archive.Tx) error {
		r, err := d.secrets.readKeyring(tx)
		if err != nil {
			return err
		}
		at := d.Time()
		for id := range org.Centres {
			if len(r.centres[id]) > 0 {
				continue
			}
			if err := d.secrets.putCentreIdentity(tx, r, id, at); err != nil {
				return err
			}
		}
		return d.secrets.putRoleIdentities(tx, r, at)
	})
}

// hireDemo appoints the invented staff, all with the demonstration's password.
func (d *District) hireDemo(ctx context.Context) error {
	var list []Appointment
	for _, m := range demo.Staff {
		list = append(list, Appointment{ID: m.ID(), StaffAppointed: m.StaffAppointed, Password: demo.Password})
	}
	_, err := d.Appoint(ctx, list)
	return err
}

// leftover is what init wrote: when it fails they go again.
type leftover struct{ paths []string }

func (f *leftover) add(path string) { f.paths = append(f.paths, path) }

// forget leaves the last one alone: it was there before.
func (f *leftover) forget() { f.paths = f.paths[:len(f.paths)-1] }

func (f *leftover) remove() error {
	var errs []error
	for _, path := range f.paths {
		if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
