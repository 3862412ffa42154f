import './score.css';
import type { CSSProperties } from 'react';
import type { ReplicantValue } from '#bundles/sdk/index';
import type { Scoreboard } from '../bundle.ts';
import { useConnected, useValue, write, type Outcome } from './parts/api.ts';
import { Button } from './parts/button.tsx';
import { texts } from './parts/language.ts';
import { mountPanel, Panel, Refusal } from './parts/panel.tsx';
import { TextField } from './parts/text-field.tsx';
import { useCommand } from './parts/use-command.ts';
import { modLabel, shiftLabel, useKeys } from './parts/use-keys.ts';
import { useUndo } from './parts/use-undo.ts';

type Side = 'home' | 'away';
type Team = ReplicantValue<Scoreboard, 'teams'>[Side];

const highestScore = 999;
const sideNames = { home: texts.home, away: texts.away };

function ScorePanel() {
  const teams = useValue('teams');
  const score = useValue('score');
  const connected = useConnected();
  const actions = useScoreActions(teams);
  const order: [Side, Side] = teams?.homeSide === 'right' ? ['away', 'home'] : ['home', 'away'];

  useKeys(
    {
      Digit1: () => actions.add(order[0], 1),
      'Shift+Digit1': () => actions.add(order[0], -1),
      Digit2: () => actions.add(order[1], 1),
      'Shift+Digit2': () => actions.add(order[1], -1),
      KeyX: actions.swap,
      'Mod+KeyZ': actions.undo,
    },
    connected && teams !== undefined,
  );

  return (
    <Panel connected={connected} loaded={teams !== undefined && score !== undefined}>
      <div className="teams">
        {teams &&
          score &&
          order.map((side, at) => (
            <TeamScore key={side} side={side} team={teams[side]} score={score[side]} digit={at + 1} onAdd={actions.add} />
          ))}
      </div>
      <Refusal reason={actions.refusal} />
      <div className="row apart">
        <Button onPress={actions.swap} keyLabel="X">
          {texts.swapSides}
        </Button>
        <Button onPress={actions.undo} keyLabel={`${modLabel}Z`} disabled={!actions.canUndo}>
          {texts.undo}
        </Button>
      </div>
      <details>
        <summary>{texts.teams}</summary>
        {teams && order.map((side) => <TeamFields key={side} side={side} team={teams[side]} onChange={actions.edit} />)}
      </details>
    </Panel>
  );
}

type TeamScoreProps = { side: Side; team: Team; score: number; digit: number; onAdd: (side: Side, by: number) => void };

function TeamScore({ side, team, score, digit, onAdd }: TeamScoreProps) {
  const name = team.name || sideNames[side];
  return (
    <section className="team" style={{ '--team': team.color } as CSSProperties} aria-label={`${sideNames[side]}: ${name}`}>
      <span className="team-name ellipsis" dir="auto" title={name}>
        {name}
      </span>
      <output className="team-score figures value" aria-label={`${texts.score} ${name}`} data-testid={`score-${side}`}>
        {score}
      </output>
      <div className="row">
        <Button
          onPress={() => onAdd(side, -1)}
          label={texts.minusOne(name)}
          keyLabel={`${shiftLabel}${digit}`}
          disabled={score === 0}
        >
          −
        </Button>
        <Button onPress={() => onAdd(side, 1)} label={texts.plusOne(name)} keyLabel={String(digit)} tone="primary">
          +1
        </Button>
      </div>
    </section>
  );
}

function TeamFields({ side, team, onChange }: { side: Side; team: Team; onChange: (side: Side, change: Partial<Team>) => void }) {
  return (
    <div className="team-fields" role="group" aria-label={sideNames[side]}>
      <TextField
        label={`${sideNames[side]}: ${texts.teamName}`}
        value={team.name}
        maxLength={80}
        onCommit={(name) => onChange(side, { name })}
      />
      <TextField
        label={texts.shortName}
        hint={texts.shortNameHint}
        value={team.shortName}
        maxLength={5}
        onCommit={(shortName) => onChange(side, { shortName })}
      />
      <TextField label={texts.color} type="color" value={team.color} onCommit={(color) => onChange(side, { color })} />
    </div>
  );
}

/** What the panel can do; each change that was accepted can be taken back by the one who made it. */
function useScoreActions(teams: ReplicantValue<Scoreboard, 'teams'> | undefined) {
  const command = useCommand();
  const undo = useUndo();
  const change = async (forward: () => Promise<Outcome>, back: () => Promise<Outcome>) => {
    const outcome = await command.run(forward);
    if (outcome.ok) undo.remember(back);
  };
  const turn = (to: 'left' | 'right') => () => write('teams', (value) => void (value.homeSide = to));
  return {
    refusal: command.refusal,
    canUndo: undo.available,
    undo: () => void command.run(undo.undoLast),
    add: (team: Side, by: number) => void change(addPoints(team, by), addPoints(team, -by)),
    swap: () => {
      const from = teams?.homeSide ?? 'left';
      void change(turn(from === 'left' ? 'right' : 'left'), turn(from));
    },
    edit: (side: Side, next: Partial<Team>) => {
      if (teams) void change(setTeam(side, next), restoreTeam(side, teams[side], { ...teams[side], ...next }));
    },
  };
}

/** On top of the newest score, so that two people scoring at once both count; and without the extension, so that scoring always works. */
function addPoints(side: Side, by: number) {
  return () =>
    write('score', (value) => {
      const next = value[side] + by;
      if (next < 0 || next > highestScore) return texts.scoreLimits(highestScore);
      value[side] = next;
      return undefined;
    });
}

function setTeam(side: Side, next: Partial<Team>) {
  return () => write('teams', (value) => void Object.assign(value[side], next));
}

/** Back to `before`, unless somebody has changed it from `after` since. */
function restoreTeam(side: Side, before: Team, after: Team) {
  return () =>
    write('teams', (value) => {
      const now = value[side];
      if (now.name !== after.name || now.shortName !== after.shortName || now.color !== after.color)
        return texts.changedMeanwhile;
      Object.assign(now, before);
      return undefined;
    });
}

mountPanel(texts.score, <ScorePanel />);
