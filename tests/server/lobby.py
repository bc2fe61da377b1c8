"""The lobby over real sockets: hundreds of games in one process that outlive it, accounts over TLS, limits, and what
the command line prints for games that have more than players."""
import os
import re


from ibard import Client, Ibard, pb, run

GAMES = 300
PASSWORD = 'correct horse battery'


def create(client, **fields):
    answer = client.ask(create_game=pb.CreateGame(scenario='bridge-checkpoint', **fields))
    assert type(answer) is pb.Created, answer
    return answer


def computers(*sides):
    return [pb.SeatPlan(side=side, player='scripted') for side in sides]


def listing(client, **fields):
    """All pages."""
    games, after = [], 0
    while True:
        page = client.ask(list_games=pb.ListGames(after=after, **fields))
        assert type(page) is pb.Games, page
        games += page.games
        if not page.more:
            assert len(games) == page.total, (len(games), page.total)
            return games
        after = page.games[-1].game


def commit(client, seat, turn):
    answer = client.ask(seat=seat, commit=pb.Commit(committed=True, turn=turn, setup=turn == 0))
    assert type(answer) is pb.Done, answer



OPEN = ['--lobby', 'open', '--max-games-hour', '100000', '--max-seats-hour', '100000', '--max-games-each', '1000',
        '--max-requests', '100000', '--max-burst', '100000']


# S-LOBBY-4
def test_hundreds_of_games_in_one_process_go_on_after_it_was_killed(folder):
    played = {}
    with Ibard(folder / 'data', *OPEN, '--create', 'bridge-checkpoint') as server:
        client = Client(server)
        assert 'create' in client.hello().features
        made = [create(client, name=f'Evening {i}', seats=computers('kfor', 'irregulars')).game for i in range(GAMES)]
        assert len(set(made)) == GAMES
        # A player in every tenth game, against computers, at different turns.
        for place, game in enumerate(made[::10]):
            client = Client(server)
            client.hello()
            joined = client.ask(take_seat=pb.TakeSeat(game=game, side='police', name=f'Player {game}'))
            assert type(joined) is pb.Joined and joined.token, joined
            assert type(client.ask(ready=pb.Ready(nonce=os.urandom(16)))) is pb.Done
            view = client.body('view')
            for turn in range(view.turn, view.turn + place % 3):
                commit(client, joined.seat, turn)
                view = client.body('view', turn=turn + 1)
            played[game] = (joined.token, view.turn, client)
        before = listing(client)
        assert [line.game for line in before] == made
        server.process.kill()
        server.process.wait()
    with Ibard(folder / 'data', *OPEN) as server:
        assert len(server.seats) == 3, 'join lines are those of the game from the command line'
        client = Client(server)
        client.hello()
        after = listing(client)
        assert [line.game for line in after] == made
        by_number = {line.game: line for line in after}
        for line in after:
            assert line.seats[0].open == (line.game not in played), line
            assert [seat.player for seat in line.seats] == ['', 'scripted', 'scripted'], line
        # All of them go on: those that had begun where they were, and one that had not.
        for game, (token, turn, _) in played.items():
            assert by_number[game].turn == turn, (by_number[game], turn)
            assert by_number[game].seats[0].name == f'Player {game}'
            player = Client(server)
            joined = player.join(token, f'Player {game}')
            assert type(joined) is pb.Joined, joined
            assert player.body('view').turn == turn
            commit(player, joined.seat, turn)
            assert player.body('view', turn=turn + 1)
            player.close()
        joined = client.ask(take_seat=pb.TakeSeat(game=made[1], side='police', name='Late'))
        assert type(joined) is pb.Joined, joined
        assert type(client.ask(ready=pb.Ready(nonce=os.urandom(16)))) is pb.Done
        assert client.body('view')
        assert server.stop() == 0


# S-ACCOUNT-1, S-ACCOUNT-3
def test_an_account_finds_its_seats_from_another_computer(folder):
    with Ibard(folder / 'data', '--lobby', 'accounts') as server:
        client = Client(server)
        assert 'accounts-only' in client.hello().features
        assert client.ask(create_game=pb.CreateGame(scenario='bridge-checkpoint')).code == pb.ERROR_ACCOUNT
        assert client.ask(register_account=pb.RegisterAccount(name='Ana', password=PASSWORD)).name == 'Ana'
        game = create(client, name='Mine', unlisted=True)
        assert type(client.ask(join=pb.Join(token=game.host_token))) is pb.Joined
        invitation = client.ask(invite=pb.Invite(side='kfor', role=pb.ROLE_PLAYER))
        assert type(invitation) is pb.Invitation, invitation
        assert type(client.ask(join=pb.Join(token=invitation.token, name='Ana'))) is pb.Joined
        assert server.stop() == 0
    with Ibard(folder / 'data', '--lobby', 'accounts') as server:
        away = Client(server)
        away.hello()
        assert away.ask(login=pb.Login(name='Ana', password='not the password')).code == pb.ERROR_ACCOUNT
        assert away.ask(login=pb.Login(name='Ana', password=PASSWORD)).name == 'Ana'
        mine = listing(away, mine=True)
        assert [list(line.mine) for line in mine] == [['kfor']]
        assert type(away.ask(take_seat=pb.TakeSeat(game=mine[0].game, side='kfor', name='Ana'))) is pb.Joined
        text = server.stderr()
        assert PASSWORD not in text and 'not the password' not in text
        assert invitation.token not in text
        assert server.stop() == 0
        assert PASSWORD not in server.stderr()
    for path in (folder / 'data').iterdir():
        assert PASSWORD.encode() not in path.read_bytes(), path


