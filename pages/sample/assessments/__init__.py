"""Four assessments; their titles are choices in the assessments form."""

from pages.sample.assessments.adhd import ADHD
from pages.sample.assessments.autism import AUTISM
from pages.sample.assessments.cognitive import COGNITIVE
from pages.sample.assessments.learning import LEARNING

ASSESSMENTS = (ADHD, AUTISM, LEARNING, COGNITIVE)
