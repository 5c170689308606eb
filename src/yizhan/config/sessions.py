"""Sessions as Django keeps them in the database; every request of somebody signed in reads one."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connection

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > CURRENT_TIMESTAMP"


class SessionStore(DatabaseSessions):
    """Django's own store in everything but how a session is read."""

    def load(self) -> dict[str, Any]:
        """Return what a session that has not expired holds; another one is forgotten, as Django does."""
        with connection.cursor() as cursor:
            cursor.execute(_READ, [self.session_key])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])
