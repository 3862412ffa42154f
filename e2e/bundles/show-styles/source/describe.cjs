exports.describe = ({ teams }) => teams.map(({ name, points }) => `${name} ${points}`).join(', ');
