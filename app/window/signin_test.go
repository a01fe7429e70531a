package window

import (
	"testing"

	"fyne.io/fyne/v2"

	"ruhui/store/demo"
)

func TestSignIn_a_wrong_password_keeps_the_login(t *testing.T) {
	d := newDesk(t)
	d.readable()
	d.signIn(demo.Login, "not the password")
	d.wantSays("还可尝试4次")
	d.press(fyne.KeyReturn) // 知道了
	d.wantPage("signin")
	if d.Value("Field.Login") != demo.Login || d.Value("Field.Password") != "" {
		t.Errorf("login %q is not kept, or the password is", d.Value("Field.Login"))
	}
	d.wantFocus("Field.Password")
	d.at("Field.Password", demo.Password)
	d.press(fyne.KeyReturn)
	d.wantPage("card")
}

func TestSignIn_locks_after_too_many_tries(t *testing.T) {
	d := newDesk(t)
	d.at("Field.Login", demo.Login)
	for range 10 {
		d.at("Field.Password", "wrong")
		d.press(fyne.KeyReturn)
		locked := d.says("锁定")
		d.press(fyne.KeyReturn)
		if locked {
			d.at("Field.Password", demo.Password)
			d.press(fyne.KeyReturn)
			d.wantSays("锁定")
			return
		}
	}
	t.Error("ten wrong passwords do not lock")
}

func TestSignIn_empty_fields_are_told(t *testing.T) {
	d := newDesk(t)
	d.press(fyne.KeyF9)
	d.wantPage("signin")
	d.wantFocus("Field.Login")
	d.wantSays("请填写登录名", "请填写密码")
}
