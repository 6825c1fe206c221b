from typing import NamedTuple

import pytest

from tongzhou.matters.tests.factories import Post


class Posts(NamedTuple):
    yongle: Post
    tangxing: Post


@pytest.fixture
def posts(committed: None) -> Posts:
    """Two villages of different towns, each with its unit and somebody on duty."""
    return Posts(Post.at("永乐村"), Post.at("唐行村"))
