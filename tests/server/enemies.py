"""Enemies at the port: whatever they send, they are told what was wrong where that is possible, the players at the
table notice nothing, and the server goes on."""
import contextlib
import ctypes
import random
import socket
import ssl
import struct
import threading
import time

from ibard import Client, Closed, Ibard, pb, run, table, varint

HANDSHAKE_S = 10  # what a connection has until its first whole envelope


@contextlib.contextmanager
def peace(folder, *args):
    """Three players at a table; afterwards they must have heard nothing and still be able to play."""
    with Ibard(folder, *args) as server:
        clients = table(server)
        for client in clients:
            client.body('table', phase=pb.PHASE_ORDERS)
            client.told.clear()
        yield server, clients
        for client in clients:
            assert client.alive()
            kinds = {envelope.WhichOneof('body') for envelope in client.told}
            assert kinds <= {'table'}, f'a player was disturbed: {kinds}'
        for client in clients:
            assert type(client.ask(commit=pb.Commit(committed=True, turn=1))) is pb.Done
        for client in clients:
            assert client.body('view', turn=2).turn == 2
            client.close()
        assert server.stop() == 0, server.stderr()


def last_error(client, limit=30):
    """The connection ends; what it was told last is a fatal error."""
    seen = client.at_end(limit)
    assert seen and seen[-1].WhichOneof('body') == 'error', seen
    error = seen[-1].error
    assert error.fatal and error.text.endswith('.') and len(error.text) > 20, error
    return error


def own_unit(client):
    return next(unit.unit for unit in client.view.units if unit.status == 2)


def test_garbage_is_answered_and_the_connection_ends(folder):
    dice = random.Random(7)
    with peace(folder) as (server, _):
        for size in (1, 2, 100, 5000):
            enemy = Client(server)
            enemy.send_bytes(b'\x05' + dice.randbytes(5) + dice.randbytes(size))
            enemy.end_sending()
            for envelope in enemy.at_end():
                assert envelope.WhichOneof('body') == 'error', envelope


def test_an_envelope_too_long_is_refused_by_its_head_alone(folder):
    """S-FRAME-1"""
    with peace(folder) as (server, _):
        enemy = Client(server)
        enemy.hello()
        enemy.send_bytes(varint(65537))
        error = last_error(enemy)
        assert error.code == pb.ERROR_LIMIT and '65536' in error.text


def test_a_length_that_never_ends_is_refused(folder):
    """S-FRAME-2"""
    with peace(folder) as (server, _):
        enemy = Client(server)
        enemy.send_bytes(b'\xff' * 20)
        assert last_error(enemy).code == pb.ERROR_MALFORMED


def test_an_empty_envelope_and_one_that_is_none(folder):
    """S-FRAME-2"""
    with peace(folder) as (server, _):
        enemy = Client(server)
        enemy.hello()
        enemy.send_bytes(b'\x00')
        assert enemy.receive().error.code in (pb.ERROR_MALFORMED, pb.ERROR_UNKNOWN_MESSAGE)
        enemy.send_bytes(b'\x03\xff\xff\xff')
        assert enemy.receive().error.code == pb.ERROR_MALFORMED


def test_who_does_not_say_hello_first_is_told(folder):
    with peace(folder) as (server, _):
        enemy = Client(server)
        error = enemy.ask(join=pb.Join(token=server.seats[0][1]))
        assert error.code == pb.ERROR_PROTOCOL
        enemy = Client(server)
        assert enemy.ask(hello=pb.Hello(protocol=999)).code == pb.ERROR_PROTOCOL


def test_a_wrong_token_opens_nothing(folder):
    """S-TOKEN-3"""
    with peace(folder) as (server, _):
        enemy = Client(server)
        for token in ('0' * 32, '', 'x' * 32, server.seats[0][1][:-1], server.seats[0][1] + '0', 'y' * 5000):
            error = enemy.join(token) if token == '0' * 32 else enemy.ask(join=pb.Join(token=token, name='E'))
            assert type(error) is pb.Error and error.code in (pb.ERROR_TOKEN, pb.ERROR_MALFORMED, pb.ERROR_LIMIT), error
            if error.fatal:
                enemy = Client(server)
                enemy.hello()


