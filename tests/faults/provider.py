"""A mail provider that fails half the time."""

import json
import random
import threading
from collections import Counter, defaultdict

from tests.newsletter.fake_provider import FakeProvider, header

#: Of a hundred calls. The silent ones end with the site's own timeout.
FATES = {None: 50, 500: 18, 429: 18, "hang up": 7, "accept, then hang up": 6, "silence": 1}


class Moods:
    """What `FakeProvider.script` is: the next call's fate, for as long as it is ill."""

    def __init__(self, seed: int) -> None:
        self.ill = True
        self.dealt: Counter[object] = Counter()
        self._random = random.Random(seed)

    def __bool__(self) -> bool:
        return self.ill

    def pop(self, _place: int) -> object:
        fate = self._random.choices(list(FATES), list(FATES.values()))[0]
        self.dealt[fate] += 1
        return fate


class HalfBrokenProvider(FakeProvider):
    """`accepted` has the ids given for each of our mails, in order, answered or not."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.script = self.moods = Moods(seed)
        self.accepted: dict[str, list[str]] = defaultdict(list)
        self._writing = threading.Lock()
        # A worker that was killed does not wait for its answer.
        self._server.handle_error = lambda *args: None

    def take(self, path, raw, headers):
        with self._writing:
            status, answer = super().take(path, raw, headers)
            mail = header(json.loads(raw), "Message-ID").strip("<>").partition("@")[0]
            self.accepted[mail].append(answer["MessageID"])
        return status, answer

    def heal(self) -> None:
        self.moods.ill = False
