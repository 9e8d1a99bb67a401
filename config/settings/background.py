"""Background work: Procrastinate on the same database, enqueued in the transaction of the act."""

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
# A worker says that it lives every few seconds; one silent for longer loses its jobs to another.
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": 4.0,
    "stalled_worker_timeout": 15.0,
    "fetch_job_polling_interval": 2.0,
}