def test_without_a_seat_nothing_is_told_or_done(folder):
    """S-SEAT-1"""
    with peace(folder) as (server, _):
        enemy = Client(server)
        enemy.hello()
        for body in (dict(order_put=pb.OrderPut(order=pb.Order(kind='hold', unit=1), turn=1)),
                     dict(commit=pb.Commit(committed=True, turn=1)), dict(resync=pb.Resync()),
                     dict(ready=pb.Ready(nonce=bytes(16))), dict(record_request=pb.RecordRequest())):
            error = enemy.ask(**body)
            assert type(error) is pb.Error and error.code == pb.ERROR_SEAT, (body, error)


def test_units_of_another_side_cannot_be_ordered_about(folder):
    """S-SEAT-2"""
    with peace(folder) as (server, clients):
        mine, other = clients[0], clients[2]
        for unit in [own_unit(other), 95, 96, 65535, 2**32 - 1]:
            error = mine.ask(order_put=pb.OrderPut(order=pb.Order(kind='hold', unit=unit), turn=1))
            assert type(error) is pb.Error, (unit, error)
            assert error.code in (pb.ERROR_REFUSED, pb.ERROR_MALFORMED), (unit, error)
        error = mine.ask(seat=7, commit=pb.Commit(committed=True, turn=1))
        assert error.code == pb.ERROR_SEAT, error
        error = mine.ask(seat=other.seat.seat + 1, commit=pb.Commit(committed=True, turn=1))
        assert error.code == pb.ERROR_SEAT, error


def test_an_order_for_a_turn_that_is_over_is_late(folder):
    """S-LATE-1"""
    with Ibard(folder) as server:
        clients = table(server)
        for client in clients:
            client.ask(commit=pb.Commit(committed=True, turn=1))
        client = clients[0]
        client.body('view', turn=2)
        unit = own_unit(client)
        error = client.ask(order_put=pb.OrderPut(order=pb.Order(kind='hold', unit=unit), turn=1))
        assert error.code == pb.ERROR_LATE, error
        assert client.ask(commit=pb.Commit(committed=True, turn=1)).code == pb.ERROR_LATE
        assert type(client.ask(order_put=pb.OrderPut(order=pb.Order(kind='hold', unit=unit), turn=2))) is pb.Done


def test_numbers_out_of_range_are_refused_with_their_field(folder):
    with peace(folder) as (server, clients):
        client = clients[0]
        unit = own_unit(client)
        for order in (pb.Order(kind='move', unit=unit, path=[6]), pb.Order(kind='move', unit=unit, path=[0] * 49),
                      pb.Order(kind='policy', unit=unit, policy=3), pb.Order(kind='clear', unit=unit, dir=6),
                      pb.Order(kind='x' * 3000, unit=unit)):
            error = client.ask(order_put=pb.OrderPut(order=order, turn=1))
            assert type(error) is pb.Error and error.text.endswith('.'), (order.kind[:9], error)
            assert not error.fatal, error


def test_plain_text_to_a_tls_port_is_told_so_in_plain_text(folder):
    """S-TLS-3"""
    with peace(folder) as (server, _):
        enemy = Client(server, tls=False)
        enemy.send(hello=pb.Hello(protocol=1))
        error = last_error(enemy)
        assert error.code == pb.ERROR_PROTOCOL and 'TLS' in error.text
        web = Client(server, tls=False)
        web.send_bytes(b'GET / HTTP/1.1\r\nHost: ibar\r\n\r\n')
        assert 'TLS' in last_error(web).text


def test_tls_to_a_plain_port_ends_at_once(folder):
    with peace(folder, '--tls', 'off') as (server, _):
        try:
            Client(server)
            raise AssertionError('TLS came up on a plain port')
        except OSError:
            pass
        enemy = Client(server, tls=False)
        enemy.send_bytes(b'\x16\x03\x01\x00\x05hello')
        assert '--no-tls' in last_error(enemy).text


def test_tls_that_breaks_in_the_middle_ends_the_connection(folder):
    """S-TLS-3"""
    with peace(folder) as (server, _):
        enemy = Client(server)
        enemy.hello()
        with enemy.under_tls() as raw:
            raw.sendall(b'\x17\x03\x03\x00\x20' + bytes(32))
        try:
            enemy.at_end()
        except OSError:
            pass


