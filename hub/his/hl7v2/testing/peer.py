"""An HL7 system nobody here wrote: Debian's python3-hl7, over its own MLLP.

serve: takes messages, answers each with hl7's own acknowledgement, and prints what it read, one
       JSON object a line; the first line is {"port": …}.
send:  reads messages from standard input, one JSON string a line, sends each to HOST PORT with
       hl7's client, and prints the answer as JSON.
"""

import asyncio
import json
import sys

import hl7
from hl7.client import MLLPClient
from hl7.mllp import start_hl7_server


def told(message):
    """The parts of a message as this library reads them."""
    found = {"segments": [str(segment[0]) for segment in message]}
    for name in sys.argv[2:] if sys.argv[1] == "serve" else ():
        try:
            found[name] = message[name]
        except (KeyError, IndexError):
            found[name] = None
    return found


async def take(reader, writer):
    try:
        while not writer.is_closing():
            message = await reader.readmessage()
            print(json.dumps(told(message)), flush=True)
            writer.writemessage(message.create_ack())
            await writer.drain()
    except asyncio.IncompleteReadError:
        writer.close()


async def serve():
    async with await start_hl7_server(take, host="127.0.0.1", port=0, encoding="utf-8") as server:
        print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
        await server.serve_forever()


def send(host, port):
    with MLLPClient(host, int(port), encoding="utf-8") as client:
        for line in sys.stdin:
            # Parsed and written anew by this library before it is sent.
            answer = client.send_message(hl7.parse(json.loads(line)))
            ack = hl7.parse(answer.decode("utf-8").strip("\x0b\x1c\r") + "\r")
            print(
                json.dumps({"code": str(ack["MSA"][0][1]), "control": str(ack["MSA"][0][2])}),
                flush=True,
            )


if sys.argv[1] == "serve":
    asyncio.run(serve())
else:
    send(sys.argv[2], sys.argv[3])
