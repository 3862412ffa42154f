import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

const score = nodecg.Replicant('score');

/** The usual hook: a copy into the state with every change. */
function useScore() {
  const [value, setValue] = useState();
  useEffect(() => {
    const onChange = (next) => setValue(structuredClone(JSON.parse(JSON.stringify(next))));
    score.on('change', onChange);
    return () => score.removeListener('change', onChange);
  }, []);
  return value;
}

function Panel() {
  const value = useScore();
  if (!value) return <p>…</p>;
  return (
    <ul>
      {value.teams.map((team, index) => (
        <li key={team.name}>
          {team.name} {team.points}{' '}
          <button onClick={() => (score.value.teams[index].points += 1)}>{`${team.name} +1`}</button>
        </li>
      ))}
    </ul>
  );
}

createRoot(document.querySelector('#app')).render(<Panel />);