def test_half_open_handshakes_are_dropped_in_time(folder):
    """S-HELLO-2"""
    with peace(folder) as (server, _):
        began = time.monotonic()
        silent = Client(server, tls=False)
        half = Client(server, tls=False)
        half.send_bytes(b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03')
        mute = Client(server)  # TLS is up, but no envelope comes
        part = Client(server)
        part.send_bytes(varint(1000) + b'begun')
        for enemy in (silent, half, mute, part):
            assert enemy.at_end() == []  # raises when the connection is still open after LIMIT_S
        assert time.monotonic() - began > HANDSHAKE_S - 1


def test_who_does_not_read_is_dropped(folder):
    """S-SLOW-1"""
    with peace(folder, '--max-requests', '1000000', '--max-burst', '1000000',
               '--max-queue', '1024') as (server, clients):
        enemy = Client(server)
        enemy.socket.settimeout(120)
        enemy.hello()
        flood = b''
        for number in range(2, 3000):
            data = pb.Envelope(id=number, hello=pb.Hello(protocol=1, program='x' * 60)).SerializeToString()
            flood += varint(len(data)) + data
        dropped = False
        try:
            for _ in range(400):
                enemy.send_bytes(flood)
        except OSError:
            dropped = True
        assert dropped, 'a hundred megabytes were taken from a client that reads nothing'
        assert 'reason="too slow"' in server.stderr()
        assert all(client.alive() for client in clients)


def send_on(client, data):
    with contextlib.suppress(OSError):
        while True:
            client.send_bytes(data)


def test_many_who_do_not_read_are_dropped_before_the_memory_is_theirs(folder):
    """S-SLOW-2"""
    with peace(folder, '--max-requests', '1000000', '--max-burst', '1000000', '--max-queue', '1048576',
               '--max-queue-all', '8') as (server, clients):
        enemies = [Client(server) for _ in range(20)]
        data = pb.Envelope(id=2, hello=pb.Hello(protocol=1, program='x' * 60)).SerializeToString()
        flood = (varint(len(data)) + data) * 3000
        for enemy in enemies:
            enemy.hello()
        threads = [threading.Thread(target=send_on, args=(enemy, flood)) for enemy in enemies]
        for thread in threads:
            thread.start()
        end = time.monotonic() + 120
        while time.monotonic() < end and server.stderr().count('reason="too slow"') < 10:
            assert all(client.alive() for client in clients)
        slow = server.stderr().count('reason="too slow"')
        for enemy in enemies:
            with enemy.under_tls() as raw, contextlib.suppress(OSError):
                raw.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join()
        assert slow >= 10, 'one may keep a gigabyte waiting, but all together only 8 MiB'


def test_a_flood_of_connections_is_not_one_of_lines(folder):
    """S-LOG-1"""
    with peace(folder, '--max-per-address', '4096', '--max-handshakes', '4096') as (server, _):
        before = time.monotonic()
        for _ in range(1500):
            socket.create_connection(('127.0.0.1', server.port), timeout=60).close()
        guest = Client(server)
        assert guest.hello().protocol == 1
        lines = server.stderr().count('event=connection_')
        assert 1000 <= lines <= 1100 + 10 * (time.monotonic() - before), f'{lines} lines of 3000'
        guest.close()
        end = time.monotonic() + 60
        while 'event=log_left_out count=' not in server.stderr():
            assert time.monotonic() < end, 'what was left out is not counted'
            socket.create_connection(('127.0.0.1', server.port), timeout=60).close()
            time.sleep(0.2)


def test_many_connections_that_come_and_go(folder):
    with peace(folder, '--max-per-address', '4096') as (server, clients):
        for _ in range(3):
            crowd = [socket.create_connection(('127.0.0.1', server.port)) for _ in range(150)]
            for i, enemy in enumerate(crowd):
                if i % 3 == 0:
                    enemy.sendall(b'\x16\x03')
            assert all(client.alive() for client in clients)
            for i, enemy in enumerate(crowd):
                if i % 2:  # half of them end with a reset
                    enemy.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\x01\x00\x00\x00\x00\x00\x00\x00')
                enemy.close()


def test_who_resets_while_answers_are_on_their_way(folder):
    with peace(folder, '--tls', 'off') as (server, clients):
        for number in range(60):
            enemy = Client(server, tls=False)
            for _ in range(1 + number % 7):
                enemy.send(hello=pb.Hello(protocol=1))
                enemy.send(ping=pb.Ping())
            if number % 2:
                enemy.receive()
            enemy.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\x01\x00\x00\x00\x00\x00\x00\x00')
            enemy.close()
            assert clients[number % 3].alive()


def test_a_byte_at_a_time_is_still_an_envelope(folder):
    with peace(folder) as (server, _):
        client = Client(server)
        client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        data = pb.Envelope(id=1, hello=pb.Hello(protocol=1, program='slow')).SerializeToString()
        for byte in varint(len(data)) + data:
            client.send_bytes(bytes([byte]))
        assert client.receive().WhichOneof('body') == 'welcome'


def test_a_seat_taken_again_is_told_to_who_had_it(folder):
    """S-SEAT-3"""
    with Ibard(folder) as server:
        clients = table(server)
        again = Client(server)
        assert type(again.join(server.seats[0][1])) is pb.Joined
        assert again.body('view', turn=1).side == clients[0].seat.side_number
        error = clients[0].ask(commit=pb.Commit(committed=True, turn=1))
        assert type(error) is pb.Error and error.code == pb.ERROR_SEAT
        assert type(again.ask(commit=pb.Commit(committed=True, turn=1))) is pb.Done


def flood(enemy, count, first=1000):
    enemy.send_bytes(b''.join(varint(len(data)) + data for data in (
        pb.Envelope(id=first + i, ping=pb.Ping()).SerializeToString() for i in range(count))))


def test_who_asks_too_fast_is_told_once_and_answered_later(folder):
    """S-RATE-1"""
    with peace(folder, '--max-requests', '500', '--max-burst', '100') as (server, _):
        enemy = Client(server)
        enemy.hello()
        flood(enemy, 2000)
        seen = [enemy.receive() for _ in range(2001)]
        told = [envelope.error for envelope in seen if envelope.WhichOneof('body') == 'error']
        assert len(told) == 1 and told[0].code == pb.ERROR_LIMIT and not told[0].fatal, told
        assert '500 a second' in told[0].text, told
        answers = [envelope.answers for envelope in seen if envelope.WhichOneof('body') == 'done']
        assert answers == list(range(1000, 3000)), 'each request gets its answer, in order'
        assert enemy.alive()


def test_a_flood_does_not_move_the_others(folder):
    """S-RATE-2: at 100 requests a second the flood takes most of a minute; the players do not wait for it."""
    with peace(folder) as (server, clients):
        enemy = Client(server)
        enemy.hello()
        flood(enemy, 6000)
        enemy.until(lambda envelope: envelope.WhichOneof('body') == 'error')
        for _ in range(100):
            assert all(client.alive() for client in clients)
        answered, end = 0, time.monotonic() + 2
        while time.monotonic() < end:
            answered += enemy.receive().answers > 0
        assert answered < 5000, 'the players waited until the flood was over'
        enemy.close()


def test_a_flood_of_bytes_stays_with_who_sends_it(folder):
    """S-RATE-3: who is too fast is left unread, so that its bytes fill its own buffers and not the server."""
    with peace(folder, '--max-requests', '50', '--max-burst', '100') as (server, _):
        enemy = Client(server, tls=True)
        enemy.hello()
        enemy.socket.settimeout(3)
        sent = 0
        try:
            for _ in range(4000):
                flood(enemy, 2000)
                sent += 2000 * 8
        except OSError:
            pass
        assert sent < 30_000_000, 'the server read on'


def test_connections_from_one_address_are_counted(folder):
    """S-CONN-1"""
    with peace(folder, '--max-per-address', '5') as (server, _):
        guests = [Client(server) for _ in range(2)]
        for guest in guests:
            guest.hello()
        try:
            Client(server)
            raise AssertionError('a sixth connection was taken')
        except OSError:
            pass
        guests.pop().close()
        for _ in range(100):  # until the server has seen the end of the other
            try:
                Client(server).hello()
                break
            except OSError:
                time.sleep(0.1)
        else:
            raise AssertionError('the place that became free was not given')
        assert 'too many connections from one address' in server.stderr()


def test_connections_in_all_are_counted(folder):
    """S-CONN-2"""
    with peace(folder, '--max-connections', '3') as (server, _):
        for _ in range(20):
            try:
                Client(server)
                raise AssertionError('a fourth connection was taken')
            except OSError:
                pass
        lines = server.stderr().count('reason="too many connections"')
        assert 1 <= lines < 20, 'a line for each connection refused: the log can be flooded'


def test_silent_connections_do_not_keep_others_out(folder):
    """S-HELLO-1: of those that have not said Hello the oldest makes room."""
    with peace(folder, '--max-handshakes', '10') as (server, _):
        crowd = [socket.create_connection(('127.0.0.1', server.port), timeout=60) for _ in range(30)]
        guest = Client(server)
        assert guest.hello().protocol == 1
        for silent in crowd[:15]:
            try:
                assert silent.recv(1) == b''
            except ConnectionError:
                pass
        for silent in crowd:
            silent.close()


def test_who_holds_no_seat_and_says_nothing_is_sent_away(folder):
    """S-IDLE-1: players with a seat may be silent as long as they like; Ping keeps the others."""
    with peace(folder, '--idle-seconds', '2') as (server, _):
        silent, awake = Client(server), Client(server)
        silent.hello()
        awake.hello()
        end = time.monotonic() + 5
        while time.monotonic() < end:
            assert awake.alive()
            time.sleep(0.2)
        error = last_error(silent)
        assert error.code == pb.ERROR_LIMIT and 'Ping' in error.text, error
        assert awake.alive()


def test_who_holds_a_seat_and_says_nothing_is_sent_away_when_the_host_wants_it(folder):
    """S-IDLE-2: the seat stays his; Ping keeps the connection."""
    with Ibard(folder, '--seat-idle-seconds', '6') as server:
        silent, awake, _ = clients = table(server)
        for client in clients:
            client.body('table', phase=pb.PHASE_ORDERS)
        end = time.monotonic() + 14
        while time.monotonic() < end:
            assert awake.alive()
            time.sleep(0.2)
        error = last_error(silent)
        assert error.code == pb.ERROR_LIMIT and 'Ping' in error.text and 'join again' in error.text, error
        shown = [seat.connected for seat in [e.table for e in awake.told if e.WhichOneof('body') == 'table'][-1].seats]
        assert shown == [False, True, False], shown
        back = Client(server)
        assert type(back.join(server.seats[0][1])) is pb.Joined and back.alive()
        assert awake.alive()


def test_who_is_gone_without_a_word_is_noticed(folder):
    """S-IDLE-3: a computer that was switched off acknowledges nothing, and sends no end either."""
    with Ibard(folder) as server:
        gone, awake, _ = clients = table(server)
        for client in clients:
            client.body('table', phase=pb.PHASE_ORDERS)
        nothing = struct.pack('HBBI', 0x06, 0, 0, 0)  # a filter that lets no packet in: BPF_RET 0
        held = ctypes.create_string_buffer(nothing)
        program = struct.pack('HxxxxxxP', 1, ctypes.addressof(held))
        with gone.under_tls() as raw:
            raw.setsockopt(socket.SOL_SOCKET, 26, program)  # SO_ATTACH_FILTER
        awake.until(lambda envelope: envelope.WhichOneof('body') == 'table' and not envelope.table.seats[0].connected,
                    limit=600)
        assert awake.alive()
        assert type(Client(server).join(server.seats[0][1])) is pb.Joined


def test_a_message_of_many_parts_costs_bounded_memory(folder):
    """S-DECODE-1: 64 KiB of empty parts would unpack to many times their size."""
    with peace(folder) as (server, _):
        enemy = Client(server)
        enemy.hello()
        data = pb.Envelope(id=5, hello=pb.Hello(protocol=1, features=[''] * 30000)).SerializeToString()
        enemy.send_bytes(varint(len(data)) + data)
        assert enemy.receive().error.code in (pb.ERROR_MALFORMED, pb.ERROR_LIMIT)
        enemy = Client(server)
        enemy.hello()
        deep = b''
        for _ in range(3000):
            deep = b'\x9a\x06' + varint(len(deep)) + deep  # field 99, unknown, in itself
        data = pb.Envelope(id=6).SerializeToString() + deep
        enemy.send_bytes(varint(len(data)) + data)
        assert enemy.receive().WhichOneof('body') == 'error'


def test_older_tls_is_not_spoken(folder):
    """S-TLS-1"""
    with peace(folder) as (server, _):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with socket.create_connection(('127.0.0.1', server.port), timeout=60) as raw:
            try:
                context.wrap_socket(raw)
                raise AssertionError('TLS 1.2 came up')
            except OSError:
                pass


def test_tls_gives_no_ticket_that_could_be_replayed(folder):
    """S-TLS-2"""
    with peace(folder) as (server, _):
        client = Client(server)
        client.hello()
        assert client.alive()
        assert client.socket.version() == 'TLSv1.3'
        session = client.socket.session
        assert session is None or not session.has_ticket


run([test for name, test in list(globals().items()) if name.startswith('test_')])
