"""Words of this room's codes."""

from careplan.outcomes.codes import Finding, Sample

SAMPLES = {Sample.URINE.value: "Urine", Sample.ORAL_FLUID.value: "Oral fluid"}
FINDINGS = {
    Finding.POSITIVE.value: "Positive",
    Finding.NEGATIVE.value: "Negative",
    Finding.NOT_TESTED.value: "Not tested",
}
ANALYTES = {
    "opiates": "Opiates",
    "methadone": "Methadone",
    "buprenorphine": "Buprenorphine",
    "cocaine": "Cocaine",
    "amphetamines": "Amphetamines",
    "benzodiazepines": "Benzodiazepines",
    "cannabis": "Cannabis",
}
"""What a form asks of a sample; a package may name others (record package: analytes are free text)."""
