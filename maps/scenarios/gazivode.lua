-- Scheduled events of gazivode.json (docs/modding.md).

-- The quick reaction unit is sent when the police lost a step, when the crowd is angry, or with one chance in three.
function called(game)
  for _, unit in ipairs(game.units) do
    if unit.side == "police" and unit.status == "eliminated" then return true end
  end
  return game.crowds[1].anger >= 5 or roll(1, 6) >= 5
end