# S-ACCOUNT-5
def test_passwords_do_not_hold_up_the_games_and_are_bounded(folder):
    with Ibard(folder / 'data', '--lobby', 'open', '--password-seconds', '3600') as server:
        guessers = [Client(server) for _ in range(5)]
        for client in guessers:
            client.hello()
        asked = [client.send(login=pb.Login(name='Ana', password=PASSWORD)) for client in guessers]
        other = Client(server)
        other.hello()
        assert other.alive()  # answered while passwords are looked at
        for client, number in zip(guessers, asked):
            answer = client.until(lambda envelope: envelope.answers == number)
            assert answer.error.code == pb.ERROR_ACCOUNT, answer
        refused = other.ask(login=pb.Login(name='Ana', password=PASSWORD))
        assert refused.code == pb.ERROR_LIMIT and 'try again in' in refused.text, refused
        assert server.stop() == 0


# S-RATE-4
def test_what_costs_more_counts_more(folder):
    with Ibard(folder / 'data', '--max-requests', '10', '--max-burst', '40') as server:
        client = Client(server)
        client.hello()
        numbers = [client.send(list_games=pb.ListGames()) for _ in range(8)]
        for number in numbers:
            assert client.until(lambda envelope: envelope.answers == number).games is not None
        told = [e for e in client.told if e.WhichOneof('body') == 'error' and e.answers == 0]
        assert len(told) == 1 and told[0].error.code == pb.ERROR_LIMIT, client.told
        quiet = Client(server)
        quiet.hello()
        for _ in range(8):
            assert quiet.alive()
        assert not quiet.told


# S-LOBBY-1
def test_by_default_nobody_creates_and_only_what_is_listed_is_seen(folder):
    with Ibard(folder / 'one') as server:
        client = Client(server)
        assert list(client.hello().features) == ['lobby']
        assert listing(client) == []
        assert client.ask(create_game=pb.CreateGame(scenario='bridge-checkpoint')).code == pb.ERROR_FORBIDDEN
        assert not [line for line in server.lines if line.startswith(('host:', 'umpire:'))]
    with Ibard(folder / 'two', '--listed', '--create', 'bridge-checkpoint:Club') as server:
        client = Client(server)
        client.hello()
        line, = listing(client)
        assert line.name == 'Club' and all(seat.open for seat in line.seats)
        joined = client.ask(take_seat=pb.TakeSeat(game=line.game, side='kfor', name='Passer-by'))
        assert type(joined) is pb.Joined and joined.side == 'kfor', joined
    with Ibard(folder / 'three', '--lobby', 'off') as server:
        client = Client(server)
        assert list(client.hello().features) == []
        assert client.ask(list_games=pb.ListGames()).code == pb.ERROR_FORBIDDEN


def test_games_with_an_umpire_print_his_line_and_the_hosts(folder):
    with Ibard(folder / 'data', '--umpired', '--watched', '--delay', '2', '--create', 'bridge-checkpoint',
               '--turn-seconds', '600', '--bank-seconds', '3600', '--grace-seconds', '60') as server:
        roles = {}
        for name, role in (('umpire', pb.ROLE_UMPIRE), ('host', pb.ROLE_HOST)):
            line, = [line for line in server.lines if line.startswith(name + ': ')]
            found = re.fullmatch(name + r': ([0-9a-f]{32}) ibar --connect \S+ --seat \1', line)
            assert found, line
            joined = Client(server).join(found[1])
            assert type(joined) is pb.Joined and joined.role == role, joined
            roles[name] = found[1]
        assert [line.split(':')[0] for line in server.lines] == ['listening', 'fingerprint', 'join', 'join', 'join',
                                                                'umpire', 'host', 'ready']
        assert server.stop() == 0
    with Ibard(folder / 'data') as server:
        assert Client(server).join(roles['host']).role == pb.ROLE_HOST
        assert sum(line.startswith(('umpire: ', 'host: ')) for line in server.lines) == 2


run([test_hundreds_of_games_in_one_process_go_on_after_it_was_killed, test_an_account_finds_its_seats_from_another_computer,
     test_passwords_do_not_hold_up_the_games_and_are_bounded, test_what_costs_more_counts_more,
     test_by_default_nobody_creates_and_only_what_is_listed_is_seen,
     test_games_with_an_umpire_print_his_line_and_the_hosts])
