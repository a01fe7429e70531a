package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"
)

// SealedTo is the role whose holders alone may read a sensitive case, of the
// town it was opened in: health, debts and quarrels are nobody else's business
// (个人信息保护法 arts. 28 to 30). Empty for kinds that are not sensitive.
func (k ServiceKind) SealedTo() Role {
	switch k {
	case Hardship:
		return RoleAidOfficer
	case Mediation, LegalAid:
		return RoleMediator
	case Petition, Matchmaking, Childcare:
		return RoleStationStaff
	}
	return ""
}

// sealedBody is the body of every event of a sensitive case, kind included: an
// age file. It is what is hashed, stored and sent.
type sealedBody struct {
	Age []byte `json:"age"`
}

const ageHeader = "age-encryption.org/v1\n"

// SealBody makes the body of an age file.
func SealBody(age []byte) (json.RawMessage, error) {
	body, err := json.Marshal(sealedBody{age})
	if err != nil {
		return nil, fmt.Errorf("write sealed body: %w", err)
	}
	return body, nil
}

// SealedBody gives the age file that a body is; sealed is false for any other
// body.
func SealedBody(body json.RawMessage) (age []byte, sealed bool) {
	var b sealedBody
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte(`{"age":`)) || json.Unmarshal(body, &b) != nil {
		return nil, false
	}
	return b.Age, bytes.HasPrefix(b.Age, []byte(ageHeader))
}

// restricted gives the case as far as somebody without the role may know it:
// that there is one. All its events stay unread.
func restricted(id uuid.UUID, events []Marked) (Service, bool) {
	if !slices.ContainsFunc(events, func(m Marked) bool {
		_, sealed := SealedBody(m.Event.Body)
		return sealed
	}) {
		return Service{}, false
	}
	s := Service{ID: id, Restricted: true}
	for _, t := range order(events) {
		if t.upholds == nil {
			s.Unread = append(s.Unread, t.Event.ID)
		}
	}
	return s, true
}
