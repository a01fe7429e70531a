package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"filippo.io/age"

	"ruhui/store/civil"
	"ruhui/sync/district"
	"ruhui/sync/district/archive/sqlite"
)

const backupMore = `把数据库和密钥备份成一个文件，只有启动密钥和恢复密钥能打开；写完会读回核对。服务不用停。
文件旁的 erased 文件夹列出以后被依法清除的人员，恢复时先执行，请与备份一起保存。
数据在 PostgreSQL 里的，请用它自己的备份工具，另外保存数据文件夹。

例子：district backup /mnt/备份/ruhui-20260914.age`

func backup(c *call) work {
	return func(ctx context.Context) (answer, error) {
		return c.with(ctx, "", func(o *opened) (answer, error) {
			if c.options.postgres != "" {
				return nil, district.BackupPostgres
			}
			path, err := filepath.Abs(c.args[0])
			if err != nil {
				return nil, err
			}
			if err := c.backUp(ctx, o, path); err != nil {
				return nil, err
			}
			about, err := os.Stat(path)
			if err != nil {
				return nil, err
			}
			return wrote{File: path, Bytes: int(about.Size()), what: "备份，并已读回核对"}, nil
		})
	}
}

func (c *call) backUp(ctx context.Context, o *opened, path string) (err error) {
	start, err := district.ReadIdentity(c.options.identity)
	if err != nil {
		return err
	}
	snapshot := c.database() + ".backup"
	if err := errors.Join(removed(snapshot), sqlite.Backup(ctx, c.database(), snapshot)); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, removed(snapshot)) }()
	if err := district.WriteBackup(path, c.options.dir, snapshot, start, o.secrets.Recovery); err != nil {
		return err
	}
	return c.rememberBackups(ctx, o, filepath.Dir(path), start)
}

// rememberBackups notes where backups lie, so that a later erasure is listed
// there, and lists those that were.
func (c *call) rememberBackups(ctx context.Context, o *opened, folder string, start *age.X25519Identity) error {
	if !slices.Contains(o.settings.Backups, folder) {
		o.settings.Backups = append(o.settings.Backups, folder)
		if err := writeSettings(c.options.dir, o.settings); err != nil {
			return err
		}
	}
	return o.ListErasures(ctx, folder, start)
}

func removed(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

const restoreMore = `把备份恢复到一个空文件夹，并开始新的一期：终端会自动补回备份之后的记录，在补齐之前不作超时等判断。
备份旁 erased 文件夹里的清除先执行。也可以从 --copy 的第二份文件夹恢复。
启动密钥丢失时，用恢复密钥打开，并用 --new-identity 写一个新的启动密钥。

例子：district restore /mnt/备份/ruhui-20260914.age --dir /srv/ruhui2 --identity /etc/ruhui/identity.txt
      district restore 备份.age --dir /srv/ruhui2 --identity /media/优盘/ruhui-recovery-xxxxxxxx.txt --new-identity /etc/ruhui/new.txt`

func restore(c *call) work {
	fresh := c.String("new-identity", "", "写一个新的启动密钥`文件`")
	return func(ctx context.Context) (answer, error) {
		if _, err := c.resolve(""); err != nil {
			return nil, err
		}
		with, err := district.ReadIdentity(c.options.identity)
		if err != nil {
			return nil, err
		}
		if err := empty(c.options.dir); err != nil {
			return nil, err
		}
		if err := os.MkdirAll(c.options.dir, 0o700); err != nil {
			return nil, fmt.Errorf("make folder: %w", err)
		}
		if err := c.unpack(ctx, c.args[0], with); err != nil {
			return nil, errors.Join(err, c.undoRestore())
		}
		return c.takeUp(ctx, with, *fresh)
	}
}

// unpack fills the folder from a backup, or from the continuous copy.
func (c *call) unpack(ctx context.Context, from string, with age.Identity) error {
	about, err := os.Stat(from)
	if err != nil {
		return errors.Join(district.FileUnreadable, err)
	}
	if !about.IsDir() {
		return district.ReadBackup(from, c.options.dir, with)
	}
	if err := copyKeys(from, c.options.dir); err != nil {
		return err
	}
	return sqlite.Backup(ctx, filepath.Join(from, databaseName), c.database())
}

func (c *call) undoRestore() error {
	var errs []error
	for _, name := range district.BackupParts {
		errs = append(errs, removed(filepath.Join(c.options.dir, name)))
	}
	return errors.Join(errs...)
}

// takeUp opens what was unpacked, gives it the newest schema, a new epoch and the
// erasures since.
func (c *call) takeUp(ctx context.Context, with age.Identity, fresh string) (answer, error) {
	if fresh != "" {
		if err := c.reseal(with, fresh); err != nil {
			return nil, err
		}
	}
	if err := c.migrate(ctx); err != nil {
		return nil, err
	}
	if err := writeSettings(c.options.dir, settings{Identity: c.options.identity}); err != nil {
		return nil, err
	}
	return c.with(ctx, "", func(o *opened) (answer, error) {
		if err := o.NewEpoch(ctx); err != nil {
			return nil, err
		}
		n, err := o.EraseListed(ctx, filepath.Dir(c.args[0]), with)
		if err != nil {
			return nil, err
		}
		s, err := o.Status(ctx)
		if err != nil {
			return nil, err
		}
		return restored{Dir: c.options.dir, Events: s.Counts.Events, Erasures: n, Epoch: s.Epoch.String(), Today: o.Today()}, nil
	})
}

func (c *call) reseal(with age.Identity, fresh string) error {
	s, err := district.OpenSecrets(c.options.dir, with)
	if err != nil {
		return err
	}
	start, err := district.NewIdentity(fresh, c.options.dir, c.clock(s.Demo)())
	if err != nil {
		return err
	}
	if c.options.identity, err = filepath.Abs(fresh); err != nil {
		return err
	}
	return s.Reseal(c.options.dir, start.Recipient())
}

type restored struct {
	Dir      string     `json:"dir"`
	Events   int64      `json:"events"`
	Erasures int        `json:"erasures"`
	Epoch    string     `json:"epoch"`
	Today    civil.Date `json:"today"`
}

func (r restored) text() string {
	return fmt.Sprintf("已恢复到 %s：记录 %d 条，按清除清单执行 %d 项。\n已开始新的一期，终端联网后会自动补回备份之后的记录。\n下一步：district serve %s；所有终端都补齐后可运行 district epoch open。\n", r.Dir, r.Events, r.Erasures, r.Dir)
}
