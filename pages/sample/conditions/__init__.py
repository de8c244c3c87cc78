"""What brings people here, in the order of the index. Never a diagnosis of the reader."""

from pages.sample.conditions.anxiety import ANXIETY
from pages.sample.conditions.borderline_personality import BORDERLINE_PERSONALITY
from pages.sample.conditions.depression import DEPRESSION
from pages.sample.conditions.grief import GRIEF
from pages.sample.conditions.post_traumatic_stress import POST_TRAUMATIC_STRESS

CONDITIONS = (DEPRESSION, ANXIETY, POST_TRAUMATIC_STRESS, GRIEF, BORDERLINE_PERSONALITY)
