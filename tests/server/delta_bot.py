"""A bot in Python that takes deltas, with the function that docs/protocol.md prints, knows at each step what a whole View
would have told it; it comes back to its seat with the view that it still has."""
import pathlib
import random
import re

from ibard import Client, Ibard, pb, run

PAGE = pathlib.Path(__file__).resolve().parents[2] / 'docs/protocol.md'
[FUNCTION] = re.findall(r'```\n(def changed\(.*?)```', PAGE.read_text(), re.S)
exec(FUNCTION, globals())  # defines changed(view, delta)

SEATS = ('--seat', 'kfor=ai:scripted', '--seat', 'irregulars=ai:scripted')


class Bot(Client):
    """Keeps the view up to date with whatever comes."""
    view, deltas, wholes, over = None, 0, 0, False

    def receive(self, *args):
        envelope = super().receive(*args)
        body = envelope.WhichOneof('body')
        if body == 'view':
            self.view, self.wholes = envelope.view, self.wholes + 1
        elif body == 'view_delta':
            self.view, self.deltas = changed(self.view, envelope.view_delta), self.deltas + 1
        self.over = self.over or body == 'over'
        return envelope

    def enter(self, token, view=None):
        welcome = self.ask(hello=pb.Hello(protocol=1, program='bot', features=['delta', 'something-else']))
        assert 'delta' in welcome.features and 'something-else' not in welcome.features, welcome
        self.view = view
        held = dict(sequence=view.sequence, hash=view.hash) if view else {}
        assert type(self.ask(join=pb.Join(token=token, name='Bot', **held))) is pb.Joined
        return self

    def settle(self):
        """Until all that was told before has come."""
        assert self.alive()

    def compare(self):
        self.settle()
        mine = pb.View()
        mine.CopyFrom(self.view)
        wholes = self.wholes
        assert type(self.ask(resync=pb.Resync())) is pb.Done
        self.settle()
        assert self.wholes == wholes + 1 and self.view.sequence == mine.sequence + 1
        mine.sequence = self.view.sequence
        assert mine == self.view, (mine, self.view)


def random_orders(bot, dice):
    for unit in [unit.unit for unit in bot.view.units if unit.status == 2]:
        order = pb.Order(kind='move', unit=unit, path=[dice.randrange(6)])
        bot.ask(order_put=pb.OrderPut(order=order, turn=bot.view.turn))


def test_a_bot_plays_a_whole_game_in_deltas(folder):
    dice = random.Random(3)
    with Ibard(folder, '--create', 'bridge-checkpoint', *SEATS) as server:
        bot = Bot(server).enter(server.seats[0][1])
        bot.ask(ready=pb.Ready(nonce=bytes(16)))
        bot.until(lambda envelope: bot.view is not None)
        while not bot.over:
            bot.compare()
            turn = bot.view.turn
            random_orders(bot, dice)
            assert type(bot.ask(commit=pb.Commit(committed=True, turn=turn))) is pb.Done
            bot.settle()
            while not bot.over and bot.view.turn == turn:
                bot.receive()
        bot.compare()
        assert bot.deltas >= bot.view.turns - 1, bot.deltas


def test_a_bot_comes_back_with_its_view(folder):
    with Ibard(folder, '--create', 'bridge-checkpoint', *SEATS) as server:
        token = server.seats[0][1]
        bot = Bot(server).enter(token)
        bot.ask(ready=pb.Ready(nonce=bytes(16)))
        bot.until(lambda envelope: bot.view is not None)
        random_orders(bot, random.Random(4))  # the plan is part of the view: it has changed since
        bot.settle()
        view = bot.view
        bot.close()
        again = Bot(server).enter(token, view)
        again.settle()
        assert (again.wholes, again.deltas) == (0, 1)
        assert len(again.view.plan) > 0 and again.view.plan != view.plan
        again.compare()
        stranger = Bot(server).enter(token, pb.View(sequence=again.view.sequence + 1, hash=1))
        stranger.settle()
        assert (stranger.wholes, stranger.deltas) == (1, 0)


run([test for name, test in list(globals().items()) if name.startswith('test_')])
