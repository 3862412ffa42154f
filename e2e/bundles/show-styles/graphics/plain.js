score.on('change', function (value) {
  $('#score').text(value.teams.map(function (team) { return team.name + ' ' + team.points; }).join(', '));
});
