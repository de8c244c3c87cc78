"""Eight therapies, in the order of the index. One file each; the words may be changed freely,
except those of `interpersonal`, which a test compares with pages/seed."""

from pages.sample.therapies.acceptance_and_commitment import ACCEPTANCE_AND_COMMITMENT
from pages.sample.therapies.cognitive_behaviour import COGNITIVE_BEHAVIOUR
from pages.sample.therapies.dialectical_behaviour import DIALECTICAL_BEHAVIOUR
from pages.sample.therapies.eye_movement import EYE_MOVEMENT
from pages.sample.therapies.interpersonal import INTERPERSONAL
from pages.sample.therapies.mindfulness import MINDFULNESS
from pages.sample.therapies.psychodynamic import PSYCHODYNAMIC
from pages.sample.therapies.schema import SCHEMA

THERAPIES = (
    INTERPERSONAL,
    COGNITIVE_BEHAVIOUR,
    ACCEPTANCE_AND_COMMITMENT,
    DIALECTICAL_BEHAVIOUR,
    SCHEMA,
    EYE_MOVEMENT,
    PSYCHODYNAMIC,
    MINDFULNESS,
)
