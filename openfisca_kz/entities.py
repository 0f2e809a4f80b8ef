"""Who the law speaks of: persons, and families (отбасы, семья) that apply together."""

from openfisca_core.entities import build_entity

Person = build_entity(
    key="person",
    plural="persons",
    label="Person",
    doc="A member of a family that applies for targeted social assistance, or a single applicant.",
    is_person=True,
)

Family = build_entity(
    key="family",
    plural="families",
    label="Family",
    doc="Persons counted together: Social Code art. 120 p. 5, order № 181 p. 10. A single person is a family of one.",
    roles=[
        {
            "key": "applicant",
            "label": "Applicant",
            "max": 1,
            "doc": "The member who applies for the family (Social Code art. 123).",
        },
        {"key": "spouse", "label": "Spouse", "max": 1, "doc": "The husband or wife of the applicant."},
        {
            "key": "child",
            "plural": "children",
            "label": "Child",
            "doc": "A child of the family, adopted and placed children included.",
        },
        {"key": "other", "plural": "others", "label": "Other member", "doc": "Any other member of the family."},
    ],
)

entities = [Person, Family]
