package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"ruhui/store/demo"
	"ruhui/store/setup"
	"ruhui/sync/district"
)

const initMore = `建立本区的证书、密钥、工会组织（9 个街道、4 个镇）和代码表。只做一次，不会覆盖已有内容。
启动密钥写到 --identity 的文件，要与数据文件夹和备份分开存放；
恢复密钥只写到 --recovery-to 的优盘，本机不留，请复制一份后分别锁进保险柜。

例子：district init /srv/ruhui --identity /etc/ruhui/identity.txt --recovery-to /media/优盘 \
        --address https://10.1.2.3:8443 --telephone 0573-82000000
      district init /tmp/demo --demo`

func initDistrict(c *call) work {
	var o district.InitOptions
	c.StringVar(&o.Recovery, "recovery-to", "", "写恢复密钥的优盘`文件夹`")
	c.StringVar(&o.Address, "address", "", "终端连接的`地址`，例如 https://10.1.2.3:8443")
	c.StringVar(&o.Name, "name", "南湖区总工会", "区总工会`名称`")
	c.StringVar(&o.Residents.BaseURL, "residents-url", "", "居民查询页面的`地址`，印在回执二维码里")
	c.StringVar(&o.Residents.Telephone, "telephone", "", "印在回执上的联系`电话`")
	c.StringVar(&o.Residents.Complaint, "complaint", "", "投诉`电话`")
	c.BoolVar(&o.Demo, "demo", false, "演示用的虚构区，固定日期 "+demo.Today.String())
	return func(ctx context.Context) (answer, error) {
		if len(c.args) == 1 {
			c.options.dir = c.args[0]
		}
		if _, err := c.resolve(""); err != nil {
			return nil, err
		}
		o.Identity, o.Now = c.options.identity, c.clock(o.Demo)
		if o.Demo {
			c.demoDefaults(&o)
		}
		return c.initialise(ctx, o)
	}
}

// demoDefaults: a demonstration's district is thrown away with its folder and
// serves this machine alone.
func (c *call) demoDefaults(o *district.InitOptions) {
	if o.Identity == "" {
		o.Identity = c.options.dir + "-identity.txt"
	}
	if o.Address == "" {
		o.Address = "https://localhost:8443"
	}
	if o.Residents == (setup.Residents{}) {
		o.Residents = setup.Residents{BaseURL: "http://localhost:8080", Telephone: "0573-00000000", Complaint: "0573-00000000"}
	}
}

// initialise makes folder, database and district. When it fails, the folder is
// as it was before.
func (c *call) initialise(ctx context.Context, o district.InitOptions) (answer, error) {
	dir := c.options.dir
	if err := empty(dir); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	made, err := c.make(ctx, o)
	if err != nil {
		return nil, errors.Join(err, c.undo())
	}
	identity, err := filepath.Abs(made.Identity)
	if err != nil {
		return nil, err
	}
	kept := settings{Identity: identity, Postgres: c.options.postgres}
	if err := writeSettings(dir, kept); err != nil {
		return nil, err
	}
	return initialised{Dir: dir, Database: c.place(), Made: made, Demo: o.Demo}, nil
}

func (c *call) make(ctx context.Context, o district.InitOptions) (district.Made, error) {
	if err := c.migrate(ctx); err != nil {
		return district.Made{}, err
	}
	a, err := c.openArchive(ctx, nil)
	if err != nil {
		return district.Made{}, err
	}
	made, err := district.Init(ctx, c.options.dir, a, o)
	return made, errors.Join(err, a.Close())
}

// undo removes the database that was made; the folder was empty before.
func (c *call) undo() error {
	made, err := filepath.Glob(c.database() + "*")
	if err != nil {
		return err
	}
	var errs []error
	for _, path := range made {
		errs = append(errs, os.Remove(path))
	}
	return errors.Join(errs...)
}

// empty sees that the folder is not there or holds nothing.
func empty(dir string) error {
	list, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look into folder: %w", err)
	}
	for _, f := range list {
		if f.Name() == district.SecretsName {
			return district.AlreadySetUp
		}
	}
	if len(list) > 0 {
		return district.NotEmpty
	}
	return nil
}

type initialised struct {
	Dir      string `json:"dir"`
	Database string `json:"database"`
	Demo     bool   `json:"demo,omitempty"`
	district.Made
}

func (i initialised) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "已建立区服务器：%s，数据库 %s。\n", i.Dir, i.Database)
	fmt.Fprintf(&b, "工会 %d 个，地点 %d 个。\n", i.Unions, i.Centres)
	fmt.Fprintf(&b, "启动密钥：%s（请与数据和备份分开存放）\n", i.Identity)
	if i.Demo {
		fmt.Fprintf(&b, "演示人员的密码都是 %s，账号例如 %s。\n下一步：district serve %s\n", demo.Password, demo.Login, i.Dir)
		return b.String()
	}
	fmt.Fprintf(&b, "恢复密钥：%s（只此一份，请取下优盘锁进保险柜）\n", i.Recovery)
	fmt.Fprintf(&b, "下一步：district import unions 工会.xlsx --dir %s，再用 district staff add 添加人员。\n", i.Dir)
	return b.String()
}
