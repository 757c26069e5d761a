"""The options of a training."""

import dataclasses
import inspect

import pytest

import numnet
from numnet.training.options import TrainOptions


def test_a_training_has_the_defaults_of_train():
    train = inspect.signature(numnet.train).parameters
    for option in dataclasses.fields(TrainOptions):
        assert option.default == train[option.name].default, option.name


def test_options_are_checked_when_they_are_made_and_not_changed_afterwards():
    with pytest.raises(ValueError, match="epochs must be an integer >= 0, got -1"):
        TrainOptions(epochs=-1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        TrainOptions().epochs = 3
