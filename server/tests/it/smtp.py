"""A mail server for the tests: aiosmtpd into a maildir. What it took is written beside it as Python's own parser reads it.

    smtp.py FOLDER [PORT]

Says its port on the first line. The file FOLDER/rules has a line `REPLY ADDRESS` for each recipient that it refuses.
"""

import asyncio
import email
import email.policy
import json
import pathlib
import sys

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP

folder = pathlib.Path(sys.argv[1])


class Keeping(Mailbox):
    count = len(list(folder.glob("*.json")))

    async def handle_RCPT(self, server, session, envelope, address, options):
        rules = folder / "rules"
        for rule in rules.read_text().splitlines() if rules.exists() else []:
            reply, refused = rule.rsplit(" ", 1)
            if refused == address:
                return f"{reply} not now or never"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = lambda kind: message.get_body((kind,)).get_content()
        letter = {
            "recipients": envelope.rcpt_tos,
            "headers": [[name, str(value)] for name, value in message.items()],
            "text": body("plain"),
            "html": body("html"),
        }
        answer = await super().handle_DATA(server, session, envelope)
        name = folder / f"{Keeping.count:04}"
        Keeping.count += 1
        name.with_suffix(".part").write_text(json.dumps(letter))
        name.with_suffix(".part").rename(name.with_suffix(".json"))
        return answer


async def main():
    port = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    handler = Keeping(str(folder / "maildir"))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, enable_SMTPUTF8=False), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
