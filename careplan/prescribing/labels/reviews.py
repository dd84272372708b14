"""Words of reviews of prescribing."""

WAYS = {"face_to_face": "Face to face", "phone": "By telephone", "video": "By video"}
SIGNS = {"none": "None", "mild": "Mild", "moderate": "Moderate", "severe": "Severe"}
DECISIONS = {
    "same": "The dose stays",
    "increase": "The dose goes up",
    "reduce": "The dose goes down",
    "hold": "The dose is held back",
    "switch": "Another drug",
    "stop": "The course ends",
}
