"""A visitor without a browser who sends what Streamlit takes from anybody, over its websocket and by HTTP."""

import urllib.error
import urllib.request

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE_SECONDS = 180


class Stranger:
    """A session of its own, without a cookie. `answers` are the kinds of messages that came, `hashes` their names."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.session_id = ""
        self.answers: list[str] = []
        self.hashes: set[str] = set()

    def send(self, **message: object) -> None:
        self.connection.send(BackMsg(**message).SerializeToString())  # type: ignore[arg-type]

    def read_until(self, kind: str) -> None:
        """Read until a message of a kind has come."""
        while kind not in self.answers:
            message = ForwardMsg()
            message.ParseFromString(self.connection.recv(PATIENCE_SECONDS))
            self.answers.append(message.WhichOneof("type") or "")
            self.hashes.add(message.hash)
            if self.answers[-1] == "new_session":
                self.session_id = message.new_session.initialize.session_id


def tries_everything(url: str) -> Stranger:
    """Somebody who opens the page and sends each kind of message, among them those that reach further than a page."""
    with connect(f"{url}/_stcore/stream".replace("http", "ws", 1), max_size=None) as connection:
        stranger = Stranger(connection)
        for _ in range(2):
            stranger.answers.clear()
            stranger.send(rerun_script={})
            stranger.read_until("script_finished")
            stranger.send(clear_cache=True)
            stranger.send(load_git_info=True)
            stranger.send(set_run_on_save=True)
            stranger.send(debug_shutdown_runtime=True)
            stranger.send(backend_operation_request={"request_id": "1", "install_skills": {}})
            stranger.send(file_urls_request={"request_id": "1", "file_names": ["a"] * 1000})
            stranger.send(app_heartbeat=True)
            stranger.read_until("heartbeat_ack")
        return stranger


def says_it_has_all(url: str) -> Stranger:
    """Somebody who opens the page twice, and says the second time that all messages of the first are kept."""
    with connect(f"{url}/_stcore/stream".replace("http", "ws", 1), max_size=None) as connection:
        stranger = Stranger(connection)
        for _ in range(2):
            stranger.answers.clear()
            stranger.send(rerun_script={"cached_message_hashes": stranger.hashes - {""}})
            stranger.read_until("script_finished")
        return stranger


def fills_memory(url: str, files: int) -> list[int]:
    """Somebody who sends files to made-up addresses; the statuses of the answers."""
    with connect(f"{url}/_stcore/stream".replace("http", "ws", 1), max_size=None) as connection:
        stranger = Stranger(connection)
        stranger.send(rerun_script={})
        stranger.read_until("new_session")
        return [_put(f"{url}/_stcore/upload_file/{stranger.session_id}/{number}") for number in range(files)]


def _put(address: str) -> int:
    token = urllib.request.urlopen(address.partition("/upload_file")[0] + "/health").headers["Set-Cookie"]
    token = token.partition("=")[2].partition(";")[0]
    body = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nrow\r\n--x--\r\n'
    headers = {"Cookie": f"_streamlit_xsrf={token}", "X-Xsrftoken": token}
    headers["Content-Type"] = "multipart/form-data; boundary=x"
    try:
        return int(urllib.request.urlopen(urllib.request.Request(address, body, headers, method="PUT")).status)
    except urllib.error.HTTPError as error:
        return error.code
