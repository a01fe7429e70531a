package window

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"ruhui/store/demo"
)

func TestPassword_forgotten_is_set_anew_with_the_code(t *testing.T) {
	d := newDesk(t)
	code := d.terminal.District.RecoveryCode(demo.Login)
	d.press(fyne.KeyF8)
	d.wantPage("password")
	d.wantSays("可用这四个拼音词")
	d.readable()
	d.press(fyne.KeyF9)
	if d.form().Errors() != 4 {
		t.Errorf("%d fields marked, want all four", d.form().Errors())
	}
	for _, c := range []struct{ code, password, again, says string }{
		{code, "dongfang hong", "dongfang hon", "两次输入的新密码不一样"},
		{code, "short", "short", "密码不足12个字符"},
		{"ABCD", "dongfang hong taiyang", "dongfang hong taiyang", "恢复码输入有误"},
	} {
		d.at(fieldLogin, demo.Login)
		d.form().Put(fieldRecovery, c.code)
		d.at(fieldNew, c.password)
		d.at(fieldAgain, c.again)
		d.press(fyne.KeyF9)
		d.wantSays(c.says)
		d.wantPage("password")
		d.readable()
	}
	d.form().Put(fieldRecovery, strings.ToLower(code))
	d.press(fyne.KeyF9)
	d.wantSays("新密码已设置")
	d.press(fyne.KeyReturn)
	d.wantPage("signin")
	d.signIn(demo.Login, demo.Password)
	d.wantSays("账号或密码错误")
	d.press(fyne.KeyReturn)
	d.signIn(demo.Login, "dongfang hong taiyang")
	d.wantPage("card")
}

func TestPassword_is_changed_by_who_is_signed_in(t *testing.T) {
	d := openDesk(t)
	d.showPassword()
	d.wantPage("password")
	set := func(old string) {
		d.at(fieldOld, old)
		d.at(fieldNew, "dongfang hong taiyang")
		d.at(fieldAgain, "dongfang hong taiyang")
		d.press(fyne.KeyF9)
	}
	set("not the password")
	d.wantSays("还可尝试4次")
	d.press(fyne.KeyReturn)
	set(demo.Password)
	d.wantSays("新密码已设置")
	d.press(fyne.KeyReturn)
	d.wantPage("card")
	d.press(fyne.KeyF12)
	d.signIn(demo.Login, "dongfang hong taiyang")
	d.wantPage("card")
}

// An old password is nagged about on every page, and never refused.
func TestPassword_old_is_nagged_about(t *testing.T) {
	d := newDesk(t)
	d.terminal.Clock.Pass(100 * 24 * time.Hour)
	d.signIn(demo.Login, demo.Password)
	d.press(fyne.KeyEscape) // the date: a hundred days on is doubted
	d.wantPage("card")
	d.wantSays("密码已使用113天")
	d.readable()
	d.press(fyne.KeyF3)
	d.wantSays("密码已使用113天")
	d.showPassword()
	d.at(fieldOld, demo.Password)
	d.at(fieldNew, "dongfang hong taiyang")
	d.at(fieldAgain, "dongfang hong taiyang")
	d.press(fyne.KeyF9, fyne.KeyReturn)
	d.wantSilent("密码已使用")
}

// The words offered are ones everybody can type, and enough to be hard to guess.
func TestPassword_words(t *testing.T) {
	words, err := passwordWords()
	if err != nil || len(words) != offered {
		t.Fatalf("%d words, %v", len(words), err)
	}
	seen := map[string]bool{}
	for _, w := range words {
		if seen[w] || strings.ContainsFunc(w, func(r rune) bool { return r < 'a' || r > 'z' }) {
			t.Errorf("%q is there twice, or not only letters", w)
		}
		seen[w] = true
	}
	d := newDesk(t)
	d.press(fyne.KeyF8)
	page := d.now.(*passwordPage)
	before := page.offer.Text()
	if d.press(fyne.KeyF6); page.offer.Text() == before {
		t.Error("the same words are offered again")
	}
}
