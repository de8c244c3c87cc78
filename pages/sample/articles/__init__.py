"""Three short articles, oldest first."""

from pages.sample.articles.asking import ASKING
from pages.sample.articles.sleep import SLEEP
from pages.sample.articles.supporting import SUPPORTING

ARTICLES = (ASKING, SLEEP, SUPPORTING)
