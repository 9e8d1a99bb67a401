"""Does the background work until it is told to stop, through restarts of the database too."""

import asyncio
import logging
import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

log = logging.getLogger(__name__)

SECONDS_BEFORE_NEXT_TRY = 2.0


class Command(BaseCommand):
    """`worker`: papers, messages and upkeep; SIGTERM or Ctrl-C ends it after the job in hand."""

    help = "办理后台任务（制发证照、发送消息、清理）；收到停止信号后办完手头任务再退出。"
    requires_system_checks: tuple[str, ...] = ()  # it serves no pages

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--until-empty", action="store_true", help="stop when nothing waits")

    def handle(self, *args: Any, **options: Any) -> None:
        asyncio.run(work_until_told(until_empty=options["until_empty"]))


async def work_until_told(*, until_empty: bool) -> None:
    """Run a worker, and a new one when it lost the database, until a signal says to stop."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    stopping = asyncio.ensure_future(told.wait())
    while not told.is_set():
        working = asyncio.ensure_future(_work(until_empty=until_empty))
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if told.is_set():
            working.cancel()  # it finishes the job in hand first
        finished = await _ending_of(working)
        if until_empty and finished:
            break
        await asyncio.wait({stopping}, timeout=0 if told.is_set() else SECONDS_BEFORE_NEXT_TRY)
    stopping.cancel()


async def _work(*, until_empty: bool) -> None:
    with app.replace_connector(DjangoConnector().get_worker_connector()):
        async with app.open_async():
            await app.run_worker_async(wait=not until_empty, install_signal_handlers=False)


async def _ending_of(working: "asyncio.Future[None]") -> bool:
    """Whether the worker ended without losing the database."""
    try:
        await working
    except asyncio.CancelledError:
        return True
    except ConnectorException as error:
        log.warning("the database does not answer (%s); trying again", error.__cause__ or error)
        return False
    return True
