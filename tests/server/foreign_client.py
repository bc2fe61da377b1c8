"""A client that shares no code with this project: stock python3-protobuf and ssl against the documented protocol."""
from ibard import Client, Ibard, pb, run, table, varint


def a_unit(client):
    return next(unit.unit for unit in client.view.units if unit.status == 2)


def test_the_certificate_is_the_one_printed(folder):
    """S-TLS-1"""
    with Ibard(folder) as server:
        client = Client(server)
        assert client.socket.version() == 'TLSv1.3'
        assert client.fingerprint == server.fingerprint


def test_hello_is_answered_with_welcome_and_join_with_joined(folder):
    with Ibard(folder) as server:
        for side, token in server.seats:
            client = Client(server)
            welcome = client.hello()
            assert welcome.protocol == 1 and welcome.program.startswith('ibard ')
            joined = client.ask(join=pb.Join(token=token, name='Tester'))
            assert joined.side == side and joined.scenario == 'bridge-checkpoint' and joined.seat > 0
            assert len(joined.seal) == 32


def test_when_all_are_ready_each_gets_table_and_view(folder):
    with Ibard(folder) as server:
        for client in table(server):
            assert client.view.full and client.view.side == client.seat.side_number
            assert client.view.units and client.view.turns >= client.view.turn == 1
            assert client.body('table', phase=pb.PHASE_ORDERS).turn == 1


def test_orders_are_put_taken_back_and_refused_with_their_reason(folder):
    with Ibard(folder) as server:
        client = table(server)[0]
        unit = a_unit(client)
        done = client.ask(order_put=pb.OrderPut(order=pb.Order(kind='hold', unit=unit), turn=1))
        assert type(done) is pb.Done and done.verdict == 'yes', done
        done = client.ask(order_remove=pb.OrderRemove(unit=unit, turn=1))
        assert type(done) is pb.Done and done.cost == 0, done
        error = client.ask(order_put=pb.OrderPut(order=pb.Order(kind='move', unit=unit), turn=1))
        assert type(error) is pb.Error and error.code == pb.ERROR_REFUSED and error.rule == 'no_path', error
        error = client.ask(order_put=pb.OrderPut(order=pb.Order(kind='dance', unit=unit), turn=1))
        assert type(error) is pb.Error and error.text.endswith('.'), error
        assert client.alive()


def test_when_all_have_committed_the_turn_is_resolved(folder):
    with Ibard(folder) as server:
        clients = table(server)
        unit = a_unit(clients[0])
        clients[0].ask(order_put=pb.OrderPut(order=pb.Order(kind='hold', unit=unit), turn=1))
        for client in clients:
            assert type(client.ask(commit=pb.Commit(committed=True, turn=1))) is pb.Done
        for client in clients:
            assert client.body('report', turn=1) is not None
            view = client.body('view', turn=2)
            assert view.sequence > client.view.sequence and not view.plan


def test_a_commit_is_taken_back_while_others_still_plan(folder):
    with Ibard(folder) as server:
        first, second, third = table(server)
        assert type(first.ask(commit=pb.Commit(committed=True, turn=1))) is pb.Done
        assert type(first.ask(commit=pb.Commit(committed=False, turn=1))) is pb.Done
        for client in (second, third):
            client.ask(commit=pb.Commit(committed=True, turn=1))
        assert type(first.ask(order_put=pb.OrderPut(order=pb.Order(kind='hold', unit=a_unit(first)), turn=1))) is pb.Done
        first.ask(commit=pb.Commit(committed=True, turn=1))
        assert third.body('view', turn=2).turn == 2


def test_unknown_fields_are_ignored_and_unknown_messages_refused_by_number(folder):
    with Ibard(folder) as server:
        client = Client(server)
        client.join(server.seats[0][1])
        data = pb.Envelope(id=900, ping=pb.Ping()).SerializeToString() + varint(500 << 3) + varint(7)
        client.send_bytes(varint(len(data)) + data)
        assert client.until(lambda e: e.answers == 900).WhichOneof('body') == 'done'
        data = pb.Envelope(id=901).SerializeToString() + varint(40 << 3 | 2) + varint(0)
        client.send_bytes(varint(len(data)) + data)
        answer = client.until(lambda e: e.answers == 901)
        assert answer.error.code == pb.ERROR_UNKNOWN_MESSAGE and not answer.error.fatal, answer
        assert '40' in answer.error.text, answer
        assert client.alive()


run([test for name, test in list(globals().items()) if name.startswith('test_')])
