package civil

// The periods the window works with. Where no law is named the length is our own choice and the district may set another.
var (
	// PermitDecision: a residence permit is issued or refused with reasons, from acceptance.
	// 浙江省流动人口居住登记条例 (2016) art. 18; 居住证暂行条例 art. 9.
	PermitDecision = Term{15, CalendarDays}
	// ResidenceChange: the resident reports a changed address or place of work, from the change.
	// 浙江省流动人口居住登记条例 arts. 13 and 19.
	ResidenceChange = Term{10, CalendarDays}
	// ThirdPartyReport: employers, landlords, property companies and agents report people, from the start or end of the
	// relation. 浙江省流动人口居住登记条例 arts. 8 to 11.
	ThirdPartyReport = Term{3, WorkingDays}
	// Supplement: what was told as missing is handed in, from the notice; then the case lapses.
	Supplement = Term{30, CalendarDays}
	// PromisedPaper: a paper that acceptance did not wait for (容缺受理) is handed in, from acceptance.
	PromisedPaper = Term{5, WorkingDays}
	// DraftLife: a draft nobody submitted is dropped, from its last change.
	DraftLife = Term{30, CalendarDays}
	// AccessAnswer: a request to see, correct or delete personal data is answered, from the request.
	// The duty is 个人信息保护法 arts. 44 to 50, the length ours.
	AccessAnswer = Term{15, WorkingDays}
)

// Periods of membership; the union's rules name none.
var (
	MembershipDecision = Term{15, CalendarDays} // the base union approves or refuses, from the application
	MembershipReminder = Term{10, CalendarDays} // it is reminded
	TransferReceipt    = Term{30, CalendarDays} // the new union receives, from the release; then the transfer times out
	TransferReminder   = Term{7, CalendarDays}  // it is reminded
	TransferWarning    = Term{15, CalendarDays} // it is reminded again
	TransferStub       = Term{90, CalendarDays} // a letter out of the district comes back signed, from its print
)

// Periods of services that law fixes.
var (
	// MediationEnd: mediation ends, from receipt of the application, unless both sides agree to go on.
	// 浙江省劳动人事争议调解仲裁条例 (2020) art. 10.
	MediationEnd = Term{15, CalendarDays}
	// ArbitrationAcceptance, from filing. 劳动争议调解仲裁法 art. 29.
	ArbitrationAcceptance = Term{5, CalendarDays}
	// ArbitrationAward, from acceptance; ArbitrationExtended in a complex case. 劳动争议调解仲裁法 art. 43.
	ArbitrationAward    = Term{45, CalendarDays}
	ArbitrationExtended = Term{60, CalendarDays}
	// CourtFiling: who does not accept the award sues, from its receipt. 劳动争议调解仲裁法 arts. 48 and 50.
	CourtFiling = Term{15, CalendarDays}
	// JudicialConfirmation: both parties ask the court, from the agreement's taking effect. 人民调解法 art. 33.
	JudicialConfirmation = Term{30, CalendarDays}
	// LegalAidReview, from the application; LegalAidAssignment of a lawyer, from the decision. 法律援助法 art. 43.
	LegalAidReview     = Term{7, CalendarDays}
	LegalAidAssignment = Term{3, CalendarDays}
	// PetitionAnswer: told whether it is accepted, from receipt. 信访工作条例 (2022) art. 23.
	PetitionAnswer = Term{15, CalendarDays}
	// PetitionEnd, from acceptance; PetitionExtended in a complex case. 信访工作条例 art. 34.
	PetitionEnd      = Term{60, CalendarDays}
	PetitionExtended = Term{90, CalendarDays}
	// PetitionReviewAsk: review or re-review is asked for, from the written answer; PetitionReview answers, from the asking.
	// 信访工作条例 arts. 35 and 36.
	PetitionReviewAsk = Term{30, CalendarDays}
	PetitionReview    = Term{30, CalendarDays}
)

// Periods of services that we chose.
var (
	JobFirstContact    = Term{3, WorkingDays}  // from the registration of a job seeker
	QuestionAnswer     = Term{3, WorkingDays}  // guidance and policy questions not answered at once
	HardshipSurvey     = Term{10, WorkingDays} // the visit at home, from the application
	HardshipDecision   = Term{20, WorkingDays} // from the application
	HardshipPublicised = Term{5, WorkingDays}  // the least time the notice hangs
)

// EligibleFrom is the first day a residence permit may be applied for: half a year from the registration of residence
// (浙江省流动人口居住登记条例 art. 16), clamped at a month's end.
func EligibleFrom(registeredOn Date) Date { return registeredOn.AddMonths(6) }

// Endorsement is the window for the k-th yearly endorsement, k counted from 1, of a permit issued (or made up for) on
// issuedOn: the month up to and including the anniversary (浙江省流动人口居住登记条例 art. 19). After to the permit's
// functions are suspended.
func Endorsement(issuedOn Date, k int) (from, to Date) {
	to = issuedOn.AddMonths(12 * k)
	return to.AddMonths(-1), to
}

// LimitationOn is the last day to go to labour arbitration when the person knew of the wrong on knewOn: one year
// (劳动争议调解仲裁法 art. 27). It is not moved past holidays, so that a warning errs early. Wages owed while employed do
// not lapse; the year then begins with the end of employment.
func LimitationOn(knewOn Date) Date { return knewOn.AddMonths(12) }
