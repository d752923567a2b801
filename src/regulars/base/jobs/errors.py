"""The jobs' error tree."""


class JobsError(Exception):
    """Base of all job errors."""


class JobUnknown(JobsError):
    """No job is declared under this name, or none has this id."""


class JobFailed(JobsError):
    """Raised by a job to fail with a message that is fit to be shown and holds no personal values."""


class WorkerDied(JobsError):
    """A job's process died again and again without the job getting any further."""


class JobInterrupted(BaseException):
    """Base of what ends a run without failing it; not an Exception, so that no job catches it by mistake."""


class JobPaused(JobInterrupted):
    """The worker is stopping: the job goes back to the queue and continues from its state."""


class JobLost(JobInterrupted):
    """Another process runs this job by now; this run may not write any more."""
