"""Words of prescribing reviews."""

WAYS = {"face_to_face": "Face to face", "phone": "By telephone", "video": "By video"}
SIGNS = {"none": "None", "mild": "Mild", "moderate": "Moderate", "severe": "Severe"}
DECISIONS = {
    "same": "Keep the dose",
    "increase": "Raise the dose",
    "reduce": "Lower the dose",
    "hold": "Hold the dose back",
    "switch": "Change to another drug",
    "stop": "End the course",
}
