package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/BurntSushi/toml"
)

// settingsName is the file of settings in the district's folder; init writes it
// and a technician may change it. It holds paths and addresses, no secrets but
// perhaps a database's password, and is for its owner only.
const settingsName = "settings.toml"

// options are what most verbs need to know. Each comes from a flag, else from
// the environment, else from the folder's settings.
type options struct {
	dir      string
	identity string
	postgres string
}

func (o *options) declare(f *flag.FlagSet) {
	f.StringVar(&o.dir, "dir", "", "数据`文件夹`，环境变量 RUHUI_DISTRICT")
	f.StringVar(&o.identity, "identity", "", "启动密钥`文件`，环境变量 RUHUI_IDENTITY")
	f.StringVar(&o.postgres, "postgres", "", "PostgreSQL 连接`串`，环境变量 RUHUI_POSTGRES；不写用文件夹里的 SQLite")
}

// settings are what init notes in the folder, so that later commands are short.
type settings struct {
	Identity string `toml:"identity,omitempty"`
	Postgres string `toml:"postgres,omitempty"`
	Listen   string `toml:"listen,omitempty"`
	Copy     string `toml:"copy,omitempty"`

	ResidentsListen      string   `toml:"residents_listen,omitempty"`
	ResidentsCertificate string   `toml:"residents_certificate,omitempty"`
	ResidentsKey         string   `toml:"residents_key,omitempty"`
	OperationsListen     string   `toml:"operations_listen,omitempty"`
	Hosts                []string `toml:"hosts,omitempty"` // further names of this server
	Backups              []string `toml:"backups,omitempty"`
}

// resolve fills in what no flag said. at is the folder as an argument, "" when
// there is none.
func (c *call) resolve(at string) (settings, error) {
	o := &c.options
	o.dir = cmp.Or(at, o.dir, c.Env("RUHUI_DISTRICT"), ".")
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return settings{}, fmt.Errorf("find folder: %w", err)
	}
	o.dir = dir
	s, err := readSettings(dir)
	if err != nil {
		return s, err
	}
	o.identity = cmp.Or(o.identity, c.Env("RUHUI_IDENTITY"), s.Identity)
	o.postgres = cmp.Or(o.postgres, c.Env("RUHUI_POSTGRES"), s.Postgres)
	return s, nil
}

func readSettings(dir string) (settings, error) {
	var s settings
	if _, err := toml.DecodeFile(filepath.Join(dir, settingsName), &s); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s, fmt.Errorf("read settings: %w", err)
	}
	return s, nil
}

func writeSettings(dir string, s settings) error {
	f, err := os.OpenFile(filepath.Join(dir, settingsName), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	if err := errors.Join(toml.NewEncoder(f).Encode(s), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write settings: %w", err)
	}
	return nil
}
