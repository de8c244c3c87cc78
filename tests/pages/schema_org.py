"""The part of schema.org that our pages speak: each type with the properties we may use.

Taken from release 29 (schema.org/version/29.0), properties of parent types included.
"""

PROPERTIES = {
    "MedicalClinic": {
        "name",
        "url",
        "telephone",
        "email",
        "address",
        "openingHoursSpecification",
        "specialOpeningHoursSpecification",
    },
    "OpeningHoursSpecification": {"dayOfWeek", "opens", "closes", "validFrom", "validThrough"},
    "MedicalWebPage": {"name", "url", "about", "lastReviewed"},
    "PsychologicalTreatment": {"name"},
    "MedicalCondition": {"name"},
    "Person": {
        "name",
        "url",
        "jobTitle",
        "identifier",
        "hasCredential",
        "knowsLanguage",
        "worksFor",
    },
    "PropertyValue": {"propertyID", "value"},
    "EducationalOccupationalCredential": {"name"},
    "Article": {"headline", "url", "datePublished", "author", "publisher"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
}
