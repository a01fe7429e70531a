package record

// Field is one detail of a person, named as on the forms.
type Field string

// What is kept about a person. Values are the codes and texts of the forms;
// dates are written 2006-01-02, yes and no as 1 and 0, money in yuan.
const (
	FieldName         Field = "Name"
	FieldNameRaw      Field = "NameRaw" // UTF-16LE of the chip in hexadecimal, when it holds private-use characters
	FieldFormerName   Field = "FormerName"
	FieldLatinName    Field = "LatinName"
	FieldSex          Field = "Sex"
	FieldEthnic       Field = "Ethnic"
	FieldBirth        Field = "Birth"
	FieldNationality  Field = "Nationality"
	FieldHukouAddress Field = "HukouAddress"
	FieldHukouType    Field = "HukouType"
	FieldHukouRegion  Field = "HukouRegion" // six digits
	FieldTown         Field = "Town"        // nine digits
	FieldCommunity    Field = "Community"   // twelve digits
	FieldAddress      Field = "Address"     // below the community
	FieldMobile       Field = "Mobile"
	FieldEmergency    Field = "EmergencyContact"
	FieldEmployer     Field = "Employer" // id of the employer's file
	FieldEmployerName Field = "EmployerName"
	FieldEmployerUSCC Field = "EmployerUSCC"
	FieldJobTitle     Field = "JobTitle"
	FieldEducation    Field = "Education"
	FieldPolitical    Field = "Political"
	FieldLanguage     Field = "Language"  // preferred language, BCP 47
	FieldContactBy    Field = "ContactBy" // sms, phone or none
	FieldRemark       Field = "Remark"

	FieldArrivedOn     Field = "ArrivedOn"
	FieldStayReason    Field = "StayReason"
	FieldPlannedStay   Field = "PlannedStay"
	FieldDwellingType  Field = "DwellingType"
	FieldLandlord      Field = "Landlord"
	FieldLandlordPhone Field = "LandlordPhone"
	FieldMarital       Field = "Marital"
	FieldInsured       Field = "Insured"
	FieldChildren      Field = "Children"
	FieldSchoolNeed    Field = "SchoolNeed"
	FieldGuardian      Field = "Guardian"
	FieldAgent         Field = "Agent"

	FieldEmploymentForm Field = "EmploymentForm"
	FieldWorkerGroup    Field = "WorkerGroup"
	FieldMigrantWorker  Field = "IsMigrantWorker"
	FieldSkillLevel     Field = "SkillLevel"
	FieldMonthlyWage    Field = "MonthlyWage"
	FieldMutualAid      Field = "MutualAid"
	FieldCardNo         Field = "CardNo"
)

// residenceFields and unionFields are each read by their own side only: what
// the one asks for its purpose is not shown to the other (个人信息保护法 art. 6).
var (
	residenceFields = fieldSet(FieldArrivedOn, FieldStayReason, FieldPlannedStay, FieldDwellingType, FieldLandlord,
		FieldLandlordPhone, FieldMarital, FieldInsured, FieldChildren, FieldSchoolNeed, FieldGuardian, FieldAgent)
	unionFields = fieldSet(FieldEmploymentForm, FieldWorkerGroup, FieldMigrantWorker, FieldSkillLevel,
		FieldMonthlyWage, FieldMutualAid, FieldCardNo)
	commonFields = fieldSet(FieldName, FieldNameRaw, FieldFormerName, FieldLatinName, FieldSex, FieldEthnic, FieldBirth, FieldNationality,
		FieldHukouAddress, FieldHukouType, FieldHukouRegion, FieldTown, FieldCommunity, FieldAddress, FieldMobile, FieldEmergency,
		FieldEmployer, FieldEmployerName, FieldEmployerUSCC, FieldJobTitle, FieldEducation, FieldPolitical, FieldLanguage, FieldContactBy, FieldRemark)
)

func fieldSet(fields ...Field) map[Field]bool {
	set := make(map[Field]bool, len(fields))
	for _, f := range fields {
		set[f] = true
	}
	return set
}

// Side tells which side reads the field; an unknown field belongs to none.
func (f Field) Side() Side {
	switch {
	case commonFields[f]:
		return SideDetails
	case residenceFields[f]:
		return SideResidence
	case unionFields[f]:
		return SideUnion
	}
	return ""
}

// Changed gives the fields of typed that differ from what the form was filled
// with: a prefilled field nobody touched is not written, so that a stale form
// never overwrites news. Emptying a field is a change.
func Changed(prefilled, typed map[Field]string) map[Field]string {
	changed := map[Field]string{}
	for f, v := range typed {
		if prefilled[f] != v {
			changed[f] = v
		}
	}
	return changed
}
