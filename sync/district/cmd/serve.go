package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"ruhui/store/vault"
	"ruhui/sync/district"
)

const serveMore = `启动区服务器，直到收到停止信号（Ctrl-C 或 SIGTERM）：先答完正在处理的请求，再退出。
终端端口用本区自己的证书；居民页面端口用 --residents-certificate 指明的公开证书，
不写则为普通 HTTP，应放在单位的反向代理后面。参数也可写进数据文件夹的 settings.toml。

例子：district serve /srv/ruhui --copy /mnt/第二块盘/ruhui`

const migrateMore = `升级程序后、启动服务前做一次；升级前请先备份并停止所有 district serve。
例子：district migrate /srv/ruhui`

func migrateDatabase(c *call) work {
	return func(ctx context.Context) (answer, error) {
		if _, err := c.resolve(at(c)); err != nil {
			return nil, err
		}
		return migrated{c.place()}, c.migrate(ctx)
	}
}

type migrated struct {
	Database string `json:"database"`
}

func (m migrated) text() string { return "数据库结构已是最新：" + m.Database + "。\n" }

// at is the folder when it stands as an argument.
func at(c *call) string {
	if len(c.args) == 0 {
		return ""
	}
	return c.args[0]
}

func serve(c *call) work {
	var s settings
	var hosts string
	c.StringVar(&s.Listen, "listen", "", "终端`端口`，默认 :8443，环境变量 RUHUI_LISTEN")
	c.StringVar(&s.ResidentsListen, "residents-listen", "", "居民页面`端口`，默认 :8080，环境变量 RUHUI_RESIDENTS_LISTEN")
	c.StringVar(&s.OperationsListen, "operations-listen", "", "监控`端口`，默认 127.0.0.1:9443，环境变量 RUHUI_OPERATIONS_LISTEN")
	c.StringVar(&s.ResidentsCertificate, "residents-certificate", "", "居民页面的证书`文件`（PEM）")
	c.StringVar(&s.ResidentsKey, "residents-key", "", "居民页面的私钥`文件`（PEM）")
	c.StringVar(&s.Copy, "copy", "", "SQLite 连续第二份的`文件夹`，应在另一块盘或另一台机器上，环境变量 RUHUI_COPY")
	c.StringVar(&hosts, "host", "", "本机的其他`名称或IP`，几个用逗号隔开，写进服务证书")
	return func(ctx context.Context) (answer, error) {
		s.Hosts = parts(hosts)
		return nil, c.serve(ctx, s)
	}
}

// serve runs until ctx ends or a listener fails.
func (c *call) serve(ctx context.Context, flags settings) error {
	_ = vault.NoCoreDumps() // where the system cannot do it, the program goes on without
	log := slog.New(slog.NewTextHandler(c.Err, nil))
	if err := c.keepCopy(flags.Copy); err != nil {
		return err
	}
	o, err := c.open(ctx, at(c), district.Options{Logger: log})
	if err != nil {
		return err
	}
	servers, err := c.listen(o, c.merged(flags, o.settings), log)
	if err != nil {
		return errors.Join(err, o.archive.Close())
	}
	err = serveAll(ctx, o, servers, log)
	return errors.Join(err, o.archive.Close())
}

// keepCopy finds the folder of the second copy and puts the sealed keys there.
func (c *call) keepCopy(flag string) error {
	s, err := c.resolve(at(c))
	if err != nil {
		return err
	}
	if c.copy = cmp.Or(flag, c.Env("RUHUI_COPY"), s.Copy); c.copy == "" || c.options.postgres != "" {
		return nil
	}
	return copyKeys(c.options.dir, c.copy)
}

// merged takes each setting from the flag, else the environment, else the file,
// else its default.
func (c *call) merged(flags, file settings) settings {
	return settings{
		Listen:               cmp.Or(flags.Listen, c.Env("RUHUI_LISTEN"), file.Listen, ":8443"),
		ResidentsListen:      cmp.Or(flags.ResidentsListen, c.Env("RUHUI_RESIDENTS_LISTEN"), file.ResidentsListen, ":8080"),
		OperationsListen:     cmp.Or(flags.OperationsListen, c.Env("RUHUI_OPERATIONS_LISTEN"), file.OperationsListen, "127.0.0.1:9443"),
		ResidentsCertificate: cmp.Or(flags.ResidentsCertificate, file.ResidentsCertificate),
		ResidentsKey:         cmp.Or(flags.ResidentsKey, file.ResidentsKey),
		Hosts:                append(flags.Hosts, file.Hosts...),
	}
}

