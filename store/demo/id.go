package demo

import (
	"strings"

	"github.com/google/uuid"
)

var namespace = uuid.NewSHA1(uuid.NameSpaceDNS, []byte("demo.ruhui.example"))

// id computes the id of something by what it is and what it is called, so that
// it is the same at every run.
func id(what ...string) uuid.UUID {
	return uuid.NewSHA1(namespace, []byte(strings.Join(what, "/")))
}

// UnionID is the id of the union with a code such as U103A.
func UnionID(code string) uuid.UUID { return id("union", code) }

// EmployerID is the id of the employer with a credit code.
func EmployerID(uscc string) uuid.UUID { return id("employer", uscc) }

// CommunityID is the id of the community with a code of twelve digits.
func CommunityID(code string) uuid.UUID { return id("community", code) }

// StaffID is the id of the member of staff with a login.
func StaffID(login string) uuid.UUID { return id("staff", login) }
