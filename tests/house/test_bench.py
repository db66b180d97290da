"""The stages that `bench.scale` measures are called by these names."""

from bench.staged_build import STAGES


def test_the_stages_that_are_measured_are_called_so():
    assert all(callable(getattr(module, function)) for module, function in STAGES.values())
