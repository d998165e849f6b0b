"""`python -m pipeline` is `talkmine`."""

from pipeline.cli import main

main()
