import os
import signal

import pytest

from service.observability.shutdown import stopping


def test_first_request_is_noted_and_the_second_ends_at_once() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with stopping() as stop:
        assert not stop.is_set()
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.wait(1)
        with pytest.raises(SystemExit) as raised:
            os.kill(os.getpid(), signal.SIGTERM)
        assert raised.value.code == 143
    assert signal.getsignal(signal.SIGTERM) is before