// server is one listener with what answers on it.
type server struct {
	name     string
	http     *http.Server
	listener net.Listener
}

func (c *call) listen(o *opened, s settings, log *slog.Logger) (servers []*server, err error) {
	defer func() {
		if err != nil {
			closeAll(servers)
		}
	}()
	terminals, err := c.terminalsTLS(o, s)
	if err != nil {
		return nil, err
	}
	residents, err := residentsTLS(s)
	if err != nil {
		return nil, err
	}
	for _, l := range []struct {
		name, address string
		tls           *tls.Config
		handler       http.Handler
	}{
		{"terminals", s.Listen, terminals, o.Terminals()},
		{"residents", s.ResidentsListen, residents, o.Residents()},
		{"operations", s.OperationsListen, nil, o.Operations()},
	} {
		listener, err := net.Listen("tcp", l.address)
		if err != nil {
			return servers, fmt.Errorf("listen for %s: %w", l.name, err)
		}
		if l.tls != nil {
			listener = tls.NewListener(listener, l.tls)
		}
		servers = append(servers, &server{l.name, newHTTP(l.handler, log), listener})
		log.Info("listening", "for", l.name, "address", listener.Addr().String())
	}
	return servers, nil
}

// newHTTP bounds what one connection may take. Requests for news are held open
// longer than any of these; their handler sees to that itself.
func newHTTP(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug)}
}

// terminalsTLS is TLS 1.3 with a certificate under the district's own authority,
// made now and again each month: it is never old.
func (c *call) terminalsTLS(o *opened, s settings) (*tls.Config, error) {
	fresh, err := newCertificates(o.secrets, c.clock(o.secrets.Demo), s.Hosts)
	if err != nil {
		return nil, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS13, NextProtos: []string{"h2", "http/1.1"}, Time: c.clock(o.secrets.Demo),
		GetCertificate: fresh.get}, nil
}

func residentsTLS(s settings) (*tls.Config, error) {
	if s.ResidentsCertificate == "" {
		return nil, nil
	}
	if _, err := tls.LoadX509KeyPair(s.ResidentsCertificate, s.ResidentsKey); err != nil {
		return nil, fmt.Errorf("read residents' certificate: %w", err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
		// Read at each handshake, so that a renewed certificate needs no restart.
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			pair, err := tls.LoadX509KeyPair(s.ResidentsCertificate, s.ResidentsKey)
			return &pair, err
		}}, nil
}

// graceful bounds how long requests may take to end.
const graceful = 20 * time.Second

// serveAll runs until ctx ends or a listener fails, then lets what is being
// answered end.
func serveAll(ctx context.Context, o *opened, servers []*server, log *slog.Logger) error {
	running, stopRunning := context.WithCancel(ctx)
	var looking sync.WaitGroup
	looking.Go(func() { o.Run(running) })
	defer looking.Wait()
	defer stopRunning()
	failed := make(chan error, len(servers))
	for _, s := range servers {
		go func() { failed <- s.http.Serve(s.listener) }()
	}
	var err error
	select {
	case <-ctx.Done():
		log.Info("stopping")
	case err = <-failed:
		log.Error("listener failed", "error", err)
	}
	stopRunning() // open requests for news are answered now
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceful)
	defer cancel()
	for _, s := range servers {
		if ending := s.http.Shutdown(stop); ending != nil {
			log.Warn("requests cut off", "for", s.name, "error", ending)
			ending = s.http.Close()
			err = errors.Join(err, ending)
		}
	}
	log.Info("stopped")
	return err
}

func closeAll(servers []*server) {
	for _, s := range servers {
		_ = s.listener.Close() // another one failed, which is what is told
	}
}
